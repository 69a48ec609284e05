"""Text written by people, made safe to show: isolated in direction, and with hidden direction marks made visible."""

import re

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

# Direction controls can make a text read otherwise than it is stored. They stay in the record and are shown as marks.
MARKS = {
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u061c": "ALM",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
}
_CONTROLS = re.compile("[" + "".join(MARKS) + "]")


def visible(text: str) -> str:
    """`text` with its direction controls replaced by the words of their marks, for papers and plain text."""
    return _CONTROLS.sub(lambda found: f"⟨{MARKS[found.group()]}⟩", text)


def marked(value: object) -> SafeString:
    """Escaped text whose direction controls are replaced by visible marks such as ⟨RLO⟩."""
    escaped = conditional_escape(value if isinstance(value, SafeString) else str(value))
    # S308: the value is escaped first, and the marks are our own.
    return mark_safe(_CONTROLS.sub(_mark, escaped))  # noqa: S308


def _mark(found: re.Match[str]) -> str:
    return f'<span class="mark">⟨{MARKS[found.group()]}⟩</span>'


def isolate(value: object) -> SafeString:
    """Text of a person in <bdi>, so that it cannot turn the direction of what stands around it.

    Text already marked safe (made by our own tags) is not escaped again.
    """
    if value is None or value == "":
        return SafeString("")
    return format_html("<bdi>{}</bdi>", marked(value))


def plain_lines(value: object) -> SafeString:
    """Text of a person with its line breaks; each line keeps its own direction."""
    if value is None or value == "":
        return SafeString("")
    lines = str(value).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    # S308: each line has been escaped by `marked`.
    return mark_safe("<br>".join(f'<bdi class="line">{marked(line)}</bdi>' for line in lines))  # noqa: S308


def shown(value: object) -> SafeString:
    """A value of a row: what our own tags drew stays as it is, a person's text gets its lines and marks."""
    return value if isinstance(value, SafeString) else plain_lines(value)
