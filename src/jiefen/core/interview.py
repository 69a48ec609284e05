"""Guided questions, one at a time: which come, in what order, and what counts as an answer. A pack's data.

Knows questions, conditions and answers as plain values. Refuses to know pages, people, and what is done with the answers.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiefen.core.procedure.guards import compile_guard, holds
from jiefen.core.procedure.model import Guard, Option, Text
from jiefen.core.strictyaml import Node, read_yaml

TYPES = ("text", "choice", "yesno", "money", "date", "place", "cause")
_SENTENCE = re.compile(r"[。！？；.!?;\n]")
_LINE = 200


@dataclass(frozen=True, slots=True)
class Question:
    """One question. It comes only where `when` holds of the answers before it; `leads` names a page for an answer that
    must not wait for the rest: {"yes": "safe"} for the question whether somebody is in danger."""

    id: str
    type: str
    ask: Text
    hint: Text | None
    why: Text | None
    options: tuple[Option, ...]
    required: bool
    when: Guard | None
    longest: int
    leads: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Interview:
    """A row of questions. `minutes` is how long it takes at most; `reading` the longest sentence by language."""

    id: str
    title: Text
    minutes: int
    reading: Mapping[str, int]
    questions: tuple[Question, ...]

    def question(self, name: str) -> Question:
        """A question by its id. Raises KeyError when there is none."""
        for one in self.questions:
            if one.id == name:
                return one
        raise KeyError(name)

    def path(self, answers: Mapping[str, Any]) -> tuple[Question, ...]:
        """The questions that come for these answers, in order: a condition reads only what was asked before it."""
        asked: list[Question] = []
        known: dict[str, Any] = {}
        for one in self.questions:
            if one.when is not None and not holds(one.when, known):
                continue
            asked.append(one)
            if answers.get(one.id) is not None:
                known[one.id] = answers[one.id]
        return tuple(asked)

    def following(self, name: str, answers: Mapping[str, Any]) -> Question | None:
        """The question after one; None after the last."""
        return self._beside(name, answers, 1)

    def before(self, name: str, answers: Mapping[str, Any]) -> Question | None:
        """The question before one; None before the first."""
        return self._beside(name, answers, -1)

    def _beside(self, name: str, answers: Mapping[str, Any], step: int) -> Question | None:
        path = self.path(answers)
        places = [place for place, one in enumerate(path) if one.id == name]
        place = places[0] + step if places else 0
        return path[place] if 0 <= place < len(path) else None

    def unanswered(self, answers: Mapping[str, Any]) -> Question | None:
        """The first question that still needs an answer; None when all that must be answered are."""
        return next((one for one in self.path(answers) if one.required and answers.get(one.id) is None), None)

    def settled(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Those answers whose question still comes: what was said on a way that was left again does not count."""
        return {one.id: answers[one.id] for one in self.path(answers) if answers.get(one.id) is not None}


def load_interview(text: str, file: str, languages: tuple[str, ...], pages: tuple[str, ...]) -> Interview:
    """The interview in a file; `pages` are the names to which an answer may lead. Raises PackError with the line."""
    top = read_yaml(text, file).mapping(["interview", "language", "title", "minutes", "reading", "questions"])
    top["language"].integer(1, 1)
    reading = {one: node.integer(4, 200) for one, node in top["reading"].mapping(languages).items()}
    questions: list[Question] = []
    for node in top["questions"].list():
        one = _question(node, languages, pages, questions)
        _check_reading(node, one, reading)
        questions.append(one)
    if not questions:
        top["questions"].fail("there is no question", "a list of questions")
    title = _text(top["title"], languages)
    return Interview(top["interview"].text(most=60), title, top["minutes"].integer(1, 30), reading, tuple(questions))


def _text(node: Node, languages: tuple[str, ...]) -> dict[str, str]:
    return {language: one.text(most=_LINE * 3) for language, one in node.mapping(languages).items()}


def _question(node: Node, languages: tuple[str, ...], pages: tuple[str, ...], before: list[Question]) -> Question:
    keys = node.mapping(["id", "type", "ask"], ["hint", "why", "options", "required", "when", "longest", "leads"])
    name, kind = keys["id"].text(most=40), keys["type"].one_of(TYPES, "type")
    if any(one.id == name for one in before):
        keys["id"].fail(f"the question {name!r} stands twice", "each question once")
    if ("options" in keys) != (kind == "choice"):
        node.fail(f"a question of type {kind} " + ("has options" if "options" in keys else "has no options"))
    options = tuple(Option(key, _text(one, languages)) for key, one in (keys["options"].items() if "options" in keys else ()))
    return Question(
        id=name,
        type=kind,
        ask=_text(keys["ask"], languages),
        hint=_text(keys["hint"], languages) if "hint" in keys else None,
        why=_text(keys["why"], languages) if "why" in keys else None,
        options=options,
        required=keys["required"].boolean() if "required" in keys else False,
        when=_guard(keys["when"], before) if "when" in keys else None,
        longest=keys["longest"].integer(1, 20_000) if "longest" in keys else 2_000,
        leads=_leads(keys["leads"], options, pages) if "leads" in keys else {},
    )


def _leads(node: Node, options: tuple[Option, ...], pages: tuple[str, ...]) -> dict[str, str]:
    known = [one.id for one in options] or ["yes", "no"]
    found = {}
    for answer, page in node.items():
        if answer not in known:
            page.fail(f"{answer!r} is no answer of this question", f"one of {', '.join(known)}")
        found[answer] = page.one_of(pages, "page")
    return found


def _guard(node: Node, before: list[Question]) -> Guard:
    try:
        return compile_guard(node.text(most=500), [one.id for one in before])
    except ValueError as problem:
        node.fail(str(problem), "a condition over the answers to questions before this one")


def _check_reading(node: Node, one: Question, reading: Mapping[str, int]) -> None:
    """No sentence of a question is longer than the pack's own measure: characters for Chinese, words elsewhere."""
    for text in (one.ask, one.hint or {}, one.why or {}):
        for language, most in reading.items():
            for sentence in _SENTENCE.split(text.get(language, "")):
                long = len(sentence.strip()) if language.startswith("zh") else len(sentence.split())
                if long > most:
                    node.fail(f"{sentence.strip()[:40]!r} is too long to be read easily: {long}", f"at most {most}")


def value_of(question: Question, typed: Any) -> Any:
    """An answer in the form that conditions read: texts stripped, days as ISO text. None when there is no answer.

    Raises ValueError with a code that names what is wrong: unknown-option, too-long, wrong-date, wrong-type.
    """
    if typed is None or (isinstance(typed, str) and not typed.strip()):
        return None
    if question.type == "yesno":
        if typed not in (True, False, "yes", "no"):
            raise ValueError("unknown-option")
        return typed in (True, "yes")
    if question.type == "money":
        if type(typed) is not int or not 0 <= typed <= 10**15:
            raise ValueError("wrong-type")
        return typed
    text = str(typed).strip()
    if question.type == "choice" and text not in {one.id for one in question.options}:
        raise ValueError("unknown-option")
    if question.type == "date":
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise ValueError("wrong-date") from None
    if len(text) > question.longest:
        raise ValueError("too-long")
    return text
