"""Trains the suggestion of causes from a pack's own sentences, and measures it. For developers; never run by the site.

    python3 -m venv .venv-train && .venv-train/bin/pip install scikit-learn==1.7.2 pyyaml babel common-expression-language
    PYTHONPATH=src .venv-train/bin/python tools/train_suggestion.py cn
    PYTHONPATH=src .venv-train/bin/python tools/train_suggestion.py cn --evaluate FOLDER_OF_CASES

The same sentences give the same file: LinearSVC is given a fixed seed, and weights are rounded to hundredths.
"""

import argparse
import json
import math
import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from jiefen import shelf
from jiefen.core.suggestion import SCALE, Model, grams, scores

TODAY = date(2026, 11, 25)
LEAST_WEIGHT = 0.04
GOLD = Path(__file__).parent / "published_cases.json"


def sentences(pack: str) -> list[tuple[str, str]]:
    """(cause, sentence): the pack's sentences, and the name, plain description and words of each cause."""
    plain = yaml.safe_load((shelf.PACKS / pack / "phrases.yaml").read_text(encoding="utf-8"))
    found = [(name, text) for name, texts in plain.items() for text in texts]
    origin = shelf.pack(pack).languages[0]
    for cause in shelf.causes(pack).on(TODAY).causes.values():
        found += [(cause.id, cause.name[origin]), (cause.id, cause.plain[origin]), (cause.id, "，".join(cause.words))]
    return found


def counted(text: str) -> Counter[str]:
    """The features of a text, as the site finds them."""
    return Counter(name for name, _place in grams(text.lower()))


def train(rows: list[tuple[str, str]]) -> Model:
    """The model of labelled sentences; long features that stand in one sentence only are left out."""
    found = [counted(text) for _name, text in rows]
    spread = Counter(name for one in found for name in one)
    names = sorted(name for name, count in spread.items() if count >= (1 if len(name) < 3 else 2))
    column = {name: place for place, name in enumerate(names)}
    rarity = np.round((np.log(len(rows) / np.array([spread[name] for name in names])) + 1) * SCALE) / SCALE
    at, which, value = [], [], []
    for row, one in enumerate(found):
        given = {column[name]: (1 + math.log(count)) * rarity[column[name]] for name, count in one.items() if name in column}
        length = math.sqrt(sum(each * each for each in given.values())) or 1.0
        for place, each in given.items():
            at.append(row)
            which.append(place)
            value.append(each / length)
    learned = LinearSVC(C=1.0, random_state=7)
    learned.fit(csr_matrix((value, (at, which)), shape=(len(rows), len(names))), [name for name, _text in rows])
    weights = np.round(learned.coef_ * SCALE) / SCALE
    features = {}
    for place, name in enumerate(names):
        kept = tuple((number, float(each)) for number, each in enumerate(weights[:, place]) if abs(each) >= LEAST_WEIGHT)
        features[name] = (float(rarity[place]), kept)
    return Model(tuple(learned.classes_), tuple(float(one) for one in np.round(learned.intercept_ * SCALE) / SCALE), features)


def write(model: Model, path: Path) -> None:
    """The model as the site reads it."""
    names = list(model.features)
    plain = {
        "classes": list(model.classes),
        "bias": [round(one * SCALE) for one in model.bias],
        "features": "\n".join(names),
        "rarity": [round(model.features[name][0] * SCALE) for name in names],
        "weights": "\n".join(" ".join(f"{at}:{round(each * SCALE)}" for at, each in model.features[name][1]) for name in names),
    }
    path.write_text(json.dumps(plain, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(names)} features, {len(model.classes)} classes, {path.stat().st_size / 1e6:.2f} MB")


def ranks(model: Model, text: str) -> list[str]:
    """The causes for a text, the best first."""
    found, _values = scores(model, text)
    return sorted((name for name in found if name != "none"), key=lambda name: -found[name])


def share(name: str, places: list[int]) -> None:
    """Print how often the right cause was first, and among the first three."""
    first, three = sum(one == 0 for one in places), sum(one < 3 for one in places)
    print(
        f"{name:<46} first {first} of {len(places)} ({first / len(places):.0%}), of three {three} ({three / len(places):.0%})"
    )


def cross_validate(rows: list[tuple[str, str]], folds: int = 10) -> None:
    """Each tenth of the sentences by a model of the others, with what it confuses most."""
    seen: Counter[str] = Counter()
    fold = []
    for name, _text in rows:
        fold.append(seen[name] % folds)
        seen[name] += 1
    places, confused = [], Counter()
    for turn in range(folds):
        model = train([row for row, one in zip(rows, fold, strict=True) if one != turn])
        for (name, text), one in zip(rows, fold, strict=True):
            if one == turn and name != "none":
                order = ranks(model, text)
                places.append(order.index(name) if name in order else 999)
                if order and order[0] != name:
                    confused[name, order[0]] += 1
    share(f"sentences, {folds}-fold", places)
    for (name, other), count in confused.most_common(15):
        print(f"  {name} taken for {other}: {count}")


def masked(pack: str, text: str) -> str:
    """A text without any official name of a cause in it."""
    names = set()
    for cause in shelf.causes(pack).on(TODAY).causes.values():
        for name in (cause.name["zh-Hans"], *cause.also):
            stem = name.removesuffix("纠纷")
            names |= {name, f"{stem}一案", f"{stem}案", f"{stem}争议"}
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "＊")
    return text


def facts(text: str) -> str:
    """The section that tells what happened; the whole text where none is headed so."""
    parts = re.split(r"^#{1,6}\s+(.+)$", re.sub(r"<!--.*?-->", "", text, flags=re.S), flags=re.M)
    sections = defaultdict(str, zip(parts[1::2], parts[2::2], strict=False))
    return next((body for head, body in sections.items() if "案情" in head and body.strip()), text)


def evaluate(pack: str, folder: Path) -> None:
    """The published cases of a folder whose causes are known."""
    gold, model = json.loads(GOLD.read_text(encoding="utf-8")), shelf.suggestion(pack)
    ways = {
        "published cases, whole text": lambda text: text,
        "published cases, names of causes masked": lambda text: masked(pack, text),
        "published cases, facts alone, names masked": lambda text: masked(pack, facts(text)),
    }
    for way, change in ways.items():
        places, wrong = [], []
        for name, right in gold.items():
            path = folder / name
            if path.exists():
                order = ranks(model, change(path.read_text(encoding="utf-8")))
                places.append(min(order.index(one) for one in right))
                if places[-1]:
                    wrong.append((name[:16], right[0], order[:3]))
        if places:
            share(way, places)
            for one in wrong:
                print(f"  {one[0]}… is {one[1]}; suggested {', '.join(one[2])}")


def main() -> None:
    """Train, or evaluate what was trained."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("pack")
    asked.add_argument("--evaluate", type=Path)
    given = asked.parse_args()
    rows = sentences(given.pack)
    if given.evaluate is None:
        write(train(rows), shelf.PACKS / given.pack / "suggestion.json")
        return
    cross_validate(rows)
    evaluate(given.pack, given.evaluate)


if __name__ == "__main__":
    main()
