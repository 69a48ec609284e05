"""Moving a running matter to another version of its procedure: explicit, checked, and written into its ledger.

A matter stays on the version that it was opened under. It moves only where it stands in a state, under clocks and with
facts that mean the same in both versions, and its parties are told by the new version's notice `moved`.
"""

from collections.abc import Iterable
from datetime import datetime

from jiefen.core.access import RoleKind
from jiefen.core.procedure.errors import Refused
from jiefen.core.procedure.model import Procedure
from jiefen.core.procedure.record import Event, EventKind, Matter

TELLS = "moved"
"""The notice of the new version by which the parties are told."""


def movable(old: Procedure, new: Procedure, state: str, acts: Iterable[str] = ()) -> str:
    """Why a matter that stands in `state`, after `acts`, cannot move to the new version; empty when it can.

    It can where the state, the clocks that run there, the facts and the acts so far mean the same in both.
    """
    if (old.id, old.jurisdiction) != (new.id, new.jurisdiction):
        return "it is another procedure"
    if state not in new.states:
        return f"the new version has no state {state}"
    if old.states[state].outcome is not None:
        return "the matter has ended"
    return _clocks_differ(old, new, state) or _facts_differ(old, new) or _people_differ(old, new) or _acts_differ(new, acts)


def _clocks_differ(old: Procedure, new: Procedure, state: str) -> str:
    for deadline in old.deadlines.values():
        if state in deadline.runs_in:
            other = new.deadlines.get(deadline.id)
            if other is None or other.period != deadline.period or state not in other.runs_in:
                return f"the clock {deadline.id} is another one in the new version"
    return ""


def _facts_differ(old: Procedure, new: Procedure) -> str:
    for fact in old.facts.values():
        again = new.facts.get(fact.id)
        if again is None or (again.type, again.confidence) != (fact.type, fact.confidence):
            return f"the fact {fact.id} is another one in the new version"
    return ""


def _people_differ(old: Procedure, new: Procedure) -> str:
    for role in old.roles.values():
        again = new.roles.get(role.id)
        if again is None or (again.kind, again.side) != (role.kind, role.side):
            return f"the role {role.id} is another one in the new version"
    parties = {role.id for role in new.roles.values() if role.kind is RoleKind.PARTY}
    told = set(new.notices[TELLS].roles) if TELLS in new.notices else set()
    return "" if parties <= told else f"the new version has no notice {TELLS!r} that tells every party"


def _acts_differ(new: Procedure, acts: Iterable[str]) -> str:
    return next((f"the new version does not know the act {name}" for name in acts if name not in new.actions), "")


def move(
    old: Procedure, new: Procedure, matter: Matter, acts: Iterable[str], now: datetime, *, reason: str, by: str
) -> Event:
    """The matter goes on under `new`. `by` names who decided it, `reason` is read by the parties.

    Raises Refused: not-movable with what stands against it, reason-required.
    """
    if not reason.strip():
        raise Refused("reason-required", "Say why the matter moves; its parties will read it.")
    against = movable(old, new, matter.state, acts)
    if against:
        raise Refused("not-movable", f"The matter cannot move to {new.key}: {against}.")
    told = [one.id for one in matter.present if one.role in new.notices[TELLS].roles]
    body = {
        "procedure": {"from": old.key, "to": new.key, "fingerprint": new.fingerprint},
        "reason": reason.strip(),
        "by": by,
        "notices": [{"id": TELLS, "to": told}],
    }
    return Event(matter.seq + 1, EventKind.MOVE, now, now, "system", body)
