"""Wrong and hostile files: each is refused with its line and what was expected; none is half loaded or hangs."""

import hashlib
from dataclasses import replace

import pytest
from helping import FENCE, PACK, TEXT, load

from jiefen.core.packerror import PackError
from jiefen.core.procedure import load_paper


def line_of(text, mark):
    """The line on which `mark` first stands."""
    return text[: text.index(mark)].count("\n") + 1


def changed(old, new):
    """The test procedure with one thing in it changed."""
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def test_the_right_file_loads_and_knows_its_own_text():
    assert hashlib.sha256(TEXT.encode()).hexdigest() == FENCE.fingerprint
    assert FENCE.key == "fence@1"
    assert [action.id for action in FENCE.leaving["asked"]] == ["take", "turn-down", "silent", "too-old", "leave"]
    assert [action.id for action in FENCE.leaving["start"]] == ["ask", "ask-together"]
    assert FENCE.deadlines["answer"].period.readings[1].length == 5


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        # unknown and missing keys, wrong types
        ("version: ", "verison: ", "unknown key 'verison'; expected 'version'"),
        ("nature: voluntary", "nature: free", "unknown nature 'free'"),
        ("nature: voluntary\n", "", "the key 'nature' is missing"),
        ("language: 1", "language: 2", "language 2 is not known"),
        ("jurisdiction: test", "jurisdiction: mars", "unknown jurisdiction 'mars'"),
        ("holds: {from: 2020-01-01}", "holds: {from: yesterday}", "a day written as"),
        ("holds: {from: 2020-01-01}", "holds: {from: 2020-01-01, to: 2019-01-01}", "replaced before it begins"),
        ("procedure: fence", "procedure: Fence!", "is no name"),
        ("  asked: {name", "  start: {name", "'start' is reserved"),
        ("least: 1, most: 3", "least: 4, most: 3", "a whole number from 4"),
        ("side: a, ", "", "has no side"),
        ("kind: neutral, ", "kind: neutral, side: a, ", "has a side"),
        # languages
        (", zh-Hans: 已申请}", "}", "the key 'zh-Hans' is missing"),
        (", zh-Hans: 已申请}", ", zh-Hans: 已申请, fr: Demandé}", "unknown key 'fr'"),
        (", zh-Hans: 已申请}", ", zh-Hans: ''}", "a text of 1 to"),
        # names that do not resolve
        ("waits_for: [office]", "waits_for: [offcie]", "unknown role 'offcie'; expected 'office'"),
        ("to: asked,", "to: askd,", "unknown state 'askd'; expected 'asked'"),
        ("from: [asked], to: talking", "from: [asked, nowhere], to: talking", "unknown state 'nowhere'"),
        ("asks: {story: required, amount", "asks: {storry: required, amount", "unknown fact 'storry'"),
        ("asks: {story: required, amount", "asks: {story: maybe, amount", "unknown word 'maybe'"),
        ("notices: [received]", "notices: [recieved]", "unknown notice 'recieved'; expected 'received'"),
        ("documents: [request]", "documents: [letter]", "unknown document 'letter'"),
        ("remedies: [sue]", "remedies: [pray]", "unknown remedy 'pray'"),
        ("resets: [sign]", "resets: [sing]", "unknown action 'sing'; expected 'sign'"),
        ("suspends: [talks]", "suspends: [talk]", "unknown deadline 'talk'; expected 'talks'"),
        ("on_expiry: silent", "on_expiry: silence", "unknown action 'silence'; expected 'silent'"),
        ("unit: hour", "unit: moon", "unknown unit 'moon'"),
        ("counting: rolled", "counting: backwards", "unknown counting rule 'backwards'"),
        ("outcome: agreed", "outcome: happy", "unknown outcome 'happy'"),
        ("kind: agreed", "kind: glad", "unknown kind of outcome 'glad'"),
        ("type: money, class: open", "type: gold, class: open", "unknown type of fact 'gold'"),
        ("class: caucus", "class: whisper", "unknown class 'whisper'"),
        ("roles: {asker: plaintiff", "roles: {king: plaintiff", "unknown role 'king'"),
        ("hand_off: {procedure: court", "hand_off: {procedure: nowhere", "no procedure 'nowhere'"),
        ("hand_off: court}", "hand_off: nowhere}", "no procedure 'nowhere'"),
        ("template: request", "template: letter", "no template 'letter'"),
        ("basis: [law@1#1], notices: [invitation]", "basis: [law@9#1], notices: [invitation]", "'law@9#1' is not in"),
        # what an action cannot be
        ("notices: [received], documents", "hand_off: {}, documents", "'procedure' is missing"),
        ("by: [asker], from: [start]", "by: [], from: [start]", "has nothing under `by`"),
        ("from: [start], to: asked", "from: [], to: asked", "has nothing under `from`"),
        ("by: [asker], from: [start]", "by: nobody, from: [start]", "unknown actor 'nobody'"),
        ("from: [start], to: asked", "from: [start], to: stay", "stays nowhere"),
        ("from: [asked, talking, drafted, cooling], to: left", "from: [done, talking], to: left", "which is an end"),
        ("basis: [law@1#1], notices: [invitation]", "notices: [invitation]", "cites no law"),
        ("    remedies: [sue]\n", "", "refuses and names no remedy"),
        ("by: [asker, other], from: [asked, talking, drafted", "by: [asker, helper], from: [asked, talking, drafted",
         "a party's own act"),
        ("leaves: true,", "leaves: true, each: true,", "possible alone, always"),
        ("leaves: true,", "leaves: true, when: has(amount),", "possible alone, always"),
        ("by: time, from: [asked], to: lapsed,", "by: time, from: [asked], to: lapsed, reason: true,", "no reason"),
        ("by: time, from: [asked], to: lapsed,", "by: time, from: [asked], to: lapsed, asks: {story: optional},", "no asks"),
        ("by: time, from: [asked], to: lapsed,", "by: time, from: [asked], to: lapsed, when: has(story),", "no when"),
        ("by: [asker], from: [start], to: asked,", "by: [asker], from: [start], to: asked, reason: true,", "without a reason"),
        ("each: true, from: [drafted]", "each: true, sides: true, from: [drafted]", "each or sides"),
        ("resets: [sign]", "resets: [draft]", "which one person completes"),
        ("unit: day, times: 1}", "unit: day}", "as often as one likes"),
        ("times: 1}", "times: 0}", "a whole number from 1"),
        # guards
        ("height <= 200", "hieght <= 200", "reads hieght"),
        ("height <= 200", "height <= ", "not valid CEL"),
        ("has(height) && height <= 200", "'[1].all(height, true)'", "the guard calls all"),
        # time
        ("on_expiry: silent", "on_expiry: take", "not an act of time"),
        ("who: [office], runs_in: [asked]", "who: [office], runs_in: [asked, talking]", "does not lead"),
        ("who: [office], runs_in: [asked]", "who: [office], runs_in: []", "runs nowhere"),
        ("starts: {enter: asked}", "starts: {}", "started by nothing"),
        ("starts: {enter: asked}", "starts: {enter: talking}", "in which it does not run"),
        ("length: 3, unit: day", "length: 0, unit: day", "a whole number from 1"),
        ("length: 3, unit: year", "length: 101, unit: year", "a whole number from 0 to 100"),
        ("on_expiry: silent, basis: [law@1#1]", "on_expiry: silent, basis: []", "cites no law"),
        ("from_fact: built_on", "from_fact: story", "which is no day"),
        ("on_expiry: too-old", "on_expiry: no-reply", ""),
        # confidentiality by construction
        ("carries: [story, amount]", "carries: [story, secret]", "is of class caucus and would leave it"),
        ("uses: [story, amount]", "uses: [story, secret]", "is of class caucus and would leave it"),
        ("shows: [amount]", "shows: [amount, secret]", "is of class caucus and would leave it"),
        ('body: {en: "By {deadline.answer}: {amount}"', 'body: {en: "By {deadline.answer}: {secret}"', "{secret}"),
        ('"By {deadline.answer}: {amount}"', '"By {deadline.never}: {amount}"', "{deadline.never}"),
        # facts
        ("least: 0, most: 100000", "least: 5, most: 4", "at least 5 and at most 4"),
        ("options: {wood: {en: Wood, zh-Hans: 木}, stone: {en: Stone, zh-Hans: 石}}", "longest: 5", "options for a choice"),
        ("type: text, class: caucus,", "type: list, class: caucus,", "fields for a list"),
        ("{type: person, label: {en: Who,", "{type: list, fields: {}, label: {en: Who,", "a list within a list"),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_line(old, new, said):
    text = changed(old, new)
    with pytest.raises(PackError) as caught:
        load(text)
    fault = caught.value
    assert said in str(fault)
    assert fault.file == "fence.yaml"
    assert 1 <= fault.line <= text.count("\n") + 1
    assert str(fault).startswith(f"fence.yaml:{fault.line}: ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("nature: voluntary", "nature: free"),
        ("waits_for: [office]", "waits_for: [offcie]"),
        ("height <= 200", "hieght <= 200"),
        ("length: 3, unit: year", "length: 101, unit: year"),
        ("shows: [amount]", "shows: [amount, secret]"),
        ("resets: [sign]", "resets: [draft]"),
        ("    remedies: [sue]\n", ""),
    ],
)
def test_the_line_is_the_one_to_mend(old, new):
    text = changed(old, new)
    with pytest.raises(PackError) as caught:
        load(text)
    near = line_of(TEXT, old)
    assert abs(caught.value.line - near) <= (9 if not new else 0)  # a part that is missing: where the whole begins


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a list",
        "just words",
        "a: [1, 2",
        "a: 1\na: 2",
        "a: &x 1\nb: *x",
        "a: !!python/object/apply:os.system ['true']",
        "--- 1\n--- 2",
        "[" * 3000,
        "{a: " * 60 + "1" + "}" * 60,
        "a: b\n" * 600_000,
        "\x00",
        "a: \ud800",
        "? [complex]\n: 1",
        TEXT.replace("  asked: {name", "".join(f"  s{n}: {{}}\n" for n in range(10_000)) + "  asked: {name"),
        TEXT.replace("en: Asked", "en: " + "x" * 30_000),
    ],
    ids=range(16),
)
def test_hostile_files_end_in_one_clear_error(text):
    with pytest.raises(PackError):
        load(text)


