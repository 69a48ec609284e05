"""Accounts, organisations, places and duties.

Each field says why it is kept and for how long in its help text; a test refuses a field that does not.
"""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin, UserManager
from django.db import models

from jiefen.apps.people.ids import new_id


class Account(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in: a resident, a mediator, a coordinator, a judge, an administrator."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False, help_text="Public id. Kept with the account.")
    username = models.CharField(max_length=80, unique=True, help_text="The name typed to sign in. Kept with the account.")
    email = models.EmailField(
        blank=True, default="", help_text="Where one-time codes and notices go. Kept until the person removes it."
    )
    name = models.CharField(
        max_length=120, blank=True, default="", help_text="How the person wants to be addressed. Kept with the account."
    )
    language = models.CharField(
        max_length=16, blank=True, default="", help_text="Language of pages and notices. Kept with the account."
    )
    large_text = models.BooleanField(default=False, help_text="Wants larger text. Kept with the account.")
    is_active = models.BooleanField(default=True, help_text="May sign in. Kept with the account.")
    is_staff = models.BooleanField(default=False, help_text="Administers the installation. Kept with the account.")
    date_joined = models.DateTimeField(auto_now_add=True, help_text="When the account was made. Kept with the account.")

    objects: ClassVar[UserManager["Account"]] = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        """Accounts in the order of making."""

        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """How to address the person."""
        return str(self)


class Place(models.Model):
    """A node of the tree of places: province, prefecture, county, township, village."""

    LEVELS: ClassVar[list[tuple[str, str]]] = [
        (level, level) for level in ("province", "prefecture", "county", "township", "village")
    ]
    code = models.CharField(max_length=20, primary_key=True, help_text="Code in the pack or county. Reference data.")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", help_text="Reference data."
    )
    level = models.CharField(max_length=12, choices=LEVELS, help_text="Reference data.")
    names = models.JSONField(default=dict, help_text="The name in each language. Reference data.")

    def __str__(self) -> str:
        return self.name_in("zh-Hans")

    def name_in(self, language: str) -> str:
        """The place's name in `language`, else in Chinese, else its code."""
        return str(self.names.get(language) or self.names.get("zh-Hans") or self.code)

    def upwards(self) -> list["Place"]:
        """This place and every place that contains it, the smallest first."""
        line, here = [], self
        while here is not None and len(line) < 10:
            line.append(here)
            here = here.parent
        return line


class Organisation(models.Model):
    """A body that people work for: a mediation committee, a court, a justice office."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False, help_text="Public id. Reference data.")
    kind = models.CharField(max_length=40, help_text="As the pack names it, such as mediation-committee. Reference data.")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, help_text="Where it works. Reference data.")
    names = models.JSONField(default=dict, help_text="The name in each language. Reference data.")
    contact = models.JSONField(default=dict, blank=True, help_text="Public telephone and address. Reference data.")

    def __str__(self) -> str:
        return self.name_in("zh-Hans")

    def name_in(self, language: str) -> str:
        """The body's name in `language`, else in Chinese."""
        return str(self.names.get(language) or self.names.get("zh-Hans") or self.kind)


class Duty(models.Model):
    """What an account does for an organisation, from when to when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False, help_text="Public id. Kept with the duty.")
    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="duties", help_text="Who. Kept with the account."
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="duties", help_text="For whom. Kept with the account."
    )
    kind = models.CharField(
        max_length=40, help_text="As the pack names it: coordinator, mediator, registrar, judge. Kept with the account."
    )
    since = models.DateField(auto_now_add=True, help_text="First day of the duty. Kept with the account.")
    until = models.DateField(null=True, blank=True, help_text="Last day of the duty. Kept with the account.")

    class Meta:
        """One duty of a kind for one body at a time."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "organisation", "kind"], name="one_duty_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.kind} · {self.organisation}"


class ReturnCode(models.Model):
    """A code on paper with which somebody without e-mail comes back. Only its hash is kept."""

    account = models.OneToOneField(
        Account, on_delete=models.CASCADE, primary_key=True, help_text="Whose. Kept with the account."
    )
    digest = models.BinaryField(max_length=32, unique=True, help_text="SHA-256 of the code. Until a new one is made.")
    made_at = models.DateTimeField(auto_now_add=True, help_text="When it was made. Until a new one is made.")


class Attempt(models.Model):
    """Wrong codes typed from one address, to slow down and lock whoever guesses. Swept after a day."""

    id = models.BigAutoField(primary_key=True, help_text="Row number. One day.")
    purpose = models.CharField(max_length=20, help_text="Which kind of code was guessed. One day.")
    source = models.CharField(max_length=64, help_text="Keyed hash of the network address. One day.")
    at = models.DateTimeField(help_text="When. One day.")

    class Meta:
        """Counted by source within a window."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["purpose", "source", "at"])]
