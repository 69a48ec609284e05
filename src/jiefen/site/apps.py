"""The site: the only place that knows every app."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registers what stands across the apps: outbox handlers, system checks, commands."""

    name = "jiefen.site"
    label = "site"
    verbose_name = "Jiefen site"
