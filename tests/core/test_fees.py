"""Court fees: the figures of the rules worked out by hand, and the same by an independent formula for every sum."""

import re
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen import shelf
from jiefen.core.fees import MOST_AMOUNT, fee, relief_for
from jiefen.core.fees_load import load_fees
from jiefen.core.packerror import PackError

TABLE = shelf.fees("cn")
SUMS = st.one_of(st.integers(0, 10**7), st.integers(0, 10**10), st.integers(0, MOST_AMOUNT))

# Yuan up to which a line holds, its rate in per cent, and what is added: the quick way in which clerks work it out.
PROPERTY = [
    (10_000, "0", 50),
    (100_000, "2.5", -200),
    (200_000, "2", 300),
    (500_000, "1.5", 1_300),
    (1_000_000, "1", 3_800),
    (2_000_000, "0.9", 4_800),
    (5_000_000, "0.8", 6_800),
    (10_000_000, "0.7", 11_800),
    (20_000_000, "0.6", 21_800),
    (None, "0.5", 41_800),
]
ENFORCEMENT = [
    (10_000, "0", 50),
    (500_000, "1.5", -100),
    (5_000_000, "1", 2_400),
    (10_000_000, "0.5", 27_400),
    (None, "0.1", 67_400),
]
EDGES = [most * 100 for most, _rate, _add in [*PROPERTY, *ENFORCEMENT] if most is not None]


def quick(lines, amount):
    """The exact fee in fen by the quick formula."""
    yuan = Fraction(amount, 100)
    for most, rate, add in lines:
        if most is None or yuan <= most:
            return (yuan * Fraction(rate) / 100 + add) * 100
    raise AssertionError


@pytest.mark.parametrize(
    ("yuan", "fee_yuan"),
    [
        ("0", "50"),
        ("9999.99", "50"),
        ("10000", "50"),
        ("10000.40", "50.01"),
        ("20000", "300"),
        ("100000", "2300"),
        ("150000", "3300"),
        ("200000", "4300"),
        ("500000", "8800"),
        ("1000000", "13800"),
        ("2000000", "22800"),
        ("5000000", "46800"),
        ("10000000", "81800"),
        ("20000000", "141800"),
        ("30000000", "191800"),
    ],
)
def test_a_claim_for_money_costs_what_the_bands_give(yuan, fee_yuan):
    found = fee(TABLE, "property", int(Fraction(yuan) * 100))
    assert (found.least, found.most) == (Fraction(fee_yuan) * 100, Fraction(fee_yuan) * 100)
    assert found.exact


@given(SUMS)
def test_property_and_enforcement_equal_the_quick_formula(amount):
    for kind, lines in (("property", PROPERTY), ("enforcement", ENFORCEMENT)):
        found = fee(TABLE, kind, amount)
        assert found.least == found.most == floor(quick(lines, amount))


@given(SUMS)
def test_a_third_for_an_order_and_half_for_a_simple_case_are_rounded_once(amount):
    whole = quick(PROPERTY, amount)
    assert fee(TABLE, "payment-order", amount).least == floor(whole / 3)
    assert fee(TABLE, "property", amount, summary=True).least == floor(whole / 2)


@given(st.sampled_from(sorted(TABLE.kinds)), SUMS, st.integers(0, 10**6), st.booleans())
def test_a_larger_sum_never_costs_less(kind, amount, more, summary):
    low = fee(TABLE, kind, amount, summary=summary)
    high = fee(TABLE, kind, min(amount + more, MOST_AMOUNT), summary=summary)
    assert low.least <= high.least
    assert low.most <= high.most
    assert low.least <= low.most


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("kind", ["property", "enforcement", "divorce", "personality", "payment-order"])
def test_nothing_jumps_where_one_band_ends(kind, edge):
    before, on, after = (fee(TABLE, kind, edge + step).least for step in (-1, 0, 1))
    assert 0 <= on - before <= 1
    assert 0 <= after - on <= 1


@given(SUMS)
def test_preservation_never_costs_more_than_five_thousand(amount):
    assert 3_000 <= fee(TABLE, "preservation", amount).most <= 500_000


