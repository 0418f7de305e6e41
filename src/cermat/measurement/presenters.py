"""What the pages of this room say: words and classes of figures, the stair below a number."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse

from cermat.indicators.models import Activity
from cermat.lib import months
from cermat.lib.expression import written
from cermat.lib.months import Month
from cermat.lib.rounding import rounded
from cermat.measurement.formula import METHOD_TEXTS, FigureStatus, Method, needs_counts
from cermat.measurement.models import ActivityReport, Figure, FigureKind, Run
from cermat.measurement.queries import Change, Sources, entry_behind, scale_of, survey_behind

STATUS_WORDS = {
    FigureStatus.REACHED: ("Tercapai", "done"),
    FigureStatus.NOT_REACHED: ("Tidak tercapai", "late"),
    FigureStatus.NO_DATA: ("Tidak tercapai – data tidak tersedia", "late"),
    FigureStatus.NOT_DUE: ("Belum jatuh tempo", "off"),
    FigureStatus.NOT_APPLICABLE: ("Tidak berlaku", "off"),
    FigureStatus.CONTEXT: ("Konteks, tidak dinilai", "off"),
}
KIND_TITLES = {
    FigureKind.IKU: "Indikator Kinerja Utama",
    FigureKind.INDICATOR: "Indikator bulanan",
    FigureKind.ACTIVITY: "Program, kegiatan, dan subkegiatan",
}
SHOWN_DECIMALS = 2


@dataclass(frozen=True)
class FigureRow:
    """A row of a run as it is shown."""

    figure: Figure
    word: str
    tone: str
    target: str
    actual: str
    counts: str
    achievement: str

    @property
    def reason(self) -> str:
        return self.figure.reason


def measured(figure: Figure) -> str:
    """The realisation with its unit; a missing one has no unit."""
    return f"{shown(figure.actual)} {figure.unit_label}".strip() if figure.actual is not None else shown(None)


def figure_row(figure: Figure) -> FigureRow:
    word, tone = STATUS_WORDS[FigureStatus(figure.status)]
    return FigureRow(
        figure=figure,
        word=word,
        tone=tone,
        target=shown(figure.target),
        actual=shown(figure.actual),
        counts=counts_of(figure),
        achievement=months.percent(figure.achievement),
    )


def shown(value: Decimal | None) -> str:
    """Two decimals at most; the unrounded value stays in the snapshot."""
    return "–" if value is None else months.number(rounded(value, SHOWN_DECIMALS))


def counts_of(figure: Figure) -> str:
    """“1 dari 2” where a percentage has fewer than five units, and “13 dari 15 unit” where units are missing."""
    words = []
    if figure.part is not None and (needs_counts(figure.whole) or figure.whole == figure.of):
        words.append(f"{shown(figure.part)} dari {shown(figure.whole)}")
    if figure.counted is not None and figure.of and (figure.counted < figure.of or figure.of < 5):
        noun = "bulan" if figure.inputs.get("kind") == "months" and figure.kind == FigureKind.IKU else "unit"
        words.append(f"data {figure.counted} dari {figure.of} {noun}")
    return ", ".join(words)


def change_rows(before: Run | None, changes: Iterable[Change]) -> dict[str, Any]:
    """What a later calculation changed: both figures, side by side."""
    rows = [
        {"code": row.code, "name": row.name, "before": shown(row.before), "after": shown(row.after)} for row in changes
    ]
    return {"title": f"Perubahan dari {run_title(before)}" if before else "", "rows": rows}


def is_taken_over(figure: Figure) -> bool:
    return bool(figure.inputs.get("balances"))


def tables(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """IKU, indicators, activities, each with its title and rows."""
    rows = list(figures)
    return [
        {
            "kind": kind.value,
            "title": KIND_TITLES[kind],
            "rows": [figure_row(row) for row in rows if row.kind == kind],
        }
        for kind in (FigureKind.IKU, FigureKind.INDICATOR)
    ]


def activity_table(figures: Iterable[Figure]) -> list[FigureRow]:
    return [figure_row(row) for row in figures if row.kind == FigureKind.ACTIVITY]


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
    is_missing: bool = False


def stairs(figure: Figure, seen: Sources) -> list[Stair]:
    """From the figure down: achievement, actual, inputs, sheets with evidence and people, rule and version.

    What is not among `seen` is named without a way to it.
    """
    return [
        *_achievement_stair(figure),
        _actual_stair(figure),
        *_leaf_stairs(figure, seen),
        *_balance_stairs(figure),
        _rule_stair(figure),
    ]


def _achievement_stair(figure: Figure) -> list[Stair]:
    if figure.achievement is None or not figure.method:
        return []
    text = f"Target {shown(figure.target)}, realisasi {shown(figure.actual)}: {METHOD_TEXTS[Method(figure.method)]}"
    return [Stair(f"Capaian {months.percent(figure.achievement)}", text)]


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
    if kind in {"sheets", "months"} and leaves:
        counted = sum(bool(leaf.get("counted")) for leaf in leaves)
        sheets = [_sheet(leaf, seen) for leaf in leaves]
        return [Stair(f"{counted} dari {len(leaves)} isian terhitung", "isian tervalidasi", "", sheets)]
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
        is_missing=not leaf["counted"],
    )


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


def activity_line(activity: Activity, report: ActivityReport | None) -> dict[str, Any]:
    word, tone = ("Terisi", "done") if report else ("Belum diisi", "")
    return {"activity": activity, "report": report, "word": word, "tone": tone}


def run_title(run: Run) -> str:
    return f"Penghitungan {run.number}{' (sementara)' if run.is_provisional else ''}"
