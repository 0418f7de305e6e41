"""An instrument as a set of indicators: sinergitas per section, documents per desa/kelurahan. One file, two uses."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from cermat.indicators.schema.indicators import IndicatorFile
from cermat.instruments.formula import AnsweredBy, Definition, Item, ItemKind, highest_of, written, written_number
from cermat.lib.errors import DefinitionError

SINERGITAS, DOCUMENTS = "sinergitas", "dokumen"
HEADING = "Dokumen"  # of documents that stand under none
APPLIES = {
    frozenset({"desa"}): "desa",
    frozenset({"kelurahan"}): "kelurahan",
    frozenset({"desa", "kelurahan"}): "keduanya",
}
OWN = frozenset({"seksi", "bukti", "wajib_bukti", "catatan", "pertanyaan", "sumber"})  # details with a column


def kind_of_instrument(definition: Definition) -> str:
    """ "sinergitas" or "dokumen". Raises DefinitionError where nobody fills the instrument in as such a sheet."""
    if all(item.kind is ItemKind.DOCUMENT for item in definition.items):
        return DOCUMENTS
    if definition.subjects == {"kecamatan"} and definition.answered_by is AnsweredBy.ONE:
        return SINERGITAS
    sentence = (
        f"{definition.short} tidak dapat dimuat sebagai indikator: hanya daftar dokumen, atau instrumen kecamatan "
        "dengan satu lembar. Muat pada halaman Instrumen."
    )
    raise DefinitionError([sentence])


def from_instrument(definition: Definition) -> IndicatorFile:
    """The rows that people fill in. Raises DefinitionError with the items that cannot be rows."""
    kind = kind_of_instrument(definition)
    problems = list(_problems(definition))
    if problems:
        raise DefinitionError(problems[:20])
    rows = [_document(definition, item) if kind == DOCUMENTS else _scored(item) for item in definition.items]
    told = {
        "nama": definition.title,
        "set": kind,
        "versi": definition.reference,
        "asal": definition.origin or definition.title,
        "sumber": "; ".join(definition.sources),
        "berlaku_mulai": definition.valid_from,
        "catatan": definition.notes,
        "bidang": _groups(definition, kind),
        "indikator": rows,
    }
    try:
        return IndicatorFile.model_validate(told)
    except ValidationError as error:
        raise DefinitionError(sorted({_sentence(definition, detail["loc"]) for detail in error.errors()})) from error


def _problems(definition: Definition) -> Iterator[str]:
    for item in definition.items:
        if not item.details.get("seksi"):
            yield f"Butir {item.code} belum menyebut seksi yang mengisinya (seksi: pemerintahan)."
        if any(10**6 % points.denominator for points in _values(item)):
            yield f"Butir {item.code}: poin yang dipilih orang ditulis dengan paling banyak enam desimal."


def _values(item: Item) -> list[Fraction]:
    return [*item.pieces.values(), *item.steps, *(option.score for option in item.options), item.highest]


def _sentence(definition: Definition, place: tuple[int | str, ...]) -> str:
    if place[0] == "indikator" and len(place) > 2:
        item = definition.items[int(place[1])]
        return f"Butir {item.code}: {place[2]} terlalu panjang, terulang, atau tidak sesuai pola isian (kode A-01)."
    return f"{place[0]} terlalu panjang atau tidak sesuai pola set indikator."


# ---- Groups


def _groups(definition: Definition, kind: str) -> list[dict[str, Any]]:
    if kind == DOCUMENTS:
        headings = dict.fromkeys(item.section or HEADING for item in definition.items)
        return [{"key": _key(name), "nama": name, "definisi": definition.reference} for name in headings]
    groups = [group for group in definition.groups if any(item.group == group.code for item in definition.items)]
    alone = [{"key": _key(""), "nama": definition.short}] if any(not item.group for item in definition.items) else []
    return [
        {
            "key": _key(group.code),
            "nama": f"{group.code}. {group.name}"[:120],
            "definisi": definition.reference,
            "paling_tinggi": _decimal(highest_of(definition, group)),
        }
        for group in groups
    ] + alone


def _key(text: str) -> str:
    return ("k_" + re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_"))[:40]


# ---- Rows


def _document(definition: Definition, item: Item) -> dict[str, Any]:
    question = {
        "key": "ada",
        "label": item.details.get("pertanyaan") or "Ada",
        "satuan": "ya/tidak",
        "jenis": "ya_tidak",
    }
    return _shared(item) | {
        "bidang": _key(item.section or HEADING),
        "berlaku": APPLIES.get(item.applies_to or definition.subjects, "keduanya"),
        "jenis": "dokumen",
        "isian": [question],
        "satuan": "dokumen",
        "agregasi": "hitung_ya",
        "bukti": item.details.get("bukti", ""),
        "wajib_bukti": item.details.get("wajib_bukti") == "ya",
    }


def _scored(item: Item) -> dict[str, Any]:
    questions = list(_questions(item))
    pieces = " + ".join(f"{written(points)} * bukti_{letter}" for letter, points in item.pieces.items())
    return _shared(item) | {
        "bidang": _key(item.group),
        "berlaku": "seksi",
        "jenis": "nilai",
        "isian": questions,
        "rumus": pieces if item.kind is ItemKind.EVIDENCE else "",
        "satuan": "poin",
        "agregasi": "jumlah",
        "poin": _decimal(item.highest),
        "bukti": item.details.get("bukti", "Bukti dukung indikator"),
        "wajib_bukti": item.details.get("wajib_bukti", "ya") == "ya",
    }


def _shared(item: Item) -> dict[str, Any]:
    others = {"frekuensi": item.frequency, "dasar": item.details.get("sumber", "")}
    others |= {key: text for key, text in item.details.items() if key not in OWN}
    return {
        "kode": item.code,
        "nama": item.name,
        "arah": "naik",
        "bulan_berlaku": item.due_months or None,
        "seksi": item.details["seksi"],
        "catatan": item.details.get("catatan", ""),
        "rincian": {key: text for key, text in others.items() if text},
    }


def _questions(item: Item) -> Iterator[dict[str, Any]]:
    """What a person gives: only what the item allows."""
    match item.kind:
        case ItemKind.EVIDENCE:
            for letter, points in item.pieces.items():
                yield {
                    "key": f"bukti_{letter}",
                    "label": f"Bukti dukung {letter}",
                    "satuan": "ya/tidak",
                    "jenis": "ya_tidak",
                    "poin": _decimal(points),
                }
        case ItemKind.STEPS | ItemKind.ALL_OR_NOTHING:
            steps = item.steps if item.kind is ItemKind.STEPS else (item.highest,)
            totals = sorted({Fraction(0), *steps})
            yield _choice([(points, f"{written_number(points)} poin") for points in totals])
        case ItemKind.CHOICE | ItemKind.LETTER:
            yield _choice([(option.score, option.label or option.answer) for option in item.options])
        case _:
            bounds = {"paling_kecil": _decimal(item.lowest), "paling_besar": _decimal(item.highest)}
            limits = bounds if item.kind is ItemKind.POINTS else {}
            yield {"key": "poin", "label": item.measure or "Poin", "desimal": item.decimals} | limits


def _choice(options: list[tuple[Fraction, str]]) -> dict[str, Any]:
    choices = [{"nilai": _decimal(points), "label": label} for points, label in options]
    return {"key": "poin", "label": "Poin", "satuan": "poin", "jenis": "pilihan", "desimal": 2, "pilihan": choices}


def _decimal(points: Fraction) -> Decimal:
    return Decimal(points.numerator) / points.denominator
