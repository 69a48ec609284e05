"""After a filing for somebody: the paper they take home, the receipt, their code, and their word at the window or later.

The person's own pages are here too: with their code they see everything that was filed in their name, and say whether
it is right.
"""

from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiefen.apps.intake import assisted
from jiefen.apps.intake.forms_assist import WAYS, IdentityAskedForm, SignedForm, WordForm
from jiefen.apps.intake.models import Assisted
from jiefen.apps.intake.views import what_comes
from jiefen.apps.matters import queries
from jiefen.apps.matters.errors import NoSuchMatter, Refused
from jiefen.apps.matters.forms import say_refusal
from jiefen.apps.people import services as people
from jiefen.apps.people.codes import is_mistyped
from jiefen.apps.people.forms import ReturnCodeForm
from jiefen.apps.people.models import Account
from jiefen.apps.people.views import locked
from jiefen.web.context import help_numbers
from jiefen.web.language import direction, html_lang

_PURPOSE = "return-code"
_MATTERS = "/matters/"


def _filing(filing: UUID) -> Assisted:
    return get_object_or_404(Assisted.objects.select_related("matter", "by"), pk=filing)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def filed(request: HttpRequest, filing: UUID) -> HttpResponse:
    """For staff: the receipt again, and what the person says: their own code, a signed paper; or a new code for them."""
    one = _filing(filing)
    if not assisted.may_handle(one, request.user):
        raise Http404
    if request.method != "POST":
        return show_filed(request, one)
    what = request.POST.get("what", "")
    try:
        if what == "code":
            return _by_code(request, one)
        if what == "signature":
            return _by_signature(request, one)
        if what == "new-code":
            return _new_code(request, one)
    except Refused as refused:
        messages.error(request, say_refusal(refused))
    return redirect("intake:assist_filed", filing=one.pk)


def _by_code(request: HttpRequest, one: Assisted) -> HttpResponse:
    """The person types their own code at the window."""
    form = ReturnCodeForm(request.POST)
    account, problem = _account_of(request, form)
    if problem is not None:
        return problem
    if account is not None and not assisted.is_of(one, account):
        people.note_wrong(_PURPOSE, request)
        form.add_error("code", _("This is not the code of the person for whom this was filed."))
    if form.errors:
        return show_filed(request, one, code_form=form)
    assisted.confirm(one, "code")
    messages.success(request, _("The person has confirmed it with their code."))
    return redirect("intake:assist_filed", filing=one.pk)


def _by_signature(request: HttpRequest, one: Assisted) -> HttpResponse:
    form = SignedForm(request.POST)
    if not form.is_valid():
        return show_filed(request, one, signed_form=form)
    assisted.confirm(one, "signature", signed_on=form.cleaned_data["signed_on"])
    messages.success(request, _("Recorded: signed on paper, kept in the file."))
    return redirect("intake:assist_filed", filing=one.pk)


def _new_code(request: HttpRequest, one: Assisted) -> HttpResponse:
    form = IdentityAskedForm(request.POST)
    if not form.is_valid():
        return show_filed(request, one, asked_form=form)
    return show_filed(request, one, code=assisted.give_code(one))


def show_filed(request: HttpRequest, one: Assisted, *, code: str = "", fresh: bool = False, **forms: Any) -> HttpResponse:
    """The page after filing. `code`: the person's, shown this once; `fresh`: just sent, so what comes next is told too."""
    open_ = not one.confirmed and not one.disputed
    with translation.override(one.language):
        home = _paper(one, code, fresh)
    context = {
        "one": one,
        "way": WAYS.get(one.way, one.way),
        "home": home,
        "fresh": fresh,
        "telling": bool(fresh or code) and one.way == "phone",
        "code": code,
        "code_form": forms.get("code_form") or (ReturnCodeForm() if open_ else None),
        "signed_form": forms.get("signed_form") or (SignedForm() if open_ else None),
        "asked_form": forms.get("asked_form") or (IdentityAskedForm() if not code and assisted.may_get_code(one) else None),
        "matter": _matter_of(request.user, one),
    }
    return render(request, "intake/assist_filed.html", context, status=400 if forms else 200)


