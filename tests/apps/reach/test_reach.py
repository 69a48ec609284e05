"""Bringing the other side in: letters, codes, joining, guessing, the wrong person, and what proves that one was reached."""

import re

import pytest
from django.core import mail
from django.test import Client

from jiefen.apps.matters import keys, store
from jiefen.apps.matters import services as matters
from jiefen.apps.matters.models import Effect, Participation
from jiefen.apps.people.codes import clean_code, new_code
from jiefen.apps.people.models import Account, Attempt
from jiefen.apps.reach import sending, services, telling, tries
from jiefen.apps.reach.models import Delivery, Identification, Invitation, Try
from jiefen.core.procedure import life
from jiefen.site import worker

pytestmark = pytest.mark.django_db(transaction=True)
CODE = re.compile(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]")


def test_the_invitation_is_mailed_once_and_says_nothing_of_the_story(filed):
    worker.drain()
    letters = [letter for letter in mail.outbox if "elsewhere" in letter.to[0]]
    assert len(letters) == 1
    assert "三千" not in letters[0].body
    assert "自愿" in letters[0].body


def test_an_effect_carried_out_twice_tells_once(filed):
    effect = Effect.objects.filter(kind="notice").first()
    before = len(mail.outbox)
    sending.carry_out(effect)
    assert len(mail.outbox) == before
    assert Delivery.objects.filter(effect=effect.key).count() == 1


def test_the_first_page_is_plain_and_light_and_needs_no_account(filed, code_in_mail):
    page = Client().get(f"/i/{code_in_mail()}/")
    assert page.status_code == 200
    assert len(page.content) < 15 * 1024
    assert "<form" not in page.text.partition("<main")[2].partition("</main>")[0]
    for private in ("13911112222", "li@example.org", "wang@elsewhere.example", "租房押金三千元不退"):
        assert private not in page.text


def test_joining_by_code_without_an_account(filed, client, code_in_mail):
    code = code_in_mail()
    first = client.get(f"/i/{code.lower()}/").content.decode()
    assert "自愿" in first
    assert "退还押金" in first
    page = client.post(f"/i/{code}/join/", {"name": "王建国", "email": "", "phone": "138 0000 0000"})
    assert "凭这个编码您可以再回来" in page.content.decode()
    assert "轮到您了" in client.get(f"/matters/{filed.pk}/").content.decode()
    paper = CODE.search(page.content.decode())[0]
    again = Client()
    again.post("/return/", {"code": paper.replace("-", " ").lower()})
    assert again.get(f"/matters/{filed.pk}/").status_code == 200
    assert client.get(f"/i/{code}/").status_code == 302
    assert Client().get(f"/i/{code}/").status_code == 410


def test_a_number_that_is_none_is_told_so_and_nothing_typed_is_lost(filed, client, code_in_mail):
    page = client.post(f"/i/{code_in_mail()}/join/", {"name": "王建国", "email": "wang@x.example", "phone": "12345"})
    assert page.status_code == 400
    assert "13812345678" in page.text, "the error shows how to write it"
    assert 'value="12345"' in page.text
    assert "wang@x.example" in page.text
    assert not Participation.objects.get(matter=filed, participant="b1").account_id


def test_opening_is_noted_once_and_proves_nothing_but_joining_does(filed, client, code_in_mail, told_in_ledger):
    code = code_in_mail()
    client.get(f"/i/{code}/")
    client.get(f"/i/{code}/")
    assert len(told_in_ledger(filed, "code-opened")) == 1
    assert not any(told_in_ledger(filed, outcome) for outcome in services.PROVES)
    client.post(f"/i/{code}/join/", {"name": "王建国", "phone": ""})
    assert [one.body["effect"].split(":")[2:] for one in told_in_ledger(filed, "joined")] == [["invitation", "b1"]]


def test_we_and_the_engine_mean_the_same_by_proof():
    assert services.PROVES == life._PROVES


def test_a_thousand_guesses_from_one_place_are_refused_after_ten_and_nobody_else_is(filed, caplog, code_in_mail):
    code, guesser = code_in_mail(), Client(REMOTE_ADDR="10.3.3.3")
    answers = [guesser.get(f"/i/{n:016d}/") for n in range(1000)]
    statuses = [one.status_code for one in answers]
    assert statuses[:10] == [404] * 10
    assert statuses[10:] == [429] * 990
    assert answers[-1]["Retry-After"] == "3600"
    assert "60" in answers[-1].text
    assert guesser.get(f"/i/{code}/").status_code == 429, "not even the right one now"
    locked = [one.getMessage() for one in caplog.records if "is locked" in one.getMessage()]
    assert len(locked) == 1
    assert "10.3.3.3" not in caplog.text
    assert Attempt.objects.count() == 10
    assert Client(REMOTE_ADDR="10.4.4.4").get(f"/i/{code}/").status_code == 200


