"""Bringing Django up for verbs that need the database, and saying plainly when that does not work."""

import os
import sys

import click


def use_settings() -> None:
    """Name the settings module, without loading it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.site.settings")


def start_django(*, demo: bool = False) -> None:
    """Load settings and apps. Exits with 2 and one line when a setting is wrong."""
    if demo:
        os.environ["JIEFEN_DEMO"] = "1"
    use_settings()
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as problem:
        fail(str(problem), code=2)


def fail(message: str, *, code: int = 1) -> None:
    """Print one line to standard error and exit."""
    click.echo(f"jiefen: {message}", err=True)
    sys.exit(code)


def need_database() -> None:
    """Exit with what to do when the database has not been prepared."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as problem:
        fail(f"the database does not answer: {problem}", code=2)
        return
    if pending:
        fail("the database is not prepared for this version. Run: jiefen init", code=2)
