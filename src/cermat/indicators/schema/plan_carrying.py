"""A year's plan as the beginning of the next one (ADR 0036). Pure.

What the Renstra says of the next year is taken from there. What a person has to decide is a proposal, marked as one, or
stays empty; either way it is said. Nothing of the old year passes into the new one unseen.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cermat.indicators.formula.carrying import decimals_of, share_of_next
from cermat.indicators.schema.plan import CAMAT, ActionPlan, IkuRow, PlanFile
from cermat.indicators.schema.plan_cells import text_of
from cermat.indicators.schema.plan_parts import PART
from cermat.indicators.schema.plan_proposals import row_keys
from cermat.indicators.schema.plan_rows import rows_of
from cermat.indicators.schema.plan_table import Cell, Column

PlanRows = dict[str, list[dict[str, str]]]
RANGES = ("range_positive", "range_negative_v1")
OF_QUARTER, OF_MONTH, OF_OUTPUT, OF_MONEY = (
    "target_triwulan.",
    "target_bulanan.",
    "target_keluaran.",
    "target_anggaran.",
)
FIGURE = Column("target", "Target", Cell.NUMBER)


@dataclass(frozen=True)
class Note:
    """What is empty or left out, and why."""

    part: str
    label: str
    sentence: str


@dataclass
class Carried:
    """`rows` of the next year's draft, the `proposals` among them, and the `notes`; `ending`: codes that stop here."""

    rows: PlanRows
    proposals: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    ending: tuple[str, ...] = ()

    def why_empty(self, part: str, label: str) -> str:
        return next((one.sentence for one in self.notes if (one.part, one.label) == (part, label)), "")


def carried(file: PlanFile, year: int, *, remeasured: Collection[str] = ()) -> Carried:
    """`remeasured`: codes of IKU whose instrument is another one next year; the old one says nothing of the new."""
    return _Carrying(file, year, frozenset(remeasured)).whole()


