"""Months and the Indonesian way to write dates, times and numbers."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from cermat.lib.rounding import rounded

NAMES = [
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
]  # fmt: skip
DAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
WIB = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month. Written 2026-11, said November 2026."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12:
            raise ValueError(f"no such month: {self.number}")

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        year, _, number = text.partition("-")
        return cls(int(year), int(number))

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def quarter(self) -> int:
        return (self.number - 1) // 3 + 1

    @property
    def name(self) -> str:
        return f"{NAMES[self.number - 1]} {self.year}"

    def plus(self, months: int) -> "Month":
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def days(self) -> Iterator[date]:
        day = self.first
        while day <= self.last:
            yield day
            day += timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def day_of(moment: datetime) -> date:
    """The day on which `moment` falls in the office: rights, deadlines and periods are held against WIB."""
    return moment.astimezone(WIB).date()


def long_date(day: date) -> str:
    """4 Desember 2026"""
    return f"{day.day} {NAMES[day.month - 1]} {day.year}"


def full_date(day: date) -> str:
    """Jumat, 4 Desember 2026"""
    return f"{DAYS[day.weekday()]}, {long_date(day)}"


def clock(moment: datetime) -> str:
    """09.14 WIB"""
    return f"{moment.astimezone(WIB):%H.%M} WIB"


def date_time(moment: datetime) -> str:
    """4 Desember 2026 09.14 WIB"""
    return f"{long_date(day_of(moment))} {clock(moment)}"


def number(value: Decimal | int | None, decimals: int | None = None) -> str:
    """412.500.000 or 84,21; a dash where there is no value. Trailing zeros go unless `decimals` fixes them, half up."""
    if value is None:
        return "–"
    exact = Decimal(value)
    if decimals is not None:
        text = f"{rounded(exact, decimals):,f}"  # half up; formatting alone would round half to even
    else:
        text = f"{exact:,f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".").replace("-", "−")


def rupiah(value: Decimal | int | None) -> str:
    """Rp412.500.000"""
    return "–" if value is None else f"Rp{number(value)}"


def percent(value: Decimal | None, decimals: int | None = 2) -> str:
    """94,33 %"""
    return "–" if value is None else f"{number(value, decimals)} %"
