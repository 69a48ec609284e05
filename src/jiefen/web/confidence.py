"""Classes of confidence as people see them: a name, who can see, an icon. The rules themselves stand in core.access."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Shown:
    """One class: its name and its sentence about who can see."""

    name: str | Promise
    who: str | Promise


CLASSES: dict[str, Shown] = {
    "open": Shown(_("Open to all sides"), _("Both sides, the mediator and the office can see this.")),
    "without-prejudice": Shown(
        _("For settling only"),
        _("Both sides and the mediator can see this. It cannot be used against anyone in court."),
    ),
    "caucus": Shown(_("One side and the mediator"), _("Only this side and the mediator can see this.")),
    "mediator-note": Shown(_("Mediator only"), _("Only the mediator can see this.")),
    "office": Shown(_("Office only"), _("The mediator and the office can see this. The sides cannot.")),
    "contact": Shown(_("Contact details"), _("This side, the mediator and the office can see this. The other side cannot.")),
}
