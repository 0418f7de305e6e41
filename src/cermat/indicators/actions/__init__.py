"""Every change in this room: loading definition files, and recording targets and budgets."""

from cermat.indicators.actions.loading import load_indicators, load_plan
from cermat.indicators.actions.planning import record_activity, record_iku_targets

__all__ = ["load_indicators", "load_plan", "record_activity", "record_iku_targets"]
