"""Which ways are open, by a small pack: every standing, what is asked, what is said, and what is left out in danger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen import shelf
from jiefen.core.causes import Cause
from jiefen.core.packerror import PackError
from jiefen.core.routes import Standing, aid_grounds, competent, open_routes, safety, serves
from jiefen.core.routes_load import load_routes

TEXTS = "what: {en: w}, decides: {en: d}, cost: {en: c}, needs: {en: n}, gives: {en: g}, ends: {en: e}, silent: {en: s}"
SMALL = f"""
answers:
  danger: {{type: yesno, label: {{en: Danger}}}}
  side: {{type: choice, label: {{en: Side}}, options: {{boss: {{en: Boss}}, shop: {{en: Shop}}}}}}
  sum: {{type: money, label: {{en: Sum}}}}
  days: {{type: number, label: {{en: Days}}}}
routes:
  - id: talk
    outside: true
    order: 10
    talks: true
    serves: {{causes: [all]}}
    name: {{en: Talk}}
    basis: []
    sooner: [{{causes: [work]}}]
    {TEXTS.replace(", ", chr(10) + "    ")}
  - id: board
    outside: true
    order: 20
    talks: false
    serves: {{causes: [work, arbitration-first]}}
    elsewhere: {{text: {{en: Only for work}}, basis: []}}
    name: {{en: Board}}
    basis: [LAW@2020#1]
    first: [{{causes: [arbitration-first], text: {{en: Board first}}, basis: [LAW@2020#1]}}]
    notes: [{{if: days > 365, text: {{en: A year}}, basis: []}}]
    {TEXTS.replace(", ", chr(10) + "    ")}
  - id: court
    procedure: court-filing
    opens: prepare
    order: 30
    talks: false
    serves: {{causes: [all]}}
    name: {{en: Court}}
    basis: []
    never_when: [{{causes: [arbitration-first], text: {{en: After the board}}, basis: []}}]
    fee: [{{causes: [arbitration-first], kinds: [small]}}, {{kinds: [large, small]}}]
    clock: [handed_in]
    {TEXTS.replace(", ", chr(10) + "    ")}
  - id: desk
    procedure: court-mediation
    through: court
    order: 40
    talks: true
    serves: {{causes: [all]}}
    name: {{en: Desk}}
    basis: []
    when: {{if: "side == 'shop'", text: {{en: Only shops}}, basis: []}}
    {TEXTS.replace(", ", chr(10) + "    ")}
  - id: quiet
    outside: true
    order: 50
    talks: false
    serves: {{causes: [all]}}
    name: {{en: Quiet}}
    basis: []
    when: {{if: danger == true, presumed: false, text: {{en: Only in danger}}, basis: []}}
    {TEXTS.replace(", ", chr(10) + "    ")}
safety:
  if: danger == true
  text: {{en: Left out}}
  why: {{en: Safety first}}
  basis: []
  first: [quiet, court]
aid:
  - {{id: any, kind: matter, text: {{en: Any}}, basis: []}}
  - {{id: wages, kind: matter, text: {{en: Wages}}, basis: [], causes: [work]}}
competent:
  - {{for: {{routes: [court], causes: [land]}}, text: {{en: Where the land is}}, basis: [], only: true}}
  - {{for: {{routes: [court], causes: [work, land]}}, text: {{en: Where the work is}}, basis: []}}
  - {{for: {{routes: [court]}}, text: {{en: Where they live}}, basis: []}}
"""
GIVEN = {
    "procedures": {one.id: one for one in shelf.procedures("cn")},
    "causes": {"work", "land"},
    "fees": {"small", "large"},
    "citations": {"LAW@2020#1"},
}
WORK = Cause("work", "1", {}, {}, (), (), ("arbitration-first",))
LAND = Cause("land", "2", {}, {}, (), (), ())


def load(text=SMALL):
    return load_routes(text, "routes.yaml", ("en",), **GIVEN)


ROUTES = load()


def standings(cause=None, **answers):
    return {one.route.id: one.standing.value for one in open_routes(ROUTES, cause, answers)}


def choice(name, cause=None, **answers):
    return next(one for one in open_routes(ROUTES, cause, answers) if one.route.id == name)


def test_every_way_is_shown_and_says_how_it_stands():
    assert standings() == {"talk": "open", "court": "open", "board": "depends", "desk": "depends", "quiet": "closed"}
    assert standings(LAND, side="boss") == {
        "talk": "open",
        "court": "open",
        "quiet": "closed",
        "desk": "closed",
        "board": "closed",
    }


def test_what_the_law_asks_for_first_comes_first_and_says_so():
    found = open_routes(ROUTES, WORK, {})
    assert [one.route.id for one in found][:2] == ["board", "talk"]
    assert found[0].standing is Standing.FIRST
    assert found[0].reasons[0].text["en"] == "Board first"


def test_a_closed_way_says_why():
    assert choice("court", WORK).reasons[0].text["en"] == "After the board"
    assert choice("board", LAND).reasons[0].text["en"] == "Only for work"
    assert choice("desk", side="boss").reasons[0].text["en"] == "Only shops"


def test_a_way_that_cannot_be_judged_says_what_to_ask():
    assert choice("board").asks == ("cause",)
    assert choice("desk").asks == ("side",)
    assert choice("desk", side="shop").standing is Standing.OPEN
    assert choice("quiet").asks == ()


def test_what_is_closed_for_other_matters_comes_last():
    assert [one.route.id for one in open_routes(ROUTES, WORK, {"side": "boss"})] == ["board", "talk", "court", "desk", "quiet"]


def test_in_danger_nothing_that_tells_the_other_side_is_offered():
    found = open_routes(ROUTES, LAND, {"danger": True})
    assert [one.route.id for one in found if one.standing is Standing.FIRST] == ["quiet", "court"]
    assert not any(one.route.talks for one in found)
    assert found[0].reasons[0].text["en"] == "Safety first"
    assert safety(ROUTES, {"danger": True}).text["en"] == "Left out"
    assert safety(ROUTES, {"danger": False}) is None
    assert safety(ROUTES, {}) is None


def test_what_the_law_closes_stays_closed_in_danger():
    assert choice("court", WORK, danger=True).standing is Standing.CLOSED


def test_something_to_mind_is_said_and_closes_nothing():
    late = choice("board", WORK, days=400)
    assert late.standing is Standing.FIRST
    assert [one.text["en"] for one in late.notes] == ["A year"]
    assert choice("board", WORK, days=365).notes == ()
    assert choice("board", WORK).notes == ()


def test_the_fee_is_the_first_that_fits():
    assert choice("court", WORK).fees == ("small",)
    assert choice("court", LAND).fees == choice("court").fees == ("large", "small")
    assert choice("talk").fees == ()


@pytest.mark.parametrize("odd", [{"side": "moon"}, {"side": 3}, {"danger": "yes"}, {"days": True}, {"sum": -5}, {"x": 1}])
def test_an_answer_that_is_none_counts_as_not_given(odd):
    assert standings(WORK, **odd) == standings(WORK)


ANSWERS = st.dictionaries(
    st.sampled_from(["danger", "side", "sum", "days", "other"]),
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["boss", "shop"])
    | st.lists(st.integers()),
)


@given(st.sampled_from([None, WORK, LAND]), ANSWERS)
def test_whatever_is_answered_every_way_stands_somewhere(cause, answers):
    found = open_routes(ROUTES, cause, answers)
    shown = {one.route.id for one in found}
    hidden = {one.id for one in ROUTES.routes} - shown
    assert len(found) == len(shown)
    assert hidden == ({"talk", "desk"} if answers.get("danger") is True else set())
    for one in found:
        assert bool(one.reasons) == (one.standing in (Standing.CLOSED, Standing.FIRST))
        assert bool(one.asks) == (one.standing is Standing.DEPENDS)
    ranks = [list(Standing).index(one.standing) for one in found]
    assert ranks == sorted(ranks)


def test_where_a_way_begins():
    assert [one.text["en"] for one in competent(ROUTES, LAND, "court")] == ["Where the land is"]
    assert [one.text["en"] for one in competent(ROUTES, WORK, "court")] == ["Where the work is", "Where they live"]
    assert [one.text["en"] for one in competent(ROUTES, None, "court")] == ["Where they live"]
    assert competent(ROUTES, WORK, "talk") == competent(ROUTES, WORK, "nowhere") == ()


def test_grounds_of_aid_begin_with_the_cause_at_hand():
    assert [one.id for one in aid_grounds(ROUTES, WORK)] == ["wages", "any"]
    assert [one.id for one in aid_grounds(ROUTES, LAND)] == ["any", "wages"]


def test_a_list_of_causes_takes_in_ids_codes_and_all():
    assert serves(("all",), None)
    assert serves(("work",), WORK)
    assert serves(("arbitration-first",), WORK)
    assert not serves(("work",), LAND)
    assert not serves(("work",), None)


def test_a_way_is_found_by_its_id():
    assert ROUTES.route("talk").outside
    assert not ROUTES.route("desk").outside
    with pytest.raises(KeyError):
        ROUTES.route("nowhere")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: desk", "id: court", "stands twice"),
        ("procedure: court-filing", "procedure: court-filling", "court-filing"),
        ("opens: prepare", "opens: register", "opening action"),
        ("through: court", "through: counter", "way above"),
        ("through: court\n", "opens: offer\n    through: court\n", "how it begins"),
        ("    through: court\n", "", "how it begins"),
        ("clock: [handed_in]", "clock: [registered]", "state with a time limit"),
        ("clock: [handed_in]", "result: [registered]", "state with a time limit"),
        ("clock: [handed_in]", "goes_on: {procedure: nowhere, role: plaintiff}", "procedure"),
        ("clock: [handed_in]", "goes_on: {procedure: court-filing, role: king}", "role"),
        ("kinds: [small]", "kinds: [tiny]", "kind of fee"),
        ("serves: {causes: [work, arbitration-first]}", "serves: {causes: [works]}", "'work'"),
        ("serves: {causes: [work, arbitration-first]}", "serves: {causes: [all]}", "elsewhere"),
        ("    elsewhere: {text: {en: Only for work}, basis: []}\n", "", "elsewhere"),
        ("if: days > 365", "if: weeks > 365", "weeks"),
        ("if: days > 365", 'if: "days >"', "CEL"),
        ("[LAW@2020#1]", "[LAW@2020#2]", "sources"),
        ("if: \"side == 'shop'\", ", "", "no condition"),
        ("sooner: [{causes: [work]}]", "sooner: [{}]", "always sooner"),
        ("first: [quiet, court]", "first: [talk]", "tell the other side"),
        ("first: [quiet, court]", "first: [moon]", "unknown way"),
        ("kind: matter", "kind: matters", "kind of ground"),
        ("type: money", "type: choice", "options"),
        ("talks: true", "talks: loud", "true or false"),
        ("order: 10", "order: -1", "whole number"),
        ("name: {en: Talk}", "name: {en: Talk, fr: Parler}", "unknown key"),
        ("    outside: true\n    order: 10", "    outside: false\n    order: 10", "outside"),
    ],
)
def test_a_file_written_wrongly_is_refused_and_says_where(old, new, said):
    assert old in SMALL
    with pytest.raises(PackError, match=said) as caught:
        load(SMALL.replace(old, new, 1))
    assert caught.value.line > 1
    assert caught.value.file == "routes.yaml"
