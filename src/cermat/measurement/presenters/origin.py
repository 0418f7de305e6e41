"""Asal Angka: the stairs below a number, from the achievement down to sheets, files, people, rule and version."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.urls import reverse

from cermat.indicators.models import JudgedBy
from cermat.indicators.schema.plan_months import ROMAN
from cermat.lib import months
from cermat.lib.expression import written
from cermat.lib.months import Month
from cermat.lib.rounding import rounded
from cermat.measurement.formula import METHOD_TEXTS, Method
from cermat.measurement.models import Figure
from cermat.measurement.presenters.rows import (
    SHOWN_DECIMALS,
    achievement_text,
    figure_row,
    measured,
    shown,
    target_text,
)
from cermat.measurement.queries import Derivation, Sources, entry_behind, scale_of, survey_behind

COLUMN_WORDS = {
    "target": "target",
    "month_target": "target bulan",
    "actual": "realisasi",
    "achievement": "capaian",
    "status": "status",
    "predicate": "predikat",
    "spent": "realisasi anggaran",
    "financial": "% keuangan",
}
ZERO_WORDS = {
    "seratus": "realisasi nol dihitung 100",
    "seratus_bila_target_nol": "realisasi nol dihitung 100 bila target nol",
}
ROUNDING_WORDS = {"half_up": "dibulatkan", "down": "dipotong"}


@dataclass(frozen=True)
class Stair:
    """A step of “Asal Angka”: what, where from, and below it the single leaves."""

    title: str
    text: str
    url: str = ""
    leaves: list["Leaf"] = field(default_factory=list)


@dataclass(frozen=True)
class Leaf:
    title: str
    text: str
    url: str = ""
    files: list[tuple[str, str]] = field(default_factory=list)
    mark: str = ""  # why it does not count: belum ada, tidak berlaku


def stairs(figure: Figure, seen: Sources, again: Derivation) -> list[Stair]:
    """From the figure down: achievement, actual, inputs, sheets with evidence and people, rule and version.

    What is not among `seen` is named without a way to it.
    """
    return [
        *_achievement_stair(figure),
        *_target_stair(figure),
        _actual_stair(figure),
        *_leaf_stairs(figure, seen),
        *_balance_stairs(figure),
        _rule_stair(figure),
        _again_stair(again),
    ]


def _achievement_stair(figure: Figure) -> list[Stair]:
    if figure.achievement is None or not figure.method:
        return []
    parts = [
        f"Target {target_text(figure)}, realisasi {shown(figure.actual)}: {METHOD_TEXTS[Method(figure.method)]}",
        *_rule_words(figure.inputs.get("rule", {})),
    ]
    return [Stair(f"Capaian {achievement_text(figure)}", "; ".join(parts))]


def _target_stair(figure: Figure) -> list[Stair]:
    """Only where months have targets: which of the two the achievement is held against."""
    kept, month = figure.inputs.get("targets"), figure.run.cycle.month
    if not kept:
        return []
    named = {JudgedBy.QUARTER: f"triwulan {ROMAN[month.quarter]}", JudgedBy.MONTH: f"bulan {month.name}"}
    told = {by: f"Target {name} {_number(kept[by])}" for by, name in named.items()}
    judged_by = JudgedBy(figure.inputs["judged_by"])
    other = next(by for by in JudgedBy if by != judged_by)
    return [Stair(told[judged_by], f"yang dinilai; {told[other][0].lower()}{told[other][1:]}")]


def _rule_words(rule: dict[str, Any]) -> Iterator[str]:
    if rule.get("batas"):
        yield f"paling tinggi {rule['batas']}"
    if rule.get("saat_realisasi_nol") in ZERO_WORDS and rule["rumus"] == Method.NEGATIVE_V2:
        yield ZERO_WORDS[rule["saat_realisasi_nol"]]
    if rule:
        yield f"{ROUNDING_WORDS[rule['pembulatan']]} {rule['desimal']} desimal"


def _actual_stair(figure: Figure) -> Stair:
    inputs = figure.inputs
    labels = inputs.get("labels", {})
    sums = ", ".join(f"{labels.get(key, key)} {_number(value)}" for key, value in inputs.get("sums", {}).items())
    formula = written(labels.get(inputs.get("formula", ""), inputs.get("formula", "")))
    parts = [f"Rumus: {formula}" if formula else "", sums, figure.reason]
    return Stair(f"Realisasi {measured(figure)}", ". ".join(p for p in parts if p))


def _number(text: str | None) -> str:
    return "–" if text is None else months.number(rounded(Fraction(text), SHOWN_DECIMALS))


def _leaf_stairs(figure: Figure, seen: Sources) -> list[Stair]:
    leaves = figure.inputs.get("leaves", [])
    kind = figure.inputs.get("kind")
    if kind in {"sheets", "months", "formula"} and leaves:
        counted = sum(bool(leaf.get("counted")) for leaf in leaves)
        sheets = [_sheet(leaf, seen) for leaf in leaves]
        return [Stair(f"{counted} dari {len(leaves)} isian terhitung", "isian tervalidasi", "", sheets)]
    if kind == "documents" and leaves:
        papers = [_document(leaf, seen) for leaf in leaves]
        return [Stair(f"{len(leaves)} dokumen terhitung", "dokumen tervalidasi dalam register", "", papers)]
    if kind == "results" and leaves:
        results = [_result(leaf, seen) for leaf in leaves]
        return [Stair(f"{len(leaves)} hasil instrumen", "hasil yang berlaku", "", results)]
    if kind == "report" and figure.inputs.get("report"):
        return [Stair("Laporan kegiatan seksi", f"{figure.inputs['by']}, {_when(figure.inputs['at'])}")]
    if kind == "roll_up":
        return [Stair(f"{figure.counted} dari {figure.of} kegiatan dilaporkan", ", ".join(figure.inputs["leaves"]))]
    return []


def _sheet(leaf: dict[str, Any], seen: Sources) -> Leaf:
    values = ", ".join(f"{key} {_value(value)}" for key, value in leaf["values"].items())
    checked = f"divalidasi oleh {leaf['validated_by']}, {_when(leaf['validated_at'])}"
    who = checked if leaf["validated_at"] else leaf["reason"]
    sent = f"dikirim oleh {leaf['sent_by']}, {_when(leaf['sent_at'])}" if leaf["sent_at"] else ""
    month = Month.parse(leaf["month"]).name
    return Leaf(
        title=f"{leaf['unit']} · {month}",
        text=" · ".join(part for part in (values, sent, who) if part),
        url=_way("collection:sheet", leaf["entry"], seen.entries),
        files=[(row["name"], _way("documents:file", row["file"], seen.files)) for row in leaf["evidence"]],
        mark=_mark(leaf),
    )


def _mark(leaf: dict[str, Any]) -> str:
    """A share of nothing (0 of 0) does not apply; only what nobody has given or checked is missing."""
    if leaf["counted"]:
        return ""
    values = leaf["values"].values()
    return "tidak berlaku" if values and all(value is not None for value in values) else "belum ada"


def _document(leaf: dict[str, Any], seen: Sources) -> Leaf:
    checked = f"divalidasi oleh {leaf['validated_by']}, {_when(leaf['validated_at'])}"
    files = [("Berkas", _way("documents:file", leaf["file"], seen.files))] if leaf["file"] else []
    return Leaf(f"{leaf['title']} · {leaf['unit']}", f"periode {leaf['period']} · {checked}", files=files)


def _way(page: str, pk: int, seen: frozenset[int]) -> str:
    return reverse(page, args=[pk]) if pk in seen else ""


def _value(value: str | None) -> str:
    if value is None:
        return "belum ada data"
    return "tidak berlaku" if value == "tidak_berlaku" else _number(value)


def _result(leaf: dict[str, Any], seen: Sources) -> Leaf:
    people = " · ".join(
        part
        for part in (
            f"{_number(leaf['value'])} {leaf['label']}".strip(),
            f"dibuat oleh {leaf['made_by']}" if leaf["made_by"] else "",
            f"diperiksa oleh {leaf['checked_by']}" if leaf["checked_by"] else "",
            _when(leaf["at"]),
            leaf["definition"],
        )
        if part
    )
    entry = entry_behind(leaf["source_ref"])
    sheet = [("Isian", reverse("collection:sheet", args=[entry]))] if entry in seen.entries else []
    survey = survey_behind(leaf["source_ref"])
    if survey in seen.surveys:
        sheet = [("Asal angka survei", reverse("survey:origin", args=[survey]))]
    file = [("Berkas", reverse("documents:file", args=[leaf["file"]]))] if leaf["file"] in seen.files else []
    return Leaf(
        title=f"{leaf['subject']} · {Month.parse(leaf['period']).name}",
        text=people,
        url=_way("instruments:result", leaf["result"], seen.results),  # its sheet of calculation
        files=[*sheet, *file],
    )


def _balance_stairs(figure: Figure) -> list[Stair]:
    rows = figure.inputs.get("balances", [])
    if not rows:
        return []
    leaves = [
        Leaf(
            title=f"{row['measure']} {_number(row['value'])} s.d. {Month.parse(row['until']).name}",
            text=f"{row['source']}, {months.long_date(date.fromisoformat(row['source_date']))} · dicatat {row['by']}",
        )
        for row in rows
    ]
    return [Stair("Diambil alih (saldo awal)", "bukan dari isian di Cermat", "", leaves)]


def _rule_stair(figure: Figure) -> Stair:
    run = figure.run
    kind = "sementara" if run.is_provisional else "tetap"
    made = f"dihitung oleh {run.by}, {months.date_time(run.at)}"
    text = f"Aturan {run.formula_version}, skala {scale_of(run).name}, {made}"
    return Stair(f"Penghitungan {run.number} ({kind})", text, reverse("measurement:run", args=[run.pk]))


def _when(text: str | None) -> str:
    return months.date_time(datetime.fromisoformat(text)) if text else ""


def _again_stair(again: Derivation) -> Stair:
    """The proof: the same figure once more, from nothing but what stands above."""
    if again.agrees:
        return Stair("Diturunkan ulang dari rincian di atas: cocok", "realisasi, capaian, status, dan predikat sama")
    named = ", ".join(COLUMN_WORDS[name] for name in again.differs)
    return Stair("Diturunkan ulang dari rincian di atas: berbeda", f"pada {named}. Laporkan kepada administrator.")


def told_lines(figure: Figure, steps: list[Stair]) -> Iterator[str]:
    """The same stairs as text for a terminal."""
    row = figure_row(figure)
    yield f"{figure.code} {figure.name} · {figure.run.cycle}"
    yield f"Target {row.target}, realisasi {measured(figure)}, capaian {row.achievement}: {row.word}"
    if row.reason:
        yield row.reason
    for number, step in enumerate(steps, 1):
        yield f"{number}. {step.title}" + (f" – {step.text}" if step.text else "")
        for leaf in step.leaves:
            gap = f" ({leaf.mark})" if leaf.mark else ""
            yield f"   - {leaf.title}{gap}: {leaf.text}"
            for name, _ in leaf.files:
                yield f"       berkas {name}"
