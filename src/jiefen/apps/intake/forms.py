"""The first form: who, with whom, what happened, what is wanted. Its middle is drawn from the opening action."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiefen import shelf
from jiefen.apps.matters.forms import ActForm
from jiefen.apps.people.models import Place
from jiefen.web.language import in_language

_NEEDED = {"required": _("This is needed. Please fill it in.")}


class PeopleForm(forms.Form):
    """Who asks, and with whom. What is said of the other side is only what one knows."""

    request_key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    my_name = forms.CharField(label=_("Your name"), max_length=120, error_messages=_NEEDED)
    helper_name = forms.CharField(
        label=_("If you write for somebody else: your own name"),
        max_length=120,
        required=False,
        help_text=_("Then write the other person's name above. You are noted as a helper; what you write is theirs."),
    )
    my_email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("For notices and for signing in. Without one we give you a code on paper. The other side does not see it."),
        error_messages={"invalid": _("This is no e-mail address. Write it like name@example.org, or leave it empty.")},
    )
    my_phone = forms.CharField(
        label=_("Your telephone number"), max_length=30, required=False, help_text=_("The other side does not see it.")
    )
    my_address = forms.CharField(
        label=_("Your address"), max_length=200, required=False, help_text=_("The other side does not see it.")
    )
    other_name = forms.CharField(
        label=_("The other side"),
        max_length=200,
        error_messages=_NEEDED,
        help_text=_("A person or a business. Several: put a comma between them."),
    )
    other_kind = forms.ChoiceField(
        label=_("Is the other side a person or an organisation?"),
        widget=forms.RadioSelect,
        initial="person",
        choices=[("person", _("A person")), ("organisation", _("A business, office or other organisation"))],
    )
    other_email = forms.EmailField(label=_("Their e-mail address, if you know it"), required=False)
    other_phone = forms.CharField(label=_("Their telephone number, if you know it"), max_length=30, required=False)
    other_address = forms.CharField(label=_("Their address, if you know it"), max_length=200, required=False)
    place = forms.ChoiceField(label=_("Where did it happen?"), required=False)
    cause = forms.ChoiceField(
        label=_("What kind of dispute is it?"),
        required=False,
        help_text=_("If you are not sure, leave it open. Nothing is refused because of this."),
    )

    def __init__(self, pack: str, language: str, day: Any, *args: Any, one_sided: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if one_sided:  # nobody is on the other side, or must not hear of it
            for name in [one for one in self.fields if one.startswith("other_")]:
                del self.fields[name]
        places = Place.objects.filter(level__in=("village", "township", "county")).order_by("code")
        code = "zh-Hans" if language.startswith("zh") else language
        self.fields["place"].choices = [("", _("I do not know")), *((one.code, one.name_in(code)) for one in places)]
        self.fields["cause"].choices = [("", _("I am not sure")), *_causes(pack, language, day)]


def _causes(pack: str, language: str, day: Any) -> Iterator[tuple[str, Any]]:
    """The causes in force on a day as choices, by part of the list where the pack names parts."""
    for part in shelf.causes(pack).on(day).parts:
        named = [(one.id, in_language(dict(one.name), language)) for one in part.causes]
        if part.name:
            yield in_language(dict(part.name), language), named
        else:
            yield from named


class FactsForm(ActForm):
    """What happened: the facts that the opening action asks for."""

    request_key = forms.CharField(required=False, widget=forms.HiddenInput)
