"""The typed model of a procedure: what a dispute may go through under one body of rules.

Knows states, actions, deadlines, facts, notices, documents, hand-offs and the rights that a procedure promises.
Refuses to know where the text came from, what time it is, and what any particular procedure is called.
Built only by `jiefen.core.procedure.load`, which has checked every reference, so later code need not doubt it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from jiefen.core.access import Confidence, RoleKind
from jiefen.core.law import Period

Text = Mapping[str, str]
"""One text in each language the pack claims, by language code: {"zh-Hans": "…", "en": "…"}."""

START = "start"
"""The reserved state of a matter that nobody has opened yet; opening actions are taken from it."""


class Nature(StrEnum):
    """How a person comes to be in the procedure; it decides which door must stay open."""

    VOLUNTARY = "voluntary"  # every party may leave for court in every state, alone
    COMPULSORY = "compulsory"  # the law demands this step first; bounded, and ends in court
    JUDICIAL = "judicial"  # the court itself


class FactType(StrEnum):
    """Type of a fact's value; the value's Python form is given beside each."""

    TEXT = "text"  # str
    MONEY = "money"  # int, in the currency's minor unit (fen); never a float
    NUMBER = "number"  # int
    DATE = "date"  # ISO str "2026-11-23" (a day in the jurisdiction's zone)
    CHOICE = "choice"  # str, one option's id
    YESNO = "yesno"  # bool
    FILE = "file"  # str, the file's id in the matter
    PERSON = "person"  # str, a participant's id
    PLACE = "place"  # str, a place code of the pack
    LIST = "list"  # list of dict, by the fact's own `fields`


@dataclass(frozen=True, slots=True)
class Role:
    """What someone is in a matter. `side` is set for parties only; one person never acts for two sides."""

    id: str
    kind: RoleKind
    name: Text
    side: str | None = None
    least: int = 0  # how many participants the matter needs in this role before it may open
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a fact or one ground of refusal."""

    id: str
    name: Text
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed value the matter holds, with its class of confidence.

    `longest` bounds a text (characters) or a list (rows); `least`/`most` bound a number or money.
    """

    id: str
    type: FactType
    confidence: Confidence
    label: Text
    hint: Text | None = None
    why: Text | None = None
    options: tuple[Option, ...] = ()
    fields: tuple["Fact", ...] = ()
    currency: str | None = None
    least: int | None = None
    most: int | None = None
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A fact that an action asks for."""

    fact: str
    required: bool


@dataclass(frozen=True, slots=True)
class Guard:
    """A CEL expression over facts and nothing else. `facts` are the names it reads (each declared)."""

    source: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remedy:
    """A way that stays open after a refusal or an end: what it is, and the law that opens it."""

    id: str
    text: Text
    basis: tuple[str, ...]
    hand_off: str | None = None


