"""Print of step 6: Pengukuran Kinerja Kegiatan, target against actual, then programmes with their money."""

from datetime import datetime
from decimal import Decimal

from cermat.lib.errors import DomainError
from cermat.lib.months import date_time, number, rupiah
from cermat.measurement.formula import SCORED
from cermat.measurement.models import Figure, FigureKind, FigureStatus, Run
from cermat.measurement.presenters import quarters_of, why_changed
from cermat.measurement.queries import changes_of, figures_of, latest_run, scale_of
from cermat.measurement.queries.pictures import ikus_over_year
from cermat.printing.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Heading,
    KeyValues,
    Paragraph,
    Picture,
    Print,
    Row,
    Table,
    body,
)
from cermat.printing.charts import together
from cermat.reports.queries.corrections import correction_blocks
from cermat.reports.queries.frame import NO_DATA, figure, head_and_secretary, official, period, signing_day
from cermat.sop.models import Cycle

FEW = 5  # a percentage over fewer units than this never stands without its n of m
TITLES = {FigureKind.IKU: "Indikator Kinerja Utama", FigureKind.INDICATOR: "Indikator bulanan dan sinergitas"}
STATUS_WORDS = {
    FigureStatus.REACHED: "Tercapai",
    FigureStatus.NOT_REACHED: "Tidak tercapai",
    FigureStatus.NO_DATA: NO_DATA,
    FigureStatus.NOT_DUE: "Belum jatuh tempo",
    FigureStatus.CONTEXT: "Data konteks",
    FigureStatus.NOT_APPLICABLE: "Tidak berlaku",
}


def run_of(cycle: Cycle) -> Run:
    run = latest_run(cycle)
    if run is None:
        raise DomainError("Periode ini belum dihitung. Jalankan penghitungan lebih dahulu.")
    return run


def measurement_print(cycle: Cycle, now: datetime) -> Print:
    run = run_of(cycle)
    blocks: list[Block] = [
        KeyValues(
            (
                (
                    "Penghitungan",
                    f"ke-{run.number}, {date_time(run.at)}" + (" (sementara)" if run.is_provisional else ""),
                ),
                ("Skala predikat", scale_of(run).name),
                ("Ringkasan", summary(list(figures_of(run)))),
            )
        ),
        Heading("A. Indikator Kinerja Utama"),
        figure_table(run, FigureKind.IKU),
        *_quarters(run),
        Heading("B. Indikator bulanan dan sinergitas"),
        figure_table(run, FigureKind.INDICATOR),
        Heading("C. Program, kegiatan, dan subkegiatan"),
        activity_table(run),
        *_changed(run),
        *correction_blocks(cycle),
        scale_note(run),
        *_signed(run),
        head_and_secretary(cycle.kecamatan, signing_day(cycle, now)),
    ]
    return official(
        cycle.kecamatan,
        now,
        title=f"Pengukuran Kinerja Kegiatan {cycle.month.name}",
        code=f"PENGUKURAN/{cycle.month}/{run.number}",
        heading=("PENGUKURAN KINERJA KEGIATAN", period(cycle)),
        blocks=blocks,
        landscape=True,
    )


def measurement_sheets(cycle: Cycle, now: datetime) -> dict[str, Table]:  # noqa: ARG001 - one shape for all kinds
    run = run_of(cycle)
    return {
        "IKU": figure_table(run, FigureKind.IKU),
        "Indikator": figure_table(run, FigureKind.INDICATOR),
        "Kegiatan": activity_table(run),
    }


def _quarters(run: Run) -> list[Block]:
    """Each IKU over the quarters of the year, as its page shows it."""
    drawings = [
        quarters_of(figure, year, f"{figure.code} {figure.name}") for figure, year in ikus_over_year(run.cycle, run)
    ]
    if not drawings:
        return []
    drawn = together("Realisasi IKU per triwulan", drawings)
    caption = "Realisasi IKU per triwulan; garis melintang: target; segitiga: belum tercapai; diarsir: belum ada data"
    return [Picture(drawn.svg, drawn.text, 1.0, caption)]


def summary(figures: list[Figure]) -> str:
    """n tercapai dari m jatuh tempo; a mean covers the values that exist and says how many have no data."""
    scored = [row for row in figures if row.kind != FigureKind.ACTIVITY]
    due = [row for row in scored if row.status in SCORED]
    reached = sum(row.status == FigureStatus.REACHED for row in due)
    missing = sum(row.status == FigureStatus.NO_DATA for row in due)
    return f"{reached} tercapai dari {len(due)} jatuh tempo; {missing} tanpa data"


def figure_table(run: Run, kind: FigureKind) -> Table:
    columns = (
        Column("No.", mm=9, align=Align.CENTER),
        Column("Kode", mm=17),
        Column("Indikator", 1.1),
        Column("Satuan", mm=18),
        Column("Target", mm=17, align=Align.RIGHT),
        Column("Realisasi", mm=21, align=Align.RIGHT),
        Column("n dari m", mm=19, align=Align.CENTER),
        Column("Capaian (%)", mm=19, align=Align.RIGHT),
        Column("Predikat", mm=25),
        Column("Status", 1.0),
    )
    rows = tuple(_figure_row(at, row) for at, row in enumerate(figures_of(run, kind), 1))
    return Table(TITLES[kind], columns, rows, small=kind is FigureKind.INDICATOR)


