"""The shelf: packs read from disk, checked by `core`, and kept in memory. The only place that reads pack files.

A pack is a folder of `packs/`. Everything here is loaded once for a process; a changed pack needs a restart.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from jiefen.core.causes import Causes, load_causes
from jiefen.core.fees import FeeTable
from jiefen.core.fees_load import load_fees
from jiefen.core.guidance import Area, Known, Topic, load_areas, load_topic
from jiefen.core.interview import Interview, load_interview
from jiefen.core.law import Calendar, Counting, LimitationRule, load_calendar, load_counting, load_limitation
from jiefen.core.packerror import PackError
from jiefen.core.procedure import PackInfo, Paper, Scenario, load_paper, load_procedure, load_scenarios
from jiefen.core.procedure.model import Procedure, Text
from jiefen.core.routes import Routes
from jiefen.core.routes_load import load_routes
from jiefen.core.sources import Sources, load_sources
from jiefen.core.strictyaml import Node, read_yaml
from jiefen.core.suggestion import Model, load_model
from jiefen.core.translations import Source, Translation, load_catalogue, sources_of, spread

PACKS = Path(__file__).parent / "packs"


@dataclass(frozen=True, slots=True)
class Office:
    """Which body and which duty hold a role that an institution plays: a court's judge, a committee's coordinator."""

    organisation: str
    duty: str


@dataclass(frozen=True, slots=True)
class Pack:
    """What a pack says of itself. `offices` maps roles of its procedures to the bodies and duties that hold them."""

    id: str
    title: Text
    languages: tuple[str, ...]
    translated: tuple[str, ...]  # languages of which locale/ holds a catalogue
    zone: str
    currency: str
    offices: dict[str, Office]
    rosters: dict[str, str]  # role of a person named from a roster -> duty
    numbers: dict[str, str]  # police, ambulance, help -> what people call
    opens: tuple[tuple[str, str], ...]  # (procedure, action) a person may begin with


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PackError(str(path), 1, "there is no such file") from None
    except UnicodeDecodeError as problem:
        raise PackError(str(path), 1, f"the file is not UTF-8: {problem}") from None


def _shown(path: Path) -> str:
    return str(path.relative_to(PACKS))


def jurisdictions() -> list[str]:
    """The packs on the shelf that have procedures."""
    return sorted(path.parent.name for path in PACKS.glob("*/pack.yaml"))


@lru_cache(maxsize=16)
def pack(jurisdiction: str) -> Pack:
    """What a pack says of itself. Raises PackError."""
    path = PACKS / jurisdiction / "pack.yaml"
    top = read_yaml(_read(path), _shown(path)).mapping(
        ["pack", "title", "languages", "zone", "currency", "offices", "rosters", "opens"], ["translated", "numbers"]
    )
    numbers = top["numbers"].mapping(_CALLED, ["help"]) if "numbers" in top else {}
    return Pack(
        id=top["pack"].text(),
        title={language: node.text() for language, node in top["title"].items()},
        languages=top["languages"].texts(),
        translated=top["translated"].texts() if "translated" in top else (),
        zone=top["zone"].text(),
        currency=top["currency"].text(),
        offices={role: _office(node) for role, node in top["offices"].items()},
        numbers={name: _number(node) for name, node in numbers.items()},
        rosters={role: node.text() for role, node in top["rosters"].items()},
        opens=tuple((pair[0].text(), pair[1].text()) for pair in (node.list() for node in top["opens"].list())),
    )


_CALLED = ("police", "ambulance")  # named together: a page that tells whom to call in danger tells both


def _number(node: Node) -> str:
    found = node.text(least=2, most=20)
    if not re.fullmatch(r"\+?[0-9]+( [0-9]+)*", found):
        node.fail(f"{found!r} is no telephone number", "digits, as people call them")
    return found


def _office(node: Node) -> Office:
    keys = node.mapping(["organisation", "duty"])
    return Office(keys["organisation"].text(), keys["duty"].text())


Loaded = TypeVar("Loaded")


@lru_cache(maxsize=16)
def catalogues(jurisdiction: str) -> dict[str, dict[str, Translation]]:
    """The translations of a pack's texts, by language. Raises PackError."""
    folder = PACKS / jurisdiction / "locale"
    found = {one: folder / f"{one}.po" for one in pack(jurisdiction).translated}
    return {language: load_catalogue(_read(path), _shown(path)) for language, path in found.items()}


