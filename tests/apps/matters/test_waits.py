"""What the checker proved is what people read: how long they can wait, how it can end, what an act leaves open."""

import re

import pytest
from django.utils import translation

from jiefen import shelf
from jiefen.apps.matters import clock, presentation, proving, queries, waits
from jiefen.core.procedure.checking import Wait

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_waits_reads_the_longest_wait_that_was_computed(walked, signed_in):
    row = walked(acts=1)
    wait = proving.proofs("cn")[f"{row.procedure}@{row.version}"].wait("applicant", row.state)
    assert wait is not None
    days = wait.days if wait.days is not None else wait.silent
    page = signed_in("li").get(f"/matters/{row.pk}/").content.decode()
    found = re.search(r"从这一步开始之日算起.*?</p>", page)
    assert found, page
    assert f"{days} 天" in found[0]


def test_each_act_says_what_can_still_come_of_it(walked, signed_in):
    row = walked(acts=2)
    page = signed_in("wang").get(f"/matters/{row.pk}/").content.decode()
    procedure = shelf.procedure("cn", row.procedure)
    still = proving.proofs("cn")[procedure.key].still[f"{row.state}/agree-to-mediate"]
    assert len(still) > 2
    for name in still:
        assert procedure.outcomes[name].name["zh-Hans"] in page


def test_everybody_can_read_how_long_a_way_takes(client):
    page = client.get("/procedures/judicial-confirmation/").content.decode()
    assert "最长多久" in page
    assert "法律没有规定上限" in page, "the ruling may be extended without limit (CPL 187)"
    assert "《民事诉讼法》（2023）第187条" in page
    assert "民事诉讼法@" not in page, "citations are written for people"


def test_only_versions_in_force_are_offered_for_reading(client):
    listed = client.get("/procedures/").content.decode()
    assert listed.count("/procedures/court-mediation/") == 1


def test_a_wait_says_what_it_does_not_count():
    procedure = shelf.procedure("cn", "judicial-confirmation")
    name = next(name for name, one in procedure.deadlines.items() if one.unbounded)
    said = waits.say_wait(Wait(None, 30, (name,)), procedure, "zh-hans")
    assert "30" in said
    assert procedure.deadlines[name].name["zh-Hans"] in said


FOREIGN = {"zh-hans": "[A-Za-z]", "en": r"[\u3000-\u9fff\u0600-\u06ff]", "ug": r"[A-Za-z\u3000-\u9fff]"}
FOREIGN["kk-arab"] = FOREIGN["ug"]


@pytest.mark.parametrize("language", FOREIGN)
def test_a_running_clock_and_its_proof_are_in_the_readers_language(walked, people, language):
    row = walked(acts=1)
    with translation.override(language):
        page = queries.page_of(people["li"], row.pk)
        shown = [presentation.show_clock(page, one, language, clock.now()) for one in page.view.running]
    assert shown
    for one in shown:
        for line in (one.name, one.who, one.consequence, *one.proof):
            assert not re.search(FOREIGN[language], line.replace(shelf.calendar("cn").key, "")), line


@pytest.mark.parametrize(("language", "comma"), [("zh-hans", "、"), ("en", ", "), ("ug", "، "), ("kk-arab", "، ")])
def test_citations_joined_as_a_language_joins_are_each_read(language, comma):
    sources = shelf.sources("cn")
    both = ["人民调解法@2010-08-28#29", "人民调解法@2010-08-28#31"]
    tag = presentation.tag(language)
    said = presentation.readable(f"[{comma.join(both)}]", sources, tag)
    assert said == f"[{comma.join(sources.shown(one, tag) for one in both)}]"
