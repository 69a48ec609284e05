"""A real server on the tests' own database, Chromium, and people who use it as people do."""

import re
from pathlib import Path

import pytest

SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
SMALL = {"width": 360, "height": 740}
LARGE = {"width": 1280, "height": 800}


class Person:
    """Somebody at a browser of their own: a language, a width, with JavaScript or without."""

    def __init__(self, chromium, address, name, language="zh-hans", size=LARGE, javascript=True):
        self.name, self.address, self.language = name, address, language
        self.context = chromium.new_context(
            viewport=size,
            java_script_enabled=javascript,
            locale="en" if language == "en" else "zh-CN",
            accept_downloads=True,
            reduced_motion="reduce",
        )
        self.context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)

    def go(self, path):
        """Open a page; its status."""
        found = self.page.goto(self.address + path if path.startswith("/") else path)
        assert found is not None
        return found.status

    def press(self, text):
        """Press the button or link that says `text`."""
        self.page.locator("main").get_by_text(text, exact=True).first.click()

    def fill(self, **given):
        """Fill in fields by name; what has options is chosen."""
        for name, value in given.items():
            field = self.page.locator(f"main [name={name}]").first
            kind = field.get_attribute("type") or ""
            if kind in ("radio", "checkbox"):
                chosen = self.page.locator(f"main [name={name}][value='{value}']").first
                self.page.locator(f"label[for='{chosen.get_attribute('id')}']").first.click()
            elif field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def send(self):
        """Press the form's main button."""
        self.page.locator("main form button.button:not(.second)").first.click()

    def act(self, matter, action, **given):
        """Open the page of an act, fill it in, send it; back on the matter's page."""
        assert self.go(f"/matters/{matter}/act/{action}/") == 200
        self.fill(**given)
        self.page.locator("main form .buttons").last.locator("button.button:not(.second)").first.click()
        assert re.search(rf"/matters/{matter}/(\?.*)?$", self.page.url), self.text()
        return self

    def see(self, matter):
        """The page of a matter, as text."""
        assert self.go(f"/matters/{matter}/") == 200
        return self.text()

    def text(self):
        """All that stands on the page."""
        return self.page.locator("body").inner_text()

    def look(self, name):
        """Leave a picture of the whole page, and see that nothing runs over its edge."""
        SCREENSHOTS.mkdir(exist_ok=True)
        width = self.page.viewport_size["width"]
        self.page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
        # `evaluate` works without the page's own JavaScript, which may be switched off.
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} runs over the edge"
        return self


@pytest.fixture
def person(chromium, live_server, people):
    """Opens a browser for somebody; `sign_in` brings staff past both factors."""
    opened = []

    def make(name, language="zh-hans", size=LARGE, javascript=True, sign_in=False):
        found = Person(chromium, live_server.url, name, language, size, javascript)
        opened.append(found)
        if sign_in:
            pass_both_factors(found)
        return found

    yield make
    for one in opened:
        one.context.close()


def pass_both_factors(one):
    """Past both factors, with the demonstration's password and the code of this moment."""
    from jiefen.site import demo

    one.go("/accounts/login/")
    one.fill(login=one.name, password=demo.PASSWORD)
    one.send()
    for _try in range(3):  # a code lasts thirty seconds: on a slow machine it may have ended before it was sent
        if "2fa" not in one.page.url:
            break
        one.fill(code=demo.code_of(one.name))
        one.send()
    assert "/accounts/" not in one.page.url, one.text()


@pytest.fixture
def post():
    """Carries out what has been asked for, as the worker does."""
    from jiefen.site import worker

    return worker.drain
