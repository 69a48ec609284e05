"""Asking and taking an answer. The session says what this browser was asked; nothing of it is kept with the answer."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F

from jiefen.apps.quality.models import Answer, Asking

_KEPT = "quality"  # in the session: step -> when and whose it was asked, or None when this browser is done with it


class NotAsked(LookupError):
    """This browser was not asked about the step that it answers."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is counted together: a step of a procedure as one side meets it."""

    procedure: str
    step: str
    side: str

    @property
    def name(self) -> str:
        """How a form and the session call it."""
        return f"{self.procedure}/{self.step}/{self.side}"


def ask(session: SessionBase, cell: Cell, institution: UUID | None, today: date) -> bool:
    """Whether to show the questions now. A showing is counted once for a session and month."""
    kept: dict[str, Any] = session.get(_KEPT, {})
    if cell.name in kept and kept[cell.name] is None:
        return False
    month = today.replace(day=1)
    if cell.name not in kept or kept[cell.name]["month"] != month.isoformat():
        _count(cell, month)
        asked = {"month": month.isoformat(), "institution": str(institution or "")}
        session[_KEPT] = {**kept, cell.name: asked}
    return True


def _count(cell: Cell, month: date) -> None:
    row, _made = Asking.objects.get_or_create(procedure=cell.procedure, step=cell.step, side=cell.side, month=month)
    Asking.objects.filter(pk=row.pk).update(count=F("count") + 1)


@transaction.atomic
def take(session: SessionBase, about: str, clear: str, fair: str, today: date) -> bool:
    """Count an answer to a step, once for a session. False when it was counted before. Raises NotAsked."""
    kept = _kept_now(session)
    if about not in kept:
        raise NotAsked(about)
    asked = kept[about]
    if asked is None:
        return False
    cell, month = Cell(*about.split("/")), today.replace(day=1)
    if asked["month"] != month.isoformat():
        # The month of asking may have been told already. Its asking stays without answer; this one is of this month.
        _count(cell, month)
    Answer.objects.create(
        procedure=cell.procedure, step=cell.step, side=cell.side, clear=clear, fair=fair, month=month,
        institution_id=asked["institution"] or None,
    )  # fmt: skip
    session[_KEPT] = {**kept, about: None}
    session.save()
    return True


def _kept_now(session: SessionBase) -> dict[str, Any]:
    """What the session holds at this moment, locked: two presses at once have both read it as still open."""
    Session.objects.select_for_update().filter(pk=session.session_key).first()
    fresh: dict[str, Any] = type(session)(session.session_key).get(_KEPT, {})
    return fresh
