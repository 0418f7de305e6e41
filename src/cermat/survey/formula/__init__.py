"""The survey's arithmetic: adding up, sample size, index, interval, what may be shown. Pure."""

from cermat.survey.formula.index import codes_of, index_of, lowest, ranks, unsur_of
from cermat.survey.formula.sample import RECOMMENDED_MINIMUM, krejcie_morgan, minimum_note
from cermat.survey.formula.tallied import Tallied

__all__ = [
    "RECOMMENDED_MINIMUM",
    "Tallied",
    "codes_of",
    "index_of",
    "krejcie_morgan",
    "lowest",
    "minimum_note",
    "ranks",
    "unsur_of",
]
