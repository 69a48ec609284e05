"""Packs are read strictly: what is hidden, doubled, deep or large is refused with its line."""

import pytest

from jiefen.core.packerror import PackError
from jiefen.core.strictyaml import read_yaml


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\na: 2\n", 2, "twice"),
        ("a: &x 1\nb: *x\n", 1, "anchors"),
        ("a: !!python/object/apply:os.system ['true']\n", 1, "tag"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("", 1, "empty"),
        ("a: [1, 2\n", 2, "not valid YAML"),
        ("? [a, b]\n: 1\n", 1, "not a word"),
    ],
)
def test_a_rule_broken_is_named_with_its_line(text, line, words):
    with pytest.raises(PackError) as caught:
        read_yaml(text, "f.yaml")
    assert caught.value.line == line
    assert words in str(caught.value)
    assert str(caught.value).startswith("f.yaml:")


def test_a_billion_laughs_and_ten_thousand_levels_are_refused():
    laughs = "a: &a [x,x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)},*{chr(97 + n)}]\n" for n in range(20))
    deep = "[" * 10_000 + "]" * 10_000
    wide = "a:\n" + " - x\n" * 300_000
    for text in (laughs, deep, wide, "x" * 6_000_000):
        with pytest.raises(PackError):
            read_yaml(text, "f.yaml")


def test_words_stay_words_and_numbers_are_exact():
    plain = read_yaml("on: no\nday: 2026-11-23\nhalf: 0.5\nyes: true\nnone:\ncode: '012'\nbig: 123\n", "f").plain()
    assert plain == {"on": "no", "day": "2026-11-23", "half": "0.5", "yes": True, "none": None, "code": "012", "big": 123}


def test_an_unknown_key_names_the_nearest():
    with pytest.raises(PackError, match="'title'"):
        read_yaml("titel: x\n", "f").mapping(["title"])
    with pytest.raises(PackError, match="missing"):
        read_yaml("a: x\n", "f").mapping(["a", "b"])
