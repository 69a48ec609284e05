"""Why an act was refused, in a form that a page can put into any language."""

from collections.abc import Mapping
from typing import Any

CODES = (
    "unknown-action",
    "not-allowed",
    "wrong-state",
    "missing",
    "wrong-value",
    "reason-required",
    "unknown-ground",
    "guard",
    "already-done",
    "two-sides",
    "too-few",
    "overdue",
    "ended",
    "unknown-participant",
    "unproved",
    "not-movable",
)


class Refused(Exception):
    """An act that the procedure does not allow. Nothing was changed.

    `code` is one of CODES; `problem` says in English what is wrong and what to do; `errors` names facts with the
    code of what is wrong with each; `params` are values for a text.
    """

    def __init__(
        self,
        code: str,
        problem: str,
        *,
        errors: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{code}: {problem}")
        self.code, self.problem = code, problem
        self.errors, self.params = dict(errors or {}), dict(params or {})
