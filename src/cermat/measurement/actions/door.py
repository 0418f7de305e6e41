"""The questions every action of this room asks first."""

from datetime import date, datetime

from cermat.lib.months import WIB
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import Authority, require


def day_of(now: datetime) -> date:
    return now.astimezone(WIB).date()


def may(by: User, permission: Permission, unit: Unit, now: datetime) -> Authority:
    return require(by, permission, unit, day_of(now))
