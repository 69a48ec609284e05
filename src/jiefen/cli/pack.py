"""`jiefen pack`: run a pack's scenarios, verify its sources, list what it holds."""

import json
import sys
from pathlib import Path

import click

from jiefen.cli.setup import fail


@click.group()
def pack() -> None:
    """Run a pack's scenarios; verify its sources against official texts."""


def _known(jurisdiction: str) -> None:
    from jiefen import shelf

    if jurisdiction not in shelf.jurisdictions():
        fail(f"there is no pack {jurisdiction!r}; there are: {', '.join(shelf.jurisdictions())}.", code=2)


@pack.command("list")
@click.argument("jurisdiction", default="cn")
def list_(jurisdiction: str) -> None:
    """List the procedures of a pack with what they hold."""
    _known(jurisdiction)
    from jiefen import shelf

    for one in shelf.procedures(jurisdiction):
        scenarios = shelf.scenarios(jurisdiction, one.id, one.version)
        click.echo(
            f"{one.key}: {len(one.states)} states, {len(one.actions)} actions, {len(one.deadlines)} deadlines, "
            f"{len(one.notices)} notices, {len(one.documents)} documents, {len(scenarios)} scenarios"
        )


@pack.command()
@click.argument("jurisdiction", default="cn")
@click.option("--procedure", "only", default="", help="Only this procedure.")
def test(jurisdiction: str, only: str) -> None:
    """Run every scenario. Exits with 1 and prints file and line of what does not hold."""
    _known(jurisdiction)
    from jiefen import shelf
    from jiefen.core.procedure import run_scenario

    failed = total = 0
    try:
        for one in shelf.procedures(jurisdiction):
            for scenario in shelf.scenarios(jurisdiction, one.id, one.version) if only in ("", one.id) else ():
                result = run_scenario(one, scenario, shelf.calendar(jurisdiction))
                total += 1
                failed += not result.ok
                for line in result.failures:
                    click.echo(line)
    except ValueError as problem:
        fail(str(problem))
    click.echo(f"{total} scenarios, {failed} failed.")
    sys.exit(1 if failed or not total else 0)


@pack.command("verify-sources")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--jurisdiction", default="cn", show_default=True, help="Which pack.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def verify_sources(folder: Path, jurisdiction: str, as_json: bool) -> None:
    """Show that each cited article stands in the official texts in FOLDER, and print it beside our paraphrase.

    A text is FOLDER/NAME.md, NAME as the pack's sources name it. Exits with 1 when a cited article is not there.
    """
    _known(jurisdiction)
    rows = _verified(folder, jurisdiction)
    missing = [row for row in rows if row["found"] == "missing"]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            click.echo(f"{row['citation']}  [{row['found']}]  cited {row['cited']} times\n    ours:     {row['ours']}")
            if row["official"]:
                click.echo(f"    official: {row['official']}")
        absent = sum(row["found"] == "not in folder" for row in rows)
        click.echo(
            f"{len(rows)} articles: {len(rows) - len(missing) - absent} found, {len(missing)} missing, "
            f"{absent} of laws whose text is not in the folder (not checked)."
        )
    sys.exit(1 if missing else 0)


def _verified(folder: Path, jurisdiction: str) -> list[dict[str, str | int]]:
    from jiefen import shelf
    from jiefen.core.sources import find_article, parse_citation

    sources, cited = shelf.sources(jurisdiction), _cited(jurisdiction)
    rows: list[dict[str, str | int]] = []
    for citation in sorted(sources.citations() | set(cited)):
        parsed = parse_citation(citation)
        law = sources.laws.get(f"{parsed.law}@{parsed.version}")
        path = folder / f"{law.text}.md" if law and law.text else None
        official, found = "", "not in folder"
        if path is not None and path.exists():
            text = find_article(path.read_text(encoding="utf-8"), parsed.article)
            found, official = ("found", " ".join(text.split())[:120]) if text else ("missing", "")
        rows.append(
            {
                "citation": citation,
                "found": found,
                "cited": cited.get(citation, 0),
                "ours": sources.paraphrase(citation, "zh-Hans"),
                "official": official,
            }
        )
    return rows


def _cited(jurisdiction: str) -> dict[str, int]:
    """How often each article is cited in procedures, counting rules and limitation."""
    from jiefen import shelf

    counts: dict[str, int] = {}
    for one in shelf.procedures(jurisdiction):
        lists = [
            one.basis,
            *(
                item.basis
                for kind in (one.actions, one.deadlines, one.notices, one.documents, one.remedies)
                for item in kind.values()
            ),
        ]
        lists += [ground.basis for action in one.actions.values() for ground in action.grounds]
        for cite in (cite for basis in lists for cite in basis):
            counts[cite] = counts.get(cite, 0) + 1
    for rule in shelf.counting(jurisdiction).values():
        for cite in rule.basis.values():
            counts[cite] = counts.get(cite, 0) + 1
    return counts
