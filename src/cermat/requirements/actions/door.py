"""The question every action of this room asks first."""

from datetime import datetime

from cermat.lib.months import WIB
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import Authority, require


def may(by: User, permission: Permission, unit: Unit, now: datetime) -> Authority:
    return require(by, permission, unit, now.astimezone(WIB).date())
