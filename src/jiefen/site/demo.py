"""The demonstration: a fictional county with people of every role and matters at every stage.

Seeded once, by real services; a second start finds it there. Refused where real matters are kept.
"""

import base64
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import encrypt
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured

from jiefen import shelf
from jiefen.apps.matters import clock, sealing
from jiefen.apps.matters.models import Matter
from jiefen.apps.people.models import Account, Duty, Organisation, Place
from jiefen.apps.people.queries import accounts_with_duty, organisation_for
from jiefen.core.strictyaml import read_yaml
from jiefen.site.journeys import Cast, walk
from jiefen.web.language import in_language

PASSWORD = "qingxi-2026-demo"  # noqa: S105  printed at every start; refused outside a demonstration
_TITLES = {"people-mediation": "租房押金", "court-filing": "借款未还", "judicial-confirmation": "邻里漏水"}


def county() -> dict[str, Account]:
    """Places, bodies and people of the fictional county; made once. Returns accounts by sign-in name."""
    plain = _written()
    for code, one in plain["places"].items():
        values = {"level": one["level"], "names": one["names"], "parent_id": one.get("parent")}
        Place.objects.update_or_create(code=code, defaults=values)
    bodies = {}
    for name, one in plain["organisations"].items():
        found = Organisation.objects.filter(kind=one["kind"], place_id=one["place"]).first()
        bodies[name] = found or Organisation.objects.create(
            kind=one["kind"], place_id=one["place"], names=one["names"], contact={"phone": "0000-12348"}
        )
    return {username: _person(username, one, bodies) for username, one in plain["people"].items()}


def _written() -> dict[str, Any]:
    """What is written of the county of this installation's pack."""
    name = f"demo-{settings.JIEFEN['pack']}.yaml"
    plain: dict[str, Any] = read_yaml((Path(__file__).parent / name).read_text(encoding="utf-8"), name).plain()
    return plain


def _person(username: str, one: dict, bodies: dict[str, Organisation]) -> Account:  # type: ignore[type-arg]
    account, made = Account.objects.get_or_create(
        username=username, defaults={"name": one["name"], "email": one["email"], "language": one["language"]}
    )
    if made:
        account.password = _hashed(settings.PASSWORD_HASHERS[0])
        account.save(update_fields=["password"])
        EmailAddress.objects.create(user=account, email=one["email"], primary=True, verified=True)
    if "duty" in one:
        Duty.objects.get_or_create(account=account, organisation=bodies[one["duty"][0]], kind=one["duty"][1])
        if not Authenticator.objects.filter(user=account).exists():
            Authenticator.objects.create(user=account, type="totp", data={"secret": encrypt(_secret(username))})
    return account


@lru_cache(maxsize=2)
def _hashed(hasher: str) -> str:
    """The one password of the demonstration, hashed once: to hash it slowly for everybody takes seconds and hides nothing."""
    return make_password(PASSWORD)


def _secret(username: str) -> str:
    return base64.b32encode(hashlib.sha1(f"jiefen-demo:{username}".encode()).digest()).decode()  # noqa: S324


def code_of(username: str) -> str:
    """The second-factor code that a demonstration's person would read from the phone now."""
    counters = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(_secret(username), counters[len(counters) // 2])))


def cast_of(people: dict[str, Account]) -> Cast:
    """Who plays in the demonstration's matters."""
    cast = _written()["cast"]
    place = Place.objects.get(code=cast["place"])
    sides = {side: people[name] for side, name in cast["sides"].items()}
    return Cast(
        parties=sides,
        neutrals={role: people[name] for role, name in cast["neutrals"].items()},
        offices=dict(_offices(place)),
        names={side: str(account) for side, account in sides.items()},
        institution=Organisation.objects.get(kind=cast["institution"][0], place_id=cast["institution"][1]),
        place=place,
    )


def _offices(place: Place) -> Iterator[tuple[str, tuple[Organisation, str, Account]]]:
    """For each role that the pack gives to an office: the body that serves `place`, the duty, and who does it."""
    for role, office in shelf.pack(settings.JIEFEN["pack"]).offices.items():
        body = organisation_for(office.organisation, place)
        if body is not None:
            yield role, (body, office.duty, accounts_with_duty(body, office.duty)[0])


def seed() -> int:
    """Seed everything; the number of matters made (0 when the county is there already).

    Raises ImproperlyConfigured where matters are kept that are not the demonstration's.
    """
    if not settings.JIEFEN["demo"]:
        raise ImproperlyConfigured("The county is fictional. Set JIEFEN_DEMO=1 in an installation of its own.")
    marked = Account.objects.filter(username="li", email="li@example.org").exists()
    if Matter.objects.exists() and not marked:
        raise ImproperlyConfigured("There are real matters in this installation. Set JIEFEN_HOME to another folder.")
    people = county()
    if Matter.objects.exists():
        return 0
    cast, pack, made = cast_of(people), settings.JIEFEN["pack"], 0
    yesterday = clock.now() - timedelta(days=1)
    for procedure in (one for one in shelf.procedures(pack) if one.holds_to is None):
        title = _TITLES.get(procedure.id) or in_language(dict(procedure.title), "zh-hans")
        scenarios = shelf.scenarios(pack, procedure.id, procedure.version)
        whole = procedure.id in _TITLES
        for number, scenario in enumerate(scenarios if whole else scenarios[:2]):
            walk(pack, procedure, scenario, cast, title=f"{title} {number + 1}", key=f"demo:{procedure.id}:{number}")
            made += 1
        longest = scenarios[0]
        doing = sum(1 for one in longest.steps if one.kind == "act" and not one.refused)
        for acts in range(1, doing if whole else min(doing, 3)):
            key = f"demo:{procedure.id}:open:{acts}"
            walk(pack, procedure, longest, cast, title=f"{title}（进行中 {acts}）", key=key, acts=acts, ends_on=yesterday)
            made += 1
    sealing.seal_new()
    return made


def people_to_sign_in() -> list[tuple[str, str, str, str]]:
    """Everybody who can sign in: name to type, name, what they do, and the second factor of this moment."""
    rows = []
    for account in Account.objects.filter(email__endswith="@example.org").order_by("id"):
        duty = account.duties.select_related("organisation").first()
        what = f"{duty.kind}, {duty.organisation}" if duty else "resident"
        rows.append((account.username, account.name, what, code_of(account.username) if duty else ""))
    return rows


def how_to_sign_in(address: str) -> str:
    """What is printed at the start: where to look, and how to sign in as each person."""
    lines = [f"\nLook at {address}/ and sign in at {address}/accounts/login/", f"Everybody's password: {PASSWORD}", ""]
    for username, name, what, code in people_to_sign_in():
        lines.append(f"  {username:<8} {name:<8} {what}" + (f"  second factor now: {code}" if code else ""))
    lines += [
        "",
        f"The codes change every 30 seconds: see {address}/demo/ or run `jiefen demo-codes`.",
        f"Letters sent by the site are files in {settings.HOME / 'mail'}.",
        "Stop with Ctrl+C.",
    ]
    return "\n".join(lines)
