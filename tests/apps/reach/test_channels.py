"""E-mail and SMS: what they say, what they refuse, what is recorded, and receipts that cannot be forged."""

import json
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone

from jiefen.apps.matters import clock
from jiefen.apps.matters.models import Effect, Participation
from jiefen.apps.people import channels
from jiefen.apps.people.codes import clean_code
from jiefen.apps.reach import sending, services, tries
from jiefen.apps.reach.apps import check_sms
from jiefen.apps.reach.models import Delivery, Try
from jiefen.site import worker

NUMBER = "13800000000"
CODE = re.compile(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]")


def code_in(text):
    """The code in a message."""
    return CODE.search(text)[0]


def link_in(text):
    """The link in a message."""
    return re.search(r"https?://[!-~]+", text)[0]


def receive(gateway, told, signature=None):
    """A receipt from the gateway to us."""
    body = json.dumps(told).encode()
    sent = {"HTTP_X_JIEFEN_SIGNATURE": signature if signature is not None else gateway.signed(body)}
    return Client(enforce_csrf_checks=True).post("/channels/sms/receipt/", body, content_type="application/json", **sent)


@pytest.mark.django_db(transaction=True)
class TestMessages:
    """An invitation by SMS, through a gateway that answers in every way."""

    def test_it_is_short_signed_and_says_nothing_of_the_dispute(self, gateway, filing):
        filing(phone=NUMBER)
        assert gateway.wrong == 0
        (message,) = gateway.taken
        assert message["to"] == "+8613800000000"
        for private in ("李晓云", "王建国", "押金", "三千", "退还"):
            assert private not in message["text"]
        link, code = link_in(message["text"]), code_in(message["text"])
        assert len(link) < 40
        office = "胡杨镇人民调解委员会"
        assert office in message["text"], "who writes"
        assert len(message["text"]) - len(office) - len(link) - len(code) < 30, "and nothing besides"

    def test_its_code_opens_the_invitation_and_its_way_is_noted(self, gateway, filing, client):
        matter = filing(phone=NUMBER)
        code = code_in(gateway.taken[0]["text"])
        page = client.get(f"/i/{code}/")
        assert page.status_code == 200
        client.post(f"/i/{code}/join/", {"name": "王建国", "phone": NUMBER})
        seat = Participation.objects.get(matter=matter, participant="b1")
        assert seat.identifications.get().how == "sms"

    def test_where_the_site_has_a_short_name_the_link_carries_the_code(self, gateway, filing, settings):
        settings.JIEFEN = {**settings.JIEFEN, "origin": "https://jf.gov.cn"}
        filing(phone=NUMBER)
        link = link_in(gateway.taken[0]["text"])
        assert len(link) < 40
        code = link.rpartition("/")[2]
        assert services.find_invitation(code) is not None
        assert code == clean_code(code)
        assert Client().get(f"/i/{code}").headers["Location"] == f"/i/{code}/"

    def test_it_is_sent_once_and_both_ways_where_both_are_known(self, gateway, filing, code_in_mail, client):
        filing(phone=NUMBER, email="wang@elsewhere.example")
        worker.drain()
        assert len(gateway.taken) == 1
        by_sms = code_in(gateway.taken[0]["text"])
        assert client.get(f"/i/{by_sms}/").status_code == 200
        assert client.get(f"/i/{code_in_mail()}/").status_code == 200, "one way does not end the other's code"

    def test_somebody_who_joined_is_told_of_news_without_a_code(self, gateway, filing, people):
        matter = filing(phone=NUMBER)
        code = code_in(gateway.taken[0]["text"])
        Client().post(f"/i/{code}/join/", {"name": "王建国", "phone": NUMBER})
        from jiefen.apps.matters import services as matters

        matters.perform(matter.pk, "leave", people["li"], {}, request_key="leave")
        worker.drain()
        news = gateway.taken[-1]["text"]
        assert "/notices/" in news
        assert len(gateway.taken) == 2
        assert not CODE.search(news)

    def test_a_gateway_that_is_busy_is_asked_again_with_the_same_id(self, gateway, filing, client):
        gateway.status = 503
        matter = filing(phone=NUMBER)
        one = Try.objects.get(channel="sms")
        assert (one.outcome, one.reason[:3]) == ("waiting", "503")
        assert not Effect.objects.filter(matter=matter, key__contains=":notice:invitation:", done_at__isnull=False).exists()
        gateway.status = 200
        Effect.objects.update(due=clock.now())
        worker.drain()
        one.refresh_from_db()
        assert one.outcome == "sent"
        assert {message["id"] for message in gateway.taken} == {str(one.pk)}
        for message in gateway.taken:  # a gateway may have taken the first although it did not answer
            assert client.get(f"/i/{code_in(message['text'])}/").status_code == 200

    def test_one_that_never_answers_is_recorded_as_failed_in_the_end(self, gateway, filing, people):
        gateway.status = 500
        matter = filing(phone=NUMBER)
        for _round in range(sending.PATIENCE + 1):
            Effect.objects.filter(done_at=None).update(due=clock.now())
            worker.one_round()
        assert Try.objects.get(channel="sms").outcome == "failed"
        assert not Effect.objects.filter(matter=matter, done_at=None).exists()
        assert tries.to_reach(people["chen"])

    @pytest.mark.parametrize("status", [301, 302, 307, 401, 429, 500])
    def test_what_may_work_later_does_not_count_as_bounced(self, gateway, status):
        gateway.status = status
        with pytest.raises(channels.Trouble):
            channels.sms().send("+8613800000000", "x", key="k")
        assert len(gateway.taken) == 1, "a message is never carried on to another address"

    def test_what_the_gateway_says_is_kept_without_the_number(self, gateway):
        gateway.status, gateway.answer = 400, {"why": "13800000000 (+86 138-0000-0000) is blocked"}
        with pytest.raises(channels.Bounced, match="blocked") as found:
            channels.sms().send("+8613800000000", "x", key="k")
        assert "0000" not in str(found.value)

    def test_a_number_that_is_none_is_not_asked_of_the_gateway(self, gateway, filing, people):
        filing(phone="call me maybe")
        assert not gateway.taken
        assert tries.to_reach(people["chen"])


