"""What is said of a year's end: an estimate, always named as one."""

from dataclasses import dataclass
from decimal import Decimal

from cermat.lib.months import Month
from cermat.measurement.formula.outlook import LEAST_POINTS, Shape, Verdict
from cermat.measurement.models import Figure
from cermat.measurement.presenters.rows import shown

VERDICT_WORDS = {
    Verdict.REACHES: ("Diperkirakan tercapai", "done"),
    Verdict.OPEN: ("Belum pasti tercapai", "now"),
    Verdict.MISSES: ("Diperkirakan tidak tercapai", "late"),
}
METHOD_WORDS = {"laju": "laju {points} bulan", "musiman": "model musiman atas {points} bulan"}


@dataclass(frozen=True)
class OutlookView:
    expected: str
    unit: str
    interval: str
    method: str
    needed: str
    next_month: str
    word: str
    tone: str


def outlook_view(figure: Figure) -> OutlookView | None:
    """None where nothing can be said; without an estimate the sentence says what it waits for."""
    kept = figure.outlook
    if not kept:
        return None
    word, tone = VERDICT_WORDS[Verdict(kept["verdict"])] if kept["verdict"] else ("", "")
    if kept["expected"] is None:
        wanted = f"Perkiraan muncul setelah {LEAST_POINTS} bulan berdata."
        return OutlookView("", "", "", wanted, _needed(figure), _next_month(figure), word, tone)
    return OutlookView(
        expected=_figure(kept["expected"]),
        unit=figure.unit_label,
        interval=f"{_figure(kept['low'])} sampai {_figure(kept['high'])}",
        method=METHOD_WORDS[kept["method"]].format(points=kept["points"]),
        needed=_needed(figure),
        next_month=_next_month(figure),
        word=word,
        tone=tone,
    )


def _needed(figure: Figure) -> str:
    """What is left to do, in words; "" without a target or without a month left."""
    kept = figure.outlook or {"needed": None}
    if kept["needed"] is None:
        return ""
    needed, left = Decimal(kept["needed"]), kept["left"]
    lower = figure.method.startswith("negative") or bool(figure.indicator and figure.indicator.direction == "turun")
    if kept["shape"] == Shape.LEVEL:
        if (needed <= 0) != lower or needed == 0:
            return "Target akhir tahun terpenuhi oleh angka sekarang."
        return f"Perlu {'turun' if lower else 'naik'} {shown(abs(needed))} sampai Desember."
    if lower:
        most = shown(max(needed, Decimal(0)))
        return f"Paling banyak {most} per bulan selama {left} bulan agar target tidak terlampaui."
    if needed <= 0:
        return "Target setahun sudah terpenuhi."
    return f"Perlu {shown(needed)} per bulan selama {left} bulan agar target tercapai."


def _next_month(figure: Figure) -> str:
    """Of an IKU with monthly targets: how far the next one is."""
    kept = (figure.outlook or {}).get("next")
    if not kept:
        return ""
    left = "sudah terpenuhi" if kept["is_met"] else f"selisih {_figure(kept['left'])}"
    return f"Target {Month.parse(kept['month']).name} {_figure(kept['target'])}: {left}."


def _figure(text: str) -> str:
    return shown(Decimal(text))
