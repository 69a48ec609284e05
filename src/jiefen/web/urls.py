"""Addresses of the look itself."""

from django.urls import path

from jiefen.web import views

app_name = "web"
urlpatterns = [path("design/", views.design, name="design")]
