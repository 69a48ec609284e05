"""A pack's sources: which laws it cites, in which version, and what each cited article says in the pack's own words.

Knows how Chinese and plain article numbers are written, so that a citation can be found in an official text.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from jiefen.core.strictyaml import Node, read_yaml

_CITATION = re.compile(
    r"(?P<law>[^@#]+)@(?P<version>[0-9]{4}(?:-[0-9]{2}-[0-9]{2})?)#(?P<article>[0-9]+(?:-[0-9]+)?)(?:\.[0-9]+)?\Z"
)
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Citation:
    """A law, its version and an article of it: "人民调解法@2010-08-28#26"."""

    law: str
    version: str
    article: str

    @property
    def key(self) -> str:
        """The citation in its one written form, without a paragraph."""
        return f"{self.law}@{self.version}#{self.article}"


@dataclass(frozen=True, slots=True)
class Law:
    """One law in one version. `text` is the official text's name in a folder of statutes; empty when none is kept.

    `seen` says how sure we are: V (read in full), V2 (a secondary source), M (from memory). `limits` are the lengths
    of time that an article sets, `custom` those that it leaves open and practice has settled: (length, unit).
    `shown_as` is how the law's own readers cite it, such as "CPR {article}"; "15-4" is then shown as 15.4.
    """

    name: str
    version: str
    title: Mapping[str, str]
    in_force: date
    text: str
    seen: str
    articles: Mapping[str, Mapping[str, str]]
    limits: Mapping[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    custom: Mapping[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    shown_as: Mapping[str, str] = field(default_factory=dict)


_FORMS = {
    "zh": "《{law}》（{year}）第{article}条",
    "en": "{law} ({year}), art. {article}",
    "ug": "«{law}» ({year}) {article}-ماددا",
    "kk": "«{law}» ({year}) {article}-باپ",
}
"""How a citation is written in each language."""


@dataclass(frozen=True, slots=True)
class Sources:
    """All laws of a pack, by "LAW@VERSION"."""

    laws: Mapping[str, Law]

    def citations(self) -> frozenset[str]:
        """Every citation that the pack may use."""
        return frozenset(f"{key}#{article}" for key, law in self.laws.items() for article in law.articles)

    def paraphrase(self, citation: str, lang: str) -> str:
        """What the cited article says, in our words; empty when unknown."""
        found = parse_citation(citation)
        law = self.laws.get(f"{found.law}@{found.version}")
        return law.articles.get(found.article, {}).get(lang, "") if law else ""

    def limits(self, basis: Iterable[str]) -> frozenset[tuple[int, str]]:
        """The lengths of time that the cited articles set, or leave to custom: (length, unit)."""
        found: set[tuple[int, str]] = set()
        for citation in basis:
            one = parse_citation(citation)
            law = self.laws.get(f"{one.law}@{one.version}")
            if law is not None:
                found.update(law.limits.get(one.article, ()), law.custom.get(one.article, ()))
        return frozenset(found)

    def shown(self, citation: str, lang: str) -> str:
        """A citation as a person reads it: 《人民调解法》(2010) 第26条."""
        found = parse_citation(citation)
        law = self.laws.get(f"{found.law}@{found.version}")
        year = found.version[:4]
        if law is not None and lang in law.shown_as:
            return law.shown_as[lang].replace("{article}", found.article.replace("-", "."))
        form = _FORMS.get(lang.partition("-")[0], _FORMS["en"])
        return form.format(law=law.title.get(lang, found.law) if law else found.law, year=year, article=found.article)


def parse_citation(text: str) -> Citation:
    """The citation that `text` spells. Raises ValueError when it spells none."""
    found = _CITATION.match(text)
    if found is None:
        raise ValueError(f"{text!r} is no citation; write LAW@VERSION#ARTICLE, such as 人民调解法@2010-08-28#26")
    return Citation(found["law"], found["version"], found["article"])


def load_sources(text: str, file: str, languages: tuple[str, ...]) -> Sources:
    """The sources in a pack's file. Raises PackError with the line of whatever is wrong."""
    top = read_yaml(text, file).mapping(["laws"])
    laws: dict[str, Law] = {}
    for key, node in top["laws"].items():
        name, _, version = key.partition("@")
        if not version:
            node.fail(f"{key!r} names no version", "LAW@VERSION")
        keys = node.mapping(["title", "in_force", "seen", "articles"], ["text", "limits", "custom", "shown_as"])
        laws[key] = Law(
            name=name,
            version=version,
            title={one: value.text() for one, value in keys["title"].mapping(languages).items()},
            in_force=keys["in_force"].date(),
            text=keys["text"].text() if "text" in keys else "",
            seen=keys["seen"].one_of(["V", "V2", "M"], "certainty"),
            articles={
                article: {one: value.text() for one, value in words.mapping(languages).items()}
                for article, words in keys["articles"].items()
            },
            limits=_lengths(keys, "limits"),
            custom=_lengths(keys, "custom"),
            shown_as=_shown_as(keys, languages),
        )
    return Sources(laws)


def _lengths(keys: Mapping[str, Node], section: str) -> dict[str, tuple[tuple[int, str], ...]]:
    """The lengths of time in one section of a law, by article: "7 day", "3 working-day"."""
    if section not in keys:
        return {}
    articles = dict(keys["articles"].items())
    found: dict[str, tuple[tuple[int, str], ...]] = {}
    for article, node in keys[section].items():
        if article not in articles:
            node.fail(f"article {article} is not among the articles", "an article listed above")
        found[article] = tuple(_length(one) for one in node.list())
    return found


def _length(node: Node) -> tuple[int, str]:
    number, _, unit = node.text().partition(" ")
    if not number.isdigit() or unit not in {"hour", "day", "working-day", "month", "year"}:
        node.fail(f"{node.text()!r} is no length of time", 'a number and a unit, such as "7 day"')
    return int(number), unit


def chinese_number(number: int) -> str:
    """A number from 1 to 9999 as statutes write it: 205 is 二百零五, 15 is 十五."""
    out, zero = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            out += ("零" if zero and out else "") + _DIGITS[digit] + unit
            zero = False
        else:
            zero = True
    return out[1:] if out.startswith("一十") else out


def find_article(official: str, article: str) -> str | None:
    """The text of an article in an official text whose articles begin lines with 第…条; None when it has none.

    `article` "120-1" is 第一百二十条之一. An article runs until the next one begins.
    """
    number, _, sub = article.partition("-")
    head = f"第{chinese_number(int(number))}条" + (f"之{chinese_number(int(sub))}" if sub else "")
    lines = official.splitlines()
    for place, line in enumerate(lines):
        bare = line.strip().lstrip("*# ").replace("**", "")
        if bare.startswith(head) and not bare[len(head) :].startswith("之"):
            rest = [bare[len(head) :].strip()]
            for later in lines[place + 1 :]:
                if re.match(r"\s*[*#]*\s*第[零一二三四五六七八九十百千]+[条章节编]", later):
                    break
                rest.append(later.strip())
            return "\n".join(part for part in rest if part)
    return None


def _shown_as(keys: Mapping[str, Node], languages: tuple[str, ...]) -> Mapping[str, str]:
    if "shown_as" not in keys:
        return {}
    found = {one: value.text() for one, value in keys["shown_as"].mapping(languages).items()}
    if any("{article}" not in text for text in found.values()):
        keys["shown_as"].fail("the way to cite this law does not say where the article stands", "{article}")
    return found
