"""The dialogue of `jiefen procedure simulate`: shows where the matter stands, reads a line, takes a step.

What can be done and what it leads to is decided in `core.procedure.simulate`; here it is only said and asked for.
"""

from collections.abc import Callable, Iterable
from typing import Any

from jiefen.cli.stepping_show import event_lines, name, places, refusal, screen
from jiefen.cli.stepping_words import CANCEL, EVERYBODY, command, says
from jiefen.core.procedure import Refused, moment_of
from jiefen.core.procedure.answers import expected, plausible, shown, typed
from jiefen.core.procedure.model import Fact, Procedure
from jiefen.core.procedure.simulate import (
    LAST_YEAR,
    Choice,
    Simulation,
    action_of,
    asked,
    back,
    choices,
    choose,
    until,
    wait,
    written,
)
from jiefen.core.procedure.writing import scenario, scenario_file


class Over(Exception):
    """Nothing more is typed."""


class Cancelled(Exception):
    """An act was begun and is not done after all."""


class Dialogue:
    """A simulation, the language it speaks, through whose eyes it is seen, and where lines come from and go to."""

    def __init__(
        self, simulation: Simulation, lang: str, ask: Callable[[str], str | None], say: Callable[[str], None], who: str = ""
    ) -> None:
        self.simulation, self.lang, self.who = simulation, lang, who
        self._ask, self._say = ask, say

    @property
    def procedure(self) -> Procedure:
        """The procedure that is tried out."""
        return self.simulation.procedure

    def run(self) -> None:
        """Step after step, until `quit` or until nothing more is typed."""
        self.show()
        while True:
            try:
                if not self.step(self.line("> ")):
                    break
            except Over:
                break
        self.say("end")

    def say(self, key: str, *values: object) -> None:
        """One sentence of the dialogue."""
        self._say(says(key, self.lang, *values))

    def line(self, prompt: str) -> str:
        """A line as it was typed, without blanks around it. Raises Over when nothing more is typed."""
        found = self._ask(prompt)
        if found is None:
            raise Over
        return found.strip()

    def show(self) -> None:
        """Where the matter stands."""
        self._say_all(screen(self.simulation, self.lang, self.who))

    def _say_all(self, lines: Iterable[str]) -> None:
        for one in lines:
            self._say(one)

    # -- what is typed -----------------------------------------------------------------------------------------------

    def step(self, text: str) -> bool:
        """Do what a line says; False when it says to stop. Whatever is wrong is said, and nothing has changed then."""
        what, rest = command(text)
        if what == "quit":
            return False
        try:
            if text.isdecimal():
                self._choose(text)
            elif what:
                getattr(self, f"_do_{what}")(rest)
            else:
                if text:
                    self.say("unknown", text)
                self.say("usage")
        except Cancelled:
            self.say("cancelled")
        except Refused as refused:
            self._say_all(refusal(self.simulation, refused, self.lang))
        except (ValueError, OverflowError, IndexError) as problem:
            self._say(str(problem))
        return True

    def _moved(self, after: Simulation) -> None:
        before, self.simulation = self.simulation, after
        fresh = after.events[len(before.events) :]
        for event in fresh:
            self._say_all(event_lines(after, event, self.lang))
        if not fresh:
            self.say("quiet", written(after.now))
        self.show()

    def _choose(self, word: str) -> None:
        found = choices(self.simulation, self.who)
        number = int(word[:9])
        if not 1 <= number <= len(found):
            self.say("no-number", word, len(found)) if found else self.say("can-nothing")
            return
        choice = found[number - 1]
        if choice.kind == "reached":
            self._moved(choose(self.simulation, choice))
            return
        data = self._data(choice)
        self._moved(choose(self.simulation, choice, data, self._reason(choice), self._ground(choice)))

    def _do_wait(self, rest: str) -> None:
        days = rest.removesuffix("天").strip()
        if not days.isdecimal() or int(days[:9]) == 0:
            self.say("wait-how")
            return
        self._pass(lambda: wait(self.simulation, int(days[:9])))

    def _do_until(self, rest: str) -> None:
        try:
            moment = moment_of(rest, self.simulation.calendar)
        except (ValueError, OverflowError):
            self.say("until-how")
            return
        self._pass(lambda: until(self.simulation, moment))

    def _pass(self, later: Callable[[], Simulation]) -> None:
        try:
            after = later()
        except ValueError:
            self.say("time-how", written(self.simulation.now), LAST_YEAR)
            return
        self._moved(after)

    def _do_as(self, rest: str) -> None:
        if rest in EVERYBODY:
            self.who = ""
            self.say("as-all")
        elif (found := self.person(rest)) is not None:
            self.who = found
        else:
            self.say("as-how", ", ".join(self.simulation.people))
            return
        self.show()

    def person(self, word: str) -> str | None:
        """The participant that a word names: by id, by role, or by the role's name."""
        people = self.simulation.people
        return next((one for one in people if word in (one, people[one].role, name(self.simulation, one, self.lang))), None)

    def _do_back(self, _rest: str) -> None:
        before = back(self.simulation)
        if before is None:
            self.say("back-none")
            return
        self.simulation = before
        self.say("taken-back")
        self.show()

    def _do_story(self, _rest: str) -> None:
        if not self.simulation.events:
            self.say("nothing-yet")
        for event in self.simulation.events:
            self._say_all(event_lines(self.simulation, event, self.lang))

    def _do_scenario(self, _rest: str) -> None:
        began = self.simulation.done[0].at if self.simulation.done else self.simulation.now
        one = scenario(self.simulation, says("tried", self.lang, written(began)))
        self._say(scenario_file(self.procedure, [one]).rstrip())

    # -- what an act asks for ----------------------------------------------------------------------------------------

    def _data(self, choice: Choice) -> dict[str, Any]:
        found: dict[str, Any] = {}
        people, today = self.simulation.people, self.simulation.now.date()
        for ask in asked(self.simulation, choice):
            fact = self.procedure.facts[ask.fact]
            usual = plausible(fact, people, today, self.lang)
            value = self._answer(fact, usual, required=ask.required)
            if value is not None:
                found[fact.id] = value
        return found

    def _answer(self, fact: Fact, usual: Any, *, required: bool) -> Any:
        people, digits = self.simulation.people, places(fact)
        prompt = says(
            "required" if required else "optional", self.lang, fact.label[self.lang], shown(fact, usual, self.lang, digits)
        )
        while True:
            text = self.line(prompt)
            if text in CANCEL:
                raise Cancelled
            if text == "=" or (required and not text):
                return usual
            if not text:
                return None
            try:
                return typed(fact, text, people, digits, self.lang)
            except ValueError:
                self.say("ask-help", expected(fact, people, digits, self.lang))

    def _reason(self, choice: Choice) -> str:
        action = action_of(self.simulation, choice)
        if not (action.reason or action.refusal):
            return ""
        usual = says("reason-value", self.lang)
        text = self.line(says("required", self.lang, says("reason", self.lang), usual))
        if text in CANCEL:
            raise Cancelled
        return text or usual

    def _ground(self, choice: Choice) -> str:
        action = action_of(self.simulation, choice)
        if not (action.grounds and action.refusal):
            return ""
        names = ", ".join(f"{place} {one.name[self.lang]}" for place, one in enumerate(action.grounds, 1))
        prompt = says("required", self.lang, f"{says('ground', self.lang)} ({names})", 1)
        while True:
            text = self.line(prompt)
            if text in CANCEL:
                raise Cancelled
            for place, one in enumerate(action.grounds, 1):
                if text in (str(place), one.id, one.name[self.lang]) or (not text and place == 1):
                    return one.id
            self.say("ask-help", names)
