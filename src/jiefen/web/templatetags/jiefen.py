"""Tags for pages. They take plain values, never models."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency
from django import template
from django.forms import BoundField, Form
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiefen.web import text
from jiefen.web.language import in_language, locale

register = template.Library()
ZONE = ZoneInfo("Asia/Shanghai")

register.filter("isolate", text.isolated)
register.filter("lines", text.paragraphs)


@register.filter
def said(value: object) -> str:
    """One text of a pack in the page's language."""
    return in_language(value, get_language() or "")


@register.filter
def ldate(value: object) -> str:
    """A day in the page's language. Takes a date, a datetime or an ISO text."""
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    if isinstance(value, datetime):
        value = value.astimezone(ZONE).date()
    return format_date(value, "long", locale(get_language() or "")) if isinstance(value, date) else ""


@register.filter
def ldatetime(value: object) -> str:
    """A moment in the page's language, in the jurisdiction's zone."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        return ""
    return format_datetime(value, "yyyy-MM-dd HH:mm", ZONE, locale(get_language() or ""))


@register.filter
def money(value: object, currency: str = "CNY") -> str:
    """A sum in minor units, as people write it. Exact: no floating point on the way."""
    from decimal import Decimal

    return format_currency(Decimal(int(str(value))) / 100, currency, locale=locale(get_language() or ""))


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One form field with its label, hint, who sees it, and its error, tied together for screen readers."""
    extra = bound.field
    described = [f"{bound.auto_id}-hint"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}-error")
    attrs: dict[str, object] = {}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    group = getattr(bound.field.widget, "input_type", "") in ("radio",) or getattr(bound.field.widget, "is_group", False)
    error = format_html('<p class="error" id="{}-error">{}</p>', bound.auto_id, bound.errors[0]) if bound.errors else ""
    hint = format_html('<p class="hint" id="{}-hint">{}</p>', bound.auto_id, bound.help_text) if bound.help_text else ""
    why = getattr(extra, "why", "")
    seen = getattr(extra, "seen_by", "")
    notes = format_html_join("", '<p class="hint">{}</p>', ((one,) for one in (why, seen) if one))
    optional = "" if bound.field.required else format_html(' <span class="optional">{}</span>', _("(optional)"))
    box = bound.as_widget(attrs=attrs)
    if group:
        return format_html(
            '<fieldset class="field{}"><legend>{}{}</legend>{}{}{}{}</fieldset>',
            " has-error" if bound.errors else "", bound.label, optional, hint, notes, error, box,
        )  # fmt: skip
    return format_html(
        '<div class="field{}"><label for="{}">{}{}</label>{}{}{}{}</div>',
        " has-error" if bound.errors else "", bound.id_for_label, bound.label, optional, hint, notes, error, box,
    )  # fmt: skip


@register.simple_tag
def error_summary(form: Any) -> SafeString:
    """All errors of one form, each linked to its field. Empty when there are none; `{{ form }}` then leaves it out."""
    form.summary_shown = True
    if not form.errors:
        return SafeString("")
    errors = [{"href": f"#{bound.first_id}", "message": message} for bound in form for message in bound.errors]
    return _draw("error_summary", errors=errors, others=list(form.non_field_errors()))
