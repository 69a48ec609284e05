"""Was it clear, was it fair: who is asked, what is kept, what is shown, and what is refused."""

import csv
import io
import re
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from jiefen.apps.matters import services as matter_services
from jiefen.apps.quality import naming, queries, services
from jiefen.apps.quality.models import Answer, Asking
from jiefen.apps.quality.services import Cell
from jiefen.apps.quality.views import safe_back

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 5, 20)
CELL = Cell("people-mediation", "mediating", "respondent")
BEFORE = date(2025, 2, 1)  # a month of a quarter that is over whenever this runs


class Block(HTMLParser):
    """The form of the two questions as a browser without JavaScript would send it."""

    def __init__(self, text):
        super().__init__()
        self.inside, self.sent, self.offered = False, {}, {}
        self.feed(text)

    def handle_starttag(self, name, pairs):
        given = dict(pairs)
        if name == "form":
            self.inside = given.get("action") == "/quality/"
        if self.inside and name in ("input", "button", "textarea", "select") and given.get("name"):
            kind = given.get("type", name)
            if kind == "hidden":
                self.sent[given["name"]] = given.get("value", "")
            else:
                self.offered.setdefault(given["name"], []).append((kind, given.get("value")))

    def handle_endtag(self, name):
        self.inside = self.inside and name != "form"


def asked(page):
    """What the block on a page would send, or None when there is none."""
    found = Block(page.content.decode())
    return found.sent if found.offered else None


def ended(walked):
    row = walked(number=7)  # no agreement is found, and the mediator ends it
    row.refresh_from_db()
    assert row.outcome
    return row


def told():
    return {"request_key": "q-1", "my_name": "李晓云", "my_email": "", "other_name": "王建国", "other_kind": "person",
            "story": "租房押金不退", "claim": "退还押金", "place": "", "cause": ""}  # fmt: skip


def filed():
    visitor = Client()
    visitor.post("/start/people-mediation/", told())
    return visitor, visitor.post("/start/people-mediation/check/")


def fill(step="mediating", month=BEFORE, **sides):
    """Numbers of a quarter that is over: for each side (yes, no, skipped, silent), the same for both questions."""
    for side, (yes, no, skipped, silent) in sides.items():
        where = {"procedure": "people-mediation", "step": step, "side": side, "month": month}
        Asking.objects.create(**where, count=yes + no + skipped + silent)
        for word, count in (("yes", yes), ("no", no), ("skipped", skipped)):
            Answer.objects.bulk_create(Answer(**where, clear=word, fair=word) for _ in range(count))


# ---- who is asked, and where ----


def test_whoever_files_is_asked_about_filing_and_answers_once(people):
    visitor, sent = filed()
    form = asked(sent)
    assert form["about"] == "people-mediation/filing/applicant"
    answer = visitor.post("/quality/", {**form, "clear": "yes", "fair": "no"}, follow=True)
    assert answer.status_code == 200
    assert f'href="{form["back"]}"' in answer.text
    assert re.fullmatch(r"/matters/[0-9a-f-]{36}/", form["back"])
    kept = Answer.objects.get()
    assert (kept.step, kept.side, kept.clear, kept.fair) == ("filing", "applicant", "yes", "no")
    assert kept.month == timezone.localdate().replace(day=1)
    assert Asking.objects.get().count == 1


def test_whoever_joins_with_a_code_is_asked_about_joining(walked, people):
    from django.template.loader import render_to_string
    from django.test import RequestFactory

    row = walked(acts=2)
    request = RequestFactory().get("/")
    request.session, request.user = SessionStore(), people["wang"]
    page = render_to_string("reach/joined.html", {"code": "ABCD", "matter_id": row.pk}, request)
    assert Block(page).sent["about"] == "people-mediation/joining/respondent"


def test_after_an_act_its_party_is_asked_and_a_plain_visit_asks_nobody(walked, signed_in):
    row = walked(acts=2)
    wang = signed_in("wang")
    assert asked(wang.get(f"/matters/{row.pk}/")) is None
    page = wang.post(f"/matters/{row.pk}/act/agree-to-mediate/", {"request_key": "k1"}, follow=True)
    row.refresh_from_db()
    assert asked(page)["about"] == f"people-mediation/{row.state}/respondent"
    assert asked(wang.get(f"/matters/{row.pk}/")) is None


