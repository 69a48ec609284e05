"""The JSON Schema of a procedure's file, for editors: every key, what it means, and which values there are.

Knows the shape that `load` reads. Enumerations and bounds are taken from the code that enforces them. Refuses to know
what must hold between parts: an editor shows the shape, loading and the checker show the rest.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from jiefen.core.access import Confidence, RoleKind
from jiefen.core.procedure.guards import MOST_CHARACTERS
from jiefen.core.procedure.load import _NAME, MOST, PackInfo
from jiefen.core.procedure.load_parts import _CERTAINTIES, _LONGEST
from jiefen.core.procedure.model import OUTCOME_KINDS, FactType, Nature
from jiefen.core.procedure.schema_words import WORDS

Schema = dict[str, Any]

_LANGUAGE_TAG = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
_MOST_INTEGER = 10**15
_FLAG: Schema = {"type": "boolean"}
_NAME_PATTERN = "^" + _NAME.pattern.replace(r"\Z", "$")
_IDENTIFIER: Schema = {"type": "string", "pattern": _NAME_PATTERN}
_FREE: Schema = {"type": "string", "minLength": 1, "maxLength": 20_000}
_DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date"}


def schema(pack: PackInfo | None = None, counting: Collection[str] = ()) -> Schema:
    """The schema, draft 2020-12, as JSON-able data.

    With a pack it also knows the pack's languages, citations, papers, procedures and counting rules, so that an editor
    can offer them; without one it fits the files of every pack.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A procedure of Jiefen 解纷",
        "description": "What may stand in a procedure's file; see docs/procedure-language.md. 程序文件里可以写什么。",
        **_file(pack),
        "$defs": _definitions(pack, counting),
    }


def _definitions(pack: PackInfo | None, counting: Collection[str]) -> Schema:
    citations = sorted(pack.citations) if pack is not None and pack.citations else ()
    return {
        "text": _text(pack),
        "name": _IDENTIFIER,
        "names": _list(_FREE),
        "some-names": _list(_FREE, least=1),
        "one-or-more": {"anyOf": [_FREE, _ref("names")]},
        "citation": {"type": "string", "minLength": 1, "maxLength": 120, **_offered(citations)},
        "basis": _list(_ref("citation")),
        "some-basis": _list(_ref("citation"), least=1),
        "counting": _known(counting),
        "procedure": _known(pack.procedures if pack is not None else None, 80),
        "paper": _known(pack.papers if pack is not None else None, 80),
        "unit": _enumerated(_LONGEST),
        "role": _role(),
        "fact": _fact("class"),
        "field": _fact(),
        "option": _option(),
        "state": _state(),
        "outcome": _object("outcome", {"name": _ref("text"), "kind": _enumerated(OUTCOME_KINDS)}),
        "action": _action(),
        "extension": _extension(),
        "hand-off": _hand_off(),
        "deadline": _deadline(),
        "reading": _reading(),
        "notice": _notice(),
        "document": _document(),
        "remedy": _object("remedy", {"text": _ref("text"), "basis": _ref("basis")}, {"hand_off": _ref("procedure")}),
    }


# -- small pieces ---------------------------------------------------------------------------------------------------


