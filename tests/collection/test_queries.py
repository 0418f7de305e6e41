"""What people see and owe, in how many queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cermat.collection.actions import close_collection, reopen_sheet, submit_sheet
from cermat.collection.models import Entry, Form
from cermat.collection.queries import (
    entries_visible_to,
    filler,
    indicator_figures,
    matrix,
    sheet_of,
    to_check,
    to_fill,
    to_send,
)
from cermat.instruments.models import Result
from cermat.organisation.models import Assignment, Kind, User
from cermat.organisation.permissions import Role
from tests.collection.factories import OPENED, TOO_LATE, collecting, entry_of, filled, sent, small_office, validated
from tests.factories import other_office

pytestmark = pytest.mark.django_db
DAY = OPENED.date()
CUTOFF = TOO_LATE + timedelta(days=1)
THREE = ("Payaman", "Ploso", "Bogo")


def queries(act) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        act()
    return len(caught)


@pytest.mark.parametrize("kelurahan", [("Payaman",), THREE])
def test_the_matrix_takes_one_query_whatever_the_number_of_units(kelurahan: tuple[str, ...]):
    cycle = collecting(small_office(kelurahan))
    assert queries(lambda: matrix(cycle)) == 1


@pytest.mark.parametrize("kelurahan", [("Payaman",), THREE])
def test_all_figures_of_a_month_take_eight_queries(kelurahan: tuple[str, ...]):
    cycle = collecting(small_office(kelurahan))
    assert queries(lambda: indicator_figures(cycle)) == 8


@pytest.mark.parametrize("kelurahan", [("Payaman",), THREE])
def test_lists_of_tasks_do_not_grow_with_their_length(kelurahan: tuple[str, ...]):
    office = small_office(kelurahan)
    cycle = collecting(office)
    for unit in office.kelurahan:
        entry = entry_of(cycle, unit, office.sections["pelayanan"])
        sent(entry, office.operator[unit.code], office.lurah[unit.code])
    unit = office.kelurahan[0]
    assert queries(lambda: to_fill(office.operator[unit.code], DAY)) == 2
    assert queries(lambda: to_send(office.lurah[unit.code], DAY)) == 2
    found = to_check(office.kasi["pelayanan"], DAY)
    assert len(found) == len(kelurahan)
    assert queries(lambda: to_check(office.kasi["pelayanan"], DAY)) == 7


def test_a_sheet_goes_from_the_operator_to_the_lurah_to_the_kasi():
    office = small_office()
    cycle = collecting(office)
    unit = office.kelurahan[0]
    operator, lurah, kasi = office.operator[unit.code], office.lurah[unit.code], office.kasi["pelayanan"]
    entry = entry_of(cycle, unit, office.sections["pelayanan"])

    def owed() -> tuple[int, int, int]:
        return len(to_fill(operator, DAY)), len(to_send(lurah, DAY)), len(to_check(kasi, DAY))

    assert owed() == (4, 0, 0)
    entry = filled(entry, operator)
    submit_sheet(entry=entry, version=entry.version, by=operator, now=OPENED)
    assert owed() == (3, 1, 0)
    sent(entry, operator, lurah)
    assert owed() == (3, 0, 1)


def test_a_task_says_when_it_is_late():
    office = small_office()
    collecting(office)
    operator = office.operator[office.kelurahan[0].code]
    assert {task.due_on for task in to_fill(operator, DAY)} == {date(2026, 11, 30)}
    assert not any(task.is_late for task in to_fill(operator, date(2026, 11, 30)))
    assert all(task.is_late for task in to_fill(operator, TOO_LATE.date()))


def test_everybody_sees_their_own_unit_kasi_the_kecamatan_the_observer_the_region():
    office, stranger = small_office(), other_office()
    cycle = collecting(office)
    all_sheets = cycle.entries.count()
    own = cycle.entries.filter(unit=office.kelurahan[0]).count()
    seen = [
        entries_visible_to(person, DAY).count()
        for person in (
            office.operator[office.kelurahan[0].code],
            office.kasi["kesra"],
            office.observer,
            office.admin,
            stranger.sekcam,
        )
    ]
    assert seen == [own, all_sheets, all_sheets, 0, 0]


def test_the_matrix_counts_and_marks():
    office = small_office()
    cycle = collecting(office)
    unit = office.kelurahan[0]
    pair = office.operator[unit.code], office.lurah[unit.code]
    validated(entry_of(cycle, unit, office.sections["pelayanan"]), *pair)
    sent(entry_of(cycle, unit, office.sections["sekretariat"]), *pair, now=TOO_LATE)
    shown = matrix(cycle, TOO_LATE.date())
    kinds = [(cell.kind, cell.is_late) for cell in shown.rows[0].cells]
    assert [row.group for row in shown.rows] == ["kelurahan", "desa", "seksi", "seksi"]
    assert kinds == [("s", True), ("none", True), ("v", False), ("none", True), ("na", False)]
    assert (shown.validated, shown.sent, shown.of) == (1, 1, 10)


def test_a_sheet_is_read_in_ten_queries():
    office = small_office()
    entry = entry_of(collecting(office), office.kelurahan[0], office.sections["pemerintahan"])
    assert queries(lambda: sheet_of(entry)) == 10


def test_a_checklist_that_is_being_corrected_takes_no_known_figure_away():
    """ADR 0006: opening a sheet never turns a known figure into a gap, on other sheets neither."""
    office = small_office(THREE)
    cycle = collecting(office)

    def checklist(at: int) -> Entry:
        return entry_of(cycle, office.kelurahan[at], office.sections["pemerintahan"], Form.DOCUMENTS)

    def people(at: int) -> tuple[User, User]:
        code = office.kelurahan[at].code
        return office.operator[code], office.lurah[code]

    def told() -> tuple[list[object], str]:
        figures = indicator_figures(cycle)
        counted = Result.objects.current().get(instrument="dokumen_kelurahan", subject=office.kecamatan)
        return [figures[code][0].values for code in ("ADM-01", "ADM-02")], counted.label

    held = [validated(checklist(at), *people(at)) for at in (0, 1)]
    close_collection(cycle=cycle, by=office.sekcam, now=CUTOFF)
    before = told()
    assert (before[0][1], before[1]) == ({"cukup": 1}, "2 dari 3 kelurahan")
    reopen_sheet(entry=held[0], reason="salah centang", by=office.sekcam, now=CUTOFF)
    assert told() == before
    validated(checklist(2), *people(2), now=CUTOFF)
    assert told() == (before[0], "3 dari 3 kelurahan")


def test_staf_of_one_section_who_stand_in_for_the_kasi_of_another_fill_in_there() -> None:
    office = small_office()
    own = office.staf.assignments.get().unit
    other = next(unit for unit in office.sections.values() if unit != own and unit.kind == Kind.SECTION)
    sheet = Entry(unit=other, section=other)
    assert filler(office.staf, sheet, DAY) is None
    Assignment.objects.create(user=office.staf, role=Role.KASI, unit=other, start=DAY, acting="plt")
    right = filler(office.staf, sheet, DAY)
    assert right is not None
    assert (right.assignment.role, right.principal) == (Role.KASI, None)
