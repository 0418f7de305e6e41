"""The office with the plan of the year, in a month of collecting, on which the tests of later steps stand."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from pytest_django import DjangoDbBlocker

from tests.factories import Office
from tests.measurement.factories import begun, office_with_plan
from tests.stages import kept


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Office]:
    with kept(django_db_blocker):
        made = office_with_plan()
        begun(made)
        yield made


@pytest.fixture
def office(stage: Office) -> Office:
    return deepcopy(stage)
