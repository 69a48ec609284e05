"""Addresses of files and papers."""

from django.urls import path

from jiefen.apps.papers import views

app_name = "papers"
urlpatterns = [
    path("matters/<uuid:matter_id>/files/add/", views.add_file, name="add"),
    path("matters/<uuid:matter_id>/files/<uuid:file_id>/", views.file, name="file"),
    path("matters/<uuid:matter_id>/papers/<int:seq>/package.zip", views.package, name="package"),
    path("matters/<uuid:matter_id>/papers/<int:seq>/<slug:document>/", views.paper, name="paper"),
    path("matters/<uuid:matter_id>/papers/<int:seq>/<slug:document>/<str:language>.<str:form>", views.made, name="made"),
]
