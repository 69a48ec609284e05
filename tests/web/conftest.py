"""The site with the look's own addresses only, and a browser that looks at its pages."""

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.test import Client, override_settings

PLAIN = {
    "ROOT_URLCONF": "tests.web.addresses",
    "ALLOWED_HOSTS": ["*"],
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
}


@pytest.fixture(autouse=True)
def _plain_site() -> Iterator[None]:
    with override_settings(**PLAIN):
        yield


@pytest.fixture
def client() -> Client:
    """A client that shows error pages instead of raising."""
    return Client(raise_request_exception=False)


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the look's pages are served during the tests."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.wsgi import get_wsgi_application

    with override_settings(**PLAIN, DEBUG=True):
        server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), handler_class=_Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser(chromium):
    """Chromium."""
    return chromium
