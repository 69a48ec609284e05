"""Writes about people: accounts for parties, sign-in by a code on paper, duties, and the brake on guessing."""

import logging
from datetime import datetime, timedelta

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import EmailAddress, Login
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from jiefen.apps.people.codes import code_digest, new_code
from jiefen.apps.people.models import Account, Attempt, Duty, Organisation, ReturnCode
from jiefen.apps.people.secrets import keyed_digest

log = logging.getLogger("jiefen.people")

WINDOW = timedelta(minutes=10)
ALLOWED = 10
ALLOWED_MISTYPED = 30
ALARM = 200  # wrong codes of one kind within the window, from all sources, of which the log tells
LOCKED_FOR = timedelta(hours=1)
_TYPO = "-typo"


@transaction.atomic
def account_for_party(*, name: str, email: str = "", language: str = "") -> tuple[Account, str | None]:
    """An account for somebody who files or joins, and a return code when there is no e-mail to send codes to.

    Always a new account: an address that is already known does not show whose it is. The person can sign in to the
    account they have instead.
    """
    account = Account(username=f"p-{new_code().lower()}", name=name[:120], email=email, language=language)
    account.set_unusable_password()
    account.save(force_insert=True)
    if email and not EmailAddress.objects.filter(email__iexact=email).exists():
        EmailAddress.objects.create(user=account, email=email, primary=True, verified=False)
        return account, None
    return account, give_return_code(account)


def give_return_code(account: Account) -> str:
    """A fresh return code for an account; the one before stops working. Shown once, kept as a hash."""
    code = new_code()
    ReturnCode.objects.update_or_create(account=account, defaults={"digest": code_digest(code), "made_at": timezone.now()})
    return code


def account_by_return_code(typed: str) -> Account | None:
    """The account whose return code was typed, or None."""
    digest = code_digest(typed)
    found = ReturnCode.objects.select_related("account").filter(digest=digest).first() if digest else None
    return found.account if found and found.account.is_active else None


def sign_in(request: HttpRequest, account: Account, *, to: str = "") -> HttpResponse:
    """Sign an account in through all the stages that it needs (a second factor, for staff), and go on to `to`."""
    request.session.cycle_key()
    login = Login(user=account, redirect_url=to or None)
    return perform_login(request, login)


@transaction.atomic
def make_staff(
    *, username: str, name: str, organisation: Organisation, duty: str, email: str = "", language: str = "zh-hans"
) -> Account:
    """An account with a duty. It can sign in once a password has been set, and must then set up a second factor."""
    account, _made = Account.objects.get_or_create(
        username=username, defaults={"name": name, "email": email, "language": language}
    )
    Duty.objects.get_or_create(account=account, organisation=organisation, kind=duty)
    if email:
        EmailAddress.objects.get_or_create(user=account, email=email, defaults={"primary": True, "verified": True})
    return account


def source_of(request: HttpRequest) -> str:
    """A keyed hash of where a request comes from; the address itself is not kept.

    Behind reverse proxies it is the address that the outermost of them saw: what stands before it in the header was
    written by the visitor and proves nothing.
    """
    proxies = settings.JIEFEN["proxies"]
    seen = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    address = seen[-proxies] if 0 < proxies <= len(seen) else request.META.get("REMOTE_ADDR", "")
    return keyed_digest(address, "source")


def note_wrong(purpose: str, request: HttpRequest, now: datetime | None = None, *, allowed: int = ALLOWED) -> None:
    """Somebody typed a wrong code for `purpose`. Logged by a part of the source's hash, never by its address."""
    moment = now or timezone.now()
    source = source_of(request)
    Attempt.objects.create(purpose=purpose, source=source, at=moment)
    Attempt.objects.filter(at__lt=moment - timedelta(days=1)).delete()
    log.warning("a wrong code for %s was typed from %s", purpose, source[:12])
    if locked_until(purpose, request, moment, allowed=allowed):
        log.error("%s is locked for codes of %s: %d wrong ones within %s", source[:12], purpose, allowed, WINDOW)
    everywhere = Attempt.objects.filter(purpose=purpose, at__gt=moment - WINDOW).count()
    if everywhere % ALARM == 0:
        log.error("%d wrong codes for %s within %s, from all sources together", everywhere, purpose, WINDOW)


def locked_until(purpose: str, request: HttpRequest, now: datetime | None = None, *, allowed: int = ALLOWED) -> datetime | None:
    """Until when this source is locked for `purpose`; None when it is not. `allowed` wrong codes within ten minutes lock
    it for an hour from the last of them.

    There is no lock on all sources together: a code of 80 bits cannot be found, and such a lock would let one person
    keep everybody out. Many wrong codes from many sources are logged as an error instead.
    """
    moment = now or timezone.now()
    recent = list(
        Attempt.objects.filter(purpose=purpose, source=source_of(request), at__gt=moment - LOCKED_FOR - WINDOW)
        .order_by("-at")
        .values_list("at", flat=True)[:200]
    )
    for newest, oldest in zip(recent, recent[allowed - 1 :], strict=False):
        if newest - oldest <= WINDOW and moment - newest < LOCKED_FOR:
            return newest + LOCKED_FOR
    return None


def too_many(purpose: str, request: HttpRequest, now: datetime | None = None) -> bool:
    """Whether this source is locked for `purpose`; see `locked_until`."""
    return locked_until(purpose, request, now) is not None


def minutes_to_wait(purpose: str, request: HttpRequest, now: datetime | None = None) -> int:
    """How many minutes this source stays locked for `purpose`, wrong or mistyped codes alike; 0 when it is not locked."""
    moment = now or timezone.now()
    ends = [
        end
        for end in (
            locked_until(purpose, request, moment),
            locked_until(f"{purpose}{_TYPO}", request, moment, allowed=ALLOWED_MISTYPED),
        )
        if end is not None
    ]
    return -(-int((max(ends) - moment).total_seconds()) // 60) if ends else 0


def note_mistyped(purpose: str, request: HttpRequest, now: datetime | None = None) -> None:
    """Somebody typed what cannot be a code. It could open nothing, so more of these are borne than of wrong codes."""
    note_wrong(f"{purpose}{_TYPO}", request, now, allowed=ALLOWED_MISTYPED)


def takes_one_more(purpose: str, address: str, now: datetime | None = None, *, most: int = 3) -> bool:
    """Whether one more text for `purpose` may go to an address today, and counts it. Only a keyed hash is kept, for a day.

    Nobody's phone or mailbox can be flooded from many places at once.
    """
    moment = now or timezone.now()
    digest, since = keyed_digest(address, "sent-to"), moment - timedelta(days=1)
    if Attempt.objects.filter(purpose=purpose, source=digest, at__gt=since).count() >= most:
        return False
    Attempt.objects.create(purpose=purpose, source=digest, at=moment)
    return True


def set_password(account: Account, password: str) -> None:
    """Give an account a password. The caller has validated it."""
    account.set_password(password)
    account.save(update_fields=["password"])


def end_duties(account: Account) -> int:
    """End every duty of an account today; its seats in offices are closed to it at once. The number ended."""
    return account.duties.filter(until=None).update(until=timezone.localdate())


def remove_second_factor(account: Account) -> None:
    """Remove an account's second factors, as when a phone is lost; the next sign-in sets up a new one."""
    from allauth.mfa.models import Authenticator

    Authenticator.objects.filter(user=account).delete()
