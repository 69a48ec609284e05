"""A filing asked for one thing at a time: the fields of the two filing forms, parted into pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiefen.apps.intake.forms import FactsForm, PeopleForm
from jiefen.web.language import in_language

_PEOPLE = (
    ("other", ("other_name", "other_kind")),
    ("other-contact", ("other_email", "other_phone", "other_address")),
    ("me", ("my_name", "helper_name")),
    ("my-contact", ("my_email", "my_phone", "my_address")),
    ("where", ("place", "cause")),
)
"""Pages about people, and the fields that stand together on each."""

_TITLES = {
    "other": _("Who is it with?"),
    "other-contact": _("How can they be reached?"),
    "me": _("Who asks?"),
    "my-contact": _("How can we reach you?"),
    "where": _("Where, and what kind"),
}
"""What is written over several fields that stand together."""


@dataclass(frozen=True, slots=True)
class Step:
    """One page of a filing: its name in the address, and the names of its fields. `of_people`: which form they are of."""

    id: str
    fields: tuple[str, ...]
    of_people: bool


def steps_of(people: PeopleForm, facts: FactsForm) -> tuple[Step, ...]:
    """The pages in order: what happened, who it is with, who asks."""
    return (*_of_facts(facts), *_of_people(people))


def _of_facts(facts: FactsForm) -> Iterator[Step]:
    for ask in facts.action.asks:
        if ask.fact in facts.lists:
            yield Step(ask.fact, tuple(name for name in facts.fields if name.startswith(f"{ask.fact}-")), False)
        elif ask.fact in facts.fields:
            yield Step(ask.fact, (ask.fact,), False)


def _of_people(people: PeopleForm) -> Iterator[Step]:
    for name, fields in _PEOPLE:
        there = tuple(field for field in fields if field in people.fields)
        if there:
            yield Step(name, there, True)


def title_of(step: Step, facts: FactsForm) -> str:
    """What is written over a page with several fields; empty where the one field's own name says it."""
    if step.id in facts.lists:
        return in_language(dict(facts.lists[step.id].label), facts.language)
    return str(_TITLES[step.id]) if len(step.fields) > 1 else ""


def number(people: PeopleForm, facts: FactsForm) -> None:
    """Puts its number before each field's name: "3. …" for one that stands alone, "7.2 …" for one of several.

    The numbers are the same on the pages, on the printed form and where staff type for somebody.
    """
    for at, step in enumerate(steps_of(people, facts), start=1):
        form: forms.Form = people if step.of_people else facts
        for place, name in enumerate(step.fields, start=1):
            field = form.fields[name]
            field.label = f"{at}. {field.label}" if len(step.fields) == 1 else f"{at}.{place} {field.label}"


def narrowed(step: Step, people: PeopleForm, facts: FactsForm) -> forms.Form:
    """The form that the step belongs to, with the step's fields alone."""
    form: forms.Form = people if step.of_people else facts
    for name in [one for one in form.fields if one not in step.fields]:
        del form.fields[name]
    return form


def typed_in(step: Step, data: Mapping[str, Any]) -> dict[str, str]:
    """What was sent for the fields of a step: a money, day or text field has one value."""
    return {name: str(data.get(name, "")) for name in step.fields}


def first_open(steps: tuple[Step, ...], people: PeopleForm, facts: FactsForm) -> Step | None:
    """The first page on which something is missing or wrong; None when all can be sent."""
    wrong = {*people.errors, *facts.errors}
    return next((one for one in steps if wrong.intersection(one.fields)), None)
