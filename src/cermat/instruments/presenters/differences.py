"""What a new version would change, row by row: added, removed, changed with before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from cermat.instruments.formula import Band, Definition, Grade, Group, Index, Item, Option, Step, Variant
from cermat.instruments.presenters.words import subjects, weight
from cermat.lib.months import long_date, number

ADDED, REMOVED, CHANGED = ("Ditambah", "done"), ("Dihapus", "late"), ("Berubah", "now")
HEAD = {
    "title": "Judul",
    "short": "Singkatan",
    "origin": "Asal",
    "valid_from": "Berlaku mulai",
    "valid_to": "Berlaku sampai",
    "subjects": "Berlaku untuk",
    "answered_by": "Penjawab",
    "assessors": "Penilai",
    "frequency": "Periode",
    "due_months": "Bulan jatuh tempo",
    "missing": "Butir yang kosong",
    "unsurveyed": "Tidak didata",
    "sources": "Sumber",
    "notes": "Catatan",
}
FIELDS = {
    "name": "Nama",
    "method": "Cara",
    "factor": "Dikalikan",
    "decimals": "Desimal",
    "group_decimals": "Desimal kelompok",
    "weights_total": "Jumlah bobot",
    "parent": "Induk",
    "group": "Kelompok",
    "section": "Bagian",
    "kind": "Jenis",
    "lowest": "Paling kecil",
    "highest": "Paling besar",
    "weight": "Bobot",
    "options": "Pilihan atau tingkat",
    "bands": "Batas nilai",
    "measure": "Ukuran",
    "steps": "Nilai yang tersedia",
    "pieces": "Bukti dukung",
    "may_not_apply": "Boleh tidak berlaku",
    "may_be_given": "Nilai langsung",
    "applies_to": "Berlaku untuk",
    "frequency": "Frekuensi",
    "due_months": "Bulan jatuh tempo",
    "details": "Rincian",
    "start": "Mulai",
    "label": "Label",
}


@dataclass(frozen=True)
class Change:
    kind: str
    tone: str
    code: str
    name: str
    fields: list[tuple[str, str, str]]  # label, before, after


@dataclass(frozen=True)
class ChangeGroup:
    title: str
    rows: list[Change]


def differences(old: Definition | None, new: Definition) -> list[ChangeGroup]:
    """Grouped as the file is; without `old` everything is new. Empty where nothing but the version differs."""
    groups = [
        ChangeGroup("Umum", _head(old, new)),
        ChangeGroup("Indeks", _index(old.index if old else None, new.index)),
        ChangeGroup("Kelompok", _rows(old.groups if old else (), new.groups)),
        ChangeGroup("Butir", _rows(old.items if old else (), new.items)),
        ChangeGroup("Kelas", _rows(old.grades if old else (), new.grades)),
        ChangeGroup("Varian bobot", _rows(old.variants if old else (), new.variants, key="name")),
    ]
    return [group for group in groups if group.rows]


def count_words(groups: Sequence[ChangeGroup]) -> str:
    """ "2 ditambah, 1 dihapus, 5 berubah" """
    rows = [row for group in groups for row in group.rows]
    counts = [(sum(row.kind == kind for row in rows), kind.lower()) for kind, _tone in (ADDED, REMOVED, CHANGED)]
    return ", ".join(f"{count} {word}" for count, word in counts if count) or "tidak ada perbedaan"


def _head(old: Definition | None, new: Definition) -> list[Change]:
    changed = [(label, getattr(old, key, None), getattr(new, key)) for key, label in HEAD.items()]
    return [
        Change(*(CHANGED if old else ADDED), "", label, [("", _shown(before), _shown(after))])
        for label, before, after in changed
        if before != after and (old or _shown(after) != "–")
    ]


def _index(old: Index | None, new: Index) -> list[Change]:
    if old is None:
        return [Change(*ADDED, "", new.name, [])]
    return [Change(*CHANGED, "", new.name, told)] if (told := _fields(old, new)) else []


Rowed = Group | Item | Grade | Variant


def _rows(old: Sequence[Rowed], new: Sequence[Rowed], *, key: str = "code") -> list[Change]:
    before: dict[str, Rowed] = {getattr(row, key): row for row in old}
    after: dict[str, Rowed] = {getattr(row, key): row for row in new}
    found = []
    for code, row in after.items():
        if code not in before:
            found.append(Change(*ADDED, code, row.name, []))
        elif told := _fields(before[code], row):
            found.append(Change(*CHANGED, code, row.name, told))
    found += [Change(*REMOVED, code, row.name, []) for code, row in before.items() if code not in after]
    kept = [code for code in before if code in after]
    if kept != [code for code in after if code in before]:
        found.append(Change(*CHANGED, "", "Urutan", [("", ", ".join(kept)[:300], ", ".join(after)[:300])]))
    return found


def _fields(old: Any, new: Any) -> list[tuple[str, str, str]]:
    return [
        (FIELDS.get(one.name, one.name), _shown(before), _shown(after))
        for one in fields(new)
        if (before := getattr(old, one.name)) != (after := getattr(new, one.name))
    ]


# ---- Values in words


def _shown(value: object) -> str:
    match value:
        case None | "" | ():
            return "–"
        case bool():
            return "ya" if value else "tidak"
        case date():
            return long_date(value)
        case Enum():
            return str(value.value)
        case _:
            return _figure(value) or _many(value) or "–"


def _figure(value: object) -> str:
    match value:
        case Fraction():
            return weight(value)
        case Decimal():
            return number(value)
        case _:
            return ""


def _many(value: object) -> str:
    match value:
        case frozenset():
            return subjects(value)
        case tuple():
            return "; ".join(_one(part) for part in value)
        case Mapping():
            return "; ".join(f"{key}: {_shown(part)}" for key, part in value.items())
        case _:
            return str(value)


def _one(part: object) -> str:
    match part:
        case Option():
            return f"{part.answer} = {weight(part.score)}" + (f" ({part.label})" if part.label else "")
        case Band():
            limit = "selebihnya" if part.up_to is None else f"{'≤' if part.inclusive else '<'} {weight(part.up_to)}"
            return f"{limit} = {weight(part.score)}"
        case Step():
            above = "penilai" if part.above is None else f"> {weight(part.above)}"
            return f"{part.code} = {weight(part.value)} ({above})"
        case _:
            return _shown(part)
