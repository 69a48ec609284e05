"""A matter moves to another version only where everything that it stands on means the same, and it is written down."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jiefen import shelf
from jiefen.core import procedure as engine
from jiefen.core.procedure import Refused, movable, move, replay
from jiefen.core.procedure.record import EventKind, Participant

FILE = Path(shelf.__file__).parent / "packs" / "cn" / "procedures" / "guidance.yaml"
TELLS = """notices:
  moved: {to: [applicant], subject: {zh-Hans: 更新, en: New}, body: {zh-Hans: 权利没有减少, en: You lose nothing}}"""
NOON = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def amended(tmp_path, *pairs, tells=True):
    text = FILE.read_text(encoding="utf-8").replace('version: "2026.1"', 'version: "2027.1"')
    for old, new in (*pairs, *([("\nnotices:", "\n" + TELLS)] if tells else [])):
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "guidance.yaml"
    path.write_text(text, encoding="utf-8")
    return shelf.procedure_at("cn", str(path))


@pytest.fixture
def old():
    return shelf.procedure("cn", "guidance")


@pytest.fixture
def asked(old):
    """A request that has just been made, with its events."""
    action = next(one for name, one in shelf.pack("cn").opens if name == "guidance")
    facts = {ask.fact: "邻居堵路" for ask in old.actions[action].asks if ask.required}
    for name in facts:
        if old.facts[name].options:
            facts[name] = old.facts[name].options[0].id
    people = [Participant("a1", "applicant", old.roles["applicant"].side), Participant("guide", "guide")]
    return engine.open_matter(old, action, ("a1",), people, facts, NOON, shelf.calendar("cn"), recorded_at=NOON)


def test_what_runs_must_be_the_same(old, tmp_path):
    new = amended(tmp_path, ("starts: {enter: asked}, length: 7", "starts: {enter: asked}, length: 30"))
    assert "answering" in movable(old, new, "asked")
    assert movable(old, new, "answered") == ""
    assert "ended" in movable(old, new, "helped")


def test_its_parties_must_be_told(old, tmp_path):
    assert "'moved'" in movable(old, amended(tmp_path, tells=False), "asked")


def test_what_was_done_must_still_have_a_name(old, tmp_path):
    assert "does not know the act lost" in movable(old, amended(tmp_path), "asked", ["lost"])


def test_another_procedure_is_no_version(old):
    assert movable(old, shelf.procedure("cn", "people-mediation"), "asked") == "it is another procedure"


def test_it_is_an_entry_that_tells_the_parties_why(old, tmp_path, asked):
    new = amended(tmp_path)
    before = replay(old, asked)
    event = move(old, new, before, ["ask"], NOON, reason="新版多一条救济途径", by="chen")
    assert event.kind is EventKind.MOVE
    assert event.body["notices"] == [{"id": "moved", "to": ["a1"]}]
    after = replay(new, [*asked, event])
    assert after.procedure == new.key
    assert (after.state, after.facts, after.running) == (before.state, before.facts, before.running)


def test_replay_before_the_move_names_the_version_it_was_opened_under(old, tmp_path, asked):
    assert replay(amended(tmp_path), asked).procedure == old.key


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_moves(old, tmp_path, asked, reason):
    with pytest.raises(Refused) as caught:
        move(old, amended(tmp_path), replay(old, asked), [], NOON, reason=reason, by="chen")
    assert caught.value.code == "reason-required"


def test_a_matter_that_cannot_move_is_refused_with_the_cause(old, tmp_path, asked):
    new = amended(tmp_path, ("starts: {enter: asked}, length: 7", "starts: {enter: asked}, length: 30"))
    with pytest.raises(Refused, match="answering") as caught:
        move(old, new, replay(old, asked), [], NOON, reason="x", by="chen")
    assert caught.value.code == "not-movable"
