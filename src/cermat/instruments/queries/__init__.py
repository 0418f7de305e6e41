"""What an office's instruments are on a day, and what they have said."""

from cermat.instruments.queries.results import (
    history_of,
    last_results,
    last_valid,
    result_of,
    results_of,
    results_visible_to,
    sheet_of,
)
from cermat.instruments.queries.subjects import kind_of_subject
from cermat.instruments.queries.versions import (
    as_the_office_prints,
    compared_with,
    definition_in_force,
    definition_named,
    definition_of,
    definition_or_shipped,
    drafts_of,
    instruments_visible_to,
    kecamatan_to_load,
    newest_version,
    siblings_of,
    versions_of,
)

__all__ = [
    "as_the_office_prints",
    "compared_with",
    "definition_in_force",
    "definition_named",
    "definition_of",
    "definition_or_shipped",
    "drafts_of",
    "history_of",
    "instruments_visible_to",
    "kecamatan_to_load",
    "kind_of_subject",
    "last_results",
    "last_valid",
    "newest_version",
    "result_of",
    "results_of",
    "results_visible_to",
    "sheet_of",
    "siblings_of",
    "versions_of",
]
