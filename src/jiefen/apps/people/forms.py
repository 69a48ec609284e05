"""Forms about people."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jiefen.apps.people.models import Account


class ReturnCodeForm(forms.Form):
    """The code that stands on the paper somebody was given."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=60,
        help_text=_("16 letters and digits, as on your paper. Capitals, spaces and dashes do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "dir": "ltr"}),
        error_messages={"required": _("Type the code that stands on your paper.")},
    )


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]
    """What somebody may change about themselves."""

    language = forms.ChoiceField(label=_("Language of pages and letters"), choices=settings.LANGUAGES)

    class Meta:
        """Name, language and size of text. E-mail has its own page, because it must be confirmed."""

        model = Account
        fields = ("name", "language", "large_text")
        labels = {"name": _("How shall we address you?"), "large_text": _("Show larger text")}  # noqa: RUF012
        help_texts = {"name": "", "large_text": ""}  # noqa: RUF012
