"""The runs and figures that were calculated from a sheet while its old figures stood."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from cermat.collection.queries.downstream import Old, Part, Use
from cermat.lib.months import number
from cermat.lib.rounding import rounded
from cermat.measurement.models import Figure, Run
from cermat.measurement.queries.sources import named_in


def uses_in_runs(old: Old) -> Iterator[Use]:
    """One for each run, with its figures. A later run of the same period has taken the new figure."""
    by_run: dict[int, list[Figure]] = {}
    for figure in _figures(old):
        if _draws(figure, old):
            by_run.setdefault(figure.run_id, []).append(figure)
    runs = Run.objects.filter(pk__in=by_run).select_related("cycle").prefetch_related("signatures")
    for run in runs.order_by("at"):
        yield Use(
            group="Penghitungan",
            name=f"{run}{' (sementara)' if run.is_provisional else ''}",
            at=run.at,
            route=("measurement:run", (run.pk,)),
            parts=tuple(_parts(by_run[run.pk])),
            people=frozenset({run.by_id, *(one.by_id for one in run.signatures.all())}),
            is_renewed=old.until is not None and run.cycle.runs.filter(at__gte=old.until).exists(),
        )


def _figures(old: Old) -> QuerySet[Figure]:
    """Those whose inputs name the sheet, a sheet it feeds, or a result of it: found by text, read exactly then."""
    cycle = old.entry.cycle
    named = Q()
    for pk in {old.entry.pk, *old.feeds}:
        named |= Q(told__contains=f'"entry": {pk},') | Q(told__contains=f'"entry": {pk}}}')
    for pk in old.results:
        named |= Q(told__contains=f'"result": {pk},') | Q(told__contains=f'"result": {pk}}}')
    rows = Figure.objects.filter(old.in_force("run__at"), run__cycle__kecamatan=cycle.kecamatan_id)
    later = rows.filter(run__cycle__year__gte=cycle.year)
    return later.annotate(told=Cast("inputs", TextField())).filter(named).order_by("run", "kind", "position")


def _draws(figure: Figure, old: Old) -> bool:
    for kind, pk in named_in(figure):
        if (kind == "entry" and pk == old.entry.pk) or (kind == "result" and pk in old.results):
            return True
        if kind == "entry" and pk is not None and figure.code in old.feeds.get(pk, ()):
            return True
    return False


def _parts(figures: Iterable[Figure]) -> Iterator[Part]:
    for figure in figures:
        said = [f"realisasi {_shown(figure.actual)} {figure.unit_label}".strip()]
        if figure.achievement is not None:
            said.append(f"capaian {_shown(figure.achievement)} %")
        yield Part(f"{figure.code} {figure.name}", ", ".join(said), ("measurement:figure", (figure.pk,)))


def _shown(value: Decimal | None) -> str:
    """Two decimals at most, as on the page of the figure itself."""
    return number(None if value is None else rounded(value))
