"""Django's registration of this app."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """The app `papers`."""

    name = "jiefen.apps.papers"
    label = "papers"
