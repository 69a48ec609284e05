"""Checking the values of facts against their types. Codes, not sentences, so that pages can say them in any language."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from jiefen.core.procedure.model import Fact, FactType

_LONGEST_TEXT = 20_000
_LONGEST_LIST = 200
_MOST_MONEY = 10**15
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

Found = tuple[Any, str]
"""A cleaned value and an error code; the code is empty when the value is right."""


def check_value(fact: Fact, value: Any, people: Collection[str]) -> Found:
    """The cleaned value of one fact, or the code of what is wrong: wrong-type, too-long, too-small, too-large,
    wrong-date, unknown-option, unknown-person, control-characters."""
    return _CHECKS[fact.type](fact, value, people)


def check_data(
    facts: Mapping[str, Fact], data: Mapping[str, Any], people: Collection[str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Cleaned values and error codes by fact. What is empty (None, "", blanks, []) is left out: it was not given."""
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
        elif kept is not None:
            cleaned[name] = kept
    return cleaned, errors


def clean_text(value: str, longest: int) -> Found:
    """A text with plain line ends and no blanks around it, or the code of what is wrong: too-long, control-characters.

    Marks that turn the direction of writing are kept, since some scripts need them; pages show them visibly. What no
    writing needs, and no ledger can hold, is refused: control characters and halves of characters.
    """
    text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > longest:
        return None, "too-long"
    if _CONTROLS.search(text):
        return None, "control-characters"
    return text, ""


def _text(fact: Fact, value: Any, people: Collection[str]) -> Found:
    if not isinstance(value, str):
        return None, "wrong-type"
    text, code = clean_text(value, fact.longest or _LONGEST_TEXT)
    return (text or None), code


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
    if day is None or day.isoformat() != value or not 1900 <= day.year <= 2200:
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
    return (None, "control-characters") if _CONTROLS.search(value) else (value, "")


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
    return (rows or None), ""


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
