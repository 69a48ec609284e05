"""People who come later and people who stand beside a party: invited by code, seen by both sides, ended by whom they help."""

import uuid

import pytest
from django.core import mail
from django.test import Client

from jiefen.apps.matters import queries, store
from jiefen.apps.matters import services as matters
from jiefen.apps.matters.models import Participation
from jiefen.apps.matters.verifying import verify
from jiefen.apps.people.models import Account
from jiefen.apps.reach import services
from jiefen.apps.reach.models import Companion, Delivery, Invitation
from jiefen.core.procedure import Refused
from jiefen.site import worker

pytestmark = pytest.mark.django_db(transaction=True)


def add(browser, matter, capacity="helper", beside="b1", name="王小妹", email="sister@elsewhere.example", **more):
    """Fill in the page that adds somebody."""
    given = {"capacity": capacity, "beside": [beside], "name": name, "email": email, "phone": "", "request_key": uuid.uuid4()}
    return browser.post(f"/matters/{matter.pk}/reach/add/", {**given, **more})


@pytest.fixture
def come(code_in_mail):
    """The newest person who was written to at an address joins; their browser."""

    def make(address="sister", name="王小妹"):
        worker.drain()
        browser = Client()
        answer = browser.post(f"/i/{code_in_mail(address)}/join/", {"name": name, "email": f"{address}@x.example", "phone": ""})
        assert answer.status_code in (200, 302), answer.content.decode()
        return browser

    return make


class TestAHelper:
    """Beside a party: reads, and never acts."""

    def test_is_invited_by_code_joins_and_reads_but_does_nothing(self, joined, signed_in, come, client, code_in_mail):
        assert add(signed_in("wang"), joined).status_code == 302
        worker.drain()
        first = client.get(f"/i/{code_in_mail('sister')}/?lang=en").text
        assert "help somebody" in first
        assert "王建国" in first
        assert "退还押金" not in first, "before joining a helper reads nothing of the matter"
        browser = come()
        page = browser.get(f"/matters/{joined.pk}/").text
        assert "退还押金" in page
        assert "/act/" not in page
        for action in ("agree-to-mediate", "refuse-to-mediate", "leave"):
            given = {"request_key": "x", "seen": 2, "reason": "x"}
            assert browser.post(f"/matters/{joined.pk}/act/{action}/", given).status_code == 400
        assert joined.events.filter(kind="act").count() == 2

    def test_both_sides_see_that_somebody_came_and_only_their_own_by_which_way(self, joined, signed_in, come, people):
        add(signed_in("wang"), joined)
        come()
        theirs = signed_in("li").get(f"/matters/{joined.pk}/reach/?lang=en").text
        row = theirs.partition('id="person-p1"')[2].partition("</section>")[0]
        assert "王小妹" in row
        assert "helper" in row
        assert "came later" in row
        assert "sister" not in theirs
        assert "<details" not in row
        assert Delivery.objects.filter(participation__account=people["li"], effect__contains=":joined:p1:").count() == 1

    def test_reading_by_a_helper_proves_nothing_for_the_party(self, joined, signed_in, come, told_in_ledger):
        add(signed_in("wang"), joined)
        come()
        seat = Participation.objects.get(matter=joined, participant="p1")
        services.prove(seat, "2:notice:invitation:p1", "read")
        assert len(told_in_ledger(joined, "read-by-helper")) == 1
        assert not [one for one in told_in_ledger(joined, "read") if one.body["effect"].endswith(":p1")]

    def test_pressed_twice_it_is_one_person(self, joined, signed_in):
        wang, key = signed_in("wang"), uuid.uuid4()
        for _press in range(2):
            assert add(wang, joined, request_key=key).status_code == 302
        assert Participation.objects.filter(matter=joined, participant__startswith="p").count() == 1

    def test_nobody_adds_anybody_for_the_other_side(self, joined, signed_in):
        page = add(signed_in("li"), joined, beside="b1")
        assert page.status_code == 400
        assert "王小妹" in page.text, "what was typed stays"
        assert not Companion.objects.exists()

    def test_a_helper_adds_nobody(self, joined, signed_in, come):
        add(signed_in("wang"), joined)
        assert come().get(f"/matters/{joined.pk}/reach/add/").status_code == 404

    def test_somebody_of_the_other_side_cannot_become_one(self, joined, signed_in, code_in_mail):
        add(signed_in("wang"), joined)
        worker.drain()
        code = code_in_mail("sister")
        for name in ("li", "chen", "wang"):
            assert signed_in(name).post(f"/i/{code}/join/", {"name": "x", "phone": ""}).status_code == 409

    def test_no_address_no_trouble_a_letter_is_printed_by_the_party(self, joined, signed_in):
        wang = signed_in("wang")
        add(wang, joined, email="")
        worker.drain()
        assert "<svg" in wang.post(f"/matters/{joined.pk}/reach/p1/letter/").text
        assert signed_in("li").post(f"/matters/{joined.pk}/reach/p1/letter/").status_code == 404

    def test_ten_people_a_day_are_enough(self, joined, signed_in):
        wang = signed_in("wang")
        answers = [add(wang, joined, email="").status_code for _person in range(12)]
        assert answers == [302] * 10 + [400] * 2


