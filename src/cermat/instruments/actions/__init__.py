"""Loading definitions, and recording what an instrument said. Nothing is overwritten."""

from cermat.instruments.actions.assessments import confirm_assessment, return_assessment, save_assessment
from cermat.instruments.actions.drafts import confirm_draft, discard_draft, make_draft
from cermat.instruments.actions.results import Said, record_result
from cermat.instruments.actions.rumusan import TakenIn, take_in_rumusan
from cermat.instruments.actions.versions import load_instrument, load_shipped, restore, retire

__all__ = [
    "Said",
    "TakenIn",
    "confirm_assessment",
    "confirm_draft",
    "discard_draft",
    "load_instrument",
    "load_shipped",
    "make_draft",
    "record_result",
    "restore",
    "retire",
    "return_assessment",
    "save_assessment",
    "take_in_rumusan",
]