def test_many_guesses_from_many_places_lock_nobody_out_and_raise_an_alarm(filed, caplog, code_in_mail):
    for n in range(200):
        Client(REMOTE_ADDR=f"10.5.{n}.1").get(f"/i/{n:016d}/")
    assert any("all sources together" in one.getMessage() for one in caplog.records if one.levelname == "ERROR")
    assert Client(REMOTE_ADDR="10.6.6.6").get(f"/i/{code_in_mail()}/").status_code == 200


def test_a_mistyped_letter_is_seen_without_asking_for_it_and_is_borne_longer(filed, code_in_mail):
    code, browser = clean_code(code_in_mail()), Client()
    wrong = code[:3] + ("Q" if code[3] != "Q" else "R") + code[4:]
    page = browser.post("/i/", {"code": wrong})
    assert page.status_code == 400
    assert wrong in page.text, "what was typed stays"
    assert not Attempt.objects.filter(purpose="invitation").exists()
    for _again in range(15):
        browser.post("/i/", {"code": wrong})
    assert browser.post("/i/", {"code": code.lower()}).status_code == 302
    for _again in range(15):
        browser.post("/i/", {"code": wrong})
    assert browser.post("/i/", {"code": code}).status_code == 429


def test_the_page_for_typing_says_how_long_it_is_closed_and_keeps_what_was_typed(filed, code_in_mail):
    browser, code = Client(), code_in_mail()
    for _try in range(10):
        browser.post("/i/", {"code": new_code()})
    page = browser.post("/i/", {"code": code})
    assert page.status_code == 429
    assert page["Retry-After"] == "3600"
    assert code in page.text


def test_somebody_who_is_joining_is_not_locked_out_by_a_guesser_behind_the_same_address(filed, code_in_mail):
    code, here, guesser = code_in_mail(), Client(), Client()
    here.get(f"/i/{code}/")
    for n in range(12):
        guesser.get(f"/i/{n:016d}/")
    assert guesser.get(f"/i/{code}/").status_code == 429
    assert here.post(f"/i/{code}/join/", {"name": "王建国", "phone": ""}).status_code == 200


def test_a_code_that_ends_while_somebody_types_loses_nothing(filed, client, signed_in, code_in_mail):
    code = code_in_mail()
    client.get(f"/i/{code}/join/")
    fresh = CODE.search(signed_in("chen").post(f"/matters/{filed.pk}/reach/b1/letter/").text)[0]
    page = client.post(f"/i/{code}/join/", {"name": "王建国（大）", "email": "w@x.example", "phone": "13800000000"})
    assert page.status_code == 410
    again = client.get(f"/i/{fresh}/join/").text
    assert "王建国（大）" in again
    assert "w@x.example" in again
    session = client.session
    assert "w@x.example" not in str(dict(session)), "and it is sealed where it is kept"


def test_an_old_code_dies_with_a_new_letter(filed, client, signed_in, code_in_mail):
    code = code_in_mail()
    letter = signed_in("chen").post(f"/matters/{filed.pk}/reach/b1/letter/")
    assert "<svg" in letter.content.decode()
    assert client.get(f"/i/{code}/").status_code == 410
    fresh = CODE.search(letter.content.decode())[0]
    assert client.get(f"/i/{fresh}/").status_code == 200
    printed = Try.objects.get(channel="letter")
    assert printed.outcome == "printed"
    assert printed.by.username == "chen"


def test_a_reminder_by_mail_does_not_end_the_code_of_the_letter_on_the_table(filed, client, signed_in):
    letter = signed_in("chen").post(f"/matters/{filed.pk}/reach/b1/letter/").text
    seat = Participation.objects.get(matter=filed, participant="b1")
    services.invite(seat, effect="9:notice:reply-soon:b1", channel="e-mail")
    assert client.get(f"/i/{CODE.search(letter)[0]}/").status_code == 200


