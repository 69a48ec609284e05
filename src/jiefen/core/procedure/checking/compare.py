"""What changes for people when one version of a procedure takes the place of another: rights, ways, waits, clocks.

A matter stays on the version that it was opened under. Whoever amends a procedure reads here what the amendment gives
and takes, and which of the open matters stand in a state that it touches.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from jiefen.core.procedure.checking.finding import Report, Wait
from jiefen.core.procedure.checking.wording import said
from jiefen.core.procedure.model import START, Action, Deadline, Procedure, Text


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `kind`: way, right, wait, clock, remedy, notice or state; `gain` is True where people gain, False
    where they lose, None where it is neither or cannot be said. `states` are those of the old version that it touches."""

    kind: str
    place: str
    text: Text
    gain: bool | None
    states: frozenset[str]


def compare(old: Procedure, new: Procedure, old_report: Report, new_report: Report) -> tuple[Change, ...]:
    """Every difference that somebody would notice, in the order states, ways, rights, clocks, waits."""
    return (
        *_states(old, new),
        *_acts(old, new),
        *_clocks(old, new),
        *_waits(old, new, old_report, new_report),
    )


def touched(changes: tuple[Change, ...]) -> frozenset[str]:
    """The states of the old version that some change touches: matters that stand there would notice it."""
    return frozenset(state for one in changes for state in one.states)


def _states(old: Procedure, new: Procedure) -> Iterator[Change]:
    for name in old.states.keys() - new.states.keys():
        text = said(old.states[name].name, "不再有“{}”这一步", "“{}” is no more")
        yield Change("state", name, text, None, frozenset({name}))
    for name in new.states.keys() - old.states.keys():
        yield Change("state", name, said(new.states[name].name, "新增“{}”", "“{}” is new"), None, frozenset())


def _acts(old: Procedure, new: Procedure) -> Iterator[Change]:
    for name in [*old.actions, *(one for one in new.actions if one not in old.actions)]:
        before, after = old.actions.get(name), new.actions.get(name)
        for role in dict.fromkeys((*(before.by if before else ()), *(after.by if after else ()))):
            had = _where(before, role)
            has = _where(after, role)
            if had - has:
                yield _act(before or after, role, had - has, False, old)  # type: ignore[arg-type]
            if has - had:
                yield _act(after or before, role, has - had, True, new)  # type: ignore[arg-type]
        if before is not None and after is not None:
            yield from _told(old, before, after)


def _where(action: Action | None, role: str) -> frozenset[str]:
    return frozenset(action.sources) if action is not None and role in action.by else frozenset()


def _act(action: Action, role: str, states: frozenset[str], gain: bool, procedure: Procedure) -> Change:
    who = procedure.roles[role].name if role in procedure.roles else {}
    kind = "way" if action.leaves or action.hand_off else "right"
    names = {language: f"{who.get(language, role)}：{text}" for language, text in action.name.items()}
    text = said(names, "可以做：“{}”", "can now: “{}”") if gain else said(names, "不能再做：“{}”", "can no longer: “{}”")
    return Change(kind, f"{action.id}.{role}", text, gain, frozenset() if gain else states - {START})


def _told(old: Procedure, before: Action, after: Action) -> Iterator[Change]:
    states = frozenset(before.sources) - {START}
    for name in set(before.remedies) - set(after.remedies):
        text = said(before.name, "“{}”少告知一条救济途径", "“{}” names one remedy less")
        yield Change("remedy", f"{before.id}.{name}", text, False, states)
    if set(before.notices) - set(after.notices):
        text = said(before.name, "“{}”少发一份通知", "“{}” sends one notice less")
        yield Change("notice", before.id, text, False, states)


def _clocks(old: Procedure, new: Procedure) -> Iterator[Change]:
    for name in [*old.deadlines, *(one for one in new.deadlines if one not in old.deadlines)]:
        before, after = old.deadlines.get(name), new.deadlines.get(name)
        if before is None and after is not None:
            yield Change("clock", name, said(after.name, "新增期限“{}”", "the deadline “{}” is new"), None, frozenset())
        elif before is not None and after is None:
            text = said(before.name, "取消期限“{}”", "the deadline “{}” is dropped")
            yield Change("clock", name, text, None, frozenset(before.runs_in))
        elif before is not None and after is not None and before.period != after.period:
            words = {language: f"{text}（{_length(before)} → {_length(after)}）" for language, text in after.name.items()}
            yield Change("clock", name, said(words, "期限改变：{}", "a deadline changes: {}"), None, frozenset(before.runs_in))


def _length(deadline: Deadline) -> str:
    return " / ".join(f"{one.length} {one.unit}" for one in deadline.period.readings)


def _waits(old: Procedure, new: Procedure, before: Report, after: Report) -> Iterator[Change]:
    for (role, state), wait in after.waits.items():
        was = before.waits.get((role, state))
        if was is None or was.days == wait.days or state not in old.states:
            continue
        names = {
            language: f"{new.roles[role].name[language]}，{text}：{_days(was)} → {_days(wait)}"
            for language, text in new.states[state].name.items()
        }
        shorter = _known(wait) < _known(was)
        text = said(names, "最长等待改变：{}", "the longest wait changes: {}")
        yield Change("wait", f"{state}.{role}", text, shorter, frozenset({state}))


def _known(wait: Wait) -> float:
    return float("inf") if wait.days is None else wait.days


def _days(wait: Wait) -> str:
    return "∞" if wait.days is None else str(wait.days)
