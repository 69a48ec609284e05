"""Checking one procedure, and following hand-offs a whole pack."""

from collections.abc import Iterable, Iterator, Mapping

from jiefen.core.law import Calendar
from jiefen.core.procedure.checking.abstraction import Abstraction
from jiefen.core.procedure.checking.explore import TooLarge, explore
from jiefen.core.procedure.checking.finding import Finding, Report
from jiefen.core.procedure.checking.handing import prove_hand_offs
from jiefen.core.procedure.checking.papers import (
    prove_confidential,
    prove_languages,
    prove_separate,
    prove_sourced,
)
from jiefen.core.procedure.checking.rights import prove_clock_safe, prove_heard, prove_open_door, prove_told
from jiefen.core.procedure.checking.sound import changes, prove_sound
from jiefen.core.procedure.checking.waiting import lengths, prove_waits
from jiefen.core.procedure.checking.wording import said
from jiefen.core.procedure.model import Procedure
from jiefen.core.sources import Sources


def check(
    procedure: Procedure,
    calendar: Calendar,
    sources: Sources | None = None,
    others: Mapping[str, Procedure] | None = None,
) -> Report:
    """Prove the ten properties of one procedure, or say what speaks against them.

    `others` are the procedures of the pack, by id, to which it may hand off. `calendar` gives the days that its
    deadlines can last. Never raises: a procedure too large to explore is reported as not sound.
    """
    around = others or {}
    findings: list[Finding] = []
    still = (
        *prove_sourced(procedure, sources),
        *prove_separate(procedure, around),
        *prove_confidential(procedure, around),
        *prove_languages(procedure),
        *prove_hand_offs(procedure, around),
    )
    abstraction = Abstraction(procedure, calendar)
    try:
        graph = explore(abstraction)
        waiting = prove_waits(abstraction)
        times = lengths(abstraction)
    except TooLarge as problem:
        text = said(procedure.title, "“{}”太大，无法全部检查", f"“{{}}” cannot be checked whole: {problem}")
        return Report(procedure.key, (Finding("sound", "too-large", "states", text), *still), ())
    findings += prove_sound(graph)
    findings += prove_open_door(graph)
    findings += waiting.findings
    findings += prove_heard(graph)
    findings += prove_told(graph)
    findings += prove_clock_safe(graph)
    findings += still
    return Report(
        procedure.key,
        tuple(findings),
        tuple(waiting.openings),
        waiting.waits,
        times,
        changes(graph),
        len(graph.nodes),
    )


def check_pack(procedures: Iterable[Procedure], calendar: Calendar, sources: Sources | None = None) -> Iterator[Report]:
    """Prove every procedure of a pack, with the others within reach of its hand-offs."""
    every = list(procedures)
    newest: dict[str, Procedure] = {}
    for one in sorted(every, key=lambda one: one.holds_from):
        newest[one.id] = one
    for one in every:
        yield check(one, calendar, sources, newest)
