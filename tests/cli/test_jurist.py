"""What a jurist types: new, schema, check, test, simulate on names and files; and the page that shows it all."""

import json
import os
import re
from pathlib import Path

import hour
import jsonschema_rs
import pytest
from click.testing import CliRunner

from jiefen import shelf
from jiefen.cli import drafts
from jiefen.cli.main import main
from jiefen.cli.stepping_words import COMMANDS, SAYS, WHY, WRONG, command
from jiefen.core.procedure import CODES, run_scenario
from jiefen.core.strictyaml import read_yaml

ASKED = "1\nWater comes in\nRepair it\n\n"  # the opening act of a new voluntary procedure, with its three questions


def run(*words, typed=""):
    found = CliRunner().invoke(main, list(words), input=typed)
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
    return found


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a new procedure of each nature."""
    folder = tmp_path_factory.mktemp("drafts")
    for nature in ("voluntary", "compulsory", "judicial"):
        made = run("procedure", "new", f"my-{nature}", "--nature", nature, "--folder", str(folder))
        assert made.exit_code == 0, made.output
    return folder


def file_of(place, nature="voluntary"):
    return str(place / "procedures" / f"my-{nature}.yaml")


def changed(place, tmp_path, old, new):
    """A copy of the new procedure with one thing in it changed, its papers and scenarios beside it."""
    for folder in ("procedures", "scenarios", "documents"):
        (tmp_path / folder).mkdir()
        for one in (place / folder).glob("my-voluntary*"):
            text = one.read_text(encoding="utf-8")
            if folder == "procedures":
                assert old in text
                text = text.replace(old, new, 1)
            (tmp_path / folder / one.name).write_text(text, encoding="utf-8")
    return file_of(tmp_path)


# -- new ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nature", ["voluntary", "compulsory", "judicial"])
def test_a_new_procedure_is_proved_and_its_scenarios_hold(place, nature):
    checked = run("procedure", "check", file_of(place, nature), "--lang", "en")
    assert checked.exit_code == 0, checked.output
    assert f"my-{nature}@1: proved" in checked.output
    tested = run("procedure", "test", file_of(place, nature))
    assert tested.exit_code == 0, tested.output
    assert re.search(r"\n[1-9]\d* scenarios, 0 failed\.\n", tested.output)
    assert run("procedure", "explain", file_of(place, nature), "--lang", "en").exit_code == 0
    assert run("procedure", "draw", file_of(place, nature)).output.lstrip().startswith("<svg")


def test_new_never_writes_over_anything(tmp_path):
    assert run("procedure", "new", "mine", "--folder", str(tmp_path)).exit_code == 0
    before = {one: one.read_bytes() for one in tmp_path.rglob("*.yaml")}
    assert len(before) == 3
    again = run("procedure", "new", "mine", "--folder", str(tmp_path))
    assert again.exit_code == 2
    assert "is there already; nothing was written" in again.output
    (tmp_path / "procedures" / "mine.yaml").unlink()
    assert run("procedure", "new", "mine", "--folder", str(tmp_path)).exit_code == 2
    assert not (tmp_path / "procedures" / "mine.yaml").exists(), "all or nothing"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Bad Id",), "is no id"),
        (("../escape",), "is no id"),
        (("people-mediation",), "has a procedure 'people-mediation' already"),
        (("mine", "--jurisdiction", "mars"), "there is no pack 'mars'; there are: base, cn, ew"),
        (("mine", "--nature", "free"), "'free' is not one of"),
    ],
)
def test_new_refuses_clearly_and_writes_nothing(tmp_path, words, said):
    found = run("procedure", "new", *words, "--folder", str(tmp_path))
    assert found.exit_code == 2
    assert said in found.output
    assert list(tmp_path.iterdir()) == []


def test_new_in_a_folder_that_is_a_file_says_so(tmp_path):
    (tmp_path / "procedures").write_text("")
    found = run("procedure", "new", "mine", "--folder", str(tmp_path))
    assert found.exit_code == 2
    assert "procedures" in found.output


# -- check and test on files ----------------------------------------------------------------------------------------


def test_a_file_says_itself_to_which_pack_it_belongs(tmp_path):
    assert run("procedure", "new", "mine", "--jurisdiction", "ew", "--folder", str(tmp_path)).exit_code == 0
    file = str(tmp_path / "procedures" / "mine.yaml")
    assert run("procedure", "check", file, "--lang", "en").exit_code == 0
    assert run("procedure", "test", file).exit_code == 0
    assert drafts.find(file, "cn").jurisdiction == "ew"


def test_check_tells_the_story_of_what_goes_wrong_in_a_file(place, tmp_path):
    file = changed(place, tmp_path, "from: [asked, talking]\n    to: left", "from: [asked]\n    to: left")
    found = run("procedure", "check", file, "--lang", "en")
    assert found.exit_code == 1
    assert "fails  Open door" in found.output
    assert "cannot leave for court from here" in found.output


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("waits_for: [office]", "waits_for: [ofice]", "unknown role 'ofice'; expected 'office'"),
        ("jurisdiction: cn", "jurisdiction: mars", "unknown pack 'mars'"),
        ("jurisdiction: cn\n", "", "the key 'jurisdiction' is missing"),
        ("template: my-voluntary-agreement", "template: nowhere", "there is no template 'nowhere'"),
        ("title:", "titel:", "unknown key 'titel'; expected 'title'"),
        ("procedure: my-voluntary", "- a list", "not valid YAML"),
    ],
)
def test_what_does_not_load_names_file_and_line(place, tmp_path, old, new, said):
    file = changed(place, tmp_path, old, new)
    for words in (("check", file), ("test", file), ("simulate", file), ("explain", file), ("draw", file)):
        found = run("procedure", *words)
        assert found.exit_code == 2, words
        assert re.search(rf"{re.escape(file)}:\d+: .*{re.escape(said)}", found.output), found.output


def test_a_wrong_paper_or_scenario_beside_the_file_is_found_by_check(place, tmp_path):
    file = changed(place, tmp_path, "title:", "title:")
    paper = tmp_path / "documents" / "my-voluntary-agreement.yaml"
    paper.write_text(paper.read_text().replace("parties", "partys"))
    assert "documents/my-voluntary-agreement.yaml:" in run("procedure", "check", file).output
    paper.write_text(paper.read_text().replace("partys", "parties"))
    scenarios = tmp_path / "scenarios" / "my-voluntary.yaml"
    scenarios.write_text(scenarios.read_text().replace("does: take", "does: tke", 1))
    found = run("procedure", "check", file)
    assert found.exit_code == 2
    assert "unknown action 'tke'; expected 'take'" in found.output


def test_a_draft_without_scenarios_can_be_checked_and_test_says_where_they_belong(place, tmp_path):
    file = changed(place, tmp_path, "title:", "title:")
    (tmp_path / "scenarios" / "my-voluntary.yaml").unlink()
    assert run("procedure", "check", file).exit_code == 0
    found = run("procedure", "test", file)
    assert found.exit_code == 2
    assert "scenarios/my-voluntary.yaml:1: there is no such file" in found.output


def test_a_scenario_that_does_not_hold_is_named_with_its_line(place, tmp_path):
    text = (place / "scenarios" / "my-voluntary.yaml").read_text(encoding="utf-8")
    wrong = tmp_path / "other.yaml"
    wrong.write_text(text.replace("{then: {state: asked", "{then: {state: talking", 1), encoding="utf-8")
    line = text[: text.index("{then: {state: asked")].count("\n") + 1
    found = run("procedure", "test", file_of(place), "--scenarios", str(wrong))
    assert found.exit_code == 1
    assert f"{wrong}:{line}: " in found.output
    assert "state should be 'talking' and is 'asked'" in found.output
    assert found.output.count("FAILS") == 1
    wrong.write_text("procedure: my-voluntary\nscenarios: []\n")
    assert run("procedure", "test", file_of(place), "--scenarios", str(wrong)).exit_code == 2


def test_test_runs_a_procedure_of_the_shelf_by_name():
    found = run("procedure", "test", "guidance")
    assert found.exit_code == 0
    assert found.output.count("ok    ") == len(shelf.scenarios("cn", "guidance"))
    assert run("procedure", "test", "no-such").exit_code == 2


def test_a_hand_off_to_another_draft_in_the_same_folder_is_followed(place, tmp_path):
    file = changed(place, tmp_path, "procedure: court-filing, opens: take-over", "procedure: my-judicial, opens: file")
    text = Path(file).read_text(encoding="utf-8")
    text = text.replace("procedure: court-filing, opens: take-over", "procedure: my-judicial, opens: file")
    text = text.replace("{asker: plaintiff, other: defendant}", "{asker: applicant, other: respondent}")
    Path(file).write_text(text, encoding="utf-8")
    assert "there is no procedure 'my-judicial'" in run("procedure", "check", file).output
    for folder in ("procedures", "documents"):
        for one in (place / folder).glob("my-judicial*"):
            (tmp_path / folder / one.name).write_bytes(one.read_bytes())
    assert run("procedure", "check", file).exit_code == 0
    Path(file).write_text(text.replace("opens: file", "opens: answer"), encoding="utf-8")
    assert "names no act that opens" in run("procedure", "check", file, "--lang", "en").output


def test_files_are_found_from_within_their_folder(place, monkeypatch):
    monkeypatch.chdir(place / "procedures")
    assert run("procedure", "test", "my-voluntary.yaml").exit_code == 0


@pytest.mark.parametrize("verb", ["check", "test", "simulate", "explain", "draw"])
def test_what_cannot_be_read_is_said(tmp_path, verb):
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "latin.yaml").write_bytes(b"title: caf\xe9\n")
    for name in ("nothing.yaml", "folder.yaml", "latin.yaml"):
        found = run("procedure", verb, str(tmp_path / name))
        assert found.exit_code == 2
        assert name in found.output


# -- schema ---------------------------------------------------------------------------------------------------------


def test_the_schema_fits_a_new_procedure_and_the_pack_s_own_knows_its_names(place, tmp_path):
    data = read_yaml(Path(file_of(place)).read_text(encoding="utf-8"), "p").plain()
    general = json.loads(run("procedure", "schema").output)
    assert jsonschema_rs.Draft202012Validator(general).is_valid(data)
    out = tmp_path / "own.json"
    assert run("procedure", "schema", "--jurisdiction", "cn", "--out", str(out)).exit_code == 0
    own = json.loads(out.read_text(encoding="utf-8"))
    assert "人民调解法@2010-08-28#17" in json.dumps(own, ensure_ascii=False)
    wrong = data | {"basis": ["人民调解法@2010-08-28#99"]}
    assert jsonschema_rs.Draft202012Validator(general).is_valid(wrong)
    assert not jsonschema_rs.Draft202012Validator(own).is_valid(wrong)
    assert run("procedure", "schema", "--jurisdiction", "mars").exit_code == 2
    assert run("procedure", "schema", "--out", str(tmp_path / "no" / "such" / "folder.json")).exit_code == 2


# -- simulate -------------------------------------------------------------------------------------------------------


def simulated(place, typed, *words, nature="voluntary", lang="en"):
    found = run("procedure", "simulate", file_of(place, nature), "--lang", lang, *words, typed=typed)
    assert found.exit_code == 0, found.output
    assert "Traceback" not in found.output
    return found.output


def test_it_shows_where_the_matter_stands_whose_turn_it_is_and_what_runs(place):
    told = simulated(place, ASKED)
    assert "── 2026-03-02 09:00 ── Nobody has opened the matter yet." in told
    after = told.partition("── 2026-03-02 09:00 ── Asked for, waiting for the office")[2]
    assert "The office answers in time." in after
    assert "Waiting for: Office" in after
    assert "The office's answer: act by 2026-03-05, then “The office has not answered in time”" in after
    for line in ("Applicant: Leave, and go to court → Left for court", "Office: Take it on → The two sides talk"):
        assert re.search(rf"\n +\d  {re.escape(line)}\n", after), after
    assert told.rstrip().endswith("The end."), "it ends when nothing more is typed"


def test_time_passes_back_takes_back_and_the_story_tells(place):
    told = simulated(place, ASKED + "wait 1\nuntil 2026-03-09\nstory\nback\nback\nback\nback\nstory\n")
    assert "It is 2026-03-03 09:00 now; nothing fell due." in told
    lapsed = "2026-03-06 00:00  time: The office has not answered in time → Ended, time ran out"
    assert told.count(lapsed) == 2, "when it happened, and in the story"
    assert "    goes on as court-filing" in told
    assert "Waiting for nobody: this is an end (Time ran out)." in told
    assert "Nothing has been done yet." in told
    assert "Nothing has happened yet." in told


def test_as_a_role_only_its_own_is_offered_and_seen(place):
    told = simulated(place, ASKED + "as office\n1\nas all\nas king\n", "--as", "asker")
    first, _dash, rest = told.partition("You are: Office")
    assert "You are: Applicant" in first
    assert "Office: Take it on" not in first
    assert "  What happened: Water comes in" in rest
    mine = rest.partition("Type a number")[0]
    assert "Applicant: Leave" not in mine
    assert "There is nothing for you to do here." in rest
    assert "You see everybody." in rest
    assert "Type one of: as asker, other, office, or: as all" in rest
    wrong = run("procedure", "simulate", file_of(place), "--as", "king")
    assert wrong.exit_code == 2
    assert "there are: asker, other, office" in wrong.output


def test_what_is_said_to_settle_is_not_shown_to_the_office():
    """The record of a mediation is without prejudice: the two sides and the mediator see it, the committee does not."""
    begun = "1\nA\nB\n\n\n\n4\n3\n5\n\n"
    told = run("procedure", "simulate", "people-mediation", "--lang", "en", typed=begun).output
    number = re.findall(r"\n +(\d+)  Mediator: Record a session", told)[-1]
    for role, seen in (("mediator", True), ("applicant", True), ("respondent", True), ("committee", False)):
        typed = f"{begun}{number}\n\nsaid in confidence\nas {role}\n"
        told = run("procedure", "simulate", "people-mediation", "--lang", "en", typed=typed).output
        shown = told.rpartition("You are: ")[2]
        assert "What happened: A" in shown
        assert ("Record of the session: said in confidence" in shown) is seen, role


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9\n", "There is no number 9; there are 1 to 1."),
        ("0\n", "There is no number 0; there are 1 to 1."),
        ("99999999999999999999\n", "there are 1 to 1."),
        ("wait\n", "Type how many days: wait 3"),
        ("wait -1\n", "Type how many days: wait 3"),
        ("wait soon\n", "Type how many days: wait 3"),
        ("wait 999999999\n", "Time only goes forward from 2026-03-02 09:00, until the end of 2100"),
        ("until\n", "Type a day or a moment: until 2026-04-10"),
        ("until yesterday\n", "Type a day or a moment"),
        ("until 2026-13-40\n", "Type a day or a moment"),
        ("until 1999-01-01\n", "Time only goes forward"),
        ("until 9999-12-31\n", "Type a day or a moment"),
        ("dance\n", "'dance' is not known here."),
        ("\n", "Type a number, or: wait N"),
        ("1\n\n\nmuch\n\n", "Type a sum in CNY, such as 3000 or 1.25, at least 0.00; or `cancel`."),
        ("1\ncancel\n", "Not done."),
        ("1\n", "The end."),
        ("", "The end."),
    ],
)
def test_whatever_is_typed_wrongly_is_told_what_can_be_typed(place, typed, said):
    assert said in simulated(place, typed)


def test_bytes_that_are_no_text_end_or_are_refused_without_a_traceback(place):
    for typed in (b"1\n\xff\xfe\n", b"\xff\n", b"1\n\x00\x07\nnothing\n"):
        found = CliRunner().invoke(main, ["procedure", "simulate", file_of(place), "--lang", "en"], input=typed)
        assert found.exception is None
        assert "The end." in found.output


def test_a_refused_act_says_why_and_nothing_has_changed(place, tmp_path):
    asks = "asks: {story: required, claim: required, amount: optional}"
    file = changed(place, tmp_path, asks, f"{asks}\n    when: has(amount) && amount <= 10000")
    typed = "1\n\n\n\nstory\n1\n\n\n200\nstory\n1\n\n\n100\nstory\n"
    told = run("procedure", "simulate", file, "--lang", "en", typed=typed).output
    refused = "Refused (guard): ask is not possible with the facts as they are. [has(amount) && amount <= 10000]"
    assert told.count(refused) == 2
    assert told.count("Nothing has happened yet.") == 2
    assert "2026-03-02 09:00  Applicant: Ask → Asked for, waiting for the office" in told.rpartition("> story")[2]


def test_a_refusal_asks_for_its_reason_and_its_ground(place):
    told = simulated(place, ASKED + "4\ncancel\n4\n\n7\noutside\n")
    assert "Not done." in told
    assert "On which ground (1 Outside what the office may do) [Enter: 1]: 7" in told
    assert "Type 1 Outside what the office may do; or `cancel`." in told
    assert "    because: Because of what was found." in told
    assert "told Applicant: “Not taken on, and why”" in told


def test_the_engine_s_refusals_are_told_in_the_language_of_the_dialogue(place):
    from jiefen.cli.stepping_show import refusal
    from jiefen.core.procedure import Refused
    from jiefen.core.procedure.simulate import begin

    one = begin(drafts.find(file_of(place), "cn").procedure, shelf.calendar("cn"))
    refused = Refused("missing", "ask: story is missing.", errors={"story": "missing"})
    assert list(refusal(one, refused, "en")) == ["Refused (missing): ask: story is missing.", "  What happened: is missing"]
    assert list(refusal(one, refused, "zh-Hans")) == ["不能这样做（missing）：有必填的内容没有填。", "  发生了什么：没有填"]
    guard = Refused("guard", "no.", params={"when": "amount <= 5"})
    assert list(refusal(one, guard, "en")) == ["Refused (guard): no. [amount <= 5]"]


def test_it_speaks_chinese_and_understands_it(place):
    told = simulated(place, "1\n漏水\n修好\n\n等3天\n退\n作为 受理机构\n作为\n经过\n场景\n跳舞\n退出\n", lang="zh-Hans")
    assert "还没有人开始这件案件。" in told
    assert "在等：受理机构" in told
    assert "已退回一步。" in told
    assert "您现在是：受理机构" in told
    assert "现在看到所有人。" in told
    assert 'with: {story: "漏水", claim: "修好"}' in told
    assert "这里不认识“跳舞”。" in told
    assert told.rstrip().endswith("结束。")
    assert "Type a number" not in told


def test_a_pack_without_the_language_speaks_its_own():
    told = run("procedure", "simulate", "small-claim", "--jurisdiction", "ew").output
    assert "Nobody has opened the matter yet." in told


def test_it_begins_when_it_is_told_to(place):
    assert "── 2026-05-06 09:00 ──" in simulated(place, "", "--from", "2026-05-06")
    assert "── 2026-05-06 14:30 ──" in simulated(place, "", "--from", "2026-05-06 14:30")
    for wrong in ("soon", "2026-02-30", "1800-01-01", "9999-01-01", ""):
        found = run("procedure", "simulate", file_of(place), "--from", wrong)
        assert found.exit_code == (2 if wrong else 0), wrong


def test_what_was_done_is_printed_as_a_scenario_that_test_accepts(place, tmp_path):
    typed = ASKED + "wait 2\n3\nas other\n1\nHalf the price\nscenario\nquit\n"
    told = simulated(place, typed)
    printed = told.partition("> scenario\n")[2].partition("> ")[0]
    file = tmp_path / "tried.yaml"
    file.write_text(printed, encoding="utf-8")
    found = run("procedure", "test", file_of(place), "--scenarios", str(file))
    assert found.exit_code == 0, found.output + printed
    assert "1 scenarios, 0 failed." in found.output
    assert "{until: 2026-03-04 09:00}" in printed


@pytest.mark.parametrize("name", [one.key for one in shelf.procedures("base") + shelf.procedures("ew")] + ["guidance"])
def test_every_procedure_can_be_walked_by_always_taking_the_first_way(name):
    pack = next(pack for pack in shelf.jurisdictions() if name in {one.key for one in shelf.procedures(pack)} | {"guidance"}
                and any(one.key == name or one.id == name for one in shelf.procedures(pack)))  # fmt: skip
    told = run("procedure", "simulate", name, "--jurisdiction", pack, "--lang", "en", typed="1\n=\n=\n=\n=\nstory\n" * 12)
    assert told.exit_code == 0
    assert "→" in told.output


def test_every_sentence_has_both_languages_with_the_same_places():
    for key, (english, chinese) in SAYS.items():
        named = [set(re.findall(r"\{(\d)", one)) for one in (english, chinese)]
        assert named[0] == named[1], key
    engine = set(CODES) - {"unproved", "not-movable"}  # these two come from the site, never from the engine
    assert engine <= set(WHY)
    assert all(len(both) == 2 for both in WRONG.values())
    words = [one for several in COMMANDS.values() for one in several]
    assert len(words) == len(set(words))
    assert command("等3天") == ("wait", "3天")
    assert command("until 2026-04-10") == ("until", "2026-04-10")
    assert command("waiting") == ("", "")


# -- the page -------------------------------------------------------------------------------------------------------

PAGE = hour.PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def steps():
    return hour.replay(PAGE)


def test_every_output_on_the_page_is_what_happens(steps):
    wrong = [one for one in steps if one.shown != one.real]
    assert wrong == [], "run: .venv/bin/python tests/cli/hour.py"
    assert sum(one.shown.startswith("$ jiefen ") for one in steps) >= 10


def test_the_page_shows_findings_that_are_then_mended(steps):
    checks = [one.real for one in steps if one.real.startswith("$ jiefen procedure check")]
    failing = [re.findall(r"\n  fails  (.*)", one) for one in checks]
    assert {"Bounded wait", "Told", "Clock-safe", "Sourced", "Open door"} <= {name for one in failing for name in one}
    assert failing[-1] == []
    assert "proved" in checks[-1]


def test_the_finished_files_of_the_page_load_are_proved_and_their_scenarios_hold(tmp_path):
    files = dict(re.findall(r"<!-- finished (\S+) -->\n```yaml\n(.*?)```\n", PAGE, re.DOTALL))
    assert {name.split("/")[0] for name in files} == {"procedures", "documents", "scenarios"}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name in (one for one in files if one.startswith("procedures/")):
        draft = drafts.find(str(tmp_path / name), "cn")
        assert drafts.prove(draft).findings == ()
        every = drafts.scenarios(draft)
        assert len(every) >= 3
        assert [run_scenario(draft.procedure, one, shelf.calendar("cn")).failures for one in every] == [()] * len(every)


def test_the_page_names_only_commands_that_there_are():
    named = set(re.findall(r"`?jiefen procedure ([a-z]+)", PAGE))
    assert named <= set(main.get_command(None, "procedure").commands)
    assert {"new", "check", "test", "simulate", "schema", "explain", "draw", "compare"} <= named


def test_replaying_leaves_the_working_folder_as_it_was():
    before = os.getcwd()
    hour.replay("<!-- add to a.yaml -->\n```yaml\na: 1\n```\n")
    assert os.getcwd() == before
