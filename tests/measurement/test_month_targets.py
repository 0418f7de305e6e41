"""Monthly targets beside those of the quarter: which of them is judged, and where both are told."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest

from cermat.indicators.models import Iku, JudgedBy
from cermat.instruments.actions import record_result
from cermat.lib.months import Month
from cermat.measurement.actions import calculate
from cermat.measurement.models import Figure
from cermat.measurement.presenters import figure_row, outlook_view, stairs
from cermat.measurement.queries import all_sources, changes_of, derivation, is_outdated, year_rows
from cermat.sop.models import Cycle
from tests.factories import Office, sign_in
from tests.measurement.factories import EVALUATING

pytestmark = pytest.mark.django_db
QUARTERS = {"1": None, "2": None, "3": None, "4": "86"}
MONTHS = {"10": "83", "11": "84", "12": "86"}  # the survey of November says 85


def planned(judged_by: JudgedBy, months: dict[str, str] = MONTHS, quarters: dict[str, Any] = QUARTERS) -> None:
    Iku.objects.filter(code="IKU-1").update(judged_by=judged_by, month_targets=months, quarter_targets=quarters)


def the_month(office: Office) -> Cycle:
    return office.kecamatan.cycles.get()


def calculated(cycle: Cycle, office: Office) -> Figure:
    record_result(
        instrument="ikm", subject=office.kecamatan, period=Month(2026, 11), definition="uji", value=Decimal(85),
        label="", source="isian", maker=None, checker=None, now=EVALUATING,
    )  # fmt: skip
    return again(cycle, office)


def again(cycle: Cycle, office: Office) -> Figure:
    run = calculate(cycle=cycle, by=office.sekcam, now=EVALUATING, provisional=True)
    return run.figures.select_related("run__cycle__kecamatan", "iku", "indicator").get(code="IKU-1")


def told(figure: Figure) -> list[tuple[str, str]]:
    return [(stair.title, stair.text) for stair in stairs(figure, all_sources(figure), derivation(figure))]


def test_the_target_of_the_quarter_is_judged_unless_the_plan_says_otherwise(office: Office) -> None:
    planned(JudgedBy.QUARTER)
    figure = calculated(the_month(office), office)
    assert (figure.target, figure.month_target, figure.status) == (86, 84, "tidak_tercapai")
    assert figure_row(figure).other_target == "bulan ini 84"
    assert ("Target triwulan IV 86", "yang dinilai; target bulan November 2026 84") in told(figure)


def test_where_the_plan_says_so_the_target_of_the_month_is_judged(office: Office) -> None:
    planned(JudgedBy.MONTH)
    figure = calculated(the_month(office), office)
    assert (figure.target, figure.month_target, figure.status) == (84, 84, "tercapai")
    assert figure.achievement == Decimal("101.19")
    assert figure_row(figure).other_target == "triwulan 86"
    assert ("Target bulan November 2026 84", "yang dinilai; target triwulan IV 86") in told(figure)
    assert derivation(figure).agrees


def test_a_month_without_a_target_of_its_own_is_not_due(office: Office) -> None:
    planned(JudgedBy.MONTH, {"12": "86"})
    Iku.objects.update(note="")
    figure = calculated(the_month(office), office)
    assert (figure.target, figure.month_target, figure.status) == (None, None, "belum_jatuh_tempo")
    assert figure.reason == "Target November 2026 belum ditetapkan."


def test_the_origin_says_where_a_stored_target_is_not_the_one_of_the_plan(office: Office) -> None:
    planned(JudgedBy.MONTH)
    figure = calculated(the_month(office), office)
    figure.target = Decimal(80)
    assert "target" in derivation(figure).differs
    assert any("berbeda" in title and "target" in text for title, text in told(figure))


def test_another_target_of_the_month_asks_for_a_new_run_that_says_so(office: Office) -> None:
    planned(JudgedBy.QUARTER)
    cycle = the_month(office)
    figure = calculated(cycle, office)
    assert not is_outdated(figure.run)
    planned(JudgedBy.QUARTER, MONTHS | {"11": "83"})
    assert is_outdated(figure.run)
    figure.run.cycle.runs.update(is_provisional=False)
    later = again(cycle, office).run
    later.is_provisional = False
    _, changes = changes_of(later)
    assert [cause.what for change in changes if change.code == "IKU-1" for cause in change.causes] == ["target bulan"]


def test_what_the_next_month_asks_stands_beside_the_end_of_the_year(office: Office) -> None:
    planned(JudgedBy.QUARTER)
    cycle = the_month(office)
    view = outlook_view(calculated(cycle, office))
    assert view is not None
    assert view.next_month == "Target Desember 2026 86: selisih 1."
    planned(JudgedBy.QUARTER, MONTHS | {"12": "85"}, QUARTERS | {"4": "85"})
    view = outlook_view(again(cycle, office))
    assert view is not None
    assert view.next_month == "Target Desember 2026 85: sudah terpenuhi."


@pytest.mark.alike
def test_the_pages_and_the_table_tell_both_targets(office: Office) -> None:
    planned(JudgedBy.MONTH)
    figure = calculated(the_month(office), office)
    browser = sign_in(office.camat)
    assert "triwulan 86" in browser.get(f"/pengukuran/{figure.run.cycle_id}/").content.decode()
    assert "target yang dinilai · triwulan 86" in browser.get(f"/pengukuran/angka/{figure.pk}/").content.decode()
    page = browser.get(f"/pengukuran/penghitungan/{figure.run_id}/iku.csv").content.decode("utf-8-sig")
    rows = {row["Kode"]: row for row in csv.DictReader(io.StringIO(page))}
    first, fifth = rows["IKU-1"], rows["IKU-5"]
    assert (first["Target"], first["Target bulan"], first["Dinilai terhadap"]) == ("84", "84", "bulan")
    assert (fifth["Target"], fifth["Target bulan"], fifth["Dinilai terhadap"]) == ("94", "94", "triwulan")


def test_the_columns_of_the_kabupaten_take_the_last_month_of_a_quarter_that_has_no_target(office: Office) -> None:
    planned(JudgedBy.MONTH, quarters=dict.fromkeys(QUARTERS))
    first = next(row for row in year_rows(office.kecamatan, 2026) if row.iku.code == "IKU-1")
    assert (first.iku.target_by(12), first.iku.target_by(3)) == ("86", None)
    page = sign_in(office.camat).get(f"/pengukuran/e-sakip/{office.kecamatan.code}/2026.csv")
    rows = list(csv.DictReader(io.StringIO(page.content.decode("utf-8-sig"))))
    assert (rows[0]["Target TW IV"], rows[0]["Target TW I"]) == ("86", "")
