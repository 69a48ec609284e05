"""Django's registration of this app."""

from django.apps import AppConfig


class ReachConfig(AppConfig):
    """Invitations and notices; carries out effects of kind "notice"."""

    name = "jiefen.apps.reach"
    label = "reach"

    def ready(self) -> None:
        """Name the handler."""
        from jiefen.apps.matters.effects import register
        from jiefen.apps.reach.services import carry_out

        register("notice", carry_out)
