"""`jiefen procedure`: check, draw and explain procedures; what writes and tries them out is in `cli.jurist`."""

import sys
from pathlib import Path

import click

from jiefen.cli.jurist import COMMANDS
from jiefen.cli.setup import fail


@click.group()
def procedure() -> None:
    """Write, check, try out, draw and explain the procedures of a pack."""


for _command in COMMANDS:
    procedure.add_command(_command)


@procedure.command()
@click.argument("jurisdiction", default="cn", metavar="[JURISDICTION|FILE]")
@click.option("--only", default="", help="Only this procedure.")
@click.option("--lang", default="zh-Hans", show_default=True, help="Language of the stories.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Also write a report with the drawings.")
def check(jurisdiction: str, only: str, lang: str, html: Path | None) -> None:
    """Load every procedure of a pack, or the one in FILE.yaml, strictly, then prove it fair, or tell what goes wrong.

    Loading: an error names file, line and what was expected. Proving: ten properties, hand-offs followed, with the
    longest wait of each role. Exits with 1 when anything is not proved, with 2 when nothing could be loaded.
    """
    from jiefen.cli import drafts
    from jiefen.cli.proofs import lines, page

    try:
        if drafts.is_file(jurisdiction):
            draft = drafts.find(jurisdiction, "cn")
            found = [(draft.procedure, drafts.prove(draft))]
        else:
            found = _proved(jurisdiction, only)
    except (OSError, ValueError, LookupError) as problem:
        fail(str(problem), code=2)
        return
    if not found:
        fail(
            f"pack {jurisdiction!r} has no procedure {only!r}." if only else f"pack {jurisdiction!r} has no procedures.", code=2
        )
    for one, report in found:
        language = lang if lang in one.languages else one.languages[0]
        for line in lines(one, report, language):
            click.echo(line)
    if html is not None:
        html.write_text(page(found, lang if lang in found[0][0].languages else found[0][0].languages[0]), encoding="utf-8")
    sys.exit(0 if all(report.proved for _one, report in found) else 1)


def _proved(jurisdiction, only):  # type: ignore[no-untyped-def]
    """The procedures of a pack with what was proved of each, or only the one of that name."""
    from jiefen import shelf
    from jiefen.core.procedure.checking import check_pack

    every = shelf.procedures(jurisdiction)
    for one in every:
        for document in one.documents.values():
            shelf.paper(jurisdiction, document.template)
        shelf.scenarios(jurisdiction, one.id, one.version)
    reports = check_pack(every, shelf.calendar(jurisdiction), shelf.sources(jurisdiction))
    return [(one, report) for one, report in zip(every, reports, strict=True) if only in ("", one.id)]


@procedure.command()
@click.argument("name", metavar="NAME|FILE")
@click.option("--jurisdiction", default="cn", show_default=True, help="Which pack; a file says so itself.")
@click.option("--lang", default="zh-Hans", show_default=True, help="Language of the texts.")
@click.option("--table", is_flag=True, help="As a table instead of a picture.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; standard output else.")
def draw(name: str, jurisdiction: str, lang: str, table: bool, out: Path | None) -> None:
    """Draw procedure NAME, or the one in FILE.yaml, as SVG."""
    one = _found(name, jurisdiction, lang)
    from jiefen.core.procedure import as_table
    from jiefen.core.procedure import draw as picture

    text = "\n".join("\t".join(row) for row in as_table(one, lang)) if table else picture(one, lang)
    if out is None:
        click.echo(text)
    else:
        out.write_text(text, encoding="utf-8")


@procedure.command()
@click.argument("name", metavar="NAME|FILE")
@click.option("--jurisdiction", default="cn", show_default=True, help="Which pack; a file says so itself.")
@click.option("--lang", default="zh-Hans", show_default=True, help="Language of the texts.")
def explain(name: str, jurisdiction: str, lang: str) -> None:
    """Tell procedure NAME, or the one in FILE.yaml, to an ordinary person."""
    one = _found(name, jurisdiction, lang)
    from jiefen.core.procedure import explain as sections

    click.echo(f"{one.title[lang]}\n{one.summary[lang]}\n")
    for section in sections(one, lang):
        click.echo(f"## {section.name}\n{section.text}")
        for who, what, where in section.acts:
            click.echo(f"  - {who or '·'}: {what}" + (f" → {where}" if where else ""))
        for clock, length, then, basis in section.clocks:
            click.echo(f"  * {clock}: {length} → {then} [{basis}]")
        click.echo("")


@procedure.command()
@click.argument("old")
@click.argument("new")
@click.option("--jurisdiction", default="cn", show_default=True, help="Which pack.")
@click.option("--lang", default="zh-Hans", show_default=True, help="Language of the texts.")
@click.option("--matters", is_flag=True, help="Also count this installation's open matters that would notice it.")
def compare(old: str, new: str, jurisdiction: str, lang: str, matters: bool) -> None:
    """Say what changes for people from OLD to NEW: rights, ways, waits, clocks.

    Each is a procedure of the pack with its version (people-mediation@2026.1) or a file. Open matters stay on their version.
    """
    from jiefen import shelf
    from jiefen.core.procedure.checking import check, compare, touched

    try:
        every = {one.id: one for one in shelf.procedures(jurisdiction)}
        calendar, sources = shelf.calendar(jurisdiction), shelf.sources(jurisdiction)
        pair = [shelf.procedure_at(jurisdiction, one) for one in (old, new)]
        before, after = (check(one, calendar, sources, {**every, one.id: one}) for one in pair)
    except (OSError, ValueError, LookupError) as problem:
        fail(str(problem), code=2)
        return
    changes = compare(pair[0], pair[1], before, after)
    for one in changes:
        sign = {True: "+", False: "-", None: "·"}[one.gain]
        click.echo(f"{sign} {one.kind:<7} {one.text.get(lang) or next(iter(one.text.values()))}")
    click.echo(f"{len(changes)} changes; {sum(one.gain is False for one in changes)} take something from people.")
    click.echo("The new version is proved." if after.proved else f"NOT PROVED: {len(after.findings)} findings.")
    if matters:
        for state, count in _standing(pair[0], touched(changes)):
            click.echo(f"{count} open matters stand in {state} and stay on {pair[0].key}.")
    sys.exit(0 if after.proved else 1)


def _standing(old, states):  # type: ignore[no-untyped-def]
    """How many open matters of a version stand in each of these states."""
    from jiefen.cli.setup import need_database, start_django

    start_django()
    need_database()
    from django.db.models import Count

    from jiefen.apps.matters.models import Matter

    rows = Matter.objects.filter(procedure=old.id, version=old.version, outcome="", state__in=states)
    return list(rows.values_list("state").annotate(count=Count("id")).order_by("state"))


def _found(name, jurisdiction, lang):  # type: ignore[no-untyped-def]
    from jiefen.cli import drafts

    try:
        one = drafts.find(name, jurisdiction).procedure
    except (OSError, ValueError, LookupError) as problem:
        fail(str(problem), code=2)
        sys.exit(2)
    if lang not in one.languages:
        fail(f"{one.key} has no texts in {lang!r}; there are: {', '.join(one.languages)}.", code=2)
    return one
