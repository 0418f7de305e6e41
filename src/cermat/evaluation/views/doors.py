"""What every page of this room needs first."""

from django.shortcuts import get_object_or_404
from django.utils import timezone

from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import authority
from cermat.sop.models import Cycle
from cermat.sop.queries import cycles_visible_to
from cermat.sop.workflow import OPEN_STATES


def cycle_of(request: SignedInRequest, pk: int) -> Cycle:
    return get_object_or_404(cycles_visible_to(request.user, timezone.localdate()), pk=pk)


def may_here(request: SignedInRequest, permission: Permission, cycle: Cycle) -> bool:
    """Which buttons the person sees; the action asks again."""
    return authority(request.user, permission, cycle.kecamatan, timezone.localdate()) is not None


def is_open(cycle: Cycle, work: str) -> bool:
    return cycle.is_running and cycle.steps.filter(work=work, state__in=OPEN_STATES).exists()
