"""Properties 6, 7, 8 and 10: sources, separated roles, confidence along every path, and every text in every language."""

from collections.abc import Iterator, Mapping

from jiefen.core.access import MEANING, Confidence, RoleKind, Sees
from jiefen.core.procedure.checking.finding import Finding
from jiefen.core.procedure.checking.wording import said
from jiefen.core.procedure.model import Action, Document, Fact, HandOff, Nature, Procedure, Text
from jiefen.core.sources import Sources


def prove_sourced(procedure: Procedure, sources: Sources | None) -> Iterator[Finding]:
    """Every time limit, power of an authority and compulsory step cites its law, and each limit is the one cited.

    Without `sources` only that something is cited can be seen.
    """
    known = sources.citations() if sources is not None else None
    for place, name, basis in _sourced(procedure):
        if not basis:
            yield Finding("sourced", "no-source", place, said(name, "“{}”没有写明法律依据", "“{}” cites no law"))
        for citation in basis if known is not None else ():
            if _article(citation) not in known:  # type: ignore[operator]
                text = said(name, "“{}”引用的条文不在来源表里", "“{}” cites an article that is not among the sources")
                yield Finding("sourced", "unknown-source", place, text)
    if sources is None:
        return
    for deadline in procedure.deadlines.values():
        allowed = sources.limits(deadline.basis)
        for reading in deadline.period.readings:
            named = reading.length == 0  # Nothing is counted: the last day is the one that an order itself names.
            if not named and (reading.length, str(reading.unit)) not in allowed:
                text = said(deadline.name, "“{}”的长短与所引条文不符", "“{}” is not as long as the articles that it cites say")
                yield Finding("sourced", "other-length", f"deadlines.{deadline.id}", text)
    for action in procedure.actions.values():
        for rule in action.extends:
            allowed = sources.limits((*action.basis, *procedure.deadlines[rule.deadline].basis))
            if (rule.length, rule.unit) not in allowed:
                text = said(action.name, "“{}”延长的长短与所引条文不符", "“{}” extends by another length than the law cited")
                yield Finding("sourced", "other-length", f"actions.{action.id}.extends", text)


def _article(citation: str) -> str:
    law, _, article = citation.partition("#")
    return f"{law}#{article.partition('.')[0]}"


def _sourced(procedure: Procedure) -> Iterator[tuple[str, Text, tuple[str, ...]]]:
    if procedure.nature is Nature.COMPULSORY or procedure.nature is Nature.JUDICIAL:
        yield "basis", procedure.title, procedure.basis
    for deadline in procedure.deadlines.values():
        yield f"deadlines.{deadline.id}", deadline.name, deadline.basis
    for remedy in procedure.remedies.values():
        yield f"remedies.{remedy.id}", remedy.text, remedy.basis
    for action in procedure.actions.values():
        if any(procedure.roles[role].kind is RoleKind.AUTHORITY for role in action.by):
            yield f"actions.{action.id}", action.name, action.basis


def prove_separate(procedure: Procedure, others: Mapping[str, Procedure]) -> Iterator[Finding]:
    """No one becomes both mediator and judge, or party and neutral, of one matter, by any path of hand-offs."""
    for action in procedure.actions.values():
        outcome = procedure.states[action.to].outcome if action.to is not None else None
        if outcome is not None and procedure.outcomes[outcome].kind == "confirmed":
            for role in action.by:
                if procedure.roles[role].kind is RoleKind.NEUTRAL:
                    text = said(action.name, "“{}”让调解的人自己作出裁决", "“{}” lets whoever mediates decide")
                    yield Finding("separate", "mediator-decides", f"actions.{action.id}.{role}", text)
        kinds = {procedure.roles[role].kind for role in action.by}
        if not action.each and RoleKind.PARTY in kinds and kinds & {RoleKind.NEUTRAL, RoleKind.AUTHORITY}:
            text = said(
                action.name, "“{}”可由一方当事人，也可由主持的人来做", "“{}” may be done by a party or by whoever presides"
            )
            yield Finding("separate", "shared-act", f"actions.{action.id}", text)
    yield from _paths(procedure, others)


