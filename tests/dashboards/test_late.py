"""Terlambat: what is past its day in one list, the longest first; nothing of another kecamatan."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cermat.dashboards.presenters import late_lines
from cermat.dashboards.queries import Desk, Late, LateKind, late_of
from cermat.documents.models import Document
from cermat.evaluation.models import Recommendation
from cermat.organisation.models import User
from tests import factories
from tests.dashboards.factories import OPENED, collecting_cycle, sorting_cycle
from tests.indicators.factories import planned

pytestmark = pytest.mark.django_db
QUERIES_LATE = 25  # ten of them the calendars of deliveries of two years
AFTER = date(2026, 12, 10)  # past the due day and the closing day of November


def late(user: User, day: date = AFTER) -> list[Late]:
    return late_of(Desk(user, day))


def test_sheets_become_one_line_for_each_unit_and_lead_to_it(office: factories.Office) -> None:
    cycle = collecting_cycle(office)
    assert not [one for one in late(office.sekcam, factories.TODAY) if one.kind is LateKind.SHEETS]
    found = [one for one in late(office.sekcam) if one.kind is LateKind.SHEETS]
    assert sum(one.count for one in found) == cycle.entries.count()
    first = office.kelurahan[0]
    [mine] = [one for one in found if one.unit == first]
    [line] = late_lines([mine], AFTER)
    assert line.url == f"/isian/periode/{cycle.pk}/unit/{first.pk}/"
    assert line.days == f"{(AFTER - cycle.due_on).days} hari"


def test_a_sheet_with_more_time_is_late_only_after_it(office: factories.Office) -> None:
    cycle = collecting_cycle(office)
    unit = office.kelurahan[0]
    cycle.entries.filter(unit=unit).update(extended_to=AFTER)
    assert unit not in [one.unit for one in late(office.sekcam)]
    assert unit in [one.unit for one in late(office.sekcam, AFTER + timedelta(days=1))]


def test_sheets_that_wait_for_their_check_after_the_closing_day_are_the_sections(office: factories.Office) -> None:
    cycle = collecting_cycle(office)
    section = office.sections["pmd"]
    for entry in cycle.entries.filter(section=section, unit__in=office.kelurahan):
        entry.state, entry.sent_by, entry.sent_at = "terkirim", office.lurah[entry.unit.code], OPENED
        entry.save()
    [checks] = [one for one in late(office.sekcam) if one.kind is LateKind.CHECKS]
    assert (checks.unit, checks.since) == (section, cycle.cutoff_on)
    assert LateKind.CHECKS not in [one.kind for one in late(office.sekcam, cycle.cutoff_on)]


def test_requirements_that_are_due_and_empty_are_late_after_the_due_day(office: factories.Office) -> None:
    cycle = collecting_cycle(office)
    found = [one for one in late(office.sekcam) if one.kind is LateKind.REQUIREMENT]
    assert {one.pk for one in found} == set(cycle.requirements.filter(is_due=True).values_list("pk", flat=True))


def test_parts_of_a_step_past_its_standard_name_who_holds_it(office: factories.Office) -> None:
    cycle = sorting_cycle(office)
    [step] = late(office.sekcam)
    assert (step.kind, step.unit) == (LateKind.STEP, office.secretariat)
    [line] = late_lines([step], AFTER)
    assert line.url == f"/persyaratan/{cycle.pk}/"


def test_signatures_wait_for_each_section(office: factories.Office) -> None:
    cycle = sorting_cycle(office)
    cycle.steps.update(state="menunggu", started_at=None, finished_at=None)
    step = cycle.steps.get(work="penghitungan")
    step.state, step.ready_at = "siap", OPENED
    step.save()
    found = [one for one in late(office.sekcam) if one.kind is LateKind.SIGNATURE]
    assert {one.unit for one in found} == set(office.sections.values())
    assert {line.url for line in late_lines(found, AFTER)} == {f"/pengukuran/{cycle.pk}/"}


def test_follow_ups_documents_and_their_places(office: factories.Office) -> None:
    cycle = sorting_cycle(office)
    row = Recommendation.objects.create(
        cycle=cycle, number=1, text="Lengkapi", owner=office.kelurahan[0], due_on=OPENED.date(), state="ditetapkan",
        made_by=office.sekcam, made_at=OPENED,
    )  # fmt: skip
    document = Document.objects.create(
        kecamatan=office.kecamatan, unit=office.kecamatan, kind="register", title="Register", period="2026-11",
        state="failed", requested_at=OPENED,
    )  # fmt: skip
    by_kind = {one.kind: one for one in late(office.sekcam)}
    lines = late_lines([by_kind[LateKind.FORM], by_kind[LateKind.DOCUMENT]], AFTER)
    assert [line.url for line in lines] == [f"/evaluasi/rekomendasi/{row.pk}/", f"/dokumen/{document.pk}/"]


def test_what_is_not_handed_in_by_its_day_leads_to_the_calendar_of_its_year(office: factories.Office) -> None:
    planned(office.kecamatan)
    collecting_cycle(office)
    assert not [one for one in late(office.sekcam) if one.kind is LateKind.DELIVERY]
    year_over = date(2027, 1, 4)
    lines = late_lines([one for one in late(office.sekcam, year_over) if one.kind is LateKind.DELIVERY], year_over)
    [line] = [one for one in lines if "Laporan akhir tahun" in one.text]
    assert line.text.startswith("Belum diserahkan: ")
    assert line.url == f"/tahun/2026/?kecamatan={office.kecamatan.code}"


def test_the_longest_overdue_comes_first(office: factories.Office) -> None:
    cycle = collecting_cycle(office)
    cycle.entries.filter(unit=office.kelurahan[2]).update(due_on=factories.TODAY)
    since = [one.since for one in late(office.sekcam)]
    assert since == sorted(since)
    assert len(set(since)) > 1


def test_nothing_of_another_kecamatan_is_in_the_list(office: factories.Office) -> None:
    other = factories.other_office()
    collecting_cycle(office)
    assert late(other.sekcam) == []


def test_nothing_late_says_so(office: factories.Office) -> None:
    assert "Tidak ada yang terlambat." in factories.sign_in(office.sekcam).get("/ringkasan/terlambat/").content.decode()


def test_the_list_has_pages_and_the_file_has_all_of_it(
    office: factories.Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cermat.dashboards.views.overviews.A_PAGE", 2)
    cycle = collecting_cycle(office)
    cycle.entries.update(due_on=factories.TODAY - timedelta(days=3))
    client = factories.sign_in(office.sekcam)
    found = late(office.sekcam, timezone.localdate())
    page = client.get("/ringkasan/terlambat/?page=2").content.decode()
    assert page.count('data-label="Siapa"') == 2
    assert f"Halaman 2 dari {-(-len(found) // 2)}" in page
    lines = client.get("/ringkasan/terlambat.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Yang ditunggu,Siapa,Periode,Seharusnya selesai,Terlambat (hari)"
    assert len(lines) == 1 + len(found)
    assert lines[1].endswith(f",{found[0].since},{(timezone.localdate() - found[0].since).days}")
    assert client.get("/ringkasan/terlambat.xlsx")["Content-Disposition"].endswith('.xlsx"')
    assert client.get("/ringkasan/terlambat.pdf").status_code == 404


@pytest.mark.parametrize("units", [1, 13])
def test_the_list_asks_the_same_number_of_times_whatever_is_late(
    office: factories.Office, units: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cycle = collecting_cycle(office)
    cycle.due_on = factories.TODAY - timedelta(days=3)
    cycle.save()
    cycle.entries.update(due_on=cycle.due_on)
    cycle.entries.exclude(unit__in=office.kelurahan[:units]).delete()
    client = factories.sign_in(office.sekcam)
    client.get("/ringkasan/terlambat/")
    with django_assert_num_queries(QUERIES_LATE):
        page = client.get("/ringkasan/terlambat/").content.decode()
    assert page.count("isian belum dikirim") == units
