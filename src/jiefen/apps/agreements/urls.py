"""Addresses of agreements."""

from django.urls import path

from jiefen.apps.agreements import views

app_name = "agreements"
urlpatterns = [path("matters/<uuid:matter_id>/agreement/", views.agreement, name="agreement")]
