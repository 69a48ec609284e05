"""Procedures that are not on the shelf yet: a file, with its papers and scenarios in the folders beside it.

Knows where things stand around a file: `procedures/x.yaml` has its papers in `documents/` and its scenarios in
`scenarios/x.yaml`. What is not there is taken from the pack that the file names.
"""

from dataclasses import dataclass
from pathlib import Path

from jiefen import shelf
from jiefen.core.packerror import PackError
from jiefen.core.procedure import PackInfo, Paper, Scenario, load_paper, load_procedure, load_scenarios
from jiefen.core.procedure.checking import Report, check
from jiefen.core.procedure.model import Procedure
from jiefen.core.strictyaml import read_yaml


@dataclass(frozen=True, slots=True)
class Draft:
    """A procedure with the pack it belongs to; `home` is the folder around its file, or None when it is on the shelf."""

    procedure: Procedure
    jurisdiction: str
    home: Path | None = None


def is_file(where: str) -> bool:
    """Whether a word on the command line names a file and not a procedure of the pack."""
    return where.endswith((".yaml", ".yml"))


def find(where: str, jurisdiction: str) -> Draft:
    """A procedure by name, name@version or file. A file itself says to which pack it belongs.

    Raises LookupError, PackError, or OSError when the file cannot be read.
    """
    if not is_file(where):
        name, _at, version = where.partition("@")
        return Draft(shelf.procedure(jurisdiction, name, version or None), jurisdiction)
    path = Path(where)
    text = _read(path)
    own = _jurisdiction(text, where, jurisdiction)
    home = _home(path)
    one = load_procedure(text, where, counting=shelf.counting(own), pack=info(own, home))
    return Draft(one, own, home)


def _home(path: Path) -> Path:
    """The folder around a file: the one above `procedures`, where it stands in such a folder."""
    if path.parent.name == "procedures":
        return path.parent.parent
    return Path("..") if path.resolve().parent.name == "procedures" else path.parent


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PackError(str(path), 1, "there is no such file") from None
    except UnicodeDecodeError as problem:
        raise PackError(str(path), 1, f"the file is not UTF-8: {problem}") from None


def _jurisdiction(text: str, file: str, otherwise: str) -> str:
    """The pack that a file names; `otherwise` when it names none, of which loading will complain."""
    for key, node in read_yaml(text, file).items():
        if key == "jurisdiction":
            return node.one_of(shelf.jurisdictions(), "pack")
    return otherwise


def info(jurisdiction: str, home: Path | None = None) -> PackInfo:
    """What a procedure may refer to: the names of the pack, and those in the folders of `home`. Raises PackError."""
    about, pack = shelf.pack(jurisdiction), shelf.PACKS / jurisdiction
    return PackInfo(
        id=about.id,
        languages=about.languages,
        zone=about.zone,
        currency=about.currency,
        citations=shelf.sources(jurisdiction).citations(),
        procedures=_stems(pack, "procedures") | _stems(home, "procedures"),
        papers=_stems(pack, "documents") | _stems(home, "documents"),
    )


def _stems(home: Path | None, folder: str) -> frozenset[str]:
    return frozenset(one.stem.partition("@")[0] for one in (home / folder).glob("*.yaml")) if home else frozenset()


def paper(draft: Draft, name: str) -> Paper:
    """A paper's template, beside the file or in the pack. Raises PackError."""
    path = draft.home / "documents" / f"{name}.yaml" if draft.home else None
    if path is None or not path.exists():
        return shelf.paper(draft.jurisdiction, name)
    return load_paper(_read(path), str(path), shelf.pack(draft.jurisdiction).languages)


def scenarios(draft: Draft, file: Path | None = None) -> tuple[Scenario, ...]:
    """The scenarios of a procedure: in `file`, or where they stand beside it. Raises PackError."""
    one = draft.procedure
    if file is None and draft.home is None:
        return shelf.scenarios(draft.jurisdiction, one.id, one.version)
    path = file or scenario_file(draft)
    return load_scenarios(_read(path), str(path), one)


def scenario_file(draft: Draft) -> Path:
    """Where the scenarios of a file are expected: its own version's first, as on the shelf."""
    home, one = draft.home or shelf.PACKS / draft.jurisdiction, draft.procedure
    own = home / "scenarios" / f"{one.id}@{one.version}.yaml"
    return own if own.exists() else home / "scenarios" / f"{one.id}.yaml"


def prove(draft: Draft) -> Report:
    """Load what stands around a file, strictly, and prove it. Raises PackError."""
    one = draft.procedure
    for document in one.documents.values():
        paper(draft, document.template)
    if draft.home is None or scenario_file(draft).exists():
        scenarios(draft)
    shelved = sorted(shelf.procedures(draft.jurisdiction), key=lambda other: other.holds_from)
    others = {other.id: other for other in shelved} | _beside(draft)
    calendar, sources = shelf.calendar(draft.jurisdiction), shelf.sources(draft.jurisdiction)
    return check(one, calendar, sources, {**others, one.id: one})


def _beside(draft: Draft) -> dict[str, Procedure]:
    """The procedures in the same folder to which this one hands over, and those to which they do."""
    found: dict[str, Procedure] = {}
    todo = [draft.procedure]
    while todo and draft.home is not None:
        for action in todo.pop().actions.values():
            name = action.hand_off.procedure if action.hand_off is not None else ""
            path = draft.home / "procedures" / f"{name}.yaml"
            if name and name not in (draft.procedure.id, *found) and path.exists():
                found[name] = find(str(path), draft.jurisdiction).procedure
                todo.append(found[name])
    return found
