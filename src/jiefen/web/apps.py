"""The look as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, styles, icons, form rendering and error pages. Has no models."""

    name = "jiefen.web"
    label = "web"
    verbose_name = "Jiefen look"
