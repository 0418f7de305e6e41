"""Why a recalculated figure differs, in words."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from cermat.lib import months
from cermat.lib.rounding import rounded
from cermat.measurement.formula import Cause, CauseKind
from cermat.measurement.models import Run
from cermat.measurement.presenters.rows import SHOWN_DECIMALS, run_title, shown
from cermat.measurement.queries import Change

WORDS = {
    CauseKind.SHEET: "Isian",
    CauseKind.RESULT: "Hasil",
    CauseKind.BALANCE: "Saldo awal",
    CauseKind.REPORT: "Laporan kegiatan:",
    CauseKind.TARGET: "Rencana:",
    CauseKind.RULE: "Aturan capaian:",
    CauseKind.DEFINITION: "Definisi indikator:",
    CauseKind.PARTS: "Kegiatan di bawahnya",
}
WHOLE = {
    CauseKind.ADDED: "Baru dihitung pada penghitungan ini.",
    CauseKind.REMOVED: "Tidak lagi dihitung pada penghitungan ini.",
}
SHOWN_CAUSES = 6  # of one figure; the page Asal Angka has all inputs
ELSEWHERE = "Berubah bersama angka yang menjadi bagiannya, atau karena versi rumusnya."


def change_rows(before: Run | None, changes: Iterable[Change]) -> dict[str, Any]:
    """What a later calculation changed: both figures, side by side, and the inputs that differ."""
    rows = [
        {
            "code": row.code,
            "name": row.name,
            "before": shown(row.before),
            "after": shown(row.after),
            "why": why_changed(row.causes),
        }
        for row in changes
    ]
    return {"title": f"Perubahan dari {run_title(before)}" if before else "", "rows": rows}


def why_changed(causes: Iterable[Cause]) -> list[str]:
    """One sentence for each input that differs."""
    told = [cause_words(cause) for cause in causes]
    more = [f"dan {len(told) - SHOWN_CAUSES} masukan lain"] if len(told) > SHOWN_CAUSES else []
    return (told[:SHOWN_CAUSES] + more) or [ELSEWHERE]


def cause_words(cause: Cause) -> str:
    """Isian Kelurahan Payaman November 2026 (koreksi ke-1): 450; 500 → 500; 500"""
    if cause.kind in WHOLE:
        return WHOLE[cause.kind]
    month = months.Month.parse(cause.month).name if cause.month else ""
    named = " ".join(part for part in (WORDS[cause.kind], cause.what.replace("_", " "), month) if part)
    corrected = f" (koreksi ke-{cause.revision - 1})" if cause.revision and cause.revision > 1 else ""
    return f"{named}{corrected}: {_shown(cause.before)} → {_shown(cause.after)}"


def _shown(text: str) -> str:
    return "; ".join(_number(part) for part in text.split("; ")) if text else "belum ada"


def _number(text: str) -> str:
    try:
        return months.number(rounded(Fraction(text), SHOWN_DECIMALS))
    except (ValueError, ZeroDivisionError):
        return text
