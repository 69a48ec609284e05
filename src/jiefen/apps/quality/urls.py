"""Addresses of service quality."""

from django.urls import path

from jiefen.apps.quality import views

app_name = "quality"
urlpatterns = [
    path("quality/", views.quality, name="quality"),
    path("quality/thanks/", views.thanks, name="thanks"),
    path("quality/numbers.csv", views.numbers, name="numbers"),
]
