"""The office with the plan of the year, in a month of collecting, on which the tests of later steps stand."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from pytest_django import DjangoDbBlocker

from tests.factories import Office
from tests.measurement.factories import begun, office_with_plan
from tests.stages import kept


def month_with_plan() -> Office:
    office = office_with_plan()
    begun(office)
    return office


@pytest.fixture(scope="module")
def stage(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Office]:
    """Made once for each module, by its own `lay` where its tests stand further on."""
    with kept(django_db_blocker):
        yield getattr(request.module, "lay", month_with_plan)()


@pytest.fixture
def office(stage: Office) -> Office:
    return deepcopy(stage)
