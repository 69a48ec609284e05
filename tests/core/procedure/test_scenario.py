"""Scenarios: what holds passes; what does not is reported with file and line, in words its author understands."""

import pytest
from helping import CALENDAR, FENCE

from jiefen import shelf
from jiefen.core.packerror import PackError
from jiefen.core.procedure import load_scenarios, run_scenario

HEAD = """procedure: fence
scenarios:
  - name: they agree
    people: {li: asker, wang: other, mei: helper, hall: office}
    steps:
      - {at: 2026-03-02 09:00, who: li, does: ask, with: {story: The fence, amount: 500}}
"""
GOOD = (
    HEAD
    + """\
      - {then: {state: asked, waits: [hall], may: {li: [leave], wang: [leave], hall: [take]}, may_not: {li: [take]},
                due: {answer: 2026-03-05}, not_lost_before: {answer: 2026-03-10}, provisional: {answer: false},
                told: {received: [li, hall]}, papers: [request], runs: [answer]}}
      - {at: 2026-03-03 08:00, who: li, does: take, refused: not-allowed}
      - {at: 2026-03-03 09:00, who: hall, does: take}
      - {at: 2026-03-03 10:00, reached: wang, notice: invitation}
      - {then: {due: {reply: 2026-03-05}}}
      - {at: 2026-03-03 11:00, who: wang, does: say-height, with: {height: 150}}
      - {at: 2026-03-03 12:00, who: mei, does: draft, with: {terms: [{who: li, what: moves it}]}}
      - {at: 2026-03-04 09:00, who: li, does: sign}
      - {then: {state: drafted, waits: [wang, mei]}}
      - {at: 2026-03-04 09:00, who: wang, does: sign}
      - {at: 2026-03-04 09:00, who: mei, does: sign}
      - {until: 2026-03-05}
      - {then: {state: cooling}}
      - {until: 2026-03-06}
      - {then: {state: done, outcome: agreed}}
"""
)


def run(text):
    """The failures of the first scenario in a text."""
    return run_scenario(FENCE, load_scenarios(text, "fence.yaml", FENCE)[0], CALENDAR).failures


def test_a_right_scenario_passes():
    result = run_scenario(FENCE, load_scenarios(GOOD, "fence.yaml", FENCE)[0], CALENDAR)
    assert result.ok, result.failures
    assert result.matter.state == "done"


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("{then: {state: talking}}", "state should be 'talking' and is 'asked'"),
        ("{then: {outcome: agreed}}", "outcome should be 'agreed' and is None"),
        ("{then: {due: {answer: 2026-03-06}}}", "'2026-03-05'"),
        ("{then: {due: {talks: 2026-03-06}}}", "None"),
        ("{then: {may: {li: [take]}}}", "may should be"),
        ("{then: {may_not: {li: [leave]}}}", "may_not should be"),
        ("{then: {told: {over: [li]}}}", "told should be"),
        ("{then: {papers: [agreement]}}", "papers should be"),
        ("{then: {handed_to: court}}", "handed_to should be 'court' and is None"),
        ("{then: {waits: [li]}}", "waits should be"),
        ("{then: {runs: [talks]}}", "runs should be"),
        ("{then: {provisional: {answer: true}}}", "provisional should be"),
        ("{at: 2026-03-02 10:00, who: li, does: take}", "was refused: not-allowed"),
        ("{at: 2026-03-02 10:00, who: hall, does: take, refused: ended}", "should have been refused (ended)"),
        ("{at: 2026-03-02 10:00, who: li, does: take, refused: ended}", "was refused: not-allowed"),
        ("{at: 2026-03-02 10:00, reached: wang, notice: invitation}", "never sent the notice invitation"),
        ("{at: today, who: hall, does: take}", "Invalid isoformat"),
        ("{until: 9999-12-31}", "out of range"),
    ],
)
def test_what_does_not_hold_is_named_with_file_and_line(step, said):
    failures = run(f"{HEAD}      - {step}\n")
    assert len(failures) == 1
    assert failures[0].startswith("fence.yaml:7: they agree: ")
    assert said in failures[0]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("procedure: fence", "procedure: hedge", 1),
        ("li: asker", "li: king", 4),
        ("who: li", "who: nobody", 6),
        ("does: ask", "does: aks", 6),
        ("with:", "wiht:", 6),
        ("  - name: they agree", "  - nam: they agree", 3),
    ],
)
def test_a_scenario_that_cannot_be_read_names_its_line(old, new, line):
    with pytest.raises(PackError) as caught:
        load_scenarios(HEAD.replace(old, new), "fence.yaml", FENCE)
    assert caught.value.line == line


def test_somebody_who_joins_later_is_not_there_before():
    text = (
        HEAD.replace("hall: office}", "hall: office, zhao: other}")
        + """\
      - {at: 2026-03-02 10:00, who: zhao, does: leave, refused: unknown-participant}
      - {at: 2026-03-02 11:00, joins: zhao}
      - {at: 2026-03-02 12:00, who: zhao, does: leave}
      - {then: {state: left, handed_to: court}}
"""
    )
    assert run(text) == ()


EVERY = [one for pack in shelf.jurisdictions() for one in shelf.procedures(pack)]


@pytest.mark.parametrize("procedure", EVERY, ids=lambda one: f"{one.jurisdiction}-{one.key}")
def test_the_scenarios_on_the_shelf_hold_and_there_are_enough(procedure):
    scenarios = shelf.scenarios(procedure.jurisdiction, procedure.id, procedure.version)
    assert len(scenarios) >= (2 if procedure.id == "court-papers" else 8)
    for scenario in scenarios:
        assert run_scenario(procedure, scenario, shelf.calendar(procedure.jurisdiction)).failures == ()
