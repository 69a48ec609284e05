"""`jiefen procedure new, schema, simulate, test`: what a person who knows the law needs to write a procedure."""

import json
import sys
from datetime import datetime, tzinfo
from pathlib import Path

import click

from jiefen.cli.setup import fail

_SKELETONS = Path(__file__).parent / "skeletons"
_FILE = click.Path(dir_okay=False, path_type=Path)
_PACK = click.option("--jurisdiction", default="cn", show_default=True, help="Which pack; a file says so itself.")


@click.command()
@click.argument("name", metavar="ID")
@click.option("--jurisdiction", default="cn", show_default=True, help="For which pack.")
@click.option(
    "--nature",
    type=click.Choice(["voluntary", "compulsory", "judicial"]),
    default="voluntary",
    show_default=True,
    help="Whether people may leave at any time, must come first, or are before a court.",
)
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Where to write; here else.")
def new(name: str, jurisdiction: str, nature: str, folder: Path) -> None:
    """Begin a procedure called ID: a small complete one, to be changed.

    Writes procedures/ID.yaml, scenarios/ID.yaml and the paper it needs under documents/. It loads, is proved and passes
    its scenarios as written; comments say what to change. Nothing is ever written over.
    """
    from jiefen import shelf
    from jiefen.cli import drafts
    from jiefen.core.procedure.model import Nature
    from jiefen.core.procedure.skeleton import Around, skeleton

    if jurisdiction not in shelf.jurisdictions():
        fail(f"there is no pack {jurisdiction!r}; there are: {', '.join(shelf.jurisdictions())}.", code=2)
    try:
        around = Around(
            pack=drafts.info(jurisdiction),
            counting=shelf.counting(jurisdiction),
            calendar=shelf.calendar(jurisdiction),
            sources=shelf.sources(jurisdiction),
            procedures=shelf.procedures(jurisdiction),
            opens=tuple(one for one, _action in shelf.pack(jurisdiction).opens),
        )
        files = {folder / path: text for path, text in skeleton(name, Nature(nature), around, templates()).items()}
        _write_new(files)
    except (OSError, ValueError, LookupError) as problem:
        fail(str(problem), code=2)
    for path in files:
        click.echo(f"written: {path}")
    click.echo("Next:")
    for verb in ("check", "test", "simulate"):
        click.echo(f"  jiefen procedure {verb} {next(iter(files))}")


def templates() -> dict[str, str]:
    """The texts of which a new procedure is made, by name; see `core.procedure.skeleton`."""
    return {one.stem: one.read_text(encoding="utf-8") for one in _SKELETONS.glob("*.txt")}


def _write_new(files: dict[Path, str]) -> None:
    """Write all of the files, or none where one of them is there already. Raises OSError, ValueError."""
    there = [str(path) for path in files if path.exists()]
    if there:
        raise ValueError(f"{', '.join(there)} is there already; nothing was written. Choose another id or --folder.")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)


@click.command()
@click.option("--out", type=_FILE, help="File to write; standard output else.")
@click.option("--jurisdiction", default="", help="Also the names of this pack: citations, papers, counting rules.")
def schema(out: Path | None, jurisdiction: str) -> None:
    """Print the JSON Schema of a procedure's file, for editors.

    In VS Code with the YAML extension, write it beside your file and begin the file with the line
    "# yaml-language-server: $schema=procedure.schema.json": the editor then explains, offers and checks every key.
    """
    from jiefen import shelf
    from jiefen.cli import drafts
    from jiefen.core.procedure.schema import schema as made

    if jurisdiction and jurisdiction not in shelf.jurisdictions():
        fail(f"there is no pack {jurisdiction!r}; there are: {', '.join(shelf.jurisdictions())}.", code=2)
    try:
        found = made(drafts.info(jurisdiction), shelf.counting(jurisdiction)) if jurisdiction else made()
        text = json.dumps(found, ensure_ascii=False, indent=2)
        if out is None:
            click.echo(text)
        else:
            out.write_text(text + "\n", encoding="utf-8")
    except (OSError, ValueError) as problem:
        fail(str(problem), code=2)


