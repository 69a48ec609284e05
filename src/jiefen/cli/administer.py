"""`jiefen init`, `person`, `config` and `check`: what an administrator does."""

import getpass
import json
import sys

import click

from jiefen.cli.setup import fail, need_database, start_django


@click.command()
def init() -> None:
    """Prepare a new installation, or bring an old one up to this version. Harmless when repeated."""
    start_django()
    from jiefen.apps.people.secrets import master
    from jiefen.cli.serve import prepare

    prepare()
    master()
    from django.conf import settings

    click.echo(f"Ready in {settings.JIEFEN['home']}.")
    click.echo(f"Keep a copy of {settings.JIEFEN['master_key_file']} in another place: no backup contains it.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def config(as_json: bool) -> None:
    """Print every setting with its value and meaning. Secrets are shown as set or not set."""
    from jiefen.site.options import OPTIONS, read

    secret = {"JIEFEN_SECRET_KEY", "JIEFEN_DATABASE", "JIEFEN_SMTP"}
    rows = [(o.name, ("set" if read(o.name) else "") if o.name in secret else read(o.name), o.meaning) for o in OPTIONS]
    if as_json:
        click.echo(json.dumps([dict(zip(("name", "value", "meaning"), row, strict=True)) for row in rows], indent=2))
        return
    for name, value, meaning in rows:
        click.echo(f"{name}={value}\n    {meaning}")


@click.command()
@click.option("--deploy", is_flag=True, help="As for people's real disputes: any warning is a failure.")
def check(deploy: bool) -> None:
    """Check settings, packs and readiness. Exits with 1 when something is wrong."""
    start_django()
    from django.conf import settings
    from django.core.management import CommandError, call_command

    from jiefen import shelf

    if deploy and settings.JIEFEN["demo"]:
        fail("JIEFEN_DEMO=1: a demonstration must not hold people's real disputes. Unset it.")
    try:
        call_command("check", deploy=deploy, fail_level="WARNING" if deploy else "ERROR")
        loaded = shelf.procedures(settings.JIEFEN["pack"])
    except (CommandError, ValueError) as problem:
        fail(str(problem))
        return
    click.echo(f"Pack {settings.JIEFEN['pack']}: {len(list(loaded))} procedures load.")
    if not deploy:
        return
    need_database()
    from jiefen.site.health import state_of_things

    for name, found in state_of_things().items():
        click.echo(f"{'ok ' if found['ok'] else 'BAD'} {name}: {found['found']}")
        if not found["ok"]:
            sys.exit(1)


@click.command()
@click.argument("username")
@click.option("--name", default="", help="How the person is addressed.")
@click.option("--email", default="", help="For codes and notices.")
@click.option("--organisation", default="", help="Id of the body that the person works for.")
@click.option("--duty", default="", help="coordinator, mediator, registrar, judge …")
@click.option("--end-duties", is_flag=True, help="End every duty of the person today.")
@click.option("--reset-factor", is_flag=True, help="Remove the second factor; the next sign-in sets up a new one.")
@click.option("--password", is_flag=True, help="Ask for a new password (or read it from standard input).")
def person(
    username: str,
    name: str,
    email: str,
    organisation: str,
    duty: str,
    end_duties: bool,
    reset_factor: bool,
    password: bool,
) -> None:
    """Make or change the account USERNAME of somebody who works here."""
    start_django()
    need_database()
    from django.core.exceptions import ValidationError

    from jiefen.apps.people import services
    from jiefen.apps.people.models import Account, Organisation

    try:
        body = Organisation.objects.filter(pk=organisation).first() if organisation else None
    except ValidationError:
        body = None
    if organisation and body is None:
        fail(f"there is no organisation {organisation}.", code=2)
    if bool(organisation) != bool(duty):
        fail("name both --organisation and --duty.", code=2)
    if body is not None:
        account = services.make_staff(username=username, name=name, organisation=body, duty=duty, email=email)
    else:
        account, _made = Account.objects.get_or_create(username=username, defaults={"name": name, "email": email})
    if end_duties:
        services.end_duties(account)
    if reset_factor:
        services.remove_second_factor(account)
    if password:
        _set_password(account)
    duties = ", ".join(f"{one.kind} ({one.organisation})" for one in account.duties.filter(until=None)) or "none"
    click.echo(f"{account.username}: duties {duties}.")


def _set_password(account: object) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from jiefen.apps.people import services

    typed = getpass.getpass("New password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        validate_password(typed, account)
    except ValidationError as problem:
        fail(" ".join(problem.messages), code=2)
    services.set_password(account, typed)  # type: ignore[arg-type]
