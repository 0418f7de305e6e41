"""Whole days as an iCalendar file (RFC 5545), which telephones and office calendars take in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

WIDTH = 75  # octets of a line; a longer one goes on after a line break and a blank
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class Event:
    """From the beginning of `start` to the end of `end`. The same `key` again replaces the event in a calendar."""

    key: str
    start: date
    end: date
    title: str
    note: str = ""
    place: str = ""


def as_ical(events: Iterable[Event], *, title: str, host: str, at: datetime) -> bytes:
    """The file; `host` makes the keys unlike those of other offices, `at` (in UTC) is when it was made."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Cermat//ID",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(title)}",
    ]
    for event in events:
        lines += _event(event, host, at)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line)).encode()


def _event(event: Event, host: str, at: datetime) -> list[str]:
    after = event.end + timedelta(days=1)  # the end is the first day that is free again
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_text(event.key)}@{_text(host)}",
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{event.start:%Y%m%d}",
        f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        f"SUMMARY:{_text(event.title)}",
    ]
    lines += [f"DESCRIPTION:{_text(event.note)}"] if event.note else []
    lines += [f"LOCATION:{_text(event.place)}"] if event.place else []
    return [*lines, "TRANSP:TRANSPARENT", "END:VEVENT"]


def _text(words: str) -> str:
    return words.translate(ESCAPES)


def _folded(line: str) -> Iterator[str]:
    """Never within a letter: counted in octets, cut between characters."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > WIDTH:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + octets
    yield part
