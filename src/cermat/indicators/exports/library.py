"""The indicator library as a table, in the words of the definition file."""

from collections.abc import Iterable, Mapping

from cermat.indicators.models import Indicator
from cermat.lib.months import NAMES, number
from cermat.printing.blocks import Align, Cell, Column, Row, Table, body

COLUMNS = (
    Column("Kode", mm=18),
    Column("Bidang", mm=40),
    Column("Indikator", mm=90),
    Column("Berlaku", mm=24),
    Column("Jenis", mm=24),
    Column("Rumus", mm=50),
    Column("Satuan", mm=24),
    Column("Arah", mm=16),
    Column("Agregasi", mm=24),
    Column("Target", align=Align.RIGHT),
    Column("Bulan", mm=40),
    Column("Seksi", mm=50),
    Column("Bukti", mm=60),
)


def library_table(rows: Iterable[Indicator], sections: Mapping[str, str]) -> Table:
    """`sections`: their names by key. A target that is not set is empty."""
    return Table("Indikator", COLUMNS, tuple(_row(row, sections) for row in rows), small=True)


def _row(row: Indicator, sections: Mapping[str, str]) -> Row:
    months = "setiap bulan" if row.due_months is None else ", ".join(NAMES[month - 1] for month in row.due_months)
    return body(
        row.code,
        row.group_name,
        row.name,
        row.applies_to,
        row.nature,
        row.formula,
        row.unit_label,
        row.direction,
        row.aggregation,
        Cell("") if row.target is None else Cell(number(row.target), value=row.target),
        months,
        sections.get(row.section_key, row.section_key),
        row.evidence,
    )
