"""The rows of a plan's parts as the data of its file, each value with the cell it came from. Pure."""

import re
from dataclasses import dataclass, field
from typing import Any

from cermat.indicators.schema.plan import CAMAT
from cermat.indicators.schema.plan_cells import value_of
from cermat.indicators.schema.plan_columns import QUARTERS
from cermat.indicators.schema.plan_parts import PART, PARTS
from cermat.indicators.schema.plan_table import Part, Row, Rows
from cermat.lib.definitions import Path
from cermat.lib.errors import DomainError

TARGET_YEAR = re.compile(r"target\.(\d{4})")
LISTS = {
    "seksi": "seksi",
    "iku": "iku",
    "pk": "pk",
    "rencana-aksi": "rencana_aksi",
    "iki": "iki",
    "kalender": "kalender_penyerahan",
}
DETAILS = {
    "bawah": "target_rentang.{}.bawah",
    "atas": "target_rentang.{}.atas",
    "dari": "target_dari.{}",
    "realisasi": "realisasi_contoh.{}",
}
Years = tuple[int, ...]
Above = tuple[dict[str, Any], Path]  # what a row hangs below, and where that stands


@dataclass(frozen=True)
class Place:
    part: str
    row: int = -1  # from 0; -1: the part as a whole
    column: str = ""


@dataclass(frozen=True)
class PlanFault:
    place: Place
    sentence: str


def years_of(rows: Rows) -> Years:
    """The years that the part Target has columns for: those of the Renstra, and any that has a target."""
    head: Row = next(iter(rows.get("umum", ())), {})
    first, last = (head.get(f"renstra.{key}", "") for key in ("mulai", "sampai"))
    found = {int(match[1]) for row in rows.get("target", ()) for key in row if (match := TARGET_YEAR.fullmatch(key))}
    if all(text.isascii() and text.isdigit() and len(text) == 4 for text in (first, last)):
        found |= set(range(int(first), min(int(last), int(first) + 9) + 1))
    return tuple(sorted(found))


