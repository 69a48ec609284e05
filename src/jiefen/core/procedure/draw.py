"""Drawing a procedure: an SVG of its states and acts, and the same as a table for whoever cannot see it.

States that wait stand below each other in the order in which a matter can meet them. From each, its acts lead to the
right as arrows with names, to the state they end in; lines at the left join the states themselves. Acts of time are
dashed, ends are round. Nothing crosses a name, however many acts there are. In a language that is written from right
to left the whole picture is mirrored, and each text in it mirrored back.
"""

from html import escape

from jiefen.core.marks import marks
from jiefen.core.procedure.explain import in_order, length_of
from jiefen.core.procedure.model import START, Action, Procedure
from jiefen.core.procedure.plan import plan_of

_EDGE, _RAIL, _BOX_W, _ACT_W, _CHIP_W = 16, 84, 200, 300, 260
_ROW, _LEAST, _GAP, _LETTER = 34, 64, 30, 6.8
_LEFT = _EDGE + _RAIL
_ARROW = _LEFT + _BOX_W
_CHIP = _ARROW + _ACT_W
_WIDTH = _CHIP + _CHIP_W + _EDGE
_INK, _LINE, _PAPER, _END, _HERE = "#1d2a2c", "#7f8f91", "#ffffff", "#e6efec", "#fbe3c6"


def draw(procedure: Procedure, lang: str, *, here: str | None = None) -> str:
    """The procedure as SVG, with the state `here` marked. No scripts, no outside references; all text escaped.

    Raises KeyError for a language that the procedure does not have.
    """
    rows = [START, *(state.id for state in in_order(procedure) if state.outcome is None)]
    tops, height = _tops(procedure, rows)
    mirrored = marks(lang).from_right
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" class="procedure-map" '
        f'font-family="sans-serif" font-size="13" direction="{"rtl" if mirrored else "ltr"}" '
        f'aria-label="{escape(procedure.title[lang])}">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0 8 4 0 8z" fill="{_LINE}"/></marker></defs>',
        f'<g transform="matrix(-1 0 0 1 {_WIDTH} 0)">' if mirrored else "<g>",
    ]
    parts += _rails(procedure, tops)
    for name in rows:
        top, tall = tops[name]
        parts.append(_box(procedure, name, top, tall, lang, here))
        acts = plan_of(procedure).leaving[name]
        first = top + tall / 2 - (len(acts) - 1) * _ROW / 2
        parts += [_act(procedure, act, first + place * _ROW, lang, here) for place, act in enumerate(acts)]
    return "".join([*parts, "</g></svg>"])


def _tops(procedure: Procedure, rows: list[str]) -> tuple[dict[str, tuple[float, float]], int]:
    """Where each row begins and how tall it is, and the height of all."""
    tops: dict[str, tuple[float, float]] = {}
    y = _EDGE
    for name in rows:
        tall = max(_LEAST if name != START else _ROW, len(plan_of(procedure).leaving[name]) * _ROW)
        tops[name] = (y, tall)
        y += tall + _GAP
    return tops, y - _GAP + _EDGE


def _rails(procedure: Procedure, tops: dict[str, tuple[float, float]]) -> list[str]:
    """Lines at the left from state to state: out at the lower part of a box, in at the upper part of the next."""
    pairs: dict[tuple[str, str], list[Action]] = {}
    for source in tops:
        for act in plan_of(procedure).leaving[source]:
            if act.to in tops and act.to != source:
                pairs.setdefault((source, str(act.to)), []).append(act)
    order = list(tops)
    longest = max((abs(order.index(a) - order.index(b)) for a, b in pairs), default=1)
    rails = []
    for (source, target), acts in pairs.items():
        y1, y2 = _middle(tops[source]) + 12, _middle(tops[target]) - 12
        far = _LEFT - 14 - (_RAIL - 20) * abs(order.index(source) - order.index(target)) / longest
        x1 = _LEFT + _BOX_W / 2 - 12 if source == START else _LEFT
        path = f"M{x1:.0f} {y1:.0f}C{far:.0f} {y1:.0f} {far:.0f} {y2:.0f} {_LEFT} {y2:.0f}"
        rails.append(f'<path d="{path}" {_stroke(acts)} marker-end="url(#tip)"/>')
    return rails


def _middle(row: tuple[float, float]) -> float:
    return row[0] + row[1] / 2


def _stroke(acts: list[Action]) -> str:
    dashed = ' stroke-dasharray="5 4"' if not any(act.by for act in acts) else ""
    return f'fill="none" stroke="{_LINE}" stroke-width="1.4"{dashed}'


