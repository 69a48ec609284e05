"""How sure we are who somebody is: four levels, and the adapter through which an outside provider can confirm a person.

claimed: the person, or another, says so. code: somebody came with a code that was sent to them. staff: somebody of an
office looked at a paper. provider: an outside provider confirmed it. A level is never taken away; a lower one is noted
beside it. No number of any paper is kept, and nothing that a provider knows beyond the name that it confirms.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

LEVELS = ("claimed", "code", "staff", "provider")
SAID: dict[str, Any] = {
    "claimed": _("says so"),
    "code": _("came with a code sent to this person"),
    "staff": _("confirmed by the office, by a paper"),
    "provider": _("confirmed by an outside provider"),
}
"""The levels as people read them."""


def highest(one: str, other: str) -> str:
    """The higher of two levels. Raises ValueError for what is no level."""
    return LEVELS[max(LEVELS.index(one), LEVELS.index(other))]


class NotConfirmed(Exception):
    """The provider did not confirm who this is, or what came back was not its answer to us."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a provider confirmed: the name of the person who stood before it. Nothing more is asked of it."""

    name: str


class Provider(Protocol):
    """An outside provider of identity. One class for each, registered by name when the site starts."""

    name: str
    label: Any

    def start(self, *, state: str, back: str) -> str:
        """The address to send the person to. `back` is where it must send them afterwards, with `state` unchanged."""

    def finish(self, answer: Mapping[str, str], *, state: str) -> Confirmed:
        """Whom it confirmed, from what it sent back. Raises NotConfirmed."""


class DemoProvider:
    """The demonstration's provider: believes whatever name is typed. Never there outside a demonstration."""

    name = "demo"
    label = _("the demonstration's provider")
    _SALT = "jiefen.people.identity.demo"
    _LASTS = 600  # seconds

    def start(self, *, state: str, back: str) -> str:
        """Our own page that plays the provider."""
        return f"{reverse('people:demo_identity')}?{urlencode({'state': state, 'back': back})}"

    def answer(self, name: str, state: str) -> str:
        """What the played provider sends back: the name, signed."""
        return signing.dumps({"name": name, "state": state}, salt=self._SALT)

    def finish(self, answer: Mapping[str, str], *, state: str) -> Confirmed:
        """The name that was typed, if the answer is ours, fresh, and to this question."""
        try:
            told = signing.loads(answer.get("answer", ""), salt=self._SALT, max_age=self._LASTS)
        except signing.BadSignature:
            raise NotConfirmed from None
        if told["state"] != state or not told["name"].strip():
            raise NotConfirmed
        return Confirmed(" ".join(told["name"].split()))


_PROVIDERS: dict[str, Provider] = {}


def register(provider: Provider) -> None:
    """Offer a provider. Raises ValueError when another of this name is there, or when it takes the demonstration's."""
    if provider.name == DemoProvider.name or _PROVIDERS.get(provider.name, provider) is not provider:
        raise ValueError(f"there is a provider called {provider.name!r} already")
    _PROVIDERS[provider.name] = provider


def providers() -> dict[str, Provider]:
    """Who can confirm identity here, by name: those registered, and in a demonstration the demonstration's."""
    demo: dict[str, Provider] = {DemoProvider.name: DemoProvider()} if settings.JIEFEN["demo"] else {}
    return {**_PROVIDERS, **demo}
