"""A cycle in every stage, so that each print has something true to show."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from cermat.evaluation.models import Attendance, Finding, Meeting, Recommendation
from cermat.indicators.models import Indicator, SetKind
from cermat.measurement.formula import Method
from cermat.measurement.models import Figure, FigureKind, FigureStatus, Run
from cermat.printing.blocks import Print, Signatures, Signer, Table
from cermat.reports.queries import KINDS
from cermat.sop.models import Cycle
from tests.factories import NOW, Office

LATER = datetime(2026, 12, 4, 2, 0, tzinfo=UTC)  # Friday, 4 December 2026, 09.00 WIB


def a_run(office: Office, cycle: Cycle, *, provisional: bool = False) -> Run:
    """One calculated run: an IKU reached, one without data, a share of two villages, a programme."""
    run = Run.objects.create(
        cycle=cycle,
        number=1,
        by=office.sekcam,
        at=NOW,
        is_provisional=provisional,
        formula_version="1",
        scale="permendagri_86_2017",
    )
    reached = figure(run, FigureKind.IKU, "IKU-1", "Indeks Kepuasan Masyarakat (IKM) Kecamatan")
    reached.target, reached.actual, reached.achievement = Decimal("83"), Decimal("84.21"), Decimal("101.46")
    reached.predicate, reached.status = "Sangat Tinggi", FigureStatus.REACHED
    missing = figure(run, FigureKind.IKU, "IKU-3", "Persentase kelurahan yang telah mencukupi dokumen", 2)
    missing.target, missing.status, missing.reason = Decimal("92.31"), FigureStatus.NO_DATA, "persyaratan tidak terisi"
    few = figure(run, FigureKind.IKU, "IKU-4", "Persentase desa berstatus paling rendah Maju", 3)
    few.target, few.actual, few.achievement = Decimal(100), Decimal(50), Decimal(50)
    few.part, few.whole, few.counted, few.of = Decimal(1), Decimal(2), 2, 2
    few.predicate, few.status = "Sangat Rendah", FigureStatus.NOT_REACHED
    due = figure(run, FigureKind.IKU, "IKU-2", "Nilai evaluasi AKIP Kecamatan", 4)
    due.status = FigureStatus.NOT_DUE
    Figure.objects.bulk_create([reached, missing, few, due, *_activities(run), *_indicators(run, cycle)])
    return run


def figure(run: Run, kind: FigureKind, code: str, name: str, position: int = 1) -> Figure:
    kept = {"rule": {"rumus": Method.POSITIVE}}  # every figure that is calculated keeps its rule
    return Figure(run=run, kind=kind, code=code, name=name, position=position, unit_label="persen", inputs=kept)


def _activities(run: Run) -> list[Figure]:
    rows = [
        ("7.01.02", "program", "Program Penyelenggaraan Pemerintahan dan Pelayanan Publik", 310_000_000, 214_500_000),
        ("7.01.02.2.01", "kegiatan", "Koordinasi penyelenggaraan kegiatan pemerintahan", 310_000_000, 214_500_000),
        ("7.01.02.2.01.0001", "subkegiatan", "Peningkatan efektivitas pelayanan kepada masyarakat", 60_000_000, 0),
    ]
    made = []
    for at, (code, level, name, budget, spent) in enumerate(rows, 1):
        row = figure(run, FigureKind.ACTIVITY, code, name, at)
        row.level, row.budget, row.spent, row.status = level, Decimal(budget), Decimal(spent), FigureStatus.NOT_REACHED
        row.unit_label, row.target, row.actual = "dokumen", Decimal(12), Decimal(9)
        row.achievement, row.physical, row.financial = Decimal("75.00"), Decimal("72.5"), Decimal("69.19")
        made.append(row)
    return made


def _indicators(run: Run, cycle: Cycle) -> list[Figure]:
    monthly = Indicator.objects.filter(set__kecamatan=cycle.kecamatan, set__kind=SetKind.MONTHLY)
    made = []
    for at, indicator in enumerate(monthly.order_by("position"), 1):
        row = figure(run, FigureKind.INDICATOR, indicator.code, indicator.name, at)
        row.unit_label, row.target, row.actual = indicator.unit_label, Decimal(80), Decimal("71.5")
        row.achievement, row.predicate, row.status = Decimal("89.38"), "Tinggi", FigureStatus.NOT_REACHED
        row.counted, row.of = 14, 15
        made.append(row)
    return made


def a_meeting(office: Office, cycle: Cycle, *, held: bool = False) -> Meeting:
    meeting = Meeting.objects.create(
        cycle=cycle,
        held_on=date(2026, 12, 4),
        planned_at=NOW,
        time="09.00 WIB",
        place="Ruang Rapat Kantor Kecamatan",
        agenda="Tindak lanjut hasil monitoring dan evaluasi data kinerja",
        letter_number="005/412/35.18.13/2026",
        minutes="Rapat dibuka oleh Camat.\nSetiap kasi melaporkan kelengkapan persyaratan." if held else "",
        minutes_by=office.sekcam if held else None,
        held_at=LATER if held else None,
    )
    for person in [*office.kasi.values(), *list(office.lurah.values())[-3:]]:
        title = person.assignments.get().title
        Attendance.objects.create(meeting=meeting, user=person, title=title, is_present=True if held else None)
    return meeting


def a_finding(office: Office, cycle: Cycle) -> Finding:
    return Finding.objects.create(
        cycle=cycle,
        about="PBB-01 Persentase realisasi PBB-P2 – Kelurahan Payaman",
        text="Realisasi 71,5 % di bawah target 80 %; penagihan baru dimulai minggu III.",
        by=office.camat,
        by_title="Camat Nganjuk",
        at=NOW,
    )


def a_recommendation(office: Office, cycle: Cycle, finding: Finding) -> Recommendation:
    return Recommendation.objects.create(
        cycle=cycle,
        finding=finding,
        number=1,
        text="Susun jadwal penagihan per RW dan laporkan setiap Jumat.",
        owner=office.sections["pemerintahan"],
        due_on=date(2026, 12, 18),
        state="diisi",
        cause="Petugas penagih hanya satu orang.",
        action="Menambah satu petugas dan menyusun jadwal.",
        filled_by=office.kasi["pemerintahan"],
        filled_title="Kepala Seksi Tata Pemerintahan",
        filled_at=LATER,
        made_by=office.sekcam,
        made_at=NOW,
    )


def words(print_: Print) -> str:
    """Everything a print says, in reading order."""
    return "\n".join(_texts(asdict(print_)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def table_of(print_: Print, caption: str) -> Table:
    return next(block for block in print_.blocks if isinstance(block, Table) and block.caption == caption)


def signers_of(print_: Print) -> tuple[Signer, ...]:
    return next(block for block in print_.blocks if isinstance(block, Signatures)).signers


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def said(kind: str, subject: object) -> str:
    """All words of the print of that kind."""
    return words(KINDS[kind].build(subject, NOW))
