"""Shapes of the definition files of this room. The keys are Indonesian: officials read and write these files."""

from cermat.indicators.schema.indicators import IndicatorFile, Row
from cermat.indicators.schema.plan import ActivityRow, IkuRow, PlanFile
from cermat.indicators.schema.plan_faults import read_plan
from cermat.indicators.schema.plan_months import clashes
from cermat.indicators.schema.plan_rows import rows_of
from cermat.indicators.schema.plan_text import Checked, checked
from cermat.indicators.schema.reading import is_instrument, kind_of, read_indicators
from cermat.indicators.schema.shipped_plan import example_plan

__all__ = [
    "ActivityRow",
    "Checked",
    "IkuRow",
    "IndicatorFile",
    "PlanFile",
    "Row",
    "checked",
    "clashes",
    "example_plan",
    "is_instrument",
    "kind_of",
    "read_indicators",
    "read_plan",
    "rows_of",
]
