"""Finding the way, as people do: alone on a cheap phone, from right to left, in English, for a parent, and out quickly."""

import re

import pytest
from tests.browser.conftest import LARGE, SMALL

from jiefen.apps.matters.models import Matter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TENANT = {
    "violence": "no",
    "story": "我租了王建国的房子，去年十二月退租，押金三千元一直不退，说墙弄脏了。",
    "cause": "c116_2",
    "other_side": "landlord",
    "amount": "3000",
    "written_debt": "no",
    "happened_on": ("2025", "12", "20"),
    "agreed_already": "no",
    "wants": "paid",
    "place": "900101001201",
}
WORKER = {
    **TENANT,
    "cause": "c205_5",
    "other_side": "employer",
    "story": "ئىش ھەققىمنى ئۈچ ئايدىن بېرى بەرمىدى.",
    "place": "900101001",
}


def ask(one, answers, shots=""):
    """Answer the questions one page at a time until they have all been asked."""
    one.go("/")
    one.page.locator("a[href='/ask/']").first.click()
    for number in range(20):
        found = re.search(r"/ask/q/([\w-]+)/", one.page.url)
        if found is None:
            break
        name, page = found[1], one.page
        assert page.locator("h1").count() == 1
        if shots:
            one.look(f"ask-{number + 1}-{name}-{shots}")
        answer = answers.get(name)
        if isinstance(answer, tuple):
            for part, value in zip(("year", "month", "day"), answer, strict=True):
                page.locator(f"[name=answer_{part}]").fill(value)
        elif name == "cause" and answer is not None:
            chosen = page.locator(f"input[name=answer][value='{answer}']")
            for around in page.locator("main form details:not([open])", has=chosen).all():  # the outer one first
                around.locator("> summary").click()
            page.locator(f"label[for='{chosen.get_attribute('id')}']").click()
        elif name == "cause":
            page.locator("label[for='guess-none']").click()
        elif answer is not None:
            one.fill(answer=answer)
        page.locator("main form .buttons button.button:not(.second)").click()
    assert "/ask/answers/" in one.page.url, one.text()
    if shots:
        one.look(f"answers-{shots}")
    one.page.locator("main .buttons a.button").first.click()
    assert "/ask/ways/" in one.page.url
    if shots:
        one.look(f"ways-{shots}")
    return one


def file(one, way, given, shots=""):
    """Take a way and answer its pages; the page that says it was sent."""
    one.page.locator(f"form[action='/start/{way}/go/'] button").click()
    for number in range(20):
        found = re.search(r"/step/([\w-]+)/", one.page.url)
        if found is None:
            break
        for name, value in given.items():
            if one.page.locator(f"main [name='{name}']").count():
                one.fill(**{name: value})
        if found[1] not in ("my-contact", "other-contact"):  # whatever else the way asks for in words
            for field in one.page.locator("main form textarea, main form input[type=text]").all():
                if not field.input_value() and field.get_attribute("name") not in ("helper_name",):
                    kind = field.get_attribute("inputmode")
                    field.fill(
                        {"decimal": "3000"}.get(
                            kind or "", "2026-03-02" if "short" in (field.get_attribute("class") or "") else "…"
                        )
                    )
        if shots:
            one.look(f"step-{number + 1}-{found[1]}-{shots}")
        one.page.locator("main form .buttons button.button:not(.second)").click()
    assert f"/start/{way}/check/" in one.page.url, one.text()
    if shots:
        one.look(f"step-check-{shots}")
    one.send()
    if shots:
        one.look(f"step-sent-{shots}")
    return one


def test_a_tenant_in_chinese_without_javascript(person):
    tenant = person("tenant", size=SMALL, javascript=False)
    ask(tenant, TENANT, "tenant-zh")
    words = tenant.text()
    assert "人民调解" in words
    assert "最多" in words, "the longest wait"
    file(tenant, "people-mediation", {"claim": "退还押金三千元。", "other_name": "王建国", "my_name": "李云"}, "tenant-zh")
    matter = Matter.objects.get()
    assert matter.cause == "c116_2"
    said = tenant.text()
    assert matter.number in said
    assert re.search(r"\d{4}年\d{1,2}月\d{1,2}日", said), "what happens next, and by when"


def test_a_worker_in_uyghur_from_right_to_left(person):
    worker = person("worker", "ug", SMALL)
    ask(worker, WORKER, "worker-ug")
    assert worker.page.locator("html").get_attribute("dir") == "rtl"
    first = worker.page.locator("section.way").first
    assert first.get_attribute("id") == "way-labour-arbitration", "arbitration comes first, and the page says why"
    assert "first" in first.get_attribute("class")
    given = {"my_name": "ئايگۈل", "other_name": "تۆمۈر شىركىتى", "other_kind": "organisation", "claim": "ئىش ھەققىنى بېرىش"}
    file(worker, "labour-arbitration", given, "worker-ug")
    matter = Matter.objects.get()
    assert matter.procedure == "labour-arbitration"
    worker.go(f"/matters/{matter.pk}/")
    worker.look("matter-worker-ug")
    assert worker.page.locator("html").get_attribute("lang") == "ug"


