"""`jiefen deadline`: a date by law, with its proof."""

import json
import sys
from datetime import datetime, time
from typing import Any

import click

from jiefen.cli.setup import fail

_UNITS = ("hour", "day", "working-day", "month", "year")


@click.command()
@click.option("--jurisdiction", default="cn", show_default=True, help="Whose calendar and rules: cn, ew.")
@click.option("--rule", default="", help="Rule of counting; the first of the jurisdiction when left out.")
@click.option("--length", type=click.IntRange(1, 100_000), help="How many units.")
@click.option("--unit", type=click.Choice(_UNITS), default="day", show_default=True, help="Of what.")
@click.option("--from", "start", default="", help="The day it begins: 2026-09-04.")
@click.option("--at", default="12:00", show_default=True, help="Time of day at which it begins.")
@click.option("--reading", multiple=True, help='Another reading of the law: "30 working-day working-days".')
@click.option("--extend", multiple=True, help='Made longer: "30 day".')
@click.option("--suspend", multiple=True, help="Time that does not count: 2026-09-10..2026-09-20.")
@click.option("--limitation", "limited", default="", help="Compute limitation of actions by this rule instead.")
@click.option("--known", default="", help="Limitation: the day on which harm and debtor became known.")
@click.option("--interrupt", multiple=True, help="Limitation: 2025-03-01:demand.")
@click.option("--lang", default="zh-Hans", show_default=True, help="Language of the proof: zh-Hans, en.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def deadline(**given: Any) -> None:
    """Compute a date by a jurisdiction's rules and print how.

    jiefen deadline --length 30 --unit day --from 2026-09-04

    jiefen deadline --limitation general --known 2023-03-01 --interrupt 2025-05-06:mediation-request
    """
    try:
        (_limitation if given["limited"] else _period)(given)
    except (ValueError, LookupError, OverflowError) as problem:
        fail(f"{problem}. See: jiefen deadline --help", code=2)


def _moment(day: str, at: str, calendar: Any) -> datetime:
    if not day:
        raise ValueError("name the first day with --from (or --known), such as 2026-09-04")
    return datetime.combine(datetime.fromisoformat(day).date(), time.fromisoformat(at), calendar.tz)


def _rule(rules: dict[str, Any], name: str) -> Any:
    if name and name not in rules:
        raise LookupError(f"there is no rule {name!r}; there are: {', '.join(rules)}")
    return rules[name] if name else next(iter(rules.values()))


def _period(given: dict[str, Any]) -> None:
    from jiefen import shelf
    from jiefen.core.law import Extension, Period, Reading, Suspension, Unit, prove

    calendar, rules = shelf.calendar(given["jurisdiction"]), shelf.counting(given["jurisdiction"])
    if given["length"] is None:
        raise ValueError("name the length with --length, such as 30")
    readings = [Reading(given["length"], Unit(given["unit"]), _rule(rules, given["rule"]))]
    for text in given["reading"]:
        length, unit, *rule = text.split()
        readings.append(Reading(int(length), Unit(unit), _rule(rules, rule[0] if rule else given["rule"]), text))
    start = _moment(given["start"], given["at"], calendar)
    changes: list[Any] = []
    for text in given["extend"]:
        length, unit = text.split()
        changes.append(Extension(int(length), Unit(unit), start.date()))
    for text in given["suspend"]:
        first, _, last = text.partition("..")
        changes.append(Suspension(_moment(first, "00:00", calendar), _moment(last, "00:00", calendar) if last else None, "–"))
    proof = prove(Period("asked", tuple(readings), ()), start, calendar, changes)
    if given["as_json"]:
        click.echo(json.dumps(proof.as_data(), ensure_ascii=False, indent=2))
        return
    due = proof.due
    click.echo(
        due.act_by.isoformat()
        + (f"  (not lost before {due.not_lost_before})" if due.act_by != due.not_lost_before else "")
        + ("  provisional" if due.provisional else "")
    )
    for line in proof.lines(given["lang"]):
        click.echo(f"  {line}")


def _limitation(given: dict[str, Any]) -> None:
    from jiefen import shelf
    from jiefen.core.law import Interruption, LimitationFacts, limitation

    calendar = shelf.calendar(given["jurisdiction"])
    rule = _rule(shelf.limitation_rules(given["jurisdiction"]), given["limited"])
    interruptions = []
    for text in given["interrupt"]:
        day, _, kind = text.partition(":")
        if kind not in rule.interrupts:
            raise LookupError(f"{kind!r} interrupts nothing; what does: {', '.join(rule.interrupts)}")
        interruptions.append(Interruption(_moment(day, "12:00", calendar), kind))
    known = _moment(given["known"], "12:00", calendar).date()
    found = limitation(rule, LimitationFacts(known, interruptions=tuple(interruptions)), calendar)
    if given["as_json"]:
        until = found.until.isoformat() if found.until else None
        click.echo(json.dumps({"until": until, "steps": found.lines(given["lang"])}, ensure_ascii=False, indent=2))
        sys.exit(0)
    click.echo(found.until.isoformat() if found.until else "–")
    for line in found.lines(given["lang"]):
        click.echo(f"  {line}")
