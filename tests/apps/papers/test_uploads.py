"""Files that lie, explode or are too large are refused in words; what was kept is sealed, and a change is noticed."""

import io
import os
import uuid
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiefen.apps.papers import uploads, vault
from jiefen.core.ledger import Unreadable

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x00" * 40
ENTER = "/matters/{}/files/add/"


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("合同.pdf", b"MZ\x90\x00 this is a program"),
        ("照片.jpg", b"<html><script>alert(1)</script></html>"),
        ("照片.png", b"%PDF-1.4"),
        ("说明.docx", b"PK\x03\x04 broken"),
        ("说明.docx", packed(evil__macro=b"x")),
        ("run.exe", b"MZ"),
        ("page.html", b"<b>hello</b>"),
        ("image.svg", b"<svg onload='alert(1)'/>"),
        ("empty.pdf", b""),
        ("noending", b"text"),
        ("binary.txt", b"\x00\x01\x02"),
    ],
)
def test_a_file_that_lies_about_its_type_is_refused(name, content):
    with pytest.raises(uploads.NotAccepted):
        uploads.check(SimpleUploadedFile(name, content))


def test_a_document_that_would_explode_is_refused():
    bomb = packed(word__document=b"0" * (210 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    with pytest.raises(uploads.NotAccepted, match=r"far too large|太大|过大"):
        uploads.check(SimpleUploadedFile("说明.docx", bomb))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("照片.png", PNG, "image/png"),
        ("合同.pdf", b"%PDF-1.7 ...", "application/pdf"),
        ("聊天.txt", "你好".encode("gb18030"), "text/plain"),
        ("录音.amr", b"#!AMR\nxxxx", "audio/amr"),
    ],
)
def test_what_people_really_hand_in_is_taken(name, content, kind):
    found = uploads.check(SimpleUploadedFile(name, content))
    assert (found.name, found.media_type) == (name, kind)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\li\\合同.pdf", "合同.pdf"),
        ("gpj.\u202etxt", "gpj.txt"),
        ("a" * 500 + ".pdf", "a" * 110 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(given, kept):
    assert uploads.clean_name(given) == kept


def test_kept_bytes_are_sealed_and_every_change_is_noticed(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    matter, file_id, key = uuid.uuid4(), uuid.uuid4(), os.urandom(32)
    plain = os.urandom(vault.PIECE * 2 + 17)
    name, size, _digest = vault.put(matter, file_id, key, [plain[:1000], plain[1000:]])
    stored = tmp_path / name
    assert size == len(plain)
    assert plain[:64] not in stored.read_bytes()
    assert b"".join(vault.get(matter, file_id, key, name)) == plain
    sealed = stored.read_bytes()
    cut = len(sealed) // 3
    for changed in (sealed[:-20], sealed[:cut] + b"\x00" + sealed[cut + 1 :], sealed + sealed[-100:], sealed[cut:]):
        stored.write_bytes(changed)
        with pytest.raises(Unreadable):
            b"".join(vault.get(matter, file_id, key, name))
    stored.write_bytes(sealed)
    with pytest.raises(Unreadable):
        b"".join(vault.get(matter, uuid.uuid4(), key, name))


@pytest.mark.django_db(transaction=True)
class TestHandingIn:
    """The page on which a file is handed in."""

    def test_a_photo_is_kept_and_only_the_matter_sees_it(self, walked, signed_in):
        row = walked(acts=2)
        li = signed_in("li")
        form = {"request_key": "k", "confidence": "open", "file": SimpleUploadedFile("墙.png", PNG)}
        assert li.post(ENTER.format(row.pk), form).status_code == 302
        page = signed_in("wang").get(f"/matters/{row.pk}/").content.decode()
        assert "墙.png" in page
        link = page.partition(f"/matters/{row.pk}/files/")[2].partition("/")[0]
        got = signed_in("wang").get(f"/matters/{row.pk}/files/{link}/")
        assert b"".join(got.streaming_content) == PNG
        assert "attachment" in got["Content-Disposition"]
        assert signed_in("amina").get(f"/matters/{row.pk}/files/{link}/").status_code == 404

    def test_a_lie_is_told_in_words_and_nothing_is_kept(self, walked, signed_in):
        row = walked(acts=2)
        form = {"request_key": "k", "confidence": "open", "file": SimpleUploadedFile("合同.pdf", b"MZ program")}
        page = signed_in("li").post(ENTER.format(row.pk), form)
        assert page.status_code == 400
        assert "pdf" in page.content.decode()
        assert row.events.filter(kind="file").count() == 0

    def test_what_is_too_large_is_refused_in_words_while_it_arrives(self, walked, signed_in, settings):
        settings.UPLOAD_BYTES = 1024 * 1024
        row = walked(acts=2)
        large = SimpleUploadedFile("影像.png", PNG + b"0" * (4 * 1024 * 1024))
        page = signed_in("li").post(ENTER.format(row.pk), {"request_key": "k", "confidence": "open", "file": large})
        assert page.status_code in (400, 413)
        assert "1" in page.content.decode()
        assert row.events.filter(kind="file").count() == 0
