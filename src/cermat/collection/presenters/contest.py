"""A contest on the page: a table of marks for each candidate, and who comes first."""

from collections.abc import Iterable, Mapping
from typing import Any

from cermat.collection.models import Candidate, Form
from cermat.collection.presenters.sheets import Shown, displayed, sheet_view
from cermat.collection.presenters.standing import checklist_view
from cermat.collection.queries import (
    Contest,
    Contestant,
    FieldCell,
    Sheet,
    candidate_number,
    checklist_of,
    contest_of,
    mark_code,
)
from cermat.collection.schema import MADE
from cermat.instruments.formula import Item, Line
from cermat.lib.months import number
from cermat.lib.rounding import rounded
from cermat.organisation.models import Unit

NOTHING: Mapping[str, str] = {}


def rows_view(
    sheet: Sheet, shown: Shown | None = None, *, typed: Mapping[str, str] = NOTHING, villages: Iterable[Unit] = ()
) -> dict[str, Any]:
    """Groups of cards; in a contest the marks stand apart. `typed`: the candidates of a refused form."""
    groups = sheet_view(sheet, shown)
    if sheet.entry.form == Form.DOCUMENTS:
        return {"groups": groups, "checklist": checklist_view(checklist_of(sheet))}
    if sheet.entry.form != Form.RTRW:
        return {"groups": groups}
    own = [group for group in groups if candidate_number(group["cards"][0]["code"]) is None]
    return {"groups": own, "contest": contest_view(sheet, shown or Shown(), typed, list(villages))}


def contest_view(sheet: Sheet, shown: Shown, typed: Mapping[str, str], villages: list[Unit]) -> dict[str, Any]:
    contest = contest_of(sheet)
    cells = {(cell.code, cell.field.key): cell for row in sheet.rows for cell in row.fields}
    return {
        "assessors": list(contest.assessors.values()),
        "origin": contest.definition.origin,
        "reference": contest.definition.reference,
        "candidates": [
            _candidate(contest, one, cells, shown) | _inputs(one.candidate, shown, typed, villages)
            for one in contest.contestants
        ],
        "ranking": [_ranked(contest, one) for one in contest.ranked],
        "told": places_text(contest),
        "new": [_inputs(None, shown, typed, villages, key) for key in _new_lines(typed)],
    }


def _candidate(
    contest: Contest, one: Contestant, cells: Mapping[tuple[str, str], FieldCell], shown: Shown
) -> dict[str, Any]:
    lines = {line.code: line for line in one.outcome.items}
    rows = []
    for item in contest.definition.items:
        code = mark_code(item.code, one.candidate.number)
        marks = [_mark(cells[(code, key)], name, item, shown) for key, name in contest.assessors.items()]
        rows.append(
            {
                "name": item.name,
                "weight": number(rounded(item.weight, 4)),
                "marks": marks,
                "mean": mean_text(lines[item.code]),
            }
        )
    return {
        "number": one.candidate.number,
        "title": str(one.candidate),
        "rows": rows,
        "index": index_text(one),
        "place": place_text(one),
        "gaps": len(one.gaps),
    }


def _mark(cell: FieldCell, assessor: str, item: Item, shown: Shown) -> dict[str, Any]:
    key = (cell.code, cell.field.key)
    _answer, value, _reason = shown.typed.get(key) or displayed(cell)
    return {
        "id": f"{cell.code}-{cell.field.key}",
        "name": f"v:{cell.code}:{cell.field.key}",
        "assessor": assessor,
        "label": f"{item.name}, penilai {assessor}",
        "value": value,
        "read": value or "–",
        "error": shown.problems.get(key, ""),
    }


def _new_lines(typed: Mapping[str, str]) -> list[str]:
    """The line for a new candidate, after those of a refused form that a device has named and something stands in."""
    named = [key for name in typed if (key := name.removeprefix("nama:")) and MADE.fullmatch(key)]
    return [*(key for key in named if typed[f"nama:{key}"].strip() or typed.get(f"unit:{key}")), "baru"]


def _inputs(
    one: Candidate | None, shown: Shown, typed: Mapping[str, str], villages: list[Unit], new: str = "baru"
) -> dict[str, Any]:
    """The name and the desa/kelurahan of a candidate as they may be typed; None is a line for a new one."""
    key = f"P{one.number}" if one else new
    unit = typed.get(f"unit:{key}", str(one.unit_id) if one else "")
    choices = villages if one is None or one.unit in villages else [one.unit, *villages]
    return {
        "key": key,
        "name": typed.get(f"nama:{key}", one.name if one else ""),
        "units": [(str(village.pk), str(village), str(village.pk) == unit) for village in choices],
        "name_error": shown.problems.get((key, "nama"), ""),
        "is_leaving": one is not None and one.is_leaving,
        "unit_error": shown.problems.get((key, "unit"), ""),
    }


def _ranked(contest: Contest, one: Contestant) -> dict[str, Any]:
    means = [mean_text(line) for line in one.outcome.items]
    return {
        "place": place_text(one) or "–",
        "name": str(one.candidate),
        "means": [
            {"label": item.name, "text": mean} for item, mean in zip(contest.definition.items, means, strict=True)
        ],
        "index": index_text(one),
        "missing": f"{len(one.gaps)} nilai belum ada" if one.gaps else "",
    }


def place_text(one: Contestant) -> str:
    """1 · 1 bersama; empty where there is no index yet."""
    if one.place is None:
        return ""
    return f"{one.place.number} bersama" if one.place.shared else str(one.place.number)


def index_text(one: Contestant) -> str:
    return "Belum ada" if one.outcome.index is None else number(one.outcome.index, decimals=2)


def mean_text(line: Line) -> str:
    return "–" if line.value is None else number(rounded(line.value, 2), decimals=2)  # type: ignore[arg-type]


def places_text(contest: Contest) -> list[str]:
    """Peringkat 1 bersama: RT 03/RW 02, Kelurahan Bogo dan RT 01/RW 05, Kelurahan Payaman (84,20)."""
    found: dict[int, list[Contestant]] = {}
    for one in contest.ranked:
        if one.place is not None:
            found.setdefault(one.place.number, []).append(one)
    return [
        f"Peringkat {place}{' bersama' if len(those) > 1 else ''}: {listed([str(one.candidate) for one in those])}"
        f" ({index_text(those[0])})"
        for place, those in found.items()
    ]


def listed(names: list[str]) -> str:
    """A, B, dan C"""
    if len(names) < 3:
        return " dan ".join(names)
    return f"{', '.join(names[:-1])}, dan {names[-1]}"
