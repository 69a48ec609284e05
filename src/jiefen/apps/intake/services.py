"""Filing: from what somebody told to a matter with seats for everybody, in the right office's hands."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from jiefen import shelf
from jiefen.apps.intake.models import Draft
from jiefen.apps.matters import keys, services, statements
from jiefen.apps.people import channels
from jiefen.apps.people.codes import code_digest, new_code
from jiefen.apps.people.ids import new_id
from jiefen.apps.people.models import Account, Place
from jiefen.apps.people.queries import organisation_for
from jiefen.apps.people.services import takes_one_more
from jiefen.core.access import RoleKind
from jiefen.core.procedure.model import Procedure

KEPT = timedelta(days=60)


class NoOffice(LookupError):
    """No body of the kind that the procedure needs is known here."""


def seats_of_offices(pack: str, procedure: Procedure, place: Place | None) -> list[services.NewParticipant]:
    """Seats for every office that the procedure's roles name, held by the body that serves the place.

    Raises NoOffice when a role that must be filled has no body.
    """
    seats = []
    for role, office in shelf.pack(pack).offices.items():
        if role not in procedure.roles:
            continue
        body = organisation_for(office.organisation, place)
        if body is None:
            if procedure.roles[role].least:
                raise NoOffice(f"no {office.organisation} is known for {role}")
            continue
        seats.append(
            services.NewParticipant(
                id=role,
                role=role,
                office=body,
                duty=office.duty,
                profile={"name": body.name_in("zh-Hans"), "names": body.names, "kind": "office", "contact": body.contact},
            )
        )
    return seats


def keeper_of(pack: str, procedure: Procedure) -> shelf.Office:
    """Which body, by which duty, keeps the matters of a procedure: the first of its offices. Raises NoOffice."""
    found = next((office for role, office in shelf.pack(pack).offices.items() if role in procedure.roles), None)
    if found is None:
        raise NoOffice(f"no office keeps matters of {procedure.key}")
    return found


def party_roles(procedure: Procedure, action: str) -> tuple[str, str | None]:
    """The role of the party that opens by this action, and the other side's; None where there is no other side."""
    mine = next(role for role in procedure.actions[action].by if procedure.roles[role].kind is RoleKind.PARTY)
    for role in procedure.roles.values():
        if role.kind is RoleKind.PARTY and role.side != procedure.roles[mine].side:
            return mine, role.id
    return mine, None


def file_matter(
    pack: str,
    procedure_id: str,
    action: str,
    *,
    applicant: Mapping[str, Any],
    others: list[Mapping[str, Any]],
    data: Mapping[str, Any],
    title: str,
    account: Account | None,
    request_key: str,
    place: Place | None = None,
    cause: str = "",
    by: Account | None = None,
    identity: str = "claimed",
    helper: str = "",
    now: datetime | None = None,
) -> services.Outcome:
    """File a matter for `applicant` against `others`, each a profile {name, kind, contact}.

    `account` takes the applicant's seat; `by` is who typed (staff, or the applicant); `helper` names somebody beside
    the applicant who typed for them, and is noted as such. Raises Refused, NoOffice.
    """
    procedure = shelf.procedure(pack, procedure_id, on=(now or timezone.now()).date())
    mine, theirs = party_roles(procedure, action)
    offices = seats_of_offices(pack, procedure, place)
    people = [
        services.NewParticipant(
            id="a1",
            role=mine,
            side=procedure.roles[mine].side,
            profile=applicant,
            account=account,
            identity=identity,
            language=account.language if account else "",
        ),
        *([_helper(procedure, mine, helper)] if helper else []),
        *(
            services.NewParticipant(id=f"b{number}", role=theirs, side=procedure.roles[theirs].side, profile=one)
            for number, one in enumerate(others if theirs else (), start=1)
            if theirs is not None
        ),
        *offices,
    ]
    institution = next((one.office for one in offices if one.office), None)
    if institution is None:
        raise NoOffice(f"no office keeps matters of {procedure.key}")
    return services.open_matter(
        pack,
        procedure_id,
        action,
        institution=institution,
        people=people,
        actors=("a1",),
        data=data,
        title=title[:200],
        account=by or account,
        request_key=request_key,
        place=place,
        cause=cause,
        now=now,
    )


def _helper(procedure: Procedure, role: str, name: str) -> services.NewParticipant:
    """Somebody who types for the one who asks; helpers never act themselves."""
    profile = {"name": name, "kind": "person", "contact": {}}
    return services.NewParticipant(id="h1", role=role, side=procedure.roles[role].side, profile=profile, capacity="helper")


def title_for(pack: str, cause: str, claim: str, day: Any) -> str:
    """What people call the matter: its cause if one was chosen, else how the claim begins."""
    found = shelf.causes(pack).on(day).causes.get(cause)
    return next(iter(found.name.values())) if found else " ".join(claim.split())[:40]


def save_draft(answers: Mapping[str, Any], code: str | None, version: int | None) -> tuple[str, int, bool]:
    """Keep what was typed. Returns the code to resume by, the new version, and whether another tab saved meanwhile.

    A conflict overwrites nothing: what was typed is kept under a fresh code.
    """
    found = find_draft(code) if code else None
    if found is not None and version == found.version:
        key = keys.key_of(found.wrapped_key, str(found.pk))
        found.answers, found.version = keys.seal(key, dict(answers), f"{found.pk}:draft"), found.version + 1
        found.saved_at = timezone.now()
        found.save()
        return str(code), found.version, False
    fresh, pk, key = new_code(), new_id(), keys.new_key()
    Draft.objects.create(
        pk=pk,
        digest=code_digest(fresh),
        wrapped_key=keys.wrap(key, str(pk)),
        answers=keys.seal(key, dict(answers), f"{pk}:draft"),
        saved_at=timezone.now(),
    )
    Draft.objects.filter(saved_at__lt=timezone.now() - KEPT).delete()
    return fresh, 1, found is not None


def find_draft(code: str) -> Draft | None:
    """The draft whose code was typed."""
    digest = code_digest(code)
    return next(iter(statements.select(Draft, digest=digest)), None) if digest else None


def read_draft(draft: Draft) -> dict[str, Any]:
    """What was typed into a draft."""
    answers: dict[str, Any] = keys.open_sealed(
        keys.key_of(draft.wrapped_key, str(draft.pk)), draft.answers, f"{draft.pk}:draft"
    )
    return answers


def end_draft(code: str) -> None:
    """The draft has been filed."""
    found = find_draft(code)
    if found is not None:
        found.delete()


SENDING = "send-code"
"""The purpose under which sendings of a draft's code are counted."""


def send_code(code: str, way: str, address: str) -> str:
    """Send a draft's code to a mailbox (`way` "email") or a phone, with nothing of what was typed.

    Gives "sent"; "often" when it went there several times today; "refused" when the channel did not take it. The address
    is not kept.
    """
    if not takes_one_more(SENDING, address):
        return "often"
    words, link = _("With this code you can go on with what you began:"), f"{settings.JIEFEN['origin']}/start/resume/"
    channel = channels.email() if way == "email" else channels.sms()
    text = f"{words}\n\n{code}\n\n{link}\n" if way == "email" else f"{words} {code} {link}"
    if channel is None:
        return "refused"
    try:
        channel.send(address, text, key=f"kept-{secrets.token_hex(8)}", about=_("Your code to go on"))
    except (channels.Bounced, channels.Trouble):
        return "refused"
    return "sent"
