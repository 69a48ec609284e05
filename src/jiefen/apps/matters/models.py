"""The record's tables. The ledger (`Event`) is the truth; every other table is drawn from it and can be rebuilt.

Each table carries the institution and the matter, so that rows can be spread by them on a distributed PostgreSQL.
Content stands only in sealed fields. Each field says why it is kept and for how long in its help text.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from jiefen.apps.people.ids import new_id
from jiefen.apps.people.models import Organisation, Place


class Matter(models.Model):
    """One dispute or request, from filing to its end, under the version of a procedure that it was opened under."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False, help_text="Public id. Kept with the matter.")
    number = models.CharField(max_length=20, unique=True, help_text="What people call it by. Kept with the matter.")
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, help_text="Who keeps it. With the matter.")
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, help_text="Where it arose. Kept with the matter."
    )
    pack = models.CharField(max_length=20, help_text="Jurisdiction. Kept with the matter.")
    procedure = models.CharField(max_length=80, help_text="Which procedure. Kept with the matter.")
    version = models.CharField(max_length=20, help_text="Which version of it. Kept with the matter.")
    cause = models.CharField(max_length=40, blank=True, default="", help_text="Cause of action. Kept with the matter.")
    state = models.CharField(max_length=80, help_text="Where it stands, as the events say. Kept with the matter.")
    outcome = models.CharField(max_length=80, blank=True, default="", help_text="How it ended. Kept with the matter.")
    opened_at = models.DateTimeField(help_text="When it was opened. Kept with the matter.")
    since = models.DateTimeField(help_text="When it entered the present state. Kept with the matter.")
    seq = models.PositiveIntegerField(default=0, help_text="Number of its last event. Kept with the matter.")
    last_act = models.PositiveIntegerField(default=0, help_text="Number of its last act. Kept with the matter.")
    head = models.BinaryField(max_length=32, help_text="Hash of its last event. Kept with the matter.")
    wrapped_key = models.BinaryField(null=True, help_text="Its key, wrapped. Until its content is erased.")
    title = models.BinaryField(help_text="What people call it in words, sealed. Until its content is erased.")
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text="The matter that handed it on. Kept with the matter.",
    )

    class Meta:
        """Queues read by institution and state."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["institution", "state"])]

    def __str__(self) -> str:
        return self.number


class Participation(models.Model):
    """A seat in a matter: who a participant of the ledger is, as far as known. Names and contact are sealed.

    A seat is held by one account, or by an office: every account with that duty in that organisation.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False, help_text="Public id. Kept with the matter.")
    matter = models.ForeignKey(
        Matter, on_delete=models.CASCADE, related_name="participations", help_text="Which matter. With the matter."
    )
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, help_text="Who keeps it. With the matter.")
    participant = models.CharField(max_length=40, help_text="The id in the ledger. Kept with the matter.")
    role = models.CharField(max_length=40, help_text="What they are in this matter. Kept with the matter.")
    side = models.CharField(max_length=40, blank=True, default="", help_text="On which side. Kept with the matter.")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="participations",
        help_text="Who holds the seat. Kept with the matter.",
    )
    office = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offices",
        help_text="The body that holds the seat. Kept with the matter.",
    )
    duty = models.CharField(
        max_length=40, blank=True, default="", help_text="The duty that lets staff act in it. Kept with the matter."
    )
    profile = models.BinaryField(help_text="Name, kind and contact, sealed. Until the content is erased.")
    identity = models.CharField(
        max_length=16, default="claimed", help_text="claimed, code, staff or provider. Kept with the matter."
    )
    language = models.CharField(max_length=16, blank=True, default="", help_text="Language of notices. With the matter.")

    class Meta:
        """One seat for each participant of the ledger."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["matter", "participant"], name="one_seat_each")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["office", "duty"])]


class Event(models.Model):
    """One entry of a matter's ledger. Rows are only ever added."""

    id = models.BigAutoField(primary_key=True, help_text="Order of writing. Kept with the matter.")
    matter = models.ForeignKey(
        Matter, db_index=False, on_delete=models.PROTECT, related_name="events", help_text="Which matter. Kept with the matter."
    )
    institution = models.ForeignKey(
        Organisation, db_index=False, on_delete=models.PROTECT, help_text="Who keeps it. With the matter."
    )
    seq = models.PositiveIntegerField(help_text="Number within the matter. Kept with the matter.")
    kind = models.CharField(max_length=16, help_text="Kind of entry. Kept with the matter.")
    actor = models.CharField(max_length=40, help_text="Participant who acted. Kept with the matter.")
    account = models.CharField(max_length=40, blank=True, default="", help_text="Account that acted. With the matter.")
    at = models.DateTimeField(help_text="When it took effect. Kept with the matter.")
    recorded_at = models.DateTimeField(help_text="When it was written. Kept with the matter.")
    request_key = models.CharField(max_length=64, blank=True, default="", help_text="Makes a repeat harmless. As above.")
    body = models.BinaryField(help_text="What happened, sealed. Until the content is erased.")
    previous = models.BinaryField(max_length=32, help_text="Hash of the entry before. Kept with the matter.")
    hash = models.BinaryField(max_length=32, help_text="Hash of this entry. Kept with the matter.")

    class Meta:
        """One entry for each number, and once for each request."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["matter", "seq"], name="one_event_for_each_number"),
            models.UniqueConstraint(
                fields=["matter", "request_key"], condition=~models.Q(request_key=""), name="one_event_for_each_request"
            ),
        ]


class Deadline(models.Model):
    """A running deadline, drawn from the ledger so that the worker and the queues find what falls due."""

    id = models.BigAutoField(primary_key=True, help_text="Row number. While it runs.")
    matter = models.ForeignKey(
        Matter, db_index=False, on_delete=models.CASCADE, related_name="deadlines", help_text="Which matter. While it runs."
    )
    institution = models.ForeignKey(
        Organisation, db_index=False, on_delete=models.PROTECT, help_text="Who keeps it. While it runs."
    )
    name = models.CharField(max_length=80, help_text="The procedure's name for it. While it runs.")
    act_by = models.DateField(help_text="The day people are told to meet. While it runs.")
    act_by_at = models.DateTimeField(help_text="When that day has passed. While it runs.")
    lost_at = models.DateTimeField(db_index=True, help_text="When time may act. While it runs.")
    provisional = models.BooleanField(default=False, help_text="Rests on a calendar not announced yet. While it runs.")
    warned = models.JSONField(default=list, help_text="Days before the end already warned of. While it runs.")

    class Meta:
        """One row for each running deadline."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["matter", "name"], name="one_clock_of_a_name")
        ]