def _paths(procedure: Procedure, others: Mapping[str, Procedure]) -> Iterator[Finding]:
    """Follow every role through every chain of hand-offs; who has been of one kind never becomes another."""
    todo: list[tuple[str, str, RoleKind, tuple[str, ...]]] = [
        (procedure.id, role.id, role.kind, ()) for role in procedure.roles.values()
    ]
    seen: set[tuple[str, str, RoleKind]] = set()
    while todo:
        where, role_id, began, path = todo.pop()
        here = procedure if where == procedure.id else others.get(where)
        if here is None or (where, role_id, began) in seen:
            continue
        seen.add((where, role_id, began))
        for action in here.actions.values():
            onward = action.hand_off.roles.get(role_id) if action.hand_off is not None else None
            target = _target(procedure, others, action.hand_off)
            if onward is None or target is None or onward not in target.roles:
                continue
            if target.roles[onward].kind is not began:
                text = said(action.name, "“{}”让同一个人换了身份", "“{}” makes someone into another kind of participant")
                yield Finding("separate", "changes-kind", ".".join((*path, where, action.id, role_id)), text)
            else:
                todo.append((target.id, onward, began, (*path, f"{where}.{action.id}")))


def _target(procedure: Procedure, others: Mapping[str, Procedure], hand_off: HandOff | None) -> Procedure | None:
    if hand_off is None:
        return None
    return procedure if hand_off.procedure == procedure.id else others.get(hand_off.procedure)


def prove_confidential(procedure: Procedure, others: Mapping[str, Procedure]) -> Iterator[Finding]:
    """No fact reaches, by any path, a paper, a notice, a guard or a hand-off of someone outside its class."""
    for document in procedure.documents.values():
        for fact, role in _outsiders(procedure, document.uses, document.readers):
            text = said(document.name, "“{}”会让不该看到的人看到", "“{}” shows something to a reader outside its confidence")
            yield Finding("confidential", "paper", f"documents.{document.id}.{fact}.{role}", text)
        yield from _strangers(procedure, document)
    for notice in procedure.notices.values():
        for fact, role in _outsiders(procedure, notice.shows, notice.roles):
            text = said(notice.subject, "“{}”会让不该看到的人看到", "“{}” tells something to one outside its confidence")
            yield Finding("confidential", "notice", f"notices.{notice.id}.{fact}.{role}", text)
    for action in procedure.actions.values():
        for fact, role in _outsiders(procedure, action.when.facts if action.when else (), action.by):
            text = said(action.name, "能不能“{}”会透露不该透露的事", "Whether “{}” is possible would give away a confidence")
            yield Finding("confidential", "guard", f"actions.{action.id}.when.{fact}.{role}", text)
        yield from _carried(procedure, others, action)


def _givers(procedure: Procedure, fact: str) -> frozenset[str]:
    return frozenset(
        role for action in procedure.actions.values() if any(ask.fact == fact for ask in action.asks) for role in action.by
    )


