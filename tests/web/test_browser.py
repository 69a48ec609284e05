"""The page of components in a real browser: accessible, no sideways scrolling, mirrored right to left."""

import pytest

pytestmark = pytest.mark.browser
LOOKS = ["zh-hans", "en", "ug"]


@pytest.fixture
def look(browser, address):
    """Opens a page at a width and gives it."""
    opened = []

    def show(path: str, width: int = 360, **options):
        page = browser.new_context(viewport={"width": width, "height": 800}, **options).new_page()
        opened.append(page)
        page.trouble = []
        page.on("console", lambda said: page.trouble.append(said.text) if said.type == "error" else None)
        page.goto(address + path)
        return page

    yield show
    for page in opened:
        page.context.close()


_ORDINARY = {("zh-hans", 360, "light"), ("zh-hans", 1280, "dark"), ("ug", 360, "dark"), ("en", 1280, "light")}
_EVERY = [(language, width, scheme) for language in LOOKS for width in (360, 1280) for scheme in ("light", "dark")]


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [pytest.param(*one, marks=() if one in _ORDINARY else pytest.mark.slow) for one in _EVERY],
)
def test_no_accessibility_violations(look, language, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = look(f"/design/?look={language}&wrong=1", width, color_scheme=scheme, reduced_motion="reduce")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    told = [(one["id"], [node["target"] for node in one["nodes"]][:4]) for one in found.response["violations"]]
    assert told == []
    assert page.trouble == []


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("language", LOOKS)
def test_no_sideways_scrolling(look, language, width, large):
    page = look(f"/design/?look={language}&wrong=1", width)
    if large:
        page.evaluate("document.documentElement.classList.add('large-text')")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_targets_are_large_enough(look):
    page = look("/design/?look=zh-hans")
    small = page.evaluate(
        """[...document.querySelectorAll('.button, summary, .option, .top a, input:not([type=radio],[type=checkbox])')]
        .filter(one => one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML.slice(0, 90))"""
    )
    assert small == []


@pytest.mark.parametrize(("language", "mirrored"), [("en", False), ("ug", True)])
def test_geometry_is_mirrored(look, language, mirrored):
    page = look(f"/design/?look={language}")
    radio = page.locator(".option input[type=radio]").first.bounding_box()
    label = page.locator(".option label").first.bounding_box()
    assert (radio["x"] > label["x"]) is mirrored
    arrow = page.locator(".back .icon").evaluate("one => getComputedStyle(one).transform")
    assert arrow.startswith("matrix(-1") is mirrored
    bar = page.locator(".wait svg").evaluate("one => getComputedStyle(one).transform")
    assert bar.startswith("matrix(-1") is mirrored
    clock = page.locator(".clock .icon").first.evaluate("one => getComputedStyle(one).transform")
    assert clock == "none"


def test_the_arabic_font_comes_only_when_needed(look):
    fonts = "performance.getEntriesByType('resource').filter(one => one.name.includes('woff2')).length"
    page = look("/accounts/login/?lang=en")
    assert page.evaluate(fonts) == 0


def test_without_scripts_everything_is_there(look):
    page = look("/design/?look=en&wrong=1", java_script_enabled=False)
    assert page.locator(".error-summary a").count() >= 4
    page.locator(".error-summary a").first.click()
    assert page.locator("#id_name").is_visible()


def test_the_summary_is_read_first(look):
    page = look("/design/?look=en&wrong=1")
    assert page.evaluate("document.activeElement.className") == "error-summary"
