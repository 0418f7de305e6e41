"""Moving the due day of a sheet: by whom, how far, and what it changes."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from cermat.audit.models import AuditEvent
from cermat.collection.actions import extend
from cermat.collection.models import Entry, Extension, Form
from cermat.collection.queries import extender
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.notifications.models import Message
from cermat.organisation.models import Kind, User
from cermat.organisation.permissions import Role
from cermat.periods.models import Holiday, HolidayKind
from cermat.sop.models import Cycle
from tests.collection.factories import OPENED, TOO_LATE, entry_of, sent
from tests.factories import Office, person

pytestmark = pytest.mark.django_db
DUE = date(2026, 11, 30)
WEDNESDAY = date(2026, 12, 2)
FRIDAY = date(2026, 12, 4)  # the meeting
ON_FRIDAY = datetime(2026, 12, 4, 1, 0, tzinfo=UTC)
WHY = "Operator sakit, surat keterangan terlampir."


@pytest.fixture
def entry(office: Office, cycle: Cycle) -> Entry:
    return entry_of(cycle, office.kelurahan[0], office.sections["pelayanan"])


def granted(entry: Entry, by: User, to: date = WEDNESDAY, now: datetime = OPENED, reason: str = WHY) -> Entry:
    extend(cycle=entry.cycle, entries=[entry], to=to, reason=reason, by=by, now=now)
    entry.refresh_from_db()
    return entry


def test_granted_in_time_it_moves_the_due_day_and_both_days_stay(office: Office, entry: Entry):
    kasi = office.kasi["pelayanan"]
    granted(entry, kasi)
    assert (entry.due_on, entry.extended_to, entry.until) == (WEDNESDAY, None, WEDNESDAY)
    kept = entry.extensions.get()
    assert (kept.old_until, kept.new_until, kept.is_in_time, kept.by, kept.reason) == (DUE, WEDNESDAY, True, kasi, WHY)
    event = entry.events.get(verb="extended")
    assert event.note == f"30 November 2026 → 2 Desember 2026: {WHY}"
    assert AuditEvent.objects.filter(verb="entry.extended").count() == 1
    told = Message.objects.get(user=office.lurah[entry.unit.code], key__startswith="extended:")
    assert told.text.startswith("Batas waktu 1 isian periode November 2026 diperpanjang sampai Rabu, 2 Desember 2026: ")
    code = entry.unit.code
    sent(entry, office.operator[code], office.lurah[code], now=TOO_LATE)
    entry.refresh_from_db()
    assert not entry.was_late
    entry.cycle.refresh_from_db()
    assert entry.cycle.due_on == DUE


def test_granted_afterwards_the_sheet_stays_late_also_when_it_comes(office: Office, entry: Entry):
    granted(entry, office.kasi["pelayanan"], now=TOO_LATE)
    assert (entry.due_on, entry.until) == (DUE, WEDNESDAY)
    assert not entry.extensions.get().is_in_time
    granted(entry, office.sekcam, FRIDAY, now=TOO_LATE)
    assert [one.new_until for one in entry.extensions.all()] == [WEDNESDAY, FRIDAY]
    code = entry.unit.code
    sent(entry, office.operator[code], office.lurah[code], now=TOO_LATE)
    entry.refresh_from_db()
    assert entry.was_late


def test_who_checks_a_sheet_moves_its_day_and_never_ones_own(office: Office, entry: Entry):
    cycle = entry.cycle
    own, of_secretariat = (
        entry_of(cycle, section, section, Form.SINERGITAS)
        for section in (office.sections["pelayanan"], office.secretariat)
    )
    day = OPENED.date()
    code = entry.unit.code
    may = {
        person.username: [extender(person, one, day) is not None for one in (entry, own, of_secretariat)]
        for person in (
            office.kasi["pelayanan"], office.kasi["pemerintahan"], office.sekcam, office.camat, office.kasubbag,
            office.staf, office.lurah[code], office.operator[code], office.observer, office.admin,
        )
    }  # fmt: skip
    assert list(may.values()) == [
        [True, False, False], [False, False, False], [True, True, False], [True, True, True], [False, False, False],
        [False] * 3, [False] * 3, [False] * 3, [False] * 3, [False] * 3,
    ]  # fmt: skip
    with pytest.raises(NotAllowedError, match="pemeriksanya"):
        granted(entry, office.lurah[code])
    with pytest.raises(NotAllowedError):
        granted(of_secretariat, office.sekcam)


def test_a_second_post_does_not_open_ones_own_office(office: Office, cycle: Cycle):
    kasi, section = office.kasi["pelayanan"], office.sections["pelayanan"]
    entry = entry_of(cycle, section, section, Form.SINERGITAS)
    kasi.assignments.create(role=Role.SEKCAM, unit=office.secretariat, start=date(2026, 1, 5), acting="plh")
    with pytest.raises(NotAllowedError):
        granted(entry, kasi)


@pytest.mark.parametrize(
    ("to", "now", "field", "said"),
    [
        (DUE, OPENED, "to", "sesudah batas waktu sekarang"),
        (date(2026, 12, 5), OPENED, "to", "Paling jauh Jumat, 4 Desember 2026, hari rapat"),
        (date(2026, 12, 3), OPENED, "to", "bukan hari kerja"),  # the local holiday
        (WEDNESDAY, ON_FRIDAY, "to", "sudah lewat"),
        (date(2099, 1, 2), datetime(2026, 12, 10, tzinfo=UTC), "to", "Paling jauh"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused_at_its_field(
    office: Office, entry: Entry, to: date, now: datetime, field: str, said: str
):
    Holiday.objects.create(kecamatan=office.kecamatan, day=date(2026, 12, 3), name="Hari Jadi", kind=HolidayKind.LOCAL)
    with pytest.raises(DomainError, match=said) as caught:
        granted(entry, office.sekcam, to, now)
    assert caught.value.field == field
    assert not Extension.objects.exists()


@pytest.mark.parametrize("reason", ["", " \n\t ", "x" * 301])
def test_without_a_reason_that_fits_nothing_moves(office: Office, entry: Entry, reason: str):
    with pytest.raises(DomainError) as caught:
        granted(entry, office.sekcam, reason=reason)
    assert caught.value.field == "reason"


def test_all_or_none_and_not_what_is_sent(office: Office, entry: Entry):
    code = entry.unit.code
    sent(entry, office.operator[code], office.lurah[code])
    other = entry_of(entry.cycle, entry.unit, office.sections["pemerintahan"])
    with pytest.raises(ConflictError, match="sudah dikirim"), transaction.atomic():
        extend(cycle=entry.cycle, entries=[other, entry], to=WEDNESDAY, reason=WHY, by=office.sekcam, now=OPENED)
    other.refresh_from_db()
    assert other.due_on == DUE
    with pytest.raises(DomainError, match="sedikitnya satu"):
        extend(cycle=entry.cycle, entries=[], to=WEDNESDAY, reason=WHY, by=office.sekcam, now=OPENED)


def refused(entry: Entry, name: str, **fields: object) -> None:
    given = {"old_until": DUE, "new_until": WEDNESDAY, "granted_on": DUE, "is_in_time": True, "reason": WHY} | fields
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Extension.objects.create(entry=entry, by=entry.cycle.opened_by, by_title="Sekcam", at=OPENED, **given)


def test_the_database_refuses_extensions_that_make_no_sense(office: Office, entry: Entry):
    refused(entry, "extension_goes_on", new_until=DUE)
    refused(entry, "extension_says_why", reason="")
    refused(entry, "extension_in_time_is_in_time", granted_on=WEDNESDAY)
    with pytest.raises(IntegrityError, match="entry_extended_past_due"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(extended_to=DUE)


def test_one_message_a_unit_and_a_desa_is_asked(office: Office, entry: Entry):
    cycle = entry.cycle
    rows = cycle.entries.filter(unit__kind__in=[Kind.DESA, Kind.KELURAHAN], section=office.sections["pelayanan"])
    newcomer = person("operator-dua", Role.OPERATOR, office.desa[0])
    extend(cycle=cycle, entries=rows, to=WEDNESDAY, reason="y" * 300, by=office.kasi["pelayanan"], now=OPENED)
    told = Message.objects.filter(key__startswith="extended:")
    assert told.count() == 5
    assert told.get(user=newcomer).text.startswith("Mohon diperhatikan: batas waktu 1 isian")
