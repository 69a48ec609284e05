"""Django's registration of this app."""

from django.apps import AppConfig


class RoomsConfig(AppConfig):
    """The app `rooms`."""

    name = "jiefen.apps.rooms"
    label = "rooms"
