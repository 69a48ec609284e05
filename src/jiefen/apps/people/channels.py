"""Ways out: e-mail and SMS, each behind one small protocol. A new way is one class here.

A channel takes a text to an address and says what it knows; it knows nothing of matters and people. What it refuses for
good is Bounced; what may work later is Trouble, which the worker tries again.
"""

import hashlib
import hmac
import http.client
import json
import os
import re
import smtplib
import stat
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlparse

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.utils import timezone

SIGNATURE = "X-Jiefen-Signature"
"""Header with the HMAC-SHA256 of the body under the shared key, in hexadecimal, both ways."""
_TIMEOUT = 10  # seconds
_MOST_ANSWER = 64 * 1024
_LATER = (401, 403, 408, 425, 429)
"""Answers of a gateway after which it may work later: our key is not known there, or it is busy."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A channel took a text. `id` is what its receipts will name it by; empty where there are none."""

    id: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a channel says later of a text: by its id, "delivered" or "bounced", and in its own words why."""

    id: str
    outcome: str
    reason: str = ""


class Bounced(Exception):
    """The channel will never bring this text to this address. Its message says why, without the address."""


class Trouble(OSError):
    """The channel did not take the text; it may later."""


class BadReceipt(ValueError):
    """What came is no receipt of this channel, or is not signed with its key."""


class Channel(Protocol):
    """A way by which a text reaches somebody."""

    name: str

    def send(self, to: str, text: str, *, key: str = "", about: str = "") -> Sent:
        """Hand one text over. `key` is the same when a text is handed over again; `about` is the subject, where the
        channel has one. Raises Bounced, Trouble."""


class Receipts(Protocol):
    """A channel that tells later whether a text arrived."""

    def receipts(self, body: bytes, signature: str) -> Sequence[Receipt]:
        """What it says in a request to us. Raises BadReceipt."""


class Email:
    """E-mail, through whatever Django is set to use."""

    name = "e-mail"

    def send(self, to: str, text: str, *, key: str = "", about: str = "") -> Sent:
        """Hand over one letter. Raises Bounced when the server refuses this mailbox or letter for good, else Trouble."""
        headers = {"Message-ID": f"<{key}@jiefen>", "Auto-Submitted": "auto-generated"}
        try:
            EmailMessage(subject=about, body=text, to=[to], headers=headers).send(fail_silently=False)
        except smtplib.SMTPRecipientsRefused as refusal:
            code, words = next(iter(refusal.recipients.values()))
            raise _refusal(code, words) from None
        except smtplib.SMTPDataError as refusal:
            raise _refusal(refusal.smtp_code, refusal.smtp_error) from None
        except ValueError:
            raise Bounced("this is no e-mail address") from None
        except OSError as trouble:
            raise Trouble(f"the mail server did not take it: {type(trouble).__name__}") from trouble
        return Sent(key)


def _refusal(code: int, words: bytes | str) -> Exception:
    """The server's code and words: "550 no such mailbox"."""
    said = f"{code} {_bare(words)}"
    return Bounced(said) if 500 <= code < 600 else Trouble(said)


_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+|\+?\d[\d -]{5,}\d")


def _bare(words: bytes | str) -> str:
    """What a channel said, without the addresses in it: those are kept in one sealed place only."""
    plain = words.decode(errors="replace") if isinstance(words, bytes) else words
    return _ADDRESS.sub("…", " ".join(plain.split()))[:180]


