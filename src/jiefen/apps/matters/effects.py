"""Who carries out which kind of effect. Apps register themselves by name when the site starts; nothing is implied.

A handler gets the effect's row and returns how it went. It may be called twice for one effect (a worker can die
between doing and noting), so it does a thing at most once by the effect's key.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from jiefen.apps.matters.models import Effect


@dataclass(frozen=True, slots=True)
class Done:
    """How an effect went: `outcome` is written into the ledger (delivered, made, opened, failed)."""

    outcome: str
    detail: dict[str, Any] = field(default_factory=dict)


Handler = Callable[[Effect], Done]
_HANDLERS: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """Name the one function that carries out effects of `kind`. Raises ValueError when another one is named already."""
    if _HANDLERS.get(kind, handler) is not handler:
        raise ValueError(f"effects of kind {kind!r} are already carried out by {_HANDLERS[kind]!r}")
    _HANDLERS[kind] = handler


def handler_of(kind: str) -> Handler:
    """The handler of `kind`. Raises LookupError when no app has registered one."""
    try:
        return _HANDLERS[kind]
    except KeyError:
        raise LookupError(f"no app carries out effects of kind {kind!r}") from None
