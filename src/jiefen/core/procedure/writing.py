"""A simulation written down as a scenario: the people, each step, and what held after it, as YAML that can be run."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from jiefen.core.procedure.model import Procedure
from jiefen.core.procedure.simulate import Done, Simulation, written

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_WORDS = ("true", "false", "null")


def scenario(simulation: Simulation, name: str) -> str:
    """What was done so far as one scenario, indented as it stands under `scenarios:`."""
    people = {one.id: one.role for one in simulation.people.values()}
    lines = [f"  - name: {value(name)}", f"    people: {value(people)}", "    steps:"]
    for done in simulation.done:
        lines.append(f"      - {value(_step(done), open_keys=('at', 'until'))}")
        lines.append(f"      - {value({'then': done.then})}")
    if not simulation.done:
        lines[-1] += " []"
    return "\n".join(lines) + "\n"


def scenario_file(procedure: Procedure, scenarios: Iterable[str]) -> str:
    """A file of scenarios, each as `scenario` writes it."""
    return f"procedure: {procedure.id}\nscenarios:\n" + "".join(scenarios)


def _step(done: Done) -> dict[str, Any]:
    if done.kind == "until":
        return {"until": written(done.at)}
    if done.kind == "reached":
        return {"at": written(done.at), "reached": done.who, "notice": done.name}
    more = {"together": list(done.together), "with": done.data, "reason": done.reason, "ground": done.ground}
    return {"at": written(done.at), "who": done.who, "does": done.name, **{key: one for key, one in more.items() if one}}


def value(found: Any, *, open_keys: tuple[str, ...] = ()) -> str:
    """Plain data as YAML on one line that the strict reader gives back unchanged. Under `open_keys` a text stands bare."""
    if isinstance(found, Mapping):
        pairs = (f"{value(key)}: {one if key in open_keys else value(one)}" for key, one in found.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(found, (list, tuple)):
        return "[" + ", ".join(value(one) for one in found) + "]"
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, int):
        return str(found)
    text = str(found)
    if (_PLAIN.match(text) and text not in _WORDS) or _DAY.match(text):
        return text
    return "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in json.dumps(text, ensure_ascii=False))
