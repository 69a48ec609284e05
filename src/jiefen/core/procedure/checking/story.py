"""A failure told as a story: who did what on which day, in plain words of the procedure's own languages."""

from collections.abc import Mapping

from jiefen.core.procedure.checking.abstraction import Abstraction
from jiefen.core.procedure.checking.explore import Node
from jiefen.core.procedure.checking.finding import Line
from jiefen.core.procedure.checking.zones import NO_END
from jiefen.core.procedure.model import START, Text

SAYS: Mapping[str, Text] = {
    "act": {
        "zh-Hans": "{who}：{action}。",
        "en": "{who}: “{action}”.",
    },
    "part": {
        "zh-Hans": "{who}中的一人：{action}（还差其他人）。",
        "en": "One of {who}: “{action}”, which waits for the others.",
    },
    "time": {
        "zh-Hans": "“{deadline}”到期：{action}。",
        "en": "“{deadline}” has ended: “{action}”.",
    },
    "proof": {
        "zh-Hans": "证明“{notice}”已送达。",
        "en": "“{notice}” is proved to have arrived.",
    },
    "silent": {
        "zh-Hans": "没有任何期限在走。{who}无限期地等下去。",
        "en": "Nothing is running. {who} waits for ever.",
    },
    "round": {
        "zh-Hans": "这样可以一遍遍重来，{who}无限期地等下去。",
        "en": "This can go round again and again. {who} waits for ever.",
    },
    "stuck": {
        "zh-Hans": "从这里起，再也走不到任何结果。",
        "en": "From here no end can be reached.",
    },
    "shut": {
        "zh-Hans": "{who}这时不能凭自己一个人的行为离开、去法院。",
        "en": "{who} cannot leave for court from here by an act of its own.",
    },
    "unheard": {
        "zh-Hans": "就这样对{who}作了决定，而{who}没有得到通知或没有机会回应。",
        "en": "So it is decided about {who}, who was not told or never had a turn to answer.",
    },
    "untold": {
        "zh-Hans": "{who}的处境变了，却没有人告诉{who}。",
        "en": "The position of {who} has changed and nobody tells {who}.",
    },
    "unwarned": {
        "zh-Hans": "{who}的期限开始走了，却没有人告诉{who}。",
        "en": "A time limit runs against {who} and nobody says so.",
    },
    "no-turn": {
        "zh-Hans": "说轮到{who}了，可是{who}什么也做不了。",
        "en": "It is said to be the turn of {who}, who can do nothing.",
    },
}
"""The sentences of which stories are made. Languages that are not here are told in English."""


def says(code: str, languages: tuple[str, ...], values: Mapping[str, Text | str]) -> Text:
    """One sentence in each language; a value is a text in each language, or the same in all."""
    found: dict[str, str] = {}
    for language in languages:
        spoken = {name: value if isinstance(value, str) else value.get(language, "") for name, value in values.items()}
        found[language] = SAYS[code].get(language, SAYS[code]["en"]).format(**spoken)
    return found


def tell(abstraction: Abstraction, node: Node, last: str = "", who: str = "", extra_days: int = 0) -> tuple[Line, ...]:
    """The way to `node`, each act on the earliest day on which it can happen, and a last sentence about role `who`."""
    procedure, path = abstraction.procedure, node.path()
    days = _days(abstraction, path)
    lines = [Line(day, _step(abstraction, one)) for day, one in zip(days[1:], path[1:], strict=True)]
    if last:
        name: Text | str = procedure.roles[who].name if who else ""
        lines.append(Line((days[-1] if days else 0) + extra_days, says(last, procedure.languages, {"who": name})))
    return tuple(lines)


def _step(abstraction: Abstraction, node: Node) -> Text:
    procedure, move = abstraction.procedure, node.move
    assert move is not None  # noqa: S101  only the start has none
    if move.notice:
        return says("proof", procedure.languages, {"notice": procedure.notices[move.notice].subject})
    action = procedure.actions[move.action]
    if move.deadline:
        named = {"deadline": procedure.deadlines[move.deadline].name, "action": action.name}
        return says("time", procedure.languages, named)
    who: Text = procedure.roles[move.role].name
    if move.complete and (action.each or action.sides):
        names = [procedure.roles[role].name for role in action.by]
        who = {language: " + ".join(name.get(language, "") for name in names) for language in procedure.languages}
    return says("act" if move.complete else "part", procedure.languages, {"who": who, "action": action.name})


def _days(abstraction: Abstraction, path: list[Node]) -> list[int]:
    """The earliest day of each step: no sooner than the step before, and deadlines last as long as they can or must."""
    count = len(path)
    at_least: list[tuple[int, int, int]] = [(one, one + 1, 0) for one in range(count - 1)]
    begun: dict[str, int] = {}
    for place in range(1, count):
        move, before = path[place].move, path[place - 1]
        assert move is not None  # noqa: S101
        for name, start in begun.items():
            if name in before.zone.names:
                span = abstraction.span(before.config, name)
                if span.most < NO_END:
                    at_least.append((place, start, -span.most))
                if move.deadline == name:
                    at_least.append((start, place, span.least))
        begun = {name: start for name, start in begun.items() if name in path[place].zone.names}
        begun |= dict.fromkeys(move.started, place)
        for name in move.free:
            begun.pop(name, None)
    days = [0] * count
    for _round in range(count):
        changed = False
        for earlier, later, apart in at_least:
            if days[later] < days[earlier] + apart:
                days[later], changed = days[earlier] + apart, True
        if not changed:
            break
    first = days[1] if count > 1 and path[0].config.state == START else 0
    return [day - first for day in days]
