"""Strict reading of YAML for packs: plain data with line numbers, bounded, and nothing that executes or repeats.

libyaml parses; what a scalar means is decided here by YAML 1.2's core schema, so that `on` and `no` stay words.
Anchors, aliases, tags and duplicate keys are refused: they hide meaning or let a small file grow without bound.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, NoReturn

import yaml

from jiefen.core.packerror import PackError

MOST_BYTES = 5_000_000
MOST_NODES = 200_000
MOST_DEPTH = 40

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_PARSER: Any = getattr(yaml, "CParser", None) or yaml.Loader


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a file with the line it stands on. `value` is a scalar, a list of nodes, or (key, node) pairs."""

    file: str
    line: int
    kind: str  # scalar | list | mapping
    value: Any

    def fail(self, problem: str, expected: str = "") -> NoReturn:
        """Raise a PackError at this place."""
        raise PackError(self.file, self.line, problem, expected)

    def items(self) -> list[tuple[str, "Node"]]:
        """The pairs of a mapping, in order. Raises PackError when this is none."""
        if self.kind != "mapping":
            self.fail(f"found {self._shown()}", "a mapping (key: value)")
        return [(key, node) for key, node in self.value]

    def list(self) -> "list[Node]":
        """The elements of a list. Raises PackError when this is none."""
        if self.kind != "list":
            self.fail(f"found {self._shown()}", "a list")
        return list(self.value)

    def mapping(self, required: Collection[str] = (), optional: Collection[str] = ()) -> "dict[str, Node]":
        """A mapping with exactly these keys. Raises PackError for an unknown or a missing key."""
        found: dict[str, Node] = {}
        known = [*required, *optional]
        for key, node in self.items():
            if key not in known:
                near = get_close_matches(key, known, 1)
                node.fail(f"unknown key {key!r}", f"{near[0]!r}" if near else f"one of {', '.join(known)}")
            found[key] = node
        for key in required:
            if key not in found:
                self.fail(f"the key {key!r} is missing", f"all of {', '.join(required)}")
        return found

    def text(self, *, least: int = 1, most: int = 20_000) -> str:
        """A text of a bounded length."""
        if self.kind != "scalar" or not isinstance(self.value, str) or not least <= len(self.value) <= most:
            self.fail(f"found {self._shown()}", f"a text of {least} to {most} characters")
        return str(self.value)

    def integer(self, least: int = -(10**15), most: int = 10**15) -> int:
        """A whole number within bounds."""
        if type(self.value) is not int or not least <= self.value <= most:
            self.fail(f"found {self._shown()}", f"a whole number from {least} to {most}")
        return int(self.value)

    def boolean(self) -> bool:
        """true or false."""
        if type(self.value) is not bool:
            self.fail(f"found {self._shown()}", "true or false")
        return bool(self.value)

    def date(self) -> date:
        """A day written as 2026-11-23."""
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            self.fail(f"found {self._shown()}", "a day written as 2026-11-23")

    def one_of(self, choices: Collection[str], what: str = "name") -> str:
        """One of the listed words."""
        word = self.text()
        if word not in choices:
            near = get_close_matches(word, list(choices), 1)
            few = ", ".join(sorted(choices)[:12])
            self.fail(f"unknown {what} {word!r}", f"{near[0]!r}" if near else f"one of {few}")
        return word

    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(node.text() for node in self.list())

    def plain(self) -> Any:
        """The value as plain Python data, without lines."""
        if self.kind == "list":
            return [node.plain() for node in self.value]
        if self.kind == "mapping":
            return {key: node.plain() for key, node in self.value}
        return self.value

    def _shown(self) -> str:
        return {"list": "a list", "mapping": "a mapping"}.get(self.kind) or repr(self.value)[:60]


def _scalar(text: str, quoted: bool) -> Any:
    """YAML 1.2 core schema without floats: exact numbers only, and words stay words."""
    if quoted:
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    return int(text) if len(text) < 20 and _INTEGER.match(text) else text


def _checked(text: str, file: str) -> Iterator[Any]:
    """The parser's events, refused as soon as they break a rule."""
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise PackError(file, 1, f"the file has more than {MOST_BYTES} bytes", "a smaller file")
    depth = nodes = 0
    try:
        events: Iterator[Any] = yaml.parse(text, Loader=_PARSER)
        for event in events:
            line = event.start_mark.line + 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise PackError(file, line, "anchors and aliases are not allowed", "the text written out")
            if getattr(event, "tag", None) not in (None, "!"):
                raise PackError(file, line, f"the tag {event.tag!r} is not allowed", "plain data")
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                depth += 1
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                depth -= 1
            nodes += 1
            if depth > MOST_DEPTH or nodes > MOST_NODES:
                raise PackError(file, line, "the file is too deep or too large", f"at most {MOST_DEPTH} levels")
            yield event
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        raise PackError(file, mark.line + 1 if mark else 1, f"not valid YAML: {getattr(problem, 'problem', problem)}")\
            from problem  # fmt: skip
    except RecursionError:
        raise PackError(file, 1, "the file is too deep", f"at most {MOST_DEPTH} levels") from None


def read_yaml(text: str, file: str) -> Node:
    """The one document of a YAML text. Raises PackError with the line of whatever is wrong."""
    events: Iterator[Any] = _checked(text, file)
    root: Node | None = None
    event: Any
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            if root is not None:
                raise PackError(file, line, "a second document begins", "one document")
            root = _build(next(events), events, file)
    if root is None:
        raise PackError(file, 1, "the file is empty", "a document")
    return root


def _build(event: Any, events: Iterator[Any], file: str) -> Node:
    line = event.start_mark.line + 1
    if isinstance(event, yaml.ScalarEvent):
        return Node(file, line, "scalar", _scalar(event.value, event.style in ("'", '"', "|", ">")))
    if isinstance(event, yaml.SequenceStartEvent):
        elements = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            elements.append(_build(event, events, file))
        return Node(file, line, "list", elements)
    pairs: list[tuple[str, Node]] = []
    seen: set[str] = set()
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key_line = event.start_mark.line + 1
        if not isinstance(event, yaml.ScalarEvent):
            raise PackError(file, key_line, "a key is not a word", "a word and a colon")
        if event.value in seen:
            raise PackError(file, key_line, f"the key {event.value!r} stands twice", "each key once")
        seen.add(event.value)
        node = _build(next(events), events, file)
        pairs.append((event.value, node if node.kind != "scalar" else Node(file, key_line, "scalar", node.value)))
    return Node(file, line, "mapping", pairs)
