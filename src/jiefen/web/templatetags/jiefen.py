"""Jiefen's components as template tags. They take plain values, never models; docs/design-system.md lists them.

Tags that end in `end…` wrap content of the page; the others draw from their arguments alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from jiefen.web import formats, text, waiting
from jiefen.web.confidence import CLASSES
from jiefen.web.icons import ICONS, MIRRORED
from jiefen.web.language import direction, html_lang, in_language, own_name

register = template.Library()
register.filter("isolate", text.isolate)
register.filter("plain_lines", text.plain_lines)
register.filter("lines", text.plain_lines)
register.filter("shown", text.shown)

_MARK = (
    '<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false"><rect width="32" height="32" rx="8" fill="#0c4a4e"/>'
    '<g fill="none" stroke-width="3.2" stroke-linecap="round"><path d="M6 9c6 0 7 3 10 7s4 7 10 7" stroke="#f7f1e6"/>'
    '<path d="M6 23c6 0 7-3 8.6-5.2M17.6 13.8C19.8 11 21 9 26 9" stroke="#f0a15c"/></g></svg>'
)


def _language() -> str:
    return get_language() or "en"


def _draw(name: str, /, **values: Any) -> SafeString:
    return render_to_string(f"jiefen/components/{name}.html", values)


# ---- language, icons, values ----


@register.filter
def said(value: object) -> str:
    """One text of a pack, which holds it in several languages, in the page's language."""
    return in_language(value, _language())


@register.simple_tag(name="dir")
def dir_(code: str = "") -> str:
    """ "rtl" or "ltr" of a language, or of the page's."""
    return direction(code or _language())


@register.simple_tag(name="html_lang")
def html_lang_(code: str = "") -> str:
    """The lang attribute of a language, or of the page's."""
    return html_lang(code or _language())


@register.filter
def language_name(code: str) -> str:
    """A language's name in itself."""
    return own_name(code)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One icon. Without a label it is decoration, and the words beside it must say the same."""
    drawing = mark_safe(ICONS[name])  # noqa: S308 - our own drawings
    kind = "icon icon-mirrored" if name in MIRRORED else "icon"
    if label:
        return format_html('<svg class="{}" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', kind, label, drawing)
    return format_html('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', kind, drawing)


@register.simple_tag
def mark() -> SafeString:
    """The sign of two strands set free."""
    return mark_safe(_MARK)  # noqa: S308 - our own drawing


@register.simple_tag
def ldate(value: date | datetime | str | None, style: str = "long") -> SafeString:
    """A day as <time>, written in the page's language, in Chinese time. Also a filter; takes ISO text too."""
    if not value:
        return SafeString("")
    day = formats.day_of(date.fromisoformat(value[:10]) if isinstance(value, str) else value)
    shown = formats.format_day(day, _language(), style)
    return format_html('<time datetime="{}"><bdi>{}</bdi></time>', day.isoformat(), shown)


@register.simple_tag
def ldatetime(value: datetime | str | None) -> SafeString:
    """A moment as <time>, to the minute, in Chinese time. Also a filter; takes ISO text too."""
    if not value:
        return SafeString("")
    value = datetime.fromisoformat(value) if isinstance(value, str) else value
    shown = formats.format_moment(value, _language())
    return format_html('<time datetime="{}"><bdi>{}</bdi></time>', value.isoformat(timespec="seconds"), shown)


@register.simple_tag
def money(minor: int | str | None, currency: str = "CNY") -> SafeString:
    """An amount in integer minor units (fen). Also a filter."""
    if minor is None or minor == "":
        return SafeString("")
    return format_html('<bdi class="nowrap">{}</bdi>', formats.format_money(int(minor), currency, _language()))


register.filter("ldate", ldate)
register.filter("ldatetime", ldatetime)
register.filter("money", money)


@register.simple_tag
def days(count: int) -> str:
    """A span of whole days in words."""
    return formats.format_days(count, _language())


@register.simple_tag
def lnumber(value: Any) -> str:
    """A number with separators."""
    return formats.format_number(value, _language())


def _when(value: Any) -> SafeString | str:
    """Dates and moments in the page's language; texts as they are."""
    if isinstance(value, datetime):
        return ldatetime(value)
    return ldate(value) if isinstance(value, date) else (value or "")


# ---- where a matter stands ----


@register.simple_tag
def turn_banner(
    state: str,
    who: str,
    yours: bool = False,
    until: Any = None,
    if_nobody: str = "",
    action_url: str = "",
    action_label: str = "",
    proof: Sequence[Any] = (),
) -> SafeString:
    """Where it stands, whose turn it is, until when, and what happens if nobody acts."""
    return _draw(
        "turn_banner", state=state, who=who, yours=yours, until=dated(until, proof) if proof else _when(until),
        if_nobody=if_nobody, action_url=action_url, action_label=action_label,
    )  # fmt: skip


