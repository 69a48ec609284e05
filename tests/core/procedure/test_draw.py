"""The drawing, its table and the explanation: they show what the procedure says, to everyone, and run nothing."""

import re
from xml.etree import ElementTree

import pytest
from helping import FENCE, TEXT, load

from jiefen import shelf
from jiefen.core.procedure import as_table, draw, explain
from jiefen.core.procedure.explain import length_of

SVG = "{http://www.w3.org/2000/svg}"
EVERY = [FENCE, *shelf.procedures("cn")]


def texts(picture):
    return [one.text for one in ElementTree.fromstring(picture).iter(f"{SVG}text")]  # noqa: S314


@pytest.mark.parametrize("procedure", EVERY, ids=lambda one: one.id)
def test_every_drawing_is_well_formed_and_carries_nothing_that_runs(procedure):
    for lang in procedure.languages:
        picture = draw(procedure, lang)
        root = ElementTree.fromstring(picture)  # noqa: S314
        assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
            "svg", "defs", "marker", "path", "g", "rect", "circle", "text", "title"
        }  # fmt: skip
        assert not re.search(r"<script|\bon\w+=|href|url\((?!#tip\))|http(?!://www.w3.org/2000/svg)", picture)


@pytest.mark.parametrize("procedure", EVERY, ids=lambda one: one.id)
def test_every_act_and_every_state_can_be_read_in_the_picture(procedure):
    for lang in procedure.languages:
        shown = texts(draw(procedure, lang))
        for action in procedure.actions.values():
            assert any(action.name[lang].startswith(one.rstrip("…")) for one in shown), action.id
        titles = [one.text for one in ElementTree.fromstring(draw(procedure, lang)).iter(f"{SVG}title")]  # noqa: S314
        assert len(titles) == sum(len(action.sources) for action in procedure.actions.values())


def test_no_two_boxes_and_no_two_names_lie_on_each_other():
    for procedure in EVERY:
        root = ElementTree.fromstring(draw(procedure, "zh-Hans"))  # noqa: S314
        boxes = [tuple(float(one.get(name)) for name in ("x", "y", "width", "height")) for one in root.iter(f"{SVG}rect")]
        for place, (x, y, width, height) in enumerate(boxes):
            for x2, y2, width2, height2 in boxes[place + 1 :]:
                assert x + width <= x2 or x2 + width2 <= x or y + height <= y2 or y2 + height2 <= y
        spots = [(one.get("x"), one.get("y")) for one in root.iter(f"{SVG}text")]
        assert len(set(spots)) == len(spots)


def test_text_is_escaped_wherever_it_stands():
    evil = '"><script>alert(1)</script>&'
    text = TEXT.replace("{en: Asked,", "{en: '" + evil + "',").replace("{en: Take it on,", "{en: '" + evil + "',")
    picture = draw(load(text), "en")
    ElementTree.fromstring(picture)  # noqa: S314
    assert "<script" not in picture
    assert "The fence &amp; &lt;its&gt; place" in picture


def test_where_one_stands_is_marked_and_time_is_dashed():
    assert "#b4501e" not in draw(FENCE, "en")
    assert draw(FENCE, "en", here="talking").count("#b4501e") == 1
    acts = [one for one in FENCE.actions.values() if not one.by]
    dashed = draw(FENCE, "en").count("stroke-dasharray")
    assert dashed >= sum(len(one.sources) for one in acts)


def test_an_unknown_language_is_an_error_and_not_a_silent_guess():
    for make in (draw, as_table, explain):
        with pytest.raises(KeyError):
            make(FENCE, "fr")


def test_the_table_says_the_same_as_the_picture():
    table = as_table(FENCE, "en")
    assert len(table) == sum(len(action.sources) for action in FENCE.actions.values())
    assert table[0] == ("", "Ask", "Who asks", "Asked", "")
    assert ("Asked", "Nobody answers", "", "Lapsed",
            "Answer: 3 days / 5 working days; Age of the fence: 3 years") in table  # fmt: skip
    assert ("Drafted", "Change it", "Mediator", "") in [row[:4] for row in table]


def test_the_explanation_follows_the_way_a_matter_goes():
    sections = explain(FENCE, "zh-Hans")
    assert [one.state for one in sections][:2] == ["asked", "talking"]
    assert {one.state for one in sections} == set(FENCE.states)
    asked = sections[0]
    assert asked.name == "已申请"
    assert ("办公室", "受理", "商量中") in asked.acts
    assert asked.clocks[0] == ("答复", "3日 / 5个工作日", "无人答复", "law@1#1")
    assert [one.is_end for one in sections if one.state == "done"] == [True]


def test_a_length_is_said_in_each_language_with_each_reading():
    procedure = shelf.procedure("cn", "labour-arbitration")
    said = {lang: length_of(procedure.deadlines["acceptance"], lang) for lang in (*procedure.languages, "fr")}
    assert said == {
        "zh-Hans": "5日 / 5个工作日",
        "en": "5 days / 5 working days",
        "ug": "5 كۈن / 5 خىزمەت كۈنى",
        "kk-Arab": "5 كۇن / 5 جۇمىس كۇنى",
        "fr": "5 days / 5 working days",
    }


def test_a_picture_from_the_right_is_mirrored_and_its_words_are_not():
    procedure = shelf.procedure("cn", "people-mediation")
    for lang in procedure.languages:
        root = ElementTree.fromstring(draw(procedure, lang))  # noqa: S314
        turned = lang in ("ug", "kk-Arab")
        assert root.get("direction") == ("rtl" if turned else "ltr")
        assert [one.get("transform", "").startswith("matrix(-1 ") for one in root.findall(f"{SVG}g")] == [turned]
        for one in root.iter(f"{SVG}text"):
            back = one.get("transform")
            assert (back is not None) == turned
            if back is not None:  # turned about the very point at which the text begins
                assert back == f"matrix(-1 0 0 1 {2 * int(one.get('x'))} 0)"


def test_a_table_is_joined_with_the_marks_of_its_language():
    procedure = shelf.procedure("cn", "people-mediation")
    mark = {"zh-Hans": "；", "en": "; ", "ug": "؛ ", "kk-Arab": "؛ "}
    for lang in procedure.languages:
        several = [row[4] for row in as_table(procedure, lang) if mark[lang] in row[4]]
        assert several, "some state has two clocks"
        if lang != "en":
            assert not any("; " in row[4] for row in as_table(procedure, lang))
