"""The office whose prints are read, and its period after the handover."""

import pytest

from cermat.sop.models import Cycle
from tests.collection.factories import small_office
from tests.factories import Office
from tests.requirements.factories import equip, opened, sorted_and_handed


@pytest.fixture
def office() -> Office:
    made = small_office()
    equip(made)
    return made


@pytest.fixture
def cycle(office: Office) -> Cycle:
    made = opened(office)
    sorted_and_handed(office, made)
    return made
