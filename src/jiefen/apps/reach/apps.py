"""Django's registration of this app."""

from django.apps import AppConfig


class ReachConfig(AppConfig):
    """The app `reach`."""

    name = "jiefen.apps.reach"
    label = "reach"
