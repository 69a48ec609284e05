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
FUNCTIONS = frozenset({"has", "size", "contains", "startsWith", "endsWith"})
"""What a guard may call. Nothing that repeats (map, filter, all, exists): nested, such a line would never end."""

_HAS = re.compile(r"\bhas\(\s*([a-z_][a-z0-9_]*)\s*\)")
_STRING = re.compile(r"'[^']*'|\"[^\"]*\"")
_CALL = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)\s*\(")
_NAME = re.compile(r"(?<![.\w])[A-Za-z_][A-Za-z0-9_]*(?!\w|\s*\()")
# Ways to write a string or a comment that would mislead the checks below.
_HIDING = re.compile(r"\\|//|'{3}|[\"]{3}|[\r\n]")
_WORDS = {"true", "false", "null", "in"}


def compile_guard(source: str, facts: Collection[str]) -> Guard:
    """A guard over the declared `facts`. Raises ValueError saying what is wrong with it."""
    if len(source) > MOST_CHARACTERS:
        raise ValueError(f"the guard has more than {MOST_CHARACTERS} characters")
    bare = _STRING.sub("''", source)
    if _HIDING.search(source) or "'" in bare.replace("''", "") or '"' in bare:
        raise ValueError("the guard has a backslash, a comment, a line break or an open string")
    calls = sorted(set(_CALL.findall(bare)) - FUNCTIONS - _WORDS)
    if calls:
        raise ValueError(f"the guard calls {', '.join(calls)}; it may call {', '.join(sorted(FUNCTIONS))}")
    names = {name for name in _NAME.findall(bare) if name not in _WORDS}
    unknown = sorted(names - set(facts))
    if unknown:
        raise ValueError(f"the guard reads {', '.join(unknown)}, which no fact is called")
    _program(source)
    return Guard(source, tuple(sorted(names)))


@lru_cache(maxsize=4096)
def _program(source: str) -> Callable[[dict[str, Any]], Any]:
    import cel  # slow to import, so only procedures with guards pay for it

    rewritten = _HAS.sub(r"_given['\1']", source)
    try:
        compiled = cel.compile(rewritten)
    except Exception as problem:  # the library raises several kinds
        raise ValueError(f"the guard {source!r} is not valid CEL: {problem}") from problem
    return compiled.execute


def holds(guard: Guard, facts: Mapping[str, Any]) -> bool:
    """Whether the guard holds over `facts`. Never raises for values; what cannot be evaluated does not hold."""
    known = {name: facts[name] for name in guard.facts if facts.get(name) is not None}
    known["_given"] = {name: name in known for name in guard.facts}
    try:
        return _program(guard.source)(known) is True
    except (ValueError, TypeError, RuntimeError, ZeroDivisionError, KeyError, OverflowError):
        return False
