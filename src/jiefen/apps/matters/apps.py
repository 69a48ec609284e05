"""Django's registration of this app."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """The app `matters`."""

    name = "jiefen.apps.matters"
    label = "matters"
