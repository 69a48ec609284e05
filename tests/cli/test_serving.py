"""The site as it is really served: two processes, and every write answered, also at once after the start."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A site prepared and served; its address and process."""
    home, port = tmp_path_factory.mktemp("served"), free_port()
    given = {one: value for one, value in os.environ.items() if not one.startswith(("JIEFEN_", "DJANGO_"))}
    given |= {"JIEFEN_HOME": str(home), "JIEFEN_DEMO": "1", "JIEFEN_PACK": "ew"}
    command = [sys.executable, "-m", "jiefen.cli"]
    subprocess.run([*command, "init"], env=given, check=True, capture_output=True, timeout=300)
    process = subprocess.Popen([*command, "run", "--port", str(port)], env=given, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _try in range(120):
        try:
            urllib.request.urlopen(f"{address}/livez", timeout=5)  # noqa: S310 - our own server
            break
        except OSError:
            time.sleep(0.5)
    yield address, process
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)


def test_every_write_is_answered_beside_the_worker(served):
    address, _process = served
    for _turn in range(40):
        form = urllib.parse.urlencode({"answer": "no"}).encode()
        with urllib.request.urlopen(f"{address}/ask/q/violence/", form, timeout=20) as answer:  # noqa: S310
            assert answer.url.endswith("/ask/q/story/")


def test_the_server_forks_from_a_process_without_other_threads(served):
    """A lock that another thread holds while the server forks would stay locked in the fork for ever."""
    _address, process = served
    children = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=True).stdout.split()
    commands = [Path(f"/proc/{child}/cmdline").read_text() for child in children]
    assert any("work" in one.split("\0") for one in commands), "the worker is a process of its own"


def test_there_is_one_worker_and_it_knows_whom_it_follows(served):
    _address, process = served
    found = subprocess.run(
        ["pgrep", "-f", f"jiefen.cli work --while {process.pid}"], capture_output=True, text=True, check=False
    )
    assert len(found.stdout.split()) == 1
