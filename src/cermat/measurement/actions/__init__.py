"""Every change of the measurement, by its name."""

from cermat.measurement.actions.activities import report_activity
from cermat.measurement.actions.balances import Balance, record_actual, take_over
from cermat.measurement.actions.calculation import calculate
from cermat.measurement.actions.signing import finish_measurement, sign

__all__ = ["Balance", "calculate", "finish_measurement", "record_actual", "report_activity", "sign", "take_over"]