def _figure_row(at: int, row: Figure) -> Row:
    status = STATUS_WORDS[FigureStatus(row.status)]
    return body(
        f"{at}.",
        row.code,
        row.name,
        row.unit_label,
        Cell(figure(row.target), value=row.target),
        Cell(figure(row.actual), value=row.actual),
        out_of(row),
        Cell(number(row.achievement, 2), value=row.achievement),
        row.predicate or "–",
        Cell(f"{status}: {row.reason}" if row.reason else status, bold=row.status == FigureStatus.NO_DATA),
    )


def out_of(row: Figure) -> str:
    """What a percentage is made of where its whole is small, and how many units gave data where some did not."""
    if row.part is not None and row.whole is not None and (row.whole < FEW or row.of is None or row.whole == row.of):
        return f"{number(row.part)} dari {number(row.whole)}"
    if row.counted is not None and row.of is not None:
        return f"{row.counted} dari {row.of}"
    return "–"


def activity_table(run: Run) -> Table:
    columns = (
        Column("Kode", mm=23),
        Column("Program / kegiatan / subkegiatan", 1.7),
        Column("Target", mm=15, align=Align.RIGHT, group="Keluaran"),
        Column("Realisasi", mm=18, align=Align.RIGHT, group="Keluaran"),
        Column("Satuan", mm=19, group="Keluaran"),
        Column("Capaian (%)", mm=17, align=Align.RIGHT, group="Keluaran"),
        Column("Pagu", mm=28, align=Align.RIGHT, group="Anggaran"),
        Column("Realisasi", mm=28, align=Align.RIGHT, group="Anggaran"),
        Column("% fisik", mm=14, align=Align.RIGHT),
        Column("% keuangan", mm=19, align=Align.RIGHT),
        Column("Ket.", 1.0),
    )
    rows = tuple(_activity_row(row) for row in figures_of(run, FigureKind.ACTIVITY))
    return Table("Program, kegiatan, dan subkegiatan", columns, rows, small=True)


def _activity_row(row: Figure) -> Row:
    is_head = row.level == "program"
    cells = (
        Cell(row.code),
        Cell(row.name),
        Cell(figure(row.target), value=row.target),
        Cell(figure(row.actual), value=row.actual),
        Cell(row.unit_label),
        Cell(number(row.achievement, 2), value=row.achievement),
        Cell(rupiah(_whole(row.budget)), value=row.budget),
        Cell(rupiah(_whole(row.spent)), value=row.spent),
        Cell(number(row.physical, 2), value=row.physical),
        Cell(number(row.financial, 2), value=row.financial),
        Cell(row.reason or ("" if row.status != FigureStatus.NO_DATA else NO_DATA)),
    )
    if not is_head:
        return Row(cells)
    return Row(tuple(Cell(c.text, bold=True, shade=True, value=c.value) for c in cells))


def _whole(amount: Decimal | None) -> Decimal | None:
    """Rupiah without the cents that are none."""
    return amount.quantize(Decimal(1)) if amount is not None and amount == amount.to_integral_value() else amount


def _changed(run: Run) -> list[Block]:
    """What a later calculation changed: the old figure stays beside the new."""
    before, changes = changes_of(run)
    if before is None:
        return []
    columns = (
        Column("Kode", mm=24),
        Column("Uraian", 2),
        Column("Semula", mm=30, align=Align.RIGHT),
        Column("Menjadi", mm=30, align=Align.RIGHT),
        Column("Sebab", 2),
    )
    rows = tuple(
        body(row.code, row.name, figure(row.before), figure(row.after), "; ".join(why_changed(row.causes)))
        for row in changes
    )
    return [
        Heading(f"Perubahan dari penghitungan ke-{before.number} ({date_time(before.at)})", 3),
        Paragraph(f"Alasan menghitung ulang: {run.reason}", small=True),
        Table("Perubahan", columns, rows, empty="Tidak ada angka yang berubah"),
    ]


def scale_note(run: Run) -> Paragraph:
    scale = scale_of(run)
    bands = "; ".join(f"{band.label} {band.printed}" for band in scale.bands)
    return Paragraph(f"Skala predikat: {scale.name}: {bands}.", small=True)


def _signed(run: Run) -> list[Block]:
    rows = tuple(
        body(f"{at}.", str(one.section), f"{one.by.full_name}, {one.title}", date_time(one.at))
        for at, one in enumerate(run.signatures.select_related("section", "by"), 1)
    )
    columns = (
        Column("No.", mm=10, align=Align.CENTER),
        Column("Seksi"),
        Column("Ditandatangani melalui Cermat oleh", 1.4),
        Column("Waktu", mm=45),
    )
    return [Heading("D. Penandatanganan oleh seksi"), Table("Penandatanganan", columns, rows, empty="Belum ada")]