def texts_to_translate(jurisdiction: str) -> list[Source]:
    """Every text of a pack that a person can be shown, each once, in the order of its files. Raises PackError."""
    origin, found = pack(jurisdiction).languages[0], {}
    for path in sorted((PACKS / jurisdiction).rglob("*.yaml")):
        if path.parent.name not in _NOT_SHOWN and path.name not in _NOT_SHOWN:
            for one in sources_of(read_yaml(_read(path), _shown(path)), origin):
                found.setdefault(one.text, one)
    return list(found.values())


_NOT_SHOWN = ("scenarios", "phrases.yaml")


def keep_catalogue(jurisdiction: str, language: str, text: str) -> None:
    """Write a catalogue of a pack. Raises PackError, and writes nothing, when it would not load."""
    load_catalogue(text, f"{language}.po")
    path = PACKS / jurisdiction / "locale" / f"{language}.po"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    catalogues.cache_clear()


def _translated(jurisdiction: str, value: Loaded) -> Loaded:
    """A freshly loaded value with the translations of its texts put in."""
    spread(value, catalogues(jurisdiction), pack(jurisdiction).languages[0])
    return value


def _in_every_language(jurisdiction: str, one: Procedure) -> Procedure:
    """A freshly loaded procedure, which speaks those languages in which none of its texts is missing."""
    missing = spread(one, catalogues(jurisdiction), pack(jurisdiction).languages[0])
    whole = tuple(language for language in pack(jurisdiction).translated if language not in missing)
    return replace(one, languages=(*one.languages, *whole))


def _calendars(jurisdiction: str, name: str) -> tuple[str, str]:
    path = PACKS / jurisdiction / "calendars" / name
    return _read(path), _shown(path)


@lru_cache(maxsize=16)
def calendar(jurisdiction: str) -> Calendar:
    """The calendar of a jurisdiction. Raises PackError."""
    return load_calendar(*_calendars(jurisdiction, "calendar.yaml"))


@lru_cache(maxsize=16)
def counting(jurisdiction: str) -> dict[str, Counting]:
    """The counting rules of a jurisdiction. Raises PackError."""
    return load_counting(*_calendars(jurisdiction, "counting.yaml"))


@lru_cache(maxsize=16)
def limitation_rules(jurisdiction: str) -> dict[str, LimitationRule]:
    """The rules of limitation of a jurisdiction. Raises PackError when it has none."""
    return _translated(jurisdiction, load_limitation(*_calendars(jurisdiction, "limitation.yaml"), counting(jurisdiction)))


@lru_cache(maxsize=16)
def sources(jurisdiction: str) -> Sources:
    """The sources of a pack. Raises PackError."""
    path = PACKS / jurisdiction / "sources.yaml"
    return _translated(jurisdiction, load_sources(_read(path), _shown(path), pack(jurisdiction).languages))


@lru_cache(maxsize=16)
def causes(jurisdiction: str) -> Causes:
    """The causes of action of a pack, by list version. Raises PackError."""
    path = PACKS / jurisdiction / "causes.yaml"
    return _translated(jurisdiction, load_causes(_read(path), _shown(path), pack(jurisdiction).languages))


@lru_cache(maxsize=16)
def suggestion(jurisdiction: str) -> Model:
    """What a pack's suggestion of causes has learned; a model that suggests nothing where it has none. Raises PackError."""
    path = PACKS / jurisdiction / "suggestion.json"
    return load_model(_read(path), _shown(path)) if path.exists() else Model()


def _files(jurisdiction: str, folder: str) -> list[Path]:
    return sorted((PACKS / jurisdiction / folder).glob("*.yaml"))


@lru_cache(maxsize=16)
def procedures(jurisdiction: str) -> tuple[Procedure, ...]:
    """Every procedure of a pack, in every version. Raises PackError at the first that does not load."""
    rules, info = counting(jurisdiction), _info(jurisdiction)
    files = _files(jurisdiction, "procedures")
    loaded = (load_procedure(_read(path), _shown(path), counting=rules, pack=info) for path in files)
    return tuple(_in_every_language(jurisdiction, one) for one in loaded)


def _info(jurisdiction: str) -> PackInfo:
    """What a procedure of the pack may refer to."""
    about, files = pack(jurisdiction), _files(jurisdiction, "procedures")
    return PackInfo(
        id=about.id,
        languages=about.languages,
        zone=about.zone,
        currency=about.currency,
        citations=sources(jurisdiction).citations(),
        procedures=frozenset(path.name.split(".")[0].split("@")[0] for path in files),
        papers=frozenset(path.stem for path in _files(jurisdiction, "documents")),
    )


