"""Open data of a published survey: aggregates only, one figure a line."""

import csv
import io
from dataclasses import astuple, dataclass, fields
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cermat.instruments.formula import Definition, Outcome
from cermat.lib.cells import safe_cell
from cermat.lib.rounding import rounded
from cermat.survey.formula import unsur_of
from cermat.survey.queries import Part, SurveyResult, parts_by_channel, parts_by_service, respondents
from cermat.survey.schema import FIELD_NAMES, RESPONDENT_FIELDS

LICENCE = "CC-BY-4.0"
COLUMNS = {
    "unit": "kode wilayah unit",
    "nama_unit": "nama unit",
    "periode": "bulan hasil dihitung, TTTT-BB",
    "instrumen": "definisi dan versinya",
    "bobot": "kosong: bobot peraturan; selain itu nama varian bobot pada laporan",
    "jenis": "indeks, unsur, layanan, saluran, responden, atau dikesampingkan",
    "kode": "kode unsur, layanan, saluran, atau kelompok responden",
    "nama": "nama yang dapat dibaca",
    "jumlah": "banyaknya jawaban yang dihitung",
    "nilai": "indeks (25–100) atau nilai rata-rata unsur (1–4); titik sebagai tanda desimal",
    "mutu": "A, B, C, atau D",
    "batas_bawah": "batas bawah rentang 95 % indeks",
    "batas_atas": "batas atas rentang 95 % indeks",
}


@dataclass(frozen=True)
class OpenRow:
    unit: str
    nama_unit: str
    periode: str
    instrumen: str
    bobot: str
    jenis: str
    kode: str = ""
    nama: str = ""
    jumlah: int | None = None
    nilai: Decimal | None = None
    mutu: str = ""
    batas_bawah: Decimal | None = None
    batas_atas: Decimal | None = None


def open_rows(result: SurveyResult) -> list[OpenRow]:
    """Every published figure; groups under five answers stand together or are missing."""
    survey, definition, outcome = result.survey, result.definition, result.outcome
    same = (survey.unit.code, str(survey.unit), survey.period, definition.reference, survey.variant)
    low, high = (result.interval.low, result.interval.high) if result.interval else (None, None)
    grade = outcome.grade.code if outcome.grade else ""
    name = definition.index.name
    rows = [OpenRow(*same, "indeks", "indeks", name, result.tallied.n, outcome.index, grade, low, high)]
    for line in unsur_of(outcome):
        value = rounded(line.value, definition.index.group_decimals) if isinstance(line.value, Fraction) else None
        rows.append(OpenRow(*same, "unsur", line.code, line.name, _counted(definition, outcome, line.code), value))
    rows += [OpenRow(*same, "layanan", *_figures(part)) for part in parts_by_service(result)]
    rows += [OpenRow(*same, "saluran", *_figures(part)) for part in parts_by_channel(result)]
    rows += [OpenRow(*same, "responden", *told) for told in _respondents(result)]
    return [*rows, OpenRow(*same, "dikesampingkan", "", "Jawaban yang dikesampingkan", result.excluded)]


def _counted(definition: Definition, outcome: Outcome, code: str) -> int | None:
    """Answers behind an unsur, of several questions the fewest; None where its figure is not shown."""
    below = {item.code for item in definition.items if code in (item.group, item.code)}
    return min((line.counted for line in outcome.items if line.code in below), default=0) or None


def _figures(part: Part) -> tuple[Any, ...]:
    outcome = part.outcome
    grade = outcome.grade.code if outcome and outcome.grade else ""
    return part.key, part.name, part.n, outcome.index if outcome else None, grade


def _respondents(result: SurveyResult) -> list[tuple[str, str, int]]:
    found = []
    for field, (counts, shown) in respondents(result.tallied).items():
        names = {**RESPONDENT_FIELDS[field], "": "Tidak diisi"}
        found += [(f"{field}.{key or '-'}", f"{FIELD_NAMES[field]}: {names[key]}", counts[key]) for key in shown.apart]
        if shown.together:
            rest = sum(counts[key] for key in shown.together)
            found.append((f"{field}.*", f"{FIELD_NAMES[field]}: lainnya, digabung", rest))
    return found


def as_csv(rows: list[OpenRow]) -> str:
    """UTF-8, comma, point; a cell that a spreadsheet would take for a formula is made harmless."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([field.name for field in fields(OpenRow)])
    for row in rows:
        writer.writerow(
            ["" if one is None else safe_cell(one) if isinstance(one, str) else one for one in astuple(row)]
        )
    return file.getvalue()


def as_data(rows: list[OpenRow], source: str) -> dict[str, Any]:
    """For JSON; figures as numbers."""
    return {
        "judul": "Hasil Survei Kepuasan Masyarakat",
        "lisensi": LICENCE,
        "sumber": source,
        "kolom": COLUMNS,
        "data": [{field.name: _plain(getattr(row, field.name)) for field in fields(OpenRow)} for row in rows],
    }


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
