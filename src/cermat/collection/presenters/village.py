"""The index of a desa on the page: published beside computed, what lacks, what could be tried."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from cermat.collection.models import Publication
from cermat.collection.queries import Trial, VillageIndex, Year, lacking_points
from cermat.instruments.formula import Item, Line
from cermat.instruments.formula.way import Way, WayStep
from cermat.lib.months import number, rupiah
from cermat.lib.rounding import rounded
from cermat.organisation.models import Unit
from cermat.printing.charts import Drawing, Point, Trend

NONE = "–"


def index_text(value: Decimal | Fraction | None, decimals: int) -> str:
    return NONE if value is None else number(rounded(value, decimals), decimals=decimals)


def years_picture(found: VillageIndex) -> Drawing | None:
    """IDM until 2024 and Indeks Desa from 2025 beside each other, never one line; None for a single year."""
    points = [*_points(found.idm, "IDM"), *_points(found.indeks_desa, "Indeks Desa")]
    if len(points) < 2:
        return None
    return Trend(f"Indeks {found.unit}", tuple(points), decimals=None).drawn()


def _points(years: Iterable[Year], series: str) -> list[Point]:
    """Oldest first; a year without a result in between is missing, and shown so."""
    known = {year.year: year.index for year in years}
    span = range(min(known), max(known) + 1) if known else ()
    return [Point(str(year), str(year), known.get(year), series=series) for year in span]


def year_view(year: Year) -> dict[str, Any]:
    """One year of one index: figures, groups, and where the source contradicts itself."""
    decimals = year.definition.index.decimals
    same = year.published is None or year.computed is None or year.published == year.computed
    return {
        "year": year.year,
        "name": year.definition.short,
        "reference": year.result.definition,
        "published": index_text(year.published, decimals) if year.published is not None else "",
        "computed": index_text(year.computed, decimals),
        "label": year.label,
        "computed_label": year.result.label,
        "agrees": same and (not year.result.published_label or year.result.published_label == year.result.label),
        "groups": [_group(year, line) for line in year.groups],
        "anomalies": [f"{one['code']}: {one['text']}" for one in year.anomalies],
        "maker": year.result.maker,
        "checker": year.result.checker,
        "recorded_at": year.result.recorded_at,
        "source": {"impor": "berkas kementerian", "isian": "isian desa", "saldo_awal": "diambil alih"}.get(
            year.result.source, year.result.source
        ),
        **_lacking(year),
    }


def _group(year: Year, line: Line) -> dict[str, str]:
    decimals = year.definition.index.group_decimals
    published = year.published_groups.get(line.code)
    value = line.value if isinstance(line.value, Fraction) else None
    return {
        "code": line.code,
        "name": line.name,
        "computed": index_text(value, decimals),
        "published": index_text(Decimal(published), decimals) if published else NONE,
        "of": number(rounded(line.highest, 0)),
    }


def _lacking(year: Year) -> dict[str, Any]:
    """How far it is to the next class."""
    grade, index = year.next_grade, year.index
    if index is None:
        return {"next": "", "lacking": "", "lacking_points": ""}
    if grade is None:
        return {"next": "", "lacking": "Status tertinggi sudah tercapai.", "lacking_points": ""}
    decimals = year.definition.index.decimals
    points = lacking_points(year) if year.definition.index.factor != 1 else None
    return {
        "next": grade.name,
        "start": index_text(grade.start, decimals),
        "lacking": index_text(grade.start - index, decimals),
        "lacking_points": number(rounded(points, 0)) if points is not None else "",
        "is_counted": bool(year.groups),
    }


def trial_view(trial: Trial, errors: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, Any]:
    """The rows to try, what they yield, and the cheapest way to the next class."""
    definition = trial.definition
    decimals = definition.index.decimals
    return {
        "rows": [_row(trial, item, errors, typed) for item in definition.items],
        "index": index_text(trial.outcome.index, decimals),
        "label": trial.outcome.grade.name if trial.outcome.grade else NONE,
        "changed": len(trial.changed),
        "errors": errors,
        "opened": _opened(trial, errors),
        "scale": trial.scale,
        "decimals": decimals,
        "way": way_view(trial),
        "grades": [{"name": grade.name, "start": str(grade.start)} for grade in definition.grades],
    }


def _opened(trial: Trial, errors: Mapping[str, str]) -> set[str]:
    """The groups in which something has been tried or is wrong; fifty rows at once are too long for a phone."""
    touched = {*trial.changed, *trial.costs, *trial.locked, *(code.removeprefix("biaya-") for code in errors)}
    return {trial.definition.item[code].group for code in touched}


def _row(trial: Trial, item: Item, errors: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, Any]:
    points, standing = trial.points.get(item.code), trial.standing.get(item.code)
    return {
        "code": item.code,
        "name": item.name,
        "section": item.section,
        "group": item.group,
        "standing": points_text(standing),
        "held": str(standing),
        "lowest": int(item.lowest),
        "highest": int(item.highest),
        "points": str(points),
        "words": meaning(item, points),
        "levels": [(level, meaning(item, Fraction(level))) for level in _levels(item)],
        "choices": _choices(item, standing, points),
        "weight": int(trial.weights[item.code] * trial.scale),
        "is_changed": points != standing,
        "is_locked": item.code in trial.locked,
        "cost": typed.get(f"biaya-{item.code}", ""),
        "error": errors.get(item.code, ""),
        "cost_error": errors.get(f"biaya-{item.code}", ""),
    }


def _levels(item: Item) -> range:
    return range(int(item.lowest), int(item.highest) + 1)


def _choices(item: Item, standing: Fraction | None, points: Fraction | None) -> list[tuple[str, str, bool]]:
    """Of a row that no slider can show, for it always stands on a whole number: one without points, or between two."""
    if all(one is not None and one.denominator == 1 for one in (standing, points)):
        return []
    return [
        ("", points_text(standing), points == standing),
        *((str(level), str(level), level == points) for level in _levels(item)),
    ]


def points_text(points: Fraction | None) -> str:
    return NONE if points is None else number(rounded(points, 0 if points.denominator == 1 else 2))


def meaning(item: Item, points: Fraction | None) -> str:
    """What a level stands for, in the ministry's words."""
    return next((option.label for option in item.options if option.score == points), "")


