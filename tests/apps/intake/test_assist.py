"""Staff file for somebody: read back, sent once, and the person's own word on it, whichever way they came."""

import re
from html import unescape

import pytest
from django.test import Client

from jiefen import shelf
from jiefen.apps.intake import assisted
from jiefen.apps.intake.models import Assisted, Draft
from jiefen.apps.matters import clock
from jiefen.apps.matters.models import Event, Matter
from jiefen.apps.matters.queries import page_of, title_of
from jiefen.apps.people.models import Account

pytestmark = pytest.mark.django_db(transaction=True)
STORY = "房东王建国不退我租房的押金三千元。"
WRITE = "/assist/people-mediation/"
OPENS = [name for name, _action in shelf.pack("cn").opens]
KEEPERS = ("chen", "sun", "qian", "tu", "zhou", "jian", "shi", "yu")


def told(**more):
    """What staff type, with the fields of their own."""
    given = {
        "way": "window",
        "language": "zh-hans",
        "speaks": "self",
        "interpreter": "",
        "request_key": "assisted-1",
        "my_name": "马大爷",
        "my_email": "",
        "other_name": "王建国",
        "other_kind": "person",
        "story": STORY,
        "claim": "退还押金",
        "place": "",
        "cause": "",
    }
    return given | more


def written(staff, procedure="people-mediation", **more):
    """Write it; the address of the page on which it is read back."""
    answer = staff.post(f"/assist/{procedure}/", told(**more))
    assert answer.status_code == 302, answer.text
    return answer.url


def filed(staff, procedure="people-mediation", **more):
    """Write, read back, send. Returns the page after sending and the filing."""
    sent = staff.post(written(staff, procedure, **more), {"read_back": "on"})
    assert sent.status_code == 200, sent.text
    return sent, Assisted.objects.latest("read_back_at")


def code_on(page):
    """The person's code, as it stands on a page: the last that an account is found by."""
    from jiefen.apps.people.services import account_by_return_code

    every = [unescape(one) for one in re.findall(r'class="code"[^>]*>([^<]+)<', page.text)]
    return next((one for one in every if account_by_return_code(one)), None)


@pytest.fixture
def staff(signed_in):
    return signed_in("chen")


def test_only_those_whose_office_keeps_a_way_file_for_others(signed_in):
    assert signed_in("li").get("/assist/").status_code == 404
    assert signed_in("zhao").get("/assist/").status_code == 404
    assert signed_in("li").post(WRITE, told()).status_code == 404
    assert Client().get("/assist/").status_code == 302
    for name in KEEPERS:
        page = signed_in(name).get("/assist/")
        assert page.status_code == 200, name
        assert all(f"/assist/{one}/" in page.text for one in OPENS), name


@pytest.mark.parametrize("procedure", OPENS)
def test_every_way_can_be_written_and_is_read_back_as_it_was_typed(staff, procedure):
    page = staff.get(f"/assist/{procedure}/").text
    found = shelf.procedure("cn", procedure)
    asked = [ask.fact for ask in found.actions[dict(shelf.pack("cn").opens)[procedure]].asks]
    for name in asked:
        assert re.search(rf'name="{name}["-]', page), f"{name} is not asked for"
    answers = {"amount": "3000", "due_on": "2026-01-05", "no_counter": "yes", "workplace": "清溪砖厂", "land_note": "东坡三亩",
               "right_kind": _first_option(page, "right_kind"), "kind": _first_option(page, "kind"), "hardship": "yes",
               "respondent_note": "丈夫", "willing": "yes", "source_note": "县政府网站"}  # fmt: skip
    aloud = staff.get(written(staff, procedure, **{name: one for name, one in answers.items() if one})).text
    assert STORY in aloud
    assert "马大爷" in aloud
    sent = staff.post(
        written(staff, procedure, request_key="k2", **{name: one for name, one in answers.items() if one}), {"read_back": "on"}
    )
    assert sent.status_code == 200, sent.text
    assert Matter.objects.get().procedure == procedure


def _first_option(page, name):
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([\w-]+)"|<input[^>]*value="([\w-]+)"[^>]*name="{name}"', page)
    return (found[1] or found[2]) if found else ""


