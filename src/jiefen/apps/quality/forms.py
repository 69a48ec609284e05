"""The two questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiefen.apps.quality.models import NO, SKIPPED, YES

_CHOICES = [(YES, _("Yes")), (NO, _("No")), (SKIPPED, _("Skip"))]


def _question(label: Any) -> forms.ChoiceField:
    wrong = {"invalid_choice": _("Choose yes, no or skip.")}
    return forms.ChoiceField(label=label, choices=_CHOICES, required=False, widget=forms.RadioSelect, error_messages=wrong)


class AnswerForm(forms.Form):
    """Whether a step was clear and fair. There is no field for words: they could name somebody."""

    about = forms.CharField(max_length=210, widget=forms.HiddenInput)
    back = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    clear = _question(_("Was it clear what to do?"))
    fair = _question(_("Were you treated fairly?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="quality_%s", **kwargs)

    def answers(self) -> tuple[str, str]:
        """Both answers; what was left open, or skipped by the button, is skipped."""
        if "skip" in self.data:
            return SKIPPED, SKIPPED
        return self.cleaned_data["clear"] or SKIPPED, self.cleaned_data["fair"] or SKIPPED