class TestEnding:
    """A party ends a helper's standing: from then on nothing is seen and nothing is told."""

    def test_they_see_nothing_and_nothing_is_sent_to_them(self, joined, signed_in, come, people, told_in_ledger):
        wang = signed_in("wang")
        add(wang, joined)
        helper = come()
        assert helper.get(f"/matters/{joined.pk}/").status_code == 200
        assert wang.post(f"/matters/{joined.pk}/reach/p1/end/").status_code == 302
        assert helper.get(f"/matters/{joined.pk}/").status_code == 404
        gone = [one for one in store.events_of(store.load(joined.pk)) if one.kind == "leave"]
        assert [(one.actor, one.body) for one in gone] == [("b1", {"participant": "p1"})]
        held, seat = store.load(joined.pk), Participation.objects.get(matter=joined, participant="p1")
        person = queries.people_of(held, queries.Viewer(), None)["p1"]
        assert person.name == "王小妹", "what has happened keeps its names"
        from jiefen.apps.reach.sending import contact_of

        assert contact_of(held, seat) == {}
        sent = len(mail.outbox)
        matters.perform(joined.pk, "leave", people["li"], {}, request_key="leave")
        worker.drain()
        assert not [letter for letter in mail.outbox[sent:] if "sister" in letter.to[0]]
        assert not verify().findings

    def test_an_invitation_that_is_under_way_ends_with_it(self, joined, signed_in, code_in_mail, client):
        wang = signed_in("wang")
        add(wang, joined)
        worker.drain()
        wang.post(f"/matters/{joined.pk}/reach/p1/end/")
        assert client.get(f"/i/{code_in_mail('sister')}/").status_code == 410
        assert wang.post(f"/matters/{joined.pk}/reach/p1/letter/").status_code == 404
        assert not Invitation.objects.filter(participation__participant="p1", ended_at=None).exists()

    def test_the_other_side_cannot_end_it_and_the_helper_can(self, joined, signed_in, come):
        add(signed_in("wang"), joined)
        helper = come()
        assert signed_in("li").post(f"/matters/{joined.pk}/reach/p1/end/").status_code == 404
        assert helper.get(f"/matters/{joined.pk}/reach/p1/end/").status_code == 200
        assert helper.post(f"/matters/{joined.pk}/reach/p1/end/").headers["Location"] == "/matters/"
        assert helper.get(f"/matters/{joined.pk}/").status_code == 404

    def test_a_party_is_no_helper_and_cannot_be_ended(self, joined, signed_in):
        assert signed_in("chen").post(f"/matters/{joined.pk}/reach/b1/end/").status_code == 404

    def test_they_can_be_added_again(self, joined, signed_in, come):
        wang = signed_in("wang")
        add(wang, joined)
        come()
        wang.post(f"/matters/{joined.pk}/reach/p1/end/")
        add(wang, joined, email="again@elsewhere.example")
        assert come("again").get(f"/matters/{joined.pk}/").status_code == 200


