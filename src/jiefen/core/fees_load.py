"""Reading a pack's table of fees: every figure bounded, every citation known, every template naming only what it gets."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from string import Formatter

from jiefen.core.fees import PARTS, RELIEFS, FeeTable, Kind, Relief, Rule, Text
from jiefen.core.strictyaml import Node, read_yaml

_WORDS = {
    "money": {"sum"},
    "money-range": {"least", "most"},
    "money-from": {"least"},
    "free": set(),
    "flat": {"fee"},
    "flat-to": {"fee", "to"},
    "range": {"fee"},
    "range-to": {"fee", "to"},
    "band": {"over", "to", "part", "rate", "fee"},
    "band-last": {"over", "part", "rate", "fee"},
    "sum": {"fee"},
    "cap": {"cap"},
    "share": {"num", "den", "fee"},
    "unknown": {"fee"},
    "halved": {"why", "fee"},
    "rounded": {"fee"},
}


def load_fees(text: str, file: str, languages: tuple[str, ...], citations: Collection[str] | None = None) -> FeeTable:
    """The table in a pack's file. Raises PackError with the line of whatever is wrong.

    `citations` are those that the pack's sources hold; None leaves them unchecked.
    """
    top = read_yaml(text, file).mapping(["words", "kinds", "halvings", "once", "rounding", "relief", "notes"])
    reader = _Reader(languages, citations)
    relief = top["relief"].mapping(["rules", "grounds"])
    halvings = {key: reader.rule(node) for key, node in top["halvings"].mapping(["summary", "settled"], _MORE).items()}
    kinds: dict[str, Kind] = {}
    for key, node in top["kinds"].items():
        kinds[key] = reader.kind(key, node, kinds, halvings)
    return FeeTable(
        kinds=kinds,
        halvings=halvings,
        once=reader.rule(top["once"]),
        rounding=reader.rule(top["rounding"]),
        words={key: reader.words(key, node) for key, node in top["words"].mapping(list(_WORDS)).items()},
        relief=tuple(reader.relief(node) for node in relief["grounds"].list()),
        relief_rules=tuple(reader.rule(node) for node in relief["rules"].list()),
        notes=tuple(reader.rule(node) for node in top["notes"].list()),
    )


_MORE = ("withdrawn", "joined")


@dataclass(frozen=True, slots=True)
class _Reader:
    languages: tuple[str, ...]
    citations: Collection[str] | None

    def text(self, node: Node) -> Text:
        return {language: one.text(most=500) for language, one in node.mapping(self.languages).items()}

    def basis(self, node: Node) -> tuple[str, ...]:
        for one in node.list():
            if self.citations is not None and one.text(most=120).partition(".")[0] not in self.citations:
                one.fail(f"the citation {one.text()!r} is not in the pack's sources", "LAW@VERSION#ARTICLE of a source")
        return node.texts()

    def rule(self, node: Node) -> Rule:
        keys = node.mapping(["text", "basis"])
        return Rule(self.text(keys["text"]), self.basis(keys["basis"]))

    def words(self, code: str, node: Node) -> Text:
        """A template that names only what its line knows. Raises PackError."""
        for one in node.mapping(self.languages).values():
            try:
                parts = [(name, spec or way) for _text, name, spec, way in Formatter().parse(one.text()) if name is not None]
            except ValueError as problem:
                one.fail(f"the template cannot be read: {problem}", "{name} in braces")
            strange = sorted({name for name, form in parts if form or name not in _WORDS[code]})
            if strange:
                one.fail(f"the template {code!r} names {', '.join(strange)}", ", ".join(sorted(_WORDS[code])) or "no name")
        return self.text(node)

    def relief(self, node: Node) -> Relief:
        keys = node.mapping(["id", "kind", "text", "basis"], ["causes"])
        return Relief(
            id=keys["id"].text(),
            kind=keys["kind"].one_of(RELIEFS, "kind of relief"),
            text=self.text(keys["text"]),
            basis=self.basis(keys["basis"]),
            causes=keys["causes"].texts() if "causes" in keys else (),
        )

    def kind(self, key: str, node: Node, before: Mapping[str, Kind], halvings: Mapping[str, Rule]) -> Kind:
        keys = node.mapping(["name", "paid", "basis"], ["base", "bands", "as", "unknown", "cap", "share", "halves"])
        if ("as" in keys) == ("base" in keys):
            node.fail(f"kind {key!r} has both or none of base and as", "base, or as and the name of a kind above")
        like = before[keys["as"].one_of(list(before), "kind")] if "as" in keys else None
        least, most = (like.least, like.most) if like else _range(keys["base"])
        bands = _bands(keys["bands"]) if "bands" in keys else like.bands if like else ()
        unknown = _unknown(keys["unknown"]) if "unknown" in keys else like.unknown if like else None
        if bands and unknown is None:
            node.fail(f"kind {key!r} grows with the sum and does not say what holds while it is unknown", "unknown")
        return Kind(
            id=key,
            name=self.text(keys["name"]),
            least=least,
            most=most,
            bands=bands,
            unknown=unknown,
            cap=keys["cap"].integer(0) if "cap" in keys else None,
            share=_share(keys["share"]) if "share" in keys else (1, 1),
            halves=tuple(one.one_of(list(halvings), "reason to halve") for one in keys["halves"].list())
            if "halves" in keys
            else (),
            paid=self.rule(keys["paid"]),
            basis=self.basis(keys["basis"]),
        )


def _range(node: Node) -> tuple[int, int]:
    keys = node.mapping(["least", "most"])
    least = keys["least"].integer(0)
    return least, keys["most"].integer(least)


def _unknown(node: Node) -> tuple[int, int | None]:
    keys = node.mapping(["least"], ["most"])
    least = keys["least"].integer(0)
    return least, keys["most"].integer(least) if "most" in keys else None


def _bands(node: Node) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for one in node.list():
        keys = one.mapping(["over", "rate"])
        least = found[-1][0] + 1 if found else 0
        found.append((keys["over"].integer(least), keys["rate"].integer(0, PARTS)))
    return tuple(found)


def _share(node: Node) -> tuple[int, int]:
    keys = node.mapping(["part", "of"])
    of = keys["of"].integer(1, 100)
    return keys["part"].integer(1, of), of
