"""Checking the values of facts against their types. Codes, not sentences, so that pages can say them in any language."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from jiefen.core.procedure.model import Fact, FactType

_LONGEST_TEXT = 20_000
_LONGEST_LIST = 200
_MOST_MONEY = 10**15

Found = tuple[Any, str]
"""A cleaned value and an error code; the code is empty when the value is right."""


def check_value(fact: Fact, value: Any, people: Collection[str]) -> Found:
    """The cleaned value of one fact, or the code of what is wrong: wrong-type, too-long, too-small, too-large,
    wrong-date, unknown-option, unknown-person, control-characters."""
    return _CHECKS[fact.type](fact, value, people)


def check_data(
    facts: Mapping[str, Fact], data: Mapping[str, Any], people: Collection[str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Cleaned values and error codes by fact. Empty values (None, "", []) are left out: they were not given."""
    cleaned: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, value in data.items():
        if value is None or value == "" or value == []:
            continue
        fact = facts.get(name)
        if fact is None:
            errors[name] = "unknown-fact"
            continue
        kept, code = check_value(fact, value, people)
        if code:
            errors[name] = code
        else:
            cleaned[name] = kept
    return cleaned, errors


def _text(fact: Fact, value: Any, people: Collection[str]) -> Found:
    if not isinstance(value, str):
        return None, "wrong-type"
    text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > (fact.longest or _LONGEST_TEXT):
        return None, "too-long"
    if any(char < " " and char not in "\n\t" for char in text) or any("\ud800" <= char <= "\udfff" for char in text):
        return None, "control-characters"
    return text, "" if text else "missing"


def _number(fact: Fact, value: Any, people: Collection[str]) -> Found:
    if type(value) is not int:
        return None, "wrong-type"
    if value < (fact.least if fact.least is not None else -_MOST_MONEY):
        return None, "too-small"
    if value > (fact.most if fact.most is not None else _MOST_MONEY):
        return None, "too-large"
    return value, ""


def _date(fact: Fact, value: Any, people: Collection[str]) -> Found:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 2119:
        return None, "wrong-date"
    return value, ""


def _choice(fact: Fact, value: Any, people: Collection[str]) -> Found:
    return (value, "") if any(option.id == value for option in fact.options) else (None, "unknown-option")


def _yesno(fact: Fact, value: Any, people: Collection[str]) -> Found:
    return (value, "") if type(value) is bool else (None, "wrong-type")


def _person(fact: Fact, value: Any, people: Collection[str]) -> Found:
    return (value, "") if isinstance(value, str) and value in people else (None, "unknown-person")


def _short(fact: Fact, value: Any, people: Collection[str]) -> Found:
    if not isinstance(value, str) or not 0 < len(value) <= 200:
        return None, "wrong-type"
    return value, ""


def _list(fact: Fact, value: Any, people: Collection[str]) -> Found:
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        return None, "wrong-type"
    if len(value) > (fact.longest or _LONGEST_LIST):
        return None, "too-long"
    fields = {field.id: field for field in fact.fields}
    rows: list[dict[str, Any]] = []
    for row in value:
        cleaned, errors = check_data(fields, row, people)
        if errors:
            return None, next(iter(errors.values()))
        if cleaned:
            rows.append(cleaned)
    return rows, "" if rows else "missing"


_CHECKS = {
    FactType.TEXT: _text,
    FactType.MONEY: _number,
    FactType.NUMBER: _number,
    FactType.DATE: _date,
    FactType.CHOICE: _choice,
    FactType.YESNO: _yesno,
    FactType.PERSON: _person,
    FactType.FILE: _short,
    FactType.PLACE: _short,
    FactType.LIST: _list,
}
