"""A durable step, side by side in one run: bare sqlite3, Django with django-fsm-2, and the whole service.

All write to SQLite files on the same disk with journal_mode=WAL and synchronous=FULL, so each step that returned has
survived a power cut. The bare step inserts one row and commits: the limit. The peer's step is what an ordinary Django
application does: a transaction, the row locked, a django-fsm-2 transition, the row saved, one row of a log. Ours is
`services.perform` from the account to the receipt: time first, lock, seat, idempotence, procedure, chained and
encrypted event, projections, outbox, commit. It alternates between drafting an agreement (two facts) and refusing to
sign it (a reason); each asks for a notice to every party. Ratios are of medians over rounds that take turns.

    python bench/step.py            # needs django-fsm-2: pip install --require-hashes -r requirements-bench.txt
    python bench/step.py --check    # fails when a step of ours is slower than the peer's
"""

import os
import sqlite3
import sys
import tempfile
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter

HOME = Path(tempfile.mkdtemp(prefix="jiefen-bench-"))
os.environ.update(JIEFEN_HOME=str(HOME), JIEFEN_DEMO="1", DJANGO_SETTINGS_MODULE="jiefen.site.settings")

import django  # noqa: E402
from django.conf import settings  # noqa: E402

settings.DATABASES  # noqa: B018  read the settings before they are added to
settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "django_fsm"]
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django_fsm import FSMField, transition  # noqa: E402

from jiefen.apps.matters import services  # noqa: E402
from jiefen.site import demo, journeys  # noqa: E402

ROUNDS, STEPS, MATTERS = 7, 300, 10


class Ticket(models.Model):
    """What the peer moves."""

    title = models.CharField(max_length=200)
    state = FSMField(default="mediating")

    class Meta:
        app_label = "people"

    @transition(field=state, source="mediating", target="drafted")
    def draft(self):
        """To the draft."""

    @transition(field=state, source="drafted", target="mediating")
    def refuse(self):
        """Back."""


class Log(models.Model):
    """What the peer notes."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE)
    by = models.CharField(max_length=40)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "people"


TEXT = "王建国退还押金二千八百元，双方再无其他争议。"


def bare():
    """One row, one commit, no ORM: as fast as this disk keeps promises."""
    plain = sqlite3.connect(HOME / "bare.sqlite3", isolation_level=None)
    plain.execute("PRAGMA journal_mode=WAL")
    plain.execute("PRAGMA synchronous=FULL")
    plain.execute("CREATE TABLE IF NOT EXISTS step (n INTEGER, text TEXT)")
    for number in count():
        plain.execute("BEGIN IMMEDIATE")
        plain.execute("INSERT INTO step VALUES (?, ?)", (number, TEXT))
        plain.execute("COMMIT")
        yield


def peer():
    """An ordinary application's step."""
    tickets = [Ticket.objects.create(title="押金").pk for _one in range(MATTERS)]
    for number in count():
        with transaction.atomic():
            ticket = Ticket.objects.select_for_update().get(pk=tickets[number % MATTERS])
            if ticket.state == "mediating":
                ticket.draft()
            else:
                ticket.refuse()
            ticket.save()
            Log.objects.create(ticket=ticket, by="zhao", text=TEXT)
        yield


def ours():
    """The whole service."""
    people = demo.county()
    cast = demo.cast_of(people)
    from jiefen import shelf

    procedure, scenario = shelf.procedure("cn", "people-mediation"), shelf.scenarios("cn", "people-mediation")[0]
    rows = [
        journeys.walk("cn", procedure, scenario, cast, title="押金", key=f"bench:{one}", acts=4, ends_on=services.clock.now())
        for one in range(MATTERS)
    ]
    drafted = {"agreement_text": TEXT, "terms": [{"what": "退还押金", "amount": 280000}]}
    for number in count():
        row, turn = rows[number % MATTERS], number // MATTERS % 2
        key = f"step-{number}"
        if turn:
            services.perform(row.pk, "refuse-to-sign", people["li"], {}, reason="再想想", request_key=key)
        else:
            services.perform(row.pk, "draft", people["zhao"], drafted, request_key=key)
        yield


def main() -> int:
    """Print the table; the exit code says whether the target was met, when asked to check."""
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Ticket)
        editor.create_model(Log)
    running = {"bare sqlite3 (limit)": bare(), "Django + django-fsm-2": peer(), "jiefen, whole service": ours()}
    rates: dict[str, list[float]] = {name: [] for name in running}
    for steps in running.values():
        for _warm in range(2 * MATTERS):
            next(steps)
    for _round in range(ROUNDS):
        for name, steps in running.items():
            began = perf_counter()
            for _step in range(STEPS):
                next(steps)
            rates[name].append(STEPS / (perf_counter() - began))
    other = median(rates["Django + django-fsm-2"])
    for name, found in rates.items():
        print(f"{name:<24} {median(found):>8,.0f} steps/s   {median(found) / other:>6.2f} x django-fsm-2")
    met = median(rates["jiefen, whole service"]) >= other
    return 0 if met or "--check" not in sys.argv else 1


if __name__ == "__main__":
    sys.exit(main())
