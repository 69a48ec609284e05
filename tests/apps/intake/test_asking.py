"""The guided questions: no account, one at a time, nothing typed is lost, nothing is sent before somebody says so."""

import json
import re

import pytest
from django.core import mail
from django.test import Client

from jiefen.apps.intake.models import Draft
from jiefen.apps.matters.models import Matter

pytestmark = pytest.mark.django_db(transaction=True)
STORY = "房东王建国不退我租房的押金三千元。"


def answer(client, name, value, **more):
    return client.post(f"/ask/q/{name}/", {"answer": value, **more})


def told(client, **changed):
    """Answer everything that is asked."""
    given = {"violence": "no", "story": STORY, "other_side": "landlord", "amount": "3000", "wants": "paid", **changed}
    for name, value in given.items():
        assert answer(client, name, value).status_code == 302, name
    return client


def test_begins_with_safety_and_goes_on_to_the_ways(client, people):
    assert client.get("/ask/").url == "/ask/q/violence/"
    page = client.get("/ask/q/violence/").text
    assert page.count("<h1") == 1
    assert answer(client, "violence", "no").url == "/ask/q/story/"
    told(client)
    ways = client.get("/ask/ways/").text
    assert "人民调解" in ways
    assert Matter.objects.count() == 0


def test_violence_leads_at_once_to_safety_and_no_way_tells_the_other_side(client, people):
    assert answer(client, "violence", "yes").url == "/ask/safe/"
    safe = client.get("/ask/safe/").text
    assert "tel:110" in safe
    assert "人身安全保护令" in safe
    assert "people-mediation" not in safe
    told(client, violence="yes", other_side="family")
    ways = client.get("/ask/ways/").text
    assert "/start/people-mediation/go/" not in ways
    assert "/start/court-mediation" not in ways
    assert "/start/protection-order/go/" in ways


def test_the_sum_works_out_the_fee_with_its_steps(client, people):
    told(client, amount="250000")
    page = client.get("/ask/ways/").text
    # 50 + 90,000 x 2.5 % + 100,000 x 2 % + 50,000 x 1.5 % (诉讼费用交纳办法 13)
    assert re.search(r"¥\s?5,050\.00", page)
    assert "《诉讼费用交纳办法》" in page


def test_the_day_works_out_limitation_with_its_proof(client, people):
    told(client)
    client.post("/ask/q/happened_on/", {"answer_year": "2020", "answer_month": "1", "answer_day": "5"})
    page = client.get("/ask/ways/").text
    assert "可能在" in page
    assert "2023" in page
    assert "法院照样会收您的材料" in page


def test_labour_disputes_are_told_that_arbitration_comes_first(client, people):
    told(client, other_side="employer", story="老板拖欠工资")
    answer(client, "cause", "c205_5")
    page = client.get("/ask/ways/").text
    assert page.index("劳动仲裁") < page.index("人民调解")
    assert "先仲裁" in page


def test_a_wrong_answer_is_kept_and_says_what_to_do(client, people):
    answer(client, "violence", "no")
    refused = answer(client, "amount", "很多钱")
    assert refused.status_code == 400
    assert "很多钱" in refused.text
    assert "很多钱" in client.get("/ask/q/amount/").text
    day = client.post("/ask/q/happened_on/", {"answer_year": "2025", "answer_month": "13", "answer_day": "1"})
    assert day.status_code == 400
    assert 'value="13"' in client.get("/ask/q/happened_on/").text


@pytest.mark.parametrize("typed", ["押" * 50_000, "😀👍🏽", "\u202eabc\u202c", "O'Brien <script>", "a\x00b"])
def test_strange_text_loses_nothing_and_breaks_nothing(client, people, typed):
    answer(client, "violence", "no")
    got = answer(client, "story", typed)
    assert got.status_code in (302, 400)
    page = client.get("/ask/q/story/").text
    assert "<script>" not in page
    assert typed[:3].replace("\x00", "")[:1] in page


def test_a_code_goes_on_from_another_device(client, people):
    told(client)
    code = re.search(r'class="code"[^>]*>([0-9A-Z-]{10,})<', client.get("/ask/answers/").text + client.get("/ask/saved/").text)[
        1
    ]
    other = Client()
    assert other.post("/start/resume/", {"code": code.lower().replace("-", " ")}).url == "/ask/"
    assert STORY in other.get("/ask/answers/").text
    assert other.post("/start/resume/", {"code": "AAAA-BBBB-CCCC-DDDD"}).status_code == 400


def test_the_code_can_be_mailed_and_the_mail_tells_nothing_of_the_dispute(client, people):
    told(client)
    sent = client.post("/ask/saved/", {"email": "me@example.org"})
    assert sent.status_code == 200
    assert "押金" not in mail.outbox[0].body
    for again in range(12):
        last = client.post("/ask/saved/", {"email": f"me{again}@example.org"})
    assert last.status_code == 429


