"""Reads about people, organisations and places."""

from jiefen.apps.people.models import Account, Organisation, Place


def organisation_for(kind: str, place: Place | None) -> Organisation | None:
    """The body of a kind that serves a place: the one at the place itself or at the smallest place around it.

    Without a place, or when nothing around it has one, the first body of that kind, so that nobody is turned away
    for not knowing where they are.
    """
    for here in place.upwards() if place else ():
        found = Organisation.objects.filter(kind=kind, place=here).order_by("id").first()
        if found is not None:
            return found
    return Organisation.objects.filter(kind=kind).order_by("id").first()


def accounts_with_duty(organisation: Organisation, duty: str) -> list[Account]:
    """Those who do `duty` for `organisation` today, by name."""
    return list(
        Account.objects.filter(
            is_active=True, duties__organisation=organisation, duties__kind=duty, duties__until=None
        ).order_by("name")
    )


def has_duties(account: Account) -> bool:
    """Whether the account works for anybody, so that a second factor is asked of it."""
    return account.is_staff or account.duties.filter(until=None).exists()