def test_it_is_sent_only_when_it_was_read_back_and_nothing_is_lost_before(staff):
    reading = written(staff)
    assert not Matter.objects.exists()
    refused = staff.post(reading, {})
    assert refused.status_code == 400
    assert STORY in refused.text
    assert not Matter.objects.exists()
    sent = staff.post(reading, {"read_back": "on"})
    assert sent.status_code == 200
    one = Assisted.objects.get()
    seat = one.matter.participations.get(participant="a1")
    assert (seat.account.username, seat.identity) != ("chen", "staff"), "nobody looked at a paper, so nobody says so"
    assert seat.identity == "claimed"
    assert one.read_back_at is not None
    assert one.confirmed_at is None
    assert one.matter.number in sent.text
    assert "no-store" in sent.headers["Cache-Control"], "the code is not kept by the browser of the office"
    assert not Draft.objects.exists()


def test_pressed_twice_it_is_filed_once_and_makes_one_account(staff):
    reading = written(staff)
    before = Account.objects.count()
    staff.post(reading, {"read_back": "on"})
    again = staff.post(reading, {"read_back": "on"})
    assert again.url == f"/assist/filed/{Assisted.objects.get().pk}/"
    assert Matter.objects.count() == 1
    assert Account.objects.count() == before + 1


def test_the_same_request_from_another_window_gives_the_first_filing(staff):
    one, two = written(staff), written(staff)
    staff.post(one, {"read_back": "on"})
    staff.post(two, {"read_back": "on"})
    assert Matter.objects.count() == Assisted.objects.count() == 1


def test_what_is_wrong_is_said_and_what_was_typed_stays(staff):
    answer = staff.post(WRITE, told(my_name="", my_email="no address", way="pigeon", speaks="helper"))
    assert answer.status_code == 400
    assert STORY in answer.text
    assert "no address" in answer.text
    assert 'href="#id_my_name"' in answer.text
    assert 'href="#id_way_0"' in answer.text
    found = staff.get(re.search(r'/assist/people-mediation/\?draft=\w+', answer.text)[0])
    assert STORY in found.text
    assert "no address" in found.text


def test_an_interrupted_filing_is_found_again_and_never_shown_to_the_next_person(staff):
    written(staff)
    assert STORY not in staff.get(WRITE).text
    page = staff.get("/assist/").text
    going_on = re.search(r'/assist/people-mediation/\?draft=\w+', page)[0]
    assert STORY in staff.get(going_on).text
    staff.post("/assist/", {"forget": going_on.split("=")[1]})
    assert not Draft.objects.exists()
    assert STORY not in staff.get(going_on).text


def test_two_windows_do_not_overwrite_each_other(staff):
    first = written(staff)
    address = first.replace("read/", "")
    version = re.search(r'name="version" value="(\d+)"', staff.get(address).text)[1]
    staff.post(address, told(version=version, claim="窗口一"))
    clash = staff.post(address, told(version=version, claim="窗口二"))
    assert clash.status_code == 400
    assert "窗口二" in clash.text
    assert "窗口一" in staff.get(address).text


def test_the_draft_of_one_way_does_not_open_another(staff):
    reading = written(staff)
    draft = reading.split("?")[1]
    assert staff.get(f"/assist/guidance/read/?{draft}").url == "/assist/"
    assert STORY not in staff.get(f"/assist/guidance/?{draft}").text


def test_a_helper_who_speaks_is_named_and_an_interpreter_noted(staff, signed_in):
    missing = staff.post(WRITE, told(speaks="helper"))
    assert missing.status_code == 400
    _sent, one = filed(staff, speaks="helper", helper_name="马小兰", interpreter="阿依古丽")
    line = staff.get(f"/matters/{one.matter_id}/").text
    assert "马小兰" in line
    assert "阿依古丽" in line
    raw = bytes(Assisted.objects.get().helper) + bytes(Assisted.objects.get().interpreter) + bytes(Assisted.objects.get().text)
    assert "马小兰".encode() not in raw
    assert "押金".encode() not in raw


def test_on_the_telephone_no_paper_can_be_looked_at(staff):
    assert staff.post(WRITE, told(way="phone", saw_paper="on")).status_code == 400
    _sent, one = filed(staff, way="visit", saw_paper="on")
    assert one.matter.participations.get(participant="a1").identity == "staff"


