"""An office with the SOP, the indicator sets and the plan of requirements, made once for each module."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from pytest_django import DjangoDbBlocker

from tests.factories import Office, office
from tests.requirements.factories import equip
from tests.stages import kept


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Office]:
    with kept(django_db_blocker):
        made = office()
        equip(made)
        yield made


@pytest.fixture
def equipped(stage: Office) -> Office:
    return deepcopy(stage)