class FileSms:
    """Messages are lines of JSON in a file, for trying things out. Nothing leaves the machine."""

    name = "sms"

    def send(self, to: str, text: str, *, key: str = "", about: str = "") -> Sent:
        """Write one line."""
        folder = Path(settings.JIEFEN["home"]) / "sms"
        folder.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"id": key, "to": to, "text": text, "at": timezone.now().isoformat()}, ensure_ascii=False)
        handle = os.open(folder / "sent.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, f"{line}\n".encode())
        finally:
            os.close(handle)
        return Sent(key)


class ConsoleSms:
    """Messages are printed, for developers."""

    name = "sms"

    def send(self, to: str, text: str, *, key: str = "", about: str = "") -> Sent:
        """Print one message."""
        sys.stdout.write(f"SMS to {to}: {text}\n")
        return Sent(key)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        """A message is never carried on to another address than the one that was set."""


class HttpSms:
    """A gateway over HTTP: JSON {"id", "to", "text", "at"}, signed. It answers 2xx with {"id": its own id} or nothing."""

    name = "sms"

    def __init__(self, url: str, key: bytes) -> None:
        self._url, self._key = url, key

    def send(self, to: str, text: str, *, key: str = "", about: str = "") -> Sent:
        """Post one message. Raises Bounced when the gateway refuses it for good, Trouble when it may take it later."""
        body = json.dumps({"id": key, "to": to, "text": text, "at": timezone.now().isoformat()}).encode()
        headers = {"Content-Type": "application/json", SIGNATURE: self._sign(body)}
        request = urllib.request.Request(self._url, data=body, headers=headers)  # noqa: S310  https, or this machine
        try:
            with urllib.request.build_opener(_NoRedirects).open(request, timeout=_TIMEOUT) as answer:
                return Sent(_id_in(answer.read(_MOST_ANSWER)) or key)
        except urllib.error.HTTPError as refusal:
            said = f"{refusal.code} {_bare(refusal.read(_MOST_ANSWER))}"
            raise (Bounced if 400 <= refusal.code < 500 and refusal.code not in _LATER else Trouble)(said) from None
        except (OSError, http.client.HTTPException) as trouble:
            raise Trouble(f"the gateway did not answer: {type(trouble).__name__}") from trouble

    def receipts(self, body: bytes, signature: str) -> Sequence[Receipt]:
        """JSON {"id", "status", "reason"?}, or a list of such; status is delivered or bounced, others are passed over."""
        if not hmac.compare_digest(self._sign(body).encode(), signature.encode()):
            raise BadReceipt("The signature does not fit the body.")
        try:
            told = json.loads(body)
            rows = told if isinstance(told, list) else [told]
            found = [Receipt(str(one["id"]), str(one["status"]), _bare(str(one.get("reason") or ""))) for one in rows]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadReceipt('A receipt is JSON: {"id": …, "status": "delivered" or "bounced", "reason": …}.') from None
        return [one for one in found if one.outcome in ("delivered", "bounced")]

    def _sign(self, body: bytes) -> str:
        return hmac.new(self._key, body, hashlib.sha256).hexdigest()


def _id_in(answer: bytes) -> str:
    try:
        found = json.loads(answer)
    except ValueError:
        return ""
    return str(found.get("id") or "")[:120] if isinstance(found, dict) else ""


def email() -> Channel:
    """The channel for e-mail."""
    return Email()


def sms() -> Channel | None:
    """The channel for SMS that this installation has chosen; None when it has none. Raises ImproperlyConfigured."""
    chosen = settings.JIEFEN["sms"]
    if chosen == "http":
        return HttpSms(_url(settings.JIEFEN["sms_url"]), _key(settings.JIEFEN["sms_key_file"]))
    return {"file": FileSms, "console": ConsoleSms}[chosen]() if chosen != "off" else None


def _url(address: str) -> str:
    parts = urlparse(address)
    here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if not parts.hostname or parts.scheme not in (("https", "http") if here else ("https",)):
        raise ImproperlyConfigured("JIEFEN_SMS=http needs JIEFEN_SMS_URL, an address that begins with https://.")
    return address


def _key(path: str) -> bytes:
    try:
        if stat.S_IMODE(os.stat(path).st_mode) & 0o077:
            raise ImproperlyConfigured(f"{path} can be read by others. Run: chmod 600 {path}")
        key = Path(path).read_bytes().strip()
    except OSError:
        raise ImproperlyConfigured("JIEFEN_SMS=http needs JIEFEN_SMS_KEY_FILE, a file with the shared key.") from None
    if len(key) < 32:
        raise ImproperlyConfigured(f"The key in {path} is too short: at least 32 characters, drawn at random.")
    return key
