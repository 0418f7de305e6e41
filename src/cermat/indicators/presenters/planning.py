"""The parts of a planning file as pages: Renstra, Perjanjian Kinerja, Rencana Aksi, IKI, calendar of deliveries."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cermat.indicators.schema import PlanFile
from cermat.lib.months import NAMES, number, rupiah

PARTS = {
    "renstra": "Renstra",
    "pk": "Perjanjian Kinerja",
    "rencana-aksi": "Rencana Aksi",
    "iki": "IKI",
    "kalender": "Kalender penyerahan",
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


def plan_blocks(file: PlanFile, part: str) -> list[PlanBlock]:
    return BLOCKS[part](file)


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
        columns = list(dict.fromkeys(key for row in one.sasaran for key in row))
        found.append(
            PlanBlock(title, _version(one.versi), [_word(key) for key in columns], _named(one.sasaran, columns, names))
        )
        if one.anggaran:
            money = [[row.kode, row.program, rupiah(row.pagu)] for row in one.anggaran]
            found.append(PlanBlock(f"Anggaran: {title}", "", ["Kode", "Program", "Pagu"], money))
    return found


def _version(version: Mapping[str, object]) -> str:
    return f"Versi {version.get('nomor')} ({version.get('jenis')})" if version else ""


def _rows(rows: tuple[dict[str, str], ...], columns: list[str]) -> list[list[str]]:
    return [[_cell(key, row.get(key, "–")) for key in columns] for row in rows]


def _named(rows: tuple[dict[str, str], ...], columns: list[str], names: Mapping[str, str]) -> list[list[str]]:
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
        found.append(PlanBlock(title, note, ["Aksi atau kegiatan", "Kode kegiatan", "Keluaran", "Pagu"], rows))
    return found


def _figure(value: Decimal | None) -> str:
    return "belum ditetapkan" if value is None else number(value)


def _individuals(file: PlanFile) -> list[PlanBlock]:
    found = []
    for one in file.iki:
        columns = list(dict.fromkeys(key for row in one.indikator for key in row))
        found.append(PlanBlock(one.jabatan, one.tugas, [_word(key) for key in columns], _rows(one.indikator, columns)))
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
