"""Catalogues of a pack's texts: complete, true to the {values} of each text, and honest about who has approved them."""

from dataclasses import dataclass

import pytest

from jiefen.core.packerror import PackError
from jiefen.core.strictyaml import read_yaml
from jiefen.core.translations import (
    Translation,
    approved,
    load_catalogue,
    sources_of,
    spread,
    write_catalogue,
)

FILE = """a: {zh-Hans: "您好{name}", en: "Hello {name}"}
list:
  - {text: {zh-Hans: 再见, en: Bye}, number: 3}
"""


@dataclass(frozen=True)
class Shown:
    title: dict
    parts: tuple


def sources():
    return list(sources_of(read_yaml(FILE, "f.yaml"), "zh-Hans"))


def test_every_text_of_a_file_is_found_with_its_line():
    assert [(one.text, one.english, one.line) for one in sources()] == [("您好{name}", "Hello {name}", 1), ("再见", "Bye", 3)]


def test_what_is_written_is_read_again():
    known = {"再见": Translation("خوش", "Aygul, 2026-11-25")}
    text = write_catalogue(sources(), known, "ug")
    assert load_catalogue(text, "ug.po") == known
    assert "Hello {name}" in text, "a translator has the English beside it"
    assert 'msgid "您好{name}"\nmsgstr ""' in text


def test_a_translation_that_loses_a_value_is_refused_with_its_line():
    with pytest.raises(PackError, match=r"ug\.po:\d+.*names other values.*\{name\}"):
        load_catalogue('msgid "您好{name}"\nmsgstr "سالام"\n', "ug.po")


def test_a_doubtful_translation_is_not_used():
    assert load_catalogue('#, fuzzy\nmsgid "再见"\nmsgstr "خوش"\n', "ug.po") == {}


@pytest.mark.parametrize("text", ["nonsense"])
def test_a_broken_catalogue_is_refused_by_its_name(text):
    with pytest.raises(PackError, match=r"ug\.po"):
        load_catalogue(text, "ug.po")


def test_translations_reach_every_text_and_say_where_one_is_missing():
    value = Shown({"zh-Hans": "再见", "en": "Bye"}, ({"zh-Hans": "您好{name}", "en": "Hello {name}"},))
    assert spread(value, {"ug": {"再见": Translation("خوش")}}, "zh-Hans") == {"ug"}
    assert value.title["ug"] == "خوش"
    assert "ug" not in value.parts[0]
    assert spread(value, {"kk-Arab": {one.text: Translation("x") for one in sources()}}, "zh-Hans") == frozenset()


def test_approving_names_the_reviewer_of_those_texts_only():
    known = {"再见": Translation("a"), "您好{name}": Translation("b {name}")}
    assert approved(known, "Aygul, 2026-11-25", ["再见"]) == {
        "再见": Translation("a", "Aygul, 2026-11-25"), "您好{name}": Translation("b {name}"),
    }  # fmt: skip
