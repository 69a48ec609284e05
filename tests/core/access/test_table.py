"""Who may see and do what: every cell of the table, as the rights promise it."""

from itertools import product

import pytest

from jiefen.core.access import Confidence, RoleKind, Viewer, may, sees

A = Viewer("a1", RoleKind.PARTY, "applicant", "a")
B = Viewer("b1", RoleKind.PARTY, "respondent", "b")
MEDIATOR = Viewer("n1", RoleKind.NEUTRAL, "mediator")
OFFICE = Viewer("o1", RoleKind.AUTHORITY, "court")
STRANGER = Viewer()


@pytest.mark.parametrize("confidence", list(Confidence))
def test_a_stranger_sees_nothing(confidence):
    assert not sees(STRANGER, confidence, "a")
    assert not sees(STRANGER, confidence, None)
    assert not sees(Viewer("", RoleKind.NEUTRAL, "mediator"), confidence, "a")


@pytest.mark.parametrize(
    ("confidence", "who"),
    [
        (Confidence.OPEN, {"A", "B", "MEDIATOR", "OFFICE"}),
        (Confidence.WITHOUT_PREJUDICE, {"A", "B", "MEDIATOR"}),
        (Confidence.CAUCUS, {"A", "MEDIATOR"}),
        (Confidence.MEDIATOR_NOTE, {"MEDIATOR"}),
        (Confidence.OFFICE, {"MEDIATOR", "OFFICE"}),
        (Confidence.CONTACT, {"A", "MEDIATOR", "OFFICE"}),
    ],
)
def test_what_comes_from_one_side_is_seen_by_these_and_no_others(confidence, who):
    viewers = {"A": A, "B": B, "MEDIATOR": MEDIATOR, "OFFICE": OFFICE}
    assert {name for name, viewer in viewers.items() if sees(viewer, confidence, "a")} == who


@pytest.mark.parametrize("confidence", list(Confidence))
def test_what_one_said_oneself_one_may_always_have(confidence):
    assert sees(B, confidence, "b", born_by="b1")


def test_a_court_never_hears_what_was_said_for_the_sake_of_settling():
    for act in ("say-joint", "say-caucus", "note"):
        assert not may(OFFICE, act, side="a")
    assert not sees(OFFICE, Confidence.WITHOUT_PREJUDICE, "a")


def test_nobody_enters_the_other_sides_caucus():
    assert may(A, "say-caucus", side="a")
    assert not may(A, "say-caucus", side="b")
    assert may(MEDIATOR, "say-caucus", side="a")


@pytest.mark.parametrize(("viewer", "act"), list(product([STRANGER], ["read", "say-joint", "file", "invite", "note"])))
def test_a_stranger_does_nothing(viewer, act):
    assert not may(viewer, act)


def test_an_act_outside_the_table_does_not_exist():
    with pytest.raises(KeyError):
        may(MEDIATOR, "publish")
