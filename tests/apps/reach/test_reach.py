"""Bringing the other side in: letters, codes, joining, guessing, proof."""

import re

import pytest
from django.core import mail

from jiefen.apps.matters import services as matters
from jiefen.apps.matters.models import Effect
from jiefen.apps.people.models import Account
from jiefen.apps.reach import services
from jiefen.apps.reach.models import Delivery, Invitation
from jiefen.site import worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def filed(people, cast):
    from jiefen.apps.intake.services import file_matter

    done = file_matter(
        "cn",
        "people-mediation",
        "ask",
        applicant={"name": "李晓云", "kind": "person", "contact": {"email": "li@example.org"}},
        others=[{"name": "王建国", "kind": "person", "contact": {"email": "wang@elsewhere.example"}}],
        data={"story": "租房押金三千元不退", "claim": "退还押金", "amount": 300000},
        title="押金",
        account=people["li"],
        request_key="file",
        place=cast.place,
    )
    matters.perform(done.matter.pk, "accept", people["chen"], {}, request_key="accept")
    worker.drain()
    return done.matter


def code_in_mail():
    return next(
        found[0]
        for letter in mail.outbox
        if "elsewhere" in letter.to[0] and (found := re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", letter.body))
    )


def test_the_invitation_is_mailed_once_and_says_nothing_of_the_story(filed):
    worker.drain()
    letters = [letter for letter in mail.outbox if "elsewhere" in letter.to[0]]
    assert len(letters) == 1
    assert "三千" not in letters[0].body
    assert "自愿" in letters[0].body


def test_an_effect_carried_out_twice_tells_once(filed):
    effect = Effect.objects.filter(kind="notice").first()
    before = len(mail.outbox)
    services.carry_out(effect)
    assert len(mail.outbox) == before
    assert Delivery.objects.filter(effect=effect.key).count() == 1


def test_joining_by_code_without_an_account(filed, client):
    code = code_in_mail()
    first = client.get(f"/i/{code.lower()}/").content.decode()
    assert "自愿" in first
    assert "退还押金" in first
    assert "租房押金三千元不退" not in first
    page = client.post(f"/i/{code}/join/", {"name": "王建国", "email": "", "phone": "13800000000"})
    assert "凭这个代码您可以再回来" in page.content.decode()
    assert "轮到您了" in client.get(f"/matters/{filed.pk}/").content.decode()
    paper = re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", page.content.decode())[0]
    from django.test import Client

    again = Client()
    again.post("/return/", {"code": paper.replace("-", " ").lower()})
    assert again.get(f"/matters/{filed.pk}/").status_code == 200
    assert client.get(f"/i/{code}/").status_code == 302
    assert Client().get(f"/i/{code}/").status_code == 410


def test_opening_is_written_into_the_ledger_as_proof(filed, client):
    client.get(f"/i/{code_in_mail()}/")
    client.get(f"/i/{code_in_mail()}/")
    reports = [event for event in filed.events.filter(kind="report") if event.request_key.endswith(":opened")]
    assert len(reports) == 1


def test_a_thousand_guesses_are_locked_out(filed, client):
    code = code_in_mail()
    answers = [client.get(f"/i/{n:016d}/").status_code for n in range(1000)]
    assert answers.count(404) == 10
    assert answers.count(429) == 990
    assert client.get(f"/i/{code}/").status_code == 429


def test_an_old_code_dies_with_a_new_letter(filed, client, signed_in):
    code = code_in_mail()
    letter = signed_in("chen").post(f"/matters/{filed.pk}/reach/b1/letter/")
    assert "<svg" in letter.content.decode()
    assert client.get(f"/i/{code}/").status_code == 410
    fresh = re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", letter.content.decode())[0]
    assert client.get(f"/i/{fresh}/").status_code == 200


def test_the_wrong_person_gives_it_back_and_nothing_is_kept(filed, client):
    code, accounts = code_in_mail(), Account.objects.count()
    assert client.post(f"/i/{code}/not-me/").status_code == 200
    assert Invitation.objects.get(wrong_person=True).ended_at is not None
    assert client.get(f"/i/{code}/").status_code == 410
    assert Account.objects.count() == accounts


def test_the_applicant_cannot_take_the_other_seat(filed, signed_in):
    page = signed_in("li").post(f"/i/{code_in_mail()}/join/", {"name": "王建国", "phone": ""})
    assert page.status_code == 409


def test_a_party_sees_its_notices_and_reading_is_recorded(filed, signed_in):
    li = signed_in("li")
    listed = li.get("/notices/").content.decode()
    assert filed.number in listed
    one = Delivery.objects.filter(participation__account__username="li").first()
    assert li.get(f"/notices/{one.pk}/").status_code == 200
    one.refresh_from_db()
    assert one.opened_at is not None
    assert signed_in("wang").get(f"/notices/{one.pk}/").status_code == 404
