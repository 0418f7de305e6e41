"""Completeness, punctuality and their history as tables for a workbook. Missing is a dash, never a zero."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from cermat.collection.formula.deadlines import Tally
from cermat.collection.queries import Matrix, MatrixCell, UnitRecord
from cermat.lib.months import Month, number
from cermat.lib.rounding import rounded
from cermat.printing.blocks import Align, Cell, Column, Row, Table, body, total
from cermat.printing.blocks import group as group_row

GROUPS = {"kelurahan": "Kelurahan", "desa": "Desa", "seksi": "Seksi dan Sekretariat"}
CELLS = {
    "v": "Tervalidasi",
    "s": "Terkirim",
    "r": "Dikembalikan",
    "draft": "Draf",
    "none": "Belum dimulai",
    "na": "–",
}
DASH = Cell("–", align=Align.CENTER)


def matrix_cell(cell: MatrixCell) -> Cell:
    """In words, for a workbook."""
    return Cell(CELLS[cell.kind] + (", terlambat" if cell.is_late else ""))


def matrix_table(found: Matrix, told: Callable[[MatrixCell], Cell] = matrix_cell) -> Table:
    """Rekapitulasi Kelengkapan: which unit has handed in what; `told` says it in words or in signs."""
    columns = (
        Column("No.", mm=10, align=Align.CENTER),
        Column("Unit", mm=58),
        *(Column(column.short, align=Align.CENTER, group="Isian") for column in found.columns),
        Column("Tervalidasi", mm=24, align=Align.CENTER),
    )
    rows: list[Row] = []
    group = ""
    for at, row in enumerate(found.rows, 1):
        if row.group != group:
            group = row.group
            rows.append(group_row(GROUPS[group], len(columns)))
        cells = [told(cell) for cell in row.cells]
        rows.append(body(f"{at}.", str(row.unit), *cells, f"{row.validated} dari {row.of}"))
    rows.append(total(Cell("Jumlah", span=len(columns) - 1), f"{found.validated} dari {found.of}"))
    return Table("Rekapitulasi Kelengkapan", columns, tuple(rows), small=True, dense=True)


def completeness_sheets(
    found: Matrix, records: Iterable[UnitRecord], ranks: Mapping[int, int], months: list[Month]
) -> dict[str, Table]:
    """A sheet each: the matrix of the period (the last month), its punctuality, the months side by side."""
    records, month = list(records), months[-1]
    return {
        "Kelengkapan": matrix_table(found),
        "Ketepatan waktu": _punctuality(records, ranks, month),
        "Riwayat tepat waktu": _history(records, months, "Riwayat tepat waktu (%)", lambda t: t.share_on_time),
        "Riwayat lengkap": _history(records, months, "Riwayat lengkap (%)", lambda t: t.share_complete),
    }


def _punctuality(records: Iterable[UnitRecord], ranks: Mapping[int, int], month: Month) -> Table:
    columns = (
        Column("Peringkat", mm=22, align=Align.CENTER),
        Column("Unit", mm=58),
        *(
            Column(name, mm=26, align=Align.RIGHT)
            for name in (
                "Jatuh tempo",
                "Lengkap",
                "Lengkap (%)",
                "Tepat waktu",
                "Tepat waktu (%)",
                "Terlambat",
                "Belum terkirim",
                "Hari kerja terlambat",
                "Belum jatuh tempo",
            )
        ),
    )
    rows = [
        Row((_count(ranks.get(record.unit.pk)), Cell(str(record.unit)), *_figures(record.months.get(month))))
        for record in records
        if month in record.months
    ]
    return Table(f"Ketepatan waktu {month.name}", columns, tuple(rows))


def _figures(tally: Tally | None) -> tuple[Cell, ...]:
    if tally is None or not tally.counted:
        return (*(DASH for _column in range(8)), _count(tally.ahead if tally else None))
    return (
        _count(tally.counted),
        _count(tally.complete),
        _percent(tally.share_complete),
        _count(tally.on_time),
        _percent(tally.share_on_time),
        _count(tally.late),
        _count(tally.missing),
        _count(tally.days_late),
        _count(tally.ahead),
    )


def _history(
    records: Iterable[UnitRecord], months: list[Month], name: str, share: Callable[[Tally], Fraction | None]
) -> Table:
    columns = (Column("Unit", mm=58), *(Column(month.name, mm=26, align=Align.RIGHT) for month in months))
    rows = [
        Row((Cell(str(record.unit)), *(_share_in(record.months.get(month), share) for month in months)))
        for record in records
    ]
    return Table(name, columns, tuple(rows))


def _share_in(tally: Tally | None, share: Callable[[Tally], Fraction | None]) -> Cell:
    return _percent(share(tally)) if tally else DASH


def _count(value: int | None) -> Cell:
    return DASH if value is None else Cell(str(value), value=Decimal(value))


def _percent(value: Fraction | None) -> Cell:
    if value is None:
        return DASH
    exact = rounded(value, 1)
    return Cell(number(exact), value=exact)
