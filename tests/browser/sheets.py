"""One small picture of every page, in four languages side by side, for the docs: python -m tests.browser.sheets

Seeds a demonstration in a folder of its own, serves it, walks its pages at 360 px as a visitor, a resident, a mediator, a
coordinator and a registrar, and writes docs/screenshots/pages and docs/pages.md anew.
"""

import io
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from tests.browser.conftest import Person, pass_both_factors

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "docs" / "screenshots" / "pages"
LANGUAGES = ("zh-hans", "ug", "kk-arab", "en")
PORT = 8137
BASE = f"http://127.0.0.1:{PORT}"
WIDTH, HEIGHT = 360, 900  # pixels of the page that are kept, then drawn at half their size
VISITOR = (
    "/", "/start/", "/ask/q/violence/", "/ask/q/story/", "/ask/q/cause/", "/ask/q/other_side/", "/ask/q/happened_on/",
    "/ask/q/place/", "/ask/answers/", "/ask/ways/", "/ask/saved/", "/ask/safe/", "/ask/forget/", "/start/resume/",
    "/start/people-mediation/step/claim/", "/start/people-mediation/step/other/", "/start/people-mediation/",
    "/start/people-mediation/form/", "/law/", "/law/deposit/", "/procedures/", "/procedures/people-mediation/", "/help/",
    "/rights/", "/quality/", "/check/", "/i/", "/return/", "/accounts/login/", "/accounts/login/code/", "/no-such-page/",
)  # fmt: skip
STAFF = ("/matters/", "/account/", "/notices/")
PEOPLE = {
    "li": STAFF,
    "zhao": (*STAFF, "/reach/"),
    "chen": ("/matters/", "/reach/", "/assist/", "/assist/people-mediation/"),
    "sun": ("/matters/",),
}
BUSY = ("mediating", "drafted", "requested", "screening")  # states with something to do in them
OF_MATTERS = {"li": ("people-mediation", 9), "zhao": ("people-mediation", 9), "chen": ("people-mediation", 4), "sun": ("", 3)}


def served(home: str) -> subprocess.Popen[bytes]:
    """A seeded demonstration that answers."""
    environment = {**os.environ, "JIEFEN_HOME": home, "JIEFEN_SMS": "file"}
    running = subprocess.Popen([sys.executable, "-m", "jiefen.cli", "demo", "--port", str(PORT)], env=environment)
    for _second in range(180):
        try:
            urllib.request.urlopen(f"{BASE}/livez", timeout=2)  # noqa: S310  a fixed address of this machine
            return running
        except OSError:
            time.sleep(1)
    raise SystemExit("the demonstration did not start")


def paths_of(page, name: str) -> Iterator[str]:
    """The person's own pages, then those of one matter and what its page links to."""
    from jiefen.apps.matters import queries
    from jiefen.apps.people.models import Account

    yield from PEOPLE[name]
    procedure, most = OF_MATTERS[name]
    rows = [one for one in queries.visible_to(Account.objects.get(username=name)) if procedure in ("", one.procedure)]
    row = max(rows, key=lambda one: (not one.outcome, one.state in BUSY, one.events.count(), one.number))
    base = f"/matters/{row.pk}/"
    page.goto(BASE + base)
    links = dict.fromkeys(re.findall(rf'href="({base}[^"?#]*)"', page.content()))
    yield base
    shown = [one for one in links if one != base and not re.search(r"receipt|\.zip|/files/(?!add)", one)]
    yield from [*shown[:most], f"{base}receipt/1/"]


def pictures(browser, name: str) -> dict[str, list[Image.Image]]:
    """Every page of somebody, once in each language; the visitor has told a tenant's story first."""
    from tests.browser.test_finding import TENANT, ask

    one = Person(browser, BASE, name, size={"width": WIDTH, "height": 800})
    if name == "visitor":
        ask(one, TENANT)
        paths = list(VISITOR)
    else:
        pass_both_factors(one)
        paths = list(paths_of(one.page, name))
    found: dict[str, list[Image.Image]] = {}
    for language in LANGUAGES:
        one.context.add_cookies([{"name": "django_language", "value": language, "url": BASE}])
        for path in dict.fromkeys(paths):
            one.go(path)
            shot = Image.open(io.BytesIO(one.page.screenshot(full_page=True))).convert("RGB")
            found.setdefault(path, []).append(shot.crop((0, 0, WIDTH, min(HEIGHT, shot.height))))
    one.context.close()
    return found


def sheet(shots: list[Image.Image]) -> Image.Image:
    """The four side by side, at half their size."""
    whole = Image.new("RGB", (len(shots) * (WIDTH + 12), max(one.height for one in shots)), (150, 150, 150))
    for number, one in enumerate(shots):
        whole.paste(one, (number * (WIDTH + 12), 0))
    return whole.resize((whole.width // 2, whole.height // 2), Image.Resampling.LANCZOS)


def main() -> None:
    """Write the pictures and their list."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as home:
        os.environ.update(
            JIEFEN_HOME=home, JIEFEN_DEMO="1", DJANGO_SETTINGS_MODULE="jiefen.site.settings", DJANGO_ALLOW_ASYNC_UNSAFE="true"
        )
        running = served(home)
        import django

        django.setup()
        try:
            with sync_playwright() as playing:
                program = os.environ.get("JIEFEN_TEST_CHROMIUM", "/usr/bin/chromium")
                browser = playing.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
                every = {name: pictures(browser, name) for name in ("visitor", *PEOPLE)}
        finally:
            running.terminate()
            running.wait()
    _write(every)


def _write(every: dict[str, dict[str, list[Image.Image]]]) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    for old in KEPT.glob("*.webp"):
        old.unlink()
    lines = ["# Every page, in four languages", "", "Chinese, Uyghur, Kazakh (Arabic script) and English, each 360 px wide.",
             "Made anew by `python -m tests.browser.sheets`."]  # fmt: skip
    for name, pages in every.items():
        lines += ["", f"## {name.capitalize()}"]
        for path, shots in pages.items():
            short = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", path)
            file = f"{name}-{re.sub(r'[^A-Za-z0-9]+', '-', short).strip('-') or 'home'}.webp"
            sheet(shots).save(KEPT / file, quality=38, method=6)
            lines += ["", f"`{short}`", "", f"![{short} in four languages](screenshots/pages/{file})"]
    (ROOT / "docs" / "pages.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
