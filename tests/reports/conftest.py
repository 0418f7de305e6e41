"""The office whose prints are read, and its period after the handover."""

from cermat.sop.models import Cycle
from tests.collection.factories import small_office
from tests.factories import Office
from tests.requirements.factories import equip, opened, sorted_and_handed
from tests.stages import cycle, made_once, office, staged

__all__ = ["cycle", "office", "staged"]


def handed_over() -> tuple[Office, Cycle]:
    made = small_office()
    equip(made)
    period = opened(made)
    sorted_and_handed(made, period)
    return made, period


stage = made_once(handed_over)
