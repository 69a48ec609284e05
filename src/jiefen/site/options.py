"""The environment variables that an installation may set, each with its meaning. `jiefen config` prints this table.

The only module that reads the environment.
"""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Option:
    """One environment variable: its name, its default and what it is for."""

    name: str
    default: str
    meaning: str


OPTIONS = (
    Option("JIEFEN_HOME", "var", "Folder of everything this installation keeps: database, files, keys, sent mail."),
    Option("JIEFEN_DEMO", "0", "1: a demonstration with seeded people; never accepted together with real data."),
    Option("JIEFEN_SECRET_KEY", "", "Signs sessions and links. Made and kept in HOME/secret.key when empty."),
    Option("JIEFEN_MASTER_KEY_FILE", "", "File (mode 0600) with the key that wraps each matter's key. HOME/master.key."),
    Option("JIEFEN_DATABASE", "", "PostgreSQL as postgresql://user:password@host:port/name. SQLite in HOME when empty."),
    Option("JIEFEN_HOSTS", "localhost,127.0.0.1,[::1]", "Host names this site answers to, separated by commas."),
    Option("JIEFEN_ORIGIN", "http://127.0.0.1:8000", "The address that people type; links in letters begin with it."),
    Option("JIEFEN_TLS", "0", "1: served behind TLS. Secure cookies, HSTS and redirects are then on."),
    Option("JIEFEN_PROXIES", "0", "How many reverse proxies stand before it and add X-Forwarded-For; brakes count by it."),
    Option("JIEFEN_PACK", "cn", "The jurisdiction's pack that this installation works under."),
    Option("JIEFEN_LANGUAGE", "", "Language shown to a person who has chosen none; the pack's own when empty."),
    Option("JIEFEN_MAIL", "file", "file (letters are kept in HOME/mail), console, or smtp."),
    Option("JIEFEN_SMTP", "", "For smtp: smtp://user:password@host:port or smtps://…"),
    Option("JIEFEN_MAIL_FROM", "jiefen@localhost", "Sender of letters."),
    Option("JIEFEN_SMS", "off", "off, file (messages are kept in HOME/sms), console, or http (a gateway)."),
    Option("JIEFEN_SMS_URL", "", "For http: the gateway's address, https://…"),
    Option("JIEFEN_SMS_KEY_FILE", "", "For http: file (mode 0600) with the key that signs messages and their receipts."),
    Option("JIEFEN_HELP_LINE", "", "Public help number shown on every page, in place of the pack's own."),
    Option("JIEFEN_UPLOAD_MB", "50", "Largest file that a person may hand in, in MiB."),
    Option("JIEFEN_WORKER", "embedded", "embedded: `jiefen run` starts and ends the worker; separate: run `jiefen work`."),
    Option("JIEFEN_DEBUG", "0", "1: Django's debug pages. For developers only; refused together with TLS."),
)

DEFAULTS = {option.name: option.default for option in OPTIONS}


def read(name: str) -> str:
    """The value of one listed option: the environment's, or its default.

    Raises KeyError when `name` is not listed in OPTIONS, so that no undocumented setting can exist.
    """
    return os.environ.get(name) or DEFAULTS[name]


def flag(name: str) -> bool:
    """A listed option read as yes or no."""
    return read(name).lower() in {"1", "true", "yes", "on"}


def home() -> Path:
    """The folder of this installation's own data."""
    return Path(read("JIEFEN_HOME")).expanduser().resolve()
