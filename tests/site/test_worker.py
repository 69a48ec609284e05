"""The worker: a thing asked for is done once, whoever dies meanwhile, and what fell due is dated when it fell due."""

import logging
import os
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from jiefen.apps.matters import clock
from jiefen.apps.matters.models import Effect
from jiefen.site import health, worker

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_effect_is_carried_out_once_and_noted_in_the_ledger(walked):
    row = walked(acts=1)
    asked = row.effects.count()
    assert asked
    worker.drain()
    assert not Effect.objects.filter(done_at=None).exists()
    reports = row.events.filter(kind="report").count()
    assert reports == asked
    sent = len(mail.outbox)
    assert worker.drain() == 0
    assert len(mail.outbox) == sent
    assert row.events.filter(kind="report").count() == reports


def test_what_is_leased_is_not_taken_by_another_until_the_lease_runs_out(walked):
    walked(acts=1)
    now = clock.now()
    taken = worker.lease(now)
    assert taken
    assert worker.lease(now) == []
    again = worker.lease(now + worker.LEASE + timedelta(seconds=1))
    assert {one.pk for one in again} == {one.pk for one in taken}
    assert all(one.attempts == 2 for one in again)


def test_a_worker_killed_after_sending_does_not_send_again(walked, monkeypatch):
    walked(acts=1)
    effect = next(one for one in worker.lease(clock.now()) if one.kind == "notice")
    before = len(mail.outbox)

    def die(*_args, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(worker.services, "report", die)
        with pytest.raises(KeyboardInterrupt):
            worker.carry_out(effect)
    sent = len(mail.outbox)
    assert sent == before + 1
    worker.one_round(clock.now() + worker.LEASE + timedelta(seconds=1))
    letters = [(tuple(one.to), one.subject, one.body) for one in mail.outbox]
    assert len(letters) == len(set(letters))


def test_trouble_is_tried_again_later_and_at_last_said(walked, monkeypatch, caplog):
    row = walked(acts=1)
    monkeypatch.setattr(worker, "handler_of", lambda _kind: lambda _effect: 1 / 0)
    now = clock.now()
    with caplog.at_level(logging.CRITICAL, "jiefen.worker"):
        worker.one_round(now)
        effect = row.effects.first()
        assert effect.done_at is None
        assert effect.due > now
        assert "ZeroDivisionError" in effect.trouble
        for day in range(1, worker.MOST_ATTEMPTS + 2):
            worker.one_round(now + timedelta(days=day))
    effect.refresh_from_db()
    assert effect.outcome == "failed"
    assert row.events.filter(kind="report").exists()


def test_after_a_month_of_downtime_every_act_of_time_has_its_own_day(walked):
    row = walked(acts=2)
    due = row.deadlines.order_by("lost_at").first().lost_at
    late = clock.now() + timedelta(days=40)
    worker.drain(late)
    event = row.events.get(kind="expire")
    assert event.at == due
    assert event.recorded_at == late


def test_trouble_in_one_matter_stops_no_other(walked, monkeypatch):
    first, second = walked(acts=2, key="one"), walked(acts=2, key="two")
    real = worker.services.expire_one

    def expire(matter_id, now):
        if matter_id == first.pk:
            raise ValueError("broken")
        return real(matter_id, now)

    monkeypatch.setattr(worker.services, "expire_one", expire)
    assert worker.run_deadlines(clock.now() + timedelta(days=40)) == 1
    second.refresh_from_db()
    assert second.outcome


def test_two_workers_at_once_do_each_thing_once(walked):
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite lies in memory, where one connection locks out all others")
    rows = [walked(acts=1, key=f"k{number}") for number in range(4)]
    asked = sum(row.effects.count() for row in rows)

    def run():
        try:
            for _round in range(30):
                if not worker.one_round():
                    break
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _one in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    worker.drain()
    assert sum(row.events.filter(kind="report").count() for row in rows) == asked


def test_the_worker_stops_when_it_is_told(walked):
    stop = threading.Event()
    running = threading.Thread(target=worker.work, args=(stop,))
    running.start()
    stop.set()
    running.join(timeout=20)
    assert not running.is_alive()


def test_readiness_tells_of_a_worker_that_does_not_keep_up(walked, client):
    walked(acts=2)
    worker.drain()
    assert client.get("/livez").text == "ok\n"
    assert client.get("/readyz").status_code == 200
    Effect.objects.update(done_at=None, due=clock.now() - timedelta(hours=1))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["outbox"]["ok"] is False
    assert health.state_of_things()["database"]["ok"]


def test_the_deployment_check_of_django_has_nothing_to_say(tmp_path):
    given = {
        **os.environ, "JIEFEN_HOME": str(tmp_path), "JIEFEN_TLS": "1", "JIEFEN_HOSTS": "jiefen.example.org", "JIEFEN_DEMO": "0",
        "JIEFEN_ORIGIN": "https://jiefen.example.org", "DJANGO_SETTINGS_MODULE": "jiefen.site.settings",
    }  # fmt: skip
    for name in ("JIEFEN_DATABASE", "DJANGO_ALLOW_ASYNC_UNSAFE"):
        given.pop(name, None)
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    found = subprocess.run(command, env=given, capture_output=True, text=True)
    assert found.returncode == 0, found.stderr
