"""Addresses of invitations, notices, and of who was reached."""

from django.urls import path

from jiefen.apps.reach import views, views_people, views_receipts, views_staff, views_typed

app_name = "reach"
_REACH = "matters/<uuid:matter_id>/reach/"
urlpatterns = [
    path("i/", views.type_code, name="code"),
    path("i/<str:code>/", views.invitation, name="invitation"),
    path("i/<str:code>/join/", views.join, name="join"),
    path("i/<str:code>/not-me/", views.not_me, name="not_me"),
    path("notices/", views.notices, name="notices"),
    path("notices/<uuid:delivery_id>/", views.notice, name="notice"),
    path("reach/", views_staff.queue, name="queue"),
    path("channels/sms/receipt/", views_receipts.sms_receipt, name="sms_receipt"),
    path(_REACH, views_staff.reach, name="reach"),
    path(f"{_REACH}add/", views_people.add, name="add"),
    path(f"{_REACH}identity/<slug:name>/", views_people.confirm_identity, name="confirm_identity"),
    path(f"{_REACH}identity/<slug:name>/back/", views_people.identity_back, name="identity_back"),
    path(f"{_REACH}<uuid:delivery_id>/handed/", views_staff.handed, name="handed"),
    path(f"{_REACH}<str:participant>/letter/", views_staff.letter, name="letter"),
    path(f"{_REACH}<str:participant>/attempt/<slug:way>/", views_staff.attempt, name="attempt"),
    path(f"{_REACH}<str:participant>/contact/", views_staff.contact, name="contact"),
    path(f"{_REACH}<str:participant>/send/", views_staff.send, name="send"),
    path(f"{_REACH}<str:participant>/confirm/", views_staff.identify, name="identify"),
    path(f"{_REACH}<str:participant>/end/", views_people.end, name="end"),
    path("matters/<uuid:matter_id>/for/<str:participant>/", views_typed.choose, name="type_for"),
    path("matters/<uuid:matter_id>/for/<str:participant>/<str:action>/", views_typed.write, name="type_act"),
    path("matters/<uuid:matter_id>/typed/<uuid:typed_id>/", views_typed.confirm, name="typed"),
]
