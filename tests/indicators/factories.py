"""The shipped definitions, loaded into a test office."""

from datetime import UTC, datetime
from pathlib import Path

from cermat.indicators.actions import load_indicators, load_plan
from cermat.indicators.models import IndicatorSet, Plan
from cermat.organisation.models import Unit

DEFINITIONS = Path(__file__).parents[2] / "definitions"
LOADED_AT = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
FILES = {
    "bulanan": "indicators/bulanan-contoh-1.yaml",
    "sinergitas": "instruments/sinergitas-sumedang-2026.yaml",
    "dokumen": "instruments/dokumen-kelurahan.yaml",
    "lembar": "indicators/lembar-persyaratan-contoh-1.yaml",
    "rencana": "plans/perencanaan-contoh-1.yaml",
}

SMALL = """nama: Set kecil
set: bulanan
versi: {version}
asal: Contoh
berlaku_mulai: {start}
bidang: [{{key: satu, nama: Satu}}]
indikator:
{rows}
"""
ROW = (
    "  - {{kode: SAT-{number:02d}, nama: Baris {number}, bidang: satu, berlaku: keduanya, jenis: jumlah, "
    "isian: [{{key: n, label: Banyaknya}}], agregasi: jumlah, seksi: pmd}}"
)


def text_of(kind: str) -> str:
    return (DEFINITIONS / FILES[kind]).read_text(encoding="utf-8")


def loaded(kecamatan: Unit, kind: str) -> IndicatorSet:
    return load_indicators(kecamatan=kecamatan, kind=kind, text=text_of(kind), by=None, now=LOADED_AT)


def planned(kecamatan: Unit) -> Plan:
    return load_plan(kecamatan=kecamatan, text=text_of("rencana"), by=None, now=LOADED_AT)


def small_set(rows: int = 1, *, version: str = "kecil-1", start: str = "2026-01-01") -> str:
    listed = "\n".join(ROW.format(number=number) for number in range(1, rows + 1))
    return SMALL.format(version=version, start=start, rows=listed)
