"""A page of the first questions beside django-helpdesk's form page: requests a second over HTTP, in one run.

Both are served by granian with one worker and one thread on this machine, DEBUG off, on SQLite; one client asks over one
kept-alive connection. Ours is asked for by somebody new, which comes from memory whole; by somebody who has answered and is
at their next question, whose answers are read to know the place, and whose page is shared with all at that place; and by
somebody who looks at an answer of their own, which is drawn from what is sealed each time.

    .venv-bench/bin/python bench/interview.py
"""

import http.client
import os
import subprocess
import sys
import time
import urllib.parse
from statistics import median

from page import HERE, HOME, OUR_PORT, PEER_PORT, ROUNDS, Asked, serve

TARGET = 10.0
PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0); call_command("createcachetable", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
from jiefen.site import demo
demo.county()
"""


def answered(port: int) -> str:
    """The cookies of somebody who has told a story."""
    cookies: dict[str, str] = {}
    for name, answer in (("violence", "no"), ("story", "房东不退押金三千元，说墙弄脏了。")):
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        body = urllib.parse.urlencode({"answer": answer})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items()),
        }
        asked.request("POST", f"/ask/q/{name}/", body, headers)
        got = asked.getresponse()
        got.read()
        for line in got.headers.get_all("Set-Cookie") or ():
            key, _is, value = line.partition(";")[0].partition("=")
            cookies[key.strip()] = value
    return "; ".join(f"{key}={value}" for key, value in cookies.items())


def main() -> int:
    """Print the table."""
    ours = {**os.environ, "JIEFEN_HOME": str(HOME), "JIEFEN_DEMO": "1", "DJANGO_SETTINGS_MODULE": "jiefen.site.settings",
            "JIEFEN_WORKER": "separate"}  # fmt: skip
    theirs = {**os.environ, "BENCH_HOME": str(HOME), "PYTHONPATH": str(HERE)}
    run = {"check": True, "capture_output": True, "text": True, "cwd": HERE}
    subprocess.run([sys.executable, "-m", "peer_helpdesk.prepare"], env=theirs, **run)
    subprocess.run([sys.executable, "-c", PREPARE], env=ours, **run)
    servers = [
        serve("peer_helpdesk.wsgi:application", PEER_PORT, theirs),
        serve("jiefen.site.wsgi:application", OUR_PORT, ours),
    ]
    try:
        time.sleep(8)
        asked = {
            "django-helpdesk, form": Asked(PEER_PORT, "/tickets/submit/", ""),
            "jiefen, somebody new": Asked(OUR_PORT, "/ask/q/story/", ""),
            "jiefen, next question": Asked(OUR_PORT, "/ask/q/other_side/", answered(OUR_PORT)),
            "jiefen, one's answer": Asked(OUR_PORT, "/ask/q/story/", answered(OUR_PORT)),
        }
        sizes = {what: max(one.once() for _warm in range(20)) for what, one in asked.items()}
        rates: dict[str, list[float]] = {what: [] for what in asked}
        for _round in range(ROUNDS):
            for what, one in asked.items():
                rates[what].append(one.rate())
    finally:
        for server in servers:
            server.terminate()
    peer = median(rates["django-helpdesk, form"])
    for what, found in rates.items():
        print(
            f"{what:<24} {median(found):>8.1f} pages/s  {sizes[what] / 1024:>6.1f} KiB  {median(found) / peer:>6.2f} x the form"
        )
    print(f"target for a page of the interview: {TARGET:.0f} x")
    return 0 if "--check" not in sys.argv or median(rates["jiefen, somebody new"]) >= TARGET * peer else 1


if __name__ == "__main__":
    sys.exit(main())
