"""Shapes of the definition files of this room. The keys are Indonesian: officials read and write these files."""

from cermat.indicators.schema.indicators import IndicatorFile, Row
from cermat.indicators.schema.plan import ActivityRow, IkuRow, PlanFile
from cermat.indicators.schema.plan_faults import read_plan
from cermat.indicators.schema.reading import is_instrument, kind_of, read_indicators

__all__ = [
    "ActivityRow",
    "IkuRow",
    "IndicatorFile",
    "PlanFile",
    "Row",
    "is_instrument",
    "kind_of",
    "read_indicators",
    "read_plan",
]
