"""One dispute, all the way, as four people at four browsers: kept in the end, and failed into a complete court filing."""

import io
import re
import zipfile
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.browser.conftest import LARGE, SMALL

TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = {
    "zh-hans": {
        "title": "押金不退",
        "story": "去年三月我租了桥头村王建国的房子，交了押金三千元。今年三月我搬走，房子完好，他说墙脏了不退。",
        "claim": "退还押金三千元。",
        "hello": "我愿意退两千八，墙要重新刷一下。",
        "aside": "其实我最急的是这个月要用钱。",
        "note": "双方差二百元，可以各让一步。",
        "record": "双方都说明了情况，愿意各让一步。",
        "agreement": "王建国退还押金二千八百元，双方再无其他争议。",
        "what": "退还押金",
        "broken": "到期没有付款，打电话也不接。",
        "ended": "已履行",
    },
    "en": {
        "title": "The deposit was kept",
        "story": "In March last year I rented a house and paid 3,000 yuan as deposit. I left it clean and he keeps the money.",
        "claim": "The deposit of 3,000 yuan back.",
        "hello": "I could pay 2,800 back; the wall needs paint.",
        "aside": "What matters most to me is to have it this month.",
        "note": "They are 200 yuan apart.",
        "record": "Both explained their view and are willing to meet half way.",
        "agreement": "Wang pays back 2,800 yuan; nothing else is in dispute.",
        "what": "Pay back the deposit",
        "broken": "The day passed without payment.",
        "ended": "Performed",
    },
}


def told(tenant, words, language, shots):
    """The tenant tells the problem, checks it and sends it. The matter's id."""
    tenant.go("/")
    tenant.look(f"home-{shots}")
    tenant.go("/start/")
    tenant.look(f"choose-{shots}")
    tenant.go("/start/people-mediation/")
    tenant.send()
    assert tenant.page.locator(".error").count() > 0, "an empty form says what is missing"
    tenant.fill(story=words["story"], claim=words["claim"], amount="3000")
    name = "Li Yun" if language == "en" else "李云"
    other = "Wang Guo" if language == "en" else "王国"
    tenant.fill(my_name=name, my_email="liyun@example.org", other_name=other, other_phone="13800000002", place="900101001201")
    tenant.look(f"tell-{shots}")
    tenant.send()
    assert "/check/" in tenant.page.url, tenant.text()
    assert words["claim"] in tenant.text()
    tenant.look(f"check-{shots}")
    tenant.send()
    tenant.look(f"sent-{shots}")
    return re.search(r"/matters/([0-9a-f-]{36})/", tenant.page.content()).group(1)


def invited(matter, office, respondent, post, shots):
    """The office takes it on; the respondent comes with the code of the letter."""
    office.go("/matters/")
    office.look(f"queue-{shots}")
    office.see(matter)
    office.act(matter, "accept")
    post()
    office.go(f"/matters/{matter}/reach/")
    office.look(f"reach-{shots}")
    office.page.locator("form[action*='/letter/'] button").first.click()
    office.look(f"letter-{shots}")
    code = re.search(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}[- ]?){2,4}\b", office.text()).group(0)
    respondent.go("/i/")
    respondent.fill(code=code.lower())
    respondent.send()
    respondent.look(f"invitation-{shots}")
    respondent.page.locator("a.button[href*='/join/']").click()
    respondent.look(f"join-{shots}")
    respondent.page.locator("main form").first.locator("button.button").first.click()
    respondent.look(f"joined-{shots}")
    return code


def agreed(matter, tenant, landlord, office, mediator, words, shots):
    """The respondent is willing, a mediator is named; all talk, together and apart, and sign."""
    landlord.see(matter)
    landlord.look(f"matter-invited-{shots}")
    landlord.act(matter, "agree-to-mediate")
    assert office.go(f"/matters/{matter}/act/name-mediator/") == 200
    office.look(f"act-name-mediator-{shots}")
    options = office.page.locator("main [name=mediator]")
    if options.first.evaluate("one => one.tagName") == "SELECT":
        options.first.select_option(label="赵明")
    else:
        office.page.get_by_label("赵明", exact=False).first.check()
    office.send()

    landlord.go(f"/matters/{matter}/room/")
    landlord.fill(text=words["hello"])
    landlord.send()
    tenant.go(f"/matters/{matter}/room/")
    assert words["hello"] in tenant.text()
    tenant.look(f"room-{shots}")
    tenant.go(f"/matters/{matter}/room/applicant/")
    tenant.fill(text=words["aside"])
    tenant.send()
    mediator.go(f"/matters/{matter}/room/applicant/")
    assert words["aside"] in mediator.text()
    mediator.look(f"caucus-{shots}")
    mediator.go(f"/matters/{matter}/notes/")
    mediator.fill(text=words["note"])
    mediator.send()
    for one in (landlord, office):
        for path in ("", "room/", "room/applicant/", "notes/"):
            one.go(f"/matters/{matter}/{path}")
            assert words["aside"] not in one.text(), "what was said in private stays there"
            assert words["note"] not in one.text()

    mediator.act(matter, "record-session", session_on=TODAY.isoformat(), session_record=words["record"])
    assert mediator.go(f"/matters/{matter}/act/draft/") == 200
    mediator.fill(agreement_text=words["agreement"])
    mediator.page.locator("main [name*=who]").first.select_option(index=2)
    mediator.page.locator("main [name*=what]").first.fill(words["what"])
    mediator.page.locator("main [name*=amount]").first.fill("2800")
    mediator.page.locator("main [name*=by]").first.fill((TODAY + timedelta(days=20)).isoformat())
    mediator.look(f"draft-{shots}")
    mediator.page.locator("main form .buttons").last.locator("button.button:not(.second)").first.click()
    assert "/act/" not in mediator.page.url, mediator.text()
    for one in (tenant, landlord, mediator):
        assert one.go(f"/matters/{matter}/act/sign/") == 200
        assert words["agreement"] in one.text(), "nobody signs what they cannot read"
        one.look(f"sign-{one.name}-{shots}")
        one.page.locator("main form .buttons").last.locator("button.button:not(.second)").first.click()
    office.act(matter, "seal")


