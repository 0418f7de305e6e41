"""The database refuses days off that make no sense."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cermat.periods.models import Holiday, HolidayKind
from tests.factories import office

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2026, 1, 1)


def test_a_national_day_stands_once() -> None:
    Holiday.objects.create(day=NEW_YEAR, name="Tahun Baru", kind=HolidayKind.HOLIDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(day=NEW_YEAR, name="Tahun Baru", kind=HolidayKind.HOLIDAY)


def test_a_local_day_stands_once_in_its_kecamatan() -> None:
    place = office().kecamatan
    Holiday.objects.create(kecamatan=place, day=NEW_YEAR, name="Kirab", kind=HolidayKind.LOCAL)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(kecamatan=place, day=NEW_YEAR, name="Kirab", kind=HolidayKind.LOCAL)


def test_a_kind_of_day_off_is_known() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(day=NEW_YEAR, name="Tahun Baru", kind="bolos")
