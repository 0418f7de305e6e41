"""What may be read of surveys."""

from cermat.survey.queries.arriving import Arrival, Asked, arrival_at, asked_in
from cermat.survey.queries.asking import Opening, Openings, digits_of, is_stored_in_last_survey, rules_of
from cermat.survey.queries.improvements import due_of, improvements_of, unsur_name
from cermat.survey.queries.surveys import (
    counters_visible_to,
    desk_of,
    last_survey_of,
    services_visible_to,
    survey_of_counter,
    surveyed_units,
    surveys_confirmed_by,
    surveys_run_by,
    surveys_visible_to,
    units_run_by,
)
from cermat.survey.queries.tallies import Pile, piles_of, settled_piles, tallied, total

__all__ = [
    "Arrival",
    "Asked",
    "Opening",
    "Openings",
    "Pile",
    "arrival_at",
    "asked_in",
    "counters_visible_to",
    "desk_of",
    "digits_of",
    "due_of",
    "improvements_of",
    "is_stored_in_last_survey",
    "last_survey_of",
    "piles_of",
    "rules_of",
    "services_visible_to",
    "settled_piles",
    "survey_of_counter",
    "surveyed_units",
    "surveys_confirmed_by",
    "surveys_run_by",
    "surveys_visible_to",
    "tallied",
    "total",
    "units_run_by",
    "unsur_name",
]
