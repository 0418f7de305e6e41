"""The pohon kinerja of a year with what its newest calculation says of the IKU and the activities."""

from collections.abc import Mapping
from dataclasses import dataclass

from cermat.indicators.formula.cascade import Cascade, cascade
from cermat.indicators.queries import planning_chain
from cermat.measurement.models import Figure, FigureKind, Run
from cermat.organisation.models import Unit


@dataclass(frozen=True)
class YearTree:
    """`figures` of the IKU and `spent` of the activities by their codes, as `run` left them."""

    kecamatan: Unit
    cascade: Cascade
    origin: str
    run: Run | None
    figures: Mapping[str, Figure]
    spent: Mapping[str, Figure]


def year_tree(kecamatan: Unit, year: int) -> YearTree | None:
    """None where the year has no plan."""
    chain = planning_chain(kecamatan, year)
    if chain is None:
        return None
    run = newest_run(kecamatan, year)
    kinds = (FigureKind.IKU, FigureKind.ACTIVITY)
    rows = list(run.figures.filter(kind__in=kinds)) if run else []
    return YearTree(
        kecamatan=kecamatan,
        cascade=cascade(chain),
        origin=f"{chain.origin} · {chain.name}, versi {chain.version}",
        run=run,
        figures={row.code: row for row in rows if row.kind == FigureKind.IKU},
        spent={row.code: row for row in rows if row.kind == FigureKind.ACTIVITY},
    )


def newest_run(kecamatan: Unit, year: int) -> Run | None:
    """Of the latest month of the year that was calculated; a definite one before a provisional one."""
    rows = Run.objects.filter(cycle__kecamatan=kecamatan, cycle__year=year).select_related("cycle")
    return rows.order_by("-cycle__month_number", "is_provisional", "-number").first()