def test_the_code_goes_to_a_phone_where_the_site_writes_to_phones(client, people, settings, tmp_path):
    settings.JIEFEN = {**settings.JIEFEN, "sms": "file", "home": tmp_path}
    told(client)
    assert client.post("/ask/saved/", {"email": "", "phone": ""}).status_code == 400
    fixed = client.post("/ask/saved/?lang=en", {"phone": "0571-88888888"})
    assert fixed.status_code == 400
    assert "Give a mobile number" in fixed.text
    assert "0571-88888888" in fixed.text, "what was typed stays"
    assert client.post("/ask/saved/", {"phone": "138 0000 0000"}).status_code == 200
    line = json.loads((tmp_path / "sms" / "sent.jsonl").read_text(encoding="utf-8"))
    assert line["to"] == "+8613800000000"
    assert re.search(r"(?:[0-9A-Z]{4}-){3}", line["text"])
    assert "押金" not in line["text"]


def test_nobody_is_flooded_from_many_places(people, settings, tmp_path):
    settings.JIEFEN = {**settings.JIEFEN, "sms": "file", "home": tmp_path}
    answers = []
    for place in range(5):
        visitor = Client(REMOTE_ADDR=f"192.0.2.{place + 1}")
        told(visitor)
        answers.append(visitor.post("/ask/saved/", {"phone": "13800000000"}).status_code)
    assert answers == [200, 200, 200, 400, 400]


def test_without_a_way_to_phones_no_number_is_asked_for(client, people, settings):
    settings.JIEFEN = {**settings.JIEFEN, "sms": "off"}
    told(client)
    assert 'name="phone"' not in client.get("/ask/saved/").text


def test_two_windows_do_not_overwrite_each_other_unseen(client, people):
    answer(client, "violence", "no")
    first = re.search(r'name="was" value="(\w+)"', client.get("/ask/q/story/").text)[1]
    answer(client, "story", "第一个窗口写的", was=first)
    clash = answer(client, "story", "第二个窗口写的", was=first)
    assert clash.status_code == 409
    assert "第一个窗口写的" in clash.text
    assert "第二个窗口写的" in clash.text
    mark = re.search(r'name="was" value="(\w+)"', clash.text)[1]
    assert answer(client, "story", "第二个窗口写的", was=mark).status_code == 302


def test_answers_can_be_thrown_away(client, people):
    told(client)
    assert Draft.objects.count() == 1
    client.post("/ask/forget/")
    assert Draft.objects.count() == 0
    assert client.get("/ask/").url == "/ask/q/violence/"


def test_what_was_answered_need_not_be_written_twice(client, people):
    told(client)
    begun = client.post("/start/people-mediation/go/")
    assert begun.status_code == 302
    pages = client.get("/start/people-mediation/step/story/").text
    assert STORY in pages
    for name, given in {
        "claim": {"claim": "退还押金"},
        "other": {"other_name": "王建国", "other_kind": "person"},
        "me": {"my_name": "李晓云"},
    }.items():
        got = client.post(f"/start/people-mediation/step/{name}/", given)
        assert got.status_code == 302, (name, got.text)
    check = client.get("/start/people-mediation/check/").text
    assert STORY in check
    assert "¥3,000.00" in check.replace("¥ ", "¥")
    sent = client.post("/start/people-mediation/check/")
    assert sent.status_code == 200, sent.text
    matter = Matter.objects.get()
    assert matter.procedure == "people-mediation"


def test_a_step_left_empty_says_so_on_its_own_page_and_check_leads_back_to_it(client, people):
    told(client)
    client.post("/start/people-mediation/go/")
    refused = client.post("/start/people-mediation/step/other/", {"other_name": "", "other_kind": "person"})
    assert refused.status_code == 400
    assert client.get("/start/people-mediation/check/").url.startswith("/start/people-mediation/step/")


def test_saving_a_step_keeps_even_what_is_wrong(client, people):
    client.get("/start/people-mediation/first/")
    client.post("/start/people-mediation/step/my-contact/", {"my_email": "no address", "save": "1"})
    assert "no address" in client.get("/start/people-mediation/step/my-contact/").text


@pytest.mark.parametrize("address", ["/ask/q/nothing/", "/start/people-mediation/step/nothing/", "/start/nothing/first/"])
def test_what_is_not_there_is_not_found(client, people, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("pack", "police", "foreign"), [("cn", "110", "999"), ("ew", "999", "110")])
def test_every_page_names_the_numbers_of_its_own_country(people, settings, pack, police, foreign):
    settings.JIEFEN = {**settings.JIEFEN, "pack": pack}
    settings.LANGUAGE_CODE = "en"
    for path in ("/ask/safe/?lang=en", "/help/?lang=en", "/start/?lang=en"):
        page = Client().get(path).text
        assert f"tel:{police}" in page
        assert f"tel:{foreign}" not in page
        assert not re.search(rf"call {foreign}\b", page)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_one_number_for_both_is_said_once(people, settings, language):
    settings.JIEFEN = {**settings.JIEFEN, "pack": "ew"}
    for path, times in (("/help/", 2), ("/start/", 1), ("/rights/", 1)):  # the foot says it, and the page of help
        page = Client().get(path, {"lang": language}).text
        assert page.count("tel:999") == times
        assert page.count("In danger: call" if language == "en" else "遇到危险：拨打") == times


