"""The whole office with everything loaded that a period needs, made once for each module."""

from copy import deepcopy

import pytest

from tests.dashboards.factories import OPENED
from tests.factories import Office
from tests.factories import office as whole_office
from tests.requirements.factories import equip
from tests.stages import made_once


def equipped_office() -> Office:
    made = whole_office()
    equip(made, OPENED)
    return made


stage = made_once(equipped_office)


@pytest.fixture
def office(stage: Office) -> Office:
    return deepcopy(stage)