@pytest.mark.django_db(transaction=True)
class TestBounces:
    """An SMS that did not arrive: at the gateway at once, or told later by a receipt."""

    def test_a_refused_number_is_shown_with_what_to_do_and_stands_in_the_list(
        self, gateway, filing, signed_in, people, told_in_ledger
    ):
        gateway.status, gateway.answer = 400, {"why": "no such number"}
        matter = filing(phone=NUMBER)
        chen = signed_in("chen")
        page = chen.get(f"/matters/{matter.pk}/reach/?lang=en").text
        row = page.partition('id="person-b1"')[2].partition("</section>")[0]
        assert "did not arrive" in row
        assert "no such number" in row
        for way in ("reach/b1/letter/", "attempt/call/", "attempt/visit/", "reach/b1/contact/"):
            assert way in row
        assert "reach/b1/send/" not in row, "nothing is sent again to where it bounced"
        assert "王建国" in chen.get("/reach/").text
        assert len(told_in_ledger(matter, "bounced")) == 1
        assert not any(told_in_ledger(matter, outcome) for outcome in services.PROVES)
        before = len(gateway.taken)
        chen.post(f"/matters/{matter.pk}/reach/b1/send/")
        worker.drain()
        assert len(gateway.taken) == before

    def test_a_receipt_is_taken_once_and_a_bounce_is_never_forgotten(self, gateway, filing, people, told_in_ledger):
        matter = filing(phone=NUMBER)
        one = Try.objects.get(channel="sms")
        assert one.provider_id == "gw-1"
        for told in ("delivered", "delivered", "bounced", "delivered", "bounced"):
            assert receive(gateway, {"id": "gw-1", "status": told, "reason": "tel 13800000000"}).status_code == 200
        one.refresh_from_db()
        assert one.outcome == "bounced"
        assert "0000" not in one.reason
        for outcome in ("delivered", "bounced"):
            told = [one for one in told_in_ledger(matter, outcome) if ":try:sms:" in one.body["effect"]]
            assert len(told) == 1
        assert not any(told_in_ledger(matter, proof) for proof in services.PROVES)
        assert [row.participant for row in tries.to_reach(people["chen"])] == ["b1"]

    def test_several_receipts_by_our_own_id_too(self, gateway, filing):
        gateway.answer = {}
        filing(phone=NUMBER)
        one = Try.objects.get(channel="sms")
        told = [
            {"id": str(one.pk), "status": "delivered"},
            {"id": "foreign", "status": "bounced"},
            {"id": "x", "status": "queued"},
        ]
        assert receive(gateway, told).json() == {"taken": 1, "of": 2}
        one.refresh_from_db()
        assert one.outcome == "delivered"

    @pytest.mark.parametrize("signature", ["", "00", "é", "0" * 64])
    def test_a_receipt_without_the_gateways_key_changes_nothing(self, gateway, filing, signature):
        filing(phone=NUMBER)
        assert receive(gateway, {"id": "gw-1", "status": "bounced"}, signature).status_code == 403
        assert Try.objects.get(channel="sms").outcome == "sent"

    @pytest.mark.parametrize("body", [b"", b"[", b"3", b'"x"', b"{}", b"[3]", b'{"id": 1}', b"\xff\xfe"])
    def test_a_body_that_is_no_receipt_is_answered_in_words(self, gateway, body):
        answer = Client().post(
            "/channels/sms/receipt/", body, content_type="application/json", HTTP_X_JIEFEN_SIGNATURE=gateway.signed(body)
        )
        assert answer.status_code == 403
        assert "status" in answer.json()["problem"]

    def test_there_is_no_such_place_without_a_gateway(self):
        assert Client().post("/channels/sms/receipt/", b"{}", content_type="application/json").status_code == 404

    def test_a_receipt_for_an_erased_matter_is_taken_quietly(self, gateway, filing):
        from jiefen.site import keeping

        matter = filing(phone=NUMBER)
        keeping.erase(matter.pk)
        assert receive(gateway, {"id": "gw-1", "status": "bounced"}).status_code == 200

    def test_a_mailbox_that_does_not_exist_stands_in_the_list_too(self, filing, people, monkeypatch):
        def refuse(*_args, **_kwargs):
            raise channels.Bounced("550 no such mailbox")

        monkeypatch.setattr(channels.Email, "send", refuse)
        filing(email="nobody@elsewhere.example")
        assert [(row.participant, row.matter.number) for row in tries.to_reach(people["chen"])]
        assert Delivery.objects.get(participation__participant="b1").trouble.startswith("550")