class TestTheWrongPerson:
    """An invitation opened by somebody for whom it is not."""

    def test_it_ends_the_code_tells_the_office_and_keeps_nothing_of_them(self, filed, client, signed_in, people, code_in_mail):
        code, accounts = code_in_mail(), Account.objects.count()
        client.get(f"/i/{code}/")
        page = client.post(f"/i/{code}/not-me/")
        assert page.status_code == 200
        assert Invitation.objects.get(wrong_person=True).ended_at is not None
        assert client.get(f"/i/{code}/").status_code == 410
        assert Account.objects.count() == accounts
        assert not client.session.keys() - {"_language"}
        one = Try.objects.get(outcome="wrong-person")
        assert one.by is None
        listed = signed_in("chen").get("/reach/")
        assert "王建国" in listed.text
        assert filed.number in listed.text
        assert "/reach/" in signed_in("chen").get("/notices/").text

    def test_it_proves_nothing_and_nothing_more_goes_there(self, filed, client, people, told_in_ledger, code_in_mail):
        client.get(f"/i/{code_in_mail()}/")
        client.post(f"/i/{code_in_mail()}/not-me/")
        assert len(told_in_ledger(filed, "wrong-person")) == 1
        assert not any(told_in_ledger(filed, outcome) for outcome in services.PROVES)
        seat, sent = Participation.objects.get(matter=filed, participant="b1"), len(mail.outbox)
        assert not sending.open_ways(store.load(filed.pk), seat)
        matters.perform(filed.pk, "leave", people["li"], {}, request_key="leave")
        worker.drain()
        assert not [letter for letter in mail.outbox[sent:] if "elsewhere" in letter.to[0]]

    def test_a_corrected_address_is_written_to_and_leaves_the_list(self, filed, client, signed_in, people, code_in_mail):
        client.post(f"/i/{code_in_mail()}/not-me/")
        assert tries.to_reach(people["chen"])
        given = {"email": "right@better.example", "phone": "", "address": "", "send": "1"}
        assert signed_in("chen").post(f"/matters/{filed.pk}/reach/b1/contact/", given).status_code == 302
        worker.drain()
        code = code_in_mail("better")
        assert not tries.to_reach(people["chen"])
        assert Client().get(f"/i/{code}/").status_code == 200
        assert Try.objects.filter(by__username="chen", outcome="sent").count() == 1


def test_the_applicant_cannot_take_the_other_seat(filed, signed_in, code_in_mail):
    page = signed_in("li").post(f"/i/{code_in_mail()}/join/", {"name": "王建国", "phone": ""})
    assert page.status_code == 409


def test_staff_of_the_office_cannot_take_a_partys_seat(filed, signed_in, code_in_mail):
    page = signed_in("chen").post(f"/i/{code_in_mail()}/join/", {"name": "王建国", "phone": ""})
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


def test_everybody_finds_that_somebody_has_joined(joined, people):
    told = Delivery.objects.get(participation__account=people["li"], effect__contains=":joined:")
    assert "王建国" in telling.read_text(store.load(joined.pk), told)[0]


def test_nobody_without_any_address_is_taken_to_be_told(filing, people, told_in_ledger, signed_in):
    matter = filing()
    effect = Effect.objects.get(matter=matter, key__contains=":notice:invitation:")
    assert effect.outcome == "failed"
    assert not told_in_ledger(matter, "sent")
    assert [one.outcome for one in Try.objects.filter(participation__participant="b1")] == ["due"]
    page = signed_in("chen").get(f"/matters/{matter.pk}/reach/").text
    assert "/reach/b1/letter/" in page
    assert len(tries.to_reach(people["chen"])) == 1


def test_the_office_of_another_place_has_an_empty_list(filing, people, signed_in):
    filing()
    assert tries.to_reach(people["sun"]) == []
    assert signed_in("li").get("/reach/").status_code == 404


def test_contacts_are_shielded_on_every_page_of_reach(joined, signed_in):
    li, wang, chen = (signed_in(name) for name in ("li", "wang", "chen"))
    base = f"/matters/{joined.pk}/"
    for path in (base, f"{base}reach/"):
        seen = li.get(path).text
        assert "13800000000" not in seen
        assert "wang@e" not in seen
        seen = wang.get(path).text
        assert "13911112222" not in seen
        assert "li@example.org" not in seen
    assert "13800000000" in chen.get(f"{base}reach/b1/attempt/call/").text
    for path in ("reach/b1/attempt/call/", "reach/b1/contact/", "reach/b1/confirm/"):
        assert li.get(base + path).status_code == 404
        assert wang.get(base + path).status_code == 404


