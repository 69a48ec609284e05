"""A new procedure, as it is first written: complete, proved, its scenarios hold, and it cites only what the pack knows."""

from dataclasses import replace

import pytest

from jiefen import shelf
from jiefen.cli import drafts
from jiefen.cli.jurist import templates
from jiefen.core.packerror import PackError
from jiefen.core.procedure import load_paper, load_procedure, load_scenarios, run_scenario
from jiefen.core.procedure.checking import check
from jiefen.core.procedure.model import Nature
from jiefen.core.procedure.skeleton import Around, skeleton
from jiefen.core.sources import Sources
from jiefen.core.strictyaml import read_yaml

TEMPLATES = templates()
PACKS = shelf.jurisdictions()


def around(jurisdiction):
    return Around(
        drafts.info(jurisdiction), shelf.counting(jurisdiction), shelf.calendar(jurisdiction), shelf.sources(jurisdiction),
        shelf.procedures(jurisdiction), tuple(one for one, _action in shelf.pack(jurisdiction).opens),
    )  # fmt: skip


def made(nature=Nature.VOLUNTARY, place=None, name="try-out"):
    return skeleton(name, nature, place or around("cn"), TEMPLATES)


def loaded(files, place, name="try-out"):
    """The procedure of these files, loaded strictly among the names of its pack and its own."""
    own = replace(
        place.pack,
        procedures=place.pack.procedures | {name},
        papers=place.pack.papers | {path.split("/")[1].removesuffix(".yaml") for path in files if path.startswith("doc")},
    )
    return load_procedure(files[f"procedures/{name}.yaml"], "new.yaml", counting=place.counting, pack=own)


@pytest.mark.parametrize("nature", Nature)
@pytest.mark.parametrize("jurisdiction", PACKS)
def test_it_loads_is_proved_and_its_scenarios_hold(jurisdiction, nature):
    place = around(jurisdiction)
    files = made(nature, place)
    one = loaded(files, place)
    assert one.nature is nature
    others = {other.id: other for other in place.procedures}
    assert check(one, place.calendar, place.sources, {**others, one.id: one}).findings == ()
    scenarios = load_scenarios(files["scenarios/try-out.yaml"], "s.yaml", one)
    assert [run_scenario(one, each, place.calendar).failures for each in scenarios] == [()] * len(scenarios)
    for document in one.documents.values():
        paper = load_paper(files[f"documents/{document.template}.yaml"], "d.yaml", place.pack.languages)
        assert paper.name == document.template


@pytest.mark.parametrize("nature", Nature)
@pytest.mark.parametrize("jurisdiction", PACKS)
def test_its_scenarios_reach_every_end_and_every_act_of_time(jurisdiction, nature):
    place = around(jurisdiction)
    files = made(nature, place)
    one = loaded(files, place)
    events = [
        event
        for each in load_scenarios(files["scenarios/try-out.yaml"], "s.yaml", one)
        for event in run_scenario(one, each, place.calendar).events
    ]
    ends = {state.id for state in one.states.values() if state.outcome} & {event.body.get("to") for event in events}
    assert ends == {state.id for state in one.states.values() if state.outcome}
    assert "time" in {event.actor for event in events}
    assert any(event.body.get("ground") for event in events), "a refusal is among them, with its ground"


@pytest.mark.parametrize("nature", Nature)
def test_its_law_is_borrowed_from_the_nearest_procedure_and_marked_as_a_proposal(nature):
    place = around("cn")
    one = loaded(made(nature), place)
    near = {
        Nature.VOLUNTARY: "people-mediation", Nature.COMPULSORY: "labour-arbitration", Nature.JUDICIAL: "court-filing",
    }[nature]  # fmt: skip
    assert one.basis == next(other.basis for other in place.procedures if other.id == near)
    assert {deadline.certainty for deadline in one.deadlines.values()} == {"I"}
    assert f"borrowed from 借自：{near}@" in made(nature)["procedures/try-out.yaml"]


def test_it_tells_the_jurist_what_to_change_in_both_languages():
    for nature in Nature:
        text = made(nature)["procedures/try-out.yaml"]
        notes = [line for line in text.splitlines() if line.lstrip().startswith("#")]
        assert sum("CHANGE" in line for line in notes) >= 3
        assert sum("请改" in line for line in notes) >= 3
        for section in ("roles", "facts", "states", "actions", "deadlines", "notices"):
            place = text.splitlines().index(f"{section}:")
            assert text.splitlines()[place - 1].startswith("#"), section
        assert "$" not in text
        assert "[[" not in text
        assert "@compulsory" not in text


def test_another_language_of_the_pack_gets_the_english_text_and_the_file_says_so():
    place = around("base")
    place = replace(place, pack=replace(place.pack, languages=("fr", "zh-Hans", "en")))
    files = made(place=place)
    title = dict(read_yaml(files["procedures/try-out.yaml"], "p.yaml").items())["title"].plain()
    assert title == {"fr": "A new procedure", "zh-Hans": "新程序", "en": "A new procedure"}
    assert "# fr: these texts are still in English" in files["procedures/try-out.yaml"]
    assert "still in English" not in made()["procedures/try-out.yaml"]


@pytest.mark.parametrize("name", ["", "Library", "9lives", "../out", "a/b", "a b", "a_b", "图书馆", "x" * 61, "a.yaml", "-a"])
def test_a_bad_id_is_refused_and_says_what_an_id_is(name):
    with pytest.raises(ValueError, match="such as library-fine"):
        made(name=name)


def test_a_taken_id_is_refused():
    with pytest.raises(ValueError, match="has a procedure 'people-mediation' already"):
        made(name="people-mediation")


def test_a_pack_without_procedures_can_begin_with_a_court():
    """Nothing to borrow: the first citation there is, and the first length that an article sets."""
    place = replace(around("base"), procedures=(), opens=())
    place = replace(place, pack=replace(place.pack, procedures=frozenset()))
    files = made(Nature.JUDICIAL, place)
    one = loaded(files, place)
    assert check(one, place.calendar, place.sources).findings == ()
    assert one.basis == ("UNCITRAL-ODR@2016#2",)
    for nature in (Nature.VOLUNTARY, Nature.COMPULSORY):
        with pytest.raises(ValueError, match="begin with --nature judicial"):
            made(nature, place)


def test_a_pack_without_law_says_what_is_missing():
    place = replace(around("base"), procedures=(), opens=())
    with pytest.raises(ValueError, match="no article that could be cited"):
        made(Nature.JUDICIAL, replace(place, sources=Sources({})))
    key, law = next(iter(place.sources.laws.items()))
    timeless = Sources({key: replace(law, limits={}, custom={})})
    with pytest.raises(ValueError, match="set no length of time"):
        made(Nature.JUDICIAL, replace(place, sources=timeless))


def test_what_is_changed_wrongly_is_found_by_the_loader_with_its_line():
    files = made()
    text = files["procedures/try-out.yaml"].replace("waits_for: [office]", "waits_for: [ofice]", 1)
    line = text[: text.index("[ofice]")].count("\n") + 1
    with pytest.raises(PackError, match=f"new.yaml:{line}: unknown role 'ofice'; expected 'office'"):
        loaded({**files, "procedures/try-out.yaml": text}, around("cn"))
