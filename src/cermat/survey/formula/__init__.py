"""The survey's arithmetic: adding up, sample size, index, interval, what may be shown. Pure."""

from cermat.survey.formula.crossing import joined_columns, smallest_crossing
from cermat.survey.formula.disclosure import Counts, Shown, disclosed, disclosed_in_all
from cermat.survey.formula.index import codes_of, index_of, index_of_cells, lowest, ranks, scale_of, unsur_of
from cermat.survey.formula.interval import Coverage, Interval, coverage, expanded_tail, interval_of
from cermat.survey.formula.personal import NEVER_SHOWN, Found, Personal, personal, without_personal
from cermat.survey.formula.sample import RECOMMENDED_MINIMUM, krejcie_morgan, minimum_note
from cermat.survey.formula.stepping import Verdict, judged
from cermat.survey.formula.tables import Tables, tables_of
from cermat.survey.formula.tallied import Tallied
from cermat.survey.formula.telling import Telling, answered, telling

__all__ = [
    "NEVER_SHOWN",
    "RECOMMENDED_MINIMUM",
    "Counts",
    "Coverage",
    "Found",
    "Interval",
    "Personal",
    "Shown",
    "Tables",
    "Tallied",
    "Telling",
    "Verdict",
    "answered",
    "codes_of",
    "coverage",
    "disclosed",
    "disclosed_in_all",
    "expanded_tail",
    "index_of",
    "index_of_cells",
    "interval_of",
    "joined_columns",
    "judged",
    "krejcie_morgan",
    "lowest",
    "minimum_note",
    "personal",
    "ranks",
    "scale_of",
    "smallest_crossing",
    "tables_of",
    "telling",
    "unsur_of",
    "without_personal",
]
