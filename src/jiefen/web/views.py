"""Pages for when something goes wrong. Each says what happened and what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read."""
    return render(request, "jiefen/errors/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this person."""
    return render(request, "jiefen/errors/403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or none for this person."""
    return render(request, "jiefen/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return render(request, "jiefen/errors/500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere; going back keeps what was typed."""
    return render(request, "jiefen/errors/csrf.html", status=403)


def design(request: HttpRequest) -> HttpResponse:
    """Every component, to look at."""
    from django import forms as plain

    from jiefen.web import forms

    class Example(plain.Form):
        """One field of each kind, one of them wrong."""

        name = plain.CharField(label="姓名 Name", help_text="您希望怎样称呼")
        amount = forms.MoneyField(label="金额 Sum", required=False)
        day = forms.DayField(label="日期 Day", required=False)
        story = forms.PlainTextField(label="发生了什么 Story", longest=500, required=False)
        choice = plain.ChoiceField(
            label="选择 Choice", choices=[("a", "愿意 Yes"), ("b", "不愿意 No")], widget=plain.RadioSelect, required=False
        )

    form = Example({"name": "", "amount": "abc"})
    classes = ["open", "without-prejudice", "caucus", "mediator-note", "office", "contact"]
    return render(request, "jiefen/design.html", {"form": form, "classes": classes})
