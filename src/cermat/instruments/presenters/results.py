"""A stored result: who made and checked it, by which definition, and what was published beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cermat.instruments.formula import Definition, Outcome
from cermat.instruments.models import Result
from cermat.lib import months
from cermat.lib.months import Month, date_time

DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")
SOURCES = {
    "isian": "Lembar isian",
    "survei": "Survei",
    "impor": "Data kementerian",
    "saldo_awal": "Saldo awal",
}
INSTRUMENTS = {
    "ikm": "Indeks Kepuasan Masyarakat",
    "idm": "Indeks Desa",
    "sinergitas": "Sinergitas",
    "rtrw_cantik": "RT/RW Cantik",
    "dokumen_kelurahan": "Dokumen desa/kelurahan",
    "lke": "Lembar Kerja Evaluasi AKIP",
}


def result_facts(result: Result) -> list[tuple[str, str]]:
    told = [
        ("Yang dinilai", str(result.subject)),
        ("Periode", Month.parse(result.period).name),
        ("Definisi", result.definition),
        ("Sumber", SOURCES.get(result.source, result.source)),
        ("Responden", "" if result.respondents is None else str(result.respondents)),
        ("Menurut hitungan saja", _alone(result)),
        ("Dibuat oleh", str(result.maker or "")),
        ("Diperiksa oleh", str(result.checker or "")),
        ("Dicatat", date_time(result.recorded_at)),
    ]
    return [(label, words) for label, words in told if words]


def _alone(result: Result) -> str:
    """What it would be without the grades that people gave; "" where nobody gave any."""
    alone = result.details.get("computed")
    if not alone:
        return ""
    return f"{months.number(Decimal(alone['index']))} ({alone['grade']})" if alone["index"] else "belum dapat dihitung"


def result_title(result: Result) -> str:
    return INSTRUMENTS.get(result.instrument, result.instrument)


@dataclass(frozen=True)
class Comparison:
    """Computed and published, side by side; neither bends the other."""

    computed: str
    computed_label: str
    published: str
    published_label: str
    difference: str  # "" where they agree or nothing was published
    agrees: bool


def comparison(result: Result, sheet: tuple[Definition, Outcome] | None) -> Comparison:
    decimals = sheet[0].index.decimals if sheet else None
    is_published = result.published_value is not None or bool(result.published_label)
    gap = _gap(result.value, result.published_value)
    same_label = not result.published_label or result.published_label.casefold() == result.label.casefold()
    return Comparison(
        _number(result.value, decimals) if is_published else _index(result.value, decimals),
        result.label,
        _number(result.published_value, decimals) if is_published else "",
        result.published_label,
        _difference(gap, decimals, same_label=same_label) if is_published else "",
        not gap and same_label,
    )


def _index(value: Decimal | None, decimals: int | None) -> str:
    """Rounded as its definition says; the sheet of calculation tells from what."""
    return months.number(value, decimals)


def _gap(computed: Decimal | None, published: Decimal | None) -> Decimal | None:
    return None if computed is None or published is None else published - computed


def _difference(gap: Decimal | None, decimals: int | None, *, same_label: bool) -> str:
    told = []
    if gap:
        told.append(f"Yang diterbitkan berbeda {_number(gap, decimals)} dari yang dihitung menurut aturannya sendiri.")
    if not same_label:
        told.append("Kelas yang diterbitkan bukan kelas menurut nilainya.")
    return " ".join(told)


def _number(value: Decimal | None, decimals: int | None) -> str:
    if value is None or decimals is None:
        return months.number(value)
    shown = months.number(value, decimals)
    return shown if Decimal(f"{value:.{decimals}f}") == value else months.number(value)


def remarks(result: Result) -> list[str]:
    """Where published figures contradict themselves, by the name of each anomaly."""
    return [f"{row['code']}: {row['text']}" for row in result.details.get("anomalies") or []]


def plain_details(result: Result) -> list[tuple[str, str]]:
    """What older results kept beside their figure, flattened: a name and a text for each."""
    return list(_flat("", result.details))


def _flat(name: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [row for key, inner in value.items() for row in _flat(f"{name} {key}".strip(), inner)]
    if isinstance(value, list):
        return [row for at, inner in enumerate(value, 1) for row in _flat(f"{name} {at}".strip(), inner)]
    return [] if value in (None, "") else [(_label(name), _said(value))]


def _label(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _said(value: object) -> str:
    """Kept numbers are words of a file: 83.82 is told as 83,82."""
    text = str(value)
    return text.replace(".", ",") if DECIMAL.fullmatch(text) else text


@dataclass(frozen=True)
class HistoryRow:
    result: Result
    value: str
    words: str


def history(rows: Sequence[Result]) -> list[HistoryRow]:
    return [
        HistoryRow(row, months.number(row.value), f"{row.definition} · {date_time(row.recorded_at)}") for row in rows
    ]
