"""Loading days off and keeping the office's own."""

from datetime import UTC, date, datetime

import pytest

from cermat.audit.models import AuditEvent
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.periods.actions import add_local_holiday, load_holidays, remove_local_holiday
from cermat.periods.models import Holiday
from cermat.periods.queries import calendar_of
from tests.factories import office, other_office

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
FOUNDING_DAY = date(2026, 4, 10)  # a Friday


def test_days_off_are_loaded_once() -> None:
    place = office()
    added = load_holidays(by=place.admin, now=NOW)
    assert added == Holiday.objects.count() > 100
    assert load_holidays(by=None, now=NOW) == 0
    assert AuditEvent.objects.filter(verb="holidays.loaded").count() == 1


def test_decreed_guessed_and_unknown_years_are_told_apart() -> None:
    place = office()
    load_holidays(by=None, now=NOW)
    calendar = calendar_of(place.kecamatan)
    assert not calendar.doubt(2026)
    assert "perkiraan" in calendar.doubt(2027)
    assert "perkiraan" in calendar.doubt(2029)
    assert "belum dimuat" in calendar.doubt(2045)
    assert not calendar.is_working(date(2026, 12, 24))
    assert Holiday.objects.filter(day__year=2029, is_estimate=False).count() == 0


def test_a_local_day_belongs_to_its_office_alone() -> None:
    place, neighbour = office(), other_office()
    holiday = add_local_holiday(
        kecamatan=place.kecamatan, day=FOUNDING_DAY, name="Hari Jadi Nganjuk", by=place.admin, now=NOW
    )
    assert not calendar_of(place.kecamatan).is_working(FOUNDING_DAY)
    assert calendar_of(neighbour.kecamatan).is_working(FOUNDING_DAY)
    assert "belum dimuat" in calendar_of(place.kecamatan).doubt(2026)
    with pytest.raises(NotAllowedError):
        remove_local_holiday(holiday=holiday, by=neighbour.admin, now=NOW)
    remove_local_holiday(holiday=holiday, by=place.admin, now=NOW)
    assert calendar_of(place.kecamatan).is_working(FOUNDING_DAY)
    assert list(AuditEvent.objects.filter(chain="35.18.13").values_list("verb", flat=True)) == [
        "holiday.added", "holiday.removed",
    ]  # fmt: skip


def test_a_local_day_needs_a_name_and_stands_once() -> None:
    place = office()
    with pytest.raises(DomainError, match="nama hari libur"):
        add_local_holiday(kecamatan=place.kecamatan, day=FOUNDING_DAY, name=" ", by=place.admin, now=NOW)
    add_local_holiday(kecamatan=place.kecamatan, day=FOUNDING_DAY, name="Hari Jadi", by=place.admin, now=NOW)
    with pytest.raises(ConflictError, match="sudah tercatat"):
        add_local_holiday(kecamatan=place.kecamatan, day=FOUNDING_DAY, name="Lain", by=place.admin, now=NOW)


def test_only_the_administrator_keeps_the_calendar() -> None:
    place = office()
    for somebody in (place.camat, place.sekcam, place.observer):
        with pytest.raises(NotAllowedError):
            add_local_holiday(kecamatan=place.kecamatan, day=FOUNDING_DAY, name="Hari Jadi", by=somebody, now=NOW)
        with pytest.raises(NotAllowedError):
            load_holidays(by=somebody, now=NOW)


def test_a_national_day_is_not_the_offices_to_remove() -> None:
    place = office()
    load_holidays(by=None, now=NOW)
    national = Holiday.objects.filter(kecamatan=None).first()
    assert national is not None
    with pytest.raises(NotAllowedError, match="nasional"):
        remove_local_holiday(holiday=national, by=place.admin, now=NOW)