@pytest.fixture
def english(settings):
    """An installation under the law of England and Wales."""
    settings.JIEFEN = {**settings.JIEFEN, "pack": "ew", "help_line": "0808 2000 247"}
    settings.LANGUAGE_CODE = "en"
    settings.TIME_ZONE = "Europe/London"


def test_an_english_money_claim(english, person):
    smith = person("smith", "en", SMALL)
    answers = {"violence": "no", "story": "A builder took £900 and never came back to finish the fence.",
               "other_side": "business", "amount": "900", "agreed_already": "no", "wants": "paid"}  # fmt: skip
    ask(smith, answers, "claim-en")
    assert "small claim" in smith.text().lower()
    given = {"my_name": "Jane Smith", "other_name": "Baker & Sons Ltd", "other_kind": "organisation", "claim": "£900 back."}
    file(smith, "small-claim", given, "claim-en")
    matter = Matter.objects.get()
    assert (matter.pack, matter.procedure) == ("ew", "small-claim")
    assert not re.search(r"[\u4e00-\u9fff]", re.sub("解纷|简体中文", "", smith.page.locator("main").inner_text()))


def test_a_daughter_writes_for_her_father(person):
    daughter = person("daughter", size=SMALL)
    ask(daughter, {**TENANT, "other_side": "neighbour", "cause": None, "wants": "talk"})
    given = {"claim": "把路让开。", "other_name": "赵大山", "my_name": "马大爷", "helper_name": "马小花"}
    file(daughter, "people-mediation", given)
    assert "马大爷" in daughter.text()
    code = daughter.page.locator(".note.warm .code").inner_text().strip()
    father = person("father", size=SMALL)
    father.go("/return/")
    father.fill(code=code)
    father.send()
    matter = Matter.objects.get()
    father.go(f"/matters/{matter.pk}/")
    words = father.text()
    assert "马小花" in words, "who helped stands in the matter"
    assert "把路让开。" in words


def test_out_quickly_and_nothing_told(person):
    woman = person("woman", size=SMALL)
    woman.context.route(
        "https://www.weather.com.cn/**", lambda route: route.fulfill(body="<h1>weather</h1>", content_type="text/html")
    )
    woman.go("/ask/")
    woman.fill(answer="yes")
    woman.page.locator("main form .buttons button.button:not(.second)").click()
    assert "/ask/safe/" in woman.page.url
    woman.look("safe-zh")
    assert woman.page.locator("main a[href='tel:110']").count() >= 1
    assert woman.page.locator("main a[href*='people-mediation']").count() == 0
    woman.page.locator(".quick-exit").click()
    woman.page.wait_for_url("https://www.weather.com.cn/**")
    assert woman.page.locator("h1").inner_text() == "weather"
    assert Matter.objects.count() == 0


def test_the_way_can_be_found_by_the_keyboard_alone(person):
    one = person("visitor", size=LARGE)
    one.go("/ask/q/violence/")
    keyboard = one.page.keyboard
    for _press in range(40):
        keyboard.press("Tab")
        if one.page.evaluate("document.activeElement.name === 'answer'"):
            break
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    one.page.wait_for_url(re.compile("/ask/q/story/"))


@pytest.mark.parametrize("language", ["zh-hans", "ug", "kk-arab", "en"])
def test_a_control_stands_before_its_name_in_each_direction(person, language):
    one = person("visitor", language, SMALL)
    one.go("/ask/q/other_side/")
    control = one.page.locator(".option input").first.bounding_box()
    name = one.page.locator(".option label").first.bounding_box()
    assert (control["x"] > name["x"] + name["width"] / 2) is (language in ("ug", "kk-arab"))
    one.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert one.page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"], "text at 200 % runs over the edge"


HEAVIEST = {
    "/": 60_000,
    "/ask/q/violence/": 60_000,
    "/ask/q/story/": 60_000,
    "/law/": 250_000,
    "/procedures/people-mediation/": 250_000,
}


@pytest.mark.parametrize("language", ["zh-hans", "ug"])
def test_pages_are_light_with_everything_that_they_fetch(person, language, settings):
    """Over the wire, compressed, with styles, script and the part of the font that the language needs."""
    import gzip

    for path, most in HEAVIEST.items():
        one, sizes = person("visitor", language, SMALL), []
        one.page.on("response", lambda got, sizes=sizes: sizes.append((got.url, got.body())) if got.ok else None)
        one.go(path)
        one.page.wait_for_load_state("networkidle")
        weight = sum(len(body) if url.endswith("woff2") else len(gzip.compress(body)) for url, body in sizes)
        assert 1_000 < weight < most, (path, weight, [(url, len(body)) for url, body in sizes])
        one.context.close()
