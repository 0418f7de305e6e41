"""The overviews as tables for a workbook. Who has no data says so, and is there; a missing figure is empty, never 0."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from cermat.dashboards.queries import Followed, KecamatanState
from cermat.lib.months import NAMES, Month, number
from cermat.lib.rounding import rounded
from cermat.measurement.exports.tables import number_cell
from cermat.measurement.formula import STATUS_TEXTS, FigureStatus
from cermat.measurement.models import FigureKind
from cermat.printing.blocks import Align, Cell, Column, Row, Table, body

NOTHING = Cell("belum ada data")
COLUMNS = (
    Column("No.", mm=10, align=Align.CENTER),
    Column("Kecamatan", mm=50),
    Column("Periode", mm=34),
    Column("Tervalidasi", align=Align.RIGHT, group="Isian"),
    Column("Semua", align=Align.RIGHT, group="Isian"),
    Column("Tepat waktu", align=Align.RIGHT, group="Isian"),
    Column("Jatuh tempo", align=Align.RIGHT, group="Isian"),
    Column("Bulan", mm=34, group="IKU"),
    Column("Tercapai", align=Align.RIGHT, group="IKU"),
    Column("Dinilai", align=Align.RIGHT, group="IKU"),
    Column("Tanpa data", align=Align.RIGHT, group="IKU"),
    Column("Bulan", mm=34, group="IKM terakhir"),
    Column("Nilai", align=Align.RIGHT, group="IKM terakhir"),
    Column("Mutu", mm=34, group="IKM terakhir"),
)


LATE = (
    Column("Yang ditunggu", mm=110),
    Column("Siapa", mm=50),
    Column("Periode", mm=40),
    Column("Seharusnya selesai", mm=30),
    Column("Terlambat (hari)", align=Align.RIGHT),
)
OF_SECTION = (
    Column("Jenis", mm=44),
    Column("Kode", mm=18),
    Column("Indikator", mm=90),
    Column("Satuan", mm=24),
    Column("Target", align=Align.RIGHT),
    Column("Realisasi", align=Align.RIGHT),
    Column("Status", mm=40),
    *(Column(name, align=Align.RIGHT) for name in NAMES),
)


def late_table(rows: Iterable[tuple[str, str, str, date, int]]) -> Table:
    """What is waited for, who owes it, of which period, since when, how many days."""
    lines = [body(text, who, period, since.isoformat(), _count(days)) for text, who, period, since, days in rows]
    return Table("Terlambat", LATE, tuple(lines), small=True)


def section_table(found: Iterable[Followed]) -> Table:
    return Table("Indikator saya", OF_SECTION, tuple(map(_of_section, found)), small=True)


def _of_section(one: Followed) -> Row:
    figure, year = one.figure, one.year.figures
    return body(
        FigureKind(figure.kind).heading,
        figure.code,
        figure.name,
        figure.unit_label,
        number_cell(figure.target),
        number_cell(figure.actual),
        STATUS_TEXTS[FigureStatus(figure.status)],
        *(number_cell(year[month].actual if month in year else None) for month in range(1, 13)),
    )


def region_table(states: Iterable[KecamatanState]) -> Table:
    rows = [body(f"{at}.", *_cells(state)) for at, state in enumerate(states, 1)]
    return Table("Kecamatan berdampingan", COLUMNS, tuple(rows), small=True)


def _cells(state: KecamatanState) -> list[Cell]:
    return [
        Cell(str(state.kecamatan)),
        Cell(state.cycle.month.name) if state.cycle else NOTHING,
        *_sheets(state),
        *_iku(state),
        *_ikm(state),
    ]


def _sheets(state: KecamatanState) -> list[Cell]:
    told = state.sheets
    if told is None:
        return [NOTHING] * 4
    return [_count(told.validated), _count(told.of), _count(told.on_time), _count(told.counted)]


def _iku(state: KecamatanState) -> list[Cell]:
    run, told = state.run, state.iku
    if run is None or told is None:
        return [NOTHING] * 4
    month = run.cycle.month.name + (" (sementara)" if run.is_provisional else "")
    return [Cell(month), _count(told.reached), _count(told.due), _count(told.missing)]


def _ikm(state: KecamatanState) -> list[Cell]:
    result = state.ikm
    if result is None or result.counted_value is None:
        return [NOTHING] * 3
    value = rounded(result.counted_value, 2)
    month = Month.parse(result.period).name
    return [Cell(month), Cell(number(value, 2), value=value), Cell(result.counted_label)]


def _count(many: int) -> Cell:
    return Cell(str(many), value=Decimal(many))
