"""Two versions compared: what an amendment gives, what it takes, whom it touches."""

from pathlib import Path

import pytest

from jiefen import shelf
from jiefen.core.procedure.checking import check, compare, touched

FILE = Path(shelf.__file__).parent / "packs" / "cn" / "procedures" / "guidance.yaml"
EVERY = {one.id: one for one in shelf.procedures("cn") if one.holds_to is None}


def amended(tmp_path, *pairs):
    text = FILE.read_text(encoding="utf-8").replace('version: "2026.1"', 'version: "2027.1"')
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "guidance.yaml"
    path.write_text(text, encoding="utf-8")
    return shelf.procedure_at("cn", str(path))


def report(procedure):
    return check(procedure, shelf.calendar("cn"), shelf.sources("cn"), {**EVERY, procedure.id: procedure})


@pytest.fixture
def old():
    return EVERY["guidance"]


def test_the_same_text_changes_nothing(old, tmp_path):
    new = amended(tmp_path)
    assert compare(old, new, report(old), report(new)) == ()


def test_a_longer_clock_is_a_longer_wait_in_days(old, tmp_path):
    new = amended(tmp_path, ("starts: {enter: asked}, length: 7", "starts: {enter: asked}, length: 30"))
    changes = compare(old, new, report(old), report(new))
    assert {(one.kind, one.place, one.gain) for one in changes} >= {
        ("clock", "answering", None),
        ("wait", "asked.applicant", False),
    }
    assert touched(changes) >= {"asked"}
    assert any("18 → 41" in one.text["en"] for one in changes)


def test_a_door_that_closes_is_a_way_lost(old, tmp_path):
    new = amended(tmp_path, ("asked, asked_back, answered], to: to_court", "answered], to: to_court"))
    lost = [one for one in compare(old, new, report(old), report(new)) if one.gain is False]
    assert [(one.kind, one.place) for one in lost] == [("way", "leave.applicant")]
    assert lost[0].states == {"asked", "asked_back"}
    assert not report(new).proved, "and the checker says so"


def test_a_file_that_does_not_load_is_named_with_its_line(tmp_path):
    from jiefen.core.packerror import PackError

    with pytest.raises(PackError, match=r"guidance\.yaml:\d+"):
        amended(tmp_path, ("waits_for: [guide]", "waits_for: [nobody]"))
