"""Nobody files under a procedure that the checker has not proved, and what the checker computed is shown to people.

Proving a pack takes seconds, so its result is kept in the installation's folder under the digest of everything that it
depends on: the pack's files and the checker's own. A changed file is proved anew.
"""

import hashlib
import json
import logging
from collections.abc import Collection
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from jiefen import shelf
from jiefen.core.procedure import Refused
from jiefen.core.procedure import checking as checker
from jiefen.core.procedure.checking import Length, Wait
from jiefen.core.procedure.model import Procedure

log = logging.getLogger("jiefen.matters")
_RESTS_ON = ("pack.yaml", "sources.yaml", "procedures", "calendars", "locale")


@dataclass(frozen=True, slots=True)
class Proof:
    """What the checker found of one procedure.

    `against` in English, empty where it is proved. `waits` by "role/state"; `ends` by outcome: how many days from
    filing; `still` by "state/action": the outcomes that are possible after it.
    """

    against: tuple[str, ...] = ()
    waits: dict[str, Wait] | None = None
    ends: dict[str, Length] | None = None
    still: dict[str, tuple[str, ...]] | None = None

    def wait(self, role: str, state: str) -> Wait | None:
        """How long a role can wait from a state on; None where it does not wait."""
        return (self.waits or {}).get(f"{role}/{state}")

    def longest(self, role: str, without: Collection[str] = ()) -> Wait | None:
        """The longest wait of a role in any state but those in `without`; None when it never waits."""
        left_out = {f"{role}/{state}" for state in without}
        own = [wait for key, wait in (self.waits or {}).items() if key.partition("/")[0] == role and key not in left_out]
        return max(own, key=lambda one: float("inf") if one.days is None else one.days, default=None)


def require(pack: str, procedure: Procedure) -> None:
    """Raises Refused (unproved) when the checker found something against the procedure, or never saw it."""
    proof = proofs(pack).get(procedure.key)
    against = ("the checker has not seen this version",) if proof is None else proof.against
    if against:
        raise Refused("unproved", f"{procedure.key} is not proved fair: {against[0]}. Run `jiefen procedure check`.")


@lru_cache(maxsize=8)
def proofs(pack: str) -> dict[str, Proof]:
    """The proof of each procedure of a pack, by its key."""
    digest, kept = _digest(pack), Path(settings.JIEFEN["home"]) / "proofs" / f"{pack}.json"
    try:
        before = json.loads(kept.read_text(encoding="utf-8"))
        if before["digest"] == digest:
            return {key: _read(one) for key, one in before["proofs"].items()}
    except (OSError, ValueError, KeyError, TypeError):
        pass
    reports = checker.check_pack(shelf.procedures(pack), shelf.calendar(pack), shelf.sources(pack))
    found = {one.procedure: _proof(one) for one in reports}
    for key, proof in found.items():
        if proof.against:
            log.error("nobody can file under %s: %s", key, proof.against[0])
    kept.parent.mkdir(parents=True, exist_ok=True)
    plain = {"digest": digest, "proofs": {key: asdict(one) for key, one in found.items()}}
    kept.write_text(json.dumps(plain, ensure_ascii=False, indent=1), encoding="utf-8")
    return found


def _proof(report: checker.Report) -> Proof:
    return Proof(
        against=tuple(one.text["en"] for one in report.findings),
        waits={f"{role}/{state}": wait for (role, state), wait in report.waits.items()},
        ends=dict(report.ends),
        still={f"{state}/{action}": tuple(sorted(after)) for (state, action), after in report.changes.items()},
    )


def _read(plain: dict[str, Any]) -> Proof:
    return Proof(
        against=tuple(plain["against"]),
        waits={
            key: Wait(one["days"], one["silent"], tuple(one["excepted"]), tuple(one["from_fact"]))
            for key, one in plain["waits"].items()
        },
        ends={key: Length(one["least"], one["most"]) for key, one in plain["ends"].items()},
        still={key: tuple(one) for key, one in plain["still"].items()},
    )


def _digest(pack: str) -> str:
    core, folder = Path(checker.__file__).parent.parent, shelf.PACKS / pack
    files = [path for name in _RESTS_ON for path in (folder / name, *(folder / name).rglob("*")) if path.is_file()]
    whole = hashlib.sha256()
    for path in sorted([*files, *core.rglob("*.py")]):
        whole.update(path.name.encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
