"""Versions of definitions with their state, office by office."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from cermat.instruments.models import InstrumentVersion
from cermat.lib.months import date_time, day_of, long_date
from cermat.organisation.models import Unit


@dataclass(frozen=True)
class VersionRow:
    version: InstrumentVersion
    state: str
    tone: str
    validity: str
    loaded: str


@dataclass(frozen=True)
class InstrumentRow:
    """One instrument of an office: the version that counts today, else its newest, and how many there are."""

    chosen: VersionRow
    count: int


@dataclass(frozen=True)
class OfficeRows:
    kecamatan: Unit
    in_force: list[InstrumentRow]
    others: list[InstrumentRow]  # not yet, no longer, or retired


def offices(versions: Iterable[InstrumentVersion], day: date) -> list[OfficeRows]:
    """Every instrument once, under its kecamatan; `versions` by kecamatan, name, newest first."""
    ordered = sorted(versions, key=lambda one: (one.kecamatan.code, one.name, -one.version))
    return [_office(list(rows), day) for _code, rows in groupby(ordered, key=lambda one: one.kecamatan.code)]


def _office(versions: Sequence[InstrumentVersion], day: date) -> OfficeRows:
    in_force: list[InstrumentRow] = []
    others: list[InstrumentRow] = []
    for _name, group in groupby(versions, key=lambda one: one.name):
        rows = version_rows(list(group), day)
        current = next((row for row in rows if row.tone == "done"), None)
        (in_force if current else others).append(InstrumentRow(current or rows[0], len(rows)))
    return OfficeRows(versions[0].kecamatan, in_force, others)


def version_rows(versions: Sequence[InstrumentVersion], day: date) -> list[VersionRow]:
    """The versions of one instrument, newest first, each with its state on `day`."""
    rows: list[VersionRow] = []
    taken = False
    for version in versions:
        state, tone = _state(version, day, taken=taken)
        taken = taken or tone == "done"
        rows.append(VersionRow(version, state, tone, _validity(version), _loaded(version)))
    return rows


def _state(version: InstrumentVersion, day: date, *, taken: bool) -> tuple[str, str]:
    if version.retired_at is not None:
        return f"Dihentikan sejak {long_date(day_of(version.retired_at))}", "off"
    if version.valid_from > day:
        return "Belum berlaku", ""
    if version.valid_to is not None and version.valid_to < day:
        return "Tidak berlaku lagi", "off"
    return ("Digantikan versi lebih baru", "off") if taken else ("Berlaku", "done")


def _validity(version: InstrumentVersion) -> str:
    until = f" sampai {long_date(version.valid_to)}" if version.valid_to else ""
    return f"berlaku mulai {long_date(version.valid_from)}{until}"


def _loaded(version: InstrumentVersion) -> str:
    by = f" oleh {version.loaded_by}" if version.loaded_by else ""
    return f"dimuat {date_time(version.loaded_at)}{by}"
