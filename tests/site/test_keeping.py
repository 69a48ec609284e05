"""Backup, restore, erasure, and the demonstration: nothing lost, nothing overwritten, nothing readable without the key."""

import tarfile

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from jiefen.apps.matters import clock, keys, queries, sealing, services
from jiefen.apps.matters.models import Event, Matter
from jiefen.apps.matters.verifying import verify
from jiefen.site import demo, keeping, worker

SECRET = "不能给别人看的经过"


class TestErasing:
    """Content gone, chain kept."""

    pytestmark = pytest.mark.django_db(transaction=True)

    def test_content_is_gone_and_the_chain_still_verifies(self, walked, people, signed_in):
        row = walked(acts=2, title=SECRET, data={"story": SECRET})
        sealing.seal_new()
        keeping.erase(row.pk)
        row.refresh_from_db()
        assert queries.title_of(row) == ""
        with pytest.raises(keys.Unreadable):
            queries.page_of(people["li"], row.pk)
        assert signed_in("amina").get(f"/matters/{row.pk}/").status_code == 404
        assert signed_in("li").get(f"/matters/{row.pk}/").status_code == 410
        report = verify()
        assert not report.findings
        assert report.erased == 1

    def test_time_goes_on_without_trouble(self, walked, caplog):
        from datetime import timedelta

        row = walked(acts=2)
        keeping.erase(row.pk)
        worker.drain(clock.now() + timedelta(days=40))
        assert not caplog.records
        assert not row.effects.filter(done_at=None).exists()

    def test_the_list_of_matters_still_opens(self, walked, signed_in):
        kept, gone = walked(acts=1, key="kept", title="留着的"), walked(acts=2, key="gone", title="不要了的")
        keeping.erase(gone.pk)
        page = signed_in("li").get("/matters/")
        assert page.status_code == 200
        assert "留着的" in page.text
        assert str(kept.number) in page.text

    def test_nothing_can_be_done_in_an_erased_matter(self, walked, people):
        row = walked(acts=1)
        keeping.erase(row.pk)
        with pytest.raises(keys.Unreadable):
            services.perform(row.pk, "accept", people["chen"], {}, request_key="x")


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_no_readable_content_and_no_master_key(walked, tmp_path, settings):
    walked(acts=2, data={"story": SECRET})
    target = tmp_path / "one.tar.gz"
    contents = keeping.backup(target)
    assert contents["matters"] == 1
    assert target.stat().st_mode & 0o077 == 0
    with tarfile.open(target) as archive:
        everything = b"".join(archive.extractfile(one).read() for one in archive if one.isfile())
    assert SECRET.encode() not in everything
    assert settings.MASTER_KEY_FILE.read_bytes().strip() not in everything
    with pytest.raises(FileExistsError):
        keeping.backup(target)


@pytest.mark.django_db(transaction=True)
def test_a_backup_does_not_overwrite_matters_unless_told(walked, tmp_path):
    walked(acts=1)
    target = tmp_path / "one.tar.gz"
    keeping.backup(target)
    with pytest.raises(keeping.NotABackup, match="--overwrite"):
        keeping.restore(target)


@pytest.mark.django_db(transaction=True)
def test_what_was_lost_comes_back_whole(walked, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("pg_restore needs the database for itself; tests/cli walks it in an installation of its own")
    row = walked(acts=2, title="要找回的")
    sealing.seal_new()
    target = tmp_path / "one.tar.gz"
    keeping.backup(target)
    heads = {one.pk: bytes(one.head) for one in Matter.objects.all()}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM matters_deadline")
    Event.objects.filter(matter=row, seq=2).update(actor="somebody-else")
    assert verify().findings
    keeping.restore(target, overwrite=True)
    assert not verify().findings
    assert {one.pk: bytes(one.head) for one in Matter.objects.all()} == heads
    assert queries.title_of(Matter.objects.get(pk=row.pk)) == "要找回的"


@pytest.mark.parametrize("damage", ["cut", "text", "changed"])
@pytest.mark.django_db(transaction=True)
def test_a_damaged_backup_is_refused_before_anything_is_touched(walked, tmp_path, damage):
    walked(acts=1)
    target = tmp_path / "one.tar.gz"
    keeping.backup(target)
    plain = target.read_bytes()
    if damage == "cut":
        target.write_bytes(plain[: len(plain) // 2])
    elif damage == "text":
        target.write_bytes(b"this is a letter, not a backup")
    else:
        folder = tmp_path / "out"
        with tarfile.open(target) as archive:
            archive.extractall(folder, filter="data")
        dump = next((folder / "database").iterdir())
        dump.write_bytes(dump.read_bytes() + b"x")
        with tarfile.open(target, "w:gz") as archive:
            archive.add(folder, arcname="")
    before = Event.objects.count()
    with pytest.raises(keeping.NotABackup):
        keeping.restore(target, overwrite=True)
    assert Event.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_the_demonstration_seeded_twice_harms_nothing(people):
    made = demo.seed()
    assert made >= 30
    events = Event.objects.count()
    assert demo.seed() == 0
    assert Event.objects.count() == events
    assert not verify().findings
    states = set(Matter.objects.values_list("state", flat=True))
    assert len(states) >= 10, "matters at every stage"


@pytest.mark.django_db(transaction=True)
def test_the_demonstration_is_refused_where_it_is_not_one(settings, people):
    settings.JIEFEN = {**settings.JIEFEN, "demo": False}
    with pytest.raises(ImproperlyConfigured):
        demo.seed()
