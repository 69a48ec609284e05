"""The neutral baseline: a template that is itself proved, and names no law of any place."""

from jiefen import shelf
from jiefen.core.procedure.checking import check_pack

PROCEDURES = shelf.procedures("base")


def test_every_procedure_of_the_template_is_proved():
    reports = check_pack(PROCEDURES, shelf.calendar("base"), shelf.sources("base"))
    assert [one.procedure for one in reports if one.findings] == []


def test_no_length_claims_to_be_law():
    for procedure in PROCEDURES:
        assert all(one.certainty == "I" for one in procedure.deadlines.values())
