#!/usr/bin/env python3
"""Django's own commands, for developers. The same as `jiefen-django`."""

from jiefen.cli.main import django_main

if __name__ == "__main__":
    django_main()