@pytest.mark.parametrize(("language", "call"), [("zh-hans", "拨打。"), ("en", "call  ?first|call ;|, +\\.")])
def test_where_the_pack_names_nobody_no_page_says_to_call_nothing(people, settings, language, call):
    settings.JIEFEN = {**settings.JIEFEN, "pack": "base"}
    for path in ("/ask/safe/", "/help/", "/start/", "/rights/"):
        page = Client().get(path, {"lang": language})
        assert page.status_code == 200
        assert "tel:" not in page.text
        assert not re.search(call, page.text)
    assert ("Somebody to ask" if language == "en" else "找人问问") not in Client().get("/help/", {"lang": language}).text


def test_the_chinese_sentences_of_the_safe_page_end_in_a_chinese_stop(people):
    page = Client().get("/ask/safe/", {"lang": "zh-hans"}).text
    for number in ("110", "120"):
        assert f'<a href="tel:{number}"><bdi dir="ltr">{number}</bdi></a>。' in page
        assert f"{number}</bdi></a>." not in page


def test_an_installation_may_name_another_line_for_help(people, settings):
    settings.JIEFEN = {**settings.JIEFEN, "help_line": "0991 123456"}
    page = Client().get("/help/?lang=en").text
    assert "0991 123456" in page
    assert "12348" not in page


def test_all_causes_stand_by_part_of_the_list_and_the_chosen_one_is_seen(client, people):
    answer(client, "violence", "no")
    page = client.get("/ask/q/cause/").text
    wanted = ["婚姻家庭、继承", "离婚纠纷", "合同、借款、买卖、服务", "房屋租赁合同纠纷"]
    assert sorted(wanted, key=page.index) == wanted
    assert page.count('value="c116_2"') == 1
    assert answer(client, "cause", "c116_2").status_code == 302
    part = re.search(r'<details class="part" open><summary>([^<]+)', client.get("/ask/q/cause/").text)
    assert part[1] == "合同、借款、买卖、服务"


def test_the_filing_form_lists_the_causes_under_their_parts_and_keeps_the_chosen_one(client, people):
    told(client)
    answer(client, "cause", "c116_2")
    assert client.post("/start/people-mediation/go/").status_code == 302
    page = client.get("/start/people-mediation/step/where/").text
    part = re.search(r'<optgroup label="合同、借款、买卖、服务">(.*?)</optgroup>', page, re.S)[1]
    assert re.search(r'<option value="c116_2" selected>\s*房屋租赁合同纠纷', part)
    assert 'value="c14"' in re.search(r'<optgroup label="婚姻家庭、继承">(.*?)</optgroup>', page, re.S)[1]
    assert page.count('value="c116_2"') == 1


def test_a_suggestion_is_chosen_by_nobody_but_the_person(client, people):
    answer(client, "violence", "no")
    answer(client, "story", STORY)
    page = client.get("/ask/q/cause/").text
    assert "because you wrote" in client.get("/ask/q/cause/?lang=en").text
    assert not re.search(r'<input type="radio"[^>]* checked', page)
    left_open = client.post("/ask/q/cause/?lang=zh-hans", {})
    assert left_open.status_code == 400
    assert "请选一项" in left_open.text
    assert answer(client, "cause", "").status_code == 302


def test_the_cause_is_read_again_by_its_name_before_filing(client, people):
    told(client)
    client.post("/ask/q/cause/", {"answer": "c116_2"})
    place = client.post("/start/people-mediation/go/").url
    people_named = {"my_name": "李晓云", "my_kind": "person", "other_name": "王建国", "other_kind": "person"}
    given = {"claim": "退还押金", "cause": "c116_2", **people_named}
    for _page in range(12):
        if "/step/" not in place:
            break
        place = client.post(place, given).url
    assert place.endswith("/check/")
    assert "房屋租赁合同纠纷" in client.get("/start/people-mediation/check/").text


def test_the_time_of_a_way_ends_with_its_result_not_with_being_paid(client, people):
    told(client, cause="c116_2", written_debt="yes")
    glance = client.get("/ask/ways/?lang=en").text.partition("At a glance")[2].partition("</ul>")[0]
    order = glance.partition("Order for payment")[2].partition("</li>")[0]
    assert "at most 161 days" in order, "two years to ask for enforcement are the creditor's own"
    court = glance.partition("Go to court")[2].partition("</li>")[0]
    assert "at most 18 days" in court
    assert "Trial at first instance: " in court, "registering is not the end of it"
