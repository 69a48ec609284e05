"""Django's registration of this app."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """The app `agreements`."""

    name = "jiefen.apps.agreements"
    label = "agreements"
