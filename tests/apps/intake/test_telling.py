"""Telling a problem: kept from the first key, checked, sent once; and whatever people paste into it."""

import re

import pytest
from django.test import Client

from jiefen.apps.intake.models import Draft
from jiefen.apps.matters.models import Matter
from jiefen.apps.matters.queries import page_of, title_of
from jiefen.apps.people.models import Account

pytestmark = pytest.mark.django_db(transaction=True)
TELL, CHECK = "/start/people-mediation/", "/start/people-mediation/check/"


def told(**more):
    given = {
        "request_key": "telling-1",
        "my_name": "李晓云",
        "my_email": "",
        "other_name": "王建国",
        "other_kind": "person",
        "story": "租房押金三千元不退",
        "claim": "退还押金",
        "place": "",
        "cause": "",
    }
    return given | more


@pytest.fixture
def visitor(people):
    return Client()


def test_a_problem_is_told_checked_and_sent_once(visitor):
    assert visitor.post(TELL, told()).headers["Location"] == CHECK
    checked = visitor.get(CHECK)
    assert "租房押金三千元不退" in checked.text
    sent = visitor.post(CHECK)
    assert sent.status_code == 200
    matter = Matter.objects.get()
    assert str(matter.number) in sent.text
    assert re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", sent.text), "somebody without e-mail gets a code on paper"
    again = visitor.post(CHECK)
    assert again.status_code == 302
    assert Matter.objects.count() == 1
    assert not Draft.objects.exists()


def test_missing_fields_keep_what_was_typed_and_say_what_to_do(visitor):
    answer = visitor.post(TELL, told(my_name="", my_email="not an address"))
    assert answer.status_code == 400
    assert "租房押金三千元不退" in answer.text
    assert "not an address" in answer.text
    assert 'href="#id_my_name"' in answer.text
    assert not Matter.objects.exists()


def test_what_was_typed_is_kept_under_a_code_and_found_again_elsewhere(visitor):
    page = visitor.post(TELL, told(save="1", my_name=""))
    code = re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", page.text)[0]
    sealed = bytes(Draft.objects.get().answers)
    assert "押金".encode() not in sealed
    elsewhere = Client()
    assert elsewhere.post("/start/resume/", {"code": code.lower().replace("-", " ")}).status_code == 302
    assert "租房押金三千元不退" in elsewhere.get(TELL).text


def test_a_wrong_code_is_said_and_many_are_locked(visitor):
    for _attempt in range(10):
        answer = visitor.post("/start/resume/", {"code": "AAAA-AAAA-AAAA-AAAA"})
        assert answer.status_code == 400
    assert visitor.post("/start/resume/", {"code": "AAAA-AAAA-AAAA-AAAA"}).status_code == 429


def test_two_windows_lose_nothing(visitor):
    first = visitor.post(TELL, told(save="1"))
    code = re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", first.text)[0]
    other = Client()
    other.post("/start/resume/", {"code": code})
    other.post(TELL, told(save="1", story="另一个窗口里写的"))
    answer = visitor.post(TELL, told(save="1", story="这个窗口里写的"))
    assert "这个窗口里写的" in answer.text
    assert Draft.objects.count() == 2


def test_a_text_too_long_is_not_cut_but_answered(visitor):
    answer = visitor.post(TELL, told(story="很长的经过" * 10_000))
    assert answer.status_code == 400
    assert "很长的经过" * 10_000 in answer.text
    assert not Matter.objects.exists()


def test_a_long_claim_makes_a_short_title_and_stays_whole(visitor):
    visitor.post(TELL, told(claim="退" * 1_000))
    assert visitor.post(CHECK).status_code == 200
    matter = Matter.objects.get()
    assert len(title_of(matter)) <= 40
    assert "退" * 1_000 in visitor.get(f"/matters/{matter.pk}/").text


@pytest.mark.parametrize(
    "name", ["王\u202e国建\u202c", "O'Brien <script>alert(1)</script>", "ئايگۈل مەمەت", "李👩‍👩‍👧‍👦", "a" * 120]
)
def test_any_name_is_shown_as_it_is_and_turns_nothing_around(visitor, name):
    visitor.post(TELL, told(my_name=name))
    visitor.post(CHECK)
    matter = Matter.objects.get()
    page = visitor.get(f"/matters/{matter.pk}/")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "\u202e" not in page.text
    account = Account.objects.get(pk=visitor.session["_auth_user_id"])
    assert page_of(account, matter.pk).people["a1"].name == name


def test_several_on_the_other_side_get_a_seat_each(visitor):
    visitor.post(TELL, told(other_name="王建国、赵敏，清溪装修公司"))
    visitor.post(CHECK)
    assert Matter.objects.get().participations.filter(role="respondent").count() == 3


def test_an_unknown_way_is_no_page(visitor):
    assert visitor.get("/start/no-such-way/").status_code == 404


def test_checking_without_having_told_leads_back(visitor):
    assert visitor.get(CHECK).headers["Location"] == TELL
