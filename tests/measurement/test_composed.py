"""An IKU made by an expression over monthly indicators, and one that counts documents of the register."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cermat.collection.models import Form
from cermat.documents.models import Document, DocumentState, StoredFile
from cermat.indicators.models import Iku, Indicator, Plan
from cermat.indicators.queries import current_plan
from cermat.lib.errors import DomainError
from cermat.lib.months import Month
from cermat.measurement.actions import Balance, calculate, take_over
from cermat.measurement.formula import FigureStatus, names_of
from cermat.measurement.models import Figure, Subject
from cermat.measurement.presenters import stairs
from cermat.measurement.queries import all_sources, derivation, is_outdated
from tests.collection.factories import collecting, validated
from tests.factories import Office
from tests.measurement.factories import EVALUATING, WORKS, begun, collected, office_with_plan

pytestmark = pytest.mark.django_db


def lay() -> Office:
    office = office_with_plan()
    begun(office)
    collected(office, *office.kelurahan)
    return office


def figure(office: Office, source: dict[str, str], quarterly: str = "kumulatif", month: int = 11) -> Figure:
    Iku.objects.create(
        plan=current_plan(office.kecamatan, 2026), kecamatan=office.kecamatan, year=2026, code="IKU-9", name="Rumus",
        objective="S", unit_label="persen", direction="naik", achievement_formula="positive", quarterly=quarterly,
        source=source, section=office.sections["pelayanan"], quarter_targets={"4": "90"},
    )  # fmt: skip
    cycle = office.kecamatan.cycles.get(month_number=month)
    run = calculate(cycle=cycle, by=office.sekcam, now=EVALUATING, provisional=True)
    return run.figures.select_related("run__cycle", "indicator", "iku").get(code="IKU-9")


@pytest.mark.parametrize("quarterly", ["kumulatif", "nilai_akhir"])
def test_an_expression_over_two_indicators_is_computed_from_validated_sheets(office: Office, quarterly: str) -> None:
    found = figure(office, {"formula": "PBB-01.realisasi / (PBB-01.baku + PDK-01.lahir) * 100"}, quarterly)
    assert {leaf["code"] for leaf in found.inputs["leaves"]} == {"PBB-01", "PDK-01"}
    sums = {key: Decimal(value) for key, value in found.inputs["sums"].items()}
    expected = sums["PBB_01.realisasi"] / (sums["PBB_01.baku"] + sums["PDK_01.lahir"]) * 100
    assert found.actual == expected.quantize(Decimal("0.000001"))
    assert derivation(found).agrees


def test_a_name_nobody_was_asked_for_leaves_the_figure_without_data(office: Office) -> None:
    found = figure(office, {"formula": "XYZ-09.n / PBB-01.baku * 100"})
    assert (found.status, found.actual) == (FigureStatus.NO_DATA, None)
    assert "PBB-01, XYZ-09" in found.reason
    assert derivation(found).agrees


def test_a_share_of_nothing_does_not_apply(office: Office) -> None:
    found = figure(office, {"formula": "PBB-01.realisasi / (PBB-01.baku - PBB-01.baku)"})
    assert (found.status, found.actual) == (FigureStatus.NOT_APPLICABLE, None)
    assert derivation(found).agrees


def document(office: Office, period: str, version: int = 1, state: DocumentState = DocumentState.VALIDATED) -> Document:
    file = StoredFile.objects.filter(kecamatan=office.kecamatan).first()
    checked = {"validated_by": office.camat, "validated_at": EVALUATING} if state == DocumentState.VALIDATED else {}
    return Document.objects.create(
        kecamatan=office.kecamatan, unit=office.kecamatan, kind="laporan_ikm", title=f"Laporan {period}", period=period,
        version=version, state=state, file=file, requested_by=office.sekcam, requested_at=EVALUATING - timedelta(1),
        **checked,
    )  # fmt: skip


def test_documents_are_counted_once_each_and_only_when_validated_up_to_the_month(office: Office) -> None:
    document(office, "2026-03")
    document(office, "2026-06")
    document(office, "2026-06", version=2)
    document(office, "2026-09", state=DocumentState.READY)
    document(office, "2026-12")
    document(office, "2025-12")
    found = figure(office, {"documents": "laporan_ikm"})
    assert found.actual == 2
    again = derivation(found)
    assert again.agrees
    steps = stairs(found, all_sources(found), again)
    assert [leaf.title.split(" ·")[0] for step in steps for leaf in step.leaves] == [
        "Laporan 2026-03",
        "Laporan 2026-06",
    ]


def test_no_document_is_zero_documents_and_says_so(office: Office) -> None:
    found = figure(office, {"documents": "renstra"})
    assert (found.actual, found.status) == (0, FigureStatus.NOT_REACHED)
    assert "Register belum memuat dokumen ini" in found.reason


def test_a_name_without_its_field_is_refused() -> None:
    assert [one.code for one in names_of("TRB-02.selesai / PBB-01.baku")] == ["PBB-01", "TRB-02"]
    with pytest.raises(ValueError, match=r"Tulis KODE\.isian"):
        names_of("TRB-02 * 2")


def test_what_is_cumulative_already_is_not_added_up_once_more(office: Office) -> None:
    Indicator.objects.filter(set__kecamatan=office.kecamatan, code="PBB-01").update(nature="kumulatif")
    october = collecting(office, Month(2026, 10), due=(), works=WORKS)
    Indicator.objects.filter(set__kecamatan=office.kecamatan, code="PBB-01").update(nature="kumulatif")
    for entry in october.entries.filter(form=Form.MONTHLY, unit__in=office.kelurahan).select_related("unit"):
        validated(entry, office.operator[entry.unit.code], office.lurah[entry.unit.code])
    found = figure(office, {"formula": "PBB-01.realisasi"}, month=11)
    assert found.inputs["months"] == ["2026-11"]
    assert derivation(found).agrees


def test_what_was_taken_over_counts_in_an_expression(office: Office) -> None:
    row = Balance(Subject.INDICATOR, "PDK-01", "lahir", Month(2026, 10), Decimal(100), "Laporan", date(2026, 11, 2))
    take_over(kecamatan=office.kecamatan, balance=row, by=office.sekcam, now=EVALUATING)
    found = figure(office, {"formula": "PDK-01.lahir"})
    assert found.actual is not None
    assert found.actual > 100
    assert "S.d. Oktober 2026 diambil alih." in found.reason
    assert derivation(found).agrees


def test_nothing_is_taken_over_for_what_is_counted_anew(office: Office) -> None:
    figure(office, {"documents": "renstra"})
    row = Balance(Subject.IKU, "IKU-9", "nilai", Month(2026, 10), Decimal(3), "Laporan", date(2026, 11, 2))
    with pytest.raises(DomainError):
        take_over(kecamatan=office.kecamatan, balance=row, by=office.sekcam, now=EVALUATING)


def test_a_count_grows_towards_december_and_a_share_stands(office: Office) -> None:
    found = figure(office, {"documents": "renstra"})
    assert (found.outlook or {})["shape"] == "kumulatif"
    share = found.run.figures.get(code="PBB-01")
    assert share.outlook is None or share.outlook["shape"] != "keadaan"


def test_a_run_is_outdated_when_a_target_or_a_counted_document_changes(office: Office) -> None:
    found = figure(office, {"documents": "laporan_ikm"})
    Plan.objects.update(
        loaded_at=EVALUATING + timedelta(days=9)
    )  # as in the examples: the clock of a plan says nothing
    assert not is_outdated(found.run)
    paper = document(office, "2026-03")
    Document.objects.filter(pk=paper.pk).update(validated_at=EVALUATING + timedelta(hours=1))
    assert is_outdated(found.run)
    Document.objects.filter(pk=paper.pk).delete()
    Iku.objects.filter(code="IKU-9").update(quarter_targets={"4": "80"})
    assert is_outdated(found.run)


def test_a_run_is_outdated_when_another_plan_holds(office: Office) -> None:
    found = figure(office, {"documents": "laporan_ikm"})
    other = Plan.objects.get(pk=found.iku.plan_id if found.iku else 0)
    other.pk, other.version = None, "contoh-2"
    other.save()
    Iku.objects.filter(code="IKU-1").update(plan=other)
    assert is_outdated(found.run)
