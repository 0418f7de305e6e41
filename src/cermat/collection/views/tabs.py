"""What the pages of one period's collecting have in common: the way from one to the other."""

from typing import Any

from django.utils import timezone

from cermat.collection.presenters import tabs_of
from cermat.collection.queries import home_of, sees_all
from cermat.organisation.models import SignedInRequest, Unit
from cermat.organisation.permissions import GRANTS, Role
from cermat.organisation.queries import assignments_of
from cermat.sop.models import Cycle


def own_units(request: SignedInRequest) -> list[Unit]:
    """The offices the person fills in sheets for."""
    homes = [home_of(found.unit) for found in assignments_of(request.user, timezone.localdate())]
    return [unit for unit in dict.fromkeys(homes) if unit.is_village or unit.is_section]


def tabs(request: SignedInRequest, cycle: Cycle, here: str) -> list[dict[str, Any]]:
    day = timezone.localdate()
    granted = {one for held in assignments_of(request.user, day) for one in GRANTS[Role(held.role)]}
    seen = sees_all(request.user, cycle, day)
    return tabs_of(cycle, here, sees_all=seen, granted=granted, units=own_units(request))
