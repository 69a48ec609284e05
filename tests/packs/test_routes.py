"""The ways of each pack, as people and jurists would look at them: what is offered, in which order, and on what law."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen import shelf
from jiefen.core.fees import fee
from jiefen.core.packerror import PackError
from jiefen.core.routes import Standing, aid_grounds, competent, open_routes, safety

ROUTES = shelf.routes("cn")
FEES = shelf.fees("cn")
CAUSES = shelf.causes("cn").on(date(2026, 11, 25)).causes
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LABOUR = [one for one in CAUSES.values() if "arbitration-first" in one.route]
PARTS = ("name", "what", "decides", "cost", "needs", "gives", "ends", "silent")


def shown(cause=None, **answers):
    return open_routes(ROUTES, CAUSES[cause] if cause else None, answers)


def ids(choices, standing=None):
    return [one.route.id for one in choices if standing is None or one.standing is standing]


def choice(name, cause=None, **answers):
    return next(one for one in shown(cause, **answers) if one.route.id == name)


def all_texts(pack):
    routes = shelf.routes(pack)
    for route in routes.routes:
        yield from (getattr(route, part) for part in PARTS)
        conditions = [*route.never_when, *route.first, *route.notes, *([route.when] if route.when else [])]
        yield from (one.reason.text for one in conditions)
        yield from ([route.elsewhere.text] if route.elsewhere else [])
    for answer in routes.answers.values():
        yield answer.label
        yield from answer.options.values()
    yield from (one.reason.text for one in [*routes.aid, *routes.competent])
    yield routes.safety.reason.text
    yield routes.safety.why.text


@pytest.mark.parametrize("pack", ["cn", "ew"])
def test_everything_that_a_person_can_begin_with_is_among_the_ways(pack):
    ways = {(one.procedure, one.opens) for one in shelf.routes(pack).routes}
    assert {name for name, _action in shelf.pack(pack).opens} <= {name for name, _action in ways}
    assert set(shelf.pack(pack).opens) <= ways


@pytest.mark.parametrize("pack", ["cn", "ew"])
def test_every_text_stands_in_every_language_and_fits_on_a_card(pack):
    languages = shelf.pack(pack).languages
    for text in all_texts(pack):
        assert set(languages) <= set(text)
        assert not CHINESE.search(text["en"]), text
        assert len(text["en"]) <= 240, text
        if "zh-Hans" in languages:
            assert CHINESE.search(text["zh-Hans"])
            assert len(text["zh-Hans"]) <= 90, text


def test_every_way_and_every_reason_rests_on_the_law():
    for route in ROUTES.routes:
        assert route.basis, route.id
        for one in [*route.never_when, *route.first, *route.notes, *([route.when] if route.when else [])]:
            assert one.reason.basis, route.id
    for one in [*ROUTES.competent, *ROUTES.aid]:
        assert one.reason.basis


def test_a_pack_without_ways_or_fees_has_none():
    assert shelf.routes("base") is None
    assert shelf.fees("base") is None
    assert shelf.fees("ew") is None


@pytest.mark.parametrize("cause", [one.id for one in LABOUR])
@pytest.mark.parametrize("written_debt", [None, True, False])
def test_in_a_labour_dispute_arbitration_is_first_and_mediation_beside_it(cause, written_debt):
    found = shown(cause, written_debt=written_debt, violence=False)
    assert ids(found)[:2] == ["labour-arbitration", "people-mediation"]
    assert ids(found, Standing.FIRST) == ["labour-arbitration"]
    assert any("劳动争议调解仲裁法@2007-12-29#5" in one.basis for one in found[0].reasons)


def test_court_is_closed_to_a_labour_dispute_before_arbitration_and_the_exceptions_are_said():
    court = choice("court-filing", "c205")
    assert court.standing is Standing.CLOSED
    assert "劳动争议调解仲裁法@2007-12-29#29" in court.reasons[0].basis
    wages = choice("court-filing", "c205_5")
    assert "劳动争议解释一@2020-12-29#15" in wages.reasons[0].basis
    assert choice("court-filing", "c205_5", written_debt=True).standing is Standing.OPEN
    assert choice("court-filing", "c205", written_debt=True).standing is Standing.CLOSED


@pytest.mark.parametrize("cause", ["c14", "c108_3", "c55", "c205_5", None])
def test_where_there_is_violence_safety_comes_first_and_nobody_is_told(cause):
    found = shown(cause, violence=True, other_side="family")
    first = [one for one in ids(found, Standing.FIRST) if one != "labour-arbitration"]
    expected = ["police", "protection-order", "legal-aid", "court-filing"]
    assert first == [one for one in expected if cause != "c205_5" or one != "court-filing"]
    assert ids(found)[0] == "police"
    for told in ("people-mediation", "court-mediation", "negotiation", "commercial-mediation", "divorce-registration"):
        assert told not in ids(found)
    assert safety(ROUTES, {"violence": True})
    assert choice("police", violence=True).route.phone == "110"
    assert any("法律援助法@2021-08-20#32" in one.basis for one in choice("legal-aid", cause, violence=True).notes)


def test_a_protection_order_is_for_family_and_those_who_live_together():
    assert choice("protection-order", violence=True, other_side="family").standing is Standing.FIRST
    assert choice("protection-order", violence=True, other_side="person").standing is Standing.FIRST
    assert choice("protection-order", violence=True).standing is Standing.FIRST
    assert choice("protection-order", violence=True, other_side="employer").standing is Standing.CLOSED
    assert choice("protection-order", violence=False).standing is Standing.CLOSED
    assert choice("protection-order").asks == ("violence",)


def test_harassment_is_not_led_to_mediation_and_mediation_is_not_hidden():
    order = ids(shown("c409", violence=False))
    assert order.index("court-filing") < order.index("people-mediation")
    assert order.index("police") < order.index("people-mediation")
    assert choice("people-mediation", "c409").notes


def test_an_order_for_payment_needs_a_debt_that_is_due_undisputed_and_can_be_served():
    assert choice("payment-order", "c108_3", written_debt=True).standing is Standing.OPEN
    for bar in ({"due": False}, {"owes_back": True}, {"reachable": False}):
        closed = choice("payment-order", "c108_3", **bar)
        assert closed.standing is Standing.CLOSED
        assert "民诉法解释@2022-04-01#427" in closed.reasons[0].basis
    assert ids(shown("c108_3", written_debt=True, wants="paid", violence=False))[0] == "payment-order"


def test_only_a_mediated_agreement_in_time_and_of_a_kind_that_can_be_confirmed_is_confirmed():
    open_ = {"agreed_already": True, "mediated": True}
    assert choice("judicial-confirmation", "c108_3", **open_, agreed_days=10).standing is Standing.OPEN
    assert choice("judicial-confirmation", "c108_3", **open_, agreed_days=30).notes
    # The last of the thirty days may fall on a long holiday: nothing counts as lost before the latest day that can be meant.
    assert choice("judicial-confirmation", "c108_3", **open_, agreed_days=39).standing is Standing.OPEN
    assert choice("judicial-confirmation", "c108_3", **open_, agreed_days=60).standing is Standing.CLOSED
    assert choice("judicial-confirmation", "c14", **open_).standing is Standing.CLOSED
    assert choice("judicial-confirmation", "c108_3", agreed_already=True, mediated=False).standing is Standing.CLOSED
    assert choice("judicial-confirmation", "c108_3").asks == ("agreed_already",)


def test_an_arbitration_agreement_closes_the_court_and_opens_arbitration():
    assert choice("court-filing", "c88", arbitration_clause=True).standing is Standing.CLOSED
    assert choice("arbitration", "c88", arbitration_clause=True).standing is Standing.OPEN
    assert choice("arbitration", "c88", arbitration_clause=False).standing is Standing.CLOSED
    # What cannot be arbitrated stays with the court, whatever was agreed.
    assert choice("arbitration", "c14", arbitration_clause=True).standing is Standing.CLOSED
    assert choice("court-filing", "c14", arbitration_clause=True).standing is Standing.OPEN


def test_complaints_are_about_businesses_and_suits_against_authorities_about_authorities():
    assert choice("consumer-complaint", "c88_8", other_side="business").standing is Standing.OPEN
    assert choice("consumer-complaint", "c88_8", other_side="person").standing is Standing.CLOSED
    assert choice("consumer-complaint", "c108_3", other_side="business").standing is Standing.CLOSED
    assert choice("administrative-review", other_side="authority").standing is Standing.OPEN
    assert choice("administrative-suit", other_side="neighbour").standing is Standing.CLOSED
    assert choice("people-mediation", other_side="authority").standing is Standing.CLOSED


def test_a_time_that_may_be_over_is_said_and_closes_nothing():
    late = choice("labour-arbitration", "c205", days_since=500)
    assert late.standing is Standing.FIRST
    assert any("劳动争议调解仲裁法@2007-12-29#27" in one.basis for one in late.notes)
    old = choice("court-filing", "c88", days_since=2_000)
    assert old.standing is Standing.OPEN
    assert any("民法典-总则@2020-05-28#193" in one.basis for one in old.notes)


@pytest.mark.parametrize(
    ("cause", "kinds"),
    [
        ("c14", ("divorce",)),
        ("c205_5", ("labour",)),
        ("c164", ("intellectual-property",)),
        ("c6", ("personality",)),
        ("c1", ("personality", "property")),
        ("c108_3", ("property",)),
        ("c27", ("other",)),
        (None, ("property",)),
    ],
)
def test_what_a_suit_costs_goes_by_the_cause(cause, kinds):
    assert choice("court-filing", cause).fees == choice("court-mediation", cause).fees == kinds


def test_every_fee_that_a_way_names_can_be_worked_out():
    for cause in [None, *CAUSES]:
        for one in shown(cause):
            for kind in one.fees:
                assert fee(FEES, kind).least <= fee(FEES, kind, 5_000_000).least


@pytest.mark.parametrize(
    ("route", "cause", "article"),
    [
        ("court-filing", "c108_3", "民间借贷规定@2020-12-29#3"),
        ("court-filing", "c108_3", "民事诉讼法@2023-09-01#22"),
        ("court-filing", "c88", "民事诉讼法@2023-09-01#24"),
        ("court-filing", "c1", "民事诉讼法@2023-09-01#29"),
        ("court-filing", "c88_8", "民诉法解释@2022-04-01#20"),
        ("court-filing", "c411", "民事诉讼法@2023-09-01#30"),
        ("labour-arbitration", "c205", "劳动争议调解仲裁法@2007-12-29#21"),
        ("payment-order", "c108_3", "民诉法解释@2022-04-01#23"),
        ("judicial-confirmation", "c108_3", "民事诉讼法@2023-09-01#205"),
        ("protection-order", "c14", "反家庭暴力法@2015-12-27#25"),
        ("legal-aid", None, "法律援助法@2021-08-20#38"),
        ("rural-land-arbitration", "c65", "农村土地承包经营纠纷调解仲裁法@2009-06-27#21"),
    ],
)
def test_the_court_or_body_that_is_competent(route, cause, article):
    found = competent(ROUTES, CAUSES[cause] if cause else None, route)
    assert article in {cite for one in found for cite in one.basis}


@pytest.mark.parametrize("cause", ["c55", "c65", "c68", "c116_2", "c120_3", "c29", "c205_5", "c164", "c165_2", "c189"])
def test_where_one_court_alone_is_competent_no_other_is_named(cause):
    found = competent(ROUTES, CAUSES[cause], "court-filing")
    assert len(found) == 1
    assert "民事诉讼法@2023-09-01#22" not in found[0].basis


def test_somebody_is_competent_for_every_cause_in_court():
    for cause in CAUSES.values():
        assert competent(ROUTES, cause, "court-filing"), cause.id


def test_legal_aid_grounds_are_those_of_the_law():
    grounds = aid_grounds(ROUTES, CAUSES["c205_5"])
    assert grounds[0].id in {"wages", "migrant-worker"}
    by_kind = {kind: {c for one in ROUTES.aid if one.kind == kind for c in one.reason.basis} for kind in
               ("matter", "no-means-test", "no-means-check")}  # fmt: skip
    assert by_kind == {
        "matter": {"法律援助法@2021-08-20#31"},
        "no-means-test": {"法律援助法@2021-08-20#32"},
        "no-means-check": {"法律援助法@2021-08-20#42"},
    }


def test_the_first_questions_give_answers_that_the_ways_know():
    questions = {one.id: one for one in shelf.interview("cn").questions}
    for name, answer in ROUTES.answers.items():
        if name in questions:
            assert questions[name].type == answer.type
            assert {one.id for one in questions[name].options} == set(answer.options)


VALUES = {"yesno": st.booleans(), "money": st.integers(0, 10**12), "number": st.integers(0, 5_000)}


def drawn(pack):
    answers = shelf.routes(pack).answers
    kinds = {
        name: VALUES[one.type] if one.type in VALUES else st.sampled_from(sorted(one.options)) for name, one in answers.items()
    }
    return st.fixed_dictionaries({}, optional=kinds)


@settings(max_examples=60)
@given(st.sampled_from([None, *CAUSES.values()]), drawn("cn"))
def test_whatever_is_answered_a_way_to_a_decision_stays_open_or_its_reason_is_said(cause, answers):
    found = open_routes(ROUTES, cause, answers)
    danger = answers.get("violence") is True
    assert {one.id for one in ROUTES.routes} - set(ids(found)) == (
        {one.id for one in ROUTES.routes if one.talks} if danger else set()
    )
    for one in found:
        if one.standing is Standing.CLOSED:
            assert one.reasons
    deciding = {"court-filing", "labour-arbitration", "arbitration", "administrative-suit"}
    assert any(one.route.id in deciding and one.standing is not Standing.CLOSED for one in found)


@settings(max_examples=60)
@given(drawn("ew"))
def test_a_small_claim_is_open_up_to_ten_thousand_pounds(answers):
    found = {one.route.id: one for one in open_routes(shelf.routes("ew"), None, answers)}
    amount = answers.get("amount")
    expected = Standing.DEPENDS if amount is None else Standing.OPEN if amount <= 1_000_000 else Standing.CLOSED
    assert found["small-claim"].standing is expected


@pytest.fixture
def with_numbers(tmp_path, monkeypatch):
    """The pack of England and Wales, loaded with other numbers to call."""

    def loaded(numbers):
        made = (shelf.PACKS / "ew" / "pack.yaml").read_text(encoding="utf-8")
        made, changed = re.subn(r"(?m)^numbers: .*$", lambda _found: f"numbers: {numbers}" if numbers else "", made)
        assert changed == 1
        (tmp_path / "ew").mkdir()
        (tmp_path / "ew" / "pack.yaml").write_text(made, encoding="utf-8")
        monkeypatch.setattr(shelf, "PACKS", tmp_path)
        shelf.pack.cache_clear()
        return shelf.pack("ew").numbers

    yield loaded
    monkeypatch.undo()
    shelf.pack.cache_clear()


WHERE = (shelf.PACKS / "ew" / "pack.yaml").read_text(encoding="utf-8").partition("numbers:")[0].count("\n") + 1


@pytest.mark.parametrize("number", ["12a", "nine", "+", "", "1", "1" * 25, "999 ", " 999", "9-9-9", "９９９", "١١٠", "9\\n9"])
def test_a_number_that_nobody_can_call_is_refused_with_its_line(with_numbers, number):
    with pytest.raises(PackError, match=rf"^ew/pack\.yaml:{WHERE}\b"):
        with_numbers(f'{{police: "{number}", ambulance: "999"}}')


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ('{police: "999"}', "'ambulance' is missing"),
        ('{ambulance: "999"}', "'police' is missing"),
        ('{police: "999", ambulance: "999", fire: "999"}', "unknown key 'fire'"),
        ('{police: 999, ambulance: "999"}', "found 999"),
    ],
)
def test_police_and_ambulance_are_named_together_and_in_quotes(with_numbers, numbers, said):
    with pytest.raises(PackError, match=rf"^ew/pack\.yaml:{WHERE}\b.*{said}"):
        with_numbers(numbers)


def test_numbers_stand_as_people_call_them_and_may_be_left_out(with_numbers):
    found = with_numbers('{police: "17", ambulance: "+33 15", help: "0808 2000 247"}')
    assert found == {"police": "17", "ambulance": "+33 15", "help": "0808 2000 247"}


def test_a_pack_without_numbers_names_nobody_to_call(with_numbers):
    assert shelf.pack("base").numbers == {}
    assert with_numbers("") == {}
