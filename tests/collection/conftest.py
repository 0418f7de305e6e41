"""The small office in a month of collecting on which most of these tests stand, one of its operators and a sheet."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from cermat.collection.models import Entry
from cermat.sop.models import Cycle
from tests.collection.factories import collecting, entry_of, small_office
from tests.factories import Office, sign_in
from tests.stages import kept


def month_of_collecting() -> tuple[Office, Cycle]:
    office = small_office()
    return office, collecting(office)


@pytest.fixture(scope="module")
def stage(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Office, Cycle]]:
    """Made once for each module, by its own `lay` where it needs another office or other requirements."""
    with kept(django_db_blocker):
        yield getattr(request.module, "lay", month_of_collecting)()


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


@pytest.fixture
def operator(office: Office) -> Client:
    return sign_in(office.operator[office.kelurahan[0].code])


@pytest.fixture
def entry(office: Office, cycle: Cycle) -> Entry:
    return entry_of(cycle, office.kelurahan[0], office.sections["pemerintahan"])
