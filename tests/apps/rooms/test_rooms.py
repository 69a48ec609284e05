"""What is said in a room stays there: who reads is shown before, and nobody else ever reads."""

import re

import pytest

from jiefen.apps.matters import services, talking
from jiefen.apps.matters.errors import Refused

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "我最多能退到两千元"


@pytest.fixture
def matter(walked):
    """A mediation in which a mediator works."""
    return walked(acts=4)


@pytest.fixture
def addresses(matter, signed_in):
    """The addresses of the rooms, as the mediator's page links them."""
    found = re.findall(r'href="(/matters/[^"]+)"', signed_in("zhao").get(f"/matters/{matter.pk}/").text)
    joint, notes = f"/matters/{matter.pk}/room/", f"/matters/{matter.pk}/notes/"
    assert {joint, notes} <= set(found)
    sides = [one for one in found if one.startswith(joint) and one != joint]
    assert [one.rsplit("/", 2)[1] for one in sides] == ["applicant", "respondent"], "in the order in which they came"
    return {"joint": joint, "notes": notes, "a": sides[0], "b": sides[1]}


def say(browser, address, text, key="k1"):
    return browser.post(address, {"request_key": key, "text": text, "replaces": ""})


def test_a_caucus_is_read_by_one_side_and_the_mediator(addresses, signed_in):
    li, wang, zhao, chen = (signed_in(name) for name in ("li", "wang", "zhao", "chen"))
    assert say(li, addresses["a"], SECRET).status_code == 302
    assert SECRET in li.get(addresses["a"]).text
    assert SECRET in zhao.get(addresses["a"]).text
    for other in (wang, chen):
        assert other.get(addresses["a"]).status_code == 404
        assert say(other, addresses["a"], "x").status_code == 404


def test_what_was_said_privately_stands_on_no_page_of_others(addresses, matter, signed_in):
    say(signed_in("li"), addresses["a"], SECRET)
    say(signed_in("zhao"), addresses["notes"], "调解员的私下想法", "k2")
    for name in ("wang", "chen", "li"):
        browser = signed_in(name)
        for path in (f"/matters/{matter.pk}/", addresses["joint"], f"/matters/{matter.pk}/agreement/"):
            page = browser.get(path)
            assert "调解员的私下想法" not in page.text
            if name != "li":
                assert SECRET not in page.text
    assert signed_in("li").get(addresses["notes"]).status_code == 404


def test_who_can_read_is_said_before_anything_is_sent(addresses, signed_in):
    page = signed_in("li").get(addresses["a"]).text
    readers = page.split("<form")[0]
    assert "李晓云" in readers
    assert "王建国" not in readers


def test_an_empty_message_and_one_too_long_are_answered(addresses, signed_in):
    li = signed_in("li")
    assert say(li, addresses["joint"], "").status_code == 400
    long = "长" * 20_000
    answer = say(li, addresses["joint"], long)
    assert answer.status_code == 400
    assert long in answer.text


def test_the_same_message_sent_twice_is_said_once(addresses, signed_in):
    li = signed_in("li")
    say(li, addresses["joint"], "只说一次")
    say(li, addresses["joint"], "只说一次")
    assert li.get(addresses["joint"]).text.count("只说一次") == 1


def test_one_may_correct_ones_own_words_and_nobody_elses(addresses, signed_in, matter):
    li, wang = signed_in("li"), signed_in("wang")
    say(li, addresses["joint"], "三千元整")
    seq = re.search(r'\?edit=(\d+)"', li.get(addresses["joint"]).text)[1]
    assert "?edit=" not in wang.get(addresses["joint"]).text
    li.post(addresses["joint"], {"request_key": "k2", "text": "两千八百元整", "replaces": seq})
    page = wang.get(addresses["joint"]).text
    assert "两千八百元整" in page
    wang.post(addresses["joint"], {"request_key": "k3", "text": "我替她说", "replaces": seq})
    assert "两千八百元整" in li.get(addresses["joint"]).text


def test_nothing_can_be_said_when_the_matter_has_ended(walked, people, signed_in):
    row = walked(acts=2)
    services.perform(row.pk, "withdraw", people["li"], {}, request_key="withdraw")
    row.refresh_from_db()
    assert row.outcome
    with pytest.raises(Refused):
        talking.say(row.pk, people["li"], "joint", "还想说", request_key="late")
    page = signed_in("li").get(f"/matters/{row.pk}/room/")
    assert page.status_code == 200
    assert "<textarea" not in page.text


def test_nobody_replaces_another_persons_words(matter, people):
    talking.say(matter.pk, people["li"], "joint", "我的话", request_key="mine")
    seq = matter.events.get(request_key="mine").seq
    for room, who in (("joint", "wang"), ("notes", "zhao")):
        with pytest.raises(Refused):
            talking.say(matter.pk, people[who], room, "换掉", request_key=f"steal-{who}", replaces=seq)


def test_the_office_that_runs_the_mediation_enters_no_room(addresses, signed_in):
    for address in addresses.values():
        assert signed_in("chen").get(address).status_code == 404