class TestSetting:
    """How the channel is chosen, and what is said when it is set wrongly."""

    def choose(self, settings, **chosen):
        settings.JIEFEN = {**settings.JIEFEN, "sms": "off", "sms_url": "", "sms_key_file": "", **chosen}

    def test_off_is_none(self, settings):
        self.choose(settings)
        assert channels.sms() is None

    def test_a_file_of_lines_that_others_cannot_read(self, settings, tmp_path):
        self.choose(settings, sms="file", home=tmp_path)
        for text in ("一", "二"):
            channels.sms().send("+8613800000000", text, key="k")
        kept = tmp_path / "sms" / "sent.jsonl"
        lines = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
        assert [one["text"] for one in lines] == ["一", "二"]
        assert timezone.now().isoformat()[:4] == lines[0]["at"][:4]
        assert kept.stat().st_mode & 0o077 == 0

    def test_the_console(self, settings, capsys):
        self.choose(settings, sms="console")
        channels.sms().send("+8613800000000", "您好", key="k")
        assert "您好" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("url", "mode", "key"),
        [
            ("", 0o600, "x" * 32),
            ("http://gateway.example/", 0o600, "x" * 32),
            ("ftp://gateway.example/", 0o600, "x" * 32),
            ("https://gateway.example/", 0o644, "x" * 32),
            ("https://gateway.example/", 0o600, "short"),
            ("https://gateway.example/", None, ""),
        ],
    )
    def test_a_gateway_that_cannot_be_trusted_is_refused_in_words(self, settings, tmp_path, url, mode, key):
        path = tmp_path / "key"
        if mode is not None:
            path.write_text(key)
            path.chmod(mode)
        self.choose(settings, sms="http", sms_url=url, sms_key_file=str(path))
        with pytest.raises(ImproperlyConfigured):
            channels.sms()
        assert check_sms()[0].id == "jiefen.sms", "and `jiefen check` says so"

    def test_one_that_can_is_accepted(self, gateway):
        assert check_sms() == []


@pytest.mark.django_db(transaction=True)
def test_a_mailbox_that_was_full_is_tried_with_the_next_notice_and_a_phone_before_it(gateway, filing, people, monkeypatch):
    from jiefen.apps.matters import services as matters

    asked = []

    def refuse(self, to, *_args, **_kwargs):
        asked.append(to)
        raise channels.Bounced("552 full")

    matter = filing(phone=NUMBER)
    Client().post(f"/i/{code_in(gateway.taken[0]['text'])}/join/", {"name": "王建国", "phone": NUMBER, "email": "w@x.example"})
    monkeypatch.setattr(channels.Email, "send", refuse)
    for action in ("agree-to-mediate", "refuse-to-mediate"):
        wang = Participation.objects.get(matter=matter, participant="b1").account
        matters.perform(matter.pk, action, wang, {}, request_key=action, reason="x")
        worker.drain()
    assert asked.count("w@x.example") == 1
    to = [message["to"] for message in gateway.taken]
    assert to.count("+8613800000000") == 2, "the invitation; and after the mailbox refused, the phone is the better way"
    gone = Try.objects.filter(participation__matter=matter, channel="e-mail", outcome="bounced")
    assert sorted(one.participation.participant for one in gone) == ["a1", "b1"]
