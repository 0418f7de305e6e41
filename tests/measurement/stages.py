"""The office with the plan of the year, in a month of collecting, on which the tests of later steps stand."""

from copy import deepcopy

import pytest

from tests.factories import Office
from tests.measurement.factories import begun, office_with_plan
from tests.stages import made_once


def month_with_plan() -> Office:
    office = office_with_plan()
    begun(office)
    return office


stage = made_once(month_with_plan)


@pytest.fixture
def office(stage: Office) -> Office:
    return deepcopy(stage)
