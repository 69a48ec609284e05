"""An agreement: every version kept and compared, signed by all or by none, and no signature carried to another text."""

import pytest

from jiefen.apps.matters import services
from jiefen.apps.matters.errors import Refused
from jiefen.apps.matters.store import loaded

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drafted(walked):
    """A matter in which a draft lies open for signature, and what the acts are called in it."""
    from jiefen import shelf

    procedure = shelf.procedure("cn", "people-mediation")
    scenario = shelf.scenarios("cn", "people-mediation")[0]
    acts = [one.action for one in scenario.steps if one.kind == "act" and not one.refused]
    signing = next(
        one.id
        for one in procedure.actions.values()
        if one.each and one.id in acts and any(one.id in other.resets for other in procedure.actions.values())
    )
    return walked(acts=acts.index(signing)), signing


def sign(row, who, people, signing, key):
    return services.perform(row.pk, signing, people[who], {}, request_key=key)


def test_it_binds_when_everybody_has_signed_and_not_before(drafted, people):
    row, signing = drafted
    before = loaded(row).matter.state
    sign(row, "li", people, signing, "s1")
    row.refresh_from_db()
    assert loaded(row).matter.state == before
    sign(row, "wang", people, signing, "s2")
    row.refresh_from_db()
    assert loaded(row).matter.state == before, "the mediator signs too (People's Mediation Law 29)"
    sign(row, "zhao", people, signing, "s3")
    row.refresh_from_db()
    assert loaded(row).matter.state != before


def test_one_signature_counts_once(drafted, people):
    row, signing = drafted
    sign(row, "li", people, signing, "s1")
    with pytest.raises(Refused):
        sign(row, "li", people, signing, "another-press")


def test_the_page_shows_who_has_signed_and_the_text(drafted, people, signed_in):
    row, signing = drafted
    sign(row, "li", people, signing, "s1")
    page = signed_in("wang").get(f"/matters/{row.pk}/agreement/")
    assert page.status_code == 200
    assert "李晓云" in page.text
    assert str(loaded(row).matter.facts["agreement_text"])[:10] in page.text
    assert signed_in("amina").get(f"/matters/{row.pk}/agreement/").status_code == 404


def test_a_new_draft_ends_the_signatures_under_the_old_one(drafted, people):
    row, signing = drafted
    procedure = loaded(row).procedure
    sign(row, "li", people, signing, "s1")
    redraft = next(
        one for one in procedure.actions.values() if signing in one.resets and loaded(row).matter.state in one.sources
    )
    facts = dict(loaded(row).matter.facts)
    data = {ask.fact: facts[ask.fact] for ask in redraft.asks if ask.fact in facts}
    data["agreement_text"] = "退还押金一千元，余款作为维修费。"
    services.perform(row.pk, redraft.id, people["zhao"], data, request_key="redraft")
    row.refresh_from_db()
    for who, key in (("wang", "s2"), ("zhao", "s3")):
        sign(row, who, people, signing, key)
    row.refresh_from_db()
    assert loaded(row).matter.state in procedure.actions[signing].sources, "Li signed another text"
    sign(row, "li", people, signing, "s4")
    row.refresh_from_db()
    assert loaded(row).matter.state not in procedure.actions[signing].sources


def test_refusing_to_sign_has_no_cost_and_leaves_every_way_open(drafted, people, signed_in):
    row, signing = drafted
    held = loaded(row)
    leaving = next(
        one.id
        for one in held.procedure.actions.values()
        if "respondent" in one.by and held.matter.state in one.sources and one.hand_off and not one.asks
    )
    browser = signed_in("wang")
    assert f"/matters/{row.pk}/act/{leaving}/" in browser.get(f"/matters/{row.pk}/").text
    services.perform(row.pk, leaving, people["wang"], {}, request_key="leave")
    row.refresh_from_db()
    assert loaded(row).procedure.states[row.state].outcome
    with pytest.raises(Refused):
        sign(row, "wang", people, signing, "too late")
