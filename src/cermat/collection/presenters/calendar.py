"""The calendar of a period: a month of days for the desk, a list for the phone, and the events for other calendars."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cermat.collection.queries import CycleCalendar, DueDay
from cermat.lib.months import DAYS, NAMES, full_date, long_date
from cermat.printing.ical import Event
from cermat.sop.formula import PlanRow

WEEK = timedelta(days=7)
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Happening:
    """Something on a day, or from one day to another. `short` is what the month shows."""

    day: date
    end: date
    key: str
    title: str
    short: str
    note: str = ""
    tone: str = ""


def happenings(found: CycleCalendar) -> list[Happening]:
    """Everything of the period, in order of days."""
    cycle, meeting = found.cycle, found.plan.dates.meeting
    place = f"{found.meeting_time}, {found.meeting_place}. {meeting.note}".strip()
    rows = [
        *(_due(day, told, is_later=day != cycle.due_on) for day, told in found.due.items()),
        _one(cycle.cutoff_on, "cutoff", "Penutupan pengumpulan", "Penutupan", "yang belum terkirim disebut namanya"),
        _one(cycle.meeting_on, "meeting", "Rapat Koordinasi Rutin", "Rapat", place, tone="s"),
        *(_step(row, cycle.cutoff_on) for row in found.plan.rows),
    ]
    return sorted(rows, key=lambda one: (one.day, one.end, one.key))


def _one(day: date, key: str, title: str, short: str, note: str = "", tone: str = "") -> Happening:
    return Happening(day, day, key, title, short, note, tone)


def _due(day: date, told: DueDay, *, is_later: bool) -> Happening:
    title = "Batas kirim yang diperpanjang" if is_later else "Batas kirim isian"
    note = ""
    if told.of:
        note = f"{told.open} dari {told.of} isian belum terkirim" if told.open else f"{told.of} isian, semua terkirim"
    return _one(day, f"due-{day}", title, "Batas kirim", note, tone="r" if told.open or not told.of else "v")


def _step(row: PlanRow, cutoff: date) -> Happening:
    end = cutoff if row.step.is_collection else row.end
    note = f"mutu baku {row.step.standard.text}"
    title = f"Tahapan {row.step.label} {row.step.text}"
    return Happening(row.start, end, f"step-{row.step.key}", title, f"Tahapan {row.step.label}", note)


def calendar_view(found: CycleCalendar, today: date) -> dict[str, Any]:
    rows = happenings(found)
    off = {day: name for day, name in found.calendar.names.items() if found.cycle.month.first <= day <= _last(rows)}
    return {
        "days": DAYS,
        "weeks": list(_weeks(found, rows, today)),
        "agenda": list(_agenda(found, rows, off, today)),
        "doubts": found.plan.doubts,
        "collisions": found.plan.collisions,
        "left": _left(found, today),
    }


def _last(rows: list[Happening]) -> date:
    return max(row.end for row in rows)


def _left(found: CycleCalendar, today: date) -> str:
    due = found.cycle.due_on
    if today > due:
        return f"batas kirim {long_date(due)} sudah berlalu"
    if today == due:
        return "hari ini batas kirimnya"
    return f"{found.calendar.working_days_between(today, due)} hari kerja lagi sampai batas kirim"


def _weeks(found: CycleCalendar, rows: list[Happening], today: date) -> Iterator[list[dict[str, Any]]]:
    monday = found.cycle.month.first - ONE * found.cycle.month.first.weekday()
    while monday <= max(_last(rows), found.cycle.month.last):
        yield [_cell(found, rows, monday + ONE * offset, today) for offset in range(7)]
        monday += WEEK


def _cell(found: CycleCalendar, rows: list[Happening], day: date, today: date) -> dict[str, Any]:
    month = found.cycle.month
    is_first = day.day == 1 or day == month.first - ONE * month.first.weekday()
    marks = [{"text": row.short, "tone": row.tone, "title": row.title} for row in rows if row.day == day]
    marks += [
        {"text": f"{row.short} selesai", "tone": row.tone, "title": row.title}
        for row in rows
        if row.end == day and row.end not in {row.day, found.cycle.cutoff_on}
    ]
    return {
        "day": day,
        "number": f"{day.day} {NAMES[day.month - 1][:3]}" if is_first else str(day.day),
        "is_off": not found.calendar.is_working(day),
        "is_outside": not month.first <= day <= month.last,
        "is_today": day == today,
        "off": found.calendar.names.get(day, ""),
        "marks": marks,
    }


def _agenda(found: CycleCalendar, rows: list[Happening], off: dict[date, str], today: date) -> Iterator[dict[str, Any]]:
    """The same as a list, days off among them."""
    told: list[Happening] = [
        *rows,
        *(_one(day, "off", name, "", "bukan hari kerja", "off") for day, name in off.items()),
    ]
    for row in sorted(told, key=lambda one: (one.day, one.end, one.key)):
        yield {
            "when": full_date(row.day) if row.day == row.end else f"{long_date(row.day)} – {long_date(row.end)}",
            "title": row.title,
            "note": row.note,
            "tone": row.tone,
            "is_past": row.end < today,
            "left": _ahead(found, row, today),
        }


def _ahead(found: CycleCalendar, row: Happening, today: date) -> str:
    if row.tone == "off" or row.end < today:
        return ""
    if row.day <= today:
        return "hari ini" if row.day == row.end else "sedang berjalan"
    return f"{found.calendar.working_days_between(today, row.day)} hari kerja lagi"


def events(found: CycleCalendar) -> list[Event]:
    """As other calendars take them, whole days; each keeps its name when its day moves."""
    place = found.meeting_place
    return [
        Event(
            key=f"{found.cycle.pk}-{row.key}",
            start=row.day,
            end=row.end,
            title=f"{row.title} ({found.cycle.month.name})",
            note=row.note,
            place=place if row.key == "meeting" else "",
        )
        for row in happenings(found)
    ]
