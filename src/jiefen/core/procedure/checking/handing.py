"""Hand-offs followed: what one procedure hands over, the other can take, and nothing goes round by itself for ever."""

from collections.abc import Iterator, Mapping

from jiefen.core.access import RoleKind
from jiefen.core.procedure.checking.finding import Finding
from jiefen.core.procedure.checking.wording import said
from jiefen.core.procedure.model import START, Action, Procedure
from jiefen.core.procedure.plan import plan_of


def prove_hand_offs(procedure: Procedure, others: Mapping[str, Procedure]) -> Iterator[Finding]:
    """Each hand-off opens the other procedure by an act of it, with people and facts that it accepts."""
    if not others:
        return
    for action in procedure.actions.values():
        if action.hand_off is not None:
            yield from _fits(procedure, others, action)
    circle = _by_time_alone(procedure, others)
    if circle:
        text = said(procedure.title, "“{}”的移交会自己一直循环下去", "“{}” is handed round for ever by time alone")
        yield Finding("bounded-wait", "circle", " > ".join(circle), text)
    for remedy in procedure.remedies.values():
        if remedy.hand_off is not None and remedy.hand_off not in others and remedy.hand_off != procedure.id:
            text = said(remedy.text, "“{}”指向不存在的程序", "“{}” leads to a procedure that does not exist")
            yield Finding("sound", "no-such-procedure", f"remedies.{remedy.id}", text)


def _fits(procedure: Procedure, others: Mapping[str, Procedure], action: Action) -> Iterator[Finding]:
    hand_off = action.hand_off
    assert hand_off is not None  # noqa: S101
    place = f"actions.{action.id}.hand_off"
    target = others.get(hand_off.procedure)
    if target is None:
        text = said(action.name, "“{}”移交到不存在的程序", "“{}” hands over to a procedure that does not exist")
        yield Finding("sound", "no-such-procedure", place, text)
        return
    opening = target.actions.get(hand_off.opens)
    if opening is None or START not in opening.sources:
        text = said(action.name, "“{}”不能这样开启另一程序", "“{}” names no act that opens the other procedure")
        yield Finding("sound", "no-opening", place, text)
        return
    wrong = [there for there in hand_off.roles.values() if there not in target.roles]
    if wrong:
        text = said(action.name, "“{}”移交给不存在的角色", "“{}” hands over to a role that does not exist")
        yield Finding("sound", "no-such-role", f"{place}.{wrong[0]}", text)
    for name in hand_off.carries:
        there = target.facts.get(name)
        if there is not None and there.type is not procedure.facts[name].type:
            text = said(procedure.facts[name].label, "移交后“{}”成了另一种东西", "“{}” becomes another kind of value")
            yield Finding("sound", "other-type", f"{place}.{name}", text)
    lacking = [ask.fact for ask in opening.asks if ask.required and ask.fact not in hand_off.carries]
    if lacking:
        text = said(action.name, "“{}”移交时缺少必需的内容", "“{}” hands over without what the other procedure needs")
        yield Finding("sound", "lacks-fact", f"{place}.{lacking[0]}", text)
    reached = set(hand_off.roles.values())
    for role in target.roles.values():
        if role.least and role.kind is RoleKind.PARTY and role.id not in reached:
            text = said(role.name, "移交后没有人是“{}”", "After the hand-off nobody is “{}”")
            yield Finding("sound", "lacks-role", f"{place}.{role.id}", text)


def _by_time_alone(procedure: Procedure, others: Mapping[str, Procedure]) -> tuple[str, ...]:
    """A circle of hand-offs in which no person acts: each matter would open the next as its deadlines end."""
    path, where = [procedure.id], procedure
    while True:
        onward = _silently_to(where)
        if onward is None or onward not in others:
            return ()
        if onward in path:
            return (*path, onward)
        path.append(onward)
        where = others[onward]


def _silently_to(procedure: Procedure) -> str | None:
    """To which procedure an act of time may hand over from where that procedure begins, nobody acting."""
    plan = plan_of(procedure)
    seen: set[str] = set()
    todo = [action.to for action in plan.leaving[START] if action.to is not None]
    while todo:
        state = todo.pop()
        if state in seen:
            continue
        seen.add(state)
        for action in plan.leaving.get(state, ()):
            if action.by:
                continue
            if action.hand_off is not None:
                return action.hand_off.procedure
            if action.to is not None:
                todo.append(action.to)
    return None