def test_it_is_read_back_in_the_persons_language_and_notices_come_in_it(staff):
    page = staff.get(written(staff, language="ug")).text
    aloud = re.search(r'<section class="aloud" lang="ug" dir="rtl">(.*?)</section>', page, re.S)[1]
    assert STORY in aloud
    assert "您的姓名" not in aloud
    assert 'lang="zh-Hans"' in page.split("<body")[0]
    sent, one = filed(staff, language="ug", request_key="k2")
    assert 'class="take-home" lang="ug" dir="rtl"' in sent.text
    seat = one.matter.participations.get(participant="a1")
    assert seat.language == seat.account.language == "ug"


def test_the_code_opens_everything_that_was_filed_and_the_person_says_that_it_is_right(staff):
    sent, one = filed(staff)
    code = code_on(sent)
    at_home = Client()
    assert at_home.post("/return/", {"code": code}).url == "/matters/"
    first = at_home.get("/matters/")
    assert first.url == f"/confirm/{one.pk}/"
    page = at_home.get(first.url).text
    for typed in (STORY, "马大爷", "王建国", "退还押金", "陈静"):
        assert typed in page
    assert at_home.get("/matters/").status_code == 200, "nobody is kept from their matter"
    assert at_home.post(first.url, {"right": "1"}).url == f"/matters/{one.matter_id}/"
    one.refresh_from_db()
    assert (one.confirmed_by, one.confirmed) == ("code", True)
    events = Event.objects.filter(matter=one.matter, kind="report").count()
    at_home.post(first.url, {"right": "1"})
    assert Event.objects.filter(matter=one.matter, kind="report").count() == events, "said twice, recorded once"
    assert "confirmed by code" in staff.get(f"/matters/{one.matter_id}/?lang=en").text


def test_the_paper_leads_straight_to_what_was_filed(staff):
    sent, one = filed(staff, my_email="ma@example.org")
    assert "/confirm/" in sent.text
    at_home = Client()
    assert at_home.get("/confirm/").status_code == 200
    assert at_home.post("/confirm/", {"code": ""}).status_code == 400
    assert at_home.post("/confirm/", {"code": code_on(sent)}).url == f"/confirm/{one.pk}/"


def test_something_wrong_is_told_to_the_office_and_leads_to_putting_it_right(staff):
    sent, one = filed(staff)
    at_home = Client()
    at_home.post("/confirm/", {"code": code_on(sent)})
    words = "是五千元，不是三千元。\u202e"
    answer = at_home.post(f"/confirm/{one.pk}/", {"wrong": "1", "words": words})
    assert answer.url == f"/matters/{one.matter_id}/files/add/"
    assert at_home.get(answer.url).status_code == 200
    told_office = staff.get(f"/matters/{one.matter_id}/").text
    assert "是五千元" in told_office
    assert "\u202e" not in told_office
    assert one.matter.number in staff.get("/assist/").text
    assert [row.kind for row in Event.objects.filter(matter=one.matter).order_by("seq")].count("report") == 2
    signed = staff.post(f"/assist/filed/{one.pk}/", {"what": "signature"}, follow=True)
    assert signed.status_code == 200
    one.refresh_from_db()
    assert one.disputed, "a signature does not overrule what the person says since"
    at_home.post(f"/confirm/{one.pk}/", {"right": "1"})
    one.refresh_from_db()
    assert one.confirmed


def test_where_the_procedure_has_an_act_that_changes_what_was_filed_that_act_is_opened(signed_in):
    sent, one = filed(signed_in("sun"), procedure="court-filing")
    at_home = Client()
    at_home.post("/confirm/", {"code": code_on(sent)})
    answer = at_home.post(f"/confirm/{one.pk}/", {"wrong": "1", "words": ""})
    assert answer.url == f"/matters/{one.matter_id}/act/revise/"
    assert STORY in at_home.get(answer.url).text