def test_alone_outside_its_pack_citations_and_other_files_are_not_checked():
    free = replace(PACK, citations=None, procedures=None, papers=None)
    assert load(changed("template: request", "template: letter"), free).documents["request"].template == "letter"


def test_an_extension_without_a_maximum_must_say_so():
    text = changed("unit: day, times: 1}", "unit: day}")
    text = text.replace("on_expiry: talks-over,", "on_expiry: talks-over, unbounded: true,")
    assert load(text).actions["more-time"].extends[0].times is None


GOOD_PAPER = """paper: letter
language: 1
blocks:
  - title: {en: Letter}
  - {fact: amount, if: amount}
  - {parties: [asker]}
  - {cites: true}
"""


def test_a_paper_is_blocks_and_nothing_else():
    paper = load_paper(GOOD_PAPER, "letter.yaml", ["en"])
    assert [(block.kind, block.only_if) for block in paper.blocks] == [
        ("title", ""), ("fact", "amount"), ("parties", ""), ("cites", "")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("language: 1", "language: 2", 2),
        ("- title: {en: Letter}", "- heading: {en: Letter}", 3),
        ("{en: Letter}", "{fr: Lettre}", 4),
        ("{cites: true}", "{cites: perhaps}", 7),
        ("{cites: true}", "{script: true}", 7),
        ("{cites: true}", "{cites: true, note: {en: two}}", 7),
    ],
)
def test_a_wrong_paper_names_its_line(old, new, line):
    with pytest.raises(PackError) as caught:
        load_paper(GOOD_PAPER.replace(old, new), "letter.yaml", ["en"])
    assert abs(caught.value.line - line) <= 1
