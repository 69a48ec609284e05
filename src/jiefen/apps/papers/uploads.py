"""What a file really is. Decided by its content; the name must agree; what is not known is refused."""

import unicodedata
import zipfile
from dataclasses import dataclass
from typing import IO, Any

import puremagic
from django.utils.translation import gettext as _

# extension -> (media type, how the content begins or what the recogniser calls it)
ALLOWED = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "heic": "image/heic",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "amr": "audio/amr",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "txt": "text/plain",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_SAME = {".jpg": "jpeg", ".jpe": "jpeg", ".jfif": "jpeg", ".heif": "heic", ".wave": "wav", ".m4v": "mp4", ".qt": "mov"}
_MOST_UNPACKED = 200 * 1024 * 1024
_HEAD = 4096


class NotAccepted(ValueError):
    """The file cannot be taken; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that can be taken: its cleaned name and what it really is."""

    name: str
    media_type: str


def clean_name(name: str) -> str:
    """A file's name without path, control and direction characters, at most 120 characters, its ending kept."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(char for char in base if unicodedata.category(char) not in ("Cc", "Cf", "Cs")).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:110]}{dot}{ending[:9]}" if dot else plain[:120] or "file"


def check(file: Any) -> Checked:
    """What `file` (with .name, .size, .read, .seek) really is. Raises NotAccepted."""
    name = clean_name(file.name or "")
    ending = name.rpartition(".")[2].lower()
    if not file.size:
        raise NotAccepted(_("The file is empty. Choose it again, or photograph the paper anew."))
    if ending not in ALLOWED:
        raise NotAccepted(_("Files of this kind cannot be taken. Use PDF, a photo, a sound, a film, text, Word or Excel."))
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    if not _is(ending, head):
        raise NotAccepted(
            _("The file is called .%(ending)s, but its content is something else. Save it anew in its own program.")
            % {"ending": ending}
        )
    if ending in ("docx", "xlsx"):
        _check_packed(file)
        file.seek(0)
    return Checked(name, ALLOWED[ending])


def _is(ending: str, head: bytes) -> bool:
    if ending == "txt":
        return b"\x00" not in head and _decodes(head)
    if ending in ("docx", "xlsx"):
        return head.startswith(b"PK\x03\x04")
    if ending == "amr":
        return head.startswith(b"#!AMR")
    if ending == "pdf":
        return b"%PDF-" in head[:1024]
    if ending in ("mp4", "m4a", "mov", "heic"):
        return head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide")
    if ending == "mp3":
        return head[:3] == b"ID3" or (head[:1] == b"\xff" and head[1:2] and head[1] & 0xE0 == 0xE0)
    try:
        found = puremagic.from_string(head)
    except puremagic.PureError:
        return False
    kind = _SAME.get(found, found.lstrip("."))
    return kind == ("jpeg" if ending == "jpg" else ending)


def _decodes(head: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        try:
            head[: len(head) - 3 if len(head) == _HEAD else None].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _check_packed(file: IO[bytes]) -> None:
    """A packed document that would unpack to something huge, or cannot be read, is refused."""
    try:
        with zipfile.ZipFile(file) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as problem:
        raise NotAccepted(
            _("The file is damaged or protected. Open it, save it without a password, and try again.")
        ) from problem
    unpacked = sum(one.file_size for one in entries)
    if unpacked > _MOST_UNPACKED or len(entries) > 5000:
        raise NotAccepted(_("The file would unpack to something far too large."))
    if not any(one.filename.startswith(("word/", "xl/")) for one in entries):
        raise NotAccepted(_("The file is no Word or Excel document. Save it anew in its own program."))
