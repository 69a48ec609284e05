"""What staff say of a filing for somebody, and what the person says of it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jiefen.apps.matters import clock
from jiefen.web.forms import DayField, PlainTextField
from jiefen.web.language import own_name

WAYS = {"window": _("At the window"), "phone": _("By telephone"), "visit": _("On a visit")}
"""How a person came, as people read it."""
_OLDEST = timedelta(days=365)


class AssistedForm(forms.Form):
    """How the person came, who speaks, and in which language."""

    way = forms.ChoiceField(
        label=_("How did the person come?"),
        widget=forms.RadioSelect,
        initial="window",
        choices=list(WAYS.items()),
        error_messages={"required": _("Say how the person came.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the person"),
        choices=[(code, own_name(code)) for code, _name in settings.LANGUAGES],
        initial=settings.LANGUAGE_CODE,
        help_text=_("It is read back in it; notices and papers come in it."),
    )
    speaks = forms.ChoiceField(
        label=_("Who speaks?"),
        widget=forms.RadioSelect,
        initial="self",
        choices=[("self", _("The person themselves")), ("helper", _("Somebody beside the person, for them"))],
        error_messages={"required": _("Say who speaks.")},
    )
    interpreter = forms.CharField(
        label=_("Interpreter: name, if there was one"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    saw_paper = forms.BooleanField(
        label=_("I looked at a paper that shows who the person is"),
        required=False,
        help_text=_("It may be missing: nobody is turned away for that. No number of a paper is kept."),
    )

    def clean(self) -> dict[str, Any]:
        """On the telephone nobody can be shown a paper."""
        given = super().clean() or {}
        if given.get("way") == "phone" and given.get("saw_paper"):
            self.add_error("saw_paper", _("On the telephone no paper can be looked at. Leave this empty."))
        return given


class SignedForm(forms.Form):
    """A paper that the person signed and that is kept in the file."""

    signed_on = DayField(label=_("Day of the signature"), required=False, help_text=_("Empty: today."))

    def clean_signed_on(self) -> date:
        """A day of the past year; today when nothing was typed."""
        today = clock.now().date()
        typed = self.cleaned_data.get("signed_on")
        day = date.fromisoformat(typed) if typed else today
        if not today - _OLDEST <= day <= today:
            raise forms.ValidationError(_("The day of a signature is today or earlier, and not more than a year ago."))
        return day


class ReadBackForm(SignedForm):
    """That it was read back; and, where the person signs at once, on which day."""

    read_back = forms.BooleanField(
        label=_("I have read everything back and the person says that it is right"),
        error_messages={"required": _("Read it back first. It counts only when the person says that it is right.")},
    )
    signed = forms.BooleanField(
        label=_("The person has signed this on paper, and the paper is kept in the file"), required=False
    )

    field_order = ("read_back", "signed", "signed_on")

    def __init__(self, way: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if way == "phone":
            del self.fields["signed"], self.fields["signed_on"]

    @property
    def day(self) -> date | None:
        """The day of the signature, if there is one. Call after is_valid."""
        return self.cleaned_data["signed_on"] if self.cleaned_data.get("signed") else None


class IdentityAskedForm(forms.Form):
    """That staff asked who they are speaking to, before a code is told."""

    asked = forms.BooleanField(
        label=_("I asked for the full name and for one thing only this person can know, and the answers fitted"),
        help_text=_("For example what is asked for, or since when. Do not say the answer first."),
        error_messages={"required": _("Ask first. The code opens everything that was filed.")},
    )


class WordForm(forms.Form):
    """The person's own word on what was filed in their name."""

    words = PlainTextField(
        label=_("If something is wrong: what, and how should it be?"),
        longest=5000,
        rows=5,
        required=False,
        help_text=_("The office and the mediator read this; the other side does not."),
    )
