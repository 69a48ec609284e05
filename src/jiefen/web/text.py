"""Text that people typed, made safe to show: direction controls visible, direction isolated."""

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

# Characters that change the direction of what follows. Shown as marks, so that nobody is misled by a name.
_CONTROLS = {code: f"⟦U+{code:04X}⟧" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)}


def visible(text: str) -> str:
    """`text` with direction controls replaced by visible marks."""
    return text.translate(_CONTROLS)


def isolated(value: object) -> SafeString:
    """A value inside <bdi>, escaped, with direction controls visible."""
    return mark_safe(f"<bdi>{escape(visible(str(value)))}</bdi>")  # noqa: S308


def paragraphs(value: object) -> SafeString:
    """Typed text as escaped lines."""
    lines = escape(visible(str(value))).split("\n")
    return mark_safe(f'<span dir="auto">{"<br>".join(conditional_escape(mark_safe(line)) for line in lines)}</span>')  # noqa: S308
