"""Nobody files under a procedure that the checker has not proved.

Proving a pack takes seconds, so its result is kept in the installation's folder under the digest of everything that it
depends on: the pack's files and the checker's own. A changed file is proved anew.
"""

import hashlib
import json
import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from jiefen import shelf
from jiefen.core.procedure import Refused
from jiefen.core.procedure import checking as checker
from jiefen.core.procedure.model import Procedure

log = logging.getLogger("jiefen.matters")


def require(pack: str, procedure: Procedure) -> None:
    """Raises Refused (unproved) when the checker found something against the procedure, or never saw it."""
    against = findings(pack).get(procedure.key, ["the checker has not seen this version"])
    if against:
        raise Refused("unproved", f"{procedure.key} is not proved fair: {against[0]}. Run `jiefen procedure check`.")


@lru_cache(maxsize=8)
def findings(pack: str) -> dict[str, list[str]]:
    """What stands against each procedure of a pack, in English, by its key; an empty list where it is proved."""
    digest, kept = _digest(pack), Path(settings.JIEFEN["home"]) / "proofs" / f"{pack}.json"
    try:
        before = json.loads(kept.read_text(encoding="utf-8"))
        if before["digest"] == digest:
            found: dict[str, list[str]] = before["findings"]
            return found
    except (OSError, ValueError, KeyError):
        pass
    reports = checker.check_pack(shelf.procedures(pack), shelf.calendar(pack), shelf.sources(pack))
    found = {one.procedure: [each.text["en"] for each in one.findings] for one in reports}
    for key, against in found.items():
        if against:
            log.error("nobody can file under %s: %s", key, against[0])
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps({"digest": digest, "findings": found}, ensure_ascii=False, indent=1), encoding="utf-8")
    return found


def _digest(pack: str) -> str:
    core = Path(checker.__file__).parent.parent
    whole = hashlib.sha256()
    for path in sorted([*(shelf.PACKS / pack).rglob("*.yaml"), *core.rglob("*.py")]):
        whole.update(path.name.encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
