"""Every change of a year as a whole."""

from cermat.years.actions.delivering import Proof as Proof
from cermat.years.actions.delivering import mark_delivered as mark_delivered
from cermat.years.actions.delivering import withdraw_delivery as withdraw_delivery
from cermat.years.actions.locking import end_opening as end_opening
from cermat.years.actions.locking import lock_year as lock_year
from cermat.years.actions.locking import open_year as open_year
