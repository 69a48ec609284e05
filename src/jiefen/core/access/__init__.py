"""Who may see and do what: one table, one function for seeing, one for doing.

Knows classes of confidence, kinds of role and sides. Refuses to know accounts, procedures and pages: callers say who
is looking as a `Viewer`. What a viewer may have of a whole matter is made from it in `core.procedure.view`.
"""

from jiefen.core.access.table import MEANING, Confidence, RoleKind, Sees, Viewer, may, sees

__all__ = ["MEANING", "Confidence", "RoleKind", "Sees", "Viewer", "may", "sees"]
