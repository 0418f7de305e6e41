"""What the pages of this room say of figures and runs: words, tones, tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cermat.indicators.models import Activity, JudgedBy
from cermat.lib import months
from cermat.lib.rounding import rounded
from cermat.measurement.formula import STATUS_TEXTS, FigureStatus, needs_counts
from cermat.measurement.models import ActivityReport, Figure, FigureKind, Run

STATUS_TONES = {
    FigureStatus.REACHED: "done",
    FigureStatus.NOT_REACHED: "late",
    FigureStatus.NO_DATA: "late",
    FigureStatus.NOT_DUE: "off",
    FigureStatus.NOT_APPLICABLE: "off",
    FigureStatus.CONTEXT: "off",
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
    other_target: str = ""  # bulan ini 94, or triwulan 94 where the month's is judged

    @property
    def reason(self) -> str:
        return self.figure.reason


def measured(figure: Figure) -> str:
    """The realisation with its unit; a missing one has no unit."""
    return f"{shown(figure.actual)} {figure.unit_label}".strip() if figure.actual is not None else shown(None)


def figure_row(figure: Figure) -> FigureRow:
    status = FigureStatus(figure.status)
    return FigureRow(
        figure=figure,
        word=STATUS_TEXTS[status],
        tone=STATUS_TONES[status],
        target=target_text(figure),
        actual=shown(figure.actual),
        counts=counts_of(figure),
        achievement=achievement_text(figure),
        other_target=other_target_text(figure),
    )


def achievement_text(figure: Figure) -> str:
    """In percent, with as many decimals as its rule keeps."""
    return months.percent(figure.achievement, figure.inputs.get("rule", {}).get("desimal", SHOWN_DECIMALS))


def target_text(figure: Figure) -> str:
    """83 · 80–90 · ≥ 80 · ≤ 10"""
    low, high = figure.target_low, figure.target_high
    if low is not None and high is not None:
        return f"{shown(low)}–{shown(high)}"
    if low is not None:
        return f"≥ {shown(low)}"
    return shown(figure.target) if high is None else f"≤ {shown(high)}"


def other_target_text(figure: Figure) -> str:
    """Of the quarter's and the month's target the one that is not judged; "" where months have none."""
    kept = figure.inputs.get("targets", {})
    by_month = figure.inputs.get("judged_by") == JudgedBy.MONTH
    text = kept.get(JudgedBy.QUARTER if by_month else JudgedBy.MONTH)
    return "" if text is None else f"{'triwulan' if by_month else 'bulan ini'} {shown(Fraction(text))}"


def shown(value: Decimal | Fraction | None) -> str:
    """Two decimals at most; the unrounded value stays in the snapshot."""
    return "–" if value is None else months.number(rounded(value, SHOWN_DECIMALS))


def counts_of(figure: Figure) -> str:
    """“1 dari 2” where a percentage has fewer than five units, and “13 dari 15 unit” where units are missing."""
    words = []
    if figure.part is not None and (needs_counts(figure.whole) or figure.whole == figure.of):
        words.append(f"{shown(figure.part)} dari {shown(figure.whole)}")
    if figure.counted is not None and figure.of and (figure.counted < figure.of or figure.of < 5):
        words.append(f"data {figure.counted} dari {figure.of} {'bulan' if _is_over_months(figure) else 'unit'}")
    return ", ".join(words)


def _is_over_months(figure: Figure) -> bool:
    """Summed over the months of the year; an IKU of the last month counts its units."""
    is_of_months = figure.inputs.get("kind") == "months" and figure.kind == FigureKind.IKU
    return is_of_months and ("sums" in figure.inputs or not figure.counted)


def is_taken_over(figure: Figure) -> bool:
    return bool(figure.inputs.get("balances"))


def tables(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """IKU, indicators, activities, each with its title and rows."""
    rows = list(figures)
    return [
        {
            "kind": kind.value,
            "title": kind.heading,
            "rows": [figure_row(row) for row in rows if row.kind == kind],
        }
        for kind in (FigureKind.IKU, FigureKind.INDICATOR)
    ]


def activity_table(figures: Iterable[Figure]) -> list[FigureRow]:
    return [figure_row(row) for row in figures if row.kind == FigureKind.ACTIVITY]


def activity_line(activity: Activity, report: ActivityReport | None) -> dict[str, Any]:
    word, tone = ("Terisi", "done") if report else ("Belum diisi", "")
    return {"activity": activity, "report": report, "word": word, "tone": tone}


def run_title(run: Run) -> str:
    return f"Penghitungan {run.number}{' (sementara)' if run.is_provisional else ''}"
