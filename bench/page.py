"""The page of a matter beside django-helpdesk's ticket page: requests a second over HTTP, in one run.

Both are served by granian with one worker on this machine, DEBUG off, on SQLite; both show thirty entries, ten of which
are messages; one client asks over one kept-alive connection after both are warm. The peer has a page for staff and one
for the public. Ours is the page that a party of the matter sees, with its deadlines proved, through the table of access.

    .venv-bench/bin/pip install --no-deps django-bootstrap5-form==5.0.2   # the peer's page needs it and does not say so
    .venv-bench/bin/python bench/page.py
"""

import http.client
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
HOME = Path(tempfile.mkdtemp(prefix="jiefen-bench-"))
PEER_PORT, OUR_PORT = 8471, 8472
ROUNDS, SECONDS = 5, 2.0
MATTERS = 40  # each opened once, to see what the first opening after a start costs
PREPARE = """
import django; django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
call_command("migrate", verbosity=0); call_command("createcachetable", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
from jiefen import shelf
from jiefen.apps.matters import services, talking
from jiefen.site import demo, journeys
people = demo.county(); cast = demo.cast_of(people)
procedure, scenario = shelf.procedure("cn", "people-mediation"), shelf.scenarios("cn", "people-mediation")[0]
text = "王建国退还押金二千八百元，双方再无其他争议。"
rows = []
for one in range(MATTERS):
    row = journeys.walk("cn", procedure, scenario, cast, title="押金", key=f"bench{one}", acts=4, ends_on=services.clock.now())
    for n in range(16):
        services.perform(row.pk, "record-session", people["zhao"], {"session_on": "2026-11-20", "session_record": text},
                         request_key=f"{one}s{n}")
    for n in range(10):
        talking.say(row.pk, people["li"], "joint", text, request_key=f"{one}m{n}")
    rows.append(row)
user = people["li"]; session = SessionStore()
session[SESSION_KEY] = str(user.pk); session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session.create(); print(session.session_key, *(f"/matters/{row.pk}/" for row in rows))
"""


def serve(application: str, port: int, env: dict[str, str]) -> subprocess.Popen[bytes]:
    """granian with one worker and one thread."""
    command = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--port", str(port), "--workers", "1",
               "--blocking-threads", "1", "--no-access-log", application]  # fmt: skip
    return subprocess.Popen(command, env=env, cwd=HERE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Asked:
    """One page asked for over one connection."""

    def __init__(self, port: int, path: str, cookie: str) -> None:
        self.path, self.headers = path, {"Cookie": cookie}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def once(self) -> int:
        """Ask; the size of the answer in bytes."""
        self.connection.request("GET", self.path, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{self.path} answered {answer.status}")
        return len(body)

    def rate(self) -> float:
        """Answers a second."""
        count, began = 0, time.perf_counter()
        while time.perf_counter() - began < SECONDS:
            self.once()
            count += 1
        return count / (time.perf_counter() - began)


def main() -> int:
    """Print the table."""
    ours = {**os.environ, "JIEFEN_HOME": str(HOME), "JIEFEN_DEMO": "1", "DJANGO_SETTINGS_MODULE": "jiefen.site.settings",
            "JIEFEN_WORKER": "separate"}  # fmt: skip
    theirs = {**os.environ, "BENCH_HOME": str(HOME), "PYTHONPATH": str(HERE)}
    run = {"check": True, "capture_output": True, "text": True, "cwd": HERE}
    key, staff, public = subprocess.run([sys.executable, "-m", "peer_helpdesk.prepare"], env=theirs, **run).stdout.split()[-3:]
    session, *pages = subprocess.run(
        [sys.executable, "-c", PREPARE.replace("MATTERS", str(MATTERS))], env=ours, **run
    ).stdout.split()[-MATTERS - 1 :]
    servers = [
        serve("peer_helpdesk.wsgi:application", PEER_PORT, theirs),
        serve("jiefen.site.wsgi:application", OUR_PORT, ours),
    ]
    try:
        time.sleep(6)
        name = subprocess.run(
            [sys.executable, "-c", "from django.conf import settings; print(settings.SESSION_COOKIE_NAME)"], env=ours, **run
        ).stdout.strip()
        asked = {
            "django-helpdesk, staff": Asked(PEER_PORT, staff, f"sessionid={key}"),
            "django-helpdesk, public": Asked(PEER_PORT, public, ""),
            "jiefen, a party's page": Asked(OUR_PORT, pages[0], f"{name}={session}"),
        }
        sizes = {what: max(one.once() for _warm in range(20)) for what, one in asked.items()}
        first = [Asked(OUR_PORT, page, f"{name}={session}") for page in pages[1:]]
        began = time.perf_counter()
        opened = sum(one.once() > 0 for one in first) / (time.perf_counter() - began)
        rates: dict[str, list[float]] = {what: [] for what in asked}
        for _round in range(ROUNDS):
            for what, one in asked.items():
                rates[what].append(one.rate())
    finally:
        for server in servers:
            server.terminate()
    peer = median(rates["django-helpdesk, staff"])
    for what, found in rates.items():
        print(f"{what:<26} {median(found):>8.1f} pages/s  {sizes[what] / 1024:>7.1f} KiB  {median(found) / peer:>6.2f} x staff")
    print(f"{'jiefen, opened first':<26} {opened:>8.1f} pages/s  {'':>11}  {opened / peer:>6.2f} x staff  (nothing kept)")
    return 0 if "--check" not in sys.argv or median(rates["jiefen, a party's page"]) >= 8 * peer else 1


if __name__ == "__main__":
    sys.exit(main())
