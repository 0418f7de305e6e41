"""What the tests of workbooks share: a small office in a month of collecting, one of its operators and a sheet."""

import pytest
from django.test import Client

from cermat.collection.models import Entry
from cermat.sop.models import Cycle
from tests.collection.factories import collecting, entry_of, small_office
from tests.factories import Office, sign_in


@pytest.fixture
def office() -> Office:
    return small_office()


@pytest.fixture
def cycle(office: Office) -> Cycle:
    return collecting(office)


@pytest.fixture
def operator(office: Office) -> Client:
    return sign_in(office.operator[office.kelurahan[0].code])


@pytest.fixture
def entry(office: Office, cycle: Cycle) -> Entry:
    return entry_of(cycle, office.kelurahan[0], office.sections["pemerintahan"])
