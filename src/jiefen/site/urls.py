"""Every address of the site. Each app names its own pages; this is the only place that knows them all."""

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

from jiefen.apps.matters.api import api
from jiefen.site import health

urlpatterns = [
    path("", include("jiefen.apps.intake.urls")),
    path("", include("jiefen.apps.guidance.urls")),
    path("", include("jiefen.apps.matters.urls")),
    path("", include("jiefen.apps.reach.urls")),
    path("", include("jiefen.apps.rooms.urls")),
    path("", include("jiefen.apps.agreements.urls")),
    path("", include("jiefen.apps.papers.urls")),
    path("", include("jiefen.apps.quality.urls")),
    path("", include("jiefen.apps.people.urls")),
    path("", include("jiefen.web.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("language/", set_language, name="set_language"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
]

if settings.JIEFEN["demo"]:
    from jiefen.site.views_demo import demo_people

    urlpatterns.append(path("demo/", demo_people, name="demo"))

handler400 = "jiefen.web.views.bad_request"
handler403 = "jiefen.web.views.permission_denied"
handler404 = "jiefen.web.views.page_not_found"
handler500 = "jiefen.web.views.server_error"
