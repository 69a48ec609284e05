"""What the checker found, as lines for a terminal and as one page to keep: drawing, waits, each property with evidence."""

from collections.abc import Iterator
from html import escape

from jiefen.core.access import Confidence
from jiefen.core.procedure import draw
from jiefen.core.procedure.checking import PROPERTIES, Finding, Report, Wait
from jiefen.core.procedure.model import Procedure

_NAMES = {
    "sound": ("Sound", "没有死路"),
    "open-door": ("Open door", "随时可以离开去法院"),
    "bounded-wait": ("Bounded wait", "等待有尽头"),
    "heard": ("Heard", "先听后定"),
    "told": ("Told", "处境变了有人告诉"),
    "sourced": ("Sourced", "有法可依"),
    "separate": ("Separate", "身份不混"),
    "confidential": ("Confidential", "私下的话不外传"),
    "clock-safe": ("Clock-safe", "时效不会悄悄过去"),
    "languages": ("Complete in every language", "每种语言都完整"),
}


def property_name(name: str, language: str) -> str:
    """A property as people call it."""
    return _NAMES[name][1 if language.startswith("zh") else 0]


def lines(procedure: Procedure, report: Report, language: str) -> Iterator[str]:
    """The report of one procedure for a terminal: verdict, stories, waits and times."""
    verdict = "proved" if report.proved else f"NOT PROVED: {len(report.findings)} findings"
    yield f"{report.procedure}: {verdict} ({report.configurations} configurations)"
    for name in PROPERTIES:
        against = report.against(name)
        yield f"  {'fails ' if against else 'holds '} {property_name(name, language)}"
        for finding in against:
            yield from _finding(finding, language)
    for opening in report.exceptions:
        yield f"  bounded except by {opening.deadline}: {opening.text[language]} [{', '.join(opening.basis)}]"
    for role in procedure.roles.values():
        longest = report.longest_wait(role.id)
        if longest is not None:
            yield f"  {role.name[language]} {'等待' if language.startswith('zh') else 'waits'} {_days(longest, language)}"


def _finding(finding: Finding, language: str) -> Iterator[str]:
    yield f"    {finding.place}: {finding.text[language]}"
    for line in finding.story:
        yield f"      {_day(line.day, language)}{line.text[language]}"


def _day(day: int | None, language: str) -> str:
    if day is None:
        return ""
    return f"第{day}天：" if language.startswith("zh") else f"Day {day}: "


def _days(wait: Wait, language: str) -> str:
    zh = language.startswith("zh")
    if wait.days is not None:
        days = f"最多 {wait.days} 天" if zh else f"at most {wait.days} days"
    elif wait.silent is not None:
        days = (
            f"没有人行动时最多 {wait.silent} 天，别人还在办理时会更长"
            if zh
            else (f"at most {wait.silent} days when nobody acts, longer while others act")
        )
    else:
        names = ", ".join(wait.excepted)
        days = f"法律没有规定上限（{names}）" if zh else f"as long as {names or 'the law'} allows"
    if not wait.from_fact:
        return days
    facts = ", ".join(wait.from_fact)
    return days + (f"；{facts} 还没到的，从那天算起" if zh else f", counted from {facts} where that lies ahead")


_STYLE = """body{font:16px/1.6 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding-inline:1rem;color:#1d2b2b}
table{border-collapse:collapse}td,th{border:1px solid #c9c2b4;padding:.3rem .6rem;text-align:start}
.ok{color:#1f6b3a}.no{color:#a3261b;font-weight:600}figure{overflow:auto;margin-inline:0}svg{max-width:none}"""


def page(found: list[tuple[Procedure, Report]], language: str) -> str:
    """One HTML page without scripts: for each procedure the drawing, the table of waits, each property with evidence."""
    parts = [f"<h1>{escape('程序检查' if language.startswith('zh') else 'What was proved')}</h1>"]
    for procedure, report in found:
        parts.append(f"<section><h2>{escape(procedure.title[language])} <small>{escape(report.procedure)}</small></h2>")
        parts += list(_properties(procedure, report, language))
        parts.append(_waits(procedure, report, language))
        parts.append(_ends(procedure, report, language))
        parts.append(f"<figure>{draw(procedure, language)}</figure></section>")
    head = f'<meta charset="utf-8"><title>Jiefen</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="{escape(language)}"><head>{head}</head><body>{"".join(parts)}</body></html>'


