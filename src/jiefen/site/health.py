"""Whether the site lives, and whether it is ready: what an operator's monitor asks."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from jiefen.apps.matters import clock
from jiefen.apps.matters.models import Deadline, Effect


def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Database, migrations, and whether the worker keeps up: 200 when all is well, else 503 with what is not."""
    checks = state_of_things()
    well = all(check["ok"] for check in checks.values())
    return JsonResponse({"ready": well, "checks": checks}, status=200 if well else 503)


def state_of_things() -> dict[str, dict[str, object]]:
    """Each check with what was found. Knows numbers only, no content."""
    try:
        pending = MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes())
    except DatabaseError as trouble:
        return {"database": {"ok": False, "found": str(trouble)[:200]}}
    now = clock.now()
    late = Deadline.objects.filter(lost_at__lt=now - timedelta(minutes=10)).count()
    stuck = Effect.objects.filter(done_at=None, due__lt=now - timedelta(minutes=30)).count()
    failed = Effect.objects.filter(outcome="failed").count()
    return {
        "database": {"ok": True, "found": connection.vendor},
        "migrations": {"ok": not pending, "found": f"{len(pending)} not applied"},
        "deadlines": {"ok": late == 0, "found": f"{late} fell due more than 10 minutes ago"},
        "outbox": {"ok": stuck == 0, "found": f"{stuck} waiting for more than 30 minutes"},
        "failed": {"ok": True, "found": f"{failed} effects failed for good"},
    }
