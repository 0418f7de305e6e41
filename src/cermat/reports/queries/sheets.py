"""Prints of step 3: Format Kinerja, blank and filled, and the Rekapitulasi Kelengkapan."""

from datetime import datetime
from fractions import Fraction

from cermat.collection.exports.completeness import matrix_table
from cermat.collection.models import EntryState, EntryValue
from cermat.collection.queries import FieldCell, MatrixCell, Sheet, SheetRow, matrix, sheets_of
from cermat.lib.errors import DomainError
from cermat.lib.months import date_time, day_of, long_date
from cermat.lib.rounding import rounded
from cermat.printing.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Heading,
    KeyValues,
    Paragraph,
    Print,
    Row,
    Signatures,
    Signer,
    Table,
    body,
)
from cermat.printing.blocks import group as group_row
from cermat.reports.queries.frame import (
    figure,
    head_and_secretary,
    official,
    period,
    place_date,
    signer,
    signing_day,
    through_cermat,
    told_at,
)
from cermat.reports.queries.register import CycleUnit
from cermat.sop.models import Cycle

WORDS = {
    "nihil": "Nihil",
    "belum_ada_data": "Belum ada data",
    "tidak_berlaku": "Tidak berlaku",
    "ya": "Ya",
    "tidak": "Tidak",
}
FORM_WORDS = {
    "bulanan": "Indikator bulanan",
    "dokumen": "Daftar periksa dokumen",
    "sinergitas": "Indikator sinergitas kecamatan",
    "ikm": "Lembar isian survei kepuasan masyarakat",
    "idm": "Indikator indeks desa",
    "rtrw_cantik": "Indikator RT/RW Cantik",
}
STATE_WORDS = {
    EntryState.DRAFT: "Draf",
    EntryState.SENT: "Terkirim",
    EntryState.SENT_BACK: "Dikembalikan",
    EntryState.VALIDATED: "Tervalidasi",
}
HOW_TO_ANSWER = (
    "Isi dengan angka, Nihil (dihitung dan hasilnya nol), Belum ada data (dengan alasan), atau Tidak berlaku."
)
LEGEND = "√ tervalidasi   ◐ terkirim   ! dikembalikan   ○ draf atau belum diisi   – tidak diminta   * terlambat"
MARK_TEXT = {"v": "√", "s": "◐", "r": "!", "draft": "○", "none": "○", "na": "–"}


def blank_form_print(about: CycleUnit, now: datetime) -> Print:
    return _form(about, now, filled=False)


def filled_form_print(about: CycleUnit, now: datetime) -> Print:
    return _form(about, now, filled=True)


def form_sheets(about: CycleUnit, now: datetime) -> dict[str, Table]:  # noqa: ARG001 - one shape for all kinds
    sheets = sheets_of(about.cycle, about.unit)
    return {f"{one.entry.form} {one.entry.section.key}": sheet_table(one, filled=True) for one in sheets}


def _form(about: CycleUnit, now: datetime, *, filled: bool) -> Print:
    """Format Kinerja of a unit: every sheet it owes in the cycle."""
    cycle, unit, day = about.cycle, about.unit, signing_day(about.cycle, now)
    sheets = sheets_of(cycle, unit)
    entries = [sheet.entry for sheet in sheets]
    if not entries:
        raise DomainError(f"Belum ada isian untuk {unit} pada periode ini. Isian dibuka pada tahapan pengumpulan.")
    blocks: list[Block] = [
        KeyValues(
            (
                ("Unit", str(unit)),
                ("Periode", cycle.month.name),
                ("Batas waktu", f"Paling lambat {long_date(max(entry.due_on for entry in entries))}"),
            ),
            label_mm=30,
        )
    ]
    for sheet in sheets:
        blocks += _sheet_blocks(sheet, filled=filled)
    blocks.append(Paragraph(HOW_TO_ANSWER, small=True))
    sent = max((entry for entry in entries if entry.sent_at), key=lambda one: str(one.sent_at), default=None)
    if filled and sent and sent.sent_at and all(entry.sent_at for entry in entries):
        day = day_of(sent.sent_at)
    place = place_date(unit if unit.is_village else cycle.kecamatan, day if filled else None)
    note = through_cermat("Disetujui dan dikirim", sent.sent_by, sent.sent_at) if filled and sent else ""
    blocks.append(Signatures((Signer("Petugas pengisi"), signer(unit, day, place=place, note=note))))
    name = "terisi" if filled else "kosong"
    return official(
        cycle.kecamatan,
        now,
        title=f"Format Kinerja ({name}) {unit} {cycle.month.name}",
        code=f"FORMAT-KINERJA/{cycle.month}/{unit.key.upper()}",
        heading=("FORMAT KINERJA (INDIKATOR KINERJA)", str(unit).upper(), period(cycle)),
        blocks=blocks,
    )


