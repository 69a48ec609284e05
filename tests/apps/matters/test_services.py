"""Acts through the one door: once, in order, by those who may, with a receipt."""

import uuid
from datetime import datetime, timedelta

import pytest

from jiefen.apps.matters import clock, models, services, store
from jiefen.apps.matters.errors import NoSuchMatter, Refused, Stale
from jiefen.apps.matters.verifying import verify
from jiefen.core.ledger import verify_receipt

pytestmark = pytest.mark.django_db(transaction=True)


def test_filing_gives_a_receipt_and_asks_for_notices_and_papers(walked):
    row = walked(acts=1)
    event = row.events.get(seq=1)
    receipt = services._repeat(event, "x").receipt
    assert verify_receipt(receipt, store.entry_of(row.pk, row.institution_id, event))
    assert set(row.effects.values_list("kind", flat=True)) == {"notice", "document"}
    assert row.deadlines.filter(name="answer").exists()


def test_the_same_request_twice_does_a_thing_once(walked, people):
    row = walked(acts=1)
    first = services.perform(row.pk, "accept", people["chen"], {}, request_key="one-press")
    again = services.perform(row.pk, "accept", people["chen"], {}, request_key="one-press")
    assert again.repeated
    assert again.receipt == first.receipt
    assert row.events.filter(kind="act").count() == 2


def test_two_reports_whose_long_names_begin_alike_are_both_kept(walked):
    row = walked(acts=1)
    effect = "2026-11-25.performance-of-the-agreement.15:notice:performance-reminder:a1"
    for outcome in ("delivered", "read", "read"):
        services.report(row.pk, effect, outcome)
    assert [one.body["outcome"] for one in store.events_of(store.load(row.pk)) if one.kind == "report"] == ["delivered", "read"]


def test_two_at_once_one_wins_and_the_other_is_told(walked, people):
    row = walked(acts=1)
    services.perform(row.pk, "accept", people["chen"], {}, request_key="a", seen=1)
    with pytest.raises(Stale) as caught:
        services.perform(row.pk, "withdraw", people["li"], {}, request_key="b", seen=1)
    assert caught.value.missed == (2,)


def test_a_stranger_learns_nothing_not_even_that_it_exists(walked, people):
    row = walked(acts=1)
    with pytest.raises(NoSuchMatter):
        services.perform(row.pk, "accept", people["amina"], {}, request_key="x")
    with pytest.raises(NoSuchMatter):
        services.perform(uuid.uuid4(), "accept", people["chen"], {}, request_key="x")


def test_a_party_cannot_do_what_is_the_offices(walked, people):
    row = walked(acts=1)
    with pytest.raises(Refused) as caught:
        services.perform(row.pk, "accept", people["wang"], {}, request_key="x")
    assert caught.value.code == "not-allowed"
    assert row.events.count() == 1


def test_what_fell_due_is_performed_first_and_dated_when_it_fell_due(walked, people):
    row = walked(acts=2)
    late = clock.now() + timedelta(days=40)
    with pytest.raises(Refused) as caught:
        services.perform(row.pk, "agree-to-mediate", people["wang"], {}, request_key="x", now=late)
    assert caught.value.code == "ended"
    event = row.events.get(kind="expire")
    assert event.at < late - timedelta(days=10)
    assert event.recorded_at == late
    row.refresh_from_db()
    assert row.state == "lapsed"


def test_losing_the_database_alone_shows_no_content(walked):
    secret = "这是一句不能外传的话"
    row = walked(acts=1, title=secret, data={"story": secret, "claim": secret})
    columns = [bytes(event.body) for event in row.events.all()] + [bytes(row.title)]
    columns += [bytes(seat.profile) for seat in row.participations.all()]
    assert not any(secret.encode() in column for column in columns)


def _change(table, column, value):
    rows = table.objects.exclude(**{column: value}).order_by("pk")
    rows.filter(pk=rows[1].pk if rows.count() > 1 else rows[0].pk).update(**{column: value})


CHANGES = [
    (models.Event, "kind", "say"),
    (models.Event, "actor", "wang"),
    (models.Event, "account", "somebody"),
    (models.Event, "at", datetime.fromisoformat("2020-01-01T00:00:00+00:00")),
    (models.Event, "recorded_at", datetime.fromisoformat("2020-01-01T00:00:00+00:00")),
    (models.Event, "request_key", "another"),
    (models.Event, "body", b"\x01changed"),
    (models.Event, "previous", b"\x00" * 32),
    (models.Event, "hash", b"\x01" * 32),
    (models.Event, "seq", 77),
    (models.Matter, "state", "performed"),
    (models.Matter, "outcome", "performed"),
    (models.Matter, "seq", 1),
    (models.Matter, "head", b"\x02" * 32),
    (models.Matter, "title", b"\x01changed"),
    (models.Deadline, "act_by", "2020-01-01"),
    (models.Deadline, "lost_at", datetime.fromisoformat("2020-01-01T00:00:00+00:00")),
    (models.Participation, "role", "mediator"),
    (models.Participation, "profile", b"\x01changed"),
    (models.Seal, "root", b"\x03" * 32),
    (models.Leaf, "hash", b"\x04" * 32),
]


@pytest.mark.parametrize(("table", "column", "value"), CHANGES, ids=lambda one: str(one)[:20])
def test_every_changed_column_is_found(walked, table, column, value):
    from jiefen.apps.matters.sealing import seal_new

    walked(acts=4)
    seal_new()
    assert verify().findings == ()
    _change(table, column, value)
    store.forget()
    assert verify().findings, f"{table.__name__}.{column} was changed and nobody noticed"


def test_removed_reordered_and_inserted_entries_are_found(walked):
    from jiefen.apps.matters.sealing import seal_new

    row = walked(acts=4)
    seal_new()
    last = row.events.order_by("-seq").first()
    last.delete()
    assert any(finding.what == "too-short" for finding in verify().findings)


def test_two_entries_that_changed_places_are_found(walked):
    row = walked(acts=4)
    second, third = row.events.get(seq=2), row.events.get(seq=3)
    models.Event.objects.filter(pk=second.pk).update(seq=99)
    models.Event.objects.filter(pk=third.pk).update(seq=2)
    models.Event.objects.filter(pk=second.pk).update(seq=3)
    assert verify().findings


def test_a_whole_matter_taken_away_is_found(walked):
    from jiefen.apps.matters.sealing import seal_new

    row = walked(acts=2)
    seal_new()
    models.Event.objects.filter(matter=row).delete()
    models.Matter.objects.filter(pk=row.pk).delete()
    assert any(finding.what == "removed" for finding in verify().findings)


def test_an_erased_matter_stays_verifiable(walked):
    from jiefen.site.keeping import erase

    row = walked(acts=3)
    erase(row.pk)
    report = verify()
    assert report.erased == 1
    assert report.findings == ()
