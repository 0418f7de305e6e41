"""The small office in a month of collecting on which most of these tests stand, one of its operators and a sheet."""

import pytest
from django.test import Client

from cermat.collection.models import Entry
from cermat.sop.models import Cycle
from tests.collection.factories import collecting, entry_of, small_office
from tests.factories import Office, sign_in
from tests.stages import cycle, made_once, office, staged

__all__ = ["cycle", "office", "staged"]


def month_of_collecting() -> tuple[Office, Cycle]:
    office = small_office()
    return office, collecting(office)


stage = made_once(month_of_collecting)


@pytest.fixture
def operator(office: Office) -> Client:
    return sign_in(office.operator[office.kelurahan[0].code])


@pytest.fixture
def entry(office: Office, cycle: Cycle) -> Entry:
    return entry_of(cycle, office.kelurahan[0], office.sections["pemerintahan"])
