"""The survey's arithmetic: adding up, sample size, index, interval, what may be shown. Pure."""

from cermat.survey.formula.tallied import Tallied

__all__ = ["Tallied"]
