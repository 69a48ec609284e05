"""Translations of a pack's texts: gettext catalogues beside the pack, whose message ids are the texts that the law's own
language gives.

A translation counts as drafted by machine until a named reviewer has approved it; pages say so. Knows nothing of
languages but their codes, and of a text only that it may name {values}, which every translation must keep.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from io import BytesIO
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from jiefen.core.packerror import PackError
from jiefen.core.strictyaml import Node

_NAMED = re.compile(r"\{[a-z0-9_.:-]+\}", re.IGNORECASE)
_REVIEWED = "reviewed: "


@dataclass(frozen=True, slots=True)
class Translation:
    """One text in another language. `reviewer` names who approved it and when; empty while it is a draft."""

    text: str
    reviewer: str = ""


Catalogue = Mapping[str, Translation]
"""Translations by the text that they translate."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text to be translated: the text, how English says it (a second reading for translators), and where it stands."""

    text: str
    english: str
    file: str
    line: int


def sources_of(node: Node, origin: str) -> Iterator[Source]:
    """Every text of a pack's file that has the language `origin`."""
    if node.kind == "list":
        for one in node.value:
            yield from sources_of(one, origin)
    if node.kind != "mapping":
        return
    texts = dict(node.value)
    own = texts.get(origin)
    if own is not None and own.kind == "scalar" and isinstance(own.value, str):
        english = texts.get("en")
        yield Source(own.value, str(english.value) if english is not None else "", own.file, own.line)
        return
    for one in texts.values():
        yield from sources_of(one, origin)


def load_catalogue(text: str, file: str) -> dict[str, Translation]:
    """The translations of a catalogue's text. Entries without a translation, or marked fuzzy, are left out.

    Raises PackError with the line when the file cannot be read or a translation does not keep the {values} of its text.
    """
    try:
        catalogue = read_po(BytesIO(text.encode()), abort_invalid=True)
    except (PoFileError, ValueError) as problem:
        raise PackError(file, getattr(problem, "lineno", 0) or 1, f"not a catalogue: {problem}") from None
    found: dict[str, Translation] = {}
    for message in catalogue:
        if not message.id or not message.string or message.fuzzy:
            continue
        source, translated = str(message.id), str(message.string)
        if sorted(_NAMED.findall(source)) != sorted(_NAMED.findall(translated)):
            named = ", ".join(sorted(set(_NAMED.findall(source)))) or "no {values}"
            raise PackError(file, message.lineno or 1, f"the translation of {source[:40]!r} names other values", named)
        found[source] = Translation(translated, _reviewer(message.user_comments))
    return found


def _reviewer(comments: Iterable[str]) -> str:
    return next((one.strip().removeprefix(_REVIEWED) for one in comments if one.strip().startswith(_REVIEWED)), "")


def write_catalogue(sources: Iterable[Source], known: Catalogue, language: str) -> str:
    """A catalogue of all `sources`, in their order, with what is known of them: what a translator opens."""
    catalogue = Catalog(locale=None, header_comment=f"# {language}: translations of a pack's texts.")
    for one in sources:
        have = known.get(one.text)
        comments = [_REVIEWED + have.reviewer] if have is not None and have.reviewer else []
        catalogue.add(
            one.text,
            have.text if have is not None else "",
            locations=[(one.file, one.line)],
            auto_comments=[one.english] if one.english else [],
            user_comments=comments,
        )
    out = BytesIO()
    write_po(out, catalogue, width=0, sort_output=False, include_lineno=False, omit_header=True)
    return out.getvalue().decode()


def approved(known: Catalogue, by: str, texts: Iterable[str]) -> dict[str, Translation]:
    """The catalogue with the translations of `texts` approved by a named reviewer ("NAME, 2026-11-25")."""
    chosen = set(texts)
    return {source: Translation(one.text, by) if source in chosen else one for source, one in known.items()}


def spread(value: Any, catalogues: Mapping[str, Catalogue], origin: str) -> frozenset[str]:
    """Put the translations into every text of a freshly loaded value; the languages in which some text is missing.

    Called by the loader before anybody else holds the value: texts are plain mappings until then.
    """
    missing: set[str] = set()
    for text in texts_in(value, origin):
        for language, catalogue in catalogues.items():
            found = catalogue.get(text[origin])
            if found is None:
                missing.add(language)
            else:
                text[language] = found.text
    return frozenset(missing)


def texts_in(value: Any, origin: str) -> Iterator[dict[str, str]]:
    """Every text inside a loaded value: mappings that have the language `origin`."""
    if isinstance(value, dict):
        if isinstance(value.get(origin), str):
            yield value
            return
        for one in value.values():
            yield from texts_in(one, origin)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from texts_in(one, origin)
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from texts_in(getattr(value, part.name), origin)
