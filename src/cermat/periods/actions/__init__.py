"""Every change of days off, and the end of a correction of a locked year."""

from cermat.periods.actions.holidays import add_local_holiday as add_local_holiday
from cermat.periods.actions.holidays import load_holidays as load_holidays
from cermat.periods.actions.holidays import remove_local_holiday as remove_local_holiday
from cermat.periods.actions.years import close_opening as close_opening
from cermat.periods.actions.years import end_correction as end_correction
