"""Papers: the blocks that a document is made of, as data. There is no code in a template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jiefen.core.procedure.model import Text
from jiefen.core.strictyaml import Node, read_yaml

TEXT_BLOCKS = ("title", "number", "heading", "paragraph", "blank", "note")
NAME_BLOCKS = ("fact", "rows")
LIST_BLOCKS = ("parties", "signatures")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a paper: its kind, and by kind a text, a fact's name, or roles. `only_if` names a fact."""

    kind: str
    text: Text | None = None
    name: str = ""
    roles: tuple[str, ...] = ()
    only_if: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A template: its name and its blocks in order."""

    name: str
    blocks: tuple[Block, ...]


def load_paper(text: str, file: str, languages: Sequence[str]) -> Paper:
    """A paper's template from a pack's file. Raises PackError with the line of whatever is wrong."""
    top = read_yaml(text, file).mapping(["paper", "language", "blocks"])
    if top["language"].integer() != 1:
        top["language"].fail("this language of papers is not known", "1")
    blocks = tuple(_block(node, languages) for node in top["blocks"].list())
    if not blocks or blocks[0].kind != "title":
        top["blocks"].fail("the paper does not begin with its title", "a title first")
    return Paper(top["paper"].text(most=80), blocks)


def _block(node: Node, languages: Sequence[str]) -> Block:
    pairs: Mapping[str, Node] = dict(node.items())
    kinds = [key for key in pairs if key != "if"]
    known = (*TEXT_BLOCKS, *NAME_BLOCKS, *LIST_BLOCKS, "cites")
    if len(kinds) != 1 or kinds[0] not in known:
        node.fail(f"a block with {', '.join(pairs) or 'nothing'}", f"one of {', '.join(known)}, and perhaps `if`")
    kind, value = kinds[0], pairs[kinds[0]]
    only_if = pairs["if"].text(most=80) if "if" in pairs else ""
    if kind in TEXT_BLOCKS:
        text = {language: one.text() for language, one in value.mapping(list(languages)).items()}
        return Block(kind, text=text, only_if=only_if)
    if kind in NAME_BLOCKS:
        return Block(kind, name=value.text(most=80), only_if=only_if)
    if kind in LIST_BLOCKS:
        return Block(kind, roles=value.texts(), only_if=only_if)
    value.boolean()
    return Block(kind, only_if=only_if)
