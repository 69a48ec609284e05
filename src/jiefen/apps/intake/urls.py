"""Addresses of the first pages."""

from django.urls import path

from jiefen.apps.intake import printed, views, views_ask, views_assist, views_filed, views_saved, views_steps, views_ways

app_name = "intake"
urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views.help_page, name="help"),
    path("rights/", views.rights, name="rights"),
    path("ask/", views_ask.begin, name="ask"),
    path("ask/answers/", views_ask.answers, name="answers"),
    path("ask/forget/", views_ask.forget, name="forget"),
    path("ask/safe/", views_ask.safe, name="safe"),
    path("ask/saved/", views_saved.saved, name="saved"),
    path("ask/ways/", views_ways.ways, name="ways"),
    path("ask/q/<slug:name>/", views_ask.question, name="question"),
    path("start/", views.choose, name="choose"),
    path("start/resume/", views_saved.resume, name="resume"),
    path("start/<slug:procedure>/", views.tell, name="tell"),
    path("start/<slug:procedure>/form/", printed.form, name="form"),
    path("start/<slug:procedure>/form.pdf", printed.form_pdf, name="form_pdf"),
    path("start/<slug:procedure>/first/", views_steps.first, name="step_first"),
    path("start/<slug:procedure>/go/", views_steps.go, name="go"),
    path("start/<slug:procedure>/check/", views.check, name="check"),
    path("start/<slug:procedure>/step/<slug:step>/", views_steps.step, name="step"),
    path("assist/", views_assist.assist, name="assist"),
    path("assist/filed/<uuid:filing>/", views_filed.filed, name="assist_filed"),
    path("assist/<slug:procedure>/", views_assist.write, name="assist_write"),
    path("assist/<slug:procedure>/read/", views_assist.read_back, name="assist_read"),
    path("confirm/", views_filed.come_back, name="confirm"),
    path("confirm/<uuid:filing>/", views_filed.confirm, name="confirm_filing"),
]
