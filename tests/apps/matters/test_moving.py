"""Open matters move to a new version only to people's gain, once, with a trace, and their parties are told."""

from pathlib import Path

import pytest
from django.test import Client

from jiefen import shelf
from jiefen.apps.matters import models, moving, proving, queries, store, verifying
from jiefen.core.procedure import Refused
from jiefen.site import worker

pytestmark = pytest.mark.django_db(transaction=True)
FILE = Path(shelf.__file__).parent / "packs" / "cn" / "procedures" / "guidance.yaml"
TELLS = """
notices:
  moved: {to: [applicant], subject: {zh-Hans: 程序有了新版本, en: New}, body: {zh-Hans: "{reason}", en: "{reason}"}}"""


@pytest.fixture
def amended(tmp_path, monkeypatch):
    """Puts an amended guidance procedure beside the old one on the shelf."""

    def make(*pairs):
        text = FILE.read_text(encoding="utf-8").replace('version: "2026.1"', 'version: "2027.1"')
        for old, new in (*pairs, ("\nnotices:", TELLS)):
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "guidance.yaml"
        path.write_text(text, encoding="utf-8")
        new = shelf.procedure_at("cn", str(path))
        real = shelf.procedure

        def found(pack, name, version=None, on=None):
            return new if (name, version) == ("guidance", "2027.1") else real(pack, name, version, on)

        monkeypatch.setattr(shelf, "procedure", found)
        known = proving.proofs("cn")
        monkeypatch.setattr(proving, "proofs", lambda _pack: {**known, new.key: proving.Proof()})
        return new

    return make


def test_it_moves_once_is_written_down_and_its_party_is_told(walked, people, amended):
    row = walked("guidance", acts=1)
    new = amended()
    done = moving.move(row.pk, "2027.1", reason="新版多一种救济", by="chen")
    again = moving.move(row.pk, "2027.1", reason="新版多一种救济", by="chen")
    assert (done.repeated, again.repeated) == (False, True)
    row.refresh_from_db()
    assert row.version == "2027.1"
    worker.drain()
    held = store.load(row.pk)
    assert held.procedure.key == held.matter.procedure == new.key
    assert [one.kind.value for one in store.events_of(held)].count("move") == 1
    seat = next(one for one in row.participations.all() if one.role == "applicant" and one.account_id)
    page = Client()
    page.force_login(seat.account)
    told = page.get("/notices/").content.decode()
    assert "程序有了新版本" in told
    shown = page.get(f"/matters/{row.pk}/").content.decode()
    assert "新版多一种救济" in shown
    assert verifying.verify().findings == ()


def test_a_row_that_names_another_version_than_its_ledger_is_found(walked, amended):
    row = walked("guidance", acts=1)
    amended()
    models.Matter.objects.filter(pk=row.pk).update(version="2027.1")
    assert [one.what for one in verifying.verify().findings] == ["wrong-row"]


def test_a_version_that_takes_a_way_from_people_is_for_new_matters_only(walked, amended):
    row = walked("guidance", acts=1)
    new = amended(("asked, asked_back, answered], to: to_court", "answered], to: to_court"))
    with pytest.raises(Refused, match="takes something from people") as caught:
        moving.move(row.pk, "2027.1", reason="x", by="chen")
    assert caught.value.code == "not-movable"
    row.refresh_from_db()
    assert row.version == "2026.1"
    against = [one.against for one in moving.candidates("cn", shelf.procedure("cn", "guidance"), new) if one.id == row.pk]
    assert "takes something" in against[0]


def test_an_unproved_version_takes_no_matter(walked, amended, monkeypatch):
    row = walked("guidance", acts=1)
    new = amended()
    monkeypatch.setattr(proving, "proofs", lambda _pack: {new.key: proving.Proof(("a party waits for ever",))})
    with pytest.raises(Refused) as caught:
        moving.move(row.pk, "2027.1", reason="x", by="chen")
    assert caught.value.code == "unproved"


def test_the_page_of_a_moved_matter_goes_on(walked, people, amended):
    row = walked("guidance", acts=1)
    seat = next(one for one in row.participations.all() if one.role == "applicant" and one.account_id)
    before = queries.page_of(seat.account, row.pk)
    amended()
    moving.move(row.pk, "2027.1", reason="x", by="chen")
    after = queries.page_of(seat.account, row.pk)
    assert after.state.id == before.state.id
    assert [one.id for one in after.actions] == [one.id for one in before.actions]