@dataclass(frozen=True, slots=True)
class HandOff:
    """An action opens or feeds a matter under another procedure.

    `opens` is the opening action taken there; `carries` are the facts copied (same id in both); `roles` maps each
    role here to its role there, and only participants in mapped roles go along. `package` names a filing package
    to be prepared instead of a matter opened (a court outside this system).
    """

    procedure: str
    opens: str
    carries: tuple[str, ...]
    roles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class State:
    """Where a matter stands: it waits for someone (`waits_for` roles), or it is an end with an outcome."""

    id: str
    name: Text
    explain: Text
    waits_for: tuple[str, ...] = ()
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a matter can end. `kind` is what measures count."""

    id: str
    name: Text
    kind: str  # one of OUTCOME_KINDS


OUTCOME_KINDS = (
    "agreed",
    "performed",
    "confirmed",
    "registered",
    "refused",
    "withdrawn",
    "lapsed",
    "not-settled",
    "to-court",
    "broken",
)


@dataclass(frozen=True, slots=True)
class Action:
    """Something a role may do in a state; it leads to a state and leaves one event.

    `by` is empty for an act of time (named by a deadline's `on_expiry`). `to` is None when the state stays.
    `each`: completes when every participant (not representative) in the `by` roles has done it.
    `sides`: like each, but one participant for each side among the `by` roles is enough.
    `refusal`: an authority says no; then `reason` is required and `remedies` may not be empty.
    `leaves`: a party leaves a voluntary procedure by its own act alone (the open door).
    `resets`: actions whose partial completions (each) are forgotten, such as signatures when a draft changes.
    """

    id: str
    name: Text
    by: tuple[str, ...]
    sources: tuple[str, ...]
    to: str | None
    help: Text | None = None
    each: bool = False
    sides: bool = False
    asks: tuple[Ask, ...] = ()
    when: Guard | None = None
    basis: tuple[str, ...] = ()
    refusal: bool = False
    leaves: bool = False
    reason: bool = False
    grounds: tuple[Option, ...] = ()
    remedies: tuple[str, ...] = ()
    resets: tuple[str, ...] = ()
    extends: tuple["ExtensionRule", ...] = ()
    suspends: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    hand_off: HandOff | None = None


@dataclass(frozen=True, slots=True)
class ExtensionRule:
    """An action may lengthen a deadline, by a fixed length and at most so many times."""

    deadline: str
    length: int
    unit: str
    times: int | None = None  # None: the law sets no maximum; the deadline must then say `unbounded`


@dataclass(frozen=True, slots=True)
class Deadline:
    """A period set by law or agreement.

    It starts when `on_enter` is entered, or when `on_action` is completed, or (`on_notice`) when that notice is
    proved delivered to its reader; `from_fact` makes it run from the day that fact names instead of from the act.
    It runs while the matter is in one of `runs_in` and ends silently when the matter leaves them. When it ends by
    time, `on_expiry` is performed by time itself. `who` names the roles who must act before it ends.
    """

    id: str
    name: Text
    period: Period
    who: tuple[str, ...]
    runs_in: tuple[str, ...]
    on_expiry: str
    basis: tuple[str, ...]
    on_enter: tuple[str, ...] = ()
    on_action: tuple[str, ...] = ()
    on_notice: str | None = None
    from_fact: str | None = None
    consequence: Text | None = None
    certainty: str = "V"
    unbounded: bool = False
    warn_days: tuple[int, ...] = ()
    warns: str | None = None  # the notice sent on each warning day


@dataclass(frozen=True, slots=True)
class Notice:
    """What must be told to whom. `roles` are told; `shows` are the facts its text may name as {fact}."""

    id: str
    roles: tuple[str, ...]
    subject: Text
    body: Text
    shows: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    proof: bool = False  # the law counts from its delivery, so delivery must be proved


@dataclass(frozen=True, slots=True)
class Document:
    """A paper the procedure produces from a template of the pack. `readers` are the roles who get it."""

    id: str
    name: Text
    template: str
    readers: tuple[str, ...]
    uses: tuple[str, ...]
    signed_by: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Procedure:
    """One versioned definition that matters follow. Every name in it resolves; loading has checked that."""

    id: str
    version: str
    jurisdiction: str
    nature: Nature
    title: Text
    summary: Text
    source_note: Text
    holds_from: date
    holds_to: date | None
    languages: tuple[str, ...]
    zone: str
    roles: Mapping[str, Role]
    facts: Mapping[str, Fact]
    states: Mapping[str, State]
    outcomes: Mapping[str, Outcome]
    actions: Mapping[str, Action]
    deadlines: Mapping[str, Deadline]
    notices: Mapping[str, Notice]
    documents: Mapping[str, Document]
    remedies: Mapping[str, Remedy]
    counts: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    fingerprint: str = ""  # SHA-256 of the file's text: what exactly a matter was opened under
    leaving: Mapping[str, tuple[Action, ...]] = field(default_factory=dict)  # actions by source state, precomputed
    tables: dict[str, object] = field(default_factory=dict, repr=False)  # what `plan` works out once, by its name

    @property
    def key(self) -> str:
        """Name and version together, as a matter keeps them: "people-mediation@2026.1"."""
        return f"{self.id}@{self.version}"
