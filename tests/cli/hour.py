"""Does what docs/procedure-in-an-hour.md says, step by step, and compares what the page shows with what really happens.

`.venv/bin/python tests/cli/hour.py` writes the page anew: outputs as they are, finished files as the steps make them.
"""

import os
import re
import shlex
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "procedure-in-an-hour.md"
_BLOCK = re.compile(r"(?:<!-- (?P<mark>[^\n]*?) -->\n)?```(?P<kind>yaml|console)\n(?P<text>.*?)```\n", re.DOTALL)
_SECTION = re.compile(r"(?m)^(?=[a-z_]+:)")
_ENTRY = re.compile(r"(?m)^(?=  (?:- name: .*|[a-z0-9_-]+:))")


@dataclass(frozen=True, slots=True)
class Shown:
    """One block of the page: what it shows, what it should show, and where it stands."""

    mark: str
    shown: str
    real: str
    start: int
    end: int


def replay(page):
    """Every block of the page that shows something that happens: outputs, and finished files."""
    found = []
    with _folder():
        for block in _BLOCK.finditer(page):
            mark, text = block["mark"] or "", block["text"]
            if block["kind"] == "console":
                real = _run(text.splitlines()[0], mark)
            elif mark.startswith("add to "):
                _add(Path(mark.removeprefix("add to ")), text)
                continue
            elif mark.startswith("finished "):
                real = Path(mark.removeprefix("finished ")).read_text(encoding="utf-8")
            else:
                continue
            found.append(Shown(mark, text, real, block.start("text"), block.end("text")))
    return found


@contextmanager
def _folder():
    """An empty place with the three folders and the empty file with which the page begins."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        try:
            for name in ("procedures", "scenarios", "documents"):
                Path(name).mkdir()
            Path("procedures/owner-complaint.yaml").touch()
            yield
        finally:
            os.chdir(before)


def _run(line, mark):
    """What a command prints, below the line with which it is called; `typed` are the lines that a person types."""
    from click.testing import CliRunner

    from jiefen.cli.main import main

    typed = mark.removeprefix("typed: ").split(" | ") if mark.startswith("typed: ") else []
    program, *words = shlex.split(line.removeprefix("$ "))
    assert program == "jiefen", line
    result = CliRunner().invoke(main, words, input="".join(f"{one.strip()}\n" for one in typed))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return f"{line}\n" + "".join(f"{one.rstrip()}\n" for one in result.output.strip("\n").splitlines())


def _add(path, text):
    """Put a block into a file: new sections at the end, new entries at the end of their section, old ones in their place."""
    sections = _split(path.read_text(encoding="utf-8") if path.exists() else "", _SECTION)
    fresh = {key: one for key, one in _split(text, _SECTION).items() if key not in sections}
    for key, added in _split(text, _SECTION).items():
        if key in sections:
            sections[key] = _entries(sections[key], added)
    before, after = "".join(sections.values()).rstrip("\n"), "".join(fresh.values()).rstrip("\n")
    path.write_text("\n\n".join(one for one in (before, after) if one) + "\n", encoding="utf-8")


def _entries(old, new):
    """A section with entries put in; the blank line after it stays."""
    entries = (_split(old.rstrip("\n") + "\n", _ENTRY) | _split(new.rstrip("\n") + "\n", _ENTRY)).values()
    return "".join(entries) + ("\n" if old.endswith("\n\n") else "")


def _split(text, where):
    """A text in pieces by their first lines: up to the colon of a name, or the whole name of a scenario."""
    pieces = [one for one in where.split(text) if one.strip()]
    return {one.splitlines()[0] if "- name:" in one.splitlines()[0] else one.partition(":")[0]: one for one in pieces}


def written_anew(page):
    """The page with its outputs and finished files as they really are."""
    for one in reversed(replay(page)):
        page = page[: one.start] + one.real + page[one.end :]
    return page


if __name__ == "__main__":
    PAGE.write_text(written_anew(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
