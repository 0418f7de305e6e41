"""The kecamatan side by side as a table for a workbook. Who has no data says so, and is there."""

from collections.abc import Iterable
from decimal import Decimal

from cermat.dashboards.queries import KecamatanState
from cermat.lib.months import Month, number
from cermat.lib.rounding import rounded
from cermat.printing.blocks import Align, Cell, Column, Table, body

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
