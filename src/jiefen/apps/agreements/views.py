"""The agreement of a matter: its text and terms, who has signed, what can be done, and how the drafts differ.

Which facts are an agreement is the procedure's data: those used by a document that somebody signs.
"""

import difflib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from jiefen.apps.matters import presentation, queries
from jiefen.apps.matters.errors import NoSuchMatter
from jiefen.core.access import RoleKind


@dataclass(frozen=True, slots=True)
class Draft:
    """One version of the agreement: when, by whom, and the lines that differ from the one before."""

    seq: int
    at: datetime
    who: str
    lines: tuple[tuple[str, str], ...]  # (" ", "+" or "-", text)


@login_required
@require_safe
def agreement(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    """The agreement as it stands."""
    try:
        page = queries.page_of(request.user, matter_id)
    except NoSuchMatter:
        raise Http404 from None
    names = _agreed_facts(page)
    facts = {name: value for name, value in page.view.facts.items() if name in names}
    language = get_language() or "zh-hans"
    steps = [one for one in page.actions if {ask.fact for ask in one.asks} & names or one.resets or one.each]
    context = {
        "page": page,
        "facts": presentation.show_facts(page.procedure, facts, language, page.people),
        "signers": _signers(page),
        "steps": steps,
        "drafts": _drafts(page, names, language),
    }
    return render(request, "agreements/agreement.html", context)


def _agreed_facts(page: queries.Page) -> set[str]:
    """Facts of documents that parties of both sides sign."""
    sides = {role.id for role in page.procedure.roles.values() if role.kind is RoleKind.PARTY}
    signed = [one for one in page.procedure.documents.values() if sides <= set(one.signed_by)]
    return {name for one in signed for name in one.uses}


def _signers(page: queries.Page) -> list[tuple[str, datetime | None]]:
    """Everybody who signs, and when they did so on the newest draft."""
    acts = [one for one in page.procedure.actions.values() if one.each and page.view.state in one.sources]
    signing = next((one for one in acts if any(one.id in other.resets for other in page.procedure.actions.values())), None)
    if signing is None:
        return []
    resets = {one.id for one in page.procedure.actions.values() if signing.id in one.resets}
    signed: dict[str, datetime] = {}
    for entry in page.view.timeline:
        if entry.action in resets or (entry.target != entry.source and entry.action != signing.id):
            signed = {}
        elif entry.action == signing.id:
            signed[entry.actor] = entry.at
    return [(one.name, signed.get(one.participant)) for one in page.people.values() if one.role in signing.by]


def _drafts(page: queries.Page, names: set[str], language: str) -> list[Draft]:
    """Every version of the agreement, each compared with the one before; the newest first."""
    drafts: list[Draft] = []
    before: list[str] = []
    for entry in page.view.timeline:
        facts = {name: value for name, value in entry.facts.items() if name in names}
        if not facts:
            continue
        now = _as_lines(presentation.show_facts(page.procedure, facts, language, page.people))
        compared = difflib.ndiff(before, now) if before else [f"  {line}" for line in now]
        lines = tuple((line[0], line[2:]) for line in compared if line[0] in " +-")
        drafts.append(Draft(entry.seq, entry.at, page.name_of(entry.actor), lines))
        before = now
    return drafts[::-1]


def _as_lines(facts: list[presentation.Shown]) -> list[str]:
    lines: list[str] = []
    for fact in facts:
        lines += [line for line in fact.text.split("\n") if line]
        lines += [" · ".join(cell for cell in row if cell != "—") for row in fact.rows]
    return lines
