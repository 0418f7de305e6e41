"""The office whose prints are read, and its period after the handover."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from pytest_django import DjangoDbBlocker

from cermat.sop.models import Cycle
from tests.collection.factories import small_office
from tests.factories import Office
from tests.requirements.factories import equip, opened, sorted_and_handed
from tests.stages import kept


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Office, Cycle]]:
    with kept(django_db_blocker):
        made = small_office()
        equip(made)
        cycle = opened(made)
        sorted_and_handed(made, cycle)
        yield made, cycle


@pytest.fixture
def staged(stage: tuple[Office, Cycle]) -> tuple[Office, Cycle]:
    """Together, so that both know the same kecamatan."""
    return deepcopy(stage)


@pytest.fixture
def office(staged: tuple[Office, Cycle]) -> Office:
    return staged[0]


@pytest.fixture
def cycle(staged: tuple[Office, Cycle]) -> Cycle:
    return staged[1]