@lru_cache(maxsize=512)
def procedure(jurisdiction: str, name: str, version: str | None = None, on: date | None = None) -> Procedure:
    """One procedure: in `version`, or in the version that holds on a day. Raises LookupError when there is none."""
    for one in procedures(jurisdiction):
        if one.id != name:
            continue
        holds = on is None or (one.holds_from <= on and (one.holds_to is None or on <= one.holds_to))
        if one.version == version or (version is None and holds):
            return one
    raise LookupError(f"pack {jurisdiction} has no procedure {name!r}" + (f" in version {version}" if version else ""))


def procedure_at(jurisdiction: str, where: str) -> Procedure:
    """A procedure of the pack by "name@version" or name, or one in a file that is not on the shelf yet.

    Raises LookupError, PackError, or OSError when the file cannot be read.
    """
    if where.endswith((".yaml", ".yml")):
        text = Path(where).read_text(encoding="utf-8")
        one = load_procedure(text, where, counting=counting(jurisdiction), pack=_info(jurisdiction))
        return _in_every_language(jurisdiction, one)
    name, _at, version = where.partition("@")
    return procedure(jurisdiction, name, version or None)


@lru_cache(maxsize=256)
def paper(jurisdiction: str, name: str) -> Paper:
    """A paper's template. Raises PackError."""
    path = PACKS / jurisdiction / "documents" / f"{name}.yaml"
    return _translated(jurisdiction, load_paper(_read(path), _shown(path), pack(jurisdiction).languages))


@lru_cache(maxsize=16)
def guidance(jurisdiction: str) -> dict[str, Topic]:
    """The topics of a pack by id. Raises PackError."""
    known = Known(
        languages=pack(jurisdiction).languages,
        causes={name for one in causes(jurisdiction).lists for name in one.causes},
        procedures={one.id for one in procedures(jurisdiction)},
        citations=sources(jurisdiction).citations(),
    )
    files = _files(jurisdiction, "guidance")
    return {path.stem: _translated(jurisdiction, load_topic(_read(path), _shown(path), known)) for path in files}


@lru_cache(maxsize=16)
def areas(jurisdiction: str) -> tuple[Area, ...]:
    """The topics of a pack by what part of life they are about; none where the pack does not say. Raises PackError."""
    path = PACKS / jurisdiction / "topics.yaml"
    if not path.is_file():
        return ()
    return _translated(
        jurisdiction, load_areas(_read(path), _shown(path), pack(jurisdiction).languages, guidance(jurisdiction))
    )


@lru_cache(maxsize=16)
def interview(jurisdiction: str, name: str = "start") -> Interview:
    """An interview of a pack. Raises PackError."""
    path = PACKS / jurisdiction / "interviews" / f"{name}.yaml"
    found = load_interview(_read(path), _shown(path), pack(jurisdiction).languages, LEADS_TO)
    return _translated(jurisdiction, found)


LEADS_TO = ("safe",)
"""Pages to which an answer may lead at once: "safe" for somebody in danger."""


@lru_cache(maxsize=16)
def fees(jurisdiction: str) -> FeeTable | None:
    """The court fees of a pack; None when it has no table. Raises PackError."""
    path = PACKS / jurisdiction / "fees.yaml"
    if not path.exists():
        return None
    loaded = load_fees(_read(path), _shown(path), pack(jurisdiction).languages, sources(jurisdiction).citations())
    return _translated(jurisdiction, loaded)


@lru_cache(maxsize=16)
def routes(jurisdiction: str) -> Routes | None:
    """The ways of a pack, side by side; None when it has none. Raises PackError."""
    path, table = PACKS / jurisdiction / "routes.yaml", fees(jurisdiction)
    if not path.exists():
        return None
    listed = causes(jurisdiction).lists if (PACKS / jurisdiction / "causes.yaml").exists() else ()
    loaded = load_routes(
        _read(path),
        _shown(path),
        pack(jurisdiction).languages,
        procedures={one.id: one for one in sorted(procedures(jurisdiction), key=lambda one: one.holds_from)},
        causes={name for one in listed for name in one.causes},
        fees=table.kinds if table else (),
        citations=sources(jurisdiction).citations(),
    )
    return _translated(jurisdiction, loaded)


def scenarios(jurisdiction: str, name: str, version: str | None = None) -> tuple[Scenario, ...]:
    """The scenarios of a procedure. An earlier version has a file of its own, "name@version". Raises PackError."""
    one, folder = procedure(jurisdiction, name, version), PACKS / jurisdiction / "scenarios"
    own = folder / f"{name}@{one.version}.yaml"
    path = own if own.exists() else folder / f"{name}.yaml"
    return load_scenarios(_read(path), _shown(path), one)
