"""Addresses of the pages about people."""

from django.urls import path

from jiefen.apps.people import views

app_name = "people"
urlpatterns = [
    path("return/", views.sign_in_by_return_code, name="return"),
    path("account/", views.my_account, name="account"),
    path("identity/demo/", views.demo_identity, name="demo_identity"),
    path("account/return-code/", views.new_return_code, name="new_return_code"),
]
