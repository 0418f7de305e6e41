"""The index of one desa as a print: status, what lacks, the cheapest way, and every row with the ministry's advice."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from cermat.collection.queries import Trial, VillageIndex, Year
from cermat.instruments.formula import Item
from cermat.instruments.formula.way import Way, gain_to_full
from cermat.lib.months import day_of, number, rupiah
from cermat.lib.rounding import rounded
from cermat.printing.blocks import (
    Align,
    Block,
    Column,
    Heading,
    KeyValues,
    Notice,
    Paragraph,
    Print,
    Row,
    Signatures,
    Table,
    body,
)
from cermat.printing.blocks import group as group_row
from cermat.reports.queries.frame import official, place_date, signer

NONE = "–"
NOT_SURVEYED = "Tidak didata: IDM dan Indeks Desa hanya untuk desa. Ini bukan skor nol."


@dataclass(frozen=True)
class VillagePrint:
    """What the print is about: the desa's indices, and what was tried on the newest year of the IDM."""

    index: VillageIndex
    trial: Trial | None = None


def village_print(about: VillagePrint, now: datetime) -> Print:
    unit, day = about.index.unit, day_of(now)
    kecamatan = unit.kecamatan or unit
    blocks: list[Block] = []
    if not about.index.is_surveyed:
        blocks.append(Notice(NOT_SURVEYED))
    for year in (*about.index.indeks_desa[:1], *about.index.idm[:1]):
        blocks += _status(year)
    if about.trial is not None:
        blocks += _way_blocks(about.trial)
        blocks += [Heading("Semua baris"), _rows(about.trial)]
    blocks += [_history("Indeks Desa per tahun", about.index.indeks_desa)] if about.index.indeks_desa else []
    blocks += [_history("IDM per tahun", about.index.idm)] if about.index.idm else []
    blocks.append(Signatures((signer(unit, day, place=place_date(unit, day)),)))
    return official(
        kecamatan,
        now,
        title=f"Indeks {unit}",
        code=f"INDEKS-DESA/{unit.code}",
        heading=("STATUS DAN INDEKS DESA", str(unit).upper()),
        blocks=blocks,
        landscape=True,
    )


def _status(year: Year) -> list[Block]:
    decimals = year.definition.index.decimals
    facts = [
        ("Terbit", _told(year.published, decimals, year.result.published_label)),
        ("Hasil hitung", _told(year.computed, decimals, year.result.label)),
        *((line.name, _index(line.value, year.definition.index.group_decimals)) for line in year.groups),
    ]
    if year.next_grade is not None and year.index is not None:
        lacking = _index(year.next_grade.start - year.index, decimals)
        facts.append(
            (f"Kurang menuju {year.next_grade.name}", f"{lacking} (mulai {year.next_grade.start})".replace(".", ","))
        )
    blocks: list[Block] = [Heading(f"{year.definition.title} {year.year}"), KeyValues(tuple(facts), label_mm=75)]
    blocks += [Notice(f"{one['code']}: {one['text']}") for one in year.anomalies]
    return [*blocks, Paragraph(f"Definisi {year.result.definition}. {year.definition.origin}".strip(), small=True)]


def _told(value: Decimal | None, decimals: int, label: str) -> str:
    return NONE if value is None else f"{_index(value, decimals)} {label}".strip()


def _index(value: object, decimals: int) -> str:
    return number(rounded(value, decimals), decimals=decimals) if isinstance(value, Fraction | Decimal) else NONE


def _way_blocks(trial: Trial) -> list[Block]:
    way = trial.way
    if way is None:
        return [Paragraph("Status tertinggi sudah tercapai.")]
    title = Heading(f"Jalan termurah menuju {way.target.name}")
    if way.reason:
        return [title, Paragraph(way.reason)]
    decimals = trial.definition.index.decimals
    told = f"{_index(way.index, decimals)} menjadi {_index(way.index_after, decimals)}."
    cost = f" Biaya seluruhnya {rupiah(rounded(way.cost, 0))}." if way.cost is not None else ""
    return [title, _way_table(way), Paragraph(f"{len(way.steps)} baris dinaikkan: {told}{cost}")]


def _way_table(way: Way) -> Table:
    columns = (
        Column("Kode", mm=23),
        Column("Baris", 1.2),
        Column("Skor", mm=18, align=Align.CENTER),
        Column("Kegiatan yang disarankan kementerian", 1.8),
        Column("Pelaksana", 1.2),
        Column("Tambahan", mm=24, align=Align.RIGHT),
        Column("Biaya", mm=32, align=Align.RIGHT),
    )
    rows = tuple(
        body(
            step.code,
            step.name,
            f"{_points(step.before)} → {_points(step.after)}",
            step.advice or NONE,
            "; ".join(f"{name}: {who}" for name, who in step.executors.items()) or NONE,
            f"+{number(rounded(step.gain, 6))}",
            NONE if step.cost is None else rupiah(rounded(step.cost, 0)),
        )
        for step in way.steps
    )
    return Table("Jalan termurah", columns, rows)


def _rows(trial: Trial) -> Table:
    columns = (
        Column("Kode", mm=23),
        Column("Baris", 1.3),
        Column("Skor", mm=14, align=Align.CENTER),
        Column("Dicoba", mm=16, align=Align.CENTER),
        Column("Keadaan", 1.5),
        Column("Kegiatan yang disarankan", 1.6),
        Column("+Nilai", mm=24, align=Align.RIGHT),
    )
    rows: list[Row] = []
    heading, gains = "", gain_to_full(trial.definition, trial.standing)
    for item in trial.definition.items:
        if item.group != heading:
            heading = item.group
            rows.append(group_row(f"{heading} {trial.definition.group[heading].name}", len(columns)))
        rows.append(_item_row(trial, item, gains[item.code]))
    return Table("Semua baris", columns, tuple(rows), small=True)


def _item_row(trial: Trial, item: Item, gain: Fraction | None) -> Row:
    points, tried = trial.standing.get(item.code), trial.changed.get(item.code)
    level = next((option for option in item.options if option.score == points), None)
    return body(
        item.code,
        item.name,
        _points(points),
        _points(tried) if tried is not None else "",
        level.label if level else "",
        level.advice if level else "",
        NONE if gain is None else number(rounded(gain, 8)),
    )


def _points(points: Fraction | None) -> str:
    return NONE if points is None else number(rounded(points, 0 if points.denominator == 1 else 2))


def _history(caption: str, years: tuple[Year, ...]) -> Table:
    columns = (
        Column("Tahun", mm=24),
        Column("Terbit", align=Align.RIGHT),
        Column("Hasil hitung", align=Align.RIGHT),
        Column("Status", 1.5),
    )
    rows = tuple(
        body(
            str(year.year),
            _index(year.published, year.definition.index.decimals),
            _index(year.computed, year.definition.index.decimals),
            year.label or NONE,
        )
        for year in years
    )
    return Table(caption, columns, rows, show_caption=True)
