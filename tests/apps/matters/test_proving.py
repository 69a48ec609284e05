"""Nobody files under a procedure that is not proved; and every way that the site offers can be filed."""

import pytest
from django.test import Client

from jiefen import shelf
from jiefen.apps.matters import models, proving
from jiefen.core.procedure import Refused
from jiefen.core.procedure.model import FactType

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_procedure_of_the_pack_is_proved():
    found = proving.proofs("cn")
    assert len(found) == len(shelf.procedures("cn"))
    assert not any(one.against for one in found.values()), found


def test_an_unproved_procedure_takes_no_filing(walked, monkeypatch):
    procedure = shelf.procedure("cn", "people-mediation")
    monkeypatch.setattr(proving, "proofs", lambda _pack: {procedure.key: proving.Proof(("“Invited”: a party waits for ever",))})
    with pytest.raises(Refused) as caught:
        walked(acts=1)
    assert caught.value.code == "unproved"
    assert not models.Matter.objects.exists()


def test_a_version_that_the_checker_never_saw_takes_no_filing(walked, monkeypatch):
    monkeypatch.setattr(proving, "proofs", lambda _pack: {"people-mediation@of-another-day": proving.Proof()})
    with pytest.raises(Refused, match="has not seen this version"):
        walked(acts=1)
    assert not models.Matter.objects.exists()


def test_a_proof_is_kept_until_a_file_changes(settings, tmp_path, monkeypatch):
    settings.JIEFEN = {**settings.JIEFEN, "home": tmp_path}
    proving.proofs.cache_clear()
    first = proving.proofs("cn")
    proving.proofs.cache_clear()
    monkeypatch.setattr(proving.checker, "check_pack", lambda *_all: pytest.fail("it was proved already"))
    assert proving.proofs("cn") == first
    proving.proofs.cache_clear()
    monkeypatch.setattr(proving, "_digest", lambda _pack: "other")
    with pytest.raises(pytest.fail.Exception):
        proving.proofs("cn")
    proving.proofs.cache_clear()


@pytest.mark.parametrize(("name", "action"), shelf.pack("cn").opens)
def test_each_way_that_is_offered_can_be_gone_without_javascript(people, name, action):
    procedure = shelf.procedure("cn", name)
    given = {"request_key": f"way-{name}", "my_name": "李晓云", "other_name": "王建国", "other_kind": "person"}
    for ask in procedure.actions[action].asks:
        fact = procedure.facts[ask.fact]
        if ask.required:
            given[ask.fact] = {
                FactType.MONEY: "3000", FactType.DATE: "2026-03-02", FactType.YESNO: "yes",
                FactType.CHOICE: fact.options[0].id if fact.options else "",
            }.get(fact.type, "事情的经过")  # fmt: skip
    visitor = Client()
    page = visitor.get(f"/start/{name}/")
    assert page.status_code == 200
    one_sided = sum(role.kind == "party" for role in procedure.roles.values()) == 1
    assert ("other_name" in page.text) is not one_sided
    told = visitor.post(f"/start/{name}/", given)
    assert told.status_code == 302, told.text[:3000]
    assert visitor.get(f"/start/{name}/check/").status_code == 200
    assert visitor.post(f"/start/{name}/check/").status_code == 200
    matter = models.Matter.objects.get()
    assert matter.procedure == name
    assert visitor.get(f"/matters/{matter.pk}/").status_code == 200
