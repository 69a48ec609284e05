"""What one types for another: nothing counts before the person has said that it is right, and the ledger says who typed,
who said it and how it was confirmed."""

import re

import pytest
from django.core import mail
from django.test import Client
from tests.apps.reach.test_companions import add

from jiefen.apps.matters import services as matters
from jiefen.apps.matters import store
from jiefen.apps.matters.models import Participation
from jiefen.apps.matters.verifying import verify
from jiefen.apps.people import services as people_services
from jiefen.apps.reach.models import Delivery, Typed
from jiefen.site import worker

pytestmark = pytest.mark.django_db(transaction=True)
CODE = re.compile(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]")


@pytest.fixture
def helper(joined, signed_in, code_in_mail):
    """The browser of somebody who helps the respondent."""
    add(signed_in("wang"), joined)
    worker.drain()
    browser = Client()
    browser.post(f"/i/{code_in_mail('sister')}/join/", {"name": "王小妹", "email": "sister@x.example", "phone": ""})
    return browser


def type_for(browser, matter, action="agree-to-mediate", speaker="b1", **given):
    """Type an act; the answer, and what is kept."""
    seen = matter.events.filter(kind="act").count()
    answer = browser.post(f"/matters/{matter.pk}/for/{speaker}/{action}/", {"request_key": "t", "seen": seen, **given})
    return answer, Typed.objects.filter(matter=matter).order_by("-made_at").first()


def address(one):
    return f"/matters/{one.matter_id}/typed/{one.pk}/"


def acts(matter):
    return matter.events.filter(kind="act").count()


class TestAHelper:
    """Types for the person they stand beside."""

    def test_what_is_typed_counts_for_nothing_until_the_person_confirms(
        self, joined, helper, signed_in, people, told_in_ledger
    ):
        before = acts(joined)
        assert "/for/b1/" in helper.get(f"/matters/{joined.pk}/reach/").text
        assert "/for/b1/agree-to-mediate/" in helper.get(f"/matters/{joined.pk}/for/b1/").text
        answer, one = type_for(helper, joined)
        assert answer.headers["Location"] == address(one)
        assert acts(joined) == before
        wang = signed_in("wang")
        assert Delivery.objects.filter(participation__account=people["wang"], effect__contains=":typed:").count() == 1
        assert address(one) in wang.get(f"/matters/{joined.pk}/reach/").text
        assert address(one) not in signed_in("li").get(f"/matters/{joined.pk}/reach/").text
        for _press in range(2):
            wang.post(address(one))
        assert acts(joined) == before + 1
        event = joined.events.filter(kind="act").order_by("-seq").first()
        assert (event.actor, event.account) == ("b1", str(people["wang"].pk))
        (told,) = told_in_ledger(joined, "signed-in")
        assert told.body["detail"] == {"typed_by": "p1", "said_by": "b1", "read_back": True, "confirmed_by": "b1"}
        one.refresh_from_db()
        assert (one.state, one.text) == (Typed.CONFIRMED, None)
        assert not verify().findings

    def test_the_person_confirms_with_their_own_code_on_the_helpers_phone(self, joined, helper, people, told_in_ledger):
        before, (_answer, one) = acts(joined), type_for(helper, joined)
        wrong, right = people_services.give_return_code(people["li"]), people_services.give_return_code(people["wang"])
        for code in ("", wrong, "AAAA-AAAA-AAAA-AAAA"):
            assert helper.post(address(one), {"code": code}).status_code == 400
            assert acts(joined) == before
        assert helper.post(address(one), {"code": right.lower()}).status_code == 302
        assert acts(joined) == before + 1
        assert len(told_in_ledger(joined, "own-code")) == 1
        assert joined.events.filter(kind="act").order_by("-seq").first().account == str(people["wang"].pk)

    def test_guessing_that_code_is_braked(self, joined, helper, people):
        _answer, one = type_for(helper, joined)
        right = people_services.give_return_code(people["wang"])
        for n in range(10):
            helper.post(address(one), {"code": f"{n:016d}"})
        assert helper.post(address(one), {"code": right}).status_code == 429
        assert Typed.objects.get(pk=one.pk).state == Typed.WAITING, "and nothing typed is lost"

    def test_what_is_missing_is_said_at_once_and_what_was_typed_stays(self, joined, helper, people):
        matters.perform(joined.pk, "agree-to-mediate", people["wang"], {}, request_key="agree")
        answer, one = type_for(helper, joined, "refuse-to-mediate", reason="说不通")
        assert answer.status_code == 302
        text = helper.get(address(one)).text
        assert "refuse-to-mediate" in text
        change = re.search(r'href="([^"]+draft=[^"]+)"', text)[1]
        assert "王建国" in helper.get(change).text

    def test_it_can_be_changed_and_taken_back(self, walked, signed_in, people, code_in_mail):
        row = walked(acts=9)
        row.refresh_from_db()
        assert row.state in ("agreed", "performing"), row.state
        his = Participation.objects.get(matter=row, account=people["wang"]).participant
        add(signed_in("wang"), row, beside=his)
        worker.drain()
        browser = Client()
        browser.post(f"/i/{code_in_mail('sister')}/join/", {"name": "王小妹", "email": "", "phone": ""})
        assert type_for(browser, row, "report-broken", his)[0].status_code == 400
        _answer, one = type_for(browser, row, "report-broken", his, broken_note="没有付款")
        change = f"/matters/{row.pk}/for/{his}/report-broken/?draft={one.pk}"
        assert "没有付款" in browser.get(change).text
        browser.post(change, {"request_key": "t", "seen": acts(row), "broken_note": "只付了一半"})
        assert Typed.objects.count() == 1
        assert "只付了一半" in signed_in("wang").get(address(one)).text
        assert "只付了一半".encode() not in bytes(Typed.objects.get().text)
        browser.post(address(one), {"no": "1"})
        one.refresh_from_db()
        assert (one.state, one.text) == (Typed.TAKEN_BACK, None)

    def test_the_person_says_that_it_is_not_right(self, joined, helper, signed_in):
        before, (_answer, one) = acts(joined), type_for(helper, joined)
        signed_in("wang").post(address(one), {"no": "1"})
        one.refresh_from_db()
        assert (one.state, one.text, acts(joined)) == (Typed.DECLINED, None, before)

    def test_when_others_have_acted_meanwhile_it_is_asked_again_and_nothing_is_lost(self, joined, helper, signed_in, people):
        _answer, one = type_for(helper, joined, "leave")
        matters.perform(joined.pk, "agree-to-mediate", people["wang"], {}, request_key="agree")
        wang = signed_in("wang")
        page = wang.post(address(one))
        assert page.status_code == 409
        assert "愿意调解" in page.text, "what has changed is shown"
        assert wang.post(address(one)).status_code == 302
        joined.refresh_from_db()
        assert joined.state == "left"

    def test_an_act_that_is_no_longer_possible_is_refused_in_words(self, joined, helper, signed_in, people):
        _answer, one = type_for(helper, joined)
        matters.perform(joined.pk, "agree-to-mediate", people["wang"], {}, request_key="agree")
        wang = signed_in("wang")
        wang.post(address(one))
        page = wang.post(address(one))
        assert page.status_code == 200
        assert "不再可能" in page.text or "notice-error" in page.text
        assert Typed.objects.get(pk=one.pk).state == Typed.WAITING

    def test_types_for_nobody_else_and_after_the_end_for_nobody(self, joined, helper, signed_in):
        assert helper.get(f"/matters/{joined.pk}/for/a1/").status_code == 404
        assert helper.get(f"/matters/{joined.pk}/for/b1/accept/").status_code == 404
        _answer, one = type_for(helper, joined)
        assert signed_in("li").get(address(one)).status_code == 404
        assert signed_in("li").post(address(one)).status_code == 404
        assert signed_in("amina").get(address(one)).status_code == 404
        signed_in("wang").post(f"/matters/{joined.pk}/reach/p1/end/")
        one.refresh_from_db()
        assert (one.state, one.text) == (Typed.TAKEN_BACK, None)
        assert helper.get(f"/matters/{joined.pk}/for/b1/").status_code == 404


