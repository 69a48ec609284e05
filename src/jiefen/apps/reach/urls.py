"""Addresses of invitations and notices."""

from django.urls import path

from jiefen.apps.reach import views

app_name = "reach"
urlpatterns = [
    path("i/", views.type_code, name="code"),
    path("i/<str:code>/", views.invitation, name="invitation"),
    path("i/<str:code>/join/", views.join, name="join"),
    path("i/<str:code>/not-me/", views.not_me, name="not_me"),
    path("notices/", views.notices, name="notices"),
    path("notices/<uuid:delivery_id>/", views.notice, name="notice"),
    path("matters/<uuid:matter_id>/reach/", views.reach, name="reach"),
    path("matters/<uuid:matter_id>/reach/<str:participant>/letter/", views.letter, name="letter"),
    path("matters/<uuid:matter_id>/reach/<uuid:delivery_id>/handed/", views.handed, name="handed"),
]
