"""`jiefen backup`, `restore`, `verify` and `erase`."""

import json
import sys
from datetime import datetime
from pathlib import Path

import click

from jiefen.cli.setup import fail, need_database, start_django


@click.command()
@click.argument("target", type=click.Path(dir_okay=True, path_type=Path), required=False)
def backup(target: Path | None) -> None:
    """Write a backup to TARGET (a file, or a folder for a dated file). The site may go on running.

    The master key is not in it. Keep that in another place, or the backup can never be read.
    """
    start_django()
    need_database()
    from jiefen.site import keeping

    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    target = target or Path()
    path = target / f"jiefen-{stamp}.tar.gz" if target.is_dir() else target
    try:
        contents = keeping.backup(path.resolve())
    except (OSError, keeping.NotABackup) as problem:
        fail(str(problem))
        return
    click.echo(f"{path}: {contents['matters']} matters, {contents['events']} events.")


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace the matters that are here.")
def restore(source: Path, overwrite: bool) -> None:
    """Bring back the backup SOURCE and verify it. Stop the site first."""
    start_django()
    from jiefen.site import keeping

    try:
        contents = keeping.restore(source, overwrite=overwrite)
    except keeping.NotABackup as problem:
        fail(str(problem))
        return
    from jiefen.cli.serve import prepare

    prepare()
    click.echo(f"Restored {contents['matters']} matters, {contents['events']} events of {contents['made_at']}.")
    _report(as_json=False)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def verify(as_json: bool) -> None:
    """Recompute every chain, the log across matters, and every table drawn from them.

    Exits with 1 and names the first bad entry of each matter when anything was changed, removed, moved or added.
    """
    start_django()
    need_database()
    _report(as_json=as_json)


def _report(*, as_json: bool) -> None:
    from jiefen.apps.matters.verifying import verify as recompute

    report = recompute()
    if as_json:
        found = [{"matter": f.matter, "seq": f.seq, "what": f.what, "explain": f.explain} for f in report.findings]
        click.echo(
            json.dumps(
                {
                    "matters": report.matters,
                    "events": report.events,
                    "seals": report.seals,
                    "erased": report.erased,
                    "findings": found,
                },
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        click.echo(
            f"{report.matters} matters, {report.events} events, {report.seals} sealed roots recomputed"
            f"{f', {report.erased} erased' if report.erased else ''}."
        )
        for finding in report.findings:
            click.echo(f"{finding.matter} entry {finding.seq}: {finding.what}: {finding.explain}")
        click.echo("Nothing has been changed." if not report.findings else f"{len(report.findings)} findings.")
    sys.exit(1 if report.findings else 0)


@click.command()
@click.argument("number")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(number: str, yes: bool) -> None:
    """Destroy the key of matter NUMBER: its content is gone for ever, its chain stays verifiable."""
    start_django()
    need_database()
    from jiefen.apps.matters.models import Matter
    from jiefen.apps.matters.numbers import clean_number
    from jiefen.site import keeping

    row = Matter.objects.filter(number=clean_number(number) or "").first()
    if row is None:
        fail(f"there is no matter {number}.", code=2)
        return
    if row.wrapped_key is None:
        fail(f"the content of {row.number} has been erased already.")
    if not yes:
        click.confirm(f"Destroy the content of {row.number}? This cannot be undone.", abort=True)
    keeping.erase(row.pk)
    click.echo(f"The content of {row.number} is gone. Backups made before today still hold it until they expire.")
