"""Shapes of the definition files of this room. The keys are Indonesian: officials read and write these files."""

from cermat.indicators.schema.indicators import IndicatorFile, Row, read_indicators
from cermat.indicators.schema.plan import ActivityRow, IkuRow, PlanFile, read_plan
from cermat.lib.definitions import read_marked

__all__ = ["ActivityRow", "IkuRow", "IndicatorFile", "PlanFile", "Row", "kind_of", "read_indicators", "read_plan"]


def kind_of(text: str) -> str | None:
    """Which set a file says it holds; None for one that names no set, as a year's plan does."""
    data, _ = read_marked(text)
    named = data.get("set") if isinstance(data, dict) else None
    return None if named is None else str(named)
