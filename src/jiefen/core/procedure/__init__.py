"""The language of procedures: typed model, strict loading, engine, drawing, scenarios.

A procedure is data; the engine runs it; everything else is drawn from it. Pure: no clock, no disk, no network.
"""

from jiefen.core.procedure.data import (
    event_from_data,
    event_to_data,
    matter_from_data,
    matter_to_data,
    running_data,
)
from jiefen.core.procedure.draw import as_table, draw
from jiefen.core.procedure.engine import expire, open_matter, perform
from jiefen.core.procedure.errors import CODES, Refused
from jiefen.core.procedure.explain import Section, explain
from jiefen.core.procedure.life import add_file, join, leave, report, review, say
from jiefen.core.procedure.load import PackInfo, load_procedure
from jiefen.core.procedure.moving import movable, move
from jiefen.core.procedure.paper import Block, Paper, load_paper
from jiefen.core.procedure.replay import REMEMBERED, apply, replay
from jiefen.core.procedure.scenario import Scenario, ScenarioResult, load_scenarios, moment_of, run_scenario
from jiefen.core.procedure.turns import is_overdue, open_actions, waiting_for, warnings_due

__all__ = [
    "CODES",
    "REMEMBERED",
    "Block",
    "PackInfo",
    "Paper",
    "Refused",
    "Scenario",
    "ScenarioResult",
    "Section",
    "add_file",
    "apply",
    "as_table",
    "draw",
    "event_from_data",
    "event_to_data",
    "expire",
    "explain",
    "is_overdue",
    "join",
    "leave",
    "load_paper",
    "load_procedure",
    "load_scenarios",
    "matter_from_data",
    "matter_to_data",
    "moment_of",
    "movable",
    "move",
    "open_actions",
    "open_matter",
    "perform",
    "replay",
    "report",
    "review",
    "run_scenario",
    "running_data",
    "say",
    "waiting_for",
    "warnings_due",
]
