"""The contest RT/RW Cantik as minutes to be signed: every mark of every assessor, the places, ties told."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from cermat.collection.models import Entry, Form
from cermat.collection.queries import Contest, Contestant, contest_of, mark_code, sheet_of
from cermat.lib.months import date_time, number
from cermat.lib.rounding import rounded
from cermat.printing.blocks import (
    Align,
    Block,
    Column,
    Heading,
    KeyValues,
    Paragraph,
    Print,
    Signatures,
    Signer,
    Table,
    body,
)
from cermat.reports.queries.frame import head_and_secretary, official, period, signing_day
from cermat.sop.models import Cycle

NONE = "–"


def contest_print(cycle: Cycle, now: datetime) -> Print:
    entry = cycle.entries.filter(form=Form.RTRW).select_related("unit", "section", "cycle__kecamatan").first()
    blocks: list[Block] = [Paragraph("Belum jatuh tempo pada periode ini.")] if entry is None else _contest(entry)
    blocks.append(head_and_secretary(cycle.kecamatan, signing_day(cycle, now)))
    return official(
        cycle.kecamatan,
        now,
        title=f"Berita Acara RT/RW Cantik {cycle.month.name}",
        code=f"RT-RW-CANTIK/{cycle.month}",
        heading=("BERITA ACARA PENILAIAN RT/RW CANTIK", period(cycle)),
        blocks=blocks,
        landscape=True,
    )


def _contest(entry: Entry) -> list[Block]:
    sheet = sheet_of(entry)
    contest = contest_of(sheet)
    values = {(cell.code, cell.field.key): cell.value for row in sheet.rows for cell in row.fields}
    state = f"Tervalidasi {date_time(entry.validated_at)}" if entry.validated_at else "Sementara"
    blocks: list[Block] = [
        KeyValues(
            (
                ("Peserta", f"{len(contest.contestants)} RT/RW"),
                ("Penilai", ", ".join(contest.assessors.values())),
                ("Keadaan", state),
                ("Definisi", f"{contest.definition.reference}. {contest.definition.origin}".strip(". ")),
            )
        ),
        Heading("Peringkat"),
        _ranking(contest),
    ]
    for one in contest.contestants:
        blocks += [Heading(str(one.candidate), 3), _marks(contest, one, values)]
    return [*blocks, Signatures(tuple(Signer(f"Penilai {name}") for name in contest.assessors.values()))]


def _ranking(contest: Contest) -> Table:
    columns = (
        Column("Peringkat", mm=28, align=Align.CENTER),
        Column("RT/RW", 2),
        *(Column(item.name, align=Align.RIGHT) for item in contest.definition.items),
        Column("Nilai akhir", mm=26, align=Align.RIGHT),
    )
    rows = tuple(
        body(
            place_words(one),
            str(one.candidate),
            *(_mark(line.value) for line in one.outcome.items),
            _mark(one.outcome.index) if one.outcome.index is not None else f"{len(one.gaps)} nilai belum ada",
        )
        for one in contest.ranked
    )
    return Table("Peringkat", columns, rows)


def place_words(one: Contestant) -> str:
    if one.place is None:
        return NONE
    return f"{one.place.number} bersama" if one.place.shared else str(one.place.number)


def _marks(contest: Contest, one: Contestant, values: Mapping[tuple[str, str], object]) -> Table:
    columns = (
        Column("Kriteria", 2),
        Column("Bobot", mm=18, align=Align.RIGHT),
        *(Column(name, align=Align.RIGHT) for name in contest.assessors.values()),
        Column("Rata-rata", mm=24, align=Align.RIGHT),
    )
    rows = []
    for item, line in zip(contest.definition.items, one.outcome.items, strict=True):
        code = mark_code(item.code, one.candidate.number)
        marks = [_mark(values.get((code, key))) for key in contest.assessors]
        rows.append(body(item.name, number(rounded(item.weight, 2)), *marks, _mark(line.value)))
    return Table(f"Nilai {one.candidate}", columns, tuple(rows), small=True)


def _mark(value: object) -> str:
    return number(rounded(value, 2), decimals=2) if isinstance(value, Fraction | Decimal) else NONE