def goes_on_in(one, matter):
    """The matter in which this one goes on, as its page says."""
    one.see(matter)
    links = one.page.locator("aside a[href^='/matters/']").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    found = [link.split("/")[2] for link in links if re.fullmatch(r"/matters/[0-9a-f-]{36}/", link)]
    assert found, one.text()
    return found[-1]


def papers(one, matter):
    """Every paper that somebody finds on the page of a matter, as bytes by address."""
    one.see(matter)
    links = one.page.locator(f"a[href*='/matters/{matter}/papers/']").evaluate_all("all => all.map(one => one.href)")
    found = {}
    for link in dict.fromkeys(links):
        answer = one.context.request.get(link)
        assert answer.ok, link
        found[link] = answer.body()
    return found


@pytest.mark.parametrize("language", ["zh-hans", pytest.param("en", marks=pytest.mark.slow)])
def test_a_dispute_is_agreed_confirmed_and_kept(person, post, language):
    words, shots = WORDS[language], f"kept-{language}"
    script = language == "en"
    tenant = person("tenant", language, SMALL, javascript=script)
    landlord = person("landlord", language, SMALL, javascript=script)
    office = person("chen", language, LARGE, sign_in=True)
    mediator = person("zhao", language, LARGE, sign_in=True)
    matter = told(tenant, words, language, shots)
    invited(matter, office, landlord, post, shots)
    agreed(matter, tenant, landlord, office, mediator, words, shots)
    post()
    tenant.see(matter)
    tenant.look(f"matter-agreed-{shots}")
    tenant.go(f"/matters/{matter}/agreement/")
    assert words["agreement"] in tenant.text()
    tenant.look(f"agreement-{shots}")
    for one in (tenant, landlord):
        one.act(matter, "apply-for-confirmation")
    post()
    case = goes_on_in(tenant, matter)

    registrar = person("sun", language, LARGE, sign_in=True)
    judge = person("fang", language, LARGE, sign_in=True)
    registrar.go("/matters/")
    registrar.look(f"court-queue-{shots}")
    registrar.act(case, "register")
    judge.see(case)
    judge.look(f"confirmation-{shots}")
    assert words["aside"] not in judge.text()
    assert words["record"] not in judge.text(), "what was said for settlement does not come before the court"
    judge.act(case, "confirm", voluntary="yes", clear_terms="yes", lawful="yes")
    post()
    tenant.see(case)
    tenant.look(f"confirmed-{shots}")
    assert papers(tenant, case), "the ruling can be read"
    for one in (tenant, landlord):
        one.act(case, "confirm-kept")
    text = tenant.see(case)
    tenant.look(f"performed-{shots}")
    assert words["ended"] in text


@pytest.mark.parametrize("language", ["zh-hans", pytest.param("en", marks=pytest.mark.slow)])
def test_a_dispute_fails_into_a_complete_court_filing(person, post, language):
    words, shots = WORDS[language], f"failed-{language}"
    tenant = person("tenant", language, SMALL, javascript=False)
    landlord = person("landlord", language, LARGE)
    office = person("chen", language, LARGE, sign_in=True)
    mediator = person("zhao", language, LARGE, sign_in=True)
    matter = told(tenant, words, language, shots)
    invited(matter, office, landlord, post, shots)
    agreed(matter, tenant, landlord, office, mediator, words, shots)
    tenant.act(matter, "report-broken", broken_note=words["broken"])
    post()
    case = goes_on_in(tenant, matter)
    tenant.look(f"broken-{shots}")
    tenant.see(case)
    tenant.look(f"filing-{shots}")
    packages = tenant.page.locator("a[href$='package.zip']").evaluate_all("all => all.map(one => one.href)")
    assert packages, tenant.text()
    with zipfile.ZipFile(io.BytesIO(tenant.context.request.get(packages[0]).body())) as package:
        names = package.namelist()
        assert any(name.endswith(".pdf") for name in names)
        assert any(name.endswith(".docx") for name in names)
        everything = b"".join(package.read(name) for name in names)
        assert words["aside"].encode() not in everything
