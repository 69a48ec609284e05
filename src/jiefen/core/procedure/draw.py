"""Drawing a procedure: an SVG of its states and acts, and the same as a table for whoever cannot see it.

States stand in layers by their distance from the start; acts are arrows with names; acts of time are dashed.
"""

from collections.abc import Iterable
from html import escape

from jiefen.core.procedure.explain import in_order, length_of
from jiefen.core.procedure.model import START, Action, Procedure

_BOX_W, _BOX_H, _GAP_X, _GAP_Y, _EDGE = 190, 64, 40, 96, 24


def draw(procedure: Procedure, lang: str, *, here: str | None = None) -> str:
    """The procedure as SVG, with the state `here` marked. No scripts, no outside references; all text escaped."""
    layers = _layers(procedure)
    width = max(len(layer) for layer in layers) * (_BOX_W + _GAP_X) + 2 * _EDGE
    height = len(layers) * (_BOX_H + _GAP_Y) + 2 * _EDGE
    places = _places(layers, width)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" class="procedure-map" '
        f'aria-label="{escape(procedure.title[lang])}">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#5b6b6e"/></marker></defs>',
    ]
    parts += _arrows(procedure, places, lang)
    for state, (x, y) in places.items():
        parts.append(_box(procedure, state, x, y, lang, here))
    return "".join([*parts, "</svg>"])


def _layers(procedure: Procedure) -> list[list[str]]:
    depth = {START: 0}
    for state in in_order(procedure):
        sources = [
            source
            for action in procedure.actions.values()
            if action.to == state.id
            for source in action.sources
            if source in depth
        ]
        depth[state.id] = min((depth[source] for source in sources), default=len(depth)) + 1
    layers: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for name, level in depth.items():
        layers[level].append(name)
    return [part for layer in layers if layer for part in _split(layer)]


def _split(layer: list[str], most: int = 5) -> Iterable[list[str]]:
    """A crowded layer in several rows, so that a phone need not scroll for ever sideways."""
    return (layer[start : start + most] for start in range(0, len(layer), most))


def _places(layers: list[list[str]], width: int) -> dict[str, tuple[float, float]]:
    places: dict[str, tuple[float, float]] = {}
    for row, layer in enumerate(layers):
        row_width = len(layer) * (_BOX_W + _GAP_X) - _GAP_X
        for column, name in enumerate(layer):
            x = (width - row_width) / 2 + column * (_BOX_W + _GAP_X)
            places[name] = (x, _EDGE + row * (_BOX_H + _GAP_Y))
    return places


def _arrows(procedure: Procedure, places: dict[str, tuple[float, float]], lang: str) -> list[str]:
    between: dict[tuple[str, str], list[Action]] = {}
    for action in procedure.actions.values():
        for source in action.sources:
            if action.to is not None and action.to != source:
                between.setdefault((source, action.to), []).append(action)
    return [_arrow(pair, actions, places, lang) for pair, actions in between.items()]


def _arrow(pair: tuple[str, str], actions: list[Action], places: dict[str, tuple[float, float]], lang: str) -> str:
    (x1, y1), (x2, y2) = places[pair[0]], places[pair[1]]
    down = y2 > y1
    start = (x1 + _BOX_W / 2, y1 + (_BOX_H if down else 0))
    end = (x2 + _BOX_W / 2, y2 + (0 if down else _BOX_H))
    if y1 == y2:
        start, end = (x1 + _BOX_W / 2, y1 + _BOX_H), (x2 + _BOX_W / 2, y2 + _BOX_H)
    bend = 46 if down else -46
    if y1 == y2:
        bend = 60
        path = f"M{start[0]:.0f} {start[1]:.0f}C{start[0]:.0f} {start[1] + bend:.0f} {end[0]:.0f} {end[1] + bend:.0f} "
    else:
        path = f"M{start[0]:.0f} {start[1]:.0f}C{start[0]:.0f} {start[1] + bend:.0f} {end[0]:.0f} {end[1] - bend:.0f} "
    path += f"{end[0]:.0f} {end[1]:.0f}"
    dashed = ' stroke-dasharray="5 4"' if all(not action.by for action in actions) else ""
    names = " / ".join(action.name[lang] for action in actions)
    return f'<path d="{path}" fill="none" stroke="#9aa7a8" stroke-width="1.4" marker-end="url(#tip)"{dashed}>' \
           f"<title>{escape(names)}</title></path>"  # fmt: skip


def _box(procedure: Procedure, name: str, x: float, y: float, lang: str, here: str | None) -> str:
    if name == START:
        return f'<circle cx="{x + _BOX_W / 2:.0f}" cy="{y + _BOX_H / 2:.0f}" r="12" fill="#12484f"/>'
    state = procedure.states[name]
    fill = "#fbe3c6" if name == here else ("#e6efec" if state.outcome else "#ffffff")
    stroke, weight = ("#b4501e", 3) if name == here else ("#12484f", 2 if state.outcome else 1.2)
    lines = _wrapped(state.name[lang])
    top = y + _BOX_H / 2 - (len(lines) - 1) * 9 + 5
    text = "".join(
        f'<text x="{x + _BOX_W / 2:.0f}" y="{top + row * 18:.0f}" text-anchor="middle" font-size="14" '
        f'font-family="sans-serif" fill="#1d2a2c">{escape(line)}</text>'
        for row, line in enumerate(lines)
    )
    return (
        f'<g><rect x="{x:.0f}" y="{y:.0f}" width="{_BOX_W}" height="{_BOX_H}" rx="{32 if state.outcome else 8}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="{weight}"/>{text}</g>'
    )


def _wrapped(text: str, most: int = 24) -> list[str]:
    """Up to three lines; a Chinese character is taken as wide as two letters."""
    lines, line, used = [], "", 0
    for word in text.split(" ") if " " in text else list(text):
        wide = sum(2 if ord(char) > 0x2E7F else 1 for char in word)
        joint = " " if " " in text and line else ""
        if used + wide + len(joint) > most and line:
            lines.append(line)
            line, used, joint = "", 0, ""
        line, used = line + joint + word, used + wide + len(joint)
    lines.append(line)
    return lines[:3]


def as_table(procedure: Procedure, lang: str) -> list[tuple[str, str, str, str, str]]:
    """The same as rows: state, act, who, where it leads, what clock runs in that state."""
    rows = []
    for state in in_order(procedure):
        clocks = "; ".join(
            f"{deadline.name[lang]}: {length_of(deadline, lang)}"
            for deadline in procedure.deadlines.values()
            if state.id in deadline.runs_in
        )
        for action in procedure.actions.values():
            if state.id in action.sources:
                who = " · ".join(procedure.roles[role].name[lang] for role in action.by)
                target = procedure.states[action.to].name[lang] if action.to else ""
                rows.append((state.name[lang], action.name[lang], who, target, clocks))
    return rows
