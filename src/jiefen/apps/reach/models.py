"""The record of reach: who was invited and told, by which way, when it arrived and when it was opened; who stands beside
a party, what they typed for them, and how anybody's identity was confirmed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiefen.apps.matters.models import Matter, Participation
from jiefen.apps.people.ids import new_id
from jiefen.apps.people.models import Organisation

CHANNELS = {
    "app": _("shown here"),
    "e-mail": _("sent by e-mail"),
    "sms": _("sent by SMS"),
    "paper": _("printed"),
    "letter": _("Letter"),
    "call": _("Call"),
    "visit": _("Visit"),
}
"""The ways by which somebody is told, as people read them."""

OUTCOMES = {
    "waiting": _("not sent yet"),
    "due": _("nothing could be sent: no address is known"),
    "printed": _("printed; it is not known whether it was posted"),
    "sent": _("sent; it is not known whether it arrived"),
    "delivered": _("arrived at the telephone or mailbox; it is not known who read it"),
    "handed": _("handed over"),
    "answered": _("answered and understood"),
    "bounced": _("did not arrive"),
    "failed": _("could not be sent"),
    "refused": _("did not want to talk"),
    "wrong-person": _("came to the wrong person"),
    "no-answer": _("nobody answered"),
}
"""How an attempt went, as people read it."""

TROUBLED = ("due", "bounced", "failed", "wrong-person")
"""Outcomes after which another way must be found: they stand in the office's list."""

PAPERS = {
    "id-card": _("identity card"),
    "household": _("household register"),
    "passport": _("passport or travel permit"),
    "licence": _("business licence and the signer's own paper"),
    "known": _("known to me personally"),
}
"""Kinds of paper by which staff confirm who somebody is. No number of a paper is asked for."""


class Invitation(models.Model):
    """A code with which somebody takes their seat in a matter. Only its hash is kept; a new one ends the old."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False, help_text="Public id. Kept with the matter.")
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="invitations", help_text="With the matter.")
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, help_text="Who keeps it. With the matter.")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, help_text="Whose seat. With the matter.")
    effect = models.CharField(max_length=160, blank=True, default="", help_text="The notice it went with. With the matter.")
    channel = models.CharField(max_length=10, default="letter", help_text="By which way it went. Kept with the matter.")
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
    channel = models.CharField(max_length=10, help_text="By which way it went last. Kept with the matter.")
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


class Try(models.Model):
    """One attempt to reach somebody: by which way, when, by whom, and what is known of how it went.

    The address or number is not kept here, only a hash by which one sees whether it is still the same.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False, help_text="Public id. Kept with the matter.")
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="tries", help_text="With the matter.")
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, help_text="Who keeps it. With the matter.")
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="tries", help_text="Who was to be reached. With the matter."
    )
    delivery = models.ForeignKey(
        Delivery,
        null=True,
        on_delete=models.CASCADE,
        related_name="tries",
        help_text="The notice that was to be brought. Kept with the matter.",
    )
    channel = models.CharField(max_length=10, help_text="letter, sms, e-mail, call or visit. Kept with the matter.")
    place = models.CharField(
        max_length=64, blank=True, default="", help_text="Keyed hash of the address, in this matter. With the matter."
    )
    made_at = models.DateTimeField(help_text="When it was begun. Kept with the matter.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who of the office; empty where the site did it. Kept with the matter.",
    )
    outcome = models.CharField(max_length=16, help_text="What is known of how it went. Kept with the matter.")
    outcome_at = models.DateTimeField(null=True, help_text="Since when that is known. Kept with the matter.")
    provider_id = models.CharField(
        max_length=120, blank=True, default="", db_index=True, help_text="The channel's id, for its receipt. With the matter."
    )
    reason = models.CharField(
        max_length=200, blank=True, default="", help_text="What the channel said, without the address. With the matter."
    )
    identity_asked = models.BooleanField(
        default=False, help_text="Whether the person was asked who they are and the answer fitted. Kept with the matter."
    )
    note = models.BinaryField(null=True, help_text="What staff wrote of it, sealed. Until the content is erased.")

    class Meta:
        """Read by person, and by what still needs another way."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["participation", "made_at"]),
            models.Index(fields=["institution", "outcome"]),
        ]

    @property
    def shown_channel(self) -> str:
        """The way, in words."""
        return str(CHANNELS.get(self.channel, self.channel))

    @property
    def shown_outcome(self) -> str:
        """How it went, in words."""
        return str(OUTCOMES.get(self.outcome, self.outcome))

    @property
    def is_troubled(self) -> bool:
        """Whether another way must be found."""
        return self.outcome in TROUBLED


class Companion(models.Model):
    """Somebody beside a party: a representative, a helper, an interpreter. For whom, by whose wish, until when."""

    participation = models.OneToOneField(
        Participation,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="companion",
        help_text="Their seat. Kept with the matter.",
    )
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="companions", help_text="With the matter.")
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, help_text="Who keeps it. With the matter.")
    capacity = models.CharField(max_length=16, help_text="representative, helper or interpreter. Kept with the matter.")
    beside = models.JSONField(default=list, help_text="For which participants. Kept with the matter.")
    paper = models.BinaryField(null=True, help_text="The paper that gives authority, named, sealed. Until erased.")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who added them. Kept with the matter.",
    )
    added_at = models.DateTimeField(help_text="When they were added. Kept with the matter.")
    ended_at = models.DateTimeField(null=True, help_text="When they left or were asked to leave. Kept with the matter.")


class Typed(models.Model):
    """What somebody typed for a person. It counts for nothing until that person has said that it is right."""

    WAITING, CONFIRMED, DECLINED, TAKEN_BACK = "waiting", "confirmed", "declined", "taken-back"
    id = models.UUIDField(primary_key=True, default=new_id, editable=False, help_text="Public id. Kept with the matter.")
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="typed", help_text="With the matter.")
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, help_text="Who keeps it. With the matter.")
    typist = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="+", help_text="The seat of who typed. Kept with the matter."
    )
    speaker = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="+", help_text="The seat of who said it. With the matter."
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The account that typed. Kept with the matter.",
    )
    action = models.CharField(max_length=80, help_text="Which act it is to be. Kept with the matter.")
    text = models.BinaryField(null=True, help_text="What was typed, sealed. Until it is settled or the content erased.")
    seen = models.PositiveIntegerField(help_text="The matter's last act when it was typed. Kept with the matter.")
    made_at = models.DateTimeField(help_text="When it was typed last. Kept with the matter.")
    state = models.CharField(max_length=12, default=WAITING, help_text="Whether it was confirmed. Kept with the matter.")
    settled_at = models.DateTimeField(null=True, help_text="When it was confirmed or not. Kept with the matter.")
    how = models.CharField(max_length=16, blank=True, default="", help_text="How it was confirmed. With the matter.")


class Identification(models.Model):
    """One time that somebody's identity was confirmed: how far, how, when, by whom. No number of a paper is kept."""

    id = models.BigAutoField(primary_key=True, help_text="Order of confirming. Kept with the matter.")
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="+", help_text="Which matter. With the matter.")
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, help_text="Who keeps it. With the matter.")
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="identifications", help_text="Whose. Kept with the matter."
    )
    level = models.CharField(max_length=16, help_text="code, staff or provider. Kept with the matter.")
    how = models.CharField(max_length=40, help_text="By which way, kind of paper or provider. Kept with the matter.")
    at = models.DateTimeField(help_text="When. Kept with the matter.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who of the office; empty where nobody of it did. Kept with the matter.",
    )
