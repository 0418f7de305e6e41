"""The whole office with everything loaded that a period needs, made once for each module."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from pytest_django import DjangoDbBlocker

from tests.dashboards.factories import OPENED
from tests.factories import Office
from tests.factories import office as whole_office
from tests.requirements.factories import equip
from tests.stages import kept


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Office]:
    with kept(django_db_blocker):
        made = whole_office()
        equip(made, OPENED)
        yield made


@pytest.fixture
def office(stage: Office) -> Office:
    return deepcopy(stage)
