"""`jiefen procedure`: check, draw and explain procedures."""

import sys
from pathlib import Path

import click

from jiefen.cli.setup import fail


@click.group()
def procedure() -> None:
    """Check, draw and explain the procedures of a pack."""


@procedure.command()
@click.argument("jurisdiction", default="cn")
@click.option("--only", default="", help="Only this procedure.")
@click.option("--lang", default="zh-Hans", show_default=True, help="Language of the stories.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Also write a report with the drawings.")
def check(jurisdiction: str, only: str, lang: str, html: Path | None) -> None:
    """Load every procedure strictly, then prove it fair, or tell the story of what goes wrong.

    Loading: an error names file, line and what was expected. Proving: ten properties, hand-offs followed, with the
    longest wait of each role. Exits with 1 when anything is not proved, with 2 when nothing could be loaded.
    """
    from jiefen import shelf
    from jiefen.cli.proofs import lines, page
    from jiefen.core.procedure.checking import check_pack

    try:
        every = shelf.procedures(jurisdiction)
        for one in every:
            for document in one.documents.values():
                shelf.paper(jurisdiction, document.template)
            shelf.scenarios(jurisdiction, one.id)
        chosen = [one for one in every if only in ("", one.id)]
        reports = check_pack(every, shelf.calendar(jurisdiction), shelf.sources(jurisdiction))
        found = [(one, report) for one, report in zip(every, reports, strict=True) if one in chosen]
    except (ValueError, LookupError) as problem:
        fail(str(problem))
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


@procedure.command()
@click.argument("name")
@click.option("--jurisdiction", default="cn", show_default=True, help="Which pack.")
@click.option("--lang", default="zh-Hans", show_default=True, help="Language of the texts.")
@click.option("--table", is_flag=True, help="As a table instead of a picture.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; standard output else.")
def draw(name: str, jurisdiction: str, lang: str, table: bool, out: Path | None) -> None:
    """Draw procedure NAME as SVG."""
    one = _found(name, jurisdiction, lang)
    from jiefen.core.procedure import as_table
    from jiefen.core.procedure import draw as picture

    text = "\n".join("\t".join(row) for row in as_table(one, lang)) if table else picture(one, lang)
    if out is None:
        click.echo(text)
    else:
        out.write_text(text, encoding="utf-8")


@procedure.command()
@click.argument("name")
@click.option("--jurisdiction", default="cn", show_default=True, help="Which pack.")
@click.option("--lang", default="zh-Hans", show_default=True, help="Language of the texts.")
def explain(name: str, jurisdiction: str, lang: str) -> None:
    """Tell procedure NAME to an ordinary person."""
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


def _found(name, jurisdiction, lang):  # type: ignore[no-untyped-def]
    from jiefen import shelf

    try:
        one = shelf.procedure(jurisdiction, name)
    except (ValueError, LookupError) as problem:
        fail(str(problem), code=2)
        sys.exit(2)
    if lang not in one.languages:
        fail(f"{one.key} has no texts in {lang!r}; there are: {', '.join(one.languages)}.", code=2)
    return one
