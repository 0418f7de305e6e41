"""The office and the kasi whose seksi runs the kecamatan's survey, as most tests of this room know them."""

import pytest

from cermat.organisation.models import User
from tests.collection.factories import small_office
from tests.factories import Office


@pytest.fixture
def office() -> Office:
    return small_office()


@pytest.fixture
def kasi(office: Office) -> User:
    return office.kasi["pelayanan"]
