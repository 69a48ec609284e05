"""`jiefen translation`: what is translated, what a translator still has to do, and who has approved it."""

import sys
from datetime import UTC, datetime

import click

from jiefen.cli.setup import fail


@click.group()
def translation() -> None:
    """Translations of the interface and of a pack: update, status, approve.

    Catalogues are gettext files (.po), which every translation tool reads: those of a pack stand in its locale/, those
    of the interface in web/locale and apps/locale. What no named reviewer has approved is shown to people as a draft.
    """


@translation.command()
@click.argument("jurisdiction", default="cn")
def update(jurisdiction: str) -> None:
    """Write the pack's catalogues anew: new texts come in empty, texts that are no more go out."""
    from jiefen import shelf
    from jiefen.core.translations import write_catalogue

    try:
        sources = shelf.texts_to_translate(jurisdiction)
        for language, known in shelf.catalogues(jurisdiction).items():
            text = write_catalogue(sources, known, language)
            shelf.keep_catalogue(jurisdiction, language, text)
            empty = sum(one.text not in known for one in sources)
            click.echo(f"{jurisdiction} {language}: {len(sources)} texts, {empty} to translate.")
    except (ValueError, LookupError) as problem:
        fail(str(problem), code=2)


@translation.command()
@click.argument("jurisdiction", default="cn")
def status(jurisdiction: str) -> None:
    """Print how many texts are translated and approved in each language. Exits with 1 when one is missing."""
    from jiefen import shelf
    from jiefen.web import reviews
    from jiefen.web.language import LANGUAGES

    missing = 0
    try:
        sources = {one.text for one in shelf.texts_to_translate(jurisdiction)}
        for language, known in shelf.catalogues(jurisdiction).items():
            have = [known[one] for one in sources if one in known]
            approved = sum(bool(one.reviewer) for one in have)
            missing += len(sources) - len(have)
            click.echo(_line(f"pack {jurisdiction}", language, len(sources), len(sources) - len(have), approved))
    except (ValueError, LookupError) as problem:
        fail(str(problem), code=2)
    for code in LANGUAGES:
        found = reviews.standing(code)
        if code == "en":  # the interface's message ids are English
            continue
        missing += found.missing
        approved = found.texts - found.missing if code in reviews.WRITTEN else found.approved
        click.echo(_line("interface", code, found.texts, found.missing, approved))
    sys.exit(1 if missing else 0)


def _line(what: str, language: str, texts: int, missing: int, approved: int) -> str:
    drafts = texts - missing - approved
    return f"{what} in {language}: {texts} texts, {missing} missing, {drafts} drafted by machine, {approved} approved"


@translation.command()
@click.argument("language")
@click.option("--by", required=True, help="The name of the reviewer; it stands beside every text.")
@click.option("--pack", "jurisdiction", default="", help="Approve this pack's texts; the interface's without it.")
@click.option("--in", "part", default="", help="Only texts that stand in files whose name holds this.")
def approve(language: str, by: str, jurisdiction: str, part: str) -> None:
    """Say that a named person has read and approved every translated text in LANGUAGE."""
    from jiefen import shelf
    from jiefen.core.translations import approved, write_catalogue
    from jiefen.web import reviews
    from jiefen.web.language import LANGUAGES

    if not by.strip():
        fail("name the reviewer: --by NAME", code=2)
    mark = f"{by.strip()}, {datetime.now(UTC).date().isoformat()}"
    if not jurisdiction:
        if language.lower() not in LANGUAGES or language.lower() in reviews.WRITTEN:
            fail(f"the interface is not translated into {language!r}.", code=2)
        click.echo(f"{reviews.approve(language.lower(), mark)} texts approved.")
        return
    try:
        known = shelf.catalogues(jurisdiction)[language]
        sources = shelf.texts_to_translate(jurisdiction)
    except (ValueError, LookupError) as problem:
        fail(f"pack {jurisdiction!r} has no catalogue in {language!r}: {problem}", code=2)
        return
    chosen = [one.text for one in sources if part in one.file and one.text in known]
    shelf.keep_catalogue(jurisdiction, language, write_catalogue(sources, approved(known, mark, chosen), language))
    click.echo(f"{len(set(chosen))} texts approved.")
