"""Pages of a matter: what each may see and do, and what happens to what they typed."""

import uuid

import pytest

from jiefen.apps.matters import models, services
from jiefen.apps.papers.models import StoredFile

pytestmark = pytest.mark.django_db(transaction=True)


def act_url(row, action):
    return f"/matters/{row.pk}/act/{action}/"


def test_each_role_sees_its_turn_and_the_door_stands_open(walked, signed_in):
    row = walked(acts=2)
    respondent = signed_in("wang").get(f"/matters/{row.pk}/").content.decode()
    assert "轮到您了" in respondent
    assert act_url(row, "agree-to-mediate") in respondent
    assert act_url(row, "leave") in respondent
    assert "这个日期怎么来的" in respondent
    staff = signed_in("chen").get(f"/matters/{row.pk}/").content.decode()
    assert act_url(row, "agree-to-mediate") not in staff


def test_somebody_elses_matter_looks_like_none(walked, signed_in):
    row = walked(acts=2)
    assert signed_in("amina").get(f"/matters/{row.pk}/").status_code == 404
    assert signed_in("amina").get(f"/matters/{uuid.uuid4()}/").status_code == 404
    assert signed_in("amina").post(act_url(row, "accept"), {"request_key": "x"}).status_code == 404


def test_the_other_side_does_not_see_an_address(walked, signed_in):
    row = walked(acts=2)
    assert "li@example.org" not in signed_in("wang").get(f"/matters/{row.pk}/").content.decode()
    assert "li@example.org" in signed_in("chen").get(f"/matters/{row.pk}/").content.decode()


def test_a_refusal_keeps_what_was_typed_and_says_what_to_do(walked, signed_in):
    row = walked(acts=1)
    page = signed_in("chen").post(act_url(row, "not-take"), {"request_key": "k", "seen": 1, "reason": "不属于民间纠纷的理由"})
    text = page.content.decode()
    assert page.status_code == 400
    assert "不属于民间纠纷的理由" in text
    assert "error" in text
    assert row.events.count() == 1


def test_pressed_twice_counted_once(walked, signed_in):
    row = walked(acts=1)
    chen = signed_in("chen")
    for _press in range(2):
        assert chen.post(act_url(row, "accept"), {"request_key": "same", "seen": 1}).status_code == 302
    assert row.events.filter(kind="act").count() == 2


def test_a_race_loses_no_text_and_tells_what_changed(walked, signed_in, people):
    row = walked(acts=1)
    services.perform(row.pk, "accept", people["chen"], {}, request_key="first")
    page = signed_in("chen").post(
        act_url(row, "not-take"), {"request_key": "second", "seen": 1, "ground": "decided", "reason": "我写了很久的理由"}
    )
    text = page.content.decode()
    assert page.status_code == 409
    assert "我写了很久的理由" in text
    assert "受理并邀请对方" in text


def test_an_unknown_action_and_an_act_of_time_are_no_pages(walked, signed_in):
    row = walked(acts=1)
    assert signed_in("li").get(act_url(row, "explode")).status_code == 404
    assert signed_in("li").get(act_url(row, "lapse")).status_code == 404


@pytest.mark.parametrize("typed", ["x" * 30_000, "\u202egnissim", "<script>alert(1)</script>", "😀" * 50])
def test_strange_text_is_kept_bounded_and_harmless(walked, signed_in, typed):
    row = walked(acts=5)
    page = signed_in("zhao").post(
        act_url(row, "record-session"), {"request_key": "k", "session_on": "2026-03-01", "session_record": typed}
    )
    assert page.status_code in (302, 400)
    if page.status_code == 302:
        text = signed_in("li").get(f"/matters/{row.pk}/").content.decode()
        assert "<script>alert" not in text
        assert "\u202e" not in text


def test_naming_a_mediator_from_the_roster_gives_a_seat(signed_in, people, cast):
    from jiefen.apps.intake.services import file_matter

    done = file_matter(
        "cn",
        "people-mediation",
        "ask",
        applicant={"name": "李晓云", "kind": "person", "contact": {}},
        others=[{"name": "王建国", "kind": "person", "contact": {}}],
        data={"story": "押金", "claim": "退还"},
        title="押金",
        account=people["li"],
        request_key="f1",
        place=cast.place,
    )
    row = done.matter
    services.perform(row.pk, "accept", people["chen"], {}, request_key="f2")
    seat = row.participations.get(participant="b1")
    services.take_seat(seat.pk, people["wang"], profile=None, identity="code")
    services.perform(row.pk, "agree-to-mediate", people["wang"], {}, request_key="f3")
    page = signed_in("chen").post(
        act_url(row, "name-mediator"), {"request_key": "f4", "mediator": f"account:{people['zhao'].pk}"}
    )
    assert page.status_code == 302, page.content.decode()[:3000]
    row.refresh_from_db()
    assert row.state == "mediating"
    assert "轮到您了" in signed_in("zhao").get(f"/matters/{row.pk}/").content.decode()


