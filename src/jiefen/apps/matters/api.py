"""The API, version 1: what pages do, for programs. Session sign-in, JSON, errors as RFC 9457 problems."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import django_auth

from jiefen import shelf
from jiefen.apps.matters import queries, services
from jiefen.apps.matters.errors import NoSuchMatter, Refused, Stale
from jiefen.core.law import Period, Reading, Unit, due, prove
from jiefen.core.ledger import Erased

api = NinjaAPI(title="Jiefen", version="1", auth=django_auth, docs_url="docs")


class Problem(Schema):
    """What is wrong, by RFC 9457. `errors` names the facts concerned, each with a stable code."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    code: str = ""
    errors: dict[str, str] = {}  # noqa: RUF012  a pydantic model copies its defaults


class LineOut(Schema):
    """One matter in a list."""

    id: UUID
    number: str
    title: str
    procedure: str
    state: str
    my_turn: bool
    act_by: date | None
    ended: bool


class DeadlineOut(Schema):
    """A running deadline."""

    deadline: str
    act_by: date
    not_lost_before: date
    provisional: bool
    calendar: str


class MatterOut(Schema):
    """One matter as this account may see it."""

    id: UUID
    number: str
    title: str
    procedure: str
    version: str
    state: str
    outcome: str | None
    seen: int
    my_turn: bool
    facts: dict[str, Any]
    actions: list[str]
    running: list[DeadlineOut]


class ActIn(Schema):
    """An act: its facts, and the number of the last act that the caller has seen."""

    data: dict[str, Any] = {}  # noqa: RUF012
    reason: str = ""
    ground: str = ""
    seen: int | None = None


class DoneOut(Schema):
    """The receipt of an act. `repeated`: this key was used before, and nothing was done twice."""

    number: str
    seq: int
    at: str
    fingerprint: str
    repeated: bool


class DateOut(Schema):
    """A computed date with its proof."""

    act_by: date
    not_lost_before: date
    provisional: bool
    proof: list[str]


def _problem(request: HttpRequest, status: int, title: str, **more: Any) -> HttpResponse:
    body = Problem(title=title, status=status, **more).dict()
    response = api.create_response(request, body, status=status)
    response["Content-Type"] = "application/problem+json"
    return response


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, problem: AuthenticationError) -> HttpResponse:
    return _problem(request, 401, "Sign in first.")


@api.exception_handler(HttpError)
def _turned_away(request: HttpRequest, problem: HttpError) -> HttpResponse:
    return _problem(request, problem.status_code, str(problem))


@api.exception_handler(ValidationError)
def _malformed(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    errors = {".".join(str(part) for part in one["loc"]): str(one["msg"]) for one in problem.errors}
    return _problem(request, 422, "The request does not have the form that the schema asks for.", errors=errors)


@api.exception_handler(NoSuchMatter)
def _no_such(request: HttpRequest, problem: NoSuchMatter) -> HttpResponse:
    return _problem(request, 404, "There is no such matter for you.")


@api.exception_handler(Erased)
def _gone(request: HttpRequest, problem: Erased) -> HttpResponse:
    return _problem(request, 410, "The content of this matter has been erased.")


@api.exception_handler(Stale)
def _stale(request: HttpRequest, problem: Stale) -> HttpResponse:
    return _problem(request, 409, "Others have acted since.", code="stale", detail=f"The last act is {problem.seq}.")


@api.exception_handler(Refused)
def _refused(request: HttpRequest, problem: Refused) -> HttpResponse:
    return _problem(request, 422, "Refused.", code=problem.code, detail=problem.problem, errors=problem.errors)


_ERRORS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 410: Problem, 422: Problem}


@api.get("/matters", response={200: list[LineOut], 401: Problem})
def matters(request: HttpRequest) -> list[dict[str, Any]]:
    """The matters of this account, the most urgent first."""
    return [
        {
            "id": one.id,
            "number": one.number,
            "title": one.title,
            "procedure": one.procedure,
            "state": one.state.id,
            "my_turn": one.my_turn,
            "act_by": one.act_by,
            "ended": one.ended,
        }
        for one in queries.lines(request.user)
    ]


@api.get("/matters/{matter_id}", response={200: MatterOut, 401: Problem, 404: Problem, 410: Problem, 422: Problem})
def matter(request: HttpRequest, matter_id: UUID) -> dict[str, Any]:
    """One matter as this account may see it."""
    page = queries.page_of(request.user, matter_id)
    return {
        "id": page.id,
        "number": page.number,
        "title": page.title,
        "procedure": page.procedure.id,
        "version": page.procedure.version,
        "state": page.view.state,
        "outcome": page.view.outcome,
        "seen": page.seen,
        "my_turn": page.my_turn,
        "facts": dict(page.view.facts),
        "actions": [one.id for one in page.actions],
        "running": [
            {
                "deadline": one.deadline,
                "act_by": one.act_by,
                "not_lost_before": one.not_lost_before,
                "provisional": one.provisional,
                "calendar": one.calendar,
            }
            for one in page.view.running
        ],
    }


@api.post("/matters/{matter_id}/actions/{action}", response={200: DoneOut, **_ERRORS})
def perform(request: HttpRequest, matter_id: UUID, action: str, act: ActIn) -> Any:
    """Perform an action once. The header Idempotency-Key (8 to 64 characters) makes a repeat harmless; it is needed."""
    key = request.headers.get("Idempotency-Key", "")
    if not 8 <= len(key) <= 64:
        return _problem(request, 400, "The header Idempotency-Key is missing.", detail="Send 8 to 64 characters of your own.")
    done = services.perform(
        matter_id, action, request.user, act.data, request_key=key, seen=act.seen, reason=act.reason, ground=act.ground
    )
    assert done.receipt is not None  # noqa: S101
    return {
        "number": done.receipt.number,
        "seq": done.receipt.seq,
        "at": done.receipt.at,
        "fingerprint": done.receipt.fingerprint,
        "repeated": done.repeated,
    }


@api.get("/deadline", auth=None, response={200: DateOut, 422: Problem})
def deadline(
    request: HttpRequest, rule: str, length: int, unit: str, start: date, jurisdiction: str = "cn", lang: str = "zh-Hans"
) -> Any:
    """Compute a date by a jurisdiction's rule, with its proof."""
    try:
        if jurisdiction not in shelf.jurisdictions():
            raise ValueError(f"jurisdiction is one of {', '.join(shelf.jurisdictions())}")
        rules = shelf.counting(jurisdiction)
        if rule not in rules:
            raise ValueError(f"rule is one of {', '.join(rules)}")
        period = Period("asked", (Reading(length, Unit(unit), rules[rule]),), ())
        calendar = shelf.calendar(jurisdiction)
        if not 1 <= length <= 36500 or not 1981 <= start.year <= 2100:
            raise ValueError("length from 1 to 36500, start from 1981 to 2100")
        began = datetime.combine(start, time(12), calendar.tz)
        found = due(period, began, calendar)
    except (ValueError, LookupError, OverflowError) as problem:
        return _problem(request, 422, "This cannot be computed.", detail=str(problem))
    return {
        "act_by": found.act_by,
        "not_lost_before": found.not_lost_before,
        "provisional": found.provisional,
        "proof": prove(period, began, calendar).lines(lang),
    }
