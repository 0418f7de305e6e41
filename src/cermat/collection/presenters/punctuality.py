"""Completeness and punctuality in words: a month with its ranks, and the months side by side."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from django.urls import reverse

from cermat.collection.formula.deadlines import Tally
from cermat.collection.presenters.overview import GROUPS
from cermat.collection.queries import UnitRecord
from cermat.lib.months import NAMES, Month, number
from cermat.lib.rounding import rounded
from cermat.sop.models import Cycle


def share(value: Fraction | None) -> str:
    """83 %; a dash where nothing was due."""
    return "–" if value is None else f"{number(rounded(value, 0))} %"


def month_view(records: Iterable[UnitRecord], ranks: Mapping[int, int], cycle: Cycle) -> dict[str, Any]:
    """Groups of units in the order of their ranks; those without a due sheet come last, without a rank."""
    records = list(records)
    groups: dict[str, list[dict[str, Any]]] = {}
    for record in sorted(records, key=lambda one: ranks.get(one.unit.pk, len(records) + 1)):
        groups.setdefault(record.group, []).append(_month_row(record, ranks, cycle))
    whole = sum((record.whole for record in records), Tally())
    return {
        "groups": [(GROUPS[key], groups[key]) for key in GROUPS if key in groups],
        "complete": share(whole.share_complete),
        "on_time": share(whole.share_on_time),
        "missing": whole.missing,
        "counted": whole.counted,
        "ahead": whole.ahead,
    }


def _month_row(record: UnitRecord, ranks: Mapping[int, int], cycle: Cycle) -> dict[str, Any]:
    tally = record.whole
    return {
        "unit": record.unit,
        "url": reverse("collection:unit", args=[cycle.pk, record.unit.pk]),
        "rank": ranks.get(record.unit.pk, "–"),
        "complete": _of(tally.complete, tally),
        "complete_share": share(tally.share_complete),
        "on_time": _of(tally.on_time, tally),
        "on_time_share": share(tally.share_on_time),
        "late": _late_words(tally),
        "is_open": tally.counted > 0 and tally.ahead > 0,
        "missing": tally.missing or "–",
        "ahead": tally.ahead or "–",
    }


def _of(count: int, tally: Tally) -> str:
    return f"{count} dari {tally.counted}" if tally.counted else "belum ada yang jatuh tempo"


def _late_words(tally: Tally) -> str:
    """2 isian, 5 hari kerja"""
    many = tally.late + tally.missing
    return f"{many} isian, {tally.days_late} hari kerja" if many else "–"


def history_view(records: Iterable[UnitRecord], months: list[Month], cycle: Cycle) -> dict[str, Any]:
    """Units below each other, months side by side: a colour, a sign and a figure in every cell."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        row = {
            "unit": record.unit,
            "url": reverse("collection:unit", args=[cycle.pk, record.unit.pk]),
            "cells": [history_cell(record.months.get(month), month) for month in months],
            "whole": share(record.whole.share_on_time),
        }
        groups.setdefault(record.group, []).append(row)
    return {
        "months": [{"short": NAMES[month.number - 1][:3], "year": month.year, "name": month.name} for month in months],
        "years": _years(months),
        "groups": [(GROUPS[key], groups[key]) for key in GROUPS if key in groups],
        "width": len(months) + 1,
    }


def _years(months: Iterable[Month]) -> list[tuple[int, int]]:
    """Each year and over how many columns it stands."""
    found: dict[int, int] = {}
    for month in months:
        found[month.year] = found.get(month.year, 0) + 1
    return list(found.items())


def history_cell(tally: Tally | None, month: Month) -> dict[str, Any]:
    """What share of the sheets that were due came in time; a dot where nothing was asked or is due yet."""
    if tally is None or not tally.counted:
        word = "belum jatuh tempo" if tally else "tidak diminta"
        return {"tone": "n", "text": "·", "words": f"{month.name}: {word}", "name": month.name, "word": word}
    value = tally.share_on_time
    word = f"{tally.on_time} dari {tally.counted} tepat waktu"
    word += f", {tally.late} terlambat" if tally.late else ""
    word += f", {tally.missing} belum terkirim" if tally.missing else ""
    tone = "r" if tally.missing else ("s" if tally.late or tally.complete < tally.counted else "v")
    text = share(value).removesuffix(" %")
    return {"tone": tone, "text": text, "words": f"{month.name}: {word}", "name": month.name, "word": word}
