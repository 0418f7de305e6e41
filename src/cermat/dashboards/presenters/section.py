"""Indikator saya and Bulan saya in words: figures with where they go, sheets with what is still to do."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse

from cermat.collection.models import Entry
from cermat.collection.presenters import entry_state, sheet_title
from cermat.collection.queries import OPEN, Sheet, SheetRow
from cermat.dashboards.presenters.numbers import NOTHING
from cermat.dashboards.presenters.words import figure_words, until
from cermat.dashboards.queries import Followed, SectionBoard, VillageMonth
from cermat.measurement.models import FigureKind
from cermat.measurement.presenters import FigureRow, figure_row, spark_of
from cermat.printing.charts import MONTHS, Drawing
from cermat.sop.models import Cycle

UP, DOWN = "naik", "turun"


@dataclass(frozen=True)
class FollowedRow:
    row: FigureRow
    url: str  # its origin
    kind: str
    trend: str  # naik dari 80,1
    judged: str  # membaik, memburuk; empty where no way is better
    picture: Drawing  # its year

    @property
    def months(self) -> list[str]:
        """What each month of the picture shows."""
        return [row[1] for row in self.picture.rows]


@dataclass(frozen=True)
class OwedLine:
    unit: str
    url: str
    count: int
    until: str
    is_late: bool


@dataclass(frozen=True)
class SectionView:
    names: str
    year: int | None
    month: str
    before: str  # the month the trend looks back to
    is_provisional: bool
    groups: list[tuple[str, list[FollowedRow]]]
    owed: list[OwedLine]
    owed_url: str
    period: str
    columns: tuple[str, ...] = MONTHS


def section_view(board: SectionBoard, today: date) -> SectionView:
    run, before, cycle = board.standing.run, board.standing.before, board.months.now
    rows = [_followed(one) for one in board.rows]
    titles = ((FigureKind.IKU, "Indikator Kinerja Utama"), (FigureKind.INDICATOR, "Indikator bulanan"))
    return SectionView(
        names=", ".join(str(section) for section in board.sections),
        year=run.cycle.year if run else None,
        month=run.cycle.month.name if run else "",
        before=before.cycle.month.name if before else "",
        is_provisional=bool(run and run.is_provisional),
        groups=[(title, found) for kind, title in titles if (found := [row for row in rows if row.kind == kind])],
        owed=[
            OwedLine(
                unit=str(one.unit),
                url=reverse("collection:unit", args=[cycle.pk, one.unit.pk]),
                count=one.count,
                until=until(one.until, today),
                is_late=one.until < today,
            )
            for one in board.owed
            if cycle is not None
        ],
        owed_url=reverse("collection:owed", args=[cycle.pk]) if cycle else "",
        period=cycle.month.name if cycle else "",
    )


def _followed(one: Followed) -> FollowedRow:
    trend, judged = _trend(one.change, one.before, one.direction)
    return FollowedRow(
        row=figure_row(one.figure),
        url=reverse("measurement:figure", args=[one.figure.pk]),
        kind=one.figure.kind,
        trend=trend,
        judged=judged,
        picture=spark_of(one.figure, one.year),
    )


def _trend(change: Decimal | Fraction | None, before: Decimal | Fraction | None, better: str) -> tuple[str, str]:
    """The word for where a figure goes, and whether that is the better way."""
    if change is None:
        return "belum ada pembanding", ""
    if change == 0:
        return f"tetap {figure_words(before)}", ""
    way = UP if change > 0 else DOWN
    judged = "" if not better else ("membaik" if way == better else "memburuk")
    return f"{way} dari {figure_words(before)}", judged


@dataclass(frozen=True)
class SheetLine:
    name: str
    url: str
    word: str
    tone: str
    detail: str


@dataclass(frozen=True)
class ValueRow:
    name: str
    url: str
    now: str
    last: str
    trend: str


@dataclass(frozen=True)
class ValueGroup:
    title: str
    rows: list[ValueRow]
    told: int  # rows with a figure of this month


@dataclass(frozen=True)
class VillageView:
    name: str
    period: str
    before: str
    done: int  # sent or validated
    of: int
    sheets: list[SheetLine]
    values: list[ValueGroup]


def village_view(month: VillageMonth, today: date) -> VillageView:
    cycle: Cycle | None = month.months.now
    return VillageView(
        name=str(month.unit),
        period=cycle.month.name if cycle else "",
        before=cycle.month.plus(-1).name if cycle else "",
        done=sum(sheet.entry.state not in OPEN for sheet in month.sheets),
        of=len(month.sheets),
        sheets=[_sheet(sheet, today) for sheet in sorted(month.sheets, key=_most_urgent)],
        values=[_group(sheet, rows) for sheet, rows in month.monthly],
    )


def _most_urgent(sheet: Sheet) -> tuple[bool, date, int]:
    entry = sheet.entry
    return entry.state not in OPEN, entry.until, entry.pk


def _sheet(sheet: Sheet, today: date) -> SheetLine:
    entry = sheet.entry
    state = entry_state(entry)
    return SheetLine(
        name=sheet_title(entry),
        url=reverse("collection:sheet", args=[entry.pk]),
        word=state["word"],
        tone=state["tone"],
        detail=_still(entry, sheet, today) if entry.state in OPEN else "",
    )


def _still(entry: Entry, sheet: Sheet, today: date) -> str:
    parts = [entry.reason] if entry.reason else []
    parts.append(f"{sheet.answered} dari {sheet.of} baris terisi")
    late = "terlambat, " if entry.until < today else ""
    return " · ".join([*parts, late + until(entry.until, today)[:1].lower() + until(entry.until, today)[1:]])


def _group(sheet: Sheet, rows: tuple[SheetRow, ...]) -> ValueGroup:
    told = sum(row.outcome.value is not None for row in rows)
    return ValueGroup(sheet_title(sheet.entry), [_value(sheet, row) for row in rows], told)


def _value(sheet: Sheet, row: SheetRow) -> ValueRow:
    now, last = row.outcome.value, row.last_outcome.value
    change = None if now is None or last is None else now - last
    unit = f" {row.indicator.unit_label}" if row.indicator.unit_label else ""
    return ValueRow(
        name=row.indicator.name,
        url=reverse("collection:sheet", args=[sheet.entry.pk]) + f"#{row.spec.code}",
        now=NOTHING if now is None else figure_words(now) + unit,
        last=NOTHING if last is None else figure_words(last) + unit,
        trend="" if change is None else (UP if change > 0 else DOWN if change < 0 else "tetap"),
    )
