"""Named reads of a year: its deliveries, its lock."""

from cermat.years.queries.deliveries import Line as Line
from cermat.years.queries.deliveries import calendar_of_year as calendar_of_year
from cermat.years.queries.deliveries import deliveries_to_mark as deliveries_to_mark
from cermat.years.queries.deliveries import late_deliveries as late_deliveries
from cermat.years.queries.deliveries import line_of as line_of
from cermat.years.queries.deliveries import planned_in as planned_in
from cermat.years.queries.deliveries import registered as registered
from cermat.years.queries.locks import months_closed as months_closed
from cermat.years.queries.locks import openings_visible_to as openings_visible_to
from cermat.years.queries.locks import years_of as years_of
