"""What somebody has begun to tell, sealed with a key of its own; and what staff filed for a person."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from jiefen.apps.matters.models import Matter
from jiefen.apps.people.ids import new_id
from jiefen.apps.people.models import Organisation


class Draft(models.Model):
    """A filing begun and not sent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False, help_text="Public id. Until filed, or 60 days.")
    digest = models.BinaryField(max_length=32, unique=True, help_text="SHA-256 of the code to resume. Until filed.")
    wrapped_key = models.BinaryField(help_text="Its key, wrapped. Until filed, or 60 days.")
    answers = models.BinaryField(help_text="What was typed, sealed. Until filed, or 60 days.")
    version = models.PositiveIntegerField(default=1, help_text="Counts saves, so that two tabs notice each other.")
    saved_at = models.DateTimeField(help_text="Last saved. Until filed, or 60 days.")


class Assisted(models.Model):
    """A matter that staff filed for a person: who typed it, how it was read back, and whether the person confirmed it.

    The filing counts from the first moment; this says how sure we are that it says what the person meant.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False, help_text="Public id. Kept with the matter.")
    matter = models.OneToOneField(
        Matter, on_delete=models.CASCADE, related_name="assisted", help_text="Which matter. Kept with the matter."
    )
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, help_text="Who keeps it. With the matter.")
    participant = models.CharField(max_length=40, help_text="For whom: the id in the ledger. Kept with the matter.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who typed it, so that the person can ask them. Kept with the matter.",
    )
    request_key = models.CharField(max_length=64, help_text="Makes a repeat harmless. Kept with the matter.")
    way = models.CharField(max_length=10, help_text="How the person came: window, phone or visit. Kept with the matter.")
    language = models.CharField(max_length=16, help_text="In which language it was read back. Kept with the matter.")
    helper = models.BinaryField(null=True, help_text="Name of whoever spoke for the person, sealed. Until content is erased.")
    interpreter = models.BinaryField(null=True, help_text="Name of the interpreter, sealed. Until the content is erased.")
    text = models.BinaryField(help_text="What was read back, word for word, sealed. Until the content is erased.")
    read_back_at = models.DateTimeField(help_text="When it was read back, to show that it was. Kept with the matter.")
    identity_asked_at = models.DateTimeField(
        null=True, help_text="When staff asked who is on the telephone before telling a code. Kept with the matter."
    )
    confirmed_at = models.DateTimeField(null=True, help_text="When the person's word was recorded. Kept with the matter.")
    confirmed_by = models.CharField(
        max_length=10, blank=True, default="", help_text="How they confirmed it: code or signature. Kept with the matter."
    )
    signed_on = models.DateField(null=True, help_text="Day on the signed paper in the file. Kept with the matter.")
    disputed_at = models.DateTimeField(
        null=True, help_text="When the person said that something is wrong, so that it is looked at. Kept with the matter."
    )
    wrong = models.BinaryField(null=True, help_text="What they said is wrong, sealed. Until the content is erased.")

    class Meta:
        """Filed once for each press of the button."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["by", "request_key"], name="assisted_once_for_each_request")
        ]

    @property
    def disputed(self) -> bool:
        """Whether the person says that something in it is wrong, and has not said since that it is right."""
        return self.disputed_at is not None and (self.confirmed_at is None or self.confirmed_at < self.disputed_at)

    @property
    def confirmed(self) -> bool:
        """Whether it holds that the person confirmed it."""
        return self.confirmed_at is not None and not self.disputed