def test_the_ended_matter_asks_each_side_until_it_has_answered(walked, signed_in):
    row = ended(walked)
    for who, side in (("li", "applicant"), ("wang", "respondent")):
        browser = signed_in(who)
        form = asked(browser.get(f"/matters/{row.pk}/"))
        assert form["about"] == f"people-mediation/{row.state}/{side}"
        assert asked(browser.get(f"/matters/{row.pk}/"))["about"] == form["about"]
        assert Asking.objects.get(side=side).count == 1, "shown again is not asked again"
        browser.post("/quality/", {**form, "clear": "yes"})
        assert asked(browser.get(f"/matters/{row.pk}/")) is None


def test_those_who_serve_are_not_asked(walked, signed_in):
    row = ended(walked)
    for who in ("chen", "zhao"):
        assert asked(signed_in(who).get(f"/matters/{row.pk}/")) is None
    assert not Asking.objects.exists()


def test_a_count_that_cannot_be_written_never_takes_a_receipt_away(people, monkeypatch):
    def broken(*_given):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(services, "_count", broken)
    _visitor, sent = filed()
    assert sent.status_code == 200
    assert asked(sent) is None
    assert re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", sent.text), "the code that is shown only once"


# ---- what is kept ----


def test_nothing_that_is_kept_can_name_anybody():
    kept = {field.name: field for field in Answer._meta.get_fields()}
    assert set(kept) == {"id", "procedure", "step", "side", "clear", "fair", "month", "institution"}
    assert {field.name for field in Asking._meta.get_fields()} == {"id", "procedure", "step", "side", "month", "count"}
    linked = {field.related_model.__name__ for field in (*kept.values(), *Asking._meta.get_fields()) if field.is_relation}
    assert linked == {"Organisation"}
    assert all(field.get_internal_type() not in ("DateTimeField", "TextField") for field in kept.values())
    assert all(field.help_text for field in kept.values())


def test_keys_are_random_and_rows_have_no_order_of_writing():
    fill(applicant=(40, 0, 0, 0))
    keys = list(Answer.objects.values_list("pk", flat=True))
    assert {key.version for key in keys} == {4}
    assert Answer._meta.ordering == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in ("quality_answer", "quality_asking"):
                with pytest.raises(DatabaseError, match="rowid"):
                    cursor.execute(f"SELECT rowid FROM {table}")  # noqa: S608 - our own names


def test_the_session_keeps_what_was_asked_and_never_what_was_said(people):
    visitor, sent = filed()
    visitor.post("/quality/", {**asked(sent), "clear": "no", "fair": "no"})
    assert visitor.session["quality"] == {"people-mediation/filing/applicant": None}


@pytest.mark.parametrize("sent", [{}, {"skip": "1"}, {"skip": "1", "clear": "yes", "fair": "no"}, {"clear": "skipped"}])
def test_both_questions_can_be_skipped(people, sent):
    visitor, page = filed()
    assert visitor.post("/quality/", {**asked(page), **sent}).status_code == 302
    kept = Answer.objects.get()
    assert (kept.clear, kept.fair) == ("skipped", "skipped")


def test_one_question_can_be_skipped(people):
    visitor, page = filed()
    visitor.post("/quality/", {**asked(page), "fair": "yes"})
    kept = Answer.objects.get()
    assert (kept.clear, kept.fair) == ("skipped", "yes")


def test_pressed_twice_counted_once(people):
    visitor, page = filed()
    for word in ("yes", "no"):
        assert visitor.post("/quality/", {**asked(page), "clear": word}).status_code == 302
    assert Answer.objects.get().clear == "yes"


def session_asked(today=TODAY):
    session = SessionStore()
    assert services.ask(session, CELL, None, today)
    session.save()
    return session


def test_two_presses_that_both_read_the_session_as_open_are_counted_once():
    key = session_asked().session_key
    first, second = SessionStore(key), SessionStore(key)
    assert first["quality"] == second["quality"]
    assert services.take(first, CELL.name, "yes", "yes", TODAY) is True
    assert services.take(second, CELL.name, "yes", "yes", TODAY) is False
    assert Answer.objects.count() == 1


def test_an_answer_given_in_a_later_month_changes_no_earlier_month():
    session = session_asked(date(2026, 3, 31))
    services.take(session, CELL.name, "yes", "yes", date(2026, 4, 1))
    assert Answer.objects.get().month == date(2026, 4, 1)
    assert dict(Asking.objects.values_list("month", "count")) == {date(2026, 3, 1): 1, date(2026, 4, 1): 1}


