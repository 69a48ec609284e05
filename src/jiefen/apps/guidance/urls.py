"""Addresses of short legal information."""

from django.urls import path

from jiefen.apps.guidance import views

app_name = "guidance"
urlpatterns = [path("law/", views.topics, name="topics"), path("law/<slug:name>/", views.topic, name="topic")]
