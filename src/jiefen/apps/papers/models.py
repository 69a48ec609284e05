"""Files handed in and papers made. The bytes stand sealed on disk; names and meanings stand in the ledger."""

from typing import ClassVar

from django.db import models

from jiefen.apps.matters.models import Matter
from jiefen.apps.people.ids import new_id
from jiefen.apps.people.models import Account, Organisation


class StoredFile(models.Model):
    """Sealed bytes on disk: a file handed in, or a paper made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False, help_text="Public id. Kept with the matter.")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="files", help_text="With the matter.")
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, help_text="Who keeps it. With the matter.")
    media_type = models.CharField(max_length=100, help_text="What it really is. Kept with the matter.")
    size = models.PositiveBigIntegerField(help_text="Bytes of the plain file. Kept with the matter.")
    sha256 = models.CharField(max_length=64, help_text="Fingerprint of the plain file. Kept with the matter.")
    path = models.CharField(max_length=200, help_text="Where the sealed bytes are. Kept with the matter.")
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.SET_NULL, help_text="Who handed it in. With the matter."
    )
    made_at = models.DateTimeField(auto_now_add=True, help_text="When. Kept with the matter.")


class MadePaper(models.Model):
    """A document of the procedure, made once in one language and form."""

    id = models.BigAutoField(primary_key=True, help_text="Row number. Kept with the matter.")
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="papers", help_text="With the matter.")
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, help_text="Who keeps it. With the matter.")
    seq = models.PositiveIntegerField(help_text="The event that asked for it. Kept with the matter.")
    document = models.CharField(max_length=80, help_text="Which document. Kept with the matter.")
    language = models.CharField(max_length=16, help_text="In which language. Kept with the matter.")
    form = models.CharField(max_length=8, help_text="pdf or docx. Kept with the matter.")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, help_text="Its bytes. Kept with the matter.")

    class Meta:
        """Made once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["matter", "seq", "document", "language", "form"], name="made_once")
        ]