def test_asked_again_in_a_later_month_is_counted_there():
    session = session_asked(date(2026, 3, 31))
    assert services.ask(session, CELL, None, date(2026, 3, 31))
    assert services.ask(session, CELL, None, date(2026, 4, 1))
    assert sorted(Asking.objects.values_list("count", flat=True)) == [1, 1]


# ---- what is refused ----


@pytest.mark.parametrize(
    "wrong",
    [
        {"clear": "maybe"}, {"fair": "5"}, {"clear": "yes\x00"}, {"about": ""}, {"about": "x"}, {"about": "a/b/c/d/e"},
        {"about": "people-mediation/filing/respondent"}, {"about": "x" * 9000}, {"back": "/" + "x" * 9000}, {"about": "\x00"},
        {"about": "押金/\u202e/😀"},
    ],
)  # fmt: skip
def test_wrong_input_is_answered_in_words_and_not_counted(people, wrong):
    visitor, page = filed()
    answer = visitor.post("/quality/", {**asked(page), "clear": "yes", "fair": "yes", **wrong})
    assert answer.status_code == 400
    assert answer.text.count("<h1") == 1
    assert not Answer.objects.exists()
    assert visitor.post("/quality/", {**asked(page), "clear": "yes"}).status_code == 302, "the right answer still counts"


def test_whoever_was_not_asked_cannot_answer(people):
    _visitor, page = filed()
    stranger = Client()
    assert stranger.post("/quality/", {**asked(page), "clear": "no", "fair": "no"}).status_code == 400
    assert stranger.post("/quality/", {}).status_code == 400
    assert stranger.put("/quality/").status_code == 405
    assert not Answer.objects.exists()


def test_a_post_from_elsewhere_is_refused(walked, people):
    row = ended(walked)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people["li"], backend="allauth.account.auth_backends.AuthenticationBackend")
    form = asked(browser.get(f"/matters/{row.pk}/"))
    without = {name: value for name, value in form.items() if name != "csrfmiddlewaretoken"}
    assert browser.post("/quality/", {**without, "clear": "yes"}).status_code == 403
    assert not Answer.objects.exists()
    assert browser.post("/quality/", {**form, "clear": "yes"}).status_code == 302


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
     "///evil.example", "evil.example", " //evil.example", "/\t/evil.example", "http:evil.example", "\x01//evil.example"],
)  # fmt: skip
def test_the_way_back_leads_nowhere_else(people, address):
    assert safe_back(address) == "/"
    page = Client().get("/quality/thanks/", {"back": address})
    assert page.status_code == 200
    assert "evil" not in page.text.partition("<main")[2].partition("</main>")[0]
    visitor, sent = filed()
    answer = visitor.post("/quality/", {**asked(sent), "clear": "yes", "back": address})
    assert "evil" not in answer.headers.get("Location", "")


def test_the_way_back_is_kept_when_it_is_ours():
    assert safe_back("/matters/x/?show=1") == "/matters/x/?show=1"


# ---- what is shown ----


def shown(text):
    """The page's table as plain text, line by line."""
    body = text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in body.split("</tr>") if "<td" in line]


def numbers(period="2025-Q1"):
    answer = Client().get("/quality/numbers.csv", {"period": period})
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.text)))


def english():
    browser = Client()
    browser.cookies["django_language"] = "en"
    return browser


def test_everybody_sees_numerator_denominator_skipped_and_unknown():
    fill(applicant=(7, 2, 1, 4), respondent=(5, 6, 0, 20))
    lines = shown(english().get("/quality/").text)
    assert "14 7 of 9 said yes 1 skipped 7 of 9 said yes 1 skipped 4" in lines[0]
    assert "31 5 of 11 said yes 0 skipped 5 of 11 said yes 0 skipped 20" in lines[1]
    assert "45 12 of 20 said yes 1 skipped 12 of 20 said yes 1 skipped 24" in lines[2]
    table = numbers()
    assert [line["side"] for line in table] == ["applicant", "respondent", "all"]
    assert (table[2]["asked"], table[2]["clear_yes"], table[2]["clear_answered"], table[2]["no_reply"]) == (
        "45",
        "12",
        "20",
        "24",
    )


def test_few_answers_are_withheld_alike_on_the_page_and_in_the_file():
    fill(applicant=(7, 2, 1, 33), respondent=(2, 1, 0, 0))
    text = english().get("/quality/").text
    lines = shown(text)
    assert "fewer than 5" in lines[0]
    assert "fewer than 5" in lines[1]
    assert lines[0].replace("Applicant", "") == lines[1].replace("Respondent", ""), "nothing tells which is the small one"
    assert "46 9 of 12 said yes" in lines[2]
    table = numbers()
    assert {line["asked"] for line in table[:2]} == {line["fair_yes"] for line in table[:2]} == {"withheld"}
    assert table[2]["fair_answered"] == "12"