@pytest.mark.parametrize(
    ("kind", "amount", "least", "most"),
    [
        ("divorce", 0, 50, 300),
        ("divorce", 200_000, 50, 300),
        ("divorce", 300_000, 550, 800),
        ("personality", 0, 100, 500),
        ("personality", 50_000, 100, 500),
        ("personality", 100_000, 600, 1_000),
        ("personality", 120_000, 700, 1_100),
        ("other", None, 50, 100),
        ("intellectual-property", None, 500, 1_000),
        ("intellectual-property", 100_000, 2_300, 2_300),
        ("labour", 80_000, 10, 10),
        ("administrative", None, 50, 50),
        ("administrative-rights", None, 100, 100),
        ("jurisdiction-objection", None, 50, 100),
        ("enforcement", None, 50, 500),
        ("enforcement", 500_000, 7_400, 7_400),
        ("enforcement", 20_000_000, 87_400, 87_400),
        ("preservation", 1_000, 30, 30),
        ("preservation", 100_000, 1_020, 1_020),
        ("preservation", 10_000_000, 5_000, 5_000),
        ("set-aside-award", None, 400, 400),
        ("confirmation", None, 0, 0),
        ("protection-order", None, 0, 0),
        ("people-mediation", 500_000, 0, 0),
        ("labour-arbitration", 500_000, 0, 0),
        ("administrative-review", None, 0, 0),
    ],
)
def test_every_other_kind(kind, amount, least, most):
    found = fee(TABLE, kind, None if amount is None else amount * 100)
    assert (found.least, found.most) == (least * 100, most * 100)


def test_it_is_halved_once_however_many_reasons_there_are():
    once = fee(TABLE, "property", 10_000_000, summary=True)
    all_of_them = fee(TABLE, "property", 10_000_000, summary=True, settled=True, withdrawn=True, joined=True)
    assert once.least == all_of_them.least == 115_000
    assert "once" in [step.code for step in all_of_them.steps]
    assert fee(TABLE, "labour", None, settled=True).least == 500
    assert (fee(TABLE, "divorce", 0, settled=True).least, fee(TABLE, "divorce", 0, settled=True).most) == (2_500, 15_000)


def test_applications_are_not_halved():
    for kind in ("payment-order", "enforcement", "preservation", "jurisdiction-objection"):
        assert fee(TABLE, kind, 5_000_000, summary=True, settled=True) == fee(TABLE, kind, 5_000_000)


def test_while_the_sum_is_not_known_the_fee_is_open_above():
    for kind, least in (("property", 5_000), ("divorce", 5_000), ("personality", 10_000), ("payment-order", 1_666)):
        found = fee(TABLE, kind)
        assert (found.least, found.most) == (least, None)
        assert not found.exact
        assert "unknown" in [step.code for step in found.steps]


@given(st.sampled_from(sorted(TABLE.kinds)), st.none() | SUMS, st.booleans(), st.booleans())
def test_the_lines_lead_to_the_figure_and_cite_the_rule(kind, amount, summary, settled):
    found = fee(TABLE, kind, amount, summary=summary, settled=settled)
    for step in found.steps:
        assert {"zh-Hans", "en"} <= set(step.text)
        assert step.basis
        assert "{" not in step.text["en"]
    last = [step for step in found.steps if step.code != "once"][-1].text["en"]
    if last != "Free of charge.":
        shown = [Fraction(one.replace(",", "")) for one in re.findall(r"¥([\d,]+(?:\.\d+)?)", last)]
        assert Fraction(found.least, 100) in shown
        assert found.most is None or Fraction(found.most, 100) in shown


def test_the_sum_is_shown_line_by_line():
    text = [step.text["zh-Hans"] for step in fee(TABLE, "property", 15_000_000, summary=True).steps]
    assert text == [
        "不超过10,000元的部分：每件50元。",
        "超过10,000元至100,000元的部分：90,000元 × 2.5% = 2,250元。",
        "超过100,000元的部分：50,000元 × 2% = 1,000元。",
        "合计：3,300元。",
        "适用简易程序（包括小额诉讼）的，减半：1,650元。",
    ]


