"""Faults put into procedures mechanically, to see whether the checker finds them.

    .venv/bin/python tests/core/procedure/checking/mutants.py        # every procedure of every pack: writes docs/mutants.md

Each mutant differs from a proved procedure by one fault of the kinds that people make when they write one.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from jiefen import shelf
from jiefen.core.access import RoleKind
from jiefen.core.procedure.checking import check
from jiefen.core.procedure.model import Nature, Procedure
from jiefen.core.procedure.plan import leaving_of

KINDS = {
    "exit": "a way out to court is dropped",
    "deadline": "a deadline is dropped",
    "longer": "a clock is made twice as long",
    "notice": "a notice is dropped from an act",
    "reader": "a notice no longer goes to one of its readers",
    "remedy": "the remedies of a refusal are dropped",
    "reason": "a refusal no longer asks for a reason",
    "citation": "a citation is dropped",
    "paper": "a paper also goes to somebody who has no part in what it says",
    "role": "an act of one kind of role is given to another kind",
    "language": "a text loses one language",
}


@dataclass(frozen=True)
class Mutant:
    """One faulty procedure: what kind of fault, where, and what it became."""

    kind: str
    place: str
    procedure: Procedure


def _with(procedure: Procedure, **changed) -> Procedure:
    actions = changed.get("actions", procedure.actions)
    leaving = leaving_of(actions, procedure.states)
    return replace(procedure, **changed, leaving=leaving, tables={})


def _put(table, key, value):
    return {**table, key: value}


def mutants(procedure: Procedure) -> Iterator[Mutant]:
    """Every mutant of a procedure."""
    yield from _exits(procedure)
    yield from _clocks(procedure)
    yield from _words(procedure)
    yield from _sources(procedure)
    yield from _people(procedure)


def _exits(procedure):
    neutral = any(role.kind is RoleKind.NEUTRAL for role in procedure.roles.values())
    doors = [one for one in procedure.actions.values() if one.leaves]
    if procedure.nature is Nature.VOLUNTARY or neutral:
        for door in doors:
            for state in door.sources:
                left = tuple(one for one in door.sources if one != state)
                actions = _put(procedure.actions, door.id, replace(door, sources=left))
                yield Mutant("exit", f"{door.id} from {state}", _with(procedure, actions=actions))


def _clocks(procedure):
    for name, one in procedure.deadlines.items():
        rest = {key: value for key, value in procedure.deadlines.items() if key != name}
        actions = {
            key: replace(act, extends=tuple(rule for rule in act.extends if rule.deadline != name))
            for key, act in procedure.actions.items()
        }
        yield Mutant("deadline", name, _with(procedure, deadlines=rest, actions=actions))
        if all(reading.length == 0 for reading in one.period.readings):
            continue  # it ends on the very day that a fact names: twice nothing is no fault
        readings = tuple(replace(reading, length=reading.length * 2) for reading in one.period.readings)
        longer = replace(one, period=replace(one.period, readings=readings))
        yield Mutant("longer", name, _with(procedure, deadlines=_put(procedure.deadlines, name, longer)))


def _words(procedure):
    for name, act in procedure.actions.items():
        for notice in act.notices:
            fewer = tuple(one for one in act.notices if one != notice)
            if _tells_party(procedure, act, notice):
                yield Mutant(
                    "notice", f"{name}: {notice}",
                    _with(procedure, actions=_put(procedure.actions, name, replace(act, notices=fewer))),
                )  # fmt: skip
    for name, notice in procedure.notices.items():
        for role in notice.roles:
            if procedure.roles[role].kind is RoleKind.PARTY and len(notice.roles) > 1:
                fewer = replace(notice, roles=tuple(one for one in notice.roles if one != role))
                if any(_needs(procedure, act, name, role) for act in procedure.actions.values()):
                    yield Mutant("reader", f"{name}: {role}", _with(procedure, notices=_put(procedure.notices, name, fewer)))
    for name, state in procedure.states.items():
        fewer = {key: text for key, text in state.explain.items() if key != procedure.languages[-1]}
        changed = replace(state, explain=fewer)
        yield Mutant("language", name, _with(procedure, states=_put(procedure.states, name, changed)))


def _tells_party(procedure, act, notice):
    """Whether without this notice some party would no longer be told of an act that changes where the matter stands."""
    others = {role for name in act.notices if name != notice for role in procedure.notices[name].roles}
    told = set(procedure.notices[notice].roles) - others
    return act.to is not None and any(_must_hear(procedure, act, role) for role in told)


def _needs(procedure, act, notice, role):
    if notice not in act.notices or act.to is None:
        return False
    others = {one for name in act.notices if name != notice for one in procedure.notices[name].roles}
    return role not in others and _must_hear(procedure, act, role)


def _must_hear(procedure, act, role):
    """A party that does not itself do the act alone, and takes part before it."""
    acts_alone = act.by == (role,) and procedure.roles[role].most == 1
    opens = "start" in act.sources
    return procedure.roles[role].kind is RoleKind.PARTY and not acts_alone and not (opens and role not in act.by)


def _sources(procedure):
    for name, act in procedure.actions.items():
        official = any(procedure.roles[role].kind is RoleKind.AUTHORITY for role in act.by)
        if official:
            yield Mutant("citation", name, _with(procedure, actions=_put(procedure.actions, name, replace(act, basis=()))))
        if act.refusal:
            bare = replace(act, remedies=())
            yield Mutant("remedy", name, _with(procedure, actions=_put(procedure.actions, name, bare)))
            state = procedure.states[act.to] if act.to is not None else None
            if state is not None and state.outcome and procedure.outcomes[state.outcome].kind == "refused":
                silent = replace(act, refusal=False)
                yield Mutant("reason", name, _with(procedure, actions=_put(procedure.actions, name, silent)))
    for name, one in procedure.deadlines.items():
        bare = replace(one, basis=())
        yield Mutant("citation", name, _with(procedure, deadlines=_put(procedure.deadlines, name, bare)))
    for name, one in procedure.remedies.items():
        bare = replace(one, basis=())
        yield Mutant("citation", name, _with(procedure, remedies=_put(procedure.remedies, name, bare)))


def _people(procedure):
    stranger = replace(next(iter(procedure.roles.values())), id="stranger", kind=RoleKind.PUBLIC, side=None, least=0)
    for name, one in procedure.documents.items():
        wider = replace(one, readers=(*one.readers, "stranger"))
        roles = _put(procedure.roles, "stranger", stranger)
        yield Mutant("paper", name, _with(procedure, roles=roles, documents=_put(procedure.documents, name, wider)))
    for name, act in procedure.actions.items():
        official = [one for one in procedure.roles.values() if one.kind is RoleKind.AUTHORITY]
        if act.by and official and all(procedure.roles[one].kind is RoleKind.PARTY for one in act.by):
            given = replace(act, by=(*act.by, official[0].id), each=False, sides=False)
            yield Mutant("role", name, _with(procedure, actions=_put(procedure.actions, name, given)))


def run(jurisdiction: str, procedure: Procedure) -> tuple[Counter, Counter, list[Mutant]]:
    """How many mutants of each kind there are, how many the checker killed, and those that it let live."""
    calendar, sources = shelf.calendar(jurisdiction), shelf.sources(jurisdiction)
    others = {one.id: one for one in shelf.procedures(jurisdiction)}
    made, killed, alive = Counter(), Counter(), []
    for mutant in mutants(procedure):
        made[mutant.kind] += 1
        around = {**others, procedure.id: mutant.procedure}
        if check(mutant.procedure, calendar, sources, around).findings:
            killed[mutant.kind] += 1
        else:
            alive.append(mutant)
    return made, killed, alive


def main() -> int:
    """Run everything and write the table."""
    began, rows, alive, made, killed = time.time(), [], [], Counter(), Counter()
    wanted = sys.argv[1:]
    for jurisdiction in shelf.jurisdictions():
        for procedure in shelf.procedures(jurisdiction):
            if wanted and procedure.id not in wanted:
                continue
            some, dead, left = run(jurisdiction, procedure)
            made, killed = made + some, killed + dead
            alive += [(procedure.key, one) for one in left]
            rows.append((procedure.key, sum(some.values()), sum(dead.values())))
            print(procedure.key, sum(dead.values()), "of", sum(some.values()), [f"{one.kind} {one.place}" for one in left])
    share = sum(killed.values()) / sum(made.values())
    print(f"{sum(killed.values())} of {sum(made.values())} killed, {share:.1%}, {time.time() - began:.0f} s")
    if not wanted:
        _write(rows, made, killed, alive, share)
    return 0 if share >= 0.98 else 1


def _write(rows, made, killed, alive, share):
    lines = ["# Faults that the checker finds", "",
             "Each proved procedure is given one fault at a time, mechanically, and checked again. Made by",
             "`.venv/bin/python tests/core/procedure/checking/mutants.py`.", "",
             f"**{sum(killed.values())} of {sum(made.values())} mutants killed: {share:.1%}.**", "",
             "| fault | mutants | killed |", "|---|---|---|"]  # fmt: skip
    lines += [f"| {words} | {made[kind]} | {killed[kind]} |" for kind, words in KINDS.items()]
    lines += ["", "| procedure | mutants | killed |", "|---|---|---|"]
    lines += [f"| {name} | {some} | {dead} |" for name, some, dead in rows]
    lines += ["", "## Survivors", ""]
    lines += [f"- `{name}`, {KINDS[one.kind]}: {one.place}" for name, one in alive] or ["None."]
    lines += ["", (Path(__file__).parent / "survivors.md").read_text(encoding="utf-8").strip()]
    Path("docs/mutants.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