def _outsiders(procedure: Procedure, facts: tuple[str, ...], roles: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The pairs of fact and role in which the role may not have the fact."""
    for name in facts:
        fact = procedure.facts[name]
        sides = {procedure.roles[role].side for role in _givers(procedure, name)}
        for role_id in roles:
            role = procedure.roles[role_id]
            cell = MEANING[fact.confidence][role.kind]
            own = cell is Sees.OWN_SIDE and sides <= {role.side, None}
            if cell is not Sees.ALL and not own:
                yield name, role_id


def _strangers(procedure: Procedure, document: Document) -> Iterator[Finding]:
    """Readers who have nothing to do with the act that makes a paper: neither act, sign, are told, nor go on."""
    makers = [one for one in procedure.actions.values() if document.id in one.documents]
    if not makers:
        text = said(document.name, "没有任何行为产生“{}”", "No act makes “{}”")
        yield Finding("sound", "never-made", f"documents.{document.id}", text)
        return
    for role in document.readers:
        if role not in document.signed_by and not any(_concerned(procedure, one, role) for one in makers):
            text = said(document.name, "“{}”发给了与它无关的人", "“{}” goes to someone who has nothing to do with it")
            yield Finding("confidential", "stranger", f"documents.{document.id}.{role}", text)
    for role in document.signed_by:
        if role not in document.readers:
            text = said(document.name, "要在“{}”上签字的人看不到它", "Someone signs “{}” who cannot read it")
            yield Finding("confidential", "unread", f"documents.{document.id}.{role}", text)


def _concerned(procedure: Procedure, action: Action, role: str) -> bool:
    """Whether a role acts, is told, or (an official or a mediator) has a turn from there on."""
    told = {one for name in action.notices for one in procedure.notices[name].roles}
    if role in action.by or role in told:
        return True
    states = [action.to] if action.to is not None else [one for one in action.sources if one in procedure.states]
    later = _from(procedure, states)
    return procedure.roles[role].kind is not RoleKind.PARTY and any(
        role in procedure.states[state].waits_for for state in later
    )


def _from(procedure: Procedure, states: list[str]) -> set[str]:
    found: set[str] = set()
    todo = list(states)
    while todo:
        state = todo.pop()
        if state not in found:
            found.add(state)
            todo += [one.to for one in procedure.leaving.get(state, ()) if one.to is not None]
    return found


def _carried(procedure: Procedure, others: Mapping[str, Procedure], action: Action) -> Iterator[Finding]:
    target = _target(procedure, others, action.hand_off)
    if action.hand_off is None or target is None:
        return
    for name in action.hand_off.carries:
        there = target.facts.get(name)
        if there is not None and _looser(there.confidence, procedure.facts[name].confidence):
            text = said(
                procedure.facts[name].label, "移交后，“{}”会被更多人看到", "After the hand-off “{}” is seen by more people"
            )
            yield Finding("confidential", "hand-off", f"actions.{action.id}.hand_off.{name}", text)


_ORDER = (Sees.NOTHING, Sees.OWN_SIDE, Sees.ALL)


def _looser(there: Confidence, here: Confidence) -> bool:
    """Whether some kind of role sees more under `there` than under `here`."""
    return any(_ORDER.index(MEANING[there][kind]) > _ORDER.index(MEANING[here][kind]) for kind in RoleKind)


def prove_languages(procedure: Procedure) -> Iterator[Finding]:
    """Every text that a person can be shown exists in each language that the procedure claims."""
    for place, text in _texts(procedure):
        missing = [language for language in procedure.languages if not text.get(language, "").strip()]
        if missing:
            words = said(dict.fromkeys(procedure.languages, place), "{} 缺少译文", "{} lacks a translation")
            yield Finding("languages", "missing", f"{place}.{missing[0]}", words)


def _texts(procedure: Procedure) -> Iterator[tuple[str, Text]]:
    yield from (("title", procedure.title), ("summary", procedure.summary), ("source_note", procedure.source_note))
    for role in procedure.roles.values():
        yield f"roles.{role.id}", role.name
    for fact in procedure.facts.values():
        yield from _fact_texts(f"facts.{fact.id}", fact)
    for state in procedure.states.values():
        yield from ((f"states.{state.id}.name", state.name), (f"states.{state.id}.explain", state.explain))
    for outcome in procedure.outcomes.values():
        yield f"outcomes.{outcome.id}", outcome.name
    for action in procedure.actions.values():
        yield f"actions.{action.id}.name", action.name
        if action.help is not None:
            yield f"actions.{action.id}.help", action.help
        yield from ((f"actions.{action.id}.grounds.{one.id}", one.name) for one in action.grounds)
    for deadline in procedure.deadlines.values():
        yield f"deadlines.{deadline.id}.name", deadline.name
        if deadline.consequence is not None:
            yield f"deadlines.{deadline.id}.consequence", deadline.consequence
    for notice in procedure.notices.values():
        yield from ((f"notices.{notice.id}.subject", notice.subject), (f"notices.{notice.id}.body", notice.body))
    yield from ((f"documents.{one.id}", one.name) for one in procedure.documents.values())
    yield from ((f"remedies.{one.id}", one.text) for one in procedure.remedies.values())


def _fact_texts(place: str, fact: Fact) -> Iterator[tuple[str, Text]]:
    yield f"{place}.label", fact.label
    yield from ((f"{place}.{name}", text) for name, text in (("hint", fact.hint), ("why", fact.why)) if text is not None)
    yield from ((f"{place}.options.{one.id}", one.name) for one in fact.options)
    for field in fact.fields:
        yield from _fact_texts(f"{place}.fields.{field.id}", field)