@pytest.mark.parametrize("amount", [-1, MOST_AMOUNT + 1, 10**18, 1.5, "100", True])
def test_what_is_no_sum_is_refused(amount):
    with pytest.raises(ValueError, match="no sum"):
        fee(TABLE, "property", amount)


def test_a_kind_that_does_not_exist_is_refused_and_the_kinds_are_named():
    with pytest.raises(ValueError, match="divorce"):
        fee(TABLE, "houses", 100)


def test_relief_names_every_ground_and_begins_with_the_cause_at_hand():
    causes = shelf.causes("cn").lists[-1].causes
    parents = relief_for(TABLE, causes["c24_1"])
    assert parents[0].id == "support"
    assert parents[0].kind == "waive"
    assert len(parents) == len(relief_for(TABLE, None)) == len(TABLE.relief)
    assert {one.kind for one in TABLE.relief} == {"waive", "reduce", "defer", "any"}


SMALL = """
words:
  money: {en: "{sum}"}
  money-range: {en: "{least} to {most}"}
  money-from: {en: "from {least}"}
  free: {en: "free"}
  flat: {en: "{fee}"}
  flat-to: {en: "{fee} to {to}"}
  range: {en: "{fee}"}
  range-to: {en: "{fee} to {to}"}
  band: {en: "{over} {to} {part} {rate} {fee}"}
  band-last: {en: "{over} {part} {rate} {fee}"}
  sum: {en: "{fee}"}
  cap: {en: "{cap}"}
  share: {en: "{num}/{den} {fee}"}
  unknown: {en: "{fee}"}
  halved: {en: "{why} {fee}"}
  rounded: {en: "{fee}"}
rounding: {text: {en: "down"}, basis: []}
halvings:
  summary: {text: {en: "simple"}, basis: []}
  settled: {text: {en: "settled"}, basis: []}
once: {text: {en: "once"}, basis: []}
kinds:
  one:
    name: {en: "One"}
    base: {least: 100, most: 200}
    bands: [{over: 1000, rate: 100}, {over: 2000, rate: 50}]
    unknown: {least: 100}
    halves: [summary]
    paid: {text: {en: "first"}, basis: []}
    basis: [LAW@2020#1]
relief: {rules: [], grounds: []}
notes: []
"""


def test_a_range_and_a_cap_hold_together():
    capped = SMALL.replace("    halves:", "    cap: 150\n    halves:")
    found = fee(load_fees(capped, "f", ("en",)), "one", 1_000_000)
    assert (found.least, found.most) == (150, 150)
    assert fee(load_fees(capped, "f", ("en",)), "one", 500).most == 150
    assert fee(load_fees(capped, "f", ("en",)), "one").most == 150


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("{over: 2000, rate: 50}", "{over: 1000, rate: 50}", 28),
        ("rate: 50", "rate: 50000", 28),
        ("{least: 100, most: 200}", "{least: 300, most: 200}", 27),
        ("    unknown: {least: 100}\n", "", 26),
        ("halves: [summary]", "halves: [summery]", 30),
        ("    base: {least: 100, most: 200}\n", "", 26),
        ('cap: {en: "{cap}"}', 'cap: {en: "{fee.denominator}"}', 14),
        ('cap: {en: "{cap}"}', 'cap: {en: "{cap:>9}"}', 14),
        ('cap: {en: "{cap}"}', 'cap: {en: "{cap"}', 14),
        ('  sum: {en: "{fee}"}\n', "", 3),
        ("[LAW@2020#1]", "[LAW@2020#2]", 32),
        ("notes: []", "note: []", 34),
    ],
)
def test_a_table_written_wrongly_is_refused_with_its_line(old, new, line):
    assert old in SMALL
    with pytest.raises(PackError) as caught:
        load_fees(SMALL.replace(old, new, 1), "fees.yaml", ("en",), {"LAW@2020#1"})
    assert caught.value.line == line