class TestStaff:
    """Somebody without a phone that can do it: the office types, reads back, asks who it is."""

    def test_they_type_and_read_back_for_somebody_who_never_joined(self, filed, signed_in, people, told_in_ledger):
        chen, before = signed_in("chen"), acts(filed)
        answer, one = type_for(chen, filed)
        assert answer.status_code == 302
        for given in ({}, {"read_back": "on"}, {"identity_asked": "on"}):
            assert chen.post(address(one), given).status_code == 400
        assert acts(filed) == before
        assert chen.post(address(one), {"read_back": "on", "identity_asked": "on"}).status_code == 302
        event = filed.events.filter(kind="act").order_by("-seq").first()
        assert (event.actor, event.account) == ("b1", str(people["chen"].pk)), "whose act, and who entered it"
        (told,) = told_in_ledger(filed, "staff")
        assert told.body["detail"]["confirmed_by"] == "committee"

    def test_they_read_back_what_a_helper_typed_and_it_stands_in_their_list(self, joined, helper, signed_in):
        _answer, one = type_for(helper, joined)
        chen = signed_in("chen")
        assert address(one) in chen.get("/reach/").text
        assert chen.post(address(one), {"read_back": "on", "identity_asked": "on"}).status_code == 302
        assert address(one) not in chen.get("/reach/").text

    def test_they_cannot_read_back_what_they_may_not_see(self, joined, helper, signed_in, monkeypatch):
        from jiefen.apps.reach import typed

        _answer, one = type_for(helper, joined)
        monkeypatch.setattr(typed, "sees_all", lambda *_args: False)
        assert signed_in("chen").get(address(one)).status_code == 404

    def test_what_they_may_see_is_decided_by_the_one_table(self, joined, people, helper):
        from jiefen.apps.matters import queries
        from jiefen.apps.reach import typed

        held = store.load(joined.pk)
        _answer, one = type_for(helper, joined)
        from jiefen.apps.matters import keys

        plain = {"data": {"session_record": "只在调解里说的"}, "reason": "", "ground": "", "fields": {}}
        one.text = keys.seal(held.key, plain, f"{joined.pk}:typed:{one.pk}")
        assert not typed.sees_all(queries.page_of(people["chen"], joined.pk), held, one)
        assert typed.sees_all(queries.page_of(people["wang"], joined.pk), held, one)

    def test_a_mailbox_never_gets_what_was_typed(self, joined, helper):
        sent = len(mail.outbox)
        type_for(helper, joined)
        worker.drain()
        assert len(mail.outbox) == sent
