"""Every page by which people are brought in, in a real browser on a small screen: accessible, and within its edges."""

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from tests.apps.reach.test_companions import add
from tests.apps.reach.test_typed import type_for

from jiefen.apps.reach.models import Try
from jiefen.site import worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENSHOTS = Path(__file__).parents[3] / "screenshots"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Looker:
    """A browser with somebody's session that opens pages and notes what is wrong with them."""

    def __init__(self, chromium, address, session, language):
        self.context = chromium.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
        cookies = [{"name": "django_language", "value": language, "url": address}]
        if session:
            cookies.append({"name": django_settings.SESSION_COOKIE_NAME, "value": session, "url": address})
        self.context.add_cookies(cookies)
        self.page, self.address, self.language, self.wrong = self.context.new_page(), address, language, []

    def look(self, path, name, status=200):
        """Open a page, leave a picture of it, note what is wrong."""
        from axe_playwright_python.sync_playwright import Axe

        answer = self.page.goto(self.address + path)
        if answer.status != status:
            self.wrong.append((name, answer.status))
        self.shot(name)
        found = Axe().run(self.page, options={"runOnly": RULES})
        self.wrong += [(name, one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found.response["violations"]]
        return self.page

    def shot(self, name):
        """A picture of the whole page, and whether it runs over the edge."""
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"reach-{name}-{self.language}-360.png", full_page=True)
        if self.page.evaluate("document.documentElement.scrollWidth") > 360:
            self.wrong.append((name, "runs over the edge"))


@pytest.fixture
def looker(chromium, live_server, signed_in):
    opened = []

    def make(username="", language="zh-hans"):
        session = signed_in(username).session.session_key if username else ""
        opened.append(Looker(chromium, live_server.url, session, language))
        return opened[-1]

    yield make
    for one in opened:
        one.context.close()


@pytest.mark.parametrize("language", ["zh-hans", pytest.param("en", marks=pytest.mark.slow)])
def test_the_pages_of_the_office(looker, joined, signed_in, people, language):
    add(signed_in("wang"), joined, "representative", name="张律师", email="", paper="2026年11月1日授权委托书")
    worker.drain()
    _answer, one = type_for(signed_in("chen"), joined)
    chen, base = looker("chen", language), f"/matters/{joined.pk}/"
    chen.look(f"{base}reach/", "office")
    for path, name in (
        ("reach/p1/attempt/call/", "call"), ("reach/p1/attempt/letter/", "letter-note"), ("reach/p1/contact/", "contact"),
        ("reach/b1/confirm/", "confirm"), ("reach/add/", "add"), ("for/b1/", "type-for"), ("for/b1/leave/", "type"),
        (f"typed/{one.pk}/", "typed"), ("reach/p1/end/", "end"),
    ):  # fmt: skip
        chen.look(base + path, name)
    page = chen.look(f"{base}reach/p1/attempt/visit/", "visit")
    page.locator("main form button").first.click()
    chen.shot("visit-wrong")
    assert page.locator(".error").count() > 0
    Try.objects.filter(participation__participant="b1").update(outcome="bounced", reason="410 no such number")
    chen.look("/reach/", "list")
    chen.look("/notices/", "notices")
    assert chen.wrong == []


@pytest.mark.parametrize("language", ["zh-hans", pytest.param("en", marks=pytest.mark.slow)])
def test_the_pages_of_somebody_invited(looker, filed, signed_in, code_in_mail, language):
    code, visitor = code_in_mail(), looker("", language)
    visitor.look(f"/i/{code}/", "invitation")
    visitor.look(f"/i/{code}/join/", "join")
    visitor.look(f"/i/{code}/not-me/", "not-me")
    wrong = code[:-1] + ("Q" if code[-1] != "Q" else "R")
    page = visitor.look(f"/i/{wrong}/", "mistyped", 404)
    page.locator("main a.button").click()
    assert page.locator("[name=code]").input_value() == wrong.replace("-", "")
    visitor.page.goto(f"{visitor.address}/i/{code}/not-me/")
    visitor.page.locator("main form button.button").first.click()
    visitor.shot("given-back")
    visitor.look(f"/i/{code}/", "ended", 410)
    for n in range(10):
        visitor.page.request.get(f"{visitor.address}/i/{n:016d}/")
    visitor.look("/i/", "closed", 429)
    visitor.look("/return/", "return")
    assert visitor.wrong == []


def test_the_pages_of_a_party_and_a_helper(looker, joined, signed_in, people, code_in_mail):
    add(signed_in("wang"), joined)
    worker.drain()
    code = code_in_mail("sister")
    visitor = looker()
    visitor.look(f"/i/{code}/", "helper-invitation")
    signed_in("amina").post(f"/i/{code}/join/", {"name": "王小妹", "phone": ""})
    helper, base = looker("amina"), f"/matters/{joined.pk}/"
    helper.look(f"{base}reach/", "helper")
    _answer, one = type_for(signed_in("amina"), joined, "leave")
    helper.look(f"{base}typed/{one.pk}/", "own-code")
    wang = looker("wang")
    wang.look(f"{base}reach/", "party")
    wang.look(f"{base}typed/{one.pk}/", "to-confirm")
    other = looker("li")
    seen = other.look(f"{base}reach/", "other-side").locator("body").inner_text()
    assert not re.search(r"1\d{10}.*wang", seen)
    assert [*visitor.wrong, *helper.wrong, *wang.wrong, *other.wrong] == []
