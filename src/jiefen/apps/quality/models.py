"""What people said of a step, and how often they were asked. No account, no matter, no session, no day, no words.

The threat: somebody whom an answer displeases wants to know whose it is. They may know from a ledger who acted when.
- Order of writing would be as good as a time. Keys are random, nothing is read in the order of rows, and on SQLite the
  tables have no row numbers (see the migration). PostgreSQL keeps rows about in the order of writing on its disk, and
  two backups can be compared: whoever holds the disk or the backups may still guess. They hold the ledger as well.
- Small cells: three answers of one side in a month are three people whom an office knows. Totals leave here only by the
  rule of `hiding`, and only for quarters that are over, so that nobody can watch a number move when somebody answers.
- The session remembers at which steps this browser was asked and with which it is done, not what it said. It ends when
  one signs out and after fourteen days at the latest. Somebody who signs in anew can answer anew: numbers count
  answers, not people.
What remains: if all answers of a number that is shown are alike, it tells what each of them was.
"""

import uuid
from typing import ClassVar

from django.db import models

from jiefen.apps.people.models import Organisation

YES, NO, SKIPPED = "yes", "no", "skipped"


class Answer(models.Model):
    """One answer to the two questions. Never changed, and tied to nobody."""

    id = models.UUIDField(
        primary_key=True, default=uuid.uuid4, editable=False, help_text="Random, so that it tells no order. As the answer."
    )
    procedure = models.CharField(max_length=80, help_text="To count by procedure. Kept for the totals; it is of nobody.")
    step = models.CharField(max_length=80, help_text="To count by step. Kept for the totals; it is of nobody.")
    side = models.CharField(max_length=40, help_text="To see whether both sides are heard alike. Kept for the totals.")
    clear = models.CharField(max_length=8, help_text="Was it clear what to do: yes, no, skipped. Kept for the totals.")
    fair = models.CharField(max_length=8, help_text="Were they treated fairly: yes, no, skipped. Kept for the totals.")
    month = models.DateField(help_text="First day of the month, never the day itself, to count by time. Kept for the totals.")
    institution = models.ForeignKey(
        Organisation,
        null=True,
        db_index=False,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Which body's service it was; shown to nobody so far. Until that body is removed.",
    )


class Asking(models.Model):
    """How often the questions were shown at a step, so that those who did not answer are counted as unknown."""

    id = models.UUIDField(
        primary_key=True, default=uuid.uuid4, editable=False, help_text="Random, so that it tells no order. As the count."
    )
    procedure = models.CharField(max_length=80, help_text="To count by procedure. Kept for the totals; it is of nobody.")
    step = models.CharField(max_length=80, help_text="To count by step. Kept for the totals; it is of nobody.")
    side = models.CharField(max_length=40, help_text="To count by side. Kept for the totals; it is of nobody.")
    month = models.DateField(help_text="First day of the month, to count by time. Kept for the totals.")
    count = models.PositiveIntegerField(default=0, help_text="How often shown. Kept for the totals.")

    class Meta:
        """One counter for each cell and month."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["procedure", "step", "side", "month"], name="one_counter_of_a_cell")
        ]
