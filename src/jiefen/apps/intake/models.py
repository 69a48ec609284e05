"""What somebody has begun to tell. Sealed with a key of its own; gone when it is filed or too old."""

from django.db import models

from jiefen.apps.people.ids import new_id


class Draft(models.Model):
    """A filing begun and not sent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False, help_text="Public id. Until filed, or 60 days.")
    digest = models.BinaryField(max_length=32, unique=True, help_text="SHA-256 of the code to resume. Until filed.")
    wrapped_key = models.BinaryField(help_text="Its key, wrapped. Until filed, or 60 days.")
    answers = models.BinaryField(help_text="What was typed, sealed. Until filed, or 60 days.")
    version = models.PositiveIntegerField(default=1, help_text="Counts saves, so that two tabs notice each other.")
    saved_at = models.DateTimeField(help_text="Last saved. Until filed, or 60 days.")
