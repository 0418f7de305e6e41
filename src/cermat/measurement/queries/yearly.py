"""A year in rows: each IKU with the figure of every quarter and its newest one."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from cermat.indicators.models import Iku
from cermat.indicators.queries import ikus_of
from cermat.lib.definitions import read_definition
from cermat.measurement.models import Figure, FigureKind
from cermat.measurement.queries.runs import of_newest_runs
from cermat.measurement.schema import EsakipFile
from cermat.organisation.models import Unit


@dataclass
class YearRow:
    """`quarters`: quarter → its last month's figure, or that of the newest month in it; `newest` of all."""

    iku: Iku
    quarters: dict[int, Figure] = field(default_factory=dict)
    newest: Figure | None = None


def year_rows(kecamatan: Unit, year: int) -> list[YearRow]:
    """The IKUs of the year in print order, with figures of the newest run of each month, a definite one if any."""
    figures = (
        of_newest_runs(
            Figure.objects.filter(kind=FigureKind.IKU, run__cycle__kecamatan=kecamatan, run__cycle__year=year)
        )
        .select_related("run__cycle")
        .defer("inputs")
        .order_by("run__cycle__month_number")
    )
    rows = {iku.code: YearRow(iku) for iku in ikus_of(kecamatan, year)}
    for figure in figures:
        if figure.code in rows:
            rows[figure.code].quarters[figure.run.cycle.month.quarter] = figure
            rows[figure.code].newest = figure
    return list(rows.values())


@lru_cache(maxsize=1)
def _esakip(path: Path) -> EsakipFile:
    return read_definition(path.read_text(encoding="utf-8"), EsakipFile)


def esakip_columns() -> EsakipFile:
    """The columns as definitions/exports/esakip.yaml lists them."""
    return _esakip(settings.DEFINITIONS / "exports" / "esakip.yaml")