@register.simple_tag
def wait_bar(start: date, today: date, deadline: date, longest: date | None = None, label: str = "") -> SafeString:
    """From start over today to the deadline and the longest wait, drawn and in words."""
    return _draw("wait_bar", **waiting.bar(start, today, deadline, longest), label=label)


@register.simple_tag
def clock_cell(due: date | datetime | None, today: date, done: bool = False) -> SafeString:
    """How many days are left or how late it is, for queues."""
    return _draw("clock_cell", due=due, done=done, **waiting.left(due, today, _language()))


@register.simple_tag
def door(url: str, text: str = "", label: str = "") -> SafeString:
    """The open way to court (or out). Same place on each page; `label` and `text` replace its words."""
    return _draw("door", url=url, text=text, label=label)


@register.simple_tag
def class_badge(name: str, who: bool = False) -> SafeString:
    """A class of confidence by colour, icon and name; with `who=True` also who can see."""
    return _draw("class_badge", name=name, shown=CLASSES[name], who=who)


@register.simple_tag
def dated(value: Any, proof: Sequence[Any] = (), label: str = "") -> SafeString:
    """A date that opens to show how it was computed. A step of the proof is a text or {"text", "law"}."""
    steps = [step if isinstance(step, Mapping) else {"text": step} for step in proof]
    return _draw("dated", when=_when(value), steps=steps, label=label)


@register.simple_tag
def receipt(number: str, time: datetime, fingerprint: str, verify_url: str = "", qr: str = "", title: str = "") -> SafeString:
    """Number, time and fingerprint of what was sent. `qr` is the address of a picture."""
    groups = " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))
    return _draw(
        "receipt", number=number, time=time, fingerprint=groups, verify_url=verify_url, qr=qr, title=title
    )  # fmt: skip


@register.simple_tag
def bilingual(first: str, first_lang: str, second: str, second_lang: str, prevails: str = "") -> SafeString:
    """The same text in two languages side by side; `prevails` names the language that decides."""
    sides = [
        {"text": body, "lang": html_lang(code), "dir": direction(code), "name": own_name(code), "prevails": code == prevails}
        for body, code in ((first, first_lang), (second, second_lang))
    ]
    return _draw("bilingual", sides=sides, prevails=own_name(prevails) if prevails else "")


@register.simple_tag
def story(steps: Iterable[Any], title: str = "") -> SafeString:
    """A numbered story. A step is a text or {"text", "who", "when"}."""
    told = [dict(step, when=_when(step.get("when"))) if isinstance(step, Mapping) else {"text": step} for step in steps]
    return _draw("story", steps=told, title=title)


@register.simple_tag
def procedure_map(svg: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], caption: str) -> SafeString:
    """A drawing made by the engine (trusted SVG) with the same content as a table."""
    return _draw(
        "procedure_map", svg=mark_safe(svg), caption=caption,  # noqa: S308 - drawn by the engine, not by people
        columns=columns, rows=[list(zip(columns, row, strict=True)) for row in rows],
    )  # fmt: skip


# ---- people, papers, rows ----


@register.simple_tag
def person(name: str, role: str = "", side: str = "", you: bool = False) -> SafeString:
    """A person's name with role and side."""
    return _draw("person", name=name, role=role, side=side, you=you)


@register.simple_tag
def bubble(
    words: str, who: str, when: Any = None, confidence: str = "open", mine: bool = False, lang: str = "", role: str = ""
) -> SafeString:
    """One message in a room, inside <ul class="room">. `words` is a person's plain text."""
    return _draw(
        "bubble", words=words, who=who, when=_when(when), confidence=confidence, mine=mine, role=role,
        lang=html_lang(lang) if lang else "", dir=direction(lang) if lang else "auto",
    )  # fmt: skip


@register.simple_tag
def answer(question: str, value: Any, change_url: str = "", confidence: str = "") -> SafeString:
    """A row of "check your answers", inside <dl class="answers">."""
    return _draw("answer", question=question, value=value, change_url=change_url, confidence=confidence)


@register.simple_tag
def summary(rows: Iterable[Sequence[Any]]) -> SafeString:
    """A summary list from (name, value) or (name, value, change address)."""
    drawn = [answer(*row[:3]) for row in rows]
    return format_html('<dl class="summary">{}</dl>', mark_safe("".join(drawn)))  # noqa: S308 - drawn by our own tag


@register.simple_tag
def task(title: str, url: str = "", status: str = "", kind: str = "", hint: str = "") -> SafeString:
    """A row of a task list, inside <ul class="tasks">. `kind`: now, done, late, calm or empty."""
    return _draw("task", title=title, url=url, status=status, kind=kind, hint=hint)


