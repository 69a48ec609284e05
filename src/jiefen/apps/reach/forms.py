"""Forms for those who were invited."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """The code of a letter."""

    code = forms.CharField(
        label=_("The code in your letter"),
        max_length=60,
        help_text=_("16 letters and digits. Capitals, spaces and dashes do not matter."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "dir": "ltr"}),
        error_messages={"required": _("Type the code that stands in your letter.")},
    )


class JoinForm(forms.Form):
    """What is needed to join: a name, and, if there is one, an e-mail address."""

    name = forms.CharField(label=_("Your name"), max_length=120, error_messages={"required": _("Write your name.")})
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("For notices and for signing in. Without one we give you a code on paper. The other side does not see it."),
        error_messages={"invalid": _("This is no e-mail address. Write it like name@example.org, or leave it empty.")},
    )
    phone = forms.CharField(
        label=_("Your telephone number"),
        max_length=30,
        required=False,
        help_text=_("The other side does not see it."),
    )
