"""A plan's file as the rows of its parts. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from cermat.indicators.schema.plan import CAMAT, Agreement, PlanFile
from cermat.indicators.schema.plan_cells import text_of
from cermat.indicators.schema.plan_parts import PART
from cermat.indicators.schema.plan_table import Column

Flat = dict[str, Any]


def rows_of(file: PlanFile) -> dict[str, list[dict[str, str]]]:
    """Every part; `plan_text.checked` makes the same plan of them."""
    made = {
        "umum": [_umum(file)],
        "seksi": list(_sections(file)),
        "renstra": list(_renstra(file)),
        "iku": [_iku(row) for row in file.iku],
        "target": [
            {"iku": row.kode} | {f"target.{year}": row.target.get(year) for year in file.years} for row in file.iku
        ],
        "rentang": list(_details(file)),
        "pk": [_agreement(one) for one in file.pk],
        "pk-sasaran": [_key(one) | _flat(row) for one in file.pk for row in one.sasaran],
        "pk-anggaran": [_key(one) | _flat(row) for one in file.pk for row in one.anggaran],
        "rencana-aksi": [_flat(one) for one in file.rencana_aksi],
        "kegiatan": [
            {"indikator": one.indikator} | _flat(row) for one in file.rencana_aksi for row in one.kegiatan
        ],
        "iki": [_flat(one) for one in file.iki],
        "iki-indikator": [{"jabatan": one.jabatan} | _flat(row) for one in file.iki for row in one.indikator],
        "kalender": [_flat(one) for one in file.kalender_penyerahan],
    }  # fmt: skip
    return {key: _told(PART[key].columns_for(file.years), rows) for key, rows in made.items()}


def _told(columns: Sequence[Column], rows: Iterable[Flat]) -> list[dict[str, str]]:
    return [{column.key: text for column in columns if (text := text_of(column, row.get(column.key)))} for row in rows]


def _flat(row: BaseModel, *, said_only: Iterable[str] = ()) -> Flat:
    """Values inside values as "capaian.batas"; of the keys in `said_only` only what the file writes."""
    found: Flat = {}
    for key in type(row).model_fields:
        value = getattr(row, key)
        if isinstance(value, BaseModel):
            inner = value.model_fields_set if key in said_only else type(value).model_fields
            found |= {f"{key}.{one}": getattr(value, one) for one in inner}
        elif isinstance(value, dict):
            found |= {f"{key}.{one}": part for one, part in value.items()}
        else:
            found[key] = value
    return found


def _umum(file: PlanFile) -> Flat:
    head = {key: getattr(file, key) for key in ("nama", "tahun", "versi", "asal", "sumber", "catatan")}
    return head | {f"renstra.{key}": getattr(file.renstra, key) for key in ("judul", "mulai", "sampai")}


def _sections(file: PlanFile) -> Iterator[Flat]:
    for one in file.seksi:
        yield _flat(one)
        for below in one.subbagian:
            yield _flat(below) | {"jenis": "subbagian", "induk": one.key}


def _renstra(file: PlanFile) -> Iterator[Flat]:
    for goal in file.renstra.tujuan:
        head = {"tujuan": goal.key, "tujuan_uraian": goal.uraian}
        if not goal.sasaran:
            yield head
        for at, one in enumerate(goal.sasaran):
            yield (head if at == 0 else {"tujuan": goal.key}) | _flat(one)


def _iku(row: BaseModel) -> Flat:
    return _flat(row, said_only=("capaian",))


def _details(file: PlanFile) -> Iterator[Flat]:
    for row in file.iku:
        for year in sorted({*row.target_rentang, *row.target_dari, *row.realisasi_contoh}):
            limits = row.target_rentang.get(year)
            yield {
                "iku": row.kode,
                "tahun": year,
                "bawah": limits.bawah if limits else None,
                "atas": limits.atas if limits else None,
                "dari": row.target_dari.get(year),
                "realisasi": row.realisasi_contoh.get(year),
            }


def _key(one: Agreement) -> Flat:
    return {"pemegang": one.seksi or CAMAT, "nomor": one.versi.nomor}


def _agreement(one: Agreement) -> Flat:
    return _key(one) | _flat(one)
