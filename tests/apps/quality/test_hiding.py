"""Small numbers: nothing withheld can be worked out from what is shown, even by somebody who knows the rule."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.apps.quality import hiding
from jiefen.apps.quality.hiding import LEAST, Said, Tally, publish, withheld

# A side is a multiset of answers, each (clear, fair), with "-" for asked and silent.
WORDS = ("yes", "no", "skipped")
KINDS = [*product(WORDS, WORDS), ("-", "-")]
# What is protected of a withheld side: how many answered a question, and how.
PROTECTED = ["clear.answered", "clear.yes", "clear.no", "fair.answered", "fair.yes", "fair.no"]
many = st.integers(0, 9)
cells = st.one_of(
    st.dictionaries(st.sampled_from(KINDS), st.integers(1, 6), max_size=4),
    st.builds(lambda yes, no: {("yes", "yes"): yes, ("no", "no"): no}, many, many),
    st.builds(lambda one: {("yes", "yes"): one}, many),
    st.builds(lambda one, kind: {kind: one}, many, st.sampled_from(KINDS)),
).map(Counter)
rows = st.lists(cells, min_size=1, max_size=4).map(lambda found: dict(zip("abcd", found, strict=False)))


def said(cell, place):
    return Said(**{word: sum(n for kind, n in cell.items() if kind[place] == word) for word in WORDS})


def tally(cell):
    return Tally(sum(cell.values()), said(cell, 0), said(cell, 1))


def tallies(row):
    return {side: tally(cell) for side, cell in row.items()}


def plain(yes, no=0, skipped=0, unknown=0):
    said = Said(yes, no, skipped)
    return Tally(yes + no + skipped + unknown, said, said)


def number(one, name):
    question, what = name.split(".")
    return getattr(getattr(one, question), what)


def moved(row, source, target, kind, count=1, back=None):
    """The row in which `count` answers of a kind stand on another side; in exchange for as many of another kind."""
    other = {side: Counter(cell) for side, cell in row.items()}
    for one, here, there in ((kind, source, target), (back, target, source)):
        if one is not None:
            if other[here][one] < count:
                return None
            other[here][one] -= count
            other[there][one] += count
    return other


def other_rows(row):
    """Rows near to this one that an onlooker must also think possible."""
    sides = list(row)
    for one, two in product(sides, sides):
        if one == two:
            continue
        yield {**row, one: row[two], two: row[one]}
        for kind, back, count in product(row[one], [None, *row[two]], range(1, 10)):
            yield moved(row, one, two, kind, count, back)
    for side, kind in product(sides, KINDS):
        yield {**row, side: row[side] + Counter({kind: 1})}
        yield {**row, side: row[side] - Counter({kind: 1})}
        yield from ({**row, side: row[side] - Counter({one: 1}) + Counter({kind: 1})} for one in row[side])
        yield from ({**row, side: Counter({kind: count})} for count in range(1, 10))
        yield {one: Counter({kind: 1}) if one == side else Counter() for one in sides}
    hidden = withheld(tallies(row))
    for place, word, side, kind in product((0, 1), WORDS[:2], hidden, KINDS):
        # Everybody in the withheld part answers one question alike, and one more does.
        alike = {one: at_once(cell, place, word) if one in hidden else cell for one, cell in row.items()}
        yield alike
        yield {**alike, side: alike[side] + at_once({kind: 1}, place, word)}


def at_once(cell, place, word):
    """The cell in which everybody who answered a question gave one and the same word."""
    found = Counter()
    for kind, count in cell.items():
        found[tuple(word if at == place and one in WORDS[:2] else one for at, one in enumerate(kind))] += count
    return found


def given_away(row):
    """What of the withheld numbers no other row explains: it could be worked out from the page."""
    page = publish(tallies(row))
    open_ = {(side, name) for side, shown in page.sides.items() if shown is None for name in PROTECTED}
    for other in other_rows(row):
        if not open_:
            break
        if other is None:
            continue
        counted = tallies(other)
        if any(number(counted[side], name) != number(tally(row[side]), name) for side, name in open_) and (
            publish(counted) == page
        ):
            open_ = {(side, name) for side, name in open_ if number(counted[side], name) == number(tally(row[side]), name)}
    return open_


@settings(max_examples=150)
@given(rows)
def test_no_withheld_number_can_be_worked_out(row):
    assert given_away(row) == set()


@given(rows)
def test_what_is_shown_is_true_and_never_small(row):
    counted = tallies(row)
    page = publish(counted)
    for side, shown in page.sides.items():
        assert shown is None or (shown == counted[side] and shown.answers >= LEAST)
    if page.total is not None:
        assert page.total == sum(counted.values(), Tally())
        assert page.total.answers >= LEAST


@given(rows)
def test_one_side_is_never_withheld_alone_beside_a_sum(row):
    page = publish(tallies(row))
    alone = [side for side, shown in page.sides.items() if shown is None]
    assert page.total is None or len(alone) != 1


@given(rows)
def test_each_number_adds_up_and_silence_is_unknown(row):
    for cell, counted in zip(row.values(), tallies(row).values(), strict=True):
        assert counted.unknown == cell[("-", "-")]
        for said_ in (counted.clear, counted.fair):
            assert said_.yes + said_.no + said_.skipped + counted.unknown == counted.asked


@given(rows, st.permutations("abcd"))
def test_names_and_their_order_decide_nothing(row, names):
    back = dict(zip(names, row, strict=False))
    other = {new: row[old] for new, old in back.items()}
    assert {back[side] for side in withheld(tallies(other))} == withheld(tallies(row))


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ({"a": 5, "b": 5}, ""),
        ({"a": 4, "b": 9}, "ab"),
        ({"a": 3, "b": 20, "c": 30}, "ab"),
        ({"a": 3, "b": 20, "c": 20, "d": 21}, "abc"),
        ({"a": 0, "b": 0, "c": 30}, "abc"),
        ({"a": 4, "b": 4, "c": 5, "d": 9}, "abc"),
        ({"a": 4}, "a"),
    ],
)
def test_the_next_smallest_covers_the_small_one_with_its_equals(sizes, hidden):
    assert withheld({side: plain(size - 1, 1) if size else plain(0) for side, size in sizes.items()}) == set(hidden)


def test_the_sum_is_withheld_when_it_would_tell_what_everybody_in_the_withheld_part_said():
    assert publish({"a": plain(6, 1), "b": plain(1, 1)}).total == plain(7, 2)
    assert publish({"a": plain(7), "b": plain(2)}).total is None
    assert publish({"a": plain(1, 1), "b": plain(1, 1)}).total is None


def test_few_answers_to_one_question_withhold_both():
    row = {"a": Tally(20, Said(9, 9, 2), Said(2, 1, 17)), "b": plain(9, 9)}
    assert withheld(row) == {"a", "b"}


def mixed_cell(size):
    return Counter({("yes", "yes"): size - 2, ("no", "no"): 2})


def test_the_audit_sees_what_is_missing_when_only_those_under_five_are_withheld(monkeypatch):
    row = {side: mixed_cell(size) for side, size in zip("abcd", (4, 4, 5, 9), strict=True)}
    assert given_away(row) == set()
    monkeypatch.setattr(hiding, "withheld", lambda sides: frozenset(s for s, t in sides.items() if t.answers < LEAST))
    assert ("a", "clear.answered") in given_away(row), "two that are under five and eight together are four and four"


def test_the_audit_sees_what_is_missing_when_the_sum_is_always_shown(monkeypatch):
    row = {"a": Counter({("yes", "yes"): 7}), "b": Counter({("yes", "yes"): 2})}
    assert given_away(row) == set()
    monkeypatch.setattr(Tally, "mixed", True)
    assert ("b", "clear.no") in given_away(row), "nine of nine said yes, so each of the two did"
