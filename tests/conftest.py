"""What every test stands on: a home of its own, a county, people of every role, and, when asked, a real PostgreSQL."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import hypothesis
import pytest

# How long a case takes is measured in bench/, not here: on a busy machine a deadline fails what is right.
hypothesis.settings.register_profile("no-deadline", deadline=None)
hypothesis.settings.load_profile("no-deadline")
_HOME = Path(tempfile.mkdtemp(prefix="jiefen-test-"))
os.environ["JIEFEN_HOME"] = str(_HOME)
os.environ.setdefault("JIEFEN_DEMO", "1")
os.environ["JIEFEN_LANGUAGE"] = "zh-hans"
_CLUSTER: list["Cluster"] = []


class Cluster:
    """A PostgreSQL server of our own in a folder of our own, on a socket and port nobody else uses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        if not found:
            raise pytest.UsageError("--postgres needs Debian's postgresql package")
        self.bin = found[-1]
        self.port = 20000 + os.getpid() % 30000

    def _run(self, *command: str) -> None:
        # PostgreSQL refuses to run as root; Debian's package made the user postgres.
        prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self) -> str:
        """Make the cluster, start it, and return its address."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.folder.chmod(0o755)
        data = str(self.folder / "data")
        self._run(str(self.bin / "initdb"), "-D", data, "-U", "jiefen", "--auth=trust", "--no-sync", "-E", "UTF8")
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run(str(self.bin / "pg_ctl"), "-D", data, "-w", "-o", options, "-l", str(self.folder / "log"), "start")
        return f"postgresql://jiefen@127.0.0.1:{self.port}/postgres"

    def stop(self) -> None:
        """Stop at once and remove everything."""
        self._run(str(self.bin / "pg_ctl"), "-D", str(self.folder / "data"), "-m", "immediate", "stop")


def pytest_addoption(parser):
    """--postgres runs the tests on a PostgreSQL that the tests start."""
    parser.addoption("--postgres", action="store_true", help="start a PostgreSQL and run on it")


if any("--postgres" in argument for argument in sys.argv) or os.environ.get("JIEFEN_TEST_POSTGRES"):
    os.environ["JIEFEN_TEST_POSTGRES"] = "1"
    _folder = Path(tempfile.mkdtemp(prefix="jiefen-pg-"))
    _CLUSTER.append(Cluster(_folder))
    os.environ["JIEFEN_DATABASE"] = _CLUSTER[0].start()


def pytest_unconfigure(config):
    """Take away what the tests made."""
    for cluster in _CLUSTER:
        cluster.stop()
        shutil.rmtree(cluster.folder, ignore_errors=True)
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def plain_static(settings):
    """Static files by their own names: the fingerprinted names need a collecting run that tests do without."""
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """The demonstration's people have one password; hashing it slowly for each of them took most of every test's time."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def chromium():
    """The browser; the tests that need it are left out where it is not installed."""
    playwright = pytest.importorskip("playwright.sync_api")
    program = os.environ.get("JIEFEN_TEST_CHROMIUM", "/usr/bin/chromium")
    if not os.path.exists(program):
        pytest.skip("no Chromium here")
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    flags += ["--disable-component-update", "--disable-sync"]
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=program, args=flags)
        yield opened
        opened.close()


@pytest.fixture
def people(db):
    """The fictional county's people, by sign-in name."""
    from django.core.cache import cache

    from jiefen.apps.matters import store
    from jiefen.site import demo

    store.forget()
    cache.clear()  # codes that an earlier test used; the cache's table is no model's, so nothing else empties it
    return demo.county()


@pytest.fixture
def cast(people):
    """Who plays in a matter."""
    from jiefen.site import demo

    return demo.cast_of(people)


@pytest.fixture
def walked(cast):
    """Walk a scenario of a procedure, wholly or for some acts, ending now."""
    from datetime import timedelta

    from jiefen import shelf
    from jiefen.apps.matters import clock
    from jiefen.site.journeys import walk

    def make(procedure="people-mediation", number=0, acts=None, title="租房押金", now=True, key="t", data=None):
        found = shelf.procedure("cn", procedure)
        scenario = shelf.scenarios("cn", procedure)[number]
        ends_on = clock.now() - timedelta(minutes=5) if now else None
        return walk(
            "cn",
            found,
            scenario,
            cast,
            title=title,
            key=f"{key}:{procedure}:{number}:{acts}",
            acts=acts,
            ends_on=ends_on,
            data=data,
        )

    return make


@pytest.fixture
def signed_in(client, people):
    """A browser session of somebody, past the second factor."""
    from django.test import Client

    def enter(username):
        fresh = Client()
        fresh.force_login(people[username], backend="allauth.account.auth_backends.AuthenticationBackend")
        return fresh

    return enter
