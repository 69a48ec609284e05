"""The command `jiefen`: its verbs, loaded only when called, so that `jiefen --help` answers at once."""

import importlib
import sys

import click

# verb -> (module, attribute, one line for the list of verbs)
VERBS: dict[str, tuple[str, str, str]] = {
    "run": ("jiefen.cli.serve", "run", "Serve the site, with the worker beside it."),
    "work": ("jiefen.cli.serve", "work", "Run the worker alone: deadlines and the outbox."),
    "demo": ("jiefen.cli.serve", "demo", "Seed a fictional county and serve it."),
    "demo-codes": ("jiefen.cli.serve", "demo_codes", "Print how to sign in as each person of the demonstration."),
    "init": ("jiefen.cli.administer", "init", "Prepare database, keys and static files of a new installation."),
    "person": ("jiefen.cli.administer", "person", "Give somebody a duty, a password, or a new second factor."),
    "config": ("jiefen.cli.administer", "config", "Print every setting with its value and meaning."),
    "check": ("jiefen.cli.administer", "check", "Check settings, packs and readiness."),
    "file": ("jiefen.cli.file", "file", "File a published case as a matter, or a folder of them."),
    "matter": ("jiefen.cli.matter", "matter", "Show a matter as its ledger tells it."),
    "procedure": ("jiefen.cli.procedure", "procedure", "Check, draw and explain procedures."),
    "pack": ("jiefen.cli.pack", "pack", "Run a pack's scenarios; verify its sources."),
    "translation": ("jiefen.cli.translation", "translation", "What is translated, and who has approved it."),
    "deadline": ("jiefen.cli.deadline", "deadline", "Compute a date by law and print its proof."),
    "backup": ("jiefen.cli.keep", "backup", "Write everything but the master key into one file."),
    "restore": ("jiefen.cli.keep", "restore", "Bring a backup back, and verify it."),
    "verify": ("jiefen.cli.keep", "verify", "Recompute every chain; name what has been changed."),
    "erase": ("jiefen.cli.keep", "erase", "Destroy a matter's key: its content is gone, its chain stays."),
}


class _Verbs(click.Group):
    """Finds a verb's module when it is called; passes unknown verbs to Django's own commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order of the table, which is the order in which people need them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command behind a verb; a pass-through for Django's commands."""
        if cmd_name in VERBS:
            module, attribute, _line = VERBS[cmd_name]
            command = getattr(importlib.import_module(module), attribute)
            assert isinstance(command, click.Command)  # noqa: S101
            return command
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without importing what is behind them."""
        with formatter.section("Verbs"):
            formatter.write_dl([(verb, line) for verb, (_m, _a, line) in VERBS.items()])


@click.group(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Begin with `jiefen demo`. Each verb explains itself: `jiefen deadline --help`. "
    "Settings are environment variables: `jiefen config`. Django's own commands: `jiefen-django`.",
)
@click.version_option(package_name="jiefen")
def main() -> None:
    """Jiefen (解纷) resolves disputes before, beside and, when people want, in front of a court."""


def django_main() -> None:
    """Django's own commands with this installation's settings (migrate, shell, makemessages …)."""
    from jiefen.cli.setup import use_settings

    use_settings()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
