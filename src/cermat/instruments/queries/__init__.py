"""What an office's instruments are on a day, and what they have said."""

from cermat.instruments.queries.results import history_of, last_results, last_valid, result_of, results_of
from cermat.instruments.queries.subjects import kind_of_subject
from cermat.instruments.queries.versions import (
    definition_in_force,
    definition_named,
    definition_of,
    definition_or_shipped,
    instruments_visible_to,
    kecamatan_to_load,
    newest_version,
    versions_of,
)

__all__ = [
    "definition_in_force",
    "definition_named",
    "definition_of",
    "definition_or_shipped",
    "history_of",
    "instruments_visible_to",
    "kecamatan_to_load",
    "kind_of_subject",
    "last_results",
    "last_valid",
    "newest_version",
    "result_of",
    "results_of",
    "versions_of",
]
