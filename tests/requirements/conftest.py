"""An office with the SOP, the indicator sets and the plan of requirements, made once for each module."""

from copy import deepcopy

import pytest

from tests.factories import Office, office
from tests.requirements.factories import equip
from tests.stages import made_once


def equipped_office() -> Office:
    made = office()
    equip(made)
    return made


stage = made_once(equipped_office)


@pytest.fixture
def equipped(stage: Office) -> Office:
    return deepcopy(stage)
