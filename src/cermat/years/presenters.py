"""The year in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cermat.printing.ical import Event
from cermat.years.formula import Standing
from cermat.years.queries import Line

WORDS = {
    Standing.DONE: ("Diserahkan", "done"),
    Standing.LATE: ("Lewat batas", "late"),
    Standing.BEFORE: ("Sebelum periode pertama", "off"),
    Standing.NEAR: ("Segera", "now"),
    Standing.LATER: ("Belum waktunya", "off"),
}


@dataclass(frozen=True)
class Row:
    """A line of the calendar as it is shown."""

    line: Line
    word: str
    tone: str
    left: str

    @property
    def is_done(self) -> bool:
        return self.line.done is not None


def calendar_rows(lines: Iterable[Line], today: date) -> list[Row]:
    return [Row(line, *WORDS[line.standing], left_words(line, today)) for line in lines]


def left_words(line: Line, today: date) -> str:
    """3 hari setelah batas · 5 hari lagi · 2 hari"""
    if line.done is not None:
        late = (line.done.delivered_on - line.due.due_on).days
        return f"{late} hari setelah batas" if late > 0 else "tepat waktu"
    if line.standing is Standing.BEFORE:
        return "tidak dihitung terlambat"
    days = (line.due.due_on - today).days
    if days == 0:
        return "hari ini"
    return f"{days} hari lagi" if days > 0 else f"{-days} hari"


def summary_of(rows: Iterable[Row]) -> str:
    """4 dari 17 diserahkan; 1 lewat batas."""
    rows = list(rows)
    done = sum(row.is_done for row in rows)
    late = sum(row.line.standing is Standing.LATE for row in rows)
    return f"{done} dari {len(rows)} diserahkan" + (f"; {late} lewat batas" if late else "")


def events(lines: Iterable[Line], year: int) -> list[Event]:
    """What is still to be handed in; a delivered document leaves no entry."""
    return [
        Event(
            f"penyerahan-{year}-{line.due.key}",
            line.due.due_on,
            line.due.due_on,
            f"{line.due.document} → {line.due.recipient}",
            line.due.rule,
        )
        for line in lines
        if line.done is None
    ]
