"""The page of a demonstration that says who can sign in. There is no such address anywhere else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiefen.site import demo


@require_safe
def demo_people(request: HttpRequest) -> HttpResponse:
    """Who can sign in, with which password, and which second factor at this moment."""
    return render(request, "site/demo.html", {"people": demo.people_to_sign_in(), "password": demo.PASSWORD})
