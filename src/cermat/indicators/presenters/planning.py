"""The parts of a planning file as pages: Renstra, Perjanjian Kinerja, Rencana Aksi, IKI, calendar of deliveries."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pydantic import BaseModel

from cermat.indicators.presenters.library import month_words
from cermat.indicators.schema import PlanFile
from cermat.indicators.schema.plan import AgreementRow, AgreementVersion, IkiRow
from cermat.indicators.schema.plan_parts import PART
from cermat.indicators.schema.plan_table import Part
from cermat.lib.months import NAMES, long_date, number, rupiah

PARTS = {
    "renstra": "Renstra",
    "pk": "Perjanjian Kinerja",
    "rencana-aksi": "Rencana Aksi",
    "iki": "IKI",
    "kalender": "Kalender penyerahan",
}
TABLES = {  # parts of a page as tables to take home
    "renstra": ("renstra", "iku", "target", "rentang"),
    "pk": ("pk", "pk-sasaran", "pk-anggaran"),
    "rencana-aksi": ("rencana-aksi", "kegiatan"),
    "iki": ("iki", "iki-indikator"),
    "kalender": ("kalender",),
}
SHORT = 24  # characters that stand beside their label on a phone
CODE = re.compile(r"[A-Z]{1,4}-?\d{1,2}|[\d.]+")  # IKU-2, S3, 7.01.02: one word, however narrow its column
NUMERIC = {"Target", "Pagu"}
ACHIEVEMENTS = {
    "positive": "realisasi ÷ target × 100",
    "negative_v1": "(2 × target − realisasi) ÷ target × 100",
    "negative_v2": "target ÷ realisasi × 100",
}
WORDS = {"kode": "Kode", "uraian": "Sasaran", "indikator": "Indikator", "nama": "Indikator", "sasaran": "Sasaran"}


@dataclass(frozen=True)
class PlanBlock:
    """A sheet of the page: a heading, a line under it, and a table."""

    title: str
    note: str
    columns: list[str]
    rows: list[list[str]]

    @property
    def labelled(self) -> list[list[tuple[str, str, str]]]:
        """The rows with the name of the column and a class for each cell, for the list a phone shows."""
        cells = (zip(self.columns, row, strict=True) for row in self.rows)
        return [[(label, cell, _class(label, cell)) for label, cell in row] for row in cells]

    @property
    def heads(self) -> list[tuple[str, str]]:
        """The columns with their class."""
        return [(column, "num" if column in NUMERIC else "") for column in self.columns]


def _class(label: str, cell: str) -> str:
    if len(cell) > SHORT:
        return "prose"
    if label in NUMERIC:
        return "num"
    return "whole" if CODE.fullmatch(cell) else ""


def plan_tables(part: str) -> list[Part]:
    return [PART[key] for key in TABLES[part]]


def plan_blocks(file: PlanFile, part: str) -> list[PlanBlock]:
    return BLOCKS[part](file)


def plan_reading(file: PlanFile) -> list[tuple[str, list[tuple[str, PlanBlock]]]]:
    """Every page of the plan with its blocks, each with a name of its own."""
    found = [(key, title, BLOCKS[key](file)) for key, title in PARTS.items()]
    return [(title, [(f"{key}-{at}", one) for at, one in enumerate(blocks)]) for key, title, blocks in found if blocks]


def _renstra(file: PlanFile) -> list[PlanBlock]:
    names = {row.kode: row.nama for row in file.iku}
    return [
        PlanBlock(
            f"{goal.key} {goal.uraian}",
            file.renstra.judul,
            ["Kode", "Sasaran", "Diukur dengan"],
            [
                [one.key, one.uraian, "; ".join(f"{code} {names.get(code, '')}" for code in one.iku) or "Belum ada IKU"]
                for one in goal.sasaran
            ],
        )
        for goal in file.renstra.tujuan
    ]


def _agreements(file: PlanFile) -> list[PlanBlock]:
    names = {row.kode: row.nama for row in file.iku}
    names |= {one.key: one.uraian for goal in file.renstra.tujuan for one in goal.sasaran}
    found = []
    for one in file.pk:
        title = f"{one.pihak_pertama} dengan {one.pihak_kedua}, {one.tahun}"
        written = _written(one.sasaran)
        columns = _columns(AgreementRow, written)
        found.append(
            PlanBlock(title, _version(one.versi), [_word(key) for key in columns], _named(written, columns, names))
        )
        if one.anggaran:
            money = [[row.kode, row.program, rupiah(row.pagu)] for row in one.anggaran]
            found.append(PlanBlock(f"Anggaran: {title}", "", ["Kode", "Program", "Pagu"], money))
    return found


def _version(version: AgreementVersion) -> str:
    told = [f"Versi {version.nomor} ({version.jenis})", long_date(version.tanggal) if version.tanggal else ""]
    told += [version.keputusan, f"alasan: {version.alasan_perubahan}" if version.alasan_perubahan else ""]
    return " · ".join(part for part in told if part)


def _written(rows: Sequence[BaseModel]) -> list[dict[str, str]]:
    """What the file says of each row, as it was typed."""
    return [{key: str(value) for key, value in row if value not in ("", None)} for row in rows]


def _columns(shape: type[BaseModel], rows: Sequence[Mapping[str, str]]) -> list[str]:
    """In the order of the shape, those that at least one row fills."""
    return [key for key in shape.model_fields if any(key in row for row in rows)]


def _rows(rows: Sequence[Mapping[str, str]], columns: list[str]) -> list[list[str]]:
    return [[_cell(key, row.get(key, "–")) for key in columns] for row in rows]


def _named(rows: Sequence[Mapping[str, str]], columns: list[str], names: Mapping[str, str]) -> list[list[str]]:
    """A code of an objective or an IKU with its name, as the signed paper writes it out."""
    return [[f"{cell} {names[cell]}" if cell in names else cell for cell in row] for row in _rows(rows, columns)]


def _cell(key: str, text: str) -> str:
    """Numbers and formulas as the office writes them."""
    if key == "rumus":
        return text.replace("_", " ").replace("*", "×")
    if key == "rumus_capaian":
        return ACHIEVEMENTS.get(text, text)
    return number(Decimal(text)) if re.fullmatch(r"\d+\.\d+", text) else text


def _word(key: str) -> str:
    return WORDS.get(key, key.replace("_", " ").capitalize())


def _action_plans(file: PlanFile) -> list[PlanBlock]:
    names = {row.kode: row.nama for row in file.iku}
    sections = {row.key: row.nama for row in file.seksi}
    found = []
    for plan in file.rencana_aksi:
        targets = ", ".join(f"triwulan {quarter}: {_figure(value)}" for quarter, value in plan.target_triwulan.items())
        rows = [[text, "", "", ""] for text in plan.aksi]
        rows += [[row.nama, row.kode, row.keluaran, rupiah(row.pagu)] for row in plan.kegiatan]
        title = f"{plan.indikator} {names.get(plan.indikator, '')}"
        note = f"{sections.get(plan.seksi, plan.seksi)} · target {targets}"
        asked = {str(month): None if value is None else str(value) for month, value in plan.target_bulanan.items()}
        if by_month := month_words(asked, plan.dinilai):
            note = f"{note} · per bulan: {by_month}"
        found.append(PlanBlock(title, note, ["Aksi atau kegiatan", "Kode kegiatan", "Keluaran", "Pagu"], rows))
    return found


def _figure(value: Decimal | None) -> str:
    return "belum ditetapkan" if value is None else number(value)


def _individuals(file: PlanFile) -> list[PlanBlock]:
    found = []
    for one in file.iki:
        written = _written(one.indikator)
        columns = _columns(IkiRow, written)
        note = f"{one.tugas}. Fungsi: {'; '.join(one.fungsi)}" if one.fungsi else one.tugas
        found.append(PlanBlock(one.jabatan, note, [_word(key) for key in columns], _rows(written, columns)))
    return found


def _deliveries(file: PlanFile) -> list[PlanBlock]:
    """By month; what comes back in other months names them."""
    rows = [
        [
            NAMES[row.bulan - 1],
            row.dokumen,
            row.penerima,
            row.tanda or "–",
            ", ".join(NAMES[month - 1] for month in row.berulang) or "–",
        ]
        for row in sorted(file.kalender_penyerahan, key=lambda row: row.bulan)
    ]
    note = "Tanggal lazim; surat edaran kabupaten yang menentukan."
    columns = ["Bulan", "Dokumen", "Penerima", "Batas", "Berulang"]
    return [PlanBlock(f"Penyerahan dokumen {file.tahun}", note, columns, rows)] if rows else []


BLOCKS: Mapping[str, Callable[[PlanFile], list[PlanBlock]]] = {
    "renstra": _renstra,
    "pk": _agreements,
    "rencana-aksi": _action_plans,
    "iki": _individuals,
    "kalender": _deliveries,
}
