"""What goes to whom by when: the year's deliveries from the plan's calendar. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cermat.lib.months import Month
from cermat.periods.formula import Calendar

AHEAD = 30  # days before its day in which a delivery is called near
QUARTER = re.compile(r"\btriwulan [IV]+\b")
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


@dataclass(frozen=True)
class Planned:
    """A line of `kalender_penyerahan`; `months` = every month in which it is handed in."""

    document: str
    recipient: str
    rule: str
    months: tuple[int, ...]


@dataclass(frozen=True)
class Due:
    """One document for one recipient by one day."""

    key: str  # the same again when the plan is loaded anew
    document: str
    recipient: str
    rule: str
    due_on: date


class Standing(StrEnum):
    DONE = "diserahkan"
    LATE = "lewat"
    BEFORE = "sebelum"  # due before the office's first period: whether it was handed in, Cermat cannot know
    NEAR = "dekat"
    LATER = "nanti"


def deliveries_in(rows: Iterable[Planned], year: int, calendar: Calendar) -> list[Due]:
    """In order of their days: each on the last working day of its month, which the plan names without a day."""
    found = [_due(row, Month(year, month), calendar) for row in rows for month in dict.fromkeys(row.months)]
    return sorted(found, key=lambda due: (due.due_on, due.document))


def _due(row: Planned, month: Month, calendar: Calendar) -> Due:
    document = _of_quarter(row.document, month) if len(row.months) > 1 else row.document
    return Due(key_of(row, month), document, row.recipient, row.rule, calendar.last_working_day(month))


def key_of(row: Planned, month: Month) -> str:
    """04 laporan-skm-triwulan-i-dan-publikasinya: by month and name."""
    name = re.sub(r"[^a-z0-9]+", "-", row.document.lower()).strip("-")
    return f"{month.number:02d}-{name}"[:120]


def _of_quarter(document: str, month: Month) -> str:
    """What repeats is named after the quarter that has just ended: in January that of the year before."""
    ended = month.plus(-1)
    year = f" {ended.year}" if ended.year != month.year else ""
    return QUARTER.sub(f"triwulan {ROMAN[ended.quarter]}{year}", document)


def standing(due_on: date, delivered_on: date | None, today: date, began: date) -> Standing:
    """`began`: the first day of the office's first period."""
    if delivered_on is not None:
        return Standing.DONE
    if due_on < today:
        return Standing.LATE if due_on >= began else Standing.BEFORE
    return Standing.NEAR if (due_on - today).days <= AHEAD else Standing.LATER
