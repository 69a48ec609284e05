"""Pages of files and papers. What somebody may have is what their view of the matter holds, and nothing else."""

import hashlib
import io
import json
import uuid
import zipfile
from urllib.parse import quote
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiefen import shelf
from jiefen.apps.matters import queries, store
from jiefen.apps.matters.errors import NoSuchMatter, Refused
from jiefen.apps.matters.forms import say_refusal
from jiefen.apps.papers import services, vault
from jiefen.apps.papers.context import write
from jiefen.apps.papers.models import StoredFile
from jiefen.apps.papers.uploads import NotAccepted
from jiefen.core.access import Confidence, RoleKind
from jiefen.web.language import own_name, tag


class FileForm(forms.Form):
    """A file and who may see it."""

    request_key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    file = forms.FileField(label=gettext_lazy("File"), error_messages={"required": gettext_lazy("Choose a file first.")})
    confidence = forms.ChoiceField(label=gettext_lazy("Who may see it"), widget=forms.RadioSelect)


def _page(request: HttpRequest, matter_id: UUID) -> queries.Page:
    try:
        return queries.page_of(request.user, matter_id)
    except NoSuchMatter:
        raise Http404 from None


def _choices(page: queries.Page) -> list[tuple[str, str]]:
    open_to_all = (Confidence.OPEN.value, _("Everybody in this matter, and a court if it comes to that"))
    if page.viewer.kind is RoleKind.AUTHORITY:
        return [open_to_all]
    between = (Confidence.WITHOUT_PREJUDICE.value, _("Both sides and the mediator; no court"))
    if page.viewer.kind is RoleKind.NEUTRAL:
        return [open_to_all, between, (Confidence.MEDIATOR_NOTE.value, _("Only the mediator"))]
    return [open_to_all, between, (Confidence.CAUCUS.value, _("Only my side and the mediator"))]


@login_required
@require_http_methods(["GET", "POST"])
def add_file(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    """Hand in a file."""
    page = _page(request, matter_id)
    form = FileForm(
        request.POST or None, request.FILES or None, initial={"request_key": str(uuid.uuid4()), "confidence": "open"}
    )
    form.fields["confidence"].choices = _choices(page)
    if request.method == "POST":
        request.FILES  # noqa: B018  reading it lets the upload handler run
        if getattr(request, "upload_too_large", False):
            form.errors.pop("file", None)
            form.add_error("file", _("The file is too large. Split it, or make the photo or film smaller, and add it again."))
        elif form.is_valid():
            try:
                services.take_file(
                    matter_id,
                    request.user,
                    form.cleaned_data["file"],
                    form.cleaned_data["confidence"],
                    form.cleaned_data["request_key"],
                )
                return redirect("matters:matter", matter_id=matter_id)
            except NotAccepted as problem:
                form.add_error("file", str(problem))
            except Refused as refused:
                form.add_error(None, say_refusal(refused))
    return render(
        request, "papers/add.html", {"page": page, "form": form}, status=400 if form.is_bound and form.errors else 200
    )


def _download(stored: StoredFile, name: str) -> StreamingHttpResponse:
    key = store.loaded(stored.matter).key
    chunks = vault.get(stored.matter_id, stored.pk, key, stored.path)
    return StreamingHttpResponse(
        chunks,
        content_type=stored.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "Content-Length": str(stored.size),
            "Content-Security-Policy": "sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


@login_required
@require_safe
def file(request: HttpRequest, matter_id: UUID, file_id: UUID) -> StreamingHttpResponse:
    """A file that this person may have."""
    page = _page(request, matter_id)
    seen = next((one for one in page.view.files if one.id == str(file_id)), None)
    stored = StoredFile.objects.filter(pk=file_id, matter_id=matter_id).first()
    if seen is None or stored is None:
        raise Http404
    return _download(stored, seen.name)


def _may_have(page: queries.Page, seq: int, document: str | None = None) -> tuple[str, ...]:
    entry = next((one for one in page.view.timeline if one.seq == seq), None)
    found = entry.documents if entry else ()
    if not found or (document is not None and document not in found):
        raise Http404
    return found


@login_required
@require_safe
def paper(request: HttpRequest, matter_id: UUID, seq: int, document: str) -> HttpResponse:
    """A paper as a page, with its PDF and DOCX."""
    page = _page(request, matter_id)
    _may_have(page, seq, document)
    language = tag(get_language() or "")
    language = language if language in page.procedure.languages else "zh-Hans"
    written = write(page.row, seq, document, language)
    first = dict.fromkeys((language, shelf.pack(page.row.pack).languages[0]))
    context = {
        "page": page,
        "paper": written,
        "forms": [_links(one) for one in first],
        "others": [_links(one) for one in page.procedure.languages if one not in first],
    }
    return render(request, "papers/paper.html", context)


def _links(language: str) -> tuple[str, str, list[tuple[str, str]]]:
    """A language, its own name, and the paper's forms in it: where each is and what it is called."""
    return language, own_name(language), [(f"{language}.{form}", form.upper()) for form in services.FORMS]


@login_required
@require_safe
def made(request: HttpRequest, matter_id: UUID, seq: int, document: str, language: str, form: str) -> StreamingHttpResponse:
    """A paper as PDF or DOCX; made now if the worker has not done so yet."""
    page = _page(request, matter_id)
    _may_have(page, seq, document)
    if form not in services.FORMS or language not in page.procedure.languages:
        raise Http404
    stored = services.make_paper(page.row, seq, document, language, form)
    return _download(stored, f"{page.procedure.documents[document].name[language]}-{page.number}.{form}")


@login_required
@require_safe
def package(request: HttpRequest, matter_id: UUID, seq: int) -> HttpResponse:
    """All papers of one event in one file, with a list of names and fingerprints: in the language that prevails and in
    the reader's."""
    page = _page(request, matter_id)
    documents = _may_have(page, seq)
    key = store.loaded(page.row).key
    out, contents = io.BytesIO(), []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, document in enumerate(documents, start=1):
            for language in services.languages_for(page.row, [get_language() or ""]):
                for form in services.FORMS:
                    stored = services.make_paper(page.row, seq, document, language, form)
                    plain = b"".join(vault.get(matter_id, stored.pk, key, stored.path))
                    name = f"{number:02d}-{page.procedure.documents[document].name[language]}.{form}"
                    packed.writestr(name, plain)
                    contents.append({"name": name, "sha256": hashlib.sha256(plain).hexdigest(), "language": language})
        packed.writestr("contents.json", json.dumps({"number": page.number, "papers": contents}, ensure_ascii=False, indent=2))
    return HttpResponse(
        out.getvalue(),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="jiefen-{page.number}.zip"'},
    )
