"""A matter in which the other side is to be brought in, a gateway for SMS that can be told how to answer, and codes."""

import hashlib
import hmac
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from django.core import mail

from jiefen.apps.matters import services as matters
from jiefen.site import worker

CODE = re.compile(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]")
KEY = b"0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def no_papers(monkeypatch):
    """Papers are made and tested in tests/apps/papers; drawing them here took most of every test's time."""
    from jiefen.apps.papers import services

    monkeypatch.setattr(services, "FORMS", {})


@pytest.fixture
def filing(people, cast):
    """File a matter against somebody whose contact is given, and have the office take it on."""
    from jiefen.apps.intake.services import file_matter

    def make(accept=True, **contact):
        done = file_matter(
            "cn",
            "people-mediation",
            "ask",
            applicant={"name": "李晓云", "kind": "person", "contact": {"email": "li@example.org", "phone": "13911112222"}},
            others=[{"name": "王建国", "kind": "person", "contact": contact}],
            data={"story": "租房押金三千元不退", "claim": "退还押金", "amount": 300000},
            title="押金",
            account=people["li"],
            request_key="file",
            place=cast.place,
        )
        if accept:
            matters.perform(done.matter.pk, "accept", people["chen"], {}, request_key="accept")
            worker.drain()
        return done.matter

    return make


@pytest.fixture
def filed(filing):
    """A matter whose respondent has an e-mail address."""
    return filing(email="wang@elsewhere.example")


def code_to(address):
    """The newest code in the letters to an address."""
    found = [CODE.search(letter.body) for letter in reversed(mail.outbox) if address in letter.to[0]]
    return next(one[0] for one in found if one)


@pytest.fixture
def code_in_mail():
    """Reads the newest code from the letters to somebody."""
    return lambda address="elsewhere": code_to(address)


@pytest.fixture
def joined(filed, people, code_in_mail):
    """The respondent has joined with the account `wang`."""
    from django.test import Client

    browser = Client()
    browser.force_login(people["wang"], backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = browser.post(f"/i/{code_in_mail()}/join/", {"name": "王建国", "phone": "13800000000"})
    assert answer.status_code == 302
    return filed


def reports(matter, outcome):
    """The entries of the ledger that say that something went so."""
    from jiefen.apps.matters import store

    held = store.load(matter.pk)
    return [one for one in store.events_of(held) if one.kind == "report" and one.body["outcome"] == outcome]


@pytest.fixture
def told_in_ledger():
    """Reads reports from the ledger by outcome."""
    return reports


def signed(body):
    """The signature that the gateway's key gives a body."""
    return hmac.new(KEY, body, hashlib.sha256).hexdigest()


@pytest.fixture
def gateway(settings, tmp_path):
    """A gateway for SMS: keeps what it was sent, answers as told (`status`, `answer`), and can send receipts."""
    kept = SimpleNamespace(status=200, answer={"id": "gw-1"}, taken=[], wrong=0)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers["X-Jiefen-Signature"] != signed(body):
                kept.wrong += 1
            kept.taken.append(json.loads(body))
            self.send_response(kept.status)
            if kept.status in (301, 302, 307):
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(json.dumps(kept.answer).encode())

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    key = tmp_path / "sms.key"
    key.write_bytes(KEY)
    key.chmod(0o600)
    address = f"http://127.0.0.1:{server.server_port}/send"
    settings.JIEFEN = {**settings.JIEFEN, "sms": "http", "sms_url": address, "sms_key_file": str(key)}
    kept.signed = signed
    yield kept
    server.shutdown()
    server.server_close()
