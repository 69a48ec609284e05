"""The pack of the People's Republic of China, as a jurist would read it."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from jiefen import shelf
from jiefen.core.access import RoleKind

PROCEDURES = [one.key for one in shelf.procedures("cn")]
LANGUAGES = ("zh-Hans", "en")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def texts_of(value):
    """Every text in several languages of a procedure, whatever part of it holds it."""
    if isinstance(value, Mapping):
        if set(value) & set(LANGUAGES):
            yield value
        else:
            for one in value.values():
                yield from texts_of(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from texts_of(getattr(value, one.name))
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from texts_of(one)


@pytest.mark.parametrize("name", PROCEDURES)
def test_every_text_stands_in_every_language(name):
    found = list(texts_of(shelf.procedure_at("cn", name)))
    assert len(found) > 20
    for texts in found:
        assert set(LANGUAGES) <= set(texts)
        assert CHINESE.search(texts["zh-Hans"]), texts
        assert not CHINESE.search(texts["en"]), texts


@pytest.mark.parametrize("name", PROCEDURES)
def test_every_time_limit_and_power_cites_an_article_that_the_sources_hold(name):
    procedure, known = shelf.procedure_at("cn", name), shelf.sources("cn").citations()
    for deadline in procedure.deadlines.values():
        assert deadline.basis
        assert {one.split(".")[0] for one in deadline.basis} <= known
    for action in procedure.actions.values():
        if any(procedure.roles[role].kind is RoleKind.AUTHORITY for role in action.by):
            assert action.basis, action.id
            assert {one.split(".")[0] for one in action.basis} <= known


@pytest.mark.parametrize("name", PROCEDURES)
def test_every_paper_that_a_procedure_names_is_in_the_pack(name):
    for document in shelf.procedure_at("cn", name).documents.values():
        paper = shelf.paper("cn", document.template)
        assert paper.blocks


def test_the_statutes_are_not_copied():
    folder = Path(shelf.__file__).parent / "packs" / "cn"
    assert sum(path.stat().st_size for path in folder.rglob("*.yaml")) < 3_000_000
    assert not list(folder.rglob("*.md"))
