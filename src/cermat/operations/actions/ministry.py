"""Invented answers of the ministry about a desa, in the ministry's own form, for the examples. DATA CONTOH."""

import json
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from cermat.collection.actions import confirm, hand_in
from cermat.collection.models import Publication
from cermat.collection.queries import answering_section
from cermat.instruments.formula import Definition, Item, score
from cermat.instruments.imports.idm import CELLS, GROUP_CELLS, INDEX_CELL, STATUS_CELL, read_rumusan
from cermat.instruments.queries.rumusan import idm_of_year
from cermat.operations.actions.figures import drawn
from cermat.operations.actions.stage import Stage
from cermat.organisation.models import Unit


def invented_points(definition: Definition, unit: Unit, year: int) -> dict[str, int]:
    """Points that look like a desa's and grow a little over the years; the same on every machine."""
    found = {}
    for item in definition.items:
        levels = sorted({int(option.score) for option in item.options} | {5})
        steady = drawn(f"{unit.code}/{item.code}", 0, 99)
        grown = steady + (year - 2021) * 4
        found[item.code] = 5 if grown >= 62 else levels[drawn(f"{unit.code}/{item.code}/aras", 0, len(levels) - 2)]
    return found


def rumusan_text(definition: Definition, unit: Unit, year: int, points: Mapping[str, int]) -> str:
    """The response for these points, as the ministry's server would give it."""
    outcome = score(definition, [{code: Fraction(value) for code, value in points.items()}])
    assert outcome.index is not None  # every row has its points
    assert outcome.grade is not None
    assert outcome.value is not None
    goal = definition.next_grade(outcome.index) or outcome.grade
    groups = {line.code: float(line.value) for line in outcome.groups if isinstance(line.value, Fraction)}
    rows = [_row(definition.item[code], points[code], cell) for cell, code in CELLS.items()]
    rows += [_told(f"{code} {year}", groups[code], cell) for code, cell in GROUP_CELLS.items()]
    rows += [
        _told(f"IDM {year}", float(outcome.value), INDEX_CELL),
        _told(f"STATUS IDM {year}", outcome.grade.name, STATUS_CELL),
    ]
    summary = {
        "SKOR_SAAT_INI": float(outcome.value),
        "STATUS": outcome.grade.code,
        "TARGET_STATUS": goal.code,
        "SKOR_MINIMAL": str(goal.start),
        "PENAMBAHAN": float(Fraction(goal.start) - outcome.value),
        "TAHUN": year,
    }
    content = {"SUMMARIES": summary, "ROW": rows, "IDENTITAS": [_identity(unit)]}
    return json.dumps({"status": 200, "error": False, "mapData": content}, ensure_ascii=False, indent=1)


def _row(item: Item, points: int, cell: int) -> dict[str, Any]:
    level = next((option for option in item.options if option.score == points), None)
    return {
        "NO": int(item.code[-2:]),
        "INDIKATOR": f"Skor {item.name}",
        "SKOR": points,
        "KETERANGAN": level.label if level else "-",
        "KEGIATAN": (level.advice if level else "") or "-",
        "NILAI": "0",
        **{name: item.details.get(f"pelaksana.{name}") for name in ("PUSAT", "PROV", "KAB", "DESA", "CSR", "LAINNYA")},
        "ROW_CELL": cell,
    }


def _told(name: str, value: float | str, cell: int) -> dict[str, Any]:
    nothing = dict.fromkeys(("NO", "KETERANGAN", "KEGIATAN", "NILAI", "PUSAT", "PROV", "KAB", "DESA", "CSR", "LAINNYA"))
    return nothing | {"INDIKATOR": name, "SKOR": value, "ROW_CELL": cell}


def _identity(unit: Unit) -> dict[str, str]:
    bare = unit.code.replace(".", "")
    kecamatan = unit.kecamatan or unit
    return {
        "nama_provinsi": "JAWA TIMUR",
        "id_prov": bare[:2],
        "id_kabupaten": bare[:4],
        "nama_kab_kota": "NGANJUK",
        "id_kecamatan": bare[:6],
        "nama_kecamatan": kecamatan.name.upper(),
        "id_desa": bare,
        "nama_desa": unit.name.upper(),
    }


def leave_waiting(stage: Stage, desa: Unit, year: int, now: datetime) -> Publication:
    """The Kepala Desa hands in the ministry's answer of a year."""
    definition = idm_of_year(desa, year)
    text = rumusan_text(definition, desa, year, invented_points(definition, desa, year))
    name = f"DATA-CONTOH-{desa.code}-{year}.json"
    by = stage.head(desa, now)
    return hand_in(unit=desa, rumusan=read_rumusan(text), text=text, file_name=name, by=by, now=now)


def publish(stage: Stage, desa: Unit, year: int, now: datetime) -> None:
    """Handed in by the Kepala Desa, confirmed by the kasi who answers for the requirement."""
    made = leave_waiting(stage, desa, year, now)
    if section := answering_section(stage.kecamatan):
        confirm(publication=made, by=stage.head(section, now), now=now)