def test_the_other_side_sees_neither_who_sat_there_nor_what_is_said_to_be_wrong(staff, signed_in, people):
    sent, one = filed(staff, speaks="helper", helper_name="马小兰", interpreter="阿依古丽")
    assisted.dispute(one, "是五千元")
    one.matter.participations.filter(participant="b1").update(account=people["wang"])
    line = re.search(r'<div class="note.*?</div>', signed_in("wang").get(f"/matters/{one.matter_id}/").text, re.S)[0]
    assert "陈静" in line
    assert "阿依古丽" not in line
    assert "五千" not in line
    assert code_on(sent) not in line


def test_nobody_else_reads_what_was_filed_in_somebodys_name(staff, signed_in):
    _sent, one = filed(staff)
    assert staff.get(f"/confirm/{one.pk}/").status_code == 404
    assert signed_in("li").get(f"/confirm/{one.pk}/").status_code == 404
    assert Client().get(f"/confirm/{one.pk}/").status_code == 302
    assert signed_in("li").get(f"/assist/filed/{one.pk}/").status_code == 404
    assert signed_in("sun").get(f"/assist/filed/{one.pk}/").status_code == 404
    assert signed_in("li").post(f"/assist/filed/{one.pk}/", {"what": "signature"}).status_code == 404


def test_staff_file_for_another_office_and_then_see_the_receipt_and_no_more(staff):
    sent = staff.post(written(staff, "guidance"), {"read_back": "on"})
    one = Assisted.objects.get()
    assert f'href="/matters/{one.matter_id}/"' not in sent.text
    assert staff.get(f"/matters/{one.matter_id}/").status_code == 404
    later = staff.get(f"/assist/filed/{one.pk}/").text
    assert one.matter.number in later
    assert STORY not in later
    assert "马大爷" not in later


def test_the_person_types_their_code_at_the_window(staff):
    sent, one = filed(staff)
    _sent, other = filed(staff, request_key="k2", my_name="别人")
    where, code = f"/assist/filed/{one.pk}/", code_on(sent)
    assert staff.post(where, {"what": "code", "code": "AAAA"}).status_code == 400
    assert staff.post(f"/assist/filed/{other.pk}/", {"what": "code", "code": code}).status_code == 400
    other.refresh_from_db()
    assert not other.confirmed
    assert staff.post(where, {"what": "code", "code": code.lower().replace("-", " ")}).status_code == 302
    one.refresh_from_db()
    assert one.confirmed_by == "code"


def test_wrong_codes_at_the_window_are_counted(staff):
    _sent, one = filed(staff)
    from jiefen.apps.people.codes import new_code

    answers = [staff.post(f"/assist/filed/{one.pk}/", {"what": "code", "code": new_code()}).status_code for _try in range(11)]
    assert answers[0] == 400
    assert answers[-1] == 429


@pytest.mark.parametrize(
    ("typed", "status"), [("", 302), ("2026-02-30", 400), ("1999-01-01", 400), ("2119-01-01", 400), ("昨天", 400)]
)
def test_a_signature_on_paper_is_recorded_with_its_day(staff, typed, status):
    _sent, one = filed(staff)
    answer = staff.post(f"/assist/filed/{one.pk}/", {"what": "signature", "signed_on": typed})
    assert answer.status_code == status
    one.refresh_from_db()
    assert one.confirmed is (status == 302)
    if status == 302:
        assert (one.confirmed_by, one.signed_on) == ("signature", clock.now().date())
    else:
        assert typed in answer.text


def test_who_signs_at_once_has_confirmed_at_once(staff):
    day = clock.now().date()
    staff.post(written(staff), {"read_back": "on", "signed": "on", "signed_on": day.isoformat()})
    one = Assisted.objects.get()
    assert (one.confirmed_by, one.signed_on) == ("signature", day)


def test_on_the_telephone_the_code_is_told_only_after_the_identity_question(staff):
    reading = written(staff, way="phone")
    assert 'name="signed"' not in staff.get(reading).text
    sent = staff.post(reading, {"read_back": "on"})
    assert code_on(sent) is None
    one = Assisted.objects.get()
    where = f"/assist/filed/{one.pk}/"
    assert staff.post(where, {"what": "new-code"}).status_code == 400
    one.refresh_from_db()
    assert one.identity_asked_at is None
    answer = staff.post(where, {"what": "new-code", "asked": "on"})
    code = code_on(answer)
    one.refresh_from_db()
    assert one.identity_asked_at is not None
    assert Client().post("/confirm/", {"code": code}).url == f"/confirm/{one.pk}/"
    assert one.matter.number in staff.get(where).text, "the receipt can be printed later"


