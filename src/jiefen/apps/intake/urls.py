"""Addresses of the first pages."""

from django.urls import path

from jiefen.apps.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views.help_page, name="help"),
    path("rights/", views.rights, name="rights"),
    path("start/", views.choose, name="choose"),
    path("start/resume/", views.resume, name="resume"),
    path("start/<slug:procedure>/", views.tell, name="tell"),
    path("start/<slug:procedure>/check/", views.check, name="check"),
    path("assist/", views.assist, name="assist"),
]