class TestARepresentative:
    """Acts for a party, by a paper that gives authority."""

    def test_needs_a_paper_that_is_named(self, joined, signed_in):
        page = add(signed_in("wang"), joined, "representative", name="张律师")
        assert page.status_code == 400
        assert not Companion.objects.exists()

    def test_acts_and_it_counts_for_the_party(self, joined, signed_in, come):
        wang = signed_in("wang")
        add(wang, joined, "representative", name="张律师", paper="2026年11月1日授权委托书")
        lawyer = come(name="张律师")
        assert lawyer.post(f"/matters/{joined.pk}/act/agree-to-mediate/", {"request_key": "k", "seen": 2}).status_code == 302
        joined.refresh_from_db()
        assert joined.state == "choosing"
        assert "授权委托书" in wang.get(f"/matters/{joined.pk}/reach/").text
        assert "授权委托书" not in signed_in("li").get(f"/matters/{joined.pk}/reach/").text
        assert "授权委托书" in signed_in("chen").get(f"/matters/{joined.pk}/reach/").text

    def test_papers_name_the_capacity_and_whoever_left_is_not_waited_for(self, joined, signed_in, come):
        wang = signed_in("wang")
        add(wang, joined, "representative", name="张律师", paper="2026年11月1日授权委托书")
        lawyer = come(name="张律师")
        page = lawyer.get(f"/matters/{joined.pk}/?lang=en").text
        assert "· representative" in page
        assert "came with a code sent to this person" in page
        turn = wang.get(f"/matters/{joined.pk}/?lang=en").text
        assert "no longer in the matter" not in turn
        wang.post(f"/matters/{joined.pk}/reach/p1/end/")
        assert "no longer in the matter" in wang.get(f"/matters/{joined.pk}/?lang=en").text
        waits = signed_in("li").get(f"/matters/{joined.pk}/?lang=en").text.partition('class="whose"')[2].partition("</p>")[0]
        assert "王建国" in waits
        assert "张律师" not in waits

    def test_one_who_was_ended_acts_no_more(self, joined, signed_in, come):
        wang = signed_in("wang")
        add(wang, joined, "representative", name="张律师", paper="授权委托书")
        lawyer = come(name="张律师")
        wang.post(f"/matters/{joined.pk}/reach/p1/end/")
        assert lawyer.post(f"/matters/{joined.pk}/act/agree-to-mediate/", {"request_key": "k", "seen": 2}).status_code == 404


def test_an_interpreter_sees_and_does_nothing(joined, signed_in, come):
    add(signed_in("chen"), joined, "interpreter", name="阿依努尔")
    browser = come(name="阿依努尔")
    assert "退还押金" in browser.get(f"/matters/{joined.pk}/").text
    assert browser.get(f"/matters/{joined.pk}/for/b1/").status_code == 404
    assert browser.post(f"/matters/{joined.pk}/act/leave/", {"request_key": "k", "seen": 2}).status_code == 400
    account = Account.objects.get(participations__participant="p1", participations__matter=joined)
    with pytest.raises(Refused, match="not-allowed"):
        matters.perform(joined.pk, "leave", account, {}, request_key="x")


class TestAFurtherParty:
    """Somebody who comes in on a side while the matter runs."""

    def test_is_told_what_happened_in_open_words_only(self, joined, signed_in, client, code_in_mail, people):
        matters.perform(joined.pk, "agree-to-mediate", people["wang"], {}, request_key="agree")
        assert add(signed_in("chen"), joined, "self", name="王二", email="er@elsewhere.example").status_code == 302
        worker.drain()
        page = client.get(f"/i/{code_in_mail('er@')}/").text
        assert "愿意调解" in page, "which acts there were"
        assert "退还押金" in page
        for private in ("租房押金三千元不退", "13911112222", "li@example.org", "13800000000"):
            assert private not in page
        assert len(page.encode()) < 15 * 1024

    def test_joins_and_has_the_same_rights(self, joined, signed_in, come):
        add(signed_in("wang"), joined, "self", name="王二", email="er@elsewhere.example")
        browser = come("er", "王二")
        assert "/act/agree-to-mediate/" in browser.get(f"/matters/{joined.pk}/").text
        assert not Companion.objects.exists()
        assert not verify().findings

    def test_only_where_the_procedure_has_room(self, walked, signed_in):
        row = walked("guidance", acts=1)
        mine = Participation.objects.get(matter=row, role="applicant").participant
        page = add(signed_in("li"), row, "self", beside=mine, name="李二")
        assert page.status_code == 400
        assert Participation.objects.filter(matter=row, role="applicant").count() == 1
        assert add(signed_in("li"), row, "helper", beside=mine, name="李二").status_code == 302

    def test_nobody_is_added_to_what_has_ended(self, joined, signed_in, people):
        matters.perform(joined.pk, "leave", people["li"], {}, request_key="leave")
        assert signed_in("wang").get(f"/matters/{joined.pk}/reach/add/").status_code == 404

    def test_a_stranger_finds_no_such_page(self, joined, signed_in):
        assert signed_in("amina").get(f"/matters/{joined.pk}/reach/add/").status_code == 404
