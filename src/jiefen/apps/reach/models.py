"""The record of reach: who was invited and told, by which way, when it arrived and when it was opened."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiefen.apps.matters.models import Matter, Participation
from jiefen.apps.people.ids import new_id
from jiefen.apps.people.models import Organisation

CHANNELS = {"app": _("shown here"), "e-mail": _("sent by e-mail"), "paper": _("printed")}
"""The ways by which a notice goes, as people read them."""


class Invitation(models.Model):
    """A code with which somebody takes their seat in a matter. Only its hash is kept; a new one ends the old."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False, help_text="Public id. Kept with the matter.")
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="invitations", help_text="With the matter.")
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, help_text="Who keeps it. With the matter.")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, help_text="Whose seat. With the matter.")
    effect = models.CharField(max_length=160, blank=True, default="", help_text="The notice it went with. With the matter.")
    digest = models.BinaryField(max_length=32, unique=True, help_text="SHA-256 of the code. Until it is used or ended.")
    made_at = models.DateTimeField(help_text="When it was made. Kept with the matter.")
    expires_at = models.DateTimeField(help_text="Until when it works. Kept with the matter.")
    opened_at = models.DateTimeField(null=True, help_text="When it was first opened. Kept with the matter.")
    used_at = models.DateTimeField(null=True, help_text="When somebody joined with it. Kept with the matter.")
    ended_at = models.DateTimeField(null=True, help_text="When it was replaced or given back. Kept with the matter.")
    wrong_person = models.BooleanField(default=False, help_text="Somebody said it is not for them. Kept with the matter.")


class Delivery(models.Model):
    """A notice to one reader: its sealed text, and what is known of its way."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False, help_text="Public id. Kept with the matter.")
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="deliveries", help_text="With the matter.")
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, help_text="Who keeps it. With the matter.")
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="deliveries", help_text="To whom. With the matter."
    )
    effect = models.CharField(max_length=160, help_text="Which notice. Kept with the matter.")
    text = models.BinaryField(help_text="Subject and body, sealed. Until the content is erased.")
    channel = models.CharField(max_length=10, help_text="app, e-mail or paper. Kept with the matter.")
    made_at = models.DateTimeField(help_text="When it was put into the app. Kept with the matter.")
    mailed_at = models.DateTimeField(null=True, help_text="When the mail server took it. Kept with the matter.")
    opened_at = models.DateTimeField(null=True, help_text="When it was opened. Kept with the matter.")
    by_hand_at = models.DateTimeField(null=True, help_text="When staff handed it over. Kept with the matter.")
    trouble = models.CharField(max_length=200, blank=True, default="", help_text="Why mail failed. With the matter.")

    class Meta:
        """One for each notice and reader."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["matter", "effect"], name="told_once")
        ]

    @property
    def shown_channel(self) -> str:
        """The way by which it went, in words."""
        return str(CHANNELS.get(self.channel, self.channel))