@click.command()
@click.argument("name", metavar="NAME|FILE")
@_PACK
@click.option("--scenarios", "file", type=_FILE, help="Scenarios in this file; those beside the procedure else.")
def test(name: str, jurisdiction: str, file: Path | None) -> None:
    """Run the scenarios of procedure NAME, or of the one in FILE.yaml.

    Exits with 1 when one does not hold, and says in which line; with 2 when nothing could be loaded.
    """
    from jiefen import shelf
    from jiefen.cli import drafts
    from jiefen.core.procedure import run_scenario

    try:
        draft = drafts.find(name, jurisdiction)
        every = drafts.scenarios(draft, file)
        results = [run_scenario(draft.procedure, one, shelf.calendar(draft.jurisdiction)) for one in every]
    except (OSError, ValueError, LookupError) as problem:
        fail(str(problem), code=2)
        return
    if not results:
        fail(f"there is no scenario of {draft.procedure.id}.", code=2)
    for result in results:
        click.echo(f"{'ok   ' if result.ok else 'FAILS'} {result.scenario.name}")
        for line in result.failures:
            click.echo(f"      {line}")
    failed = sum(not result.ok for result in results)
    click.echo(f"{len(results)} scenarios, {failed} failed.")
    sys.exit(1 if failed else 0)


@click.command()
@click.argument("name", metavar="NAME|FILE")
@_PACK
@click.option("--lang", default="zh-Hans", show_default=True, help="Language of the texts and of the dialogue.")
@click.option("--as", "role", default="", help="Through whose eyes: a role. Everybody's else.")
@click.option("--from", "start", default="", help="When it begins: 2026-03-02 or 2026-03-02 09:00. A fixed Monday else.")
def simulate(name: str, jurisdiction: str, lang: str, role: str, start: str) -> None:
    """Step through procedure NAME, or the one in FILE.yaml, as any role, with a clock that you move.

    Pick what is done by its number; `wait 3` and `until 2026-04-10` let time pass, `back` takes a step back, `as ROLE`
    changes whose eyes you see with, `story` tells what happened, `scenario` writes it down as one that `jiefen procedure
    test` runs. Nothing is kept.
    """
    from jiefen import shelf
    from jiefen.cli import drafts
    from jiefen.cli.stepping import Dialogue
    from jiefen.core.procedure.simulate import begin

    try:
        draft = drafts.find(name, jurisdiction)
        calendar = shelf.calendar(draft.jurisdiction)
        one = begin(draft.procedure, calendar, _start(start, calendar.tz) if start else None)
    except (OSError, ValueError, LookupError) as problem:
        fail(str(problem), code=2)
        return
    language = lang if lang in draft.procedure.languages else draft.procedure.languages[0]
    dialogue = Dialogue(one, language, _ask, click.echo)
    if role:
        who = dialogue.person(role)
        if who is None:
            fail(f"there is no role {role!r}; there are: {', '.join(draft.procedure.roles)}.", code=2)
        dialogue.who = who or ""
    dialogue.run()


def _start(text: str, zone: tzinfo) -> datetime:
    """The moment at which a simulation begins: a day means nine in the morning. Raises ValueError."""
    try:
        moment = datetime.fromisoformat(f"{text} 09:00" if len(text) == 10 else text).replace(tzinfo=zone)
    except ValueError:
        raise ValueError(f"{text!r} is no moment; write --from 2026-03-02 or --from '2026-03-02 09:00'") from None
    if not 1990 <= moment.year <= 2099:
        raise ValueError(f"{text!r} lies outside the years 1990 to 2099, which the calendars know")
    return moment


def _ask(prompt: str) -> str | None:
    """One line from the terminal, None when there is no more. What comes through a pipe is shown as if it were typed."""
    click.echo(prompt, nl=False)
    try:
        line = sys.stdin.readline().encode("utf-8", "replace").decode()
    except (KeyboardInterrupt, UnicodeDecodeError):
        line = ""
    if not line:
        click.echo()
        return None
    if not sys.stdin.isatty():
        click.echo(line.rstrip("\n"))
    return line


COMMANDS = (new, schema, test, simulate)
"""What this module adds to `jiefen procedure`."""
