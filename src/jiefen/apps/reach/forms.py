"""Forms for those who were invited, for those who invite them, and for those who stand beside somebody."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiefen.apps.people.forms import PhoneField
from jiefen.apps.reach.models import OUTCOMES, PAPERS
from jiefen.apps.reach.tries import OUTCOMES_OF
from jiefen.web.forms import PlainTextField

_HIDDEN = _("The other side does not see it.")
_NO_EMAIL = _("This is no e-mail address. Write it like name@example.org, or leave it empty.")


def code_field(label: Any, required: Any) -> forms.CharField:
    """A field in which a code is typed."""
    return forms.CharField(
        label=label,
        max_length=60,
        help_text=_("17 letters and digits. Capitals, spaces and dashes do not matter."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "dir": "ltr"}),
        error_messages={"required": required},
    )


class CodeForm(forms.Form):
    """The code of a letter."""

    code = code_field(_("The code in your letter"), _("Type the code that stands in your letter."))


class JoinForm(forms.Form):
    """What is needed to join: a name, and, if there is one, an e-mail address."""

    name = forms.CharField(label=_("Your name"), max_length=120, error_messages={"required": _("Write your name.")})
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("For notices and for signing in. Without one we give you a code on paper. The other side does not see it."),
        error_messages={"invalid": _NO_EMAIL},
    )
    phone = PhoneField(label=_("Your telephone number"), required=False, help_text=_HIDDEN)


class ContactForm(forms.Form):
    """How somebody who has not joined may be reached, as staff learned it."""

    email = forms.EmailField(
        label=_("E-mail address"), required=False, help_text=_HIDDEN, error_messages={"invalid": _NO_EMAIL}
    )
    phone = PhoneField(label=_("Telephone number"), required=False, help_text=_HIDDEN)
    address = forms.CharField(label=_("Postal address"), max_length=200, required=False, help_text=_HIDDEN)


class AttemptForm(forms.Form):
    """How a call, a visit or a letter went. The number or address that was used is not asked for: it is known already."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("How did it go?"), widget=forms.RadioSelect, error_messages={"required": _("Say how it went.")}
    )
    identity_asked = forms.BooleanField(
        label=_("I asked who I was speaking to, by full name and one thing only this person can know, and the answer fitted"),
        required=False,
        help_text=_("Without this the attempt is noted and proves nothing."),
    )
    told = forms.MultipleChoiceField(
        label=_("What was read out or handed over"), widget=forms.CheckboxSelectMultiple, required=False
    )
    note = PlainTextField(
        label=_("Note"), longest=2000, rows=3, required=False, help_text=_("The office and the mediator see it.")
    )

    def __init__(self, channel: str, notices: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(name, OUTCOMES[name]) for name in OUTCOMES_OF[channel]]
        if notices:
            self.fields["told"].choices = notices
        else:
            del self.fields["told"]

    def clean(self) -> dict[str, Any]:
        """A conversation or a hand-over without its notices proves nothing and is most likely a slip."""
        given = super().clean() or {}
        if "told" in self.fields and given.get("outcome") in ("answered", "handed") and not given.get("told"):
            self.add_error("told", _("Tick what was read out or handed over."))
        return given


class IdentityForm(forms.Form):
    """By which paper staff saw who somebody is."""

    paper = forms.ChoiceField(
        label=_("What did you look at?"),
        choices=list(PAPERS.items()),
        widget=forms.RadioSelect,
        help_text=_("Only the kind of paper is kept, never its number or a copy."),
        error_messages={"required": _("Choose what you looked at.")},
    )
    fits = forms.BooleanField(
        label=_("The person stands before me, and the name and picture fit"),
        error_messages={"required": _("Confirm this only when the person stands before you and it fits.")},
    )


class AddForm(forms.Form):
    """Somebody who comes later: another party, or somebody beside one."""

    request_key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    capacity = forms.ChoiceField(
        label=_("What will this person do?"),
        widget=forms.RadioSelect,
        choices=[
            ("helper", _("Help: read and type, which counts only when confirmed")),
            ("representative", _("Act for somebody, with a paper that gives authority")),
            ("interpreter", _("Interpret: see, and never act")),
            ("self", _("Take part as a further party on the same side")),
        ],
        error_messages={"required": _("Choose what this person will do.")},
    )
    beside = forms.MultipleChoiceField(
        label=_("For whom, or beside whom"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose for whom.")},
    )
    name = forms.CharField(label=_("Their name"), max_length=120, error_messages={"required": _("Write their name.")})
    email = forms.EmailField(
        label=_("Their e-mail address"), required=False, help_text=_HIDDEN, error_messages={"invalid": _NO_EMAIL}
    )
    phone = PhoneField(label=_("Their telephone number"), required=False, help_text=_HIDDEN)
    paper = forms.CharField(
        label=_("For a representative: which paper gives authority"),
        max_length=300,
        required=False,
        help_text=_("For example: power of attorney of 1 March 2026. Hand in the paper itself on the matter's page."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, people: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["beside"].choices = list(people)
        if len(people) == 1:
            self.fields["beside"].initial = [people[0][0]]

    def clean(self) -> dict[str, Any]:
        """A representative names the paper; everybody can be reached somehow, or gets a letter."""
        given = super().clean() or {}
        if given.get("capacity") == "representative" and not given.get("paper", "").strip():
            self.add_error("paper", _("Name the paper that gives authority. Without one a person can be a helper."))
        return given


class OwnCodeForm(forms.Form):
    """The person's own code, typed on somebody else's device, by which they say that what was typed is right."""

    code = code_field(_("Your own code"), _("The person types the code from their own paper here."))


class ReadBackForm(forms.Form):
    """What staff say who read something back."""

    read_back = forms.BooleanField(
        label=_("I have read everything back and the person says that it is right"),
        error_messages={"required": _("Read it back first. It counts only when the person says that it is right.")},
    )
    identity_asked = forms.BooleanField(
        label=_("I asked who I was speaking to, by full name and one thing only this person can know, and the answer fitted"),
        error_messages={"required": _("Ask this first. Nobody may speak in another's name.")},
    )
