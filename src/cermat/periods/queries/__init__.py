"""Named reads of days off and locked years."""

from cermat.periods.queries.calendar import as_calendar as as_calendar
from cermat.periods.queries.calendar import calendar_of as calendar_of
from cermat.periods.queries.calendar import days_off_in as days_off_in
from cermat.periods.queries.calendar import days_off_of as days_off_of
from cermat.periods.queries.calendar import local_days_of as local_days_of
from cermat.periods.queries.calendar import office_of as office_of
from cermat.periods.queries.years import YEAR_LOCKED as YEAR_LOCKED
from cermat.periods.queries.years import lock_of as lock_of
from cermat.periods.queries.years import openings_of as openings_of
from cermat.periods.queries.years import refuse_locked as refuse_locked
from cermat.periods.queries.years import standing_locks as standing_locks
