"""Shapes of the definition files of this room. The keys are Indonesian: officials read and write these files."""

from cermat.indicators.schema.indicators import IndicatorFile, Row, read_indicators
from cermat.indicators.schema.plan import ActivityRow, IkuRow, PlanFile, read_plan

__all__ = ["ActivityRow", "IkuRow", "IndicatorFile", "PlanFile", "Row", "read_indicators", "read_plan"]
