"""Django's registration of this app."""

from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.core.exceptions import ImproperlyConfigured


class ReachConfig(AppConfig):
    """Invitations and notices; carries out effects of kind "notice" and "invite"."""

    name = "jiefen.apps.reach"
    label = "reach"

    def ready(self) -> None:
        """Name the handlers, and have `jiefen check` look at the channel for SMS."""
        from jiefen.apps.matters.effects import register
        from jiefen.apps.reach.sending import carry_out, carry_out_invitation

        register("notice", carry_out)
        register("invite", carry_out_invitation)
        checks.register(check_sms)


def check_sms(**_about: Any) -> list[checks.CheckMessage]:
    """Whether the channel for SMS can be used as it is set."""
    from jiefen.apps.people.channels import sms

    try:
        sms()
    except ImproperlyConfigured as problem:
        return [checks.Error(str(problem), id="jiefen.sms")]
    return []
