"""The doors refuse thousands of times on purpose; nobody reads that in the log, each with its traceback."""

import logging
from collections.abc import Iterator
from copy import deepcopy

import pytest
from pytest_django import DjangoDbBlocker

from tests.doors.world import Place, world
from tests.stages import kept


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "django")


@pytest.fixture(scope="module")
def places(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Place, Place]]:
    """Kecamatan Nganjuk, and a neighbour whose things nobody of Nganjuk sees."""
    with kept(django_db_blocker):
        yield world()


@pytest.fixture
def two(places: tuple[Place, Place]) -> tuple[Place, Place]:
    return deepcopy(places)
