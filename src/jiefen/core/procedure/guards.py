"""Guards: CEL expressions over facts, compiled once. A guard reads facts and nothing else.

CEL is the Common Expression Language. A fact that was not given is absent; `has(fact)` asks for it. A guard that
cannot be evaluated (a fact it needs is absent, a division by zero) does not hold: nothing opens by accident.
"""

import re
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any

from jiefen.core.procedure.model import Guard

MOST_CHARACTERS = 500
_HAS = re.compile(r"\bhas\(\s*([a-z_][a-z0-9_]*)\s*\)")
_STRING = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAME = re.compile(r"(?<![.\w])[A-Za-z_][A-Za-z0-9_]*(?!\s*\()")
_WORDS = {"true", "false", "null", "in"}


def compile_guard(source: str, facts: Collection[str]) -> Guard:
    """A guard over the declared `facts`. Raises ValueError saying what is wrong with it."""
    if len(source) > MOST_CHARACTERS:
        raise ValueError(f"the guard has more than {MOST_CHARACTERS} characters")
    names = {name for name in _NAME.findall(_STRING.sub("''", source)) if name not in _WORDS}
    names |= set(_HAS.findall(source))
    unknown = sorted(names - set(facts))
    if unknown:
        raise ValueError(f"the guard reads {', '.join(unknown)}, which no fact is called")
    _program(source)
    return Guard(source, tuple(sorted(names)))


@lru_cache(maxsize=4096)
def _program(source: str) -> Callable[[dict[str, Any]], Any]:
    import cel  # slow to import, so only procedures with guards pay for it

    rewritten = _HAS.sub(r"given['\1']", source)
    try:
        compiled = cel.compile(rewritten)
    except Exception as problem:  # the library raises several kinds
        raise ValueError(f"the guard {source!r} is not valid CEL: {problem}") from problem
    return compiled.execute


def holds(guard: Guard, facts: Mapping[str, Any]) -> bool:
    """Whether the guard holds over `facts`. Never raises for values; what cannot be evaluated does not hold."""
    known = {name: facts[name] for name in guard.facts if facts.get(name) is not None}
    known["given"] = {name: name in known for name in guard.facts}
    try:
        return _program(guard.source)(known) is True
    except (ValueError, TypeError, RuntimeError, ZeroDivisionError, KeyError, OverflowError):
        return False


def undecided(guard: Guard, facts: Mapping[str, Any]) -> bool:
    """Whether a fact that the guard reads has not been given yet, so that the act itself may still bring it."""
    return any(facts.get(name) is None for name in guard.facts)
