"""Every page that people meet, in a real browser: accessible, within the screen, light, and the same from right to left."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPEN = ["/", "/start/", "/start/people-mediation/", "/start/resume/", "/help/", "/rights/", "/procedures/",
        "/procedures/people-mediation/", "/check/", "/i/", "/return/", "/accounts/login/", "/accounts/login/code/",
        "/ask/q/violence/", "/ask/q/story/", "/ask/q/other_side/", "/ask/q/happened_on/", "/ask/q/cause/", "/ask/safe/",
        "/ask/forget/", "/law/", "/law/deposit/", "/start/people-mediation/step/claim/", "/start/people-mediation/step/other/",
        "/start/people-mediation/form/", "/quality/", "/no-such-page/"]  # fmt: skip


def of_matter(row):
    """The pages of one matter."""
    base = f"/matters/{row.pk}/"
    paper = row.effects.filter(kind="document").first()
    seq, _kind, name = paper.key.split(":")[:3]
    return ["/matters/", "/account/", "/notices/", base, f"{base}room/", f"{base}agreement/", f"{base}reach/",
            f"{base}map/", f"{base}receipt/1/", f"{base}papers/{seq}/{name}/"]  # fmt: skip


def look_at(one, paths, width):
    """Open each page; what axe finds wrong with it, and pages that run over the edge or are too heavy."""
    from axe_playwright_python.sync_playwright import Axe

    wrong = []
    for path in paths:
        status = one.go(path)
        if status not in (200, 404):
            wrong.append((path, status))
            continue
        if status == 404 and "no-such" not in path:
            wrong.append((path, 404))
        found = Axe().run(one.page, options={"runOnly": RULES})
        wrong += [(path, each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found.response["violations"]]
        if one.page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append((path, "runs over the edge"))
    return wrong


def every(*ordinary):
    """Each language at each width; those that are not among the ordinary ones run with -m slow."""
    pairs = [(language, width) for language in ("zh-hans", "ug", "kk-arab", "en") for width in (360, 1280)]
    slow = pytest.mark.slow
    return pytest.mark.parametrize(
        ("language", "width"), [pytest.param(*one, marks=() if one in ordinary else slow) for one in pairs]
    )


@every(("zh-hans", 360), ("zh-hans", 1280), ("ug", 360), ("kk-arab", 360))
def test_open_pages_are_accessible(person, language, width):
    one = person("visitor", language, {"width": width, "height": 800})
    assert look_at(one, OPEN, width) == []


@every(("zh-hans", 360), ("ug", 1280))
def test_the_pages_of_a_matter_are_accessible(person, walked, language, width):
    row = walked(acts=5)
    paths = of_matter(row)
    li = person("li", language, {"width": width, "height": 800}, sign_in=True)
    assert look_at(li, paths, width) == []
    zhao = person("zhao", language, {"width": width, "height": 800}, sign_in=True)
    links = set(re.findall(rf'href="(/matters/{row.pk}/(?:act|room|notes)/[^"?]*)"', zhao.page.content()))
    zhao.go(f"/matters/{row.pk}/")
    links |= set(re.findall(rf'href="(/matters/{row.pk}/(?:act|room|notes)/[^"?]*)"', zhao.page.content()))
    assert len(links) >= 4
    assert look_at(zhao, sorted(links), width) == []


@every(("zh-hans", 360))
def test_the_offices_pages_are_accessible(person, walked, language, width):
    row = walked(acts=1)
    chen = person("chen", language, {"width": width, "height": 800}, sign_in=True)
    chen.go(f"/matters/{row.pk}/")
    links = sorted(set(re.findall(rf'href="(/matters/{row.pk}/act/[^"?]*)"', chen.page.content())))
    base = f"/matters/{row.pk}/"
    pages = ["/matters/", "/reach/", "/assist/", "/assist/people-mediation/", base, f"{base}reach/"]
    assert look_at(chen, [*pages, *links], width) == []


def test_everything_can_be_reached_by_the_keyboard_alone(person, walked):
    row = walked(acts=1)
    chen = person("chen", "zh-hans", sign_in=True)
    chen.go(f"/matters/{row.pk}/act/accept/")
    for _press in range(60):
        chen.page.keyboard.press("Tab")
        inside = chen.page.evaluate("document.activeElement.matches('main form button.button:not(.second)')")
        if inside:
            break
    assert inside, "the button can be reached"
    outline = chen.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none", "where one is can be seen"
    chen.page.keyboard.press("Enter")
    chen.page.wait_for_url(re.compile(rf"/matters/{row.pk}/(\?.*)?$"))
    assert row.events.filter(kind="act").count() == 2


def test_old_pages_and_used_codes_are_answered(person, walked, post):
    row = walked(acts=1)
    first, second = person("chen", "zh-hans", sign_in=True), person("chen", "zh-hans")
    second.context.add_cookies(first.context.cookies())
    first.go(f"/matters/{row.pk}/act/accept/")
    second.act(row.pk, "accept")
    first.send()
    assert "不" in first.text()
    assert row.events.filter(kind="act").count() == 2
    visitor = person("visitor")
    assert visitor.go("/i/AAAA-AAAA-AAAA-AAAA/") == 404
    assert visitor.page.locator("h1").is_visible()