@dataclass
class Writer:
    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Path, Place] = field(default_factory=dict)
    faults: list[PlanFault] = field(default_factory=list)
    years: Years = ()

    def write(self, rows: Rows) -> None:
        for row in rows.get("umum", ())[:1]:
            self._take(("umum", 0), row, (), self.data)
        self.data.setdefault("renstra", {})["tujuan"] = []
        self.places.setdefault(("renstra",), Place("umum", 0, "renstra.judul"))
        for part, key in LISTS.items():
            self.data[key], self.places[key,] = [], Place(part)
        self.years = years_of(rows)
        for part_ in PARTS[1:]:
            for index, row in enumerate(rows.get(part_.key, ())):
                getattr(self, f"_{part_.key.replace('-', '_')}", self._plain)(part_, index, row)
        for at, goal in enumerate(self.data["renstra"]["tujuan"]):
            if "uraian" not in goal:
                self._fault(
                    PART["renstra"], self.places["renstra", "tujuan", at].row, "tujuan_uraian", "Isi tujuannya."
                )

    def _take(
        self, at: tuple[str, int], row: Row, path: Path, into: dict[str, Any], *, skip: tuple[str, ...] = ()
    ) -> None:
        """The filled cells of a row into the values of the file, each with its place."""
        self.places[path] = Place(*at)
        for column in PART[at[0]].columns_for(self.years):
            text = row.get(column.key, "")
            if not text or column.key in skip:
                continue
            self._cell(PART[at[0]], at[1], row, column.key, (into, path, column.key))

    def _cell(self, part: Part, index: int, row: Row, key: str, to: tuple[dict[str, Any], Path, str]) -> None:
        """One cell to its place in the file: what it stands in, the path of that, and the key there."""
        column = next(one for one in part.columns_for(self.years) if one.key == key)
        place = Place(part.key, index, key)
        try:
            value = value_of(column, row[key])
        except DomainError as error:
            self.faults.append(PlanFault(place, error.message))
        else:
            self._set(*to, value, place)

    def _set(self, into: dict[Any, Any], path: Path, key: str, value: Any, place: Place) -> None:
        *outer, leaf = (int(part) if part.isdigit() else part for part in key.split("."))
        for part in outer:
            into = into.setdefault(part, {})
            path = (*path, part)
            self.places.setdefault(path, place)
        into[leaf] = value
        self.places[*path, leaf] = place

    def _fault(self, part: Part, index: int, column: str, sentence: str) -> None:
        self.faults.append(PlanFault(Place(part.key, index, column), sentence))

    def _plain(self, part: Part, index: int, row: Row, *, skip: tuple[str, ...] = ()) -> dict[str, Any]:
        """A row of a list of the file."""
        return self._below((self.data, ()), LISTS[part.key], (part.key, index), row, skip=skip)

    def _below(
        self, above: Above, key: str, at: tuple[str, int], row: Row, *, skip: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        rows: list[dict[str, Any]] = above[0].setdefault(key, [])
        made: dict[str, Any] = {}
        self._take(at, row, (*above[1], key, len(rows)), made, skip=skip)
        rows.append(made)
        return made

    def _found(self, part: Part, index: int, row: Row, column: str, to: tuple[str, str]) -> Above | None:
        """The row of another part that a cell names: `to` is that part and the key of its code."""
        named = row.get(column, "")
        key = LISTS[to[0]]
        for at, one in enumerate(self.data[key]):
            if named and one.get(to[1]) == named:
                return one, (key, at)
        there = f"“{named[:40]}” tidak ada pada bagian {PART[to[0]].title}."
        title = next(one.title for one in part.columns if one.key == column)
        self._fault(part, index, column, there if named else f"“{title}” belum diisi.")
        return None

    def _seksi(self, part: Part, index: int, row: Row) -> None:
        if row.get("jenis") != "subbagian":
            self._plain(part, index, row)
            return
        above = self._found(part, index, row, "induk", ("seksi", "key"))
        if above:
            self._below(above, "subbagian", (part.key, index), row, skip=("singkat", "jenis", "induk", "padanan"))

    def _renstra(self, part: Part, index: int, row: Row) -> None:
        goals: list[dict[str, Any]] = self.data["renstra"]["tujuan"]
        key = row.get("tujuan", "") or (goals[-1]["key"] if goals else "")
        if not key:
            self._fault(part, index, "tujuan", "Isi kode tujuan, misalnya T1.")
        at = next((at for at, goal in enumerate(goals) if goal["key"] == key), len(goals))
        path: Path = ("renstra", "tujuan", at)
        if at == len(goals):
            goals.append({"key": key, "sasaran": []})
            self.places |= {path: Place(part.key, index), (*path, "key"): Place(part.key, index, "tujuan")}
        if "tujuan_uraian" in row:
            goals[at]["uraian"] = row["tujuan_uraian"]
            self.places[*path, "uraian"] = Place(part.key, index, "tujuan_uraian")
        if row.keys() & {"key", "uraian", "iku"}:
            self._below((goals[at], path), "sasaran", (part.key, index), row, skip=("tujuan", "tujuan_uraian"))

    def _iku(self, part: Part, index: int, row: Row) -> None:
        made = self._plain(part, index, row)
        path = ("iku", len(self.data["iku"]) - 1)
        for key, column in (("target", "kode"), ("sumber_data", "sumber_data")):
            made.setdefault(key, {})
            self.places.setdefault((*path, key), Place(part.key, index, column))

    def _target(self, part: Part, index: int, row: Row) -> None:
        above = self._found(part, index, row, "iku", ("iku", "kode"))
        if above:
            kept = self.places[above[1]]
            self._take((part.key, index), row, above[1], above[0], skip=("iku",))
            self.places[above[1]] = kept

    def _rentang(self, part: Part, index: int, row: Row) -> None:
        above = self._found(part, index, row, "iku", ("iku", "kode"))
        year = row.get("tahun", "")
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            self._fault(part, index, "tahun", "Isi tahunnya, misalnya 2026.")
        elif above:
            for key in DETAILS.keys() & row.keys():
                self._cell(part, index, row, key, (*above, DETAILS[key].format(year)))

    def _pk(self, part: Part, index: int, row: Row) -> None:
        made = self._plain(part, index, row, skip=("pemegang", "nomor"))
        holder, path = row.get("pemegang", ""), ("pk", len(self.data["pk"]) - 1)
        self.places[*path, "seksi"] = Place(part.key, index, "pemegang")
        made |= {"tingkat": CAMAT} if holder == CAMAT else {"tingkat": "kasi", "seksi": holder}
        made |= {"tahun": self.data.get("tahun"), "sasaran": []}
        if not holder:
            self._fault(part, index, "pemegang", "Isi camat, atau kunci seksi.")
        if row.get("nomor"):
            self._cell(part, index, row, "nomor", (made, path, "versi.nomor"))

    def _pk_sasaran(self, part: Part, index: int, row: Row) -> None:
        self._row_of_agreement(part, index, row, "sasaran")

    def _pk_anggaran(self, part: Part, index: int, row: Row) -> None:
        self._row_of_agreement(part, index, row, "anggaran")

    def _row_of_agreement(self, part: Part, index: int, row: Row, key: str) -> None:
        holder, number = row.get("pemegang", ""), row.get("nomor", "")
        for at, one in enumerate(self.data["pk"]):
            mine = one.get("seksi", CAMAT) == holder and str(one.get("versi", {}).get("nomor", 1)) == number
            if mine:
                made = self._below((one, ("pk", at)), key, (part.key, index), row, skip=("pemegang", "nomor"))
                if key == "sasaran":
                    made.setdefault("target", None)
                return
        self._fault(part, index, "pemegang", f"PK “{holder[:40]}” nomor “{number[:9]}” tidak ada pada bagian PK.")

    def _rencana_aksi(self, part: Part, index: int, row: Row) -> None:
        """A quarter that is left empty is written as null: not due, which is not zero."""
        made = self._plain(part, index, row)
        made["target_triwulan"] = dict.fromkeys(QUARTERS) | made.get("target_triwulan", {})

    def _kegiatan(self, part: Part, index: int, row: Row) -> None:
        above = self._found(part, index, row, "indikator", ("rencana-aksi", "indikator"))
        if above:
            self._below(above, "kegiatan", (part.key, index), row, skip=("indikator",))

    def _iki(self, part: Part, index: int, row: Row) -> None:
        self._plain(part, index, row)["indikator"] = []

    def _iki_indikator(self, part: Part, index: int, row: Row) -> None:
        above = self._found(part, index, row, "jabatan", ("iki", "jabatan"))
        if above:
            made = self._below(above, "indikator", (part.key, index), row, skip=("jabatan",))
            made.setdefault("target", None)
