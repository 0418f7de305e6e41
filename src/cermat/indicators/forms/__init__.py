"""Input of this room, as clean values."""

from cermat.indicators.forms.figures import PLAN, ActivityForm, LoadForm, SearchForm, TargetForm
from cermat.indicators.forms.parts import PartForm, Shown
from cermat.indicators.forms.plans import LARGEST_WORKBOOK, PaperForm, StartForm, WorkbookForm, chosen_proposals

__all__ = [
    "LARGEST_WORKBOOK",
    "PLAN",
    "ActivityForm",
    "LoadForm",
    "PaperForm",
    "PartForm",
    "SearchForm",
    "Shown",
    "StartForm",
    "TargetForm",
    "WorkbookForm",
    "chosen_proposals",
]
