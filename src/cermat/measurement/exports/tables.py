"""The tables of a run, and the year in the columns that the kabupaten's e-SAKIP asks for. Missing is empty, never 0."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from cermat.indicators.formula.chain import IkuSheet, PlanningChain
from cermat.indicators.models import JudgedBy
from cermat.lib.months import day_of, number
from cermat.lib.rounding import rounded
from cermat.measurement.formula import METHOD_TEXTS, STATUS_TEXTS, FigureStatus, Method
from cermat.measurement.models import Figure, FigureKind, OpeningBalance
from cermat.measurement.queries import YearRow
from cermat.measurement.schema import EsakipColumn
from cermat.printing.blocks import Align, Cell, Column, Row, Table, body

TITLES = (
    "Kode", "Nama", "Satuan", "Target", "Target terendah", "Target tertinggi", "Realisasi", "Capaian (%)", "Predikat",
    "Status", "n", "dari", "Rumus capaian", "Seksi", "Keterangan", "Nomor angka",
)  # fmt: skip
PLANNED = ("Target bulan", "Dinilai terhadap")  # of an IKU
MONEY = ("Pagu (Rp)", "Realisasi anggaran (Rp)", "% keuangan", "% fisik")
POLARITIES = {
    "naik": "Positif (makin tinggi makin baik)",
    "turun": "Negatif (makin rendah makin baik)",
    "netral": "Netral",
}
MORE = {FigureKind.IKU: PLANNED, FigureKind.ACTIVITY: MONEY}
BALANCE = (
    "Kode", "Unit", "Ukuran", "S.d. bulan", "Nilai", "Sumber", "Tanggal sumber", "Dicatat oleh", "Dicatat",
)  # fmt: skip
PLACES = 6
Fill = Callable[[YearRow, IkuSheet | None, int], Cell]


def run_tables(figures: Iterable[Figure]) -> dict[str, Table]:
    """A sheet for each kind of row, by its word in addresses: iku, indikator, kegiatan."""
    rows = list(figures)
    return {kind.value: _table(kind, [row for row in rows if row.kind == kind]) for kind in FigureKind}


def _table(kind: FigureKind, figures: Sequence[Figure]) -> Table:
    titles = (*TITLES, *MORE.get(kind, ()))
    columns = tuple(Column(title) for title in titles)
    return Table(kind.heading, columns, tuple(_row(figure, kind) for figure in figures))


def _row(figure: Figure, kind: FigureKind) -> Row:
    cells: list[str | Cell] = [
        figure.code,
        figure.name,
        figure.unit_label,
        number_cell(figure.target),
        number_cell(figure.target_low),
        number_cell(figure.target_high),
        number_cell(figure.actual),
        number_cell(figure.achievement),
        figure.predicate,
        _status(figure),
        number_cell(figure.counted),
        number_cell(figure.of),
        METHOD_TEXTS[Method(figure.method)] if figure.method else "",
        str(figure.section or ""),
        figure.reason,
        number_cell(figure.pk),
    ]
    if kind is FigureKind.IKU:
        cells += [number_cell(figure.month_target), figure.inputs.get("judged_by", JudgedBy.QUARTER)]
    if kind is FigureKind.ACTIVITY:
        cells += [number_cell(value) for value in (figure.budget, figure.spent, figure.financial, figure.physical)]
    return body(*cells)


def _status(figure: Figure) -> str:
    return STATUS_TEXTS[FigureStatus(figure.status)]


def balance_table(rows: Iterable[OpeningBalance]) -> Table:
    """Opening balances: what was taken over until when, from which source, by whom."""
    return Table("Saldo awal", tuple(Column(title) for title in BALANCE), tuple(map(_balance, rows)), small=True)


def _balance(row: OpeningBalance) -> Row:
    where = str(row.unit or row.kecamatan)
    dates = (row.source_date.isoformat(), str(row.by), day_of(row.at).isoformat())
    return body(row.code, where, row.measure, row.until, number_cell(row.value), row.source, *dates)


def number_cell(value: Decimal | Fraction | int | None) -> Cell:
    """The number itself, for a spreadsheet; an empty cell where there is none."""
    if value is None:
        return Cell()
    exact = rounded(value, PLACES) if isinstance(value, Fraction) else Decimal(value)
    return Cell(number(exact), value=exact, align=Align.RIGHT)


def esakip_table(
    name: str, wanted: Sequence[EsakipColumn], rows: Sequence[YearRow], chain: PlanningChain | None
) -> Table:
    """A row per IKU; the columns and their order are the kabupaten's (definitions/exports/esakip.yaml)."""
    sheets = chain.iku if chain else {}
    return Table(
        name,
        tuple(Column(column.judul) for column in wanted),
        tuple(
            Row(tuple(_filled(column.isi, row, sheets.get(row.iku.code), at, chain) for column in wanted))
            for at, row in enumerate(rows, 1)
        ),
    )


def _filled(key: str, row: YearRow, sheet: IkuSheet | None, at: int, chain: PlanningChain | None) -> Cell:
    if not key:
        return Cell()
    name, _, quarter = key.partition("_tw")
    if quarter:
        return _of_quarter(name, row, int(quarter))
    if key == "tujuan":
        return Cell(_goal_of(row.iku.code, chain))
    return PLAIN[key](row, sheet, at)


def _of_quarter(name: str, row: YearRow, quarter: int) -> Cell:
    figure = row.quarters.get(quarter)
    if name == "target":
        text = row.iku.quarter_targets.get(str(quarter)) or row.iku.target_by(quarter * 3)
        return number_cell(None if text is None else Decimal(str(text)))
    if figure is None:
        return Cell()
    return number_cell(figure.actual if name == "realisasi" else figure.achievement)


def _goal_of(code: str, chain: PlanningChain | None) -> str:
    goals = chain.goals if chain else ()
    return next((goal.text for goal in goals for part in goal.objectives if code in part.ikus), "")


PLAIN: dict[str, Fill] = {
    "nomor": lambda _row, _sheet, at: number_cell(at),
    "kode": lambda row, _sheet, _at: Cell(row.iku.code),
    "sasaran": lambda row, _sheet, _at: Cell(row.iku.objective),
    "indikator": lambda row, _sheet, _at: Cell(row.iku.name),
    "definisi": lambda row, _sheet, _at: Cell(row.iku.definition),
    "rumus": lambda row, _sheet, _at: Cell(row.iku.formula_text),
    "satuan": lambda row, _sheet, _at: Cell(row.iku.unit_label),
    "polaritas": lambda row, _sheet, _at: Cell(POLARITIES[row.iku.direction]),
    "sumber_data": lambda row, _sheet, _at: Cell(row.iku.source_text),
    "penanggung_jawab": lambda row, sheet, _at: Cell((sheet.responsible if sheet else "") or str(row.iku.section)),
    "bukti": lambda _row, sheet, _at: Cell("; ".join(sheet.evidence) if sheet else ""),
    "target_tahun": lambda row, _sheet, _at: number_cell(row.iku.year_target),
    "realisasi_tahun": lambda row, _sheet, _at: number_cell(row.newest.actual if row.newest else None),
    "capaian_tahun": lambda row, _sheet, _at: number_cell(row.newest.achievement if row.newest else None),
    "predikat": lambda row, _sheet, _at: Cell(row.newest.predicate if row.newest else ""),
    "status": lambda row, _sheet, _at: Cell(_status(row.newest) if row.newest else "Belum dihitung"),
    "keterangan": lambda row, _sheet, _at: Cell(row.newest.reason if row.newest else ""),
}
