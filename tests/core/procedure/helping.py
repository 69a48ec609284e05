"""A matter about a fence, for the tests of the engine: opened, acted in, let lie, as a person would."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from jiefen.core.law import load_counting
from jiefen.core.law.calendar import make_calendar
from jiefen.core.procedure import PackInfo, apply, expire, load_procedure, open_matter, perform, report
from jiefen.core.procedure.record import Event, Matter, Participant

DATA = Path(__file__).parent / "data"
ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = make_calendar(
    id="test", version="1", zone="Asia/Shanghai", weekend=frozenset({6, 7}), announced_from=date(2020, 1, 1),
    announced_until=date(2027, 12, 31), off=frozenset({date(2026, 3, 5)}), work=frozenset(),
)  # fmt: skip
COUNTING = load_counting((DATA / "counting.yaml").read_text(), "counting.yaml")
PACK = PackInfo(
    "test", ("en", "zh-Hans"), "Asia/Shanghai", "CNY",
    frozenset({"law@1#1", "law@1#2", "law@1#3", "law@1#4", "law@1#5"}), frozenset({"fence", "court"}),
    frozenset({"request", "agreement"}),
)  # fmt: skip
TEXT = (DATA / "fence.yaml").read_text()


def load(text, pack=PACK):
    return load_procedure(text, "fence.yaml", counting=COUNTING, pack=pack)


FENCE = load(TEXT)
PEOPLE = (
    Participant("li", "asker", "a"),
    Participant("wang", "other", "b"),
    Participant("zhao", "other", "b"),
    Participant("mei", "helper"),
    Participant("hall", "office"),
)
TERMS = [{"who": "li", "what": "moves it", "pays": 100}]


def at(text):
    """ "03-02 09:00" in 2026, in the test's zone."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZONE)


BEGUN = at("03-02 09:00")


@dataclass
class Story:
    """A matter and all the events it left. Every step goes through apply, as the site does it."""

    matter: Matter = field(default_factory=lambda: Matter(procedure=FENCE.key))
    events: list[Event] = field(default_factory=list)
    procedure: object = FENCE
    now: datetime = BEGUN

    def take(self, events: Iterable[Event]):
        for event in events:
            self.matter = apply(self.procedure, self.matter, event)
            self.events.append(event)
        return self

    def open(self, action="ask", actors=("li",), people=PEOPLE, when="03-02 09:00", **data):
        self.now = at(when)
        data = data or {"story": "It stands on my side"}
        return self.take(open_matter(self.procedure, action, actors, people, data, self.now, CALENDAR))

    def does(self, who, action, when=None, *, reason="", ground="", key="", **data):
        self.now = at(when) if when else self.now + timedelta(minutes=1)
        return self.take(
            perform(self.procedure, self.matter, action, who, data, self.now, CALENDAR, reason=reason, ground=ground,
                    request_key=key)
        )  # fmt: skip

    def waits(self, until):
        self.now = at(until)
        return self.take(expire(self.procedure, self.matter, self.now, CALENDAR))

    def reached(self, effect, outcome, when):
        self.now = at(when)
        return self.take((report(self.procedure, self.matter, effect, outcome, self.now, CALENDAR),))

    @property
    def last(self):
        return self.events[-1]


def talking(when="03-03 09:00", **data):
    """A matter in which the talks have begun."""
    return Story().open(**data).does("hall", "take", when)


def drafted():
    """A matter in which a draft waits for li, wang, zhao and mei."""
    return talking().does("li", "say-height", height=150).does("mei", "draft", terms=TERMS)
