"""The checker: proves a procedure fair before anyone may file under it.

`check` proves ten properties of one procedure, or tells the story of what goes wrong. Time is exact: deadlines are
clocks, their lengths the range of days that they can last, and configurations are explored with zones of clock values
(Alur and Dill, A theory of timed automata, 1994).
"""

from jiefen.core.procedure.checking.check import check, check_pack
from jiefen.core.procedure.checking.compare import Change, compare, touched
from jiefen.core.procedure.checking.finding import PROPERTIES, Finding, Length, Line, Opening, Report, Wait
from jiefen.core.procedure.checking.zones import NO_END

__all__ = [
    "NO_END",
    "PROPERTIES",
    "Change",
    "Finding",
    "Length",
    "Line",
    "Opening",
    "Report",
    "Wait",
    "check",
    "check_pack",
    "compare",
    "touched",
]
