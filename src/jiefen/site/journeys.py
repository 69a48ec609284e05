"""Walking a scenario through the real services: the demonstration and the run over published cases are made so.

A scenario is the pack's own data; nothing here names a procedure, an action or a fact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from jiefen import shelf
from jiefen.apps.matters import models, services
from jiefen.apps.matters.errors import Refused
from jiefen.apps.people.models import Account, Organisation, Place
from jiefen.core.access import RoleKind
from jiefen.core.procedure import Scenario, moment_of
from jiefen.core.procedure.model import Procedure


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: an account for each kind of seat, and the bodies that hold offices, with their staff."""

    parties: Mapping[str, Account | None]  # side -> account
    neutrals: Mapping[str, Account]  # role -> account
    offices: Mapping[str, tuple[Organisation, str, Account]]  # role -> body, duty, who acts
    names: Mapping[str, str]  # side -> name shown
    institution: Organisation
    place: Place | None = None


def seats(procedure: Procedure, scenario: Scenario, cast: Cast) -> list[services.NewParticipant]:
    """A seat for each person of the scenario, played by the cast."""
    found = []
    for who, role_id in scenario.people.items():
        role = procedure.roles[role_id]
        common: dict[str, Any] = {"id": who, "role": role_id}
        if role.kind is RoleKind.PARTY:
            side = role.side or ""
            account = cast.parties.get(side)
            profile = {"name": cast.names[side], "kind": "person", "contact": {"email": account.email if account else ""}}
            found.append(services.NewParticipant(**common, side=side, account=account, profile=profile))
        elif role_id in cast.offices:
            body, duty, _staff = cast.offices[role_id]
            profile = {
                "name": body.name_in("zh-Hans"), "names": body.names, "kind": "office", "contact": dict(body.contact),
            }  # fmt: skip
            found.append(services.NewParticipant(**common, office=body, duty=duty, profile=profile))
        else:
            account = cast.neutrals[role_id]
            profile = {"name": str(account), "kind": "person", "contact": {}}
            found.append(services.NewParticipant(**common, account=account, profile=profile, identity="staff"))
    return found


def walk(
    pack: str,
    procedure: Procedure,
    scenario: Scenario,
    cast: Cast,
    *,
    title: str,
    key: str,
    data: Mapping[str, Any] | None = None,
    cause: str = "",
    acts: int | None = None,
    ends_on: datetime | None = None,
) -> models.Matter:
    """Open a matter and take the scenario's steps; only the first `acts` of them when given.

    `data` replaces what the opening act says. With `ends_on`, all days move so that the last step falls on it.
    Steps that the scenario expects to be refused are left out. Safe to repeat: each act has its own request key.
    """
    calendar = shelf.calendar(pack)
    steps = [one for one in scenario.steps if one.kind in ("act", "until") and not one.refused]
    if acts is not None:
        doing = [n for n, one in enumerate(steps) if one.kind == "act"]
        steps = steps[: doing[acts - 1] + 1] if acts <= len(doing) else steps
    shift = ends_on - moment_of(steps[-1].at, calendar) if ends_on else timedelta()
    row: models.Matter | None = None
    for number, step in enumerate(steps):
        now = moment_of(step.at, calendar) + shift
        if row is None:
            opening = {**(step.data or {}), **(data or {})}
            row = services.open_matter(
                pack,
                procedure.id,
                step.action,
                institution=cast.institution,
                people=seats(procedure, scenario, cast),
                actors=(step.who, *step.together),
                data=opening,
                title=title,
                account=cast.parties.get("applicant"),
                request_key=f"{key}:0",
                place=cast.place,
                cause=cause,
                now=now,
            ).matter
        elif step.kind == "until":
            services.expire_one(row.pk, now)
        else:
            try:
                _act(row, procedure, scenario, cast, step, f"{key}:{number}", now)
            except Refused:
                if ends_on is None:
                    raise
                break  # moved to other days, a last day can fall differently; the matter stays where it is
    if row is None:
        raise ValueError(f"scenario {scenario.name!r} opens nothing")
    row.refresh_from_db()
    return row


def _act(row: models.Matter, procedure: Procedure, scenario: Scenario, cast: Cast, step: Any, key: str, now: datetime) -> None:
    role = scenario.people[step.who]
    kind = procedure.roles[role].kind
    if kind is RoleKind.PARTY:
        account = cast.parties[procedure.roles[role].side or ""]
    elif role in cast.offices:
        account = cast.offices[role][2]
    else:
        account = cast.neutrals[role]
    if account is None:
        raise ValueError(f"nobody plays {step.who}")
    services.perform(
        row.pk,
        step.action,
        account,
        step.data or {},
        request_key=key,
        reason=step.reason,
        ground=step.ground,
        role=role,
        now=now,
    )
