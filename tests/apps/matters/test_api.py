"""The API as a program meets it: its schema walked by schemathesis, and what a careful client relies on."""

import uuid

import pytest
import schemathesis
from django.conf import settings as site
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from jiefen.apps.matters.verifying import verify

pytestmark = pytest.mark.django_db(transaction=True)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance]


def test_no_answer_surprises_the_schema(walked, people, settings):
    """Every operation with inputs of every kind: never a server's error, always a status and a body that it promises."""
    settings.ALLOWED_HOSTS = ["*"]
    from jiefen.site.wsgi import application

    row, browser = walked(acts=1), Client()
    browser.force_login(people["chen"], backend=BACKEND)
    browser.get("/accounts/login/code/")
    token = "x" * 32
    cookies = {site.SESSION_COOKIE_NAME: browser.cookies[site.SESSION_COOKIE_NAME].value, site.CSRF_COOKIE_NAME: token}
    found = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operations = [one.ok() for one in found.get_all_operations()]
    assert len(operations) >= 4
    for operation in operations:
        _walk(operation, str(row.pk), cookies, token)
    assert not verify().findings


def _walk(operation, matter, cookies, token):
    @settings(max_examples=30, database=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(case=operation.as_strategy())
    def walk(case):
        if "matter_id" in case.path_parameters:
            case.path_parameters["matter_id"] = matter
        answer = case.call(cookies=cookies, headers={"X-CSRFToken": token, "Referer": "http://localhost/"})
        case.validate_response(answer, checks=CHECKS)

    walk()


@pytest.fixture
def program(people):
    """A program of the coordinator's."""
    client = Client()
    client.force_login(people["chen"], backend=BACKEND)
    return client


def act(program, row, action="accept", key="key-12345678", **body):
    return program.post(
        f"/api/v1/matters/{row.pk}/actions/{action}", body, content_type="application/json", headers={"Idempotency-Key": key}
    )


def test_an_act_repeated_with_its_key_is_done_once(walked, program):
    row = walked(acts=1)
    first, again = act(program, row), act(program, row)
    assert first.status_code == again.status_code == 200
    assert again.json() == {**first.json(), "repeated": True}
    assert row.events.filter(kind="act").count() == 2


def test_without_a_key_nothing_is_done(walked, program):
    row = walked(acts=1)
    answer = act(program, row, key="")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert row.events.filter(kind="act").count() == 1


def test_whoever_has_not_seen_the_last_act_is_told(walked, program, people):
    row = walked(acts=1)
    act(program, row)
    answer = act(program, row, action="name-mediator", key="key-87654321", seen=1, data={})
    assert answer.status_code == 409
    assert answer.json()["code"] == "stale"


def test_a_stranger_and_a_missing_matter_are_answered_alike(walked, people):
    row, stranger = walked(acts=1), Client()
    stranger.force_login(people["amina"], backend=BACKEND)
    foreign, missing = (stranger.get(f"/api/v1/matters/{one}") for one in (row.pk, uuid.uuid4()))
    assert (foreign.status_code, foreign.content) == (missing.status_code, missing.content)
    assert foreign.status_code == 404


def test_whoever_is_not_signed_in_is_turned_away_in_json(walked):
    answer = Client().get("/api/v1/matters")
    assert answer.status_code == 401
    assert answer.json()["title"]


def test_a_form_from_another_site_does_nothing(walked, people):
    row, lured = walked(acts=1), Client(enforce_csrf_checks=True)
    lured.force_login(people["chen"], backend=BACKEND)
    assert act(lured, row).status_code == 403
    assert row.events.filter(kind="act").count() == 1


def test_a_date_comes_with_its_proof(client):
    asked = {"rule": "procedural", "length": 30, "unit": "day", "start": "2026-09-01"}
    answer = client.get("/api/v1/deadline", asked)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["act_by"] == "2026-10-08", "thirty days end on October 1, and the holidays last to the 7th"
    assert found["proof"]
    wrong = client.get("/api/v1/deadline", asked | {"rule": "civil-procedure"})
    assert wrong.status_code == 422
    assert "procedural" in wrong.json()["detail"]
