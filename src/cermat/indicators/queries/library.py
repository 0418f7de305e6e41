"""Which set of indicators holds on a day, and which rows concern whom."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from cermat.indicators.formula import Field, Rule, Spec
from cermat.indicators.models import Indicator, IndicatorSet, SetKind
from cermat.lib.months import Month
from cermat.organisation.models import Kind, Unit, UnitQuerySet, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import kecamatan_visible_to, units_reached

APPLIES = {Kind.KELURAHAN: ("kelurahan", "keduanya"), Kind.DESA: ("desa", "keduanya")}


def current_set(kecamatan: Unit, kind: str, day: date) -> IndicatorSet | None:
    """The version valid on `day`: the latest start, and among equal starts the last loaded."""
    return (
        IndicatorSet.objects.filter(kecamatan=kecamatan, kind=kind, valid_from__lte=day)
        .order_by("-valid_from", "-pk")
        .first()
    )


def indicators_for(
    kecamatan: Unit, kind: str, month: Month, *, unit_kind: str | None = None, section: Unit | None = None
) -> list[Indicator]:
    """The rows of the set of `month` that are due in it, for a kind of unit and for one section, in order."""
    chosen = current_set(kecamatan, kind, month.last)
    if chosen is None:
        return []
    rows = chosen.indicators.all()
    if unit_kind is not None:
        rows = rows.filter(applies_to__in=APPLIES.get(Kind(unit_kind), ("seksi", "kecamatan")))
    if section is not None:
        rows = rows.filter(section_key=section.key)
    return [row for row in rows if row.due_months is None or month.number in row.due_months]


def spec_of(indicator: Indicator) -> Spec:
    """The row as the pure formulas read it."""
    return Spec(
        code=indicator.code,
        name=indicator.name,
        nature=indicator.nature,
        fields=tuple(_field(row) for row in indicator.fields),
        formula=indicator.formula,
        unit=indicator.unit_label,
        direction=indicator.direction,
        aggregation=indicator.aggregation,
        condition=str(indicator.details.get("syarat", "")),
        target=None if indicator.target is None else Fraction(indicator.target),
        monthly_targets=tuple((int(number), _exact(target)) for number, target in indicator.monthly_targets.items()),
        due_months=None if indicator.due_months is None else frozenset(indicator.due_months),
        rules=tuple(Rule(row["kind"], row["when"], row["message"]) for row in indicator.rules),
        no_denominator=indicator.no_denominator,
        points=None if indicator.points is None else Fraction(indicator.points),
        is_quarterly=indicator.details.get("target_per") == "triwulan",
    )


def _field(row: dict[str, Any]) -> Field:
    return Field(
        key=row["key"],
        label=row["label"],
        unit=row.get("unit", ""),
        kind=row.get("kind", "angka"),
        decimals=row.get("decimals", 0),
        prefill=row.get("prefill", ""),
        auto=row.get("auto", ""),
        least=_exact(row.get("least")),
        most=_exact(row.get("most")),
        choices=tuple((Fraction(choice["value"]), choice["label"]) for choice in row.get("choices", [])),
        points=_exact(row.get("points")),
    )


def _exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def sets_visible_to(user: User, day: date) -> list[IndicatorSet]:
    """Every loaded version in the kecamatan the person sees, with the number of its rows."""
    return list(
        IndicatorSet.objects.filter(kecamatan__in=kecamatan_visible_to(user, day))
        .select_related("kecamatan")
        .annotate(rows=Count("indicators"))
        .defer("source")
    )


def indicators_visible_to(user: User, day: date) -> Any:
    """A QuerySet of Indicator, with its set and kecamatan."""
    return Indicator.objects.filter(set__kecamatan__in=kecamatan_visible_to(user, day)).select_related("set__kecamatan")


@dataclass(frozen=True)
class Search:
    text: str = ""
    group: str = ""
    section: str = ""


def group_names(indicator_set: IndicatorSet | None) -> dict[str, str]:
    """Group key to heading, in the order of the file."""
    return {} if indicator_set is None else {key: group["name"] for key, group in indicator_set.details.items()}


def found_in(indicator_set: IndicatorSet, search: Search) -> list[Indicator]:
    """The rows of one set that match what was typed."""
    rows = indicator_set.indicators.all()
    if search.text:
        rows = rows.filter(Q(name__icontains=search.text) | Q(code__icontains=search.text))
    if search.group:
        rows = rows.filter(group=search.group)
    if search.section:
        rows = rows.filter(section_key=search.section)
    return list(rows)


def loaded_first(kecamatan: UnitQuerySet) -> UnitQuerySet:
    """Those with an indicator set before those with none: who sees a kabupaten begins where there is something."""
    sets = IndicatorSet.objects.filter(kecamatan=OuterRef("pk"))
    return kecamatan.annotate(has_set=Exists(sets)).order_by("-has_set", "path")


def section_names(kecamatan: Unit) -> dict[str, str]:
    """Section key to name: {"pmd": "Seksi Pemberdayaan Masyarakat dan Desa"}."""
    return {unit.key: unit.name for unit in Unit.objects.in_kecamatan(kecamatan).sections().order_by("sort")}


def units_of_kind(kecamatan: Unit) -> dict[str, int]:
    """How many desa and kelurahan the office has now: {"desa": 2, "kelurahan": 13}."""
    villages = Unit.objects.in_kecamatan(kecamatan).villages().values_list("kind", flat=True)
    return dict(Counter(villages))


def kinds_loaded(kecamatan: Unit, day: date) -> dict[str, IndicatorSet]:
    """The current set of each kind."""
    valid = IndicatorSet.objects.filter(kecamatan=kecamatan, valid_from__lte=day).order_by("-valid_from", "-pk")
    found: dict[str, IndicatorSet] = {}
    for row in valid.defer("source"):
        found.setdefault(row.kind, row)
    return {kind.value: found[kind] for kind in SetKind if kind in found}


def kecamatan_to_load(user: User, day: date) -> Any:
    """The kecamatan into which the person may load definition files, as a QuerySet of at most one."""
    return units_reached(user, Permission.LOAD_DEFINITIONS, day).filter(kind=Kind.KECAMATAN)[:1]


def strange_sections(loaded: IndicatorSet) -> list[str]:
    """Keys of sections that a set names and its office does not have."""
    named = set(loaded.indicators.values_list("section_key", flat=True))
    return sorted(named - {unit.key for unit in Unit.objects.in_kecamatan(loaded.kecamatan).sections()})
