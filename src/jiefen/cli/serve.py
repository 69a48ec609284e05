"""`jiefen run`, `work` and `demo`: serving the site, and the worker inside it or alone."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import click

from jiefen.cli.setup import fail, need_database, start_django, use_settings

_LEFT_OUT = ["redoc*"]  # the second of two viewers of the API, which nothing shows: a megabyte to compress


def _free_port(host: str, port: int) -> int:
    """`port` if nobody listens there, else the next free one within twenty."""
    for candidate in range(port, port + 20):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    fail(f"ports {port} to {port + 19} on {host} are all taken. Name another with --port.", code=2)
    raise AssertionError("unreachable")


def _serve(host: str, port: int, threads: int, with_worker: bool) -> None:
    """Serve until stopped, with the worker beside it in a process of its own, started and ended with it.

    The server forks. A lock that some other thread of this process holds at that moment (SQLite's, the allocator's)
    would stay locked in the fork for ever; so there is no other thread here, and no open connection.
    """
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces

    connections.close_all()
    command = [sys.executable, "-m", "jiefen.cli", "work", "--while", str(os.getpid())]
    worker = subprocess.Popen(command) if with_worker else None  # noqa: S603 - our own command, no shell
    server = Granian(
        "jiefen.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        log_access=False,
        log_level="error",
    )
    try:
        server.serve()
    finally:
        if worker is not None:
            worker.terminate()
            try:
                worker.wait(timeout=20)
            except subprocess.TimeoutExpired:
                worker.kill()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=lambda: int(os.environ.get("JIEFEN_PORT", "8000")), type=int, help="Port; 8000.")
@click.option("--threads", default=8, show_default=True, help="Requests served at once.")
def run(host: str, port: int, threads: int) -> None:
    """Serve the site, with the worker beside it unless JIEFEN_WORKER=separate.

    Prepare a new installation first with `jiefen init`.
    """
    start_django()
    need_database()
    from django.conf import settings

    port = _free_port(host, port)
    click.echo(f"Jiefen answers on http://{host}:{port}/")
    _serve(host, port, threads, settings.JIEFEN["worker"] == "embedded")


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now and stop.")
@click.option("--while", "parent", type=int, default=0, hidden=True, help="Stop when this process is no longer my parent.")
def work(once: bool, parent: int) -> None:
    """Run the worker alone: deadlines, warnings, the outbox, the log.

    It catches up with whatever fell due while it was not running. Several may run beside each other.
    """
    start_django()
    need_database()
    from jiefen.site import worker

    if once:
        click.echo(f"{worker.drain()} things done.")
        return
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    if parent:
        threading.Thread(target=_follow, args=(parent, stop), daemon=True).start()
    worker.work(stop)


def _follow(parent: int, stop: threading.Event) -> None:
    """Stop the worker when the server that started it is gone, however it went."""
    while os.getppid() == parent:
        time.sleep(2)
    stop.set()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=lambda: int(os.environ.get("JIEFEN_PORT", "8000")), type=int, help="Port; 8000.")
@click.option("--seed-only", is_flag=True, help="Seed and stop.")
def demo(host: str, port: int, seed_only: bool) -> None:
    """Seed a fictional county with people of every role and matters at every stage, and serve it.

    Run twice, it finds its people there and adds nothing. Keeps everything in JIEFEN_HOME (var).
    """
    port = _free_port(host, port)
    os.environ["JIEFEN_DEMO"] = "1"
    os.environ.setdefault("JIEFEN_ORIGIN", f"http://{host}:{port}")
    start_django(demo=True)
    from jiefen.site import demo as county

    started = time.monotonic()
    prepare()
    made = county.seed()
    click.echo(f"{made} matters seeded in {time.monotonic() - started:.0f} s." if made else "The county is there already.")
    click.echo(county.how_to_sign_in(f"http://{host}:{port}"))
    sys.stdout.flush()
    if not seed_only:
        _serve(host, port, 8, with_worker=True)


def prepare() -> None:
    """Database tables, cache table, static files and proofs, brought up to this version. Harmless when repeated."""
    from django.conf import settings
    from django.core.management import call_command

    from jiefen.apps.matters import proving

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    _collect()
    proving.proofs(settings.JIEFEN["pack"])  # some seconds once, rather than at somebody's first filing


def _collect() -> None:
    """Static files, compressed, unless what there is was made from the very same ones: compressing takes seconds."""
    import hashlib

    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    found = {path: storage.path(path) for finder in get_finders() for path, storage in finder.list(_LEFT_OUT)}
    digest = hashlib.sha256()
    for path, full in sorted(found.items()):
        digest.update(f"{path}:{hashlib.sha256(Path(full).read_bytes()).hexdigest()}\n".encode())
    stamp, manifest = settings.STATIC_ROOT / ".collected", settings.STATIC_ROOT / "staticfiles.json"
    if stamp.is_file() and manifest.is_file() and stamp.read_text() == digest.hexdigest():
        return
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=_LEFT_OUT)
    stamp.write_text(digest.hexdigest())


@click.command("demo-codes")
def demo_codes() -> None:
    """Print how to sign in as each person of the demonstration, with the second factors of this moment."""
    use_settings()
    start_django(demo=True)
    need_database()
    from django.conf import settings

    from jiefen.site import demo as county

    click.echo(county.how_to_sign_in(settings.JIEFEN["origin"]))
