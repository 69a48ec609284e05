"""Addresses of the rooms."""

from django.urls import path

from jiefen.apps.rooms import views

app_name = "rooms"
urlpatterns = [
    path("matters/<uuid:matter_id>/room/", views.room, {"name": "joint"}, name="joint"),
    path("matters/<uuid:matter_id>/room/<slug:side>/", views.caucus, name="caucus"),
    path("matters/<uuid:matter_id>/notes/", views.room, {"name": "notes"}, name="notes"),
]
