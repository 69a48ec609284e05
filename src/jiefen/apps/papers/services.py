"""Taking files in and making papers. Each is done once, however often it is asked for."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from jiefen import shelf
from jiefen.apps.matters import models as matters
from jiefen.apps.matters import store, talking
from jiefen.apps.matters.effects import Done
from jiefen.apps.matters.seats import language_of
from jiefen.apps.matters.services import seats_of
from jiefen.apps.papers import render, vault
from jiefen.apps.papers.context import write
from jiefen.apps.papers.models import MadePaper, StoredFile
from jiefen.apps.papers.uploads import check
from jiefen.apps.people.ids import new_id
from jiefen.apps.people.models import Account
from jiefen.web.language import tag

FORMS = {
    "pdf": ("application/pdf", render.to_pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", render.to_docx),
}


def take_file(matter_id: UUID, account: Account, uploaded: Any, confidence: str, request_key: str) -> StoredFile | None:
    """Check a file, seal it to disk and note it in the ledger. None when this request was taken before.

    Raises uploads.NotAccepted, Refused, NoSuchMatter; nothing is left on disk then.
    """
    if matters.Event.objects.filter(matter_id=matter_id, request_key=request_key).exists():
        return None
    checked = check(uploaded)
    held = store.load(matter_id)
    file_id = new_id()
    path, size, sha256 = vault.put(matter_id, file_id, held.key, uploaded.chunks())
    try:
        with transaction.atomic():
            talking.add_file(
                matter_id,
                account,
                file_id=str(file_id),
                name=checked.name,
                media_type=checked.media_type,
                size=size,
                sha256=sha256,
                confidence=confidence,
                request_key=request_key,
            )
            return StoredFile.objects.create(
                pk=file_id,
                matter=held.row,
                institution_id=held.row.institution_id,
                media_type=checked.media_type,
                size=size,
                sha256=sha256,
                path=path,
                account=account,
            )
    except Exception:
        vault.drop(path)
        raise


def make_paper(row: matters.Matter, seq: int, document: str, language: str, form: str) -> StoredFile:
    """One document in one language and form; made on first asking, the same bytes ever after.

    Raises LookupError when the event asked for no such document.
    """
    known = {"matter": row, "seq": seq, "document": document, "language": language, "form": form}
    made = MadePaper.objects.select_related("file").filter(**known).first()
    if made is not None:
        return made.file
    media_type, draw = FORMS[form]
    plain = draw(write(row, seq, document, language))
    file_id = new_id()
    path, size, sha256 = vault.put(row.pk, file_id, store.loaded(row).key, [plain])
    try:
        with transaction.atomic():
            file = StoredFile.objects.create(
                pk=file_id,
                matter=row,
                institution_id=row.institution_id,
                media_type=media_type,
                size=size,
                sha256=sha256,
                path=path,
            )
            MadePaper.objects.create(institution_id=row.institution_id, file=file, **known)
    except IntegrityError:  # another worker made it at the same moment
        vault.drop(path)
        return MadePaper.objects.select_related("file").get(**known).file
    return file


def languages_for(row: matters.Matter, chosen: Iterable[str]) -> list[str]:
    """The language that prevails in a matter's papers, then those of `chosen` that its procedure speaks, each once."""
    spoken = store.loaded(row).procedure.languages
    return list(dict.fromkeys((shelf.pack(row.pack).languages[0], *(tag(one) for one in chosen if tag(one) in spoken))))


def carry_out(effect: matters.Effect) -> Done:
    """The outbox asks for a document: make it as PDF and DOCX in the language that prevails and those that people in
    the matter read. In the others it is made when somebody first asks for it."""
    seq, _kind, document = effect.key.split(":")[:3]
    hashes = {}
    for language in languages_for(effect.matter, map(language_of, seats_of(effect.matter.pk))):
        for form in FORMS:
            hashes[f"{language}.{form}"] = make_paper(effect.matter, int(seq), document, language, form).sha256
    return Done("made", {"sha256": hashes})
