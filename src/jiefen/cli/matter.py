"""`jiefen matter`: a matter as its ledger tells it, for whoever runs the installation."""

import json
import sys

import click

from jiefen.cli.setup import fail, need_database, start_django


@click.group()
def matter() -> None:
    """Show a matter as its ledger tells it.

    The command line belongs to whoever runs the installation; it shows the course of a matter, and content only of
    class open.
    """


@matter.command()
@click.argument("number")
@click.option("--lang", default="zh-Hans", show_default=True, help="Language of the pack's texts.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show(number: str, lang: str, as_json: bool) -> None:
    """Show matter NUMBER: where it stands, what happened when, and what runs."""
    start_django()
    need_database()
    from jiefen.apps.matters import keys, store
    from jiefen.apps.matters.models import Matter
    from jiefen.apps.matters.numbers import clean_number

    clean = clean_number(number)
    if clean is None:
        fail(f"{number!r} cannot be a matter's number: one of its characters is wrong.", code=2)
    row = Matter.objects.filter(number=clean).first()
    if row is None:
        fail(f"there is no matter {clean}.")
        sys.exit(1)
    try:
        held = store.loaded(row)
    except keys.Unreadable as problem:
        fail(str(problem))
        return
    data = _told(held, lang)
    click.echo(json.dumps(data, ensure_ascii=False, indent=2) if as_json else _lines(data))


def _told(held, lang: str) -> dict:  # type: ignore[no-untyped-def,type-arg]
    from jiefen.apps.matters import store

    procedure, state = held.procedure, held.matter
    events = []
    for event in store.events_of(held):
        action = procedure.actions.get(event.body.get("action", ""))
        events.append(
            {
                "seq": event.seq,
                "at": event.at.isoformat(timespec="minutes"),
                "kind": event.kind.value,
                "actor": event.actor,
                "what": action.name[lang] if action else event.body.get("effect", event.kind.value),
                "to": procedure.states[event.body["to"]].name[lang] if event.body.get("to") in procedure.states else "",
            }
        )
    return {
        "number": held.row.number,
        "procedure": procedure.key,
        "state": state.state,
        "stands": procedure.states[state.state].name[lang],
        "outcome": held.row.outcome,
        "opened_at": held.row.opened_at.isoformat(timespec="minutes"),
        "events": events,
        "running": [
            {"deadline": name, "act_by": run.act_by, "not_lost_before": run.not_lost_before, "provisional": run.provisional}
            for name, run in state.running.items()
        ],
    }


def _lines(data: dict) -> str:  # type: ignore[type-arg]
    lines = [f"{data['number']}  {data['procedure']}  {data['stands']}" + (f"  ({data['outcome']})" if data["outcome"] else "")]
    lines += [
        f"{e['seq']:>4}  {e['at']}  {e['actor']:<10} {e['what']}" + (f" → {e['to']}" if e["to"] else "") for e in data["events"]
    ]
    for run in data["running"]:
        also = f", not lost before {run['not_lost_before']}" if run["not_lost_before"] != run["act_by"] else ""
        lines.append(
            f"      runs: {run['deadline']}, act by {run['act_by']}{also}" + (" (provisional)" if run["provisional"] else "")
        )
    return "\n".join(lines)


@matter.command()
@click.argument("old")
@click.argument("version")
@click.option("--number", default="", help="Only this matter.")
@click.option("--reason", default="", help="Why; the parties read it.")
@click.option("--by", default="", help="The sign-in name of whoever decided it.")
@click.option("--dry-run", is_flag=True, help="Say what would move, and what not and why; change nothing.")
def move(old: str, version: str, number: str, reason: str, by: str, dry_run: bool) -> None:
    """Move open matters of OLD (such as guidance@2026.1) to another VERSION of the same procedure.

    A matter moves only where its state, clocks, facts and acts mean the same, where the new version takes nothing from
    people and tells its parties. The move is an entry of the matter's ledger. Exits with 1 when one could not move.
    """
    start_django()
    need_database()
    from django.conf import settings

    from jiefen import shelf
    from jiefen.apps.matters import moving
    from jiefen.apps.matters.errors import Refused
    from jiefen.apps.people.models import Account

    pack = settings.JIEFEN["pack"]
    try:
        before = shelf.procedure_at(pack, old)
        after = shelf.procedure(pack, before.id, version)
    except (ValueError, LookupError, OSError) as problem:
        fail(str(problem), code=2)
        return
    if not dry_run and not (reason.strip() and Account.objects.filter(username=by).exists()):
        fail("say why with --reason, and who decided it with --by (a sign-in name); or look first with --dry-run", code=2)
    found = [one for one in moving.candidates(pack, before, after) if number in ("", one.number)]
    stayed = 0
    for one in found:
        against = one.against
        if not against and not dry_run:
            try:
                moving.move(one.id, version, reason=reason, by=by)
            except Refused as refused:
                against = refused.problem
        stayed += bool(against)
        click.echo(f"{one.number} ({one.state}): " + (f"stays: {against}" if against else "can move" if dry_run else "moved"))
    click.echo(f"{len(found) - stayed} of {len(found)} open matters of {before.key} " + ("can move." if dry_run else "moved."))
    sys.exit(1 if stayed else 0)
