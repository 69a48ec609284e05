"""Django's registration of this app."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Files and papers; carries out effects of kind "document"."""

    name = "jiefen.apps.papers"
    label = "papers"

    def ready(self) -> None:
        """Name the handler."""
        from jiefen.apps.matters.effects import register
        from jiefen.apps.papers.services import carry_out

        register("document", carry_out)
