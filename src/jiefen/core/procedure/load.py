"""Strict loading of a procedure's file. What this returns has every name resolved, so later code need not doubt it."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jiefen.core.access import RoleKind
from jiefen.core.law import Counting
from jiefen.core.packerror import PackError
from jiefen.core.procedure.load_checks import check_procedure
from jiefen.core.procedure.load_parts import Reader
from jiefen.core.procedure.model import OUTCOME_KINDS, START, Nature, Outcome, Procedure, Remedy, Role, State
from jiefen.core.procedure.plan import leaving_of
from jiefen.core.strictyaml import Node, read_yaml

MOST_BYTES = 2_000_000
MOST = {"states": 500, "actions": 1000, "deadlines": 300, "facts": 500, "notices": 500, "documents": 200}
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,79}\Z")


@dataclass(frozen=True, slots=True)
class PackInfo:
    """What a procedure's file is checked against: the pack's languages, zone and currency, and the names that exist.

    A set that is None is not checked (a procedure read alone, outside its pack).
    """

    id: str
    languages: tuple[str, ...]
    zone: str
    currency: str
    citations: frozenset[str] | None = None
    procedures: frozenset[str] | None = None
    papers: frozenset[str] | None = None


def load_procedure(text: str, file: str, *, counting: Mapping[str, Counting], pack: PackInfo) -> Procedure:
    """The procedure in a file's text. Raises PackError with the line of whatever is wrong, and what was expected."""
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise PackError(file, 1, f"the file has more than {MOST_BYTES} bytes", "a smaller file")
    top = read_yaml(text, file).mapping(
        ["procedure", "language", "version", "jurisdiction", "nature", "holds", "title", "summary", "source_note",
         "roles", "facts", "states", "outcomes", "actions"],
        ["basis", "counts", "deadlines", "notices", "documents", "remedies"],
    )  # fmt: skip
    if top["language"].integer() != 1:
        top["language"].fail(f"language {top['language'].value} is not known", "1")
    for name, most in MOST.items():
        if name in top and len(top[name].items()) > most:
            top[name].fail(f"there are {len(top[name].items())} {name}", f"at most {most}")
    read = Reader(pack.languages, pack.citations, counting, pack.currency, top)
    holds = top["holds"].mapping(["from"], ["to"])
    states = {key: _state(key, node, read) for key, node in _named(top["states"])}
    actions = {key: read.action(key, node) for key, node in _named(top["actions"])}
    procedure = Procedure(
        id=_name(top["procedure"]),
        version=top["version"].text(most=40),
        jurisdiction=top["jurisdiction"].one_of([pack.id], "jurisdiction"),
        nature=Nature(top["nature"].one_of([nature.value for nature in Nature], "nature")),
        title=read.text(top["title"]),
        summary=read.text(top["summary"]),
        source_note=read.text(top["source_note"]),
        holds_from=holds["from"].date(),
        holds_to=_end(holds),
        languages=pack.languages,
        zone=pack.zone,
        roles={key: _role(key, node, read) for key, node in _named(top["roles"])},
        facts={key: read.fact(key, node) for key, node in _named(top["facts"])},
        states=states,
        outcomes={key: _outcome(key, node, read) for key, node in _named(top["outcomes"])},
        actions=actions,
        deadlines={key: read.deadline(key, node) for key, node in _named(top.get("deadlines"))},
        notices={key: read.notice(key, node) for key, node in _named(top.get("notices"))},
        documents={key: read.document(key, node) for key, node in _named(top.get("documents"))},
        remedies={key: _remedy(key, node, read) for key, node in _named(top.get("remedies"))},
        counts=top["counts"].texts() if "counts" in top else (),
        basis=read.basis(top.get("basis")),
        fingerprint=hashlib.sha256(text.encode()).hexdigest(),
        leaving=leaving_of(actions, states),
    )
    check_procedure(procedure, top, pack.procedures, pack.papers)
    return procedure


def _end(holds: Mapping[str, Node]) -> date | None:
    if "to" not in holds:
        return None
    if holds["to"].date() < holds["from"].date():
        holds["to"].fail("it is replaced before it begins to hold", "a later day")
    return holds["to"].date()


def _name(node: Node) -> str:
    if not _NAME.match(node.text(most=80)):
        node.fail(f"{node.value!r} is no name", "small letters, digits, - and _, beginning with a letter")
    return str(node.value)


def _named(node: Node | None) -> list[tuple[str, Node]]:
    pairs = node.items() if node is not None else []
    for key, value in pairs:
        if not _NAME.match(key):
            value.fail(f"{key!r} is no name", "small letters, digits, - and _, beginning with a letter")
    return pairs


def _role(key: str, node: Node, read: Reader) -> Role:
    keys = node.mapping(["kind", "name"], ["side", "least", "most"])
    kind = RoleKind(keys["kind"].one_of([kind.value for kind in RoleKind], "kind of role"))
    if (kind is RoleKind.PARTY) != ("side" in keys):
        node.fail(f"role {key!r} of kind {kind.value} has " + ("a side" if "side" in keys else "no side"),
                  "a side for parties, and only for them")  # fmt: skip
    least = keys["least"].integer(0, 1000) if "least" in keys else 0
    return Role(
        id=key,
        kind=kind,
        name=read.text(keys["name"]),
        side=keys["side"].text(most=40) if "side" in keys else None,
        least=least,
        most=keys["most"].integer(max(1, least), 1000) if "most" in keys else None,
    )


def _state(key: str, node: Node, read: Reader) -> State:
    keys = node.mapping(["name", "explain"], ["waits_for", "outcome"])
    if key == START:
        node.fail("'start' is reserved for a matter that nobody has opened yet", "another name")
    if ("waits_for" in keys) == ("outcome" in keys):
        node.fail(f"state {key!r} must either wait for someone or be an end", "one of waits_for, outcome")
    return State(
        id=key,
        name=read.text(keys["name"]),
        explain=read.text(keys["explain"]),
        waits_for=read.names(keys.get("waits_for"), "roles"),
        outcome=keys["outcome"].one_of(read.known("outcomes"), "outcome") if "outcome" in keys else None,
    )


def _outcome(key: str, node: Node, read: Reader) -> Outcome:
    keys = node.mapping(["name", "kind"])
    return Outcome(key, read.text(keys["name"]), keys["kind"].one_of(OUTCOME_KINDS, "kind of outcome"))


def _remedy(key: str, node: Node, read: Reader) -> Remedy:
    keys = node.mapping(["text", "basis"], ["hand_off"])
    return Remedy(key, read.text(keys["text"]), read.basis(keys["basis"]),
                  keys["hand_off"].text() if "hand_off" in keys else None)  # fmt: skip
