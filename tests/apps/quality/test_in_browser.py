"""The two questions and the totals in a real browser, without JavaScript, on a telephone and on a desk."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client

from jiefen.apps.quality.models import Answer, Asking

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(params=[360, 1280])
def browse(chromium, live_server, request):
    """Opens a browser of a width, for somebody or nobody, in English, with JavaScript or without."""
    opened = []

    def make(account=None, javascript=False):
        context = chromium.new_context(viewport={"width": request.param, "height": 800}, java_script_enabled=javascript)
        opened.append(context)
        cookies = {"django_language": "en"}
        if account is not None:
            client = Client()
            client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
            cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        return context.new_page()

    yield make
    for context in opened:
        context.close()


def fits(page):
    """Whether nothing runs over the edge; the browser's own evaluation works with the page's JavaScript off."""
    return page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def found_wrong(page):
    """What axe finds."""
    from axe_playwright_python.sync_playwright import Axe

    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [one["id"] for one in result.response["violations"]]


def filled():
    for step, side, yes, no, silent in (
        ("filing", "applicant", 31, 4, 12), ("mediating", "applicant", 14, 3, 9), ("mediating", "respondent", 11, 6, 15),
        ("not-settled", "applicant", 6, 3, 2), ("not-settled", "respondent", 1, 1, 7),
    ):  # fmt: skip
        where = {"procedure": "people-mediation", "step": step, "side": side, "month": date(2025, 2, 1)}
        Asking.objects.create(**where, count=yes + no + silent)
        for word, count in (("yes", yes), ("no", no)):
            Answer.objects.bulk_create(Answer(**where, clear=word, fair=word) for _ in range(count))


def test_answered_without_javascript_and_back_again(browse, walked, people, live_server):
    row = walked(number=7)
    page = browse(people["li"])
    address = f"{live_server.url}/matters/{row.pk}/"
    page.goto(address)
    block = page.locator("section", has=page.locator("form[action='/quality/']"))
    assert fits(page)
    block.locator("fieldset").nth(0).get_by_text("Yes", exact=True).click()
    block.locator("fieldset").nth(1).get_by_text("No", exact=True).click()
    block.get_by_role("button", name="Send", exact=True).click()
    assert page.locator("h1").inner_text() == "Thank you"
    assert fits(page)
    page.get_by_role("link", name="Go back").click()
    assert page.url == address
    assert page.locator("form[action='/quality/']").count() == 0
    kept = Answer.objects.get()
    assert (kept.clear, kept.fair) == ("yes", "no")


def test_skipped_by_one_press_without_javascript(browse, walked, people, live_server):
    row = walked(number=7)
    page = browse(people["wang"])
    page.goto(f"{live_server.url}/matters/{row.pk}/")
    page.get_by_role("button", name="Skip both").click()
    kept = Answer.objects.get()
    assert (kept.side, kept.clear, kept.fair) == ("respondent", "skipped", "skipped")


def test_the_pages_fit_and_are_accessible(browse, walked, people, live_server):
    row = walked(number=7)
    filled()
    page = browse(people["li"], javascript=True)
    for path in (f"/matters/{row.pk}/", "/quality/", "/quality/thanks/?back=/matters/"):
        page.goto(live_server.url + path)
        assert fits(page), path
        assert found_wrong(page) == [], path