def evidence(procedure: Procedure, report: Report, name: str, language: str) -> str:
    """What was looked at to prove a property: how many configurations, acts, clocks, texts."""
    acts = procedure.actions.values()
    doors = [one for one in acts if one.leaves]
    private = sum(one.confidence is not Confidence.OPEN for one in procedure.facts.values())
    told, refusals = sum(bool(one.notices) for one in acts), sum(one.refusal for one in acts)
    clocks = len(procedure.deadlines)
    warned = [one for one in procedure.deadlines.values() if one.warn_days]
    out = len(procedure.documents) + len(procedure.notices) + sum(one.hand_off is not None for one in acts)
    cited = sum(len(one.basis) for one in (*acts, *procedure.deadlines.values(), *procedure.remedies.values()))
    zh, en = {
        "sound": (f"走遍 {report.configurations} 种情形", f"{report.configurations} configurations explored"),
        "open-door": (f"{len(doors)} 个随时离开的动作", f"{len(doors)} acts that leave"),
        "bounded-wait": (f"{len(report.waits)} 处等待都算出了尽头", f"{len(report.waits)} waits computed"),
        "heard": (f"{len(acts)} 个动作、{clocks} 个期限", f"{len(acts)} acts, {clocks} deadlines"),
        "told": (f"{told} 个动作发出通知，{refusals} 个拒绝", f"{told} acts that tell, {refusals} refusals"),
        "sourced": (f"{cited} 处引用", f"{cited} citations"),
        "separate": (f"{len(procedure.roles)} 种身份", f"{len(procedure.roles)} roles"),
        "confidential": (f"{private} 项不公开的事实对 {out} 个出口", f"{private} private facts, {out} ways out"),
        "clock-safe": (f"{len(warned)} 个期限到期前提醒", f"{len(warned)} deadlines that warn"),
        "languages": ("、".join(procedure.languages), ", ".join(procedure.languages)),
    }[name]
    return zh if language.startswith("zh") else en


def _properties(procedure: Procedure, report: Report, language: str) -> Iterator[str]:
    yield "<ul>"
    for name in PROPERTIES:
        against = report.against(name)
        sign = '<span class="no">✗</span>' if against else '<span class="ok">✓</span>'
        looked_at = escape(evidence(procedure, report, name, language))
        yield f"<li>{sign} {escape(property_name(name, language))} <small>{looked_at}</small>"
        for finding in against:
            story = "".join(f"<li>{escape(_day(one.day, language) + one.text[language])}</li>" for one in finding.story)
            yield f"<p>{escape(finding.text[language])} <code>{escape(finding.place)}</code></p><ol>{story}</ol>"
        yield "</li>"
    yield "</ul>"
    for opening in report.exceptions:
        yield f"<p>{escape(opening.text[language])} [{escape(', '.join(opening.basis))}]</p>"


def _waits(procedure: Procedure, report: Report, language: str) -> str:
    roles = [role for role in procedure.roles.values() if any(who == role.id for who, _state in report.waits)]
    rows = []
    for state in procedure.states.values():
        cells = [report.waits.get((role.id, state.id)) for role in roles]
        if any(cells):
            shown = "".join(f"<td>{escape(_days(cell, language)) if cell else ''}</td>" for cell in cells)
            rows.append(f"<tr><th>{escape(state.name[language])}</th>{shown}</tr>")
    head = "".join(f"<th>{escape(role.name[language])}</th>" for role in roles)
    return f"<table><tr><th></th>{head}</tr>{''.join(rows)}</table>"


def _ends(procedure: Procedure, report: Report, language: str) -> str:
    rows = "".join(
        f"<tr><th>{escape(procedure.outcomes[name].name[language])}</th><td>{length.least}</td>"
        f"<td>{'∞' if length.most is None else length.most}</td></tr>"
        for name, length in report.ends.items()
    )
    least, most = ("最短（天）", "最长（天）") if language.startswith("zh") else ("Shortest (days)", "Longest (days)")
    return f"<table><tr><th></th><th>{least}</th><th>{most}</th></tr>{rows}</table>"
