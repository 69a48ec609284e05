"""Pages of topics. Nothing here knows who reads."""

from collections.abc import Mapping

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from jiefen import shelf
from jiefen.apps.guidance import search
from jiefen.core.guidance import Section, Topic
from jiefen.web.language import in_language, tag
from jiefen.web.still import still


@still
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """All topics, or those that hold the words that were typed."""
    pack, typed = settings.JIEFEN["pack"], request.GET.get("q", "").strip()[:200]
    found = search.find(pack, _language(), typed) if typed else []
    groups = [(None, found)] if typed else _by_area(pack)
    return render(request, "guidance/topics.html", {"groups": groups, "q": typed, "nothing": bool(typed) and not found})


def _by_area(pack: str) -> list[tuple[Mapping[str, str] | None, list[Topic]]]:
    """Every topic, by area where the pack names areas."""
    every = shelf.guidance(pack)
    areas = shelf.areas(pack)
    return [(one.name, [every[name] for name in one.topics]) for one in areas] if areas else [(None, list(every.values()))]


@still
@require_safe
def topic(request: HttpRequest, name: str) -> HttpResponse:
    """One topic, with the law that each section rests on."""
    pack = settings.JIEFEN["pack"]
    found = shelf.guidance(pack).get(name)
    if found is None:
        raise Http404
    return render(
        request,
        "guidance/topic.html",
        {"topic": found, "sections": [_shown(one) for one in found.sections], "ways": _ways(found), "pack": pack},
    )


def _language() -> str:
    return tag(get_language() or "zh-hans")


def _shown(section: Section) -> dict[str, object]:
    """A section with its lines parted: plain ones and those of a list, in their order."""
    blocks: list[tuple[str, list[str]]] = []
    for line in in_language(dict(section.text), _language()).splitlines():
        kind = "list" if line.startswith("- ") else "plain"
        if not blocks or blocks[-1][0] != kind:
            blocks.append((kind, []))
        blocks[-1][1].append(line.removeprefix("- "))
    return {"heading": section.heading, "blocks": blocks, "basis": section.basis}


def _ways(found: Topic) -> list[dict[str, object]]:
    """The procedures that can help; those that a person may begin with can be begun from here."""
    pack = settings.JIEFEN["pack"]
    begin = {name for name, _action in shelf.pack(pack).opens}
    return [{"procedure": shelf.procedure(pack, one), "opens": one in begin} for one in found.procedures]
