"""Files that would hang, exhaust or deceive: an answer that names the place, within seconds and a bound of memory."""

import resource
from pathlib import Path

import pytest

from jiefen import shelf
from jiefen.core.packerror import PackError
from jiefen.core.procedure import load_procedure
from jiefen.core.procedure.checking import check, check_pack

FILE = Path(shelf.__file__).parent / "packs" / "cn" / "procedures" / "guidance.yaml"
TEXT = FILE.read_text(encoding="utf-8")
CALENDAR, SOURCES = shelf.calendar("cn"), shelf.sources("cn")


def load(text):
    return load_procedure(text, "bad.yaml", counting=shelf.counting("cn"), pack=shelf._info("cn"))


def refusal_of(text):
    try:
        load(text)
    except PackError as wrong:
        return wrong
    return None


def changed(*pairs):
    text = TEXT
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def states(count):
    line = '  s{}: {{name: {{zh-Hans: "步", en: "Step"}}, explain: {{zh-Hans: "步", en: "Step"}}, waits_for: [guide]}}\n'
    return "".join(line.format(number) for number in range(count))


@pytest.fixture(autouse=True)
def bounds():
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 1_000_000, "less than a gigabyte more"


@pytest.mark.parametrize(
    "text",
    [
        changed(("states:\n", "states:\n" + states(10_000))),
        changed(("length: 7, unit: day", "length: 1000000000, unit: day")),
        changed(("when: right_told", "when: 1 / 0 == 1")),
        changed(("when: right_told", "when: " + "(" * 400 + "right_told" + ")" * 400)),
        changed(("  asked: {name", "  asked: {name: {zh-Hans: 又, en: again}, explain: {zh-Hans: 又, en: b}}\n  asked: {name")),
        changed(('{zh-Hans: "等答复", en: "Waiting for an answer"}', '{zh-Hans: "等答复"}')),
        changed(("story: {type", "story: &a {type")),
        changed(("nature: voluntary", "nature: free")),
        changed(("to: answered,", "to: nowhere,")),
        "x" * 6_000_000,
        "",
    ],
    ids=["10,000 states", "10^9 days", "divides by zero", "deep guard", "doubled key", "one language", "anchor",
         "unknown nature", "unknown state", "six megabytes", "nothing"],
)  # fmt: skip
def test_a_file_that_cannot_be_right_is_named_with_its_line(text):
    wrong = refusal_of(text)
    if wrong is None:
        assert check(load(text), CALENDAR, SOURCES).findings, "what loads and is wrong is found by the checker"
    else:
        assert (wrong.file, wrong.line >= 1) == ("bad.yaml", True)


def test_many_states_that_all_lead_on_are_checked_or_refused_in_time():
    count = 400
    acts = "".join(
        f'  go{n}: {{name: {{zh-Hans: "走", en: "Go"}}, by: [guide], from: [s{n}], to: s{n + 1},'
        f" basis: [人民调解法@2010-08-28#5], notices: [asked-notice]}}\n"
        for n in range(count - 1)
    )
    text = changed(("states:\n", "states:\n" + states(count)), ("actions:\n", "actions:\n" + acts))
    report = check(load(text), CALENDAR, SOURCES)
    assert report.findings, "nothing runs in them: somebody would wait for ever"


def test_hand_offs_in_a_circle_without_people_are_told():
    """Two procedures that hand on to each other by time alone would go round for ever."""
    first = changed(
        ("procedure: guidance", "procedure: guidance"),
        ("by: time, from: [asked], to: unanswered, notices: [late-notice]}",
         "by: time, from: [asked], to: unanswered, notices: [late-notice], hand_off: {procedure: guidance, opens: ask,"
         " carries: [story], roles: {applicant: applicant}}}"),
    )  # fmt: skip
    procedure = load(first)
    report = next(iter(check_pack([procedure], CALENDAR, SOURCES)))
    assert any("circle" in one.code or "round" in one.code or "hand" in one.place for one in report.findings), report.findings
