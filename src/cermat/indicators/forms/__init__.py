"""Input of this room, as clean values."""

from cermat.indicators.forms.figures import PLAN, ActivityForm, LoadForm, SearchForm, TargetForm
from cermat.indicators.forms.plans import LARGEST_WORKBOOK, PaperForm, PartForm, StartForm, WorkbookForm

__all__ = [
    "LARGEST_WORKBOOK",
    "PLAN",
    "ActivityForm",
    "LoadForm",
    "PaperForm",
    "PartForm",
    "SearchForm",
    "StartForm",
    "TargetForm",
    "WorkbookForm",
]
