"""The site: the only place that knows every app."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registers what stands across the apps."""

    name = "jiefen.site"
    label = "site"
    verbose_name = "Jiefen site"

    def ready(self) -> None:
        """Name the handler of hand-offs, which open matters through several apps."""
        from jiefen.site import handing

        handing.install()