def _paper(one: Assisted, code: str, fresh: bool) -> dict[str, Any]:
    """What the person takes home, in the active language. Nothing of what was written stands on it."""
    address = f"{settings.JIEFEN['origin']}{reverse('intake:confirm')}"
    account = assisted.seat_of(one).account
    return {
        "one": one,
        "receipt": assisted.receipt_of(one),
        "code": code,
        "address": address,
        "picture": _picture(address),
        "help_line": help_numbers()["help_line"],
        "office": one.institution.name_in(html_lang(one.language)),
        "html_lang": html_lang(one.language),
        "direction": direction(one.language),
        "language": one.language,
        **(what_comes(account, one.matter_id) if fresh and account is not None else {}),
    }


def _picture(address: str) -> SafeString:
    return mark_safe(segno.make(address, error="m").svg_inline(scale=3, border=2, omitsize=True))  # noqa: S308  drawn by us


def _matter_of(account: Account, one: Assisted) -> str:
    """The address of the matter, for whoever has a seat in it; empty for staff who filed it for another office."""
    try:
        queries.find(account, one.matter_id)
    except NoSuchMatter:
        return ""
    return reverse("matters:matter", args=[one.matter_id])


def _account_of(request: HttpRequest, form: ReturnCodeForm) -> tuple[Account | None, HttpResponse | None]:
    """Whose code was typed. Wrong ones are counted and said on the form; too many close the door for a while."""
    wait = people.minutes_to_wait(_PURPOSE, request)
    if wait:
        return None, locked(request, wait)
    if not form.is_valid():
        return None, None
    code = form.cleaned_data["code"]
    account = people.account_by_return_code(code)
    if account is None and is_mistyped(code):
        people.note_mistyped(_PURPOSE, request)
        form.add_error("code", _("One of the letters is not right, or one is missing. Compare them with those on your paper."))
    elif account is None:
        people.note_wrong(_PURPOSE, request)
        form.add_error("code", _("No account has this code. Compare it with your paper, letter by letter."))
    return account, None


@require_http_methods(["GET", "POST"])
def come_back(request: HttpRequest) -> HttpResponse:
    """For the person: the code on their paper opens what was filed in their name."""
    form = ReturnCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        account, problem = _account_of(request, form)
        if problem is not None:
            return problem
        if account is not None:
            one = assisted.waiting_for(account)
            to = reverse("intake:confirm_filing", args=[one.pk]) if one is not None else _MATTERS
            return people.sign_in(request, account, to=to)
    return render(request, "intake/confirm_code.html", {"form": form}, status=400 if form.is_bound else 200)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, filing: UUID) -> HttpResponse:
    """For the person: everything that was filed in their name, and whether it is right."""
    one = _filing(filing)
    if not assisted.is_of(one, request.user):
        raise Http404
    form = WordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and "right" in request.POST:
        assisted.confirm(one, "code")
        messages.success(request, _("Thank you. It is recorded that what was filed is right."))
        return redirect("matters:matter", matter_id=one.matter_id)
    if request.method == "POST" and form.is_valid():
        assisted.dispute(one, form.cleaned_data["words"].strip())
        messages.success(request, _("The office has been told. Put it right here, or hand in what shows how it is."))
        return redirect(_where_to_correct(request.user, one))
    context = {
        "one": one,
        "way": WAYS.get(one.way, one.way),
        "rows": assisted.opened(one, "text"),
        "helper": assisted.opened(one, "helper"),
        "interpreter": assisted.opened(one, "interpreter"),
        "wrong": assisted.opened(one, "wrong"),
        "html_lang": html_lang(one.language),
        "direction": direction(one.language),
        "form": form,
    }
    return render(request, "intake/confirm.html", context, status=400 if form.is_bound else 200)


def _where_to_correct(account: Account, one: Assisted) -> str:
    """The act that changes what was filed, where the procedure has one open now; else the page for handing something in."""
    page = queries.page_of(account, one.matter_id)
    given = set(page.view.timeline[0].facts)
    found = next((act for act in page.actions if act.to is None and given & {ask.fact for ask in act.asks}), None)
    if found is not None:
        return reverse("matters:act", args=[one.matter_id, found.id])
    return reverse("papers:add", args=[one.matter_id])