class _Carrying:
    def __init__(self, file: PlanFile, year: int, remeasured: frozenset[str]) -> None:
        ending = {row.kode for row in file.iku if row.berlaku_sampai is not None and row.berlaku_sampai < year}
        self.file, self.year, self.remeasured, self.ending = file, year, remeasured, ending
        self.ikus = {row.kode: row for row in file.iku if row.kode not in ending}
        self.plans = {one.indikator: one for one in file.rencana_aksi}
        self.out = Carried(rows_of(_going_on(file, ending)), ending=tuple(sorted(ending)))

    def whole(self) -> Carried:
        rows = self.out.rows
        self._head()
        rows["rentang"] = [row for row in map(_planned, rows["rentang"]) if row.keys() - {"iku", "tahun"}]
        rows["pk"] = [_without(row, "versi.") | {"nomor": "1", "versi.jenis": "murni"} for row in rows["pk"]]
        rows["pk-sasaran"] = [self._promise(row) for row in rows["pk-sasaran"] if not self._ends(row)]
        rows["pk-anggaran"] = [self._unpaid("pk-anggaran", row | {"nomor": "1"}) for row in rows["pk-anggaran"]]
        self._each("rencana-aksi", self._action_plan)
        self._each("kegiatan", self._activity)
        rows["iki-indikator"] = [self._supporting(row) for row in rows["iki-indikator"]]
        self._each("pk-sasaran", self._own_target)
        self._each("iki-indikator", self._own_target)
        return self.out

    def _each(self, name: str, make: Callable[[str, str, dict[str, str]], dict[str, str]]) -> None:
        rows = self.out.rows[name]
        keys = row_keys(PART[name], rows)
        self.out.rows[name] = [make(name, key, row) for key, row in zip(keys, rows, strict=True)]

    def _note(self, part: str, label: str, sentence: str) -> None:
        self.out.notes.append(Note(part, label, sentence))

    def _propose(self, part: str, key: str, cells: dict[str, str], why: str) -> None:
        if cells:
            self.out.proposals.setdefault(part, {})[key] = {"cells": cells, "why": why}

    def _head(self) -> None:
        """By which decree the plan stands is another one next year."""
        head, before = self.out.rows["umum"][0], str(self.file.tahun)
        said: dict[str, str] = {key: head[key] for key in ("asal", "sumber") if key in head}
        if before in head["nama"]:
            said["nama"] = head["nama"].replace(before, str(self.year))
        self.out.rows["umum"] = [head | said]
        self._propose("umum", "", said, f"dari rencana {before}; sebut dokumen {self.year}")

    def _ends(self, row: dict[str, str]) -> bool:
        """A row of the Camat's PK whose IKU is measured no longer."""
        return row["pemegang"] == CAMAT and row["indikator"] in self.ending

    def _supporting(self, row: dict[str, str]) -> dict[str, str]:
        """What supported an IKU that ends goes on to support its sasaran."""
        code = row.get("mendukung", "")
        if code not in self.ending:
            return row
        above = next(key for key, one in self.file.objectives.items() if code in one.iku)
        return row | {"mendukung": above}

    def _promise(self, row: dict[str, str]) -> dict[str, str]:
        """The Camat promises what the Renstra asks of the year; nothing else stands in for it."""
        row = self._supporting(row | {"nomor": "1"})
        if not self._is_of_renstra(row):
            return row
        iku = self.ikus[row["indikator"]]
        asked = iku.target.get(self.year)
        if asked is None:
            self._note("pk-sasaran", PART["pk-sasaran"].title_of(row), self._unset(iku))
            return _without(row, "target")
        return row | {"target": text_of(FIGURE, asked)}

    def _is_of_renstra(self, row: dict[str, str]) -> bool:
        return row.get("pemegang") == CAMAT and row["indikator"] in self.ikus

    def _unset(self, iku: IkuRow) -> str:
        """Why there is no figure to begin from."""
        if iku.rumus_capaian in RANGES and self.year in iku.target_rentang:
            return "Targetnya rentang, lihat Rincian target."
        return f"Renstra belum menetapkan target {self.year}."

    def _own_target(self, part: str, key: str, row: dict[str, str]) -> dict[str, str]:
        """Of a kasi's PK and of an IKI: what repeats an IKU follows the Renstra, the rest its own figure so far."""
        if self._is_of_renstra(row):
            return row
        repeated = self._repeated(row)
        if repeated is None:
            if "target" in row:
                why = f"sama dengan {self.file.tahun}; Renstra tidak memuatnya"
                self._propose(part, key, {"target": row["target"]}, why)
            return row
        asked = repeated.target.get(self.year)
        if asked is None:
            self._note(part, key, self._unset(repeated))
            return _without(row, "target")
        text = text_of(FIGURE, asked)
        self._propose(part, key, {"target": text}, f"target Renstra {repeated.kode} untuk {self.year}")
        return row | {"target": text}

    def _repeated(self, row: dict[str, str]) -> IkuRow | None:
        """The IKU whose target of this year the row has promised in the same unit, or by name."""
        iku = self.ikus.get(row.get("mendukung", ""))
        if iku is None or row.get("target", "") != text_of(FIGURE, iku.target.get(self.file.tahun)):
            return None
        unit = row.get("satuan", "")
        is_alike = (unit and unit in iku.satuan) or iku.kode in row.get("rumus", "")
        return iku if is_alike and row.get("target") else None

    def _unpaid(self, part: str, row: dict[str, str]) -> dict[str, str]:
        self._note(part, PART[part].title_of(row), f"Pagu {self.year} baru; isi dari DPA.")
        return _without(row, "pagu")

    def _action_plan(self, part: str, key: str, row: dict[str, str]) -> dict[str, str]:
        plan, iku = self.plans[row["indikator"]], self.ikus[row["indikator"]]
        why_not = self._why_not(iku)
        bare = _without(row, OF_QUARTER, OF_MONTH)
        if why_not:
            self._note(part, key, why_not)
            return bare
        is_range = iku.rumus_capaian in RANGES
        cells = self._kept(plan) if is_range else self._shares(plan, iku)
        why = "angka menandai jatuh tempo; targetnya rentang" if is_range else self._share_words(iku)
        self._propose(part, key, cells, why)
        return bare | cells

    def _why_not(self, iku: IkuRow) -> str:
        """Why the shares of this year say nothing about the next."""
        before, after = iku.target.get(self.file.tahun), iku.target.get(self.year)
        if iku.kode in self.remeasured:
            return f"Instrumennya berganti pada {self.year}; tidak dihitung dari {self.file.tahun}."
        if iku.rumus_capaian in RANGES and self.year in iku.target_rentang:
            return ""
        if after is None:
            return f"Renstra belum menetapkan target {self.year}."
        if not before:
            return (
                f"Target {self.file.tahun} {'nol' if before is not None else 'tidak ada'}; bagiannya tidak terhitung."
            )
        return ""

    def _share_words(self, iku: IkuRow) -> str:
        before, after = (text_of(FIGURE, iku.target[year]) for year in (self.file.tahun, self.year))
        return f"bagian yang sama dari target setahun: {before} pada {self.file.tahun}, {after} pada {self.year}"

    def _shares(self, plan: ActionPlan, iku: IkuRow) -> dict[str, str]:
        before, after = iku.target[self.file.tahun], iku.target[self.year]
        if not before or after is None:
            return {}
        places = decimals_of([before, after, *plan.target_triwulan.values(), *plan.target_bulanan.values()])
        return _figures(plan, lambda part: share_of_next(part, before, after, places))

    def _kept(self, plan: ActionPlan) -> dict[str, str]:
        return _figures(plan, lambda part: part)

    def _activity(self, part: str, key: str, row: dict[str, str]) -> dict[str, str]:
        """Its work goes on, as much of it as this year; its money is new."""
        cells = {name: text for name, text in row.items() if name.startswith(OF_OUTPUT)}
        self._propose(part, key, cells, f"sama dengan keluaran {self.file.tahun}")
        return self._unpaid(part, _without(row, OF_MONEY))


def _figures(plan: ActionPlan, make: Callable[[Decimal], Decimal]) -> dict[str, str]:
    """Of quarters and months that were due; the others stay empty, as they were."""
    targets = [(OF_QUARTER, plan.target_triwulan), (OF_MONTH, plan.target_bulanan)]
    return {
        f"{start}{number}": text_of(FIGURE, make(value))
        for start, figures in targets
        for number, value in figures.items()
        if value is not None
    }


def _going_on(file: PlanFile, ending: Collection[str]) -> PlanFile:
    """Without what ends; of each agreement its last version."""
    goals = tuple(
        goal.model_copy(
            update={
                "sasaran": tuple(
                    one.model_copy(update={"iku": tuple(code for code in one.iku if code not in ending)})
                    for one in goal.sasaran
                )
            }
        )
        for goal in file.renstra.tujuan
    )
    update = {
        "renstra": file.renstra.model_copy(update={"tujuan": goals}),
        "iku": tuple(row for row in file.iku if row.kode not in ending),
        "pk": file.agreements_in_force,
        "rencana_aksi": tuple(one for one in file.rencana_aksi if one.indikator not in ending),
    }
    return file.model_copy(update=update)


def _planned(row: dict[str, str]) -> dict[str, str]:
    """Ranges and their origin belong to the Renstra; what an example says was reached does not."""
    return _without(row, "realisasi")


def _without(row: dict[str, str], *starts: str) -> dict[str, str]:
    return {key: text for key, text in row.items() if not key.startswith(starts)}