def test_a_sum_that_would_give_a_small_number_away_is_withheld():
    fill(applicant=(2, 1, 0, 9), respondent=(1, 0, 0, 9))
    assert {
        value for line in numbers() for name, value in line.items() if name not in ("period", "procedure", "step", "side")
    } == {"withheld"}


def test_silence_is_never_counted_as_content():
    fill(applicant=(5, 0, 0, 95))
    only = numbers()[0]
    assert (only["clear_yes"], only["clear_answered"], only["no_reply"], only["asked"]) == ("5", "5", "95", "100")
    assert len(numbers()) == 1, "one side needs no sum"


def test_a_quarter_is_shown_when_it_is_over_and_then_never_changes():
    day = timezone.localdate()
    fill(month=day.replace(day=1), applicant=(9, 9, 0, 0))
    assert queries.periods(day) == []
    assert "table" not in Client().get("/quality/").text
    assert Client().get("/quality/", {"period": queries.period_of(day)}).status_code == 400
    later = (day.replace(day=1) + timedelta(days=100)).replace(day=1)
    assert queries.periods(later) == [queries.period_of(day)]


@pytest.mark.parametrize(("day", "period"), [(date(2025, 1, 1), "2025-Q1"), (date(2025, 3, 31), "2025-Q1"),
                                             (date(2025, 4, 1), "2025-Q2"), (date(2025, 12, 31), "2025-Q4")])  # fmt: skip
def test_quarters(day, period):
    assert queries.period_of(day) == period


def test_quarters_are_counted_apart():
    fill(applicant=(9, 9, 0, 0))
    fill(month=date(2025, 4, 1), applicant=(6, 1, 0, 0))
    assert queries.periods(date(2026, 1, 1)) == ["2025-Q2", "2025-Q1"]
    assert numbers("2025-Q2")[0]["asked"] == "7"
    assert numbers("2025-Q1")[0]["asked"] == "18"


@pytest.mark.parametrize("period", ["2025-Q9", "x", "2025", "' OR 1=1", "\x00", "９９-Q1", "2025-Q1\n", "2124-Q1"])
@pytest.mark.parametrize("path", ["/quality/", "/quality/numbers.csv"])
def test_a_quarter_that_is_not_there_is_said(period, path):
    fill(applicant=(9, 9, 0, 0))
    answer = Client().get(path, {"period": period})
    assert answer.status_code == 400
    assert answer.text.count("<h1") == 1


def test_without_numbers_the_page_says_when_they_come():
    assert english().get("/quality/").text.count("when a quarter is over") == 1
    assert Client().get("/quality/numbers.csv").text.count("\n") == 1


def test_steps_stand_in_the_order_of_the_procedure_and_not_of_their_numbers():
    fill("agreed", applicant=(9, 0, 0, 0))
    fill("mediating", applicant=(0, 9, 0, 0))
    fill("filing", applicant=(5, 5, 0, 0))
    fill("of-an-older-version", applicant=(9, 0, 0, 0))
    found = [line.split(" Applicant")[0] for line in shown(english().get("/quality/").text)]
    with override("en"):
        named = [naming.step_name("cn", "people-mediation", step) for step in ("mediating", "agreed")]
    assert found == ["Filing", *named, "of-an-older-version"]


def test_names_that_no_pack_knows_any_more_are_shown_as_they_are():
    Asking.objects.create(procedure="gone", step="gone-too", side="unknown", month=BEFORE, count=3)
    text = english().get("/quality/").text
    assert "gone-too" in text
    assert "Side not known" in text


def test_the_page_names_no_person_and_no_office(walked, signed_in, people):
    row = ended(walked)
    form = asked(signed_in("li").get(f"/matters/{row.pk}/"))
    assert form is not None
    Asking.objects.update(month=BEFORE)
    text = Client().get("/quality/").text
    for name in (people["li"].name, people["zhao"].name, str(row.institution), row.number):
        assert name not in text


def test_an_office_of_the_matter_is_kept_with_the_answer_and_nothing_else_of_it(walked, signed_in):
    row = ended(walked)
    li = signed_in("li")
    li.post("/quality/", {**asked(li.get(f"/matters/{row.pk}/")), "clear": "yes"})
    assert Answer.objects.get().institution_id == row.institution_id
    assert matter_services.seats_of(row.pk), "the matter itself is untouched"