def test_the_other_side_reads_days_and_not_ways(joined, signed_in):
    theirs, ours = (signed_in(name).get(f"/matters/{joined.pk}/reach/").text for name in ("li", "wang"))
    row = theirs.partition('id="person-b1"')[2].partition("</section>")[0]
    assert "e-mail" not in row.lower()
    assert "电子邮件" not in row
    assert "<details" in ours.partition('id="person-b1"')[2].partition("</section>")[0]


class TestIdentity:
    """How sure we are who somebody is: raised, shown with when and by whom, never lowered."""

    def test_a_code_and_a_paper_are_noted_each_with_its_day(self, joined, signed_in, people, told_in_ledger):
        chen = signed_in("chen")
        assert chen.post(f"/matters/{joined.pk}/reach/b1/confirm/", {"paper": "id-card"}).status_code == 400
        for _press in range(2):
            answer = chen.post(f"/matters/{joined.pk}/reach/b1/confirm/", {"paper": "id-card", "fits": "on"})
            assert answer.status_code == 302
        seat = Participation.objects.get(matter=joined, participant="b1")
        assert seat.identity == "staff"
        known = list(Identification.objects.filter(participation=seat).values_list("level", "how", "by__username"))
        assert known == [("code", "e-mail", None), ("staff", "id-card", "chen")]
        assert len(told_in_ledger(joined, "staff")) == 1
        assert "陈静" in chen.get(f"/matters/{joined.pk}/reach/").text
        assert "陈静" not in signed_in("li").get(f"/matters/{joined.pk}/reach/").text

    def test_a_later_code_takes_nothing_away(self, filed, signed_in, client, code_in_mail):
        signed_in("chen").post(f"/matters/{filed.pk}/reach/b1/confirm/", {"paper": "id-card", "fits": "on"})
        client.post(f"/i/{code_in_mail()}/join/", {"name": "王建国", "phone": ""})
        assert Participation.objects.get(matter=filed, participant="b1").identity == "staff"

    @pytest.fixture
    def demonstration(self, settings):
        settings.JIEFEN = {**settings.JIEFEN, "demo": True}

    def test_the_demonstrations_provider_confirms_the_same_name_only(self, demonstration, joined, signed_in):
        wang, start = signed_in("wang"), f"/matters/{joined.pk}/reach/identity/demo/"
        for name, level in (("别人", "code"), ("王 建国", "provider")):
            at_provider = wang.get(start).headers["Location"]
            back = wang.post(at_provider, {"name": name}).headers["Location"]
            assert wang.get(back).status_code == 302
            assert Participation.objects.get(matter=joined, participant="b1").identity == level
        assert wang.get(back).status_code == 302
        assert Identification.objects.filter(level="provider").count() == 1, "an answer counts once"

    def test_an_answer_to_another_question_confirms_nothing(self, demonstration, joined, signed_in):
        wang, li, start = signed_in("wang"), signed_in("li"), f"/matters/{joined.pk}/reach/identity/demo/"
        stolen = li.post(li.get(start).headers["Location"], {"name": "王建国"}).headers["Location"]
        wang.get(start)
        wang.get(stolen)
        assert Participation.objects.get(matter=joined, participant="b1").identity == "code"

    def test_it_is_there_in_a_demonstration_only(self, joined, signed_in, settings):
        settings.JIEFEN = {**settings.JIEFEN, "demo": False}
        wang = signed_in("wang")
        assert wang.get(f"/matters/{joined.pk}/reach/identity/demo/").status_code == 404
        assert wang.get("/identity/demo/?back=/&state=x").status_code == 404


