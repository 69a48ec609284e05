"""The addresses that pages of the look need, without the apps above it."""

from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("jiefen.web.urls")),
    path("accounts/", include("allauth.urls")),
    path("language/", set_language, name="set_language"),
]
handler400 = "jiefen.web.views.bad_request"
handler403 = "jiefen.web.views.permission_denied"
handler404 = "jiefen.web.views.page_not_found"
handler500 = "jiefen.web.views.server_error"