def test_once_the_person_has_come_back_staff_make_no_code_for_them(staff):
    sent, one = filed(staff)
    code = code_on(sent)
    Client().post("/confirm/", {"code": code})
    refused = staff.post(f"/assist/filed/{one.pk}/", {"what": "new-code", "asked": "on"}, follow=True)
    assert code_on(refused) is None
    assert Client().post("/confirm/", {"code": code}).status_code == 302, "the code they have still works"


@pytest.mark.parametrize("name", ["O'Brien <script>alert(1)</script>", "王\u202e国建\u202c", "李👩‍👩‍👧‍👦", "ئايگۈل مەمەت"])
def test_any_name_is_read_back_as_it_is_and_breaks_nothing(staff, name):
    sent, one = filed(staff, my_name=name, helper_name=name, interpreter=name, speaks="helper")
    at_home = Client()
    at_home.post("/confirm/", {"code": code_on(sent)})
    for page in (sent, at_home.get(f"/confirm/{one.pk}/"), staff.get(f"/matters/{one.matter_id}/")):
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "\u202e" not in page.text
    account = one.matter.participations.get(participant="a1").account
    assert page_of(account, one.matter_id).people["a1"].name == name


@pytest.mark.parametrize("field", ["my_name", "story", "interpreter", "helper_name", "my_address", "other_name", "claim"])
def test_fifty_thousand_characters_are_kept_and_refused_with_words(staff, field):
    answer = staff.post(WRITE, told(**{field: "长" * 50_000}))
    assert answer.status_code == 400
    assert "长" * 50_000 in answer.text
    assert f'href="#id_{field}"' in answer.text
    assert not Matter.objects.exists()


def test_an_address_outside_the_county_is_taken_and_a_place_that_is_not_there_is_not(staff):
    far = "广东省深圳市南山区科技园 1 号"
    sent, one = filed(staff, my_address=far, other_address="London SW1A 2AA")
    at_home = Client()
    at_home.post("/confirm/", {"code": code_on(sent)})
    assert far in at_home.get(f"/confirm/{one.pk}/").text
    assert one.matter.place_id == "900101001", "nobody knew where it happened: the place of the office that typed it"
    assert staff.post(WRITE, told(place="440305", request_key="k2")).status_code == 400


@pytest.mark.parametrize("typed", ["a\x00b", "，、,", "\u202e\u202e"])
def test_strange_answers_are_refused_with_words_or_taken_and_never_fail(staff, typed):
    answer = staff.post(WRITE, told(other_name=typed, my_name=typed))
    if answer.status_code == 302:
        answer = staff.post(answer.url, {"read_back": "on"})
    assert answer.status_code in (200, 400)
    assert STORY in answer.text or Matter.objects.exists()


def test_when_no_office_is_known_it_is_said_and_nothing_is_kept_but_the_text(staff):
    from jiefen.apps.people.models import Organisation

    reading = written(staff, "labour-arbitration", workplace="清溪砖厂")
    Organisation.objects.filter(kind="labour-commission").delete()
    before = Account.objects.count()
    answer = staff.post(reading, {"read_back": "on"})
    assert answer.status_code == 400
    assert STORY in answer.text
    assert Account.objects.count() == before
    assert not Matter.objects.exists()


def test_the_title_is_the_claim_and_the_ledger_names_who_typed(staff, people):
    _sent, one = filed(staff)
    assert title_of(one.matter) == "退还押金"
    first = Event.objects.get(matter=one.matter, seq=1)
    assert first.account == str(people["chen"].pk)
    assert first.actor == "a1"


def test_after_erasure_the_filing_says_so(staff):
    sent, one = filed(staff)
    at_home = Client()
    at_home.post("/confirm/", {"code": code_on(sent)})
    Matter.objects.filter(pk=one.matter_id).update(wrapped_key=None)
    assert at_home.get(f"/confirm/{one.pk}/").status_code == 410
    assert at_home.get("/matters/").status_code == 200
