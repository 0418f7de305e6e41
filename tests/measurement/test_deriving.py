"""A figure once more from its leaves: a year of a small office, and what it says when a leaf was touched."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.core.management import call_command

from cermat.collection.models import Form
from cermat.indicators.models import Activity
from cermat.instruments.actions import record_result
from cermat.lib.months import Month
from cermat.measurement.actions import calculate, report_activity
from cermat.measurement.formula import actual_from_leaves, rule_of, written_rule
from cermat.measurement.formula.achievement import Method
from cermat.measurement.models import Figure, FigureKind, Run
from cermat.measurement.queries import derivation
from cermat.sop.models import Cycle
from tests.collection.factories import collecting, validated
from tests.factories import Office
from tests.measurement.factories import WORKS, office_with_plan
from tests.stages import kept

pytestmark = pytest.mark.alike  # what a database decides of runs is tested in test_actions


def a_year() -> tuple[Office, list[Run]]:
    """Twelve months: one unit sends in all but the third, both in every second; results, activities, a balance."""
    office = office_with_plan()
    runs = [a_month(office, Month(2026, number)) for number in range(1, 13)]
    return office, runs


def a_month(office: Office, month: Month) -> Run:
    opened = datetime(2026, month.number, 5, 1, 0, tzinfo=UTC)
    cycle = collecting(office, month, due=(), works=WORKS, now=opened)
    hand_in(office, cycle, opened)
    if month.number % 3 == 0:
        survey(office, month, opened)
    report(office, cycle, opened)
    return calculate(cycle=cycle, by=office.sekcam, now=opened + timedelta(days=20), provisional=True)


def hand_in(office: Office, cycle: Cycle, opened: datetime) -> None:
    kelurahan, desa = office.kelurahan[0], office.desa[0]
    for entry in cycle.entries.filter(form=Form.MONTHLY, unit__in=[kelurahan, desa]).select_related("unit"):
        first = entry.unit == kelurahan
        if (first and cycle.month_number != 3) or cycle.month_number % 2 == 0:
            code = entry.unit.code
            validated(entry, office.operator[code], office.lurah[code], now=opened + timedelta(hours=1))


def survey(office: Office, month: Month, at: datetime) -> None:
    record_result(
        instrument="ikm",
        subject=office.kecamatan,
        period=month,
        value=Fraction(8300 + month.number, 100),
        label="Baik",
        definition="ikm-14-2017@1",
        source="survei",
        source_ref="survey:1",
        maker=office.sekcam,
        checker=office.camat,
        now=at,
    )


def report(office: Office, cycle: Cycle, at: datetime) -> None:
    for activity in Activity.objects.filter(kecamatan=office.kecamatan, level="kegiatan")[:3]:
        report_activity(
            cycle=cycle,
            activity=activity,
            output=Decimal(cycle.month_number),
            physical=Decimal(cycle.month_number * 8),
            spent=activity.budget * cycle.month_number / 13,
            by=office.sekcam,
            now=at + timedelta(days=10),
        )


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Any:
    with kept(django_db_blocker):
        yield a_year()


@pytest.fixture
def runs(stage: tuple[Office, list[Run]]) -> list[Run]:
    return stage[1]


def figures() -> list[Figure]:
    return list(Figure.objects.select_related("run__cycle", "indicator").order_by("pk"))


def test_every_figure_of_twelve_months_follows_from_its_leaves(
    runs: list[Run], record_property: Callable[[str, object], None]
) -> None:
    agreements = Counter(derivation(figure).agrees for figure in figures())
    kinds = Counter(figure.kind for figure in figures())
    told = f"asal angka: {agreements[True]} dari {agreements.total()} angka dua belas bulan cocok dengan rinciannya"
    record_property("angka terbit", told)
    assert agreements[False] == 0
    assert len(runs) == 12
    assert min(kinds[kind] for kind in FigureKind) >= 12 * 5


def test_the_year_has_figures_of_every_standing(runs: list[Run]) -> None:
    assert {figure.status for figure in figures()} >= {
        "tercapai", "tidak_tercapai", "tanpa_data", "belum_jatuh_tempo", "konteks",
    }  # fmt: skip
    assert {figure.inputs.get("kind") for figure in figures()} >= {"sheets", "months", "results", "report", "roll_up"}


def a_figure(runs: list[Run]) -> Figure:
    return runs[11].figures.select_related("run__cycle", "indicator").get(code="PBB-01")


def test_a_touched_leaf_is_found_out(runs: list[Run]) -> None:
    figure = a_figure(runs)
    figure.inputs["leaves"][0]["values"]["realisasi"] = "1"
    assert derivation(figure).differs[:2] == ("actual", "achievement")


def test_a_touched_figure_is_found_out(runs: list[Run]) -> None:
    figure = a_figure(runs)
    figure.achievement = Decimal("99.99")
    assert derivation(figure).differs == ("achievement",)


def test_the_command_tells_the_same_as_the_page(runs: list[Run], capsys: pytest.CaptureFixture[str]) -> None:
    figure = a_figure(runs)
    call_command("explain", str(figure.pk))
    out = capsys.readouterr().out
    for words in (
        "PBB-01",
        "Kelurahan Payaman · Desember 2026",
        "divalidasi",
        "capaian-2",
        "cocok",
        "berkas rekap.pdf",
    ):
        assert words in out, out
    call_command("explain", f"{figure.run.cycle.kecamatan.code}/2026-12/PBB-01")
    assert capsys.readouterr().out == out


def test_the_command_checks_them_all(runs: list[Run], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("explain", "--all")
    assert (
        capsys.readouterr().out
        == f"{len(figures())} angka diturunkan ulang dari rinciannya: {len(figures())} cocok, 0 berbeda.\n"
    )
    Figure.objects.filter(pk=a_figure(runs).pk).update(actual=1)
    with pytest.raises(SystemExit):
        call_command("explain", "--all")
    assert "PBB-01" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["", "0", "9" * 40, "x", "35.18.13/2026-13/IKU-1", "35.18.13/2026-11/", "²"])
def test_a_name_without_figure_is_refused_with_a_sentence(
    db: None, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        call_command("explain", name)
    assert (stop.value.code, "tidak ada. Tulis nomor angka" in capsys.readouterr().err) == (2, True)


def test_a_rule_is_kept_as_it_is_written() -> None:
    written = {"batas": 120, "desimal": 0, "pembulatan": "down", "saat_realisasi_nol": "seratus"}
    rule = rule_of(Method.NEGATIVE_V2, written)
    assert rule_of(Method.NEGATIVE_V2, written_rule(rule)) == rule
    assert written_rule(rule)["rumus"] == "negative_v2"


@pytest.mark.parametrize(
    ("inputs", "of", "value"),
    [
        ({}, None, None),
        ({"kind": "unfilled"}, None, None),
        ({"kind": "results", "leaves": []}, None, None),
        ({"kind": "results", "leaves": [{"value": "83.1", "label": ""}]}, None, Fraction(831, 10)),
        (
            {"kind": "results", "measure": "bagian_status", "threshold": 100,
             "leaves": [{"value": None, "label": "Maju"}, {"value": None, "label": "Berkembang"}]},
            2,
            Fraction(50),
        ),
        (
            {"kind": "results", "measure": "bagian_lengkap", "threshold": 90,
             "leaves": [{"value": "95", "label": ""}, {"value": "80", "label": ""}]},
            13,
            Fraction(100, 13),
        ),
        (
            {"kind": "balance", "balances": [{"measure": "nilai", "until": "2026-03", "value": "7"},
                                             {"measure": "nilai", "until": "2026-06", "value": "8.5"}]},
            None,
            Fraction(17, 2),
        ),
        ({"kind": "report", "values": {"keluaran": None}}, None, None),
    ],
)  # fmt: skip
def test_leaves_that_are_no_sheets(inputs: dict[str, Any], of: int | None, value: Fraction | None) -> None:
    assert actual_from_leaves(inputs, None, of) == value