class TestAttempts:
    """Calls, visits and letters, noted by staff."""

    def note(self, browser, matter, way="call", **given):
        page = browser.get(f"/matters/{matter.pk}/reach/b1/attempt/{way}/")
        key = re.search(r'name="key" value="([0-9a-f-]{36})"', page.text)[1]
        told = re.findall(r'name="told" value="([0-9a-f-]{36})"', page.text)
        return page, browser.post(page.request["PATH_INFO"], {"key": key, "told": told, **given}), key

    def test_a_call_understood_by_whom_it_was_for_proves_it(self, filing, signed_in, told_in_ledger):
        matter, chen = filing(phone="13800000000"), signed_in("chen")
        page, answer, key = self.note(chen, matter, outcome="answered", identity_asked="on", note="他说下周来")
        assert "自愿" in page.text, "the invitation can be read out from the page"
        assert "13800000000" in page.text
        assert answer.status_code == 302
        assert [one.body["effect"].split(":")[2:] for one in told_in_ledger(matter, "read")] == [["invitation", "b1"]]
        one = Try.objects.get(pk=key)
        assert (one.channel, one.outcome, one.by.username, one.identity_asked) == ("call", "answered", "chen", True)
        kept = str({field.name: getattr(one, field.name) for field in one._meta.concrete_fields})
        assert "13800000000" not in kept
        assert "他说下周来" not in kept
        assert "他说下周来" in chen.get(f"/matters/{matter.pk}/reach/").text
        assert "他说下周来" not in signed_in("li").get(f"/matters/{matter.pk}/reach/").text

    def test_without_the_question_who_it_was_it_proves_nothing(self, filing, signed_in, told_in_ledger):
        matter, chen = filing(phone="13800000000"), signed_in("chen")
        self.note(chen, matter, outcome="answered")
        assert not any(told_in_ledger(matter, outcome) for outcome in services.PROVES)
        assert len(told_in_ledger(matter, "answered")) == 1

    @pytest.mark.parametrize("outcome", ["no-answer", "refused", "wrong-person"])
    def test_no_other_end_of_a_call_proves_anything(self, filing, signed_in, told_in_ledger, outcome):
        matter = filing(phone="13800000000")
        self.note(signed_in("chen"), matter, outcome=outcome, identity_asked="on")
        assert not any(told_in_ledger(matter, one) for one in services.PROVES)
        assert len(told_in_ledger(matter, outcome)) == 1

    def test_pressed_twice_it_is_one_call_and_two_calls_are_two(self, filing, signed_in, told_in_ledger):
        matter, chen = filing(phone="13800000000"), signed_in("chen")
        _page, _answer, key = self.note(chen, matter, outcome="no-answer")
        chen.post(f"/matters/{matter.pk}/reach/b1/attempt/call/", {"key": key, "outcome": "no-answer"})
        self.note(chen, matter, outcome="no-answer")
        assert Try.objects.filter(channel="call").count() == 2
        assert len(told_in_ledger(matter, "no-answer")) == 2

    def test_a_letter_handed_over_proves_it_and_one_that_came_back_goes_on_the_list(
        self, filed, signed_in, people, told_in_ledger
    ):
        chen = signed_in("chen")
        self.note(chen, filed, "letter", outcome="bounced")
        assert [one.participant for one in tries.to_reach(people["chen"])] == ["b1"]
        self.note(chen, filed, "letter", outcome="handed", identity_asked="on")
        assert not tries.to_reach(people["chen"])
        assert len(told_in_ledger(filed, "delivered-by-hand")) == 1

    def test_what_was_typed_survives_a_form_that_is_not_whole(self, filed, signed_in):
        chen = signed_in("chen")
        page = chen.post(f"/matters/{filed.pk}/reach/b1/attempt/call/", {"note": "写了很多", "key": "x"})
        assert page.status_code == 400
        assert "写了很多" in page.text

    def test_a_hand_over_noted_with_one_press(self, filed, signed_in, told_in_ledger):
        delivery = Delivery.objects.get(participation__participant="b1")
        for _press in range(2):
            signed_in("chen").post(f"/matters/{filed.pk}/reach/{delivery.pk}/handed/")
        assert len(told_in_ledger(filed, "delivered-by-hand")) == 1
        assert signed_in("li").post(f"/matters/{filed.pk}/reach/{delivery.pk}/handed/").status_code == 404


def test_what_is_not_known_is_called_so(filed, signed_in):
    row = signed_in("chen").get(f"/matters/{filed.pk}/reach/?lang=en").text.partition('id="person-b1"')[2]
    row = row.partition("</section>")[0]
    assert row.count(">not known<") == 2, "neither that it arrived nor that it was opened"
    assert "not proved" in row


def test_profiles_stay_sealed(filed, signed_in):
    signed_in("chen").post(f"/matters/{filed.pk}/reach/b1/contact/", {"phone": "13822223333", "email": "", "address": "桥头村"})
    seat = Participation.objects.get(matter=filed, participant="b1")
    assert b"13822223333" not in bytes(seat.profile)
    held = store.load(filed.pk)
    assert keys.open_sealed(held.key, seat.profile, f"{filed.pk}:profile:b1")["contact"]["phone"] == "+8613822223333"
