"""What the IKM sheet says of the survey held in Cermat."""

from typing import Any

from django.urls import reverse

from cermat.collection.models import Entry
from cermat.collection.queries import Beside
from cermat.instruments.models import Result
from cermat.lib.months import number
from cermat.lib.rounding import rounded

CLOSED = "Periode ini sudah ditutup. Sekretaris Camat dapat membukanya untuk koreksi, lalu memakai hasil survei."
ASK = "Bila yang benar hasil survei, Sekretaris Camat dapat memakainya di sini."
BY_HAND = "Lembar ini menanyakan hal yang tidak ada pada hasil survei, jadi diisi dengan tangan."


def survey_view(entry: Entry, beside: Beside | None, *, leads: bool) -> dict[str, Any] | None:
    """The notice beside the sheet; None where there was no survey."""
    if beside is None:
        return None
    result = beside.result
    value = None if result.counted_value is None else rounded(result.counted_value, result.decimals)
    people = f", {result.respondents} responden" if result.respondents is not None else ""
    figure = f"{number(value)} {result.counted_label}".strip() + people
    counting = "hasil survei" if beside.counts else "angka isian ini"
    told = (
        f"Hasil survei yang disahkan {figure}, sama dengan isian ini."
        if beside.same
        else f"Hasil survei yang disahkan {figure} berbeda dari isian ini. Laporan dan IKU memakai {counting}."
    )
    return {
        "fills": beside.fills,
        "counts": beside.counts,
        "figure": figure,
        "word": "sama" if beside.same else "berbeda",
        "told": told,
        "url": survey_url(result),
        "may_use": leads and entry.cycle.is_running and beside.fits,
        "how": _how(entry, beside),
    }


def survey_url(result: Result) -> str:
    """Where the survey's figures stand; the result's own page where it names no survey."""
    kind, _, number_ = result.source_ref.partition(":")
    if kind == "survey" and number_.isdecimal():
        return reverse("survey:result", args=[int(number_)])
    return reverse("instruments:result", args=[result.pk])


def _how(entry: Entry, beside: Beside) -> str:
    if not entry.cycle.is_running:
        return CLOSED
    return ASK if beside.fits else BY_HAND
