"""Faults put into proved procedures are found: a small one in every run, all of them with `pytest -m slow`."""

import mutants
import pytest

from jiefen import shelf


def killed(name):
    made, dead, alive = mutants.run("cn", shelf.procedure_at("cn", name))
    assert sum(made.values()) > 30
    assert sum(dead.values()) / sum(made.values()) >= 0.98, [(one.kind, one.place) for one in alive]


def test_a_fault_of_every_kind_is_found():
    made, _dead, alive = mutants.run("cn", shelf.procedure("cn", "legal-aid"))
    assert set(made) >= set(mutants.KINDS) - {"reader"}
    assert not alive, [(one.kind, one.place) for one in alive]


@pytest.mark.slow
@pytest.mark.parametrize("name", [one.key for one in shelf.procedures("cn")])
def test_at_least_98_of_100_faults_are_found_in_every_procedure(name):
    killed(name)
