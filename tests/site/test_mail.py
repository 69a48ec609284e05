"""Letters over a real SMTP server: arrived once, in words, or recorded as not delivered."""

import email
import socket
from email import policy

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import get_connection

from jiefen.apps.matters.models import Effect
from jiefen.apps.reach.models import Delivery
from jiefen.site import worker

pytestmark = pytest.mark.django_db(transaction=True)


class Sink:
    """Keeps what arrives; refuses whom it is told to refuse."""

    def __init__(self):
        self.letters, self.refused = [], set()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  aiosmtpd's name
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.letters.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
def sink(settings):
    kept = Sink()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield kept
    server.stop()


def test_a_notice_arrives_once_in_the_readers_language(sink, walked):
    row = walked(acts=2)
    worker.drain()
    worker.drain()
    assert sink.letters
    keys = [(tuple(to), str(letter["Subject"]), letter.get_content()) for to, letter in sink.letters]
    assert len(keys) == len(set(keys))
    for to, letter in sink.letters:
        assert len(to) == 1, "nobody sees another's address"
        assert row.number in str(letter["Subject"]) + letter.get_content()
        assert "押金三千" not in letter.get_content()


def test_a_mailbox_that_refuses_is_recorded_and_never_counts_as_reached(sink, walked):
    sink.refused = {"li@example.org", "wang@example.org"}
    walked(acts=2)
    worker.drain()
    assert not Effect.objects.filter(done_at=None).exists(), "a mailbox that refuses for good is not asked again"
    assert not [to for to, _letter in sink.letters if to[0] in sink.refused]
    tried = Delivery.objects.filter(participation__account__email__in=sink.refused)
    assert tried.exists()
    assert not tried.exclude(mailed_at=None).exists()
    assert all("550" in one.trouble for one in tried)


def test_without_a_server_letters_wait(settings, walked, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert get_connection().host == "127.0.0.1"
    row = walked(acts=1)
    worker.one_round()
    assert row.events.filter(kind="act").count() == 1, "no act waits for the post"
