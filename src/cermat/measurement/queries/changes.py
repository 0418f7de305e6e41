"""What a later run changed, and why: both figures stay and are shown."""

from dataclasses import dataclass
from decimal import Decimal

from cermat.measurement.formula import Cause, Kept, causes
from cermat.measurement.models import Figure, Run
from cermat.measurement.queries.runs import figures_of


@dataclass(frozen=True)
class Change:
    """A row whose actual, target or achievement differs from the definite run before, with the inputs that differ."""

    code: str
    name: str
    before: Decimal | None
    after: Decimal | None
    causes: tuple[Cause, ...] = ()


def changes_of(run: Run) -> tuple[Run | None, list[Change]]:
    """The definite run before this one, and what has changed since; a row that is gone stands last."""
    before = run.cycle.runs.filter(is_provisional=False, number__lt=run.number).order_by("-number").first()
    if before is None or run.is_provisional:
        return None, []
    old = {(row.kind, row.code): row for row in before.figures.order_by("kind", "position")}
    found = [_change(old.pop((row.kind, row.code), None), row) for row in figures_of(run)]
    return before, [change for change in [*found, *(_change(row, None) for row in old.values())] if change]


def _change(old: Figure | None, new: Figure | None) -> Change | None:
    row = new or old
    if row is None or _said(old) == _said(new):
        return None
    why = tuple(causes(_kept(old), _kept(new)))
    return Change(row.code, row.name, old.actual if old else None, new.actual if new else None, why)


def _said(row: Figure | None) -> tuple[object, ...] | None:
    """What is compared."""
    if row is None:
        return None
    money = (row.physical, row.spent, row.financial)
    targets = (row.target, row.target_low, row.target_high, row.month_target)
    return (row.actual, *targets, row.achievement, row.status, *money)


def _kept(row: Figure | None) -> Kept | None:
    if row is None:
        return None
    target = {
        "target": row.target,
        "batas bawah": row.target_low,
        "batas atas": row.target_high,
        "target bulan": row.month_target,
        "pagu": row.budget,
    }
    return Kept(row.inputs, {name: str(value) for name, value in target.items() if value is not None})
