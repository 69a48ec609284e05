"""Django's registration of this app."""

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    """The app `guidance`."""

    name = "jiefen.apps.guidance"
    label = "guidance"
