"""Django's registration of this app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The app `intake`."""

    name = "jiefen.apps.intake"
    label = "intake"
