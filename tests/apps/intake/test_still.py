"""Still pages come from memory, are the same page, and never carry what belongs to somebody."""

import gzip
import re

import pytest
from django.test import Client

from jiefen.web import still

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_second_visitor_gets_the_same_page_and_headers(people):
    first, second = Client().get("/ask/q/violence/"), Client().get("/ask/q/violence/")
    assert first.content == second.content
    for name in ("Content-Security-Policy", "Content-Language", "X-Frame-Options", "Vary", "Referrer-Policy"):
        assert first.headers[name].replace("Accept-Encoding, ", "") in second.headers[name] + first.headers[name]
        assert name in second.headers
    assert not second.cookies


def test_it_is_given_compressed_to_who_takes_that(people):
    plain = Client().get("/ask/q/violence/").content
    for _turn in range(2):
        got = Client().get("/ask/q/violence/", HTTP_ACCEPT_ENCODING="gzip, br")
        assert got.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(got.content) == plain
        assert len(got.content) < 10_000


def test_languages_are_kept_apart(people):
    english = Client()
    english.get("/ask/q/violence/?lang=en")
    Client().get("/ask/q/violence/")
    assert b'lang="en"' in english.get("/ask/q/violence/").content
    assert b'lang="zh-Hans"' in Client().get("/ask/q/violence/").content


def test_what_somebody_answered_is_seen_by_nobody_else(people):
    mine = Client()
    mine.post("/ask/q/violence/", {"answer": "no"})
    mine.post("/ask/q/story/", {"answer": "只有我知道的事"})
    assert "只有我知道的事" in mine.get("/ask/q/story/").text
    assert "只有我知道的事" not in Client().get("/ask/q/story/").text
    assert "只有我知道的事" in mine.get("/ask/q/story/").text


def test_a_page_is_drawn_anew_after_a_minute(people, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(still.time, "monotonic", lambda: now[0])
    client = Client()
    client.get("/ask/q/violence/")
    drawn = []
    monkeypatch.setattr("jiefen.apps.intake.views_ask._drawn", lambda *a, **k: drawn.append(1) or still.HttpResponse("anew"))
    client.get("/ask/q/violence/")
    assert not drawn
    now[0] += still.KEPT_FOR + 1
    assert client.get("/ask/q/violence/").content == b"anew"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 302), ({"HTTP_ORIGIN": "http://testserver"}, 302), ({"HTTP_SEC_FETCH_SITE": "same-origin"}, 302),
        ({"HTTP_ORIGIN": "https://evil.example"}, 403), ({"HTTP_SEC_FETCH_SITE": "cross-site"}, 403),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, 403),
    ],
)  # fmt: skip
def test_a_form_from_another_site_is_refused(people, headers, status):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/ask/q/violence/", {"answer": "no"}, **headers).status_code == status


def test_the_next_question_is_shared_and_what_is_somebodys_own_is_not(people):
    told = []
    for visitor, story in ((Client(), "押金不退"), (Client(), "工资没发")):
        visitor.post("/ask/q/violence/", {"answer": "no"})
        visitor.post("/ask/q/story/", {"answer": story})
        told.append((visitor, story, visitor.get("/ask/q/other_side/").text, visitor.get("/ask/q/story/").text))
    (_one, first, next_one, own_one), (_two, second, next_two, own_two) = told
    code = re.compile(r'class="code" dir="ltr">([0-9A-Z-]+)<')
    assert code.search(next_one)[1] != code.search(next_two)[1], "each sees their own code"
    assert code.sub("", next_one) == code.sub("", next_two)
    assert first in own_one
    assert second not in own_one
    assert second in own_two


def test_an_answer_given_stands_on_its_page_and_on_nobody_elses(people):
    mine, other = Client(), Client()
    for one in (mine, other):
        one.post("/ask/q/violence/", {"answer": "no"})
        one.get("/ask/q/other_side/")
    mine.post("/ask/q/other_side/", {"answer": "neighbour"})
    assert "checked" in mine.get("/ask/q/other_side/").text
    assert "checked" not in other.get("/ask/q/other_side/").text