def _object(part: str, required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """A mapping with exactly these keys, each with what it means. KeyError when a key is explained nowhere."""
    every = {**required, **(optional or {})}
    return {
        "type": "object",
        "properties": {key: {"description": WORDS[f"{part}.{key}"], **one} for key, one in every.items()},
        "required": list(required),
        "additionalProperties": False,
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list(items: Schema, least: int = 0) -> Schema:
    return {"type": "array", "items": items, **({"minItems": least} if least else {})}


def _enumerated(words: Iterable[str]) -> Schema:
    return {"type": "string", "enum": [str(one) for one in words]}


def _known(words: Collection[str] | None, most: int = 20_000) -> Schema:
    """One of these words where they are known, else any text of at most so many characters."""
    return _enumerated(sorted(words)) if words else {**_FREE, "maxLength": most}


def _whole(least: int = -_MOST_INTEGER, most: int = _MOST_INTEGER) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most}


def _named(definition: str, section: str) -> Schema:
    """A section: names, each with one such thing, and no more of them than a file may have."""
    most = {"maxProperties": MOST[section]} if section in MOST else {}
    return {"type": "object", "propertyNames": _ref("name"), "additionalProperties": _ref(definition), **most}


def _text(pack: PackInfo | None) -> Schema:
    if pack is None:
        return {"type": "object", "patternProperties": {_LANGUAGE_TAG: _FREE}, "additionalProperties": False,
                "minProperties": 1}  # fmt: skip
    return {"type": "object", "properties": dict.fromkeys(pack.languages, _FREE), "required": list(pack.languages),
            "additionalProperties": False}  # fmt: skip


def _offered(citations: Collection[str]) -> Schema:
    """The citations of the pack, each with or without a paragraph: `#29` and `#29.2`."""
    return {"anyOf": [{"enum": list(citations)}, {"pattern": r"^[^#]+#[^#]+\.[^#.]+$"}]} if citations else {}


def _when(key: str, value: Any, then: Schema, otherwise: Schema | None = None) -> Schema:
    condition = {"properties": {key: {"const": value}}, "required": [key]}
    return {"if": condition, "then": then, **({"else": otherwise} if otherwise is not None else {})}


def _only(*keys: str) -> Schema:
    return {"required": list(keys)}


def _never(*keys: str) -> Schema:
    return {"not": {"anyOf": [{"required": [key]} for key in keys]}}


# -- parts of the file ----------------------------------------------------------------------------------------------


def _file(pack: PackInfo | None) -> Schema:
    jurisdiction = {"const": pack.id} if pack is not None else _FREE
    holds = _object("holds", {"from": _DAY}, {"to": _DAY})
    return _object(
        "file",
        {
            "procedure": _ref("name"), "language": {"const": 1}, "version": {**_FREE, "maxLength": 40},
            "jurisdiction": jurisdiction, "nature": _enumerated(Nature), "holds": holds, "title": _ref("text"),
            "summary": _ref("text"), "source_note": _ref("text"), "roles": _named("role", "roles"),
            "facts": _named("fact", "facts"), "states": _named("state", "states"),
            "outcomes": _named("outcome", "outcomes"), "actions": _named("action", "actions"),
        },
        {
            "basis": _ref("basis"), "counts": _list(_FREE), "deadlines": _named("deadline", "deadlines"),
            "notices": _named("notice", "notices"), "documents": _named("document", "documents"),
            "remedies": _named("remedy", "remedies"),
        },
    )  # fmt: skip


def _role() -> Schema:
    counts = {"least": _whole(0, 1000), "most": _whole(1, 1000)}
    one = _object("role", {"kind": _enumerated(RoleKind), "name": _ref("text")}, {"side": {**_FREE, "maxLength": 40}, **counts})
    return one | _when("kind", RoleKind.PARTY.value, _only("side"), _never("side"))


def _fact(*more: str) -> Schema:
    """A fact, with the keys `more`; a column of a list is the same without a class, and no list itself."""
    column = "class" not in more
    types = [one.value for one in FactType if not (column and one is FactType.LIST)]
    required = {"type": _enumerated(types), **({} if column else {"class": _enumerated(Confidence)}), "label": _ref("text")}
    one = _object("fact", required, {
        "hint": _ref("text"), "why": _ref("text"),
        "options": {"type": "object", "additionalProperties": _ref("option")},
        "fields": {"type": "object", "additionalProperties": _ref("field")},
        "currency": {**_FREE, "maxLength": 3}, "least": _whole(), "most": _whole(), "longest": _whole(1, 100_000),
    })  # fmt: skip
    rules = [_when("type", FactType.CHOICE.value, _only("options"), _never("options"))]
    rules += [_when("type", FactType.LIST.value, _only("fields"), _never("fields"))]
    return one | {"allOf": rules}


def _option() -> Schema:
    return {"anyOf": [_ref("text"), _object("option", {"name": _ref("text")}, {"basis": _ref("basis")})]}


def _state() -> Schema:
    one = _object("state", {"name": _ref("text"), "explain": _ref("text")}, {"waits_for": _ref("names"), "outcome": _FREE})
    return one | {"oneOf": [_only("waits_for"), _only("outcome")]}


def _action() -> Schema:
    one = _object(
        "action",
        {"name": _ref("text"), "by": {"anyOf": [{"const": "time"}, _ref("some-names")]}, "from": _ref("some-names"),
         "to": _FREE},
        {
            "help": _ref("text"), "each": _FLAG, "sides": _FLAG,
            "asks": {"type": "object", "additionalProperties": {"enum": ["required", "optional"]}},
            "when": {**_FREE, "maxLength": MOST_CHARACTERS}, "basis": _ref("basis"), "refusal": _FLAG, "leaves": _FLAG,
            "reason": _FLAG, "grounds": {"type": "object", "additionalProperties": _ref("option")},
            "remedies": _ref("names"), "resets": _ref("names"), "extends": _list(_ref("extension")),
            "suspends": _ref("names"), "resumes": _ref("names"), "notices": _ref("names"), "documents": _ref("names"),
            "hand_off": _ref("hand-off"),
        },
    )  # fmt: skip
    return one | {"allOf": [_when("refusal", True, _only("remedies")), _when("leaves", True, _only("hand_off"))]}


def _extension() -> Schema:
    required = {"deadline": _FREE, "length": _whole(1), "unit": _ref("unit")}
    return _object("extension", required, {"times": _whole(1, 1000)}) | {"allOf": _by_unit()}


def _by_unit() -> list[Schema]:
    """How long a period can be in each unit."""
    return [_when("unit", unit, {"properties": {"length": {"maximum": most}}}) for unit, most in _LONGEST.items()]


def _hand_off() -> Schema:
    roles = {"type": "object", "additionalProperties": {**_FREE, "maxLength": 80}}
    opens = {**_FREE, "maxLength": 80}
    required = {"procedure": _ref("procedure"), "opens": opens, "carries": _ref("names"), "roles": roles}
    return _object("hand_off", required)


def _deadline() -> Schema:
    starts = _object("starts", {}, {"enter": _ref("one-or-more"), "action": _ref("one-or-more"), "notice": _FREE,
                                    "from_fact": _FREE})  # fmt: skip
    starts["anyOf"] = [_only("enter"), _only("action"), _only("notice")]
    warn = _object("warn", {"days": _list(_whole(1, 1000)), "notice": _FREE})
    one = _object(
        "deadline",
        {
            "name": _ref("text"), "starts": starts, "length": _whole(0), "unit": _ref("unit"), "counting": _ref("counting"),
            "who": _ref("names"), "runs_in": _ref("some-names"), "on_expiry": _FREE, "basis": _ref("some-basis"),
        },
        {
            "readings": _list(_ref("reading")), "consequence": _ref("text"), "certainty": _enumerated(_CERTAINTIES),
            "unbounded": _FLAG, "warn": warn,
        },
    )  # fmt: skip
    from_a_day = {"properties": {"starts": _only("from_fact")}}
    # Nothing is added to a day that an order itself names as its last; every other period has a length.
    longer = {"if": from_a_day, "else": {"properties": {"length": {"minimum": 1}}}}
    return one | {"allOf": [longer, *_by_unit()]}


def _reading() -> Schema:
    required = {"length": _whole(0), "unit": _ref("unit"), "counting": _ref("counting")}
    return _object("reading", required, {"note": _ref("text")}) | {"allOf": _by_unit()}


def _notice() -> Schema:
    return _object(
        "notice",
        {"to": _ref("names"), "subject": _ref("text"), "body": _ref("text")},
        {"shows": _ref("names"), "proof": _FLAG, "basis": _ref("basis")},
    )


def _document() -> Schema:
    return _object(
        "document",
        {"name": _ref("text"), "template": _ref("paper"), "to": _ref("names"), "uses": _ref("names")},
        {"signed_by": _ref("names"), "basis": _ref("basis")},
    )
