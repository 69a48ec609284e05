"""Carrying out hand-offs: a matter opens or feeds another under another procedure of the pack.

Those who go along keep their seats' names and accounts; the new procedure's offices get theirs.
"""

from jiefen import shelf
from jiefen.apps.intake.services import seats_of_offices
from jiefen.apps.matters import keys, models, queries, services, store
from jiefen.apps.matters.effects import Done, register
from jiefen.core.access import RoleKind
from jiefen.core.procedure.model import Procedure


def carry_out(effect: models.Effect) -> Done:
    """Open the matter that an event hands on to; once, by the effect's key."""
    seq = int(effect.key.split(":")[0])
    row = effect.matter
    held = store.loaded(row)
    event = next(one for one in store.read_events(row, held.key) if one.seq == seq)
    wanted = event.body["hand_off"]
    procedure = shelf.procedure(row.pack, wanted["procedure"], on=event.at.date())
    seats = {seat.participant: seat for seat in row.participations.select_related("account")}
    people = [_same_person(held, seats[name], role, procedure) for name, role in wanted["people"].items()]
    offices = seats_of_offices(row.pack, procedure, row.place)
    opening = procedure.actions[wanted["opens"]]
    actors = tuple(one.id for one in people if one.role in opening.by)
    done = services.open_matter(
        row.pack,
        procedure.id,
        wanted["opens"],
        institution=next((one.office for one in offices if one.office), row.institution),
        people=[*people, *offices],
        actors=actors,
        data=wanted["carries"],
        title=queries.title_of(row),
        account=None,
        request_key=services.request_key_of(f"{str(row.pk)[-12:]}:{effect.key}"),
        place=row.place,
        cause=row.cause,
        parent=row,
        now=event.recorded_at,
    )
    return Done("opened", {"number": done.matter.number})


def _same_person(held, seat: models.Participation, role: str, procedure) -> services.NewParticipant:  # type: ignore[no-untyped-def]
    profile = keys.open_sealed(held.key, seat.profile, f"{held.row.pk}:profile:{seat.participant}")
    kind = procedure.roles[role].kind
    return services.NewParticipant(
        id=seat.participant,
        role=role,
        side=procedure.roles[role].side if kind is RoleKind.PARTY else None,
        profile=profile,
        account=seat.account if _takes_part(procedure, role) else None,
        language=seat.language,
        identity=seat.identity,
    )


def _takes_part(procedure: Procedure, role: str) -> bool:
    """Whether a role acts or is told anything there. Somebody who does neither is named in the papers and sees none of
    them: what one side prepares for court is its own until the court serves it."""
    acts = any(role in action.by for action in procedure.actions.values())
    return acts or any(role in notice.roles for notice in procedure.notices.values())


def install() -> None:
    """Name the handler; called when the site starts."""
    register("hand-off", carry_out)
