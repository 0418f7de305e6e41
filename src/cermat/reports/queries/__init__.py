"""Every print as query → frozen blocks, and who may read which."""

from cermat.reports.queries.cascade import PlannedYear, TreeSubject, years_planned
from cermat.reports.queries.kinds import KINDS, Kind, Scope, kind_of, outputs_of, subject_of
from cermat.reports.queries.places import Offer, offers_of, successions_visible_to, units_for
from cermat.reports.queries.register import CycleUnit
from cermat.reports.queries.villages import VillagePrint

__all__ = [
    "KINDS",
    "CycleUnit",
    "Kind",
    "Offer",
    "PlannedYear",
    "Scope",
    "TreeSubject",
    "VillagePrint",
    "kind_of",
    "offers_of",
    "outputs_of",
    "subject_of",
    "successions_visible_to",
    "units_for",
    "years_planned",
]