def test_a_party_of_a_matter_cannot_become_its_mediator(walked, signed_in, people):
    from jiefen.apps.people.models import Duty, Organisation

    row = walked(acts=3)
    Duty.objects.create(account=people["li"], organisation=Organisation.objects.get(pk=row.institution_id), kind="mediator")
    page = signed_in("chen").post(act_url(row, "name-mediator"), {"request_key": "k", "mediator": f"account:{people['li'].pk}"})
    assert page.status_code == 400


def test_rooms_keep_their_walls(walked, signed_in):
    row = walked(acts=4)
    assert row.state == "mediating"
    li, wang, zhao, chen = (signed_in(who) for who in ("li", "wang", "zhao", "chen"))
    assert li.post(f"/matters/{row.pk}/room/applicant/", {"request_key": "a", "text": "我的底线是两千"}).status_code == 302
    assert li.post(f"/matters/{row.pk}/room/", {"request_key": "b", "text": "大家好"}).status_code == 302
    assert zhao.post(f"/matters/{row.pk}/notes/", {"request_key": "c", "text": "只给自己看的笔记"}).status_code == 302
    assert "我的底线是两千" in zhao.get(f"/matters/{row.pk}/room/applicant/").content.decode()
    assert "大家好" in wang.get(f"/matters/{row.pk}/room/").content.decode()
    assert wang.get(f"/matters/{row.pk}/room/applicant/").status_code == 404
    assert chen.get(f"/matters/{row.pk}/room/").status_code == 404
    assert li.get(f"/matters/{row.pk}/notes/").status_code == 404
    for viewer in (wang, chen):
        text = viewer.get(f"/matters/{row.pk}/").content.decode()
        assert "我的底线是两千" not in text
        assert "只给自己看的笔记" not in text


def test_signing_by_all_seals_and_the_papers_are_for_their_readers(walked, signed_in):
    row = walked(acts=8)
    row.refresh_from_db()
    assert row.state == "sealing"
    page = signed_in("li").get(f"/matters/{row.pk}/agreement/").content.decode()
    assert "王某退还押金" in page
    assert signed_in("chen").post(act_url(row, "seal"), {"request_key": "s"}).status_code == 302
    seq = row.events.order_by("-seq").first().seq
    pdf = signed_in("li").get(f"/matters/{row.pk}/papers/{seq}/agreement/zh-Hans.pdf")
    assert b"".join(pdf.streaming_content)[:5] == b"%PDF-"
    assert StoredFile.objects.filter(matter=row).count() == 1
    assert signed_in("amina").get(f"/matters/{row.pk}/papers/{seq}/agreement/zh-Hans.pdf").status_code == 404


def test_reading_by_an_office_is_shown_to_the_parties(walked, signed_in):
    row = walked(acts=2)
    signed_in("chen").get(f"/matters/{row.pk}/")
    assert models.Reading.objects.filter(matter=row).count() == 1
    assert "陈静" in signed_in("li").get(f"/matters/{row.pk}/").content.decode()


def test_a_receipt_can_be_checked_by_a_stranger(walked, signed_in, client):
    row = walked(acts=2)
    found = signed_in("li").get(f"/matters/{row.pk}/receipt/1/?as=json").json()
    yes = client.post("/check/", {"number": found["number"], "fingerprint": found["fingerprint"]})
    assert "核验通过" in yes.content.decode()
    no = client.post("/check/", {"number": found["number"], "fingerprint": "0000-0000-0000-0000-0000"})
    assert "没有与此编号" in no.content.decode()


def test_the_page_asks_the_database_little(walked, signed_in, django_assert_max_num_queries):
    row = walked(acts=4)
    li = signed_in("li")
    li.get(f"/matters/{row.pk}/")
    with django_assert_max_num_queries(26):
        li.get(f"/matters/{row.pk}/")


def test_the_api_gives_what_the_page_gives_and_repeats_harmlessly(walked, signed_in):
    row = walked(acts=1)
    chen = signed_in("chen")
    one = chen.get(f"/api/v1/matters/{row.pk}").json()
    assert "accept" in one["actions"]
    missing = chen.post(f"/api/v1/matters/{row.pk}/actions/accept", "{}", content_type="application/json")
    assert missing.status_code == 400
    headers = {"HTTP_IDEMPOTENCY_KEY": "abcdefgh"}
    for repeated in (False, True):
        done = chen.post(f"/api/v1/matters/{row.pk}/actions/accept", "{}", content_type="application/json", **headers)
        assert done.status_code == 200, done.content
        assert done.json()["repeated"] is repeated
    assert signed_in("amina").get(f"/api/v1/matters/{row.pk}").status_code == 404
    refused = chen.post(
        f"/api/v1/matters/{row.pk}/actions/seal", "{}", content_type="application/json", HTTP_IDEMPOTENCY_KEY="12345678"
    )
    assert refused.status_code == 422
    assert refused.json()["code"] == "wrong-state"
    day = chen.get("/api/v1/deadline?rule=procedural&length=30&unit=day&start=2026-09-04").json()
    assert day["act_by"] == "2026-10-08"
