"""Why a figure differs between two runs: what they kept of their inputs, held side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = Mapping[str, Any]
RULE = ("rumus", "batas", "desimal", "pembulatan", "saat_realisasi_nol")
DEFINITION = ("spec", "formula", "aggregation", "measure", "threshold")


class CauseKind(StrEnum):
    SHEET = "isian"
    RESULT = "hasil"
    BALANCE = "saldo_awal"
    REPORT = "laporan_kegiatan"
    TARGET = "target"
    RULE = "aturan"
    DEFINITION = "definisi"
    PARTS = "bagian"  # of a figure that is rolled up from others
    ADDED = "ditambahkan"
    REMOVED = "dihapus"


@dataclass(frozen=True)
class Kept:
    """What a run kept of one figure: its inputs and its target as text, by the name of each part of it."""

    inputs: Json
    target: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Cause:
    """`what` names the input: a unit, an instrument, a measure. Empty `before` = it was not there."""

    kind: CauseKind
    what: str
    month: str = ""
    before: str = ""
    after: str = ""
    revision: int | None = None  # of a sheet that was corrected


def causes(old: Kept | None, new: Kept | None) -> list[Cause]:
    """Every input that differs, in the order of the page Asal Angka; empty where both runs had the same."""
    if old is None or new is None:
        return [Cause(CauseKind.ADDED if old is None else CauseKind.REMOVED, "")]
    before, after = old.inputs, new.inputs
    return [
        *_sheets(before, after),
        *_results(before, after),
        *_balances(before, after),
        *_told(CauseKind.REPORT, _mapping(before, "values"), _mapping(after, "values")),
        *_told(CauseKind.TARGET, old.target, new.target),
        *_told(CauseKind.RULE, _only(_mapping(before, "rule"), RULE), _only(_mapping(after, "rule"), RULE)),
        *_told(CauseKind.DEFINITION, _only(before, DEFINITION), _only(after, DEFINITION)),
        *_parts(before, after),
    ]


def _sheets(before: Json, after: Json) -> Iterator[Cause]:
    """A sheet counts by its values: a correction that leaves them is no cause, a late validation is one."""
    was, now = _by_unit(before), _by_unit(after)
    for key in [*now, *(key for key in was if key not in now)]:
        old, new = was.get(key, {}), now.get(key, {})
        if _values(old) == _values(new):
            continue
        unit, month = key
        corrected = new.get("revision") if old and new.get("revision") != old.get("revision") else None
        yield Cause(CauseKind.SHEET, unit, month, _values(old), _values(new), corrected)


def _by_unit(inputs: Json) -> dict[tuple[str, str], Json]:
    return {(str(leaf["unit"]), str(leaf["month"])): leaf for leaf in _leaves(inputs) if "entry" in leaf}


def _values(leaf: Json) -> str:
    """412.5; 500 in the order of the form: only what counted."""
    return "; ".join(str(value) for value in leaf.get("values", {}).values() if value is not None)


def _results(before: Json, after: Json) -> Iterator[Cause]:
    was, now = _by_subject(before), _by_subject(after)
    for key in [*now, *(key for key in was if key not in now)]:
        old, new = was.get(key, {}), now.get(key, {})
        if _result(old) != _result(new):
            instrument, subject = key
            month = str((new or old).get("period", ""))
            yield Cause(CauseKind.RESULT, f"{instrument} {subject}", month, _result(old), _result(new))


def _by_subject(inputs: Json) -> dict[tuple[str, str], Json]:
    rows = [leaf for leaf in _leaves(inputs) if "instrument" in leaf]
    return {(str(leaf["instrument"]), str(leaf["subject"])): leaf for leaf in rows}


def _result(leaf: Json) -> str:
    value = leaf.get("value")
    return str(leaf.get("label", "")) if value is None else str(value)


def _balances(before: Json, after: Json) -> Iterator[Cause]:
    was = {_named(row): str(row["value"]) for row in before.get("balances", [])}
    now = {_named(row): str(row["value"]) for row in after.get("balances", [])}
    yield from _told(CauseKind.BALANCE, was, now)


def _named(row: Json) -> str:
    return " ".join(str(row[key]) for key in ("measure", "unit", "until") if row.get(key))


def _told(kind: CauseKind, before: Json, after: Json) -> Iterator[Cause]:
    for name in dict.fromkeys([*after, *before]):
        old, new = before.get(name), after.get(name)
        if old != new:
            yield Cause(kind, name, "", "" if old is None else str(old), "" if new is None else str(new))


def _parts(before: Json, after: Json) -> Iterator[Cause]:
    """The codes below a programme."""
    was, now = ([one for one in _sequence(side) if isinstance(one, str)] for side in (before, after))
    if was != now:
        yield Cause(CauseKind.PARTS, "", "", ", ".join(was), ", ".join(now))


def _leaves(inputs: Json) -> list[Json]:
    return [leaf for leaf in _sequence(inputs) if isinstance(leaf, Mapping)]


def _sequence(inputs: Json) -> Sequence[Any]:
    found: Sequence[Any] = inputs.get("leaves", [])
    return found


def _mapping(inputs: Json, key: str) -> Json:
    found: Json = inputs.get(key) or {}
    return found


def _only(inputs: Json, keys: Sequence[str]) -> dict[str, Any]:
    return {key: inputs[key] for key in keys if key in inputs}
