"""Definitions, results and differences in words."""

from cermat.instruments.presenters.assessments import grade_rows
from cermat.instruments.presenters.calculation import Calculation, calculation
from cermat.instruments.presenters.definition import SCALE_WIDTH, blocks, classes, facts
from cermat.instruments.presenters.differences import count_words, differences
from cermat.instruments.presenters.results import (
    comparison,
    history,
    plain_details,
    remarks,
    result_facts,
    result_title,
)
from cermat.instruments.presenters.versions import offices, version_rows

__all__ = [
    "SCALE_WIDTH",
    "Calculation",
    "blocks",
    "calculation",
    "classes",
    "comparison",
    "count_words",
    "differences",
    "facts",
    "grade_rows",
    "history",
    "offices",
    "plain_details",
    "remarks",
    "result_facts",
    "result_title",
    "version_rows",
]
