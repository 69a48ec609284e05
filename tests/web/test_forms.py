"""Fields take what people type, and errors say what to do; controls are tied to their words."""

import re
from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from jiefen.web.forms import DateParts, DayField, MoneyField, PlainTextField, explain


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1,234.50", 123450), ("1234.5", 123450), ("￥１２３４", 123400), ("¥ 1,234", 123400), ("3000元", 300000), ("0", 0),
        ("人民币 500", 50000), ("１，２３４．５０", 123450), ("12,345,678.90", 1234567890),
    ],
)  # fmt: skip
def test_money_as_people_type_it(typed, fen):
    assert MoneyField().clean(typed) == fen


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "required"), ("abc", "invalid"),
        ("1,23", "invalid"), ("1.234,50", "invalid"), ("1.", "invalid"), ("5万", "invalid"),
        ("1.234", "places"), ("-5", "negative"),
        ("1e9", "invalid"), ("9" * 25, "invalid"), ("9" * 20, "max"), (".5", "invalid"),
    ],
)  # fmt: skip
def test_money_that_cannot_be_read(typed, code):
    with pytest.raises(ValidationError) as refused:
        MoneyField().clean(typed)
    assert refused.value.code == code


def test_money_limits_and_what_stands_in_the_input():
    with pytest.raises(ValidationError, match=r"¥10\.00"):
        MoneyField(least=1000).clean("9.99")
    assert MoneyField().prepare_value(123450) == "1234.50"
    assert MoneyField(required=False).clean("") is None


def parts(year="", month="", day=""):
    return {"year": year, "month": month, "day": day}


def test_dates_in_parts():
    assert DateParts().clean(parts("2026", "2", "28")) == date(2026, 2, 28)
    assert DateParts().clean(parts("２０２６", "１１", "23")) == date(2026, 11, 23)
    assert DateParts(required=False).clean(parts()) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (parts(), "year, month and day"), (parts("2026", "", "3"), "Add: Month"), (parts("26", "4", "3"), "four digits"),
        (parts("2026", "13", "1"), "1 to 12"), (parts("2026", "2", "30"), "28 days"), (parts("2026", "x", "1"), "digits only"),
        (parts("2025", "1", "1"), "1 January 2026 or later"),
    ],
)  # fmt: skip
def test_dates_that_are_wrong(typed, said):
    with pytest.raises(ValidationError, match=said):
        DateParts(earliest=date(2026, 1, 1)).clean(typed)


@pytest.mark.parametrize("typed", ["2026-03-15", "2026年3月15日", "2026.03.15", "20260315", "２０２６-３-１５"])
def test_days_in_one_line(typed):
    assert DayField().clean(typed) == "2026-03-15"


def test_plain_text():
    field = PlainTextField(longest=5)
    assert field.clean("a\r\nb\u202e") == "a\nb\u202e"
    with pytest.raises(ValidationError, match=r"7 characters; 5 fit\. Shorten it by 2"):
        field.clean("1234567")
    with pytest.raises(ValidationError, match="by hand"):
        field.clean("a\x00b")


class Sample(forms.Form):
    """One of each shape."""

    name = forms.CharField(help_text="As on <paper>", required=False)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    day = DateParts(why="Because <of it>")
    sum = MoneyField(sees="caucus")
    words = explain(forms.CharField(), sees="open")


def test_every_description_exists():
    page = str(Sample({}))
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    named = " ".join(re.findall(r'aria-describedby="([^"]+)"', page)).split()
    assert named
    assert set(named) <= ids
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids
    assert set(re.findall(r'<label[^>]* for="([^"]+)"', page)) <= ids
    assert page.count("error-summary-title") == 2
    assert "As on &lt;paper&gt;" in page


def test_date_order_follows_the_language():
    with translation.override("zh-hans"):
        page = str(Sample()["day"])
    assert page.index("day_year") < page.index("day_month") < page.index("day_day")
    page = str(Sample()["day"])
    assert page.index("day_day") < page.index("day_month") < page.index("day_year")


def test_a_kept_date_is_shown():
    assert 'value="2026"' in str(Sample(initial={"day": date(2026, 3, 1)})["day"])


def test_one_field_is_markup():
    assert Sample()["name"].as_question().startswith('<div class="field')
    assert "<h1" in Sample()["kind"].as_question(question=True)


def test_what_is_missing_is_named():
    assert Sample({}).errors["words"] == ["Answer this: Words"]
    assert Sample({}).errors["sum"] == ["Enter an amount, such as 1234.50."]
