"""`jiefen file`: file a published case as a matter; or a folder of them, each carried to one of the possible ends."""

import sys
from pathlib import Path
from typing import Any

import click

from jiefen.cli.setup import fail, need_database, start_django


@click.command("file")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--carry", is_flag=True, help="A folder: carry each case to an end, write its papers, print a table.")
def file(path: Path, carry: bool) -> None:
    """File the published case in PATH (Markdown) as a matter of the demonstration's county.

    With a folder, every case in it. With --carry each goes to one of the possible ends, by the pack's own scenarios,
    and a table of ends and days is printed; `jiefen verify` confirms it.
    """
    start_django()
    need_database()
    files = sorted(one for one in path.glob("*.md") if one.name != "README.md") if path.is_dir() else [path]
    if not files:
        fail(f"there is no case (*.md) in {path}.", code=2)
    from jiefen.site import demo

    cast = demo.cast_of(demo.county())
    rows = []
    for number, one in enumerate(files):
        try:
            rows.append(_carried(one, number, cast) if carry else _filed(one, cast))
        except ValueError as problem:
            fail(f"{one.name}: {problem}", code=2)
    _print(rows)
    if carry:
        from jiefen.apps.matters.verifying import verify

        report = verify()
        click.echo(
            f"{report.matters} matters, {report.events} events recomputed: "
            + ("nothing has been changed." if not report.findings else f"{len(report.findings)} findings.")
        )
        sys.exit(1 if report.findings else 0)


def _read(path: Path) -> Any:
    from django.conf import settings

    from jiefen import shelf
    from jiefen.apps.intake.published import read_case
    from jiefen.apps.matters import clock

    pack = settings.JIEFEN["pack"]
    listed = shelf.causes(pack).on(clock.now().date())
    return read_case(path.read_text(encoding="utf-8"), listed, shelf.suggestion(pack))


_NOBODY = "（原文未写明）"


def _filed(path: Path, cast: Any) -> tuple[str, ...]:
    from django.conf import settings

    from jiefen import shelf
    from jiefen.apps.intake import services
    from jiefen.apps.matters.services import request_key_of

    case = _read(path)
    procedure, action = shelf.pack(settings.JIEFEN["pack"]).opens[0]
    done = services.file_matter(
        settings.JIEFEN["pack"],
        procedure,
        action,
        applicant={"name": case.applicant or _NOBODY, "kind": "person", "contact": {}},
        others=[{"name": name, "kind": "person", "contact": {}} for name in case.respondents]
        or [{"name": _NOBODY, "kind": "person", "contact": {}}],
        data={"story": case.story, "claim": case.claim, "amount": case.amount},
        title=case.title,
        account=None,
        request_key=request_key_of(f"case:{path.stem}"),
        place=cast.place,
        cause=case.cause.id if case.cause else "",
    )
    return _row(done.matter, case)


def _carried(path: Path, number: int, cast: Any) -> tuple[str, ...]:
    """The case, walked along the scenario whose turn it is; its papers written at the end."""
    from dataclasses import replace

    from django.conf import settings

    from jiefen import shelf
    from jiefen.apps.papers.services import FORMS, make_paper
    from jiefen.site import worker
    from jiefen.site.journeys import walk

    case, pack = _read(path), settings.JIEFEN["pack"]
    procedure = shelf.procedure(pack, shelf.pack(pack).opens[0][0])
    scenarios = shelf.scenarios(pack, procedure.id)
    names = {"applicant": case.applicant or _NOBODY, "respondent": "、".join(case.respondents) or _NOBODY}
    row = walk(
        pack,
        procedure,
        scenarios[number % len(scenarios)],
        replace(cast, names=names),
        title=case.title[:200],
        key=f"carry:{path.stem}"[:50],
        data={"story": case.story, "claim": case.claim, "amount": case.amount},
        cause=case.cause.id if case.cause else "",
    )
    for effect in row.effects.filter(kind="document"):
        seq, _kind, document = effect.key.split(":")[:3]
        for language in procedure.languages:
            for form in FORMS:
                make_paper(row, int(seq), document, language, form)
    for effect in row.effects.filter(kind="hand-off", done_at=None):
        worker.carry_out(effect)
    return _row(row, case)


def _row(row: Any, case: Any) -> tuple[str, ...]:
    from jiefen import shelf

    procedure = shelf.procedure(row.pack, row.procedure, row.version)
    end = procedure.outcomes[row.outcome].name["zh-Hans"] if row.outcome else procedure.states[row.state].name["zh-Hans"]
    days = (row.since - row.opened_at).days
    onwards = ", ".join(f"{one.number} {one.procedure}" for one in row.children.all())
    return (
        row.number,
        case.title[:24],
        f"{case.applicant or _NOBODY} / {'、'.join(case.respondents) or _NOBODY}"[:30],
        case.cause.name["zh-Hans"] if case.cause else "（未定）",
        end,
        str(days),
        str(row.papers.count()),
        onwards,
    )


def _print(rows: list[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("number", "case", "parties", "cause", "end", "days", "papers", "goes on as")
    for row in rows:
        table.add_row(*row)
    Console(width=None if sys.stdout.isatty() else 180).print(table)