def way_view(trial: Trial) -> dict[str, Any] | None:
    """The cheapest way to the next class, row by row; None where there is no next class."""
    way = trial.way
    if way is None:
        return None
    decimals = trial.definition.index.decimals
    return {
        "target": way.target.name,
        "measure": "biaya paling kecil" if way.cost is not None else "baris paling sedikit",
        "rows": [_step(step) for step in way.steps],
        "told": _told(way, decimals),
        "uncosted": f"{len(way.uncosted)} baris tanpa biaya tidak dipakai." if way.uncosted else "",
        "query": _tried(trial, way),
    }


def _step(step: WayStep) -> dict[str, str]:
    return {
        "code": step.code,
        "name": step.name,
        "start": points_text(step.before),
        "goal": points_text(step.after),
        "meaning": step.meaning,
        "advice": step.advice,
        "executors": "; ".join(f"{name}: {who}" for name, who in step.executors.items()),
        "gain": number(rounded(step.gain, 6)),
        "cost": cost_text(step.cost),
    }


def _told(way: Way, decimals: int) -> str:
    if way.reason or not way.steps:
        return way.reason or f"{way.target.name} sudah tercapai."
    cost = f" Biaya seluruhnya {cost_text(way.cost)}." if way.cost is not None else ""
    index, after, start = (index_text(one, decimals) for one in (way.index, way.index_after, way.target.start))
    return f"{len(way.steps)} baris dinaikkan: {index} menjadi {after}, {way.target.name} (mulai {start}).{cost}"


def _tried(trial: Trial, way: Way) -> str:
    """The address that tries this way, on top of what is tried already."""
    tried = {code: str(points) for code, points in trial.changed.items()}
    return urlencode(tried | {step.code: str(step.after) for step in way.steps})


def waiting_view(publications: Iterable[Publication], may_check: Iterable[int]) -> list[dict[str, Any]]:
    """Files that wait for a second person, with what they say."""
    allowed = set(may_check)
    return [
        {
            "publication": one,
            "value": number(rounded(one.value, 4), decimals=4),
            "label": one.label.title(),
            "anomalies": [f"{row['code']}: {row['text']}" for row in one.details.get("anomalies", [])],
            "may_check": one.pk in allowed,
        }
        for one in publications
    ]


def village_line(unit: Unit, years: Iterable[Year], *, surveyed: bool) -> dict[str, Any]:
    """One desa or kelurahan in the list; a kelurahan is not surveyed, which is not zero."""
    return {
        "unit": unit,
        "surveyed": surveyed,
        "years": [
            {
                "name": f"{year.definition.short} {year.year}",
                "index": index_text(year.index, year.definition.index.decimals),
                "label": year.label,
            }
            for year in years
        ],
    }


def cost_text(cost: Fraction | None) -> str:
    return NONE if cost is None else rupiah(rounded(cost, 0))
