"""Filing for a person who does not type: at the window, by telephone, on a visit. Who may, the filing, and the person's word.

The filing counts at once. That it was read back, and how the person confirmed it or said that something is wrong, stands
in the ledger, and beside it in a row from which pages are drawn. What was read back is kept word for word, sealed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from jiefen import shelf
from jiefen.apps.intake import services
from jiefen.apps.intake.models import Assisted
from jiefen.apps.matters import clock, keys, models, queries, store
from jiefen.apps.matters import services as matter_services
from jiefen.apps.matters.errors import Refused
from jiefen.apps.people import services as people
from jiefen.apps.people.models import Account, Duty, Place
from jiefen.core.ledger import Receipt
from jiefen.core.procedure.model import Procedure

_APPLICANT = "a1"
DISPUTED = Q(disputed_at__isnull=False) & (Q(confirmed_at=None) | Q(confirmed_at__lt=F("disputed_at")))


@dataclass(frozen=True, slots=True)
class Told:
    """What staff wrote down for a person. `text` is what was read back: the rows, each a question and its answer."""

    procedure: Procedure
    action: str
    applicant: Mapping[str, Any]
    others: list[Mapping[str, Any]]
    data: Mapping[str, Any]
    title: str
    cause: str
    place: Place | None
    way: str
    language: str
    helper: str
    interpreter: str
    saw_paper: bool
    text: Sequence[Sequence[str]]
    request_key: str
    signed_on: date | None = None


def desk_of(account: Account) -> Duty | None:
    """The duty by which somebody files for others: that of an office which keeps a way that a person may begin with."""
    pack, day = settings.JIEFEN["pack"], clock.now().date()
    keepers = {services.keeper_of(pack, shelf.procedure(pack, name, on=day)) for name, _action in shelf.pack(pack).opens}
    known = {(one.organisation, one.duty) for one in keepers}
    duties = account.duties.filter(until=None).select_related("organisation__place").order_by("id")
    return next((one for one in duties if (one.organisation.kind, one.kind) in known), None)


def file(told: Told, *, by: Account) -> tuple[Assisted, str]:
    """File it, once for each request key. Returns the filing, and the person's code where it may be handed over now.

    On the telephone no code is made: it is told only after the identity question. Raises Refused, services.NoOffice;
    nothing is left then, no account either.
    """
    try:
        with transaction.atomic():
            return _file(told, by)
    except (_Repeated, IntegrityError):
        found = Assisted.objects.filter(by=by, request_key=told.request_key).first()
        if found is None:
            raise Refused("already-done", "This request was used for something else. Open the page again.") from None
        return found, ""


class _Repeated(Exception):
    pass


def _file(told: Told, by: Account) -> tuple[Assisted, str]:
    email = str(told.applicant["contact"].get("email") or "")
    account, code = people.account_for_party(name=told.applicant["name"], email=email, language=told.language)
    done = services.file_matter(
        settings.JIEFEN["pack"],
        told.procedure.id,
        told.action,
        applicant=told.applicant,
        others=told.others,
        data=told.data,
        title=told.title,
        account=account,
        request_key=told.request_key,
        place=told.place,
        cause=told.cause,
        by=by,
        identity="staff" if told.saw_paper else "claimed",
        helper=told.helper,
    )
    if done.repeated:
        raise _Repeated
    one = _keep(told, done.matter, by)
    if told.signed_on is not None:
        one = confirm(one, "signature", signed_on=told.signed_on)
    return one, "" if told.way == "phone" else code or people.give_return_code(account)


def _keep(told: Told, row: models.Matter, by: Account) -> Assisted:
    key = keys.key_of(row.wrapped_key, str(row.pk))
    one = Assisted(
        matter=row,
        institution_id=row.institution_id,
        participant=_APPLICANT,
        by=by,
        request_key=told.request_key,
        way=told.way,
        language=told.language,
        read_back_at=clock.now(),
    )
    one.text = keys.seal(key, [list(line) for line in told.text], _place(one, "text"))
    for name, value in (("helper", told.helper), ("interpreter", told.interpreter)):
        if value:
            setattr(one, name, keys.seal(key, value, _place(one, name)))
    one.save(force_insert=True)
    said = {"by": str(by), "language": told.language, "helper": told.helper, "interpreter": told.interpreter}
    said |= {"identity": "staff"} if told.saw_paper else {}
    _report(one, told.way, "read-back", {name: value for name, value in said.items() if value})
    return one


def _place(one: Assisted, what: str) -> str:
    return f"{one.matter_id}:assisted:{what}:{one.pk}"


def _report(one: Assisted, what: str, outcome: str, detail: Mapping[str, Any]) -> None:
    """Into the ledger, as the entry after the last: each word of the person is an entry of its own."""
    seq = store.load(one.matter_id).matter.seq
    matter_services.report(one.matter_id, f"{seq + 1}:assisted:{what}:{one.participant}", outcome, detail=detail)


def opened(one: Assisted, what: str) -> Any:
    """One of the sealed fields: text, helper, interpreter or wrong; None where there is none. Raises Erased."""
    sealed = getattr(one, what)
    if sealed is None:
        return None
    return keys.open_sealed(keys.key_of(one.matter.wrapped_key, str(one.matter_id)), sealed, _place(one, what))


def seat_of(one: Assisted) -> models.Participation:
    """The seat of the person for whom it was filed."""
    found: models.Participation = models.Participation.objects.select_related("account").get(
        matter_id=one.matter_id, participant=one.participant
    )
    return found


def receipt_of(one: Assisted) -> Receipt:
    """The receipt of the filing."""
    return store.receipt_of(one.matter, models.Event.objects.get(matter_id=one.matter_id, seq=1))


@transaction.atomic
def confirm(one: Assisted, how: str, *, signed_on: date | None = None) -> Assisted:
    """The person has confirmed what was filed, by "code" or by "signature" (on the paper of that day, kept in the file).

    Confirmed twice, it counts once. Raises Refused when somebody signed for what the person has said to be wrong since:
    then only the person says that it is right.
    """
    store.load(one.matter_id, lock=True)
    fresh = Assisted.objects.select_related("matter").get(pk=one.pk)
    if fresh.confirmed:
        return fresh
    if fresh.disputed and how != "code":
        raise Refused("not-allowed", "The person says that something is wrong. Only they can say that it is right now.")
    fresh.confirmed_at, fresh.confirmed_by, fresh.signed_on = clock.now(), how, signed_on
    fresh.save(update_fields=["confirmed_at", "confirmed_by", "signed_on"])
    _report(fresh, "confirmed", how, {"signed_on": signed_on.isoformat()} if signed_on else {})
    return fresh


@transaction.atomic
def dispute(one: Assisted, words: str) -> Assisted:
    """The person says that something is wrong. The office finds it in the ledger and in its list; nothing is undone."""
    held = store.load(one.matter_id, lock=True)
    fresh = Assisted.objects.select_related("matter").get(pk=one.pk)
    fresh.disputed_at = clock.now()
    fresh.wrong = keys.seal(held.key, words, _place(fresh, "wrong")) if words else None
    fresh.save(update_fields=["disputed_at", "wrong"])
    _report(fresh, "disputed", "something-wrong", {"words": words} if words else {})
    return fresh


def may_get_code(one: Assisted) -> bool:
    """Whether staff may hand over a code: until the person has come back. After that only they make a new one."""
    account = seat_of(one).account
    return account is not None and account.last_login is None and not one.confirmed


@transaction.atomic
def give_code(one: Assisted) -> str:
    """A fresh code for the person, told after staff asked who they are speaking to. Raises Refused."""
    store.load(one.matter_id, lock=True)
    account = seat_of(one).account
    if account is None or not may_get_code(one):
        raise Refused("not-allowed", "The person has come back and makes a new code themselves.")
    one.identity_asked_at = clock.now()
    one.save(update_fields=["identity_asked_at"])
    _report(one, "code", "told", {"identity_asked": True})
    return people.give_return_code(account)


def is_of(one: Assisted, account: Account) -> bool:
    """Whether it was filed for this account."""
    return seat_of(one).account_id == account.pk


def may_handle(one: Assisted, account: Account) -> bool:
    """Whether an account may record the person's word: who filed it, and the offices that sit in the matter."""
    if one.by_id == account.pk and desk_of(account) is not None:
        return True
    seat = matter_services.seat_of(one.matter, account)
    return seat is not None and seat.office_id is not None


def waiting_for(account: Account) -> Assisted | None:
    """What was filed for somebody and waits for their word."""
    mine = Q(matter__participations__account=account, matter__participations__participant=F("participant"))
    waiting = Assisted.objects.filter(mine, confirmed_at=None, disputed_at=None, matter__wrapped_key__isnull=False)
    return waiting.order_by("read_back_at").first()


def filed_by(account: Account) -> QuerySet[Assisted]:
    """What somebody filed for others, the newest first."""
    return Assisted.objects.filter(by=account).select_related("matter").order_by("-read_back_at")


def disputed_before(account: Account) -> QuerySet[Assisted]:
    """What is said to be wrong in the matters of somebody's office, the oldest first."""
    seen = queries.visible_to(account).values("pk")
    return Assisted.objects.filter(DISPUTED, matter__in=seen).select_related("matter").order_by("disputed_at")
