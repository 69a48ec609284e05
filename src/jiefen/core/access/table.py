"""The table of confidence: rows are classes, columns are kinds of role, cells say what is seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class RoleKind(StrEnum):
    """What kind of part a role plays. Access and the checker reason about kinds, never about a role's name."""

    PARTY = "party"
    NEUTRAL = "neutral"
    AUTHORITY = "authority"
    PUBLIC = "public"


class Confidence(StrEnum):
    """Class of confidence that each item is born with (see `jiefen.core.access`)."""

    OPEN = "open"
    WITHOUT_PREJUDICE = "without-prejudice"
    CAUCUS = "caucus"
    MEDIATOR_NOTE = "mediator-note"
    OFFICE = "office"
    CONTACT = "contact"


class Sees(StrEnum):
    """How much of a class somebody sees: all of it, what their own side said, or nothing."""

    ALL = "all"
    OWN_SIDE = "own-side"
    NOTHING = "nothing"


_A, _S, _N = Sees.ALL, Sees.OWN_SIDE, Sees.NOTHING

# An institution is not a neutral: what is said for the sake of settling stays with the parties and the mediator
# (CPL Interp. 107, 特邀调解规定 22). A contact is shielded from the other side, but notices must reach it.
MEANING: Mapping[Confidence, Mapping[RoleKind, Sees]] = {
    #                              party                neutral                authority                public
    Confidence.OPEN: {RoleKind.PARTY: _A, RoleKind.NEUTRAL: _A, RoleKind.AUTHORITY: _A, RoleKind.PUBLIC: _N},
    Confidence.WITHOUT_PREJUDICE: {
        RoleKind.PARTY: _A,
        RoleKind.NEUTRAL: _A,
        RoleKind.AUTHORITY: _N,
        RoleKind.PUBLIC: _N,
    },
    Confidence.CAUCUS: {RoleKind.PARTY: _S, RoleKind.NEUTRAL: _A, RoleKind.AUTHORITY: _N, RoleKind.PUBLIC: _N},
    Confidence.MEDIATOR_NOTE: {RoleKind.PARTY: _N, RoleKind.NEUTRAL: _A, RoleKind.AUTHORITY: _N, RoleKind.PUBLIC: _N},
    Confidence.OFFICE: {RoleKind.PARTY: _N, RoleKind.NEUTRAL: _A, RoleKind.AUTHORITY: _A, RoleKind.PUBLIC: _N},
    Confidence.CONTACT: {RoleKind.PARTY: _S, RoleKind.NEUTRAL: _A, RoleKind.AUTHORITY: _A, RoleKind.PUBLIC: _N},
}

# Acts outside the procedure's own actions. "own-side" in a caucus act means: only the caucus of one's own side.
_DOES: Mapping[str, Mapping[RoleKind, Sees]] = {
    "read": {RoleKind.PARTY: _A, RoleKind.NEUTRAL: _A, RoleKind.AUTHORITY: _A},
    "say-joint": {RoleKind.PARTY: _A, RoleKind.NEUTRAL: _A},
    "say-caucus": {RoleKind.PARTY: _S, RoleKind.NEUTRAL: _A},
    "note": {RoleKind.NEUTRAL: _A},
    "file": {RoleKind.PARTY: _A, RoleKind.NEUTRAL: _A, RoleKind.AUTHORITY: _A},
    "invite": {RoleKind.NEUTRAL: _A, RoleKind.AUTHORITY: _A},
    "reissue-own": {RoleKind.PARTY: _S},
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody looking at one matter: the participant they are in it, its kind of role and its side.

    `participant` is empty for someone who is not in the matter; such a viewer sees and does nothing.
    """

    participant: str = ""
    kind: RoleKind = RoleKind.PUBLIC
    role: str = ""
    side: str | None = None
    acts_for: tuple[str, ...] = ()


def sees(viewer: Viewer, confidence: Confidence, born_side: str | None, born_by: str = "") -> bool:
    """Whether `viewer` may have an item of class `confidence` that came from `born_side` (None: from no side).

    What one said oneself one may always have.
    """
    if not viewer.participant:
        return False
    if born_by and born_by == viewer.participant:
        return True
    cell = MEANING[confidence][viewer.kind]
    if cell is Sees.OWN_SIDE:
        return viewer.side is not None and viewer.side == born_side
    return cell is Sees.ALL


def may(viewer: Viewer, act: str, *, side: str | None = None) -> bool:
    """Whether `viewer` may do `act` (a key of the table: read, say-joint, say-caucus, note, file, invite …).

    `side` names the caucus for "say-caucus" and the party's side for "reissue-own". Raises KeyError for an act that
    is not in the table, so that no act can exist outside it.
    """
    row = _DOES[act]
    if not viewer.participant:
        return False
    cell = row.get(viewer.kind, Sees.NOTHING)
    if cell is Sees.OWN_SIDE:
        return viewer.side is not None and viewer.side == side
    return cell is Sees.ALL
