"""Named reads of this room."""

from cermat.indicators.queries.chain import as_it_stands, planning_chain
from cermat.indicators.queries.library import (
    Search,
    current_set,
    found_in,
    group_names,
    indicators_for,
    indicators_visible_to,
    kecamatan_to_load,
    kinds_loaded,
    loaded_first,
    section_names,
    sets_visible_to,
    spec_of,
)
from cermat.indicators.queries.plans import (
    activities_of,
    activities_visible_to,
    current_plan,
    ikus_of,
    ikus_visible_to,
    newest_plan,
    plan_years,
    plans_loaded,
    sections_planned_by,
)

__all__ = [
    "Search",
    "activities_of",
    "activities_visible_to",
    "as_it_stands",
    "current_plan",
    "current_set",
    "found_in",
    "group_names",
    "ikus_of",
    "ikus_visible_to",
    "indicators_for",
    "indicators_visible_to",
    "kecamatan_to_load",
    "kinds_loaded",
    "loaded_first",
    "newest_plan",
    "plan_years",
    "planning_chain",
    "plans_loaded",
    "section_names",
    "sections_planned_by",
    "sets_visible_to",
    "spec_of",
]
