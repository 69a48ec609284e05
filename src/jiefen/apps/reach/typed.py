"""What one person types for another: who typed, who said it, and that it counts only once it was read back and the person
said that it is right.

A helper types for the person they stand beside; staff type for somebody on the telephone or at the window. Until it is
confirmed it is a sealed text and nothing more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from jiefen.apps.matters import clock, keys, naming, queries, seats, store
from jiefen.apps.matters import models as matters
from jiefen.apps.matters import services as matter_services
from jiefen.apps.matters.errors import Refused
from jiefen.apps.people.models import Account
from jiefen.apps.reach import companions, telling
from jiefen.apps.reach.models import Typed
from jiefen.core import procedure as engine
from jiefen.core.access import RoleKind, may, sees
from jiefen.core.procedure.model import Action

HOW = ("signed-in", "own-code", "staff")
"""How a person says that it is right: in their own account, with their own code, or to staff who read it back."""


@dataclass(frozen=True, slots=True)
class Text:
    """What was typed, as the engine takes it, and the form's raw fields, so that it can be changed without typing it anew."""

    data: Mapping[str, Any]
    reason: str
    ground: str
    fields: Mapping[str, str]


def speakers(page: queries.Page, held: store.Loaded, seat: matters.Participation) -> list[str]:
    """The participants for whom the reader of a page may type: whom they help; for staff, every party."""
    if page.state.outcome is not None:
        return []
    if not may(page.viewer, "invite"):
        return [one for one in companions.helped_by(seat) if one in held.matter.participants]
    return [
        one.id
        for one in held.matter.participants.values()
        if one.capacity == "self" and held.procedure.roles[one.role].kind is RoleKind.PARTY
        and not page.people[one.id].is_office
    ]  # fmt: skip


def actions_for(held: store.Loaded, speaker: str) -> list[Action]:
    """What a person may do now and somebody may type for them. An act that names somebody from a roster is not among
    them: it gives a person a seat."""
    return [one for one in engine.open_actions(held.procedure, held.matter, speaker) if not naming.roster_facts(held, one)]


def keep(
    page: queries.Page,
    held: store.Loaded,
    account: Account,
    *,
    typist: matters.Participation,
    speaker: matters.Participation,
    action: str,
    text: Text,
    seen: int,
    before: Typed | None = None,
) -> Typed:
    """Keep what was typed; `before` is replaced by it. The person finds that it waits for their word.

    Raises Refused when the act would be refused now, with what is wrong.
    """
    if speaker.participant not in speakers(page, held, typist):
        raise Refused("not-allowed", "You do not stand beside this person.")
    seats.check_act(page.id, speaker.participant, action, text.data, reason=text.reason, ground=text.ground)
    one = before or Typed(
        matter_id=page.id, institution_id=typist.institution_id, typist=typist, speaker=speaker, action=action
    )
    one.account, one.seen, one.made_at = account, seen, clock.now()
    plain = {"data": dict(text.data), "reason": text.reason, "ground": text.ground, "fields": dict(text.fields)}
    one.text = keys.seal(held.key, plain, f"{page.id}:typed:{one.pk}")
    with transaction.atomic():
        one.save()
        if speaker.account_id is not None and before is None:
            telling.tell_of_typing(held, speaker, page.name_of(typist.participant) or str(account), one.pk.hex[-12:])
    return one


def read(held: store.Loaded, one: Typed) -> Text:
    """What was typed. Empty once it is settled."""
    if not one.text:
        return Text({}, "", "", {})
    return Text(**keys.open_sealed(held.key, one.text, f"{one.matter_id}:typed:{one.pk}"))


def sees_all(page: queries.Page, held: store.Loaded, one: Typed) -> bool:
    """Whether the reader of a page may have everything that was typed, so that they can read it back."""
    side = one.speaker.side or None
    facts = [held.procedure.facts[name] for name in read(held, one).data if name in held.procedure.facts]
    return all(sees(page.viewer, fact.confidence, side, one.speaker.participant) for fact in facts)


def can_confirm(page: queries.Page, held: store.Loaded, one: Typed) -> str:
    """How what was typed can be confirmed from the reader's page; empty when it cannot."""
    me = page.viewer.participant
    if one.state != Typed.WAITING or page.state.outcome is not None:
        return ""
    if me == one.speaker.participant:
        return "signed-in"
    if may(page.viewer, "invite"):
        return "staff" if sees_all(page, held, one) else ""
    return "own-code" if me == one.typist.participant and one.speaker.account_id is not None else ""


def confirm(held: store.Loaded, one: Typed, *, how: str, by: Account, as_participant: str) -> matter_services.Outcome:
    """The person has said that it is right: now it is their act. Confirmed twice, it counts once.

    `by` is the account that confirms: the person's own, or that of the staff who read it back. Raises Stale when others
    have acted since it was typed, Refused as any act.
    """
    text = read(held, one)
    with transaction.atomic():
        done = seats.perform_for(
            one.matter_id,
            one.speaker.participant,
            one.action,
            text.data,
            by=by,
            request_key=f"typed:{one.pk}",
            how=how,
            detail={
                "typed_by": one.typist.participant,
                "said_by": one.speaker.participant,
                "read_back": True,
                "confirmed_by": as_participant,
            },
            seen=one.seen,
            reason=text.reason,
            ground=text.ground,
        )
        settle(one, Typed.CONFIRMED, how)
        return done


def settle(one: Typed, state: str, how: str = "") -> None:
    """It is confirmed, not right, or taken back; the text itself is not kept here any longer."""
    Typed.objects.filter(pk=one.pk, state=Typed.WAITING).update(state=state, how=how, settled_at=clock.now(), text=None)


def seen_now(one: Typed, seen: int) -> None:
    """The reader has been shown what has changed since it was typed."""
    Typed.objects.filter(pk=one.pk).update(seen=seen)
    one.seen = seen
