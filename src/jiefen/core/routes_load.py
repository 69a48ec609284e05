"""Reading a pack's ways: every procedure, state, fee, cause, answer and citation that the file names must exist."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from jiefen.core.causes import ROUTES as CODES
from jiefen.core.procedure.guards import compile_guard
from jiefen.core.procedure.model import START, Guard, Procedure, Text
from jiefen.core.routes import ALL, Answer, Competence, Condition, Ground, Reason, Route, Routes, Safety, Scope
from jiefen.core.strictyaml import Node, read_yaml

_TYPES = ("yesno", "choice", "money", "number")
_GROUNDS = ("matter", "no-means-test", "no-means-check")
_TEXTS = ("name", "what", "decides", "cost", "needs", "gives", "ends", "silent")
_MAY = (
    "procedure", "opens", "through", "outside", "fee", "elsewhere", "when", "never_when", "first", "notes", "sooner",
    "clock", "result", "goes_on", "phone",
)  # fmt: skip


def load_routes(
    text: str,
    file: str,
    languages: tuple[str, ...],
    *,
    procedures: Mapping[str, Procedure],
    causes: Collection[str] = (),
    fees: Collection[str] = (),
    citations: Collection[str] | None = None,
) -> Routes:
    """The ways in a pack's file. Raises PackError with the line of whatever is wrong.

    `procedures` by id, `causes` and kinds of `fees` are those of the pack; `citations` those of its sources (None
    leaves them unchecked).
    """
    top = read_yaml(text, file).mapping(["answers", "routes"], ["safety", "aid", "competent"])
    reader = _Reader(languages, procedures, frozenset(causes), frozenset(fees), citations, {})
    for key, node in top["answers"].items():
        reader.answers[key] = reader.answer(key, node)
    found: dict[str, Route] = {}
    for node in top["routes"].list():
        one = reader.route(node, found)
        found[one.id] = one
    safety = top.get("safety")
    return Routes(
        answers=reader.answers,
        routes=tuple(found.values()),
        safety=reader.safety(safety, found) if safety else None,
        aid=tuple(reader.ground(node) for node in top["aid"].list()) if "aid" in top else (),
        competent=tuple(reader.competence(node, found) for node in top["competent"].list()) if "competent" in top else (),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    languages: tuple[str, ...]
    procedures: Mapping[str, Procedure]
    known_causes: frozenset[str]
    known_fees: frozenset[str]
    citations: Collection[str] | None
    answers: dict[str, Answer]

    def text(self, node: Node) -> Text:
        return {language: one.text(most=600) for language, one in node.mapping(self.languages).items()}

    def basis(self, node: Node) -> tuple[str, ...]:
        for one in node.list():
            if self.citations is not None and one.text(most=120).partition(".")[0] not in self.citations:
                one.fail(f"the citation {one.text()!r} is not in the pack's sources", "LAW@VERSION#ARTICLE of a source")
        return node.texts()

    def reason(self, node: Node) -> Reason:
        keys = node.mapping(["text", "basis"])
        return Reason(self.text(keys["text"]), self.basis(keys["basis"]))

    def causes(self, node: Node | None) -> tuple[str, ...]:
        """Causes and codes of route notes; every cause when nothing is written."""
        if node is None:
            return (ALL,)
        known = {ALL, *CODES, *self.known_causes}
        return tuple(one.one_of(known, "cause") for one in node.list())

    def answer(self, key: str, node: Node) -> Answer:
        keys = node.mapping(["type", "label"], ["options"])
        kind = keys["type"].one_of(_TYPES, "type of answer")
        if (kind == "choice") != ("options" in keys):
            node.fail(f"answer {key!r} of type {kind}", "options for a choice, and only there")
        options = {name: self.text(one) for name, one in keys["options"].items()} if "options" in keys else {}
        return Answer(key, kind, self.text(keys["label"]), options)

    def guard(self, node: Node) -> Guard:
        try:
            return compile_guard(node.text(), self.answers)
        except ValueError as problem:
            node.fail(str(problem), "a condition over the file's answers")

    def scope(self, keys: Mapping[str, Node]) -> Scope:
        return Scope(self.causes(keys.get("causes")), self.guard(keys["if"]) if "if" in keys else None)

    def sooner(self, node: Node | None) -> tuple[Scope, ...]:
        """When a way is shown before others that stand as it does: an empty one would say always, so it is refused."""
        found = []
        for one in node.list() if node else ():
            keys = one.mapping([], ["if", "causes"])
            if not keys:
                one.fail("a way is always sooner", "if, or causes; or a lower order")
            found.append(self.scope(keys))
        return tuple(found)

    def condition(self, node: Node) -> Condition:
        keys = node.mapping(["text", "basis"], ["if", "causes", "presumed"])
        return Condition(
            scope=self.scope(keys),
            reason=Reason(self.text(keys["text"]), self.basis(keys["basis"])),
            presumed=keys["presumed"].boolean() if "presumed" in keys else None,
        )

    def conditions(self, node: Node | None) -> tuple[Condition, ...]:
        return tuple(self.condition(one) for one in node.list()) if node else ()

    def route(self, node: Node, before: Mapping[str, Route]) -> Route:
        keys = node.mapping(["id", "order", "serves", "talks", "basis", *_TEXTS], _MAY)
        name = keys["id"].text(most=60)
        if name in before:
            keys["id"].fail(f"the way {name!r} stands twice", "each id once")
        procedure = self.procedure(node, keys, before)
        serves = self.causes(keys["serves"].mapping(["causes"])["causes"])
        if (ALL in serves) == ("elsewhere" in keys):
            node.fail(f"the way {name!r} serves {', '.join(serves)}", "elsewhere (why it is not for the rest), only then")
        when = self.condition(keys["when"]) if "when" in keys else None
        if when is not None and when.scope.guard is None:
            keys["when"].fail("a way opens under no condition", "if")
        return Route(
            id=name,
            procedure=procedure.id if procedure else None,
            opens=keys["opens"].text() if "opens" in keys else None,
            through=keys["through"].text() if "through" in keys else None,
            **{one: self.text(keys[one]) for one in _TEXTS},
            basis=self.basis(keys["basis"]),
            causes=serves,
            elsewhere=self.reason(keys["elsewhere"]) if "elsewhere" in keys else None,
            when=when,
            never_when=self.conditions(keys.get("never_when")),
            first=self.conditions(keys.get("first")),
            notes=self.conditions(keys.get("notes")),
            sooner=self.sooner(keys.get("sooner")),
            talks=keys["talks"].boolean(),
            fees=self.fees(keys["fee"]) if "fee" in keys else (),
            order=keys["order"].integer(0, 10_000),
            clock=self.clock(keys.get("clock"), procedure),
            result=self.clock(keys.get("result"), procedure),
            goes_on=self.goes_on(keys["goes_on"]) if "goes_on" in keys else None,
            phone=keys["phone"].text(most=20) if "phone" in keys else "",
        )

    def procedure(self, node: Node, keys: Mapping[str, Node], before: Mapping[str, Route]) -> Procedure | None:
        """The procedure that a way opens, by an action taken from the start, or that another way leads to."""
        if "outside" in keys:
            if not keys["outside"].boolean() or {"procedure", "opens", "through"} & set(keys):
                node.fail("a way is outside and names a procedure", "outside: true alone, or a procedure")
            return None
        if "procedure" not in keys or ("opens" in keys) == ("through" in keys):
            node.fail("a way says not how it begins", "outside: true, or procedure with either opens or through")
        found = self.procedures[keys["procedure"].one_of(list(self.procedures), "procedure")]
        if "opens" in keys:
            keys["opens"].one_of([one.id for one in found.actions.values() if START in one.sources], "opening action")
        else:
            keys["through"].one_of(list(before), "way above")
        return found

    def goes_on(self, node: Node) -> tuple[str, str]:
        keys = node.mapping(["procedure", "role"])
        found = self.procedures[keys["procedure"].one_of(list(self.procedures), "procedure")]
        return found.id, keys["role"].one_of(list(found.roles), "role")

    def clock(self, node: Node | None, procedure: Procedure | None) -> tuple[str, ...]:
        if node is None:
            return ()
        if procedure is None:
            node.fail("a way outside has no clock of ours", "no clock")
        timed = sorted({state for one in procedure.deadlines.values() for state in one.runs_in})
        return tuple(one.one_of(timed, "state with a time limit") for one in node.list())

    def fees(self, node: Node) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
        """One kind for every cause, or kinds by causes, the first that fit."""
        if node.kind == "scalar":
            return (((ALL,), (node.one_of(self.known_fees, "kind of fee"),)),)
        found = []
        for one in node.list():
            keys = one.mapping(["kinds"], ["causes"])
            kinds = tuple(kind.one_of(self.known_fees, "kind of fee") for kind in keys["kinds"].list())
            found.append((self.causes(keys.get("causes")), kinds))
        return tuple(found)

    def safety(self, node: Node, found: Mapping[str, Route]) -> Safety:
        keys = node.mapping(["if", "text", "basis", "first", "why"])
        first = tuple(one.one_of(list(found), "way") for one in keys["first"].list())
        talking = [one for one in first if found[one].talks]
        if talking:
            keys["first"].fail(f"{', '.join(talking)} would tell the other side", "ways that do not talk")
        basis = self.basis(keys["basis"])
        told, why = Reason(self.text(keys["text"]), basis), Reason(self.text(keys["why"]), basis)
        return Safety(self.guard(keys["if"]), told, first, why)

    def ground(self, node: Node) -> Ground:
        keys = node.mapping(["id", "kind", "text", "basis"], ["causes"])
        return Ground(
            id=keys["id"].text(most=60),
            kind=keys["kind"].one_of(_GROUNDS, "kind of ground"),
            reason=Reason(self.text(keys["text"]), self.basis(keys["basis"])),
            causes=self.causes(keys["causes"]) if "causes" in keys else (),
        )

    def competence(self, node: Node, found: Mapping[str, Route]) -> Competence:
        keys = node.mapping(["for", "text", "basis"], ["only"])
        places = keys["for"].mapping(["routes"], ["causes"])
        return Competence(
            routes=tuple(one.one_of(list(found), "way") for one in places["routes"].list()),
            causes=self.causes(places.get("causes")),
            reason=Reason(self.text(keys["text"]), self.basis(keys["basis"])),
            only=keys["only"].boolean() if "only" in keys else False,
        )
