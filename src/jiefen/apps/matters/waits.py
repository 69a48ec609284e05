"""What the checker proved, in words: how long somebody can wait from here, how each way can end, what an act leaves open."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiefen.apps.matters import proving
from jiefen.apps.matters.queries import Page
from jiefen.core.procedure.checking import Length, Wait
from jiefen.core.procedure.model import Action, Procedure
from jiefen.web.language import in_language


def proof_of(pack: str, procedure: Procedure) -> proving.Proof:
    """The proof of a procedure; an empty one where the checker has not seen this version."""
    return proving.proofs(pack).get(procedure.key) or proving.Proof()


def wait_from_here(page: Page, language: str) -> str:
    """How long the reader can wait for others, counted from when the matter came to where it stands; empty if not at all."""
    wait = proof_of(page.row.pack, page.procedure).wait(page.viewer.role, page.state.id)
    return "" if wait is None else say_wait(wait, page.procedure, language)


def longest_wait(pack: str, procedure: Procedure, role: str, language: str, without: Collection[str] = ()) -> str:
    """The longest wait of a role anywhere in a procedure but in the states `without`; empty when it never waits."""
    wait = proof_of(pack, procedure).longest(role, without)
    return "" if wait is None else say_wait(wait, procedure, language)


def say_wait(wait: Wait, procedure: Procedure, language: str) -> str:
    """A computed wait in one sentence, with what it does not count."""
    if wait.days is not None:
        text = ngettext("at most %(days)d day", "at most %(days)d days", wait.days) % {"days": wait.days}
    elif wait.silent is not None:
        text = _("at most %(days)d days when nobody acts; longer while others act") % {"days": wait.silent}
    else:
        text = _("as long as the law allows")
    if wait.excepted:
        names = _(", ").join(in_language(dict(procedure.deadlines[one].name), language) for one in wait.excepted)
        text += _(". The law sets no maximum to: %(names)s") % {"names": names}
    if wait.from_fact:
        names = _(", ").join(in_language(dict(procedure.facts[one].label), language) for one in wait.from_fact)
        text += _(". Where this day lies ahead it is counted from it: %(names)s") % {"names": names}
    return text


def say_length(length: Length) -> str:
    """The shortest and the longest time to an end: "3 to 74 days", "3 days or more"."""
    if length.most is None:
        return _("%(least)d days or more") % {"least": length.least}
    return _("%(least)d to %(most)d days") % {"least": length.least, "most": length.most}


def ends_of(pack: str, procedure: Procedure, language: str) -> list[tuple[str, str]]:
    """Each end of a procedure by name, with how long after filing it can come."""
    ends = proof_of(pack, procedure).ends or {}
    return [
        (in_language(dict(outcome.name), language), say_length(ends[name]))
        for name, outcome in procedure.outcomes.items()
        if name in ends
    ]


def still_possible(page: Page, actions: Sequence[Action], language: str) -> list[tuple[Action, tuple[str, ...]]]:
    """Each act open now with the ends that remain possible after it."""
    still = proof_of(page.row.pack, page.procedure).still or {}
    outcomes = page.procedure.outcomes
    return [
        (
            one,
            tuple(
                in_language(dict(outcomes[name].name), language)
                for name in outcomes
                if name in still.get(f"{page.state.id}/{one.id}", ())
            ),
        )
        for one in actions
    ]
