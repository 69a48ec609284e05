"""Reading the parts of a procedure's file: facts, actions, deadlines, notices, documents."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from jiefen.core.access import Confidence
from jiefen.core.law import Counting, Period, Reading, Unit
from jiefen.core.procedure.guards import compile_guard
from jiefen.core.procedure.model import (
    START,
    Action,
    Ask,
    Deadline,
    Document,
    ExtensionRule,
    Fact,
    FactType,
    Guard,
    HandOff,
    Notice,
    Option,
    Text,
)
from jiefen.core.strictyaml import Node

_LONGEST = {"hour": 24 * 365, "day": 36_500, "working-day": 25_000, "month": 1_200, "year": 100}
_SINGULAR = {"remedies": "remedy"}
_CERTAINTIES = ("V", "V2", "M", "M?", "I")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads parts of one file against the names that the file itself declares."""

    languages: tuple[str, ...]
    citations: frozenset[str] | None
    counting: Mapping[str, Counting]
    currency: str
    top: Mapping[str, Node]
    _known: dict[str, dict[str, None]] = field(default_factory=dict)

    def known(self, section: str) -> Collection[str]:
        """The names that a section of the file declares, found once: a file may name them a hundred thousand times."""
        if section not in self._known:
            self._known[section] = dict.fromkeys(
                key for key, _node in (self.top[section].items() if section in self.top else ())
            )
        return self._known[section]

    def names(self, node: Node | None, section: str) -> tuple[str, ...]:
        """A list of names that the section declares."""
        known = self.known(section)
        what = _SINGULAR.get(section, section[:-1])
        return tuple(one.one_of(known, what) for one in node.list()) if node is not None else ()

    def text(self, node: Node) -> Text:
        """One text in exactly the languages of the pack."""
        return {language: one.text() for language, one in node.mapping(self.languages).items()}

    def maybe(self, node: Node | None) -> Text | None:
        """A text that may be left out."""
        return self.text(node) if node is not None else None

    def basis(self, node: Node | None) -> tuple[str, ...]:
        """A list of citations that the pack's sources know."""
        found = []
        for one in node.list() if node is not None else ():
            cite = one.text(most=120)
            if self.citations is not None and cite.partition(".")[0] not in self.citations and cite not in self.citations:
                one.fail(f"the citation {cite!r} is not in the pack's sources", "LAW@VERSION#ARTICLE of sources.yaml")
            found.append(cite)
        return tuple(found)

    def options(self, node: Node | None) -> tuple[Option, ...]:
        """Choices: a text each, or name and basis."""
        found = []
        for key, one in node.items() if node is not None else ():
            if {name for name, _value in one.items()} <= {"name", "basis"}:
                keys = one.mapping(["name"], ["basis"])
                found.append(Option(key, self.text(keys["name"]), self.basis(keys.get("basis"))))
            else:
                found.append(Option(key, self.text(one)))
        return tuple(found)

    def fact(self, key: str, node: Node, *, within: str | None = None) -> Fact:
        """A fact, or a column of a list fact (which takes the class of its list)."""
        required = ["type", "label"] if within else ["type", "class", "label"]
        keys = node.mapping(required, ["hint", "why", "options", "fields", "currency", "least", "most", "longest"])
        kind = FactType(keys["type"].one_of([one.value for one in FactType], "type of fact"))
        if (kind is FactType.CHOICE) != ("options" in keys) or (kind is FactType.LIST) != ("fields" in keys):
            node.fail(f"fact {key!r} of type {kind.value}", "options for a choice, fields for a list, and only there")
        if within and kind is FactType.LIST:
            node.fail("a list within a list", "a simple type")
        least, most = (keys[name].integer() if name in keys else None for name in ("least", "most"))
        if least is not None and most is not None and least > most:
            keys["most"].fail(f"{key!r} is at least {least} and at most {most}", "a larger number")
        return Fact(
            id=key,
            type=kind,
            confidence=Confidence(within or keys["class"].one_of([one.value for one in Confidence], "class")),
            label=self.text(keys["label"]),
            hint=self.maybe(keys.get("hint")),
            why=self.maybe(keys.get("why")),
            options=self.options(keys.get("options")),
            fields=self._fields(keys),
            currency=(keys["currency"].text(most=3) if "currency" in keys else self.currency)
            if kind is FactType.MONEY
            else None,
            least=least,
            most=most,
            longest=keys["longest"].integer(1, 100_000) if "longest" in keys else None,
        )

    def _fields(self, keys: Mapping[str, Node]) -> tuple[Fact, ...]:
        if "fields" not in keys:
            return ()
        return tuple(self.fact(key, one, within=keys["class"].text()) for key, one in keys["fields"].items())

    def action(self, key: str, node: Node) -> Action:
        """An action with every name resolved."""
        keys = node.mapping(
            ["name", "by", "from", "to"],
            ["help", "each", "sides", "asks", "when", "basis", "refusal", "leaves", "reason", "grounds", "remedies",
             "resets", "extends", "suspends", "resumes", "notices", "documents", "hand_off"],
        )  # fmt: skip
        by_time = keys["by"].kind == "scalar"
        if by_time:
            keys["by"].one_of(["time"], "actor")
        for needed in ("by", "from"):
            if keys[needed].value == []:
                keys[needed].fail(f"{key!r} has nothing under `{needed}`", "at least one name, or `by: time`")
        flags = {
            name: keys[name].boolean() if name in keys else False for name in ("each", "sides", "refusal", "leaves", "reason")
        }
        states = self.known("states")
        sources = {START: None, **dict.fromkeys(states)} if "from" in keys else {}
        return Action(
            id=key,
            name=self.text(keys["name"]),
            by=() if by_time else self.names(keys["by"], "roles"),
            sources=tuple(one.one_of(sources, "state") for one in keys["from"].list()),
            to=None if keys["to"].value == "stay" else keys["to"].one_of(states, "state"),
            help=self.maybe(keys.get("help")),
            asks=self._asks(keys.get("asks")),
            when=self._guard(keys.get("when")),
            basis=self.basis(keys.get("basis")),
            grounds=self.options(keys.get("grounds")),
            remedies=self.names(keys.get("remedies"), "remedies"),
            resets=self.names(keys.get("resets"), "actions"),
            extends=tuple(self._extension(one) for one in keys["extends"].list()) if "extends" in keys else (),
            suspends=self.names(keys.get("suspends"), "deadlines"),
            resumes=self.names(keys.get("resumes"), "deadlines"),
            notices=self.names(keys.get("notices"), "notices"),
            documents=self.names(keys.get("documents"), "documents"),
            hand_off=self._hand_off(keys.get("hand_off")),
            **flags,
        )

    def _asks(self, node: Node | None) -> tuple[Ask, ...]:
        facts = self.known("facts")
        asks = []
        for key, one in node.items() if node is not None else ():
            if key not in facts:
                one.fail(f"unknown fact {key!r}", "a fact of this procedure")
            asks.append(Ask(key, one.one_of(["required", "optional"], "word") == "required"))
        return tuple(asks)

    def _guard(self, node: Node | None) -> Guard | None:
        if node is None:
            return None
        try:
            return compile_guard(node.text(most=500), self.known("facts"))
        except ValueError as problem:
            node.fail(str(problem), "a CEL expression over facts")

    def _extension(self, node: Node) -> ExtensionRule:
        keys = node.mapping(["deadline", "length", "unit"], ["times"])
        unit = keys["unit"].one_of(list(_LONGEST), "unit")
        return ExtensionRule(
            keys["deadline"].one_of(self.known("deadlines"), "deadline"),
            keys["length"].integer(1, _LONGEST[unit]),
            unit,
            keys["times"].integer(1, 1000) if "times" in keys else None,
        )

    def _hand_off(self, node: Node | None) -> HandOff | None:
        if node is None:
            return None
        keys = node.mapping(["procedure", "opens", "carries", "roles"])
        mapped = keys["roles"].items()
        for role, one in mapped:
            if role not in self.known("roles"):
                one.fail(f"unknown role {role!r}", "a role of this procedure")
        return HandOff(
            procedure=keys["procedure"].text(most=80),
            opens=keys["opens"].text(most=80),
            carries=self.names(keys["carries"], "facts"),
            roles={role: one.text(most=80) for role, one in mapped},
        )

    def deadline(self, key: str, node: Node) -> Deadline:
        """A deadline with all its readings."""
        keys = node.mapping(
            ["name", "starts", "length", "unit", "counting", "who", "runs_in", "on_expiry", "basis"],
            ["readings", "consequence", "certainty", "unbounded", "warn"],
        )
        starts = keys["starts"].mapping([], ["enter", "action", "notice", "from_fact"])
        if not {"enter", "action", "notice"} & starts.keys():
            keys["starts"].fail(f"deadline {key!r} is started by nothing", "enter, action or notice")
        basis = self.basis(keys["basis"])
        shortest = 0 if "from_fact" in starts else 1  # Nothing is added to a day that an order itself names as its last.
        readings = [self._reading(keys, shortest)]
        readings += [self._reading(one.mapping(["length", "unit", "counting"], ["note"]), shortest)
                     for one in (keys["readings"].list() if "readings" in keys else ())]  # fmt: skip
        warn = keys["warn"].mapping(["days", "notice"]) if "warn" in keys else {}
        return Deadline(
            id=key,
            name=self.text(keys["name"]),
            period=Period(key, tuple(readings), basis),
            who=self.names(keys["who"], "roles"),
            runs_in=self.names(keys["runs_in"], "states"),
            on_expiry=keys["on_expiry"].one_of(self.known("actions"), "action"),
            basis=basis,
            on_enter=self._one_or_more(starts.get("enter"), "states"),
            on_action=self._one_or_more(starts.get("action"), "actions"),
            on_notice=starts["notice"].one_of(self.known("notices"), "notice") if "notice" in starts else None,
            from_fact=starts["from_fact"].one_of(self.known("facts"), "fact") if "from_fact" in starts else None,
            consequence=self.maybe(keys.get("consequence")),
            certainty=keys["certainty"].one_of(_CERTAINTIES, "certainty") if "certainty" in keys else "V",
            unbounded=keys["unbounded"].boolean() if "unbounded" in keys else False,
            warn_days=tuple(one.integer(1, 1000) for one in warn["days"].list()) if warn else (),
            warns=warn["notice"].one_of(self.known("notices"), "notice") if warn else None,
        )

    def _one_or_more(self, node: Node | None, section: str) -> tuple[str, ...]:
        if node is None:
            return ()
        if node.kind == "list":
            return self.names(node, section)
        return (node.one_of(self.known(section), section[:-1]),)

    def _reading(self, keys: Mapping[str, Node], shortest: int) -> Reading:
        unit = keys["unit"].one_of(list(_LONGEST), "unit")
        return Reading(
            length=keys["length"].integer(shortest, _LONGEST[unit]),
            unit=Unit(unit),
            counting=self.counting[keys["counting"].one_of(list(self.counting), "counting rule")],
            note=self.text(keys["note"]) if "note" in keys else {},
        )

    def notice(self, key: str, node: Node) -> Notice:
        """A notice and its texts."""
        keys = node.mapping(["to", "subject", "body"], ["shows", "proof", "basis"])
        return Notice(
            id=key,
            roles=self.names(keys["to"], "roles"),
            subject=self.text(keys["subject"]),
            body=self.text(keys["body"]),
            shows=self.names(keys.get("shows"), "facts"),
            basis=self.basis(keys.get("basis")),
            proof=keys["proof"].boolean() if "proof" in keys else False,
        )

    def document(self, key: str, node: Node) -> Document:
        """A document and its template's name."""
        keys = node.mapping(["name", "template", "to", "uses"], ["signed_by", "basis"])
        return Document(
            id=key,
            name=self.text(keys["name"]),
            template=keys["template"].text(most=80),
            readers=self.names(keys["to"], "roles"),
            uses=self.names(keys["uses"], "facts"),
            signed_by=self.names(keys.get("signed_by"), "roles"),
            basis=self.basis(keys.get("basis")),
        )