class Effect(models.Model):
    """The outbox: something an event asked for. Written with the event, carried out once by the worker."""

    id = models.BigAutoField(primary_key=True, help_text="Order of asking. Kept with the matter.")
    matter = models.ForeignKey(
        Matter,
        db_index=False,
        on_delete=models.CASCADE,
        related_name="effects",
        help_text="Which matter. Kept with the matter.",
    )
    institution = models.ForeignKey(
        Organisation, db_index=False, on_delete=models.PROTECT, help_text="Who keeps it. With the matter."
    )
    key = models.CharField(max_length=160, help_text="seq:kind:name:reader, the effect's own id. Kept with the matter.")
    kind = models.CharField(max_length=20, help_text="notice, document, hand-off. Kept with the matter.")
    due = models.DateTimeField(help_text="Not before. Kept with the matter.")
    lease_until = models.DateTimeField(null=True, help_text="A worker holds it until then. Until done.")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often tried. Kept with the matter.")
    done_at = models.DateTimeField(null=True, help_text="When carried out. Kept with the matter.")
    outcome = models.CharField(max_length=20, blank=True, default="", help_text="How it went. Kept with the matter.")
    trouble = models.CharField(max_length=300, blank=True, default="", help_text="Last failure. Until done.")

    class Meta:
        """Asked for once; found by what is not done."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["matter", "key"], name="asked_for_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due"], condition=models.Q(done_at=None), name="effects_to_do")
        ]


class Seal(models.Model):
    """The root of the Merkle log over all events so far. Somebody outside may keep it and check us by it."""

    size = models.PositiveBigIntegerField(primary_key=True, help_text="How many events it covers. Kept for ever.")
    root = models.BinaryField(max_length=32, help_text="The log's root. Kept for ever.")
    made_at = models.DateTimeField(help_text="When it was made. Kept for ever.")


class Leaf(models.Model):
    """The place of one event in the Merkle log."""

    index = models.PositiveBigIntegerField(primary_key=True, help_text="Place in the log, from 0. Kept for ever.")
    hash = models.BinaryField(max_length=32, unique=True, help_text="The event's hash. Kept for ever.")


class Reading(models.Model):
    """Somebody of an office read a matter. The parties can see this."""

    id = models.BigAutoField(primary_key=True, help_text="Row number. Kept with the matter.")
    matter = models.ForeignKey(
        Matter, on_delete=models.CASCADE, related_name="readings", help_text="Which matter. Kept with the matter."
    )
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, help_text="Who read. With the matter.")
    office = models.CharField(max_length=40, help_text="In which role. Kept with the matter.")
    day = models.DateField(help_text="On which day. Kept with the matter.")

    class Meta:
        """One row a reader and day."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["matter", "account", "day"], name="read_once_a_day")
        ]
