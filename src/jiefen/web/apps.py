"""Django's registration of the look."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, tags, styles."""

    name = "jiefen.web"
    label = "web"
