"""What plain words may be about: likely causes of action, each with the words of the person that led to it.

A linear classifier over character n-grams (of other scripts: words and pairs of words), trained beforehand by
tools/train_suggestion.py with scikit-learn's LinearSVC; here its weights are only added up. It suggests and never
decides: the person confirms a suggestion, chooses another, or none. Nothing of the text is kept.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jiefen.core.causes import Cause, CauseList, find_in_text
from jiefen.core.packerror import PackError

MOST_CHARACTERS = 4_000
"""How much of a text is looked at: the beginning, where people say what it is about."""
NOTHING = "none"
"""The class of greetings and questions that are about nothing yet."""
GREETING = 40
"""A text of so many characters is about something, however little it sounds like any of our sentences."""
SCALE = 100.0
"""Weights and rarities are kept as whole numbers of hundredths."""

_RUNS = re.compile(r"[\u4e00-\u9fff]+|[a-z][a-z']+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_MOST_WORDS, _STRONGEST = 5, 8
_SURE = 0.4
_SMALL = set("的了我他她它你您是在把被有和与就都也不没还说要给个着过得地这那很再又")
"""Small words of Chinese: a feature that begins or ends with one weighs like another, and reads badly."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights: for each feature its rarity and (class, weight) pairs. Without features it suggests nothing."""

    classes: tuple[str, ...] = ()
    bias: tuple[float, ...] = ()
    features: Mapping[str, tuple[float, tuple[tuple[int, float], ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Likely:
    """A likely cause: how it scored (higher is likelier), the words that led to it, and whether the text names it."""

    cause: Cause
    score: float
    words: tuple[str, ...]
    named: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The likely causes, the best first; none where nothing speaks for any. `sure`: the first is well ahead."""

    ranked: tuple[Likely, ...]
    sure: bool


def grams(text: str) -> Iterator[tuple[str, int]]:
    """Every feature of a text with the place where it begins."""
    before: tuple[str, int] | None = None
    for found in _RUNS.finditer(text):
        run, start = found.group(), found.start()
        if _HAN.match(run):
            before = None
            for size in (1, 2, 3):
                yield from ((run[at : at + size], start + at) for at in range(len(run) - size + 1))
            continue
        yield run, start
        if before is not None:
            yield f"{before[0]} {run}", before[1]
        before = run, start


def load_model(text: str, file: str) -> Model:
    """The model in a file that the training wrote. Raises PackError when it is not of that form."""
    try:
        plain: dict[str, Any] = json.loads(text)
        names = plain["features"].split("\n")
        rows = plain["weights"].split("\n")
        features = {
            name: (rarity / SCALE, tuple(_pairs(row))) for name, rarity, row in zip(names, plain["rarity"], rows, strict=True)
        }
        return Model(tuple(plain["classes"]), tuple(one / SCALE for one in plain["bias"]), features)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise PackError(file, 1, f"not a model: {problem}", "what tools/train_suggestion.py writes") from None


def _pairs(row: str) -> Iterator[tuple[int, float]]:
    for one in row.split():
        place, _, weight = one.partition(":")
        yield int(place), int(weight) / SCALE


def scores(model: Model, text: str) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """The score of each class for a text, and the value of each feature in it; both empty without a known feature."""
    counted = Counter(name for name, _place in grams(text[:MOST_CHARACTERS].lower()) if name in model.features)
    if not counted:
        return {}, {}
    values = {name: (1 + math.log(count)) * model.features[name][0] for name, count in counted.items()}
    length = math.sqrt(sum(value * value for value in values.values()))
    total = list(model.bias)
    for name, value in values.items():
        for place, weight in model.features[name][1]:
            total[place] += weight * value / length
    return dict(zip(model.classes, total, strict=True)), values


def suggest(model: Model, causes: CauseList, text: str, most: int = 3) -> Suggestion:
    """Likely causes of the list for a text, at most so many. A cause that the text names by its official name is first.

    Causes that are not in the list are never suggested. Never raises for what somebody wrote.
    """
    found, values = scores(model, text)
    named = find_in_text(causes, text[:MOST_CHARACTERS]) if text else None
    known = sorted((name for name in found if name in causes.causes), key=lambda name: -found[name])
    about_nothing = bool(known) and len(text) < GREETING and found.get(NOTHING, -math.inf) > found[known[0]]
    if named is not None:
        known = [named.id, *(name for name in known if name != named.id)]
    elif about_nothing:
        known = []
    ranked = tuple(
        Likely(
            causes.causes[name], found.get(name, 0.0), _words(model, values, name, text), named is not None and name == named.id
        )
        for name in known[:most]
    )
    ahead = len(ranked) < 2 or ranked[0].score - ranked[1].score >= _SURE
    return Suggestion(ranked, bool(ranked) and (named is not None or ahead))


def _words(model: Model, values: Mapping[str, float], name: str, text: str) -> tuple[str, ...]:
    """The person's own words that speak most for a cause: pieces of the text, the strongest first."""
    if name not in model.classes:
        return ()
    place, low = model.classes.index(name), text[:MOST_CHARACTERS].lower()
    weight = {
        one: value * dict(model.features[one][1]).get(place, 0.0)
        for one, value in values.items()
        if len(one) > 1 and one[0] not in _SMALL and one[-1] not in _SMALL
    }
    strongest = sorted((one for one in weight if weight[one] > 0), key=lambda one: -weight[one])[:_STRONGEST]
    pieces: dict[str, float] = {}
    for start, end in _joined([(low.find(one), len(one)) for one in strongest]):
        inside = sum(weight[one] for one in strongest if start <= low.find(one) < end)
        pieces[text[start:end]] = inside
    return tuple(sorted(pieces, key=lambda piece: -pieces[piece])[:_MOST_WORDS])


def _joined(places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Stretches of a text (start, length) that overlap, as one each (start, end)."""
    start = end = -1
    for at, length in sorted(place for place in places if place[0] >= 0):
        if at >= end:
            if end > 0:
                yield start, end
            start, end = at, at + length
        end = max(end, at + length)
    if end > 0:
        yield start, end
