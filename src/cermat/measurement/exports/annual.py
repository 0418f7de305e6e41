"""Years of the IKU as a table to take home: a line for each year of each, numbers as numbers, missing ones empty."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from cermat.measurement.exports.tables import number_cell
from cermat.measurement.queries.annual_rows import AnnualFigure, AnnualIku
from cermat.printing.blocks import Align, Cell, Column, Row, Table, body


class Words(Protocol):
    """What the page says of a year."""

    @property
    def word(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def measure(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def is_provisional(self) -> bool: ...


COLUMNS = (
    Column("Kode", mm=18),
    Column("Indikator", mm=90),
    Column("Satuan", mm=24),
    Column("Tahun", mm=14, align=Align.RIGHT),
    Column("Target", align=Align.RIGHT),
    Column("Target terendah", align=Align.RIGHT),
    Column("Target tertinggi", align=Align.RIGHT),
    Column("Realisasi", align=Align.RIGHT),
    Column("Capaian (%)", align=Align.RIGHT),
    Column("Predikat", mm=34),
    Column("Status", mm=40),
    Column("Selisih dengan tahun sebelumnya", align=Align.RIGHT),
    Column("Mengapa tidak ada selisih", mm=60),
    Column("Cara mengukur", mm=40),
    Column("Sampai dengan", mm=28),
    Column("Asal", mm=48),
    Column("Nomor angka", align=Align.RIGHT),
    Column("Keterangan", mm=70),
)


def annual_table(found: Iterable[tuple[AnnualIku, Sequence[Words]]]) -> Table:
    """Each IKU with the words of its years, in their order."""
    rows = [_row(one, figure, told) for one, words in found for figure, told in zip(one.years, words, strict=True)]
    return Table("IKU tahun ke tahun", COLUMNS, tuple(rows), small=True)


def _row(found: AnnualIku, one: AnnualFigure, row: Words) -> Row:
    return body(
        found.iku.code,
        found.iku.name,
        found.iku.unit_label,
        Cell(str(one.year), align=Align.RIGHT),
        number_cell(one.target.value),
        number_cell(one.target.low),
        number_cell(one.target.high),
        number_cell(one.actual),
        number_cell(one.judged.value),
        one.judged.predicate,
        row.word,
        number_cell(one.step.change),
        row.why,
        row.measure,
        one.until.name if one.until else "",
        row.origin + (" (sementara)" if row.is_provisional else ""),
        number_cell(one.figure.pk if one.figure else None),
        row.note,
    )
