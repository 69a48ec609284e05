"""Faults put into proved procedures are found: a small one in every run, all of them with `pytest -m slow`."""

import re
from pathlib import Path

import mutants
import pytest

from jiefen import shelf

DOCS = Path(__file__).parents[4] / "docs" / "mutants.md"


def killed(name):
    made, dead, alive = mutants.run("cn", shelf.procedure_at("cn", name))
    assert sum(made.values()) > 30
    assert sum(dead.values()) / sum(made.values()) >= 0.98, [(one.kind, one.place) for one in alive]


def test_a_fault_of_every_kind_is_found():
    made, _dead, alive = mutants.run("cn", shelf.procedure("cn", "legal-aid"))
    assert set(made) >= set(mutants.KINDS) - {"reader"}
    assert not alive, [(one.kind, one.place) for one in alive]


def documented():
    """The survivors that docs/mutants.md names and explains: (procedure, kind, place)."""
    found = re.findall(r"^- `([^`]+)`, ([^:]+): (.+)$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    kinds = {words: kind for kind, words in mutants.KINDS.items()}
    return {(name, kinds[words], place) for name, words, place in found}


def test_the_table_covers_every_procedure_and_at_least_98_of_100_faults():
    text = DOCS.read_text(encoding="utf-8")
    killed, made = map(int, re.search(r"\*\*(\d+) of (\d+) mutants killed", text).groups())
    assert killed / made >= 0.98
    rows = dict(re.findall(r"^\| (\S+@\S+) \| (\d+) \| \d+ \|$", text, re.MULTILINE))
    assert rows.keys() == {one.key for pack in shelf.jurisdictions() for one in shelf.procedures(pack)}
    assert sum(map(int, rows.values())) == made
    assert len(documented()) == made - killed, "each survivor is named"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pack", "name"), [(pack, one.key) for pack in shelf.jurisdictions() for one in shelf.procedures(pack)]
)
def test_no_fault_survives_that_the_table_does_not_name(pack, name):
    _made, _dead, alive = mutants.run(pack, shelf.procedure_at(pack, name))
    assert {(name, one.kind, one.place) for one in alive} <= documented()