def _act(procedure: Procedure, act: Action, y: float, lang: str, here: str | None) -> str:
    """An arrow with the act's name, to the state it leads to; to nothing when the matter stays where it is."""
    who = " · ".join(procedure.roles[role].name[lang] for role in act.by)
    told = f"{act.name[lang]} ({who})" if who else act.name[lang]
    end = _CHIP if act.to is not None else _CHIP - 40
    tip = ' marker-end="url(#tip)"' if act.to is not None else ""
    parts = [
        f'<g><title>{escape(told)}</title><path d="M{_ARROW} {y:.0f}H{end}" {_stroke([act])}{tip}/>'
        f'<text {_at(_ARROW + 10, y - 5, lang)} fill="currentColor">'
        f"{escape(_cut(act.name[lang], _ACT_W - 20))}</text>"
    ]
    if act.to is not None:
        parts.append(_chip(procedure, act.to, y, lang, here))
    return "".join([*parts, "</g>"])


def _chip(procedure: Procedure, name: str, y: float, lang: str, here: str | None) -> str:
    state = procedure.states[name]
    fill = _HERE if name == here else (_END if state.outcome else _PAPER)
    return (
        f'<rect x="{_CHIP}" y="{y - 13:.0f}" width="{_CHIP_W}" height="26" rx="{13 if state.outcome else 4}" '
        f'fill="{fill}" stroke="{_LINE}"/><text {_at(_CHIP + 12, y + 5, lang)} fill="{_INK}">'
        f"{escape(_cut(state.name[lang], _CHIP_W - 22))}</text>"
    )


def _box(procedure: Procedure, name: str, top: float, tall: float, lang: str, here: str | None) -> str:
    middle = top + tall / 2
    if name == START:
        x = _LEFT + _BOX_W // 2
        line = f'<path d="M{x + 12} {middle:.0f}H{_ARROW}" stroke="{_LINE}" stroke-width="1.4"/>'
        return f'{line}<circle cx="{x}" cy="{middle:.0f}" r="12" fill="#12484f"/>'
    fill, stroke, weight = (_HERE, "#b4501e", 3.0) if name == here else (_PAPER, "#12484f", 1.4)
    lines = _wrapped(procedure.states[name].name[lang], _BOX_W - 20)
    text = "".join(
        f"<text {_at(_LEFT + _BOX_W / 2, middle + 5 + (row - (len(lines) - 1) / 2) * 18, lang)} "
        f'text-anchor="middle" font-size="14" fill="{_INK}">{escape(line)}</text>'
        for row, line in enumerate(lines)
    )
    return (
        f'<g><rect x="{_LEFT}" y="{top:.0f}" width="{_BOX_W}" height="{tall:.0f}" rx="8" fill="{fill}" '
        f'stroke="{stroke}" stroke-width="{weight}"/>{text}</g>'
    )


def _at(x: float, y: float, lang: str) -> str:
    """Where a text begins. In a mirrored picture it is turned back about its beginning, so that it can be read."""
    back = f' transform="matrix(-1 0 0 1 {2 * x:.0f} 0)"' if marks(lang).from_right else ""
    return f'x="{x:.0f}" y="{y:.0f}"{back}'


def _wide(text: str) -> float:
    """About how wide a text is, in pixels: a Chinese character is as wide as two letters, an Arabic letter is narrower."""
    return sum(2 if char > "\u2e7f" else 0.85 if "\u0600" <= char <= "\u06ff" else 1 for char in text) * _LETTER


def _cut(text: str, most: float) -> str:
    """The text, or as much of it as fits; the whole is in the title and in the table."""
    if _wide(text) <= most:
        return text
    while text and _wide(text) > most - _LETTER:
        text = text[:-1]
    return text.rstrip() + "…"


def _wrapped(text: str, most: float) -> list[str]:
    """Up to three lines, broken between words, or anywhere in a script that has no spaces."""
    joint = " " if " " in text else ""
    lines = [""]
    for word in text.split(" ") if joint else list(text):
        longer = f"{lines[-1]}{joint}{word}" if lines[-1] else word
        if lines[-1] and _wide(longer) > most:
            lines.append(word)
        else:
            lines[-1] = longer
    return [_cut(line, most) for line in lines[:3]]


def as_table(procedure: Procedure, lang: str) -> list[tuple[str, str, str, str, str]]:
    """The same as rows: state, act, who, where it leads, what clock runs in that state.

    `who` is empty for an act of time, `state` for an act that opens a matter, the target for one that stays.
    """
    rows = []
    for name in (START, *(state.id for state in in_order(procedure))):
        clocks = marks(lang).semicolon.join(
            f"{deadline.name[lang]}{marks(lang).colon}{length_of(deadline, lang)}"
            for deadline in procedure.deadlines.values()
            if name in deadline.runs_in
        )
        for action in plan_of(procedure).leaving[name]:
            who = " · ".join(procedure.roles[role].name[lang] for role in action.by)
            target = procedure.states[action.to].name[lang] if action.to else ""
            state = procedure.states[name].name[lang] if name != START else ""
            rows.append((state, action.name[lang], who, target, clocks))
    return rows
