"""Django's registration of this app."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    """The app `quality`."""

    name = "jiefen.apps.quality"
    label = "quality"
