"""Print of the pohon kinerja: its gaps, the picture over as many pages as it needs, and the same as a table."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from cermat.indicators.queries import plans_loaded
from cermat.lib.months import day_of, rupiah
from cermat.measurement.presenters.cascade import cascade_rows, gap_rows
from cermat.measurement.presenters.tree import tree_of
from cermat.measurement.queries.cascade import YearTree
from cermat.organisation.models import Unit, User
from cermat.printing.blocks import (
    Align,
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    KeyValues,
    PageBreak,
    Paragraph,
    Picture,
    Print,
    Row,
    Table,
    body,
)
from cermat.printing.tree import pages_of, tree_svg
from cermat.reports.queries.frame import head_and_secretary, official

ROOM = {"a4": 758.0, "a3": 805.0}  # height of a picture as wide as the paper's lines, in its own measure
CUT = 2  # between IKU
COLUMNS = (
    Column("Tingkat", mm=18),
    Column("Kode", mm=23),
    Column("Uraian", 1.2),
    Column("Target", mm=25, align=Align.RIGHT),
    Column("Realisasi", mm=25, align=Align.RIGHT),
    Column("Capaian", mm=18, align=Align.RIGHT),
    Column("Status", mm=24),
    Column("Pagu", mm=27, align=Align.RIGHT),
    Column("Penanggung jawab", 0.9),
)


@dataclass(frozen=True)
class TreeSubject:
    found: YearTree
    paper: str = "a4"


@dataclass(frozen=True)
class PlannedYear:
    kecamatan: Unit
    year: int


def years_planned(user: User, day: date) -> list[PlannedYear]:
    """Each year once, the newest first."""
    plans = plans_loaded(user, day)
    return list(dict.fromkeys(PlannedYear(plan.kecamatan, plan.year) for plan in plans))


def tree_print(subject: TreeSubject, now: datetime) -> Print:
    found = subject.found
    year, kecamatan = found.cascade.year, found.kecamatan
    blocks: list[Block] = [
        KeyValues(
            (
                ("Renstra", found.cascade.title),
                ("Rencana", found.origin),
                ("Realisasi", _run_words(found)),
            ),
            label_mm=30,
        ),
        Heading("A. Celah"),
        *_gaps(found),
        PageBreak(),
        Heading("B. Bagan"),
        *_pictures(subject),
        PageBreak(),
        Heading("C. Uraian"),
        tree_table(found),
        head_and_secretary(kecamatan, day_of(now)),
    ]
    made = official(
        kecamatan,
        now,
        title=f"Pohon kinerja {year}",
        code=f"POHON-KINERJA/{year}",
        heading=("POHON KINERJA", f"Tahun {year}"),
        blocks=blocks,
        landscape=True,
    )
    return replace(made, paper=subject.paper)


def tree_sheets(subject: TreeSubject, now: datetime) -> dict[str, Table]:  # noqa: ARG001 - one shape for all kinds
    gaps = tuple(body(row.name, row.sentence) for row in gap_rows(subject.found))
    named = Table("Celah", (Column("Bagian", mm=60), Column("Celah", mm=200)), gaps)
    return {"Pohon kinerja": tree_table(subject.found), "Celah": named}


def tree_table(found: YearTree) -> Table:
    return Table("Uraian pohon kinerja", COLUMNS, tuple(_lines(found)), small=True)


def _lines(found: YearTree) -> list[Row]:
    rows = []
    for row in cascade_rows(found):
        text = "\n".join((row.text, *(f"Celah: {gap}" for gap in row.gaps)))
        money = Cell(rupiah(row.budget) if row.budget is not None else "", value=row.budget)
        figures = (row.target, row.actual, row.achievement, row.word)
        rows.append(body(row.level, row.code, Cell(text, bold=row.depth < CUT), *figures, money, row.owner))
    return rows


def _run_words(found: YearTree) -> str:
    if found.run is None:
        return "belum dihitung"
    return f"{found.run.cycle.month.name}{' (sementara)' if found.run.is_provisional else ''}"


def _gaps(found: YearTree) -> list[Block]:
    rows = gap_rows(found)
    if not rows:
        return [Paragraph("Tidak ada celah.")]
    return [Bullets(tuple(row.sentence for row in rows), numbered=True)]


def _pictures(subject: TreeSubject) -> list[Block]:
    whole = tree_of(subject.found)
    parts = pages_of(whole, ROOM[subject.paper], CUT)
    alike = "Bagian {} dari {}" if len(parts) > 1 else ""
    made: list[Block] = []
    for at, part in enumerate(parts, 1):
        caption = alike.format(at, len(parts))
        made += [Picture(tree_svg(part), f"{whole.title}. {whole.text}", caption=caption), PageBreak()]
    return made[:-1]
