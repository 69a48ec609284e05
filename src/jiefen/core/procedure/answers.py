"""What a person types for a fact, and a plausible value where they type nothing. For trying procedures out.

Knows how each type of fact is written on one line. Refuses to know languages but for the labels of the procedure.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from jiefen.core.packerror import PackError
from jiefen.core.procedure.model import Fact, FactType
from jiefen.core.procedure.record import Participant
from jiefen.core.procedure.values import check_value
from jiefen.core.strictyaml import read_yaml

People = Mapping[str, Participant]
"""The participants by id: whom a fact of type person may name."""

_YES = ("true", "yes", "y", "是", "有", "对")
_NO = ("false", "no", "n", "否", "没有", "不")
_AMOUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,4})?\Z")
_ORDINARY_SUM, _ORDINARY_NUMBER = 100_000, 1


def plausible(fact: Fact, people: People, today: date, lang: str) -> Any:
    """A value that the fact allows and that a reader can tell at sight: its own label, today, the first option."""
    match fact.type:
        case FactType.MONEY:
            return _within(fact, _ORDINARY_SUM)
        case FactType.NUMBER:
            return _within(fact, _ORDINARY_NUMBER)
        case FactType.DATE:
            return today.isoformat()
        case FactType.CHOICE:
            return fact.options[0].id
        case FactType.YESNO:
            return True
        case FactType.PERSON:
            named = [one.id for one in people.values() if one.role == fact.id]
            return (named or list(people) or [""])[0]
        case FactType.LIST:
            return [{one.id: plausible(one, people, today, lang) for one in fact.fields}]
        case _:
            label = fact.label.get(lang) or next(iter(fact.label.values()))
            return label[: min(fact.longest or 200, 200)].strip()


def _within(fact: Fact, ordinary: int) -> int:
    low = ordinary if fact.least is None else max(ordinary, fact.least)
    return low if fact.most is None else min(low, fact.most)


def typed(fact: Fact, text: str, people: People, places: int = 2, lang: str = "en") -> Any:
    """The value that `text` spells for a fact. Raises ValueError with what can be typed, in `lang`.

    Money is typed in the whole currency: "3000.50" with `places` 2 is 300050 in the minor unit. A list is typed as YAML
    on one line, with money in the minor unit as in a scenario.
    """
    try:
        value = _read(fact, text.strip(), people, places)
    except PackError:  # a list that is no YAML
        value = None
    kept, code = check_value(fact, value, people)
    if code or kept is None:
        raise ValueError(expected(fact, people, places, lang))
    return kept


def _read(fact: Fact, text: str, people: People, places: int) -> Any:
    match fact.type:
        case FactType.MONEY:
            return _minor(text, places)
        case FactType.NUMBER:
            return int(text) if re.fullmatch(r"-?[0-9]{1,15}", text) else text
        case FactType.CHOICE:
            return _option(fact, text)
        case FactType.YESNO:
            return text.lower() in _YES if text.lower() in (*_YES, *_NO) else text
        case FactType.PERSON:
            return next((one.id for one in people.values() if text in (one.id, one.role)), text)
        case FactType.LIST:
            return read_yaml(text or "[]", fact.id).plain()
        case _:
            return text


def _minor(text: str, places: int) -> Any:
    bare = text.replace(",", "").replace("，", "")
    if not _AMOUNT.match(bare):
        return text
    try:
        amount = Decimal(bare).scaleb(places)
    except InvalidOperation:
        return text
    return int(amount) if amount == int(amount) else text


def _option(fact: Fact, text: str) -> str:
    if text.isdecimal() and 1 <= int(text) <= len(fact.options):
        return fact.options[int(text) - 1].id
    named = [one.id for one in fact.options if text in (one.id, *one.name.values())]
    return named[0] if named else text


def expected(fact: Fact, people: People, places: int = 2, lang: str = "en") -> str:
    """What can be typed for a fact, in Chinese where `lang` is Chinese, else in English."""
    zh = lang.startswith("zh")
    bounds = _bounds(fact, places, zh)
    match fact.type:
        case FactType.MONEY:
            example = f"{Decimal(125).scaleb(-places):.{places}f}"
            return (f"金额（{fact.currency}），例如 3000 或 {example}" if zh else
                    f"a sum in {fact.currency}, such as 3000 or {example}") + bounds  # fmt: skip
        case FactType.NUMBER:
            return ("整数" if zh else "a whole number") + bounds
        case FactType.DATE:
            return "日期，写作 2026-03-02" if zh else "a day written as 2026-03-02"
        case FactType.CHOICE:
            options = ", ".join(f"{place} {one.name.get(lang, one.id)}" for place, one in enumerate(fact.options, 1))
            return ("选一个：" if zh else "one of ") + options
        case FactType.YESNO:
            return "是或否" if zh else "yes or no"
        case FactType.PERSON:
            return ("选一个：" if zh else "one of ") + ", ".join(people)
        case FactType.LIST:
            row = "[{" + ", ".join(f"{one.id}: …" for one in fact.fields) + "}]"
            return ("一行 YAML 列表：" if zh else "a list in YAML on one line: ") + row
        case _:
            most = (fact.longest or 20_000) if fact.type is FactType.TEXT else 200
            return f"文字，最多 {most} 字" if zh else f"a text of at most {most} characters"


def _bounds(fact: Fact, places: int, zh: bool) -> str:
    words = ("，至少 {}", "，最多 {}") if zh else (", at least {}", ", at most {}")
    by = -places if fact.type is FactType.MONEY else 0
    both = zip(words, (fact.least, fact.most), strict=True)
    return "".join(word.format(f"{Decimal(one).scaleb(by):f}") for word, one in both if one is not None)


def shown(fact: Fact, value: Any, lang: str, places: int = 2) -> str:
    """A value as it is read: money in the whole currency, an option by its name, a list as its rows."""
    match fact.type:
        case FactType.MONEY:
            return f"{fact.currency} {Decimal(value).scaleb(-places):,f}"
        case FactType.CHOICE:
            return next((one.name.get(lang, one.id) for one in fact.options if one.id == value), str(value))
        case FactType.YESNO:
            return ("是" if value else "否") if lang.startswith("zh") else ("yes" if value else "no")
        case FactType.LIST:
            fields = {one.id: one for one in fact.fields}
            rows = (", ".join(shown(fields[name], one, lang, places) for name, one in row.items()) for row in value)
            return "; ".join(rows)
        case _:
            return str(value)
