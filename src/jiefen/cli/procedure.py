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
def check(jurisdiction: str) -> None:
    """Load every procedure strictly: names, types, citations, languages, templates, scenarios.

    An error names file, line and what was expected. The proofs of fairness (every wait bounded, every door open) are
    not made here yet.
    """
    from jiefen import shelf

    try:
        found = shelf.procedures(jurisdiction)
        for one in found:
            for document in one.documents.values():
                shelf.paper(jurisdiction, document.template)
            count = len(shelf.scenarios(jurisdiction, one.id))
            click.echo(f"{one.key}: loads; {len(one.languages)} languages complete; {count} scenarios.")
    except (ValueError, LookupError) as problem:
        fail(str(problem))
        return
    if not found:
        fail(f"pack {jurisdiction!r} has no procedures.", code=2)


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
