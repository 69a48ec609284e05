"""Addresses of matters."""

from django.urls import path

from jiefen.apps.matters import views

app_name = "matters"
urlpatterns = [
    path("matters/", views.my_matters, name="list"),
    path("matters/<uuid:matter_id>/", views.matter, name="matter"),
    path("matters/<uuid:matter_id>/act/<slug:action>/", views.act, name="act"),
    path("matters/<uuid:matter_id>/receipt/<int:seq>/", views.receipt, name="receipt"),
    path("matters/<uuid:matter_id>/map/", views.procedure_map, name="map"),
    path("procedures/", views.procedures, name="procedures"),
    path("procedures/<slug:name>/", views.procedure, name="procedure"),
    path("check/", views.check_receipt, name="check"),
]
