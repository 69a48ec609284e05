"""Base page, language choice, error pages and the page of components."""

import re
from pathlib import Path

import pytest
from django.test import RequestFactory, override_settings

import jiefen.web
from jiefen.web import views


@pytest.mark.parametrize("look", ["zh-hans", "en", "ug", "kk-arab"])
def test_every_component_is_drawn(client, look):
    page = client.get(f"/design/?look={look}&wrong=1").content.decode()
    assert page.count("<h1") == 1
    assert f'dir="{"rtl" if look in ("ug", "kk-arab") else "ltr"}"' in page
    assert "&lt;svg" not in page
    assert "\u202e" not in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_content_security_policy_is_kept(client):
    answer = client.get("/design/?look=en")
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert not re.search(rb"\sstyle=|\sonclick=|<script(?![^>]*src)", answer.content)


def test_language_is_chosen_and_remembered(client):
    assert b'lang="zh-Hans"' in client.get("/design/").content
    answer = client.get("/design/?lang=en")
    assert b'<html lang="en" dir="ltr"' in answer.content
    assert answer["Content-Language"] == "en"
    assert b'<html lang="en"' in client.get("/design/").content
    assert b'<html lang="en"' in client.get("/design/?lang=xx").content


def test_the_browsers_list_is_not_asked(client):
    assert b'lang="zh-Hans"' in client.get("/design/", headers={"accept-language": "en"}).content


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (views.bad_request, 400), (views.permission_denied, 403), (views.page_not_found, 404), (views.too_large, 413),
        (views.too_many, 429), (views.server_error, 500), (views.csrf_failure, 403),
    ],
)  # fmt: skip
def test_error_pages(view, status):
    answer = view(RequestFactory().get("/x/"))
    page = answer.content.decode()
    assert answer.status_code == status
    assert page.count("<h1") == 1
    assert '<html lang="' in page


def test_a_mistake_of_ours_has_a_number(caplog):
    page = views.server_error(RequestFactory().get("/x/")).content.decode()
    number = re.search(r'big-number"><bdi dir="ltr">([2-9A-Z]{8})<', page)
    assert number
    assert number[1] in caplog.text


def test_waiting_time_of_too_many():
    answer = views.too_many(RequestFactory().get("/x/"), wait_minutes=60)
    assert answer["Retry-After"] == "3600"
    assert "60" in answer.content.decode()


def test_a_refusal_says_its_reason():
    answer = views.permission_denied(RequestFactory().get("/x/"), PermissionError("Only <the> mediator."))
    assert "Only &lt;the&gt; mediator." in answer.content.decode()


def test_demonstration_is_said(client):
    from django.conf import settings

    with override_settings(JIEFEN={**settings.JIEFEN, "demo": True}):
        assert b'class="demo"' in client.get("/design/?look=en").content
    with override_settings(JIEFEN={**settings.JIEFEN, "demo": False}):
        assert b'class="demo"' not in client.get("/design/?look=en").content


def test_chinese_is_complete():
    from babel.messages.pofile import read_po

    path = Path(jiefen.web.__file__).parent / "locale/zh_Hans/LC_MESSAGES/django.po"
    with path.open("rb") as handle:
        lacking = [message.id for message in read_po(handle) if message.id and (not message.string or message.fuzzy)]
    assert lacking == []
    assert path.with_suffix(".mo").exists()


def test_every_tag_is_documented():
    from jiefen.web.templatetags.jiefen import register

    book = (Path(__file__).parents[2] / "docs/design-system.md").read_text(encoding="utf-8")
    undocumented = [name for name in (*register.tags, *register.filters) if f"`{name}`" not in book and f"{name} " not in book]
    assert undocumented == []