@register.simple_tag
def tag(words: str, kind: str = "") -> SafeString:
    """A status word. `kind`: now, done, late, calm or empty."""
    return format_html('<span class="tag{}">{}</span>', f" tag-{kind}" if kind else "", words)


@register.simple_tag
def document_row(
    title: str, meta: str = "", html: str = "", pdf: str = "", docx: str = "", file: str = "", confidence: str = ""
) -> SafeString:
    """A paper with the addresses at which it can be read or downloaded."""
    return _draw("document_row", title=title, meta=meta, html=html, pdf=pdf, docx=docx, file=file, confidence=confidence)


@register.simple_tag
def signature(name: str, role: str = "", signed_at: Any = None, method: str = "") -> SafeString:
    """Who signs; when and how they did, or that it is still open. Inside <div class="signatures">."""
    return _draw("signature", name=name, role=role, signed_at=_when(signed_at), method=method)


@register.simple_tag
def nothing_here(title: str, text: str = "", url: str = "", label: str = "", icon: str = "empty") -> SafeString:
    """Nothing here yet: says so, and what to do."""
    return _draw("empty", title=title, text=text, url=url, label=label, icon=icon)


# ---- moving about ----


@register.simple_tag
def back(url: str, label: str = "") -> SafeString:
    """The link back, in {% block before %}."""
    return _draw("back", url=url, label=label)


@register.simple_tag
def stepper(labels: Sequence[str], current: int) -> SafeString:
    """Progress through named steps; `current` counts from 1."""
    steps = [
        {"label": label, "state": "done" if at < current else "now" if at == current else "later"}
        for at, label in enumerate(labels, start=1)
    ]
    return _draw("stepper", steps=steps, current=current, total=len(steps))


@register.simple_tag
def tabs(items: Iterable[Mapping[str, Any]], label: str) -> SafeString:
    """Plain links that look like tabs. An item is {"label", "url", "current", "icon"}."""
    return _draw("tabs", items=list(items), label=label)


@register.simple_tag(takes_context=True)
def pagination(context: template.Context, page: Any) -> SafeString:
    """Before and next of a Django Page, keeping the other parts of the address."""
    request = context.get("request")

    def address(number: int) -> str:
        query = request.GET.copy() if request else None
        if query is None:
            return f"?page={number}"
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return _draw(
        "pagination", page=page,
        earlier=address(page.previous_page_number()) if page.has_previous() else "",
        later=address(page.next_page_number()) if page.has_next() else "",
    )  # fmt: skip


# ---- wrapping what the page says ----

_NOTICE_ICONS = {"info": "info", "success": "done", "warning": "warning", "error": "warning"}


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """A notification. `kind`: info, success, warning or error."""
    return _draw("notice", content=content, kind=kind, title=title, icon=_NOTICE_ICONS[kind])


@register.simple_block_tag
def panel(content: str, title: str, icon: str = "done") -> SafeString:
    """The confirmation after something was sent. Holds the page's h1."""
    return _draw("panel", content=content, title=title, icon=icon)


@register.simple_block_tag
def reveal(content: str, words: str, open: bool = False) -> SafeString:
    """More that opens on demand."""
    return _draw("reveal", content=content, words=words, open=open)


@register.simple_block_tag
def event(content: str, title: str, when: Any = None, who: str = "", confidence: str = "") -> SafeString:
    """An entry of a timeline, inside <ol class="timeline">."""
    return _draw("event", content=content, title=title, when=_when(when), who=who, confidence=confidence)


@register.simple_block_tag
def offer(
    content: str, title: str, who: str = "", minor: int | None = None, currency: str = "CNY", until: Any = None,
    status: str = "", kind: str = "", confidence: str = "without-prejudice",
) -> SafeString:  # fmt: skip
    """An offer with its sum, its end and who sees it; the content holds terms and equal buttons."""
    return _draw(
        "offer", content=content, title=title, who=who, minor=minor, currency=currency, until=_when(until),
        status=status, kind=kind, confidence=confidence,
    )  # fmt: skip


# ---- forms ----


@register.simple_tag
def field(bound: Any, why: str = "", sees: str = "", question: bool = False) -> SafeString:
    """One form field in our pattern. `why` and `sees` replace the field's own; `question` makes its label the h1."""
    return bound.as_question(why=why, sees=sees, question=question)


@register.simple_tag
def error_summary(*forms: Any) -> SafeString:
    """All errors of one form, or of several sent together, each named after its field and linked to it.

    Empty when there are none; `{{ form }}` then leaves its own out.
    """
    errors: list[dict[str, Any]] = []
    others: list[str] = []
    for form in forms:
        form.summary_shown = True
        errors += [
            {"href": f"#{bound.first_id}", "field": bound.label, "message": message}
            for bound in form
            for message in bound.errors
        ]
        others += form.non_field_errors()
    return _draw("error_summary", errors=errors, others=others) if errors or others else SafeString("")
