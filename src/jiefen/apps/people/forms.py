"""Forms about people."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jiefen.apps.people.models import Account
from jiefen.apps.people.phones import NotANumber, clean_phone


class ReturnCodeForm(forms.Form):
    """The code that stands on the paper somebody was given."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=60,
        help_text=_("17 letters and digits, as on your paper. Capitals, spaces and dashes do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "dir": "ltr"}),
        error_messages={"required": _("Type the code that stands on your paper.")},
    )


class PhoneField(forms.CharField):
    """A telephone number; gives it in its one form."""

    default_error_messages = {  # noqa: RUF012
        "invalid": _(
            "This is no telephone number. Write a mobile number with 11 digits, such as 13812345678, a fixed line with its"
            " area code, such as 0571-88888888, or a number abroad with + and its country, such as +44 20 7946 0958."
        )
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "dir": "ltr"})
        super().__init__(max_length=40, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        """The number, or an empty text. Raises ValidationError."""
        typed = super().clean(value)
        try:
            return clean_phone(typed)
        except NotANumber:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]
    """What somebody may change about themselves."""

    language = forms.ChoiceField(label=_("Language of pages and letters"), choices=settings.LANGUAGES)

    class Meta:
        """Name, language and size of text. E-mail has its own page, because it must be confirmed."""

        model = Account
        fields = ("name", "language", "large_text")
        labels = {"name": _("How shall we address you?"), "large_text": _("Show larger text")}  # noqa: RUF012
        help_texts = {"name": "", "large_text": ""}  # noqa: RUF012