def _sheet_blocks(sheet: Sheet, *, filled: bool) -> list[Block]:
    entry = sheet.entry
    blocks: list[Block] = [Heading(f"{FORM_WORDS[entry.form]} – {entry.section}")]
    if filled:
        state = STATE_WORDS[EntryState(entry.state)]
        late = ", terlambat" if entry.was_late else ""
        told = f"Status: {state}{late}."
        if entry.validated_by and entry.validated_at:
            told += f" Divalidasi {entry.validated_by.full_name}, {date_time(entry.validated_at)}."
        if entry.channel != "daring":
            told += f" Sumber: {entry.channel} {entry.channel_note}".rstrip() + "."
        blocks.append(Paragraph(told, small=True))
    return [*blocks, sheet_table(sheet, filled=filled)]


def sheet_table(sheet: Sheet, *, filled: bool) -> Table:
    columns = (
        Column("No.", mm=10, align=Align.CENTER),
        Column("Indikator", 1.7),
        Column("Isian", 1.3),
        Column("Satuan", mm=19),
        Column("Bulan lalu", mm=21, align=Align.RIGHT),
        Column("Nilai", mm=28, align=Align.RIGHT),
        Column("Keterangan", 1.0),
    )
    rows: list[Row] = []
    at = 0
    for part in sheet.groups:
        rows.append(group_row(part.name, len(columns)))
        for row in part.rows:
            at += 1
            rows += _indicator_rows(at, row, filled=filled)
    return Table(f"{FORM_WORDS[sheet.entry.form]} {sheet.entry.section}", columns, tuple(rows), numbered_columns=True)


def _indicator_rows(at: int, row: SheetRow, *, filled: bool) -> list[Row]:
    """One line for each field; number and name of the indicator stand over all its lines."""
    count = max(1, len(row.fields))
    evidence = ", ".join(str(one.file) for one in row.evidence)
    lines: list[Row] = []
    for place, cell in enumerate(row.fields):
        lead = (Cell(f"{at}.", rows=count), Cell(row.indicator.name, rows=count)) if place == 0 else ()
        remark = " ".join(part for part in (_reason(cell), row.explanation if place == 0 else "") if part and filled)
        if filled and place == 0 and evidence:
            remark = f"{remark}\nBukti dukung: {evidence}".strip()
        value = typed_text(cell) if filled else ""
        lines.append(Row((*lead, *body(cell.field.label, cell.field.unit, last_text(cell), value, remark).cells)))
    return lines


def _reason(cell: FieldCell) -> str:
    return cell.typed.reason if cell.typed else cell.why_missing


def last_text(cell: FieldCell) -> str:
    return answered(cell.last, cell) if cell.last is not None else "–"


def typed_text(cell: FieldCell) -> str:
    """As it was answered; an automatic field as it was computed."""
    if cell.typed is not None:
        return answered(cell.typed, cell)
    if not isinstance(cell.value, Fraction):
        return "–"
    if cell.field.kind == "ya_tidak":
        return WORDS["ya" if cell.value == 1 else "tidak"]
    return figure(rounded(cell.value, 4), 4)


def answered(value: EntryValue, cell: FieldCell) -> str:
    if value.answer == "teks":
        return value.text
    if value.answer != "angka":
        return WORDS[value.answer]
    choice = next((label for exact, label in cell.field.choices if exact == value.number), "")
    return choice or figure(value.number, 4)


def matrix_print(cycle: Cycle, now: datetime) -> Print:
    """Rekapitulasi Kelengkapan: unit by requirement."""
    at = told_at(cycle, now)
    found = matrix(cycle, day_of(at))
    blocks: list[Block] = [
        Paragraph(
            f"Batas waktu {long_date(cycle.due_on)}. Keadaan per {date_time(at)}: {found.validated} dari {found.of} "
            f"isian tervalidasi, {found.sent} terkirim menunggu validasi."
        ),
        matrix_table(found, marked),
        Paragraph(LEGEND, small=True),
        head_and_secretary(cycle.kecamatan, day_of(at)),
    ]
    return official(
        cycle.kecamatan,
        now,
        title=f"Rekapitulasi Kelengkapan {cycle.month.name}",
        code=f"REKAPITULASI/{cycle.month}",
        heading=("REKAPITULASI KELENGKAPAN DATA KINERJA", period(cycle)),
        blocks=blocks,
        landscape=True,
    )


def matrix_sheets(cycle: Cycle, now: datetime) -> dict[str, Table]:
    return {"Rekapitulasi Kelengkapan": matrix_table(matrix(cycle, signing_day(cycle, now)))}


def marked(cell: MatrixCell) -> Cell:
    """In signs, for paper; the legend stands below."""
    return Cell(MARK_TEXT[cell.kind] + (" *" if cell.is_late else ""), bold=cell.kind == "r")
