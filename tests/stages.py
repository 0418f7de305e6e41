"""Data on which the tests of a module stand: made once, each test inside a savepoint of it, as Django's setUpTestData.

A room's conftest says what is made (`stage = made_once(…)`), and hands out a deep copy of it in a fixture of function
scope. Not for tests that commit.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from cermat.sop.models import Cycle
from tests.factories import Office


@contextmanager
def kept(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Everything made inside, and until the end of the block, is rolled back at its end."""
    with blocker.unblock():
        whole = transaction.atomic()
        whole._from_testcase = True  # type: ignore[attr-defined]  # as Django's own: a durable block may stand in it
        whole.__enter__()
    try:
        with blocker.unblock():
            yield
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            whole.__exit__(None, None, None)


def made_once(make: Callable[[], object]) -> Any:
    """The fixture `stage`: what `make` returns, or the `lay` of a module whose tests need something else."""

    @pytest.fixture(scope="module")
    def stage(
        request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
    ) -> Iterator[object]:
        with kept(django_db_blocker):
            yield getattr(request.module, "lay", make)()

    return stage


# For rooms whose stage is an office and its period. Copied together, so that both know the same kecamatan.
@pytest.fixture
def staged(stage: tuple[Office, Cycle]) -> tuple[Office, Cycle]:
    return deepcopy(stage)


@pytest.fixture
def office(staged: tuple[Office, Cycle]) -> Office:
    return staged[0]


@pytest.fixture
def cycle(staged: tuple[Office, Cycle]) -> Cycle:
    return staged[1]
