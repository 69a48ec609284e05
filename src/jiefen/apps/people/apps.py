"""Django's registration of this app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The app `people`."""

    name = "jiefen.apps.people"
    label = "people"
