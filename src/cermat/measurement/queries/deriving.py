"""A stored figure derived once more from its leaves, and held against what is stored."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cermat.indicators.formula import Spec
from cermat.indicators.models import Indicator, JudgedBy
from cermat.indicators.queries import spec_of
from cermat.lib.rounding import rounded
from cermat.measurement.formula import (
    SCORED,
    FigureStatus,
    Method,
    Target,
    actual_from_leaves,
    judge,
    percentage,
    rule_of,
)
from cermat.measurement.models import Figure, FigureKind
from cermat.measurement.queries.runs import scale_of

PLACES = 6  # of a stored actual


@dataclass(frozen=True)
class Derivation:
    """What the leaves say; `differs` names the columns that say something else."""

    actual: Decimal | None
    achievement: Decimal | None
    status: str
    predicate: str
    spent: Decimal | None
    differs: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        return not self.differs


def derivation(figure: Figure) -> Derivation:
    """Actual, achievement, status and predicate from the kept leaves, by the kept rule and scale alone."""
    targets = _targets(figure)
    exact = actual_from_leaves(figure.inputs, _spec(figure), figure.of)
    status, achievement, word = figure.status, None, ""
    if FigureStatus(figure.status) in SCORED:
        written = figure.inputs["rule"]
        target = Target(targets["target"], _exact(figure.target_low), _exact(figure.target_high))
        judged = judge(rule_of(Method(written["rumus"]), written), target, exact, scale_of(figure.run), figure.reason)
        status, achievement, word = judged.status.value, judged.value, judged.predicate
    spent = _spent(figure)
    actual = _rounded(exact)
    found = {
        "actual": (actual, figure.actual),
        "achievement": (achievement, figure.achievement),
        "status": (status, figure.status),
        "predicate": (word, figure.predicate),
        "spent": (spent, figure.spent),
        "financial": (_financial(figure, spent), figure.financial),
        "target": (_rounded(targets["target"]), figure.target),
        "month_target": (_rounded(targets["month_target"]), figure.month_target),
    }
    differs = tuple(name for name, (derived, stored) in found.items() if derived != stored)
    return Derivation(actual, achievement, status, word, spent, differs)


def _targets(figure: Figure) -> dict[str, Fraction | None]:
    """Where months have targets the run kept both, and which of them counts; else the one that stands stored."""
    kept = figure.inputs.get("targets")
    if not kept:
        return {"target": _exact(figure.target), "month_target": None}
    told = {key: None if text is None else Fraction(text) for key, text in kept.items()}
    return {"target": told[figure.inputs["judged_by"]], "month_target": told[JudgedBy.MONTH]}


def _rounded(value: Fraction | None) -> Decimal | None:
    return None if value is None else rounded(value, PLACES)


def _spec(figure: Figure) -> Spec | None:
    """The definition the sheets were asked by: versions of a set never change."""
    if figure.kind == FigureKind.INDICATOR and figure.indicator:
        return spec_of(figure.indicator)
    kept = figure.inputs.get("spec")
    return spec_of(Indicator.objects.get(pk=kept)) if kept else None


def _spent(figure: Figure) -> Decimal | None:
    """Money of an activity: as its section reported it, as it was taken over, or the sum of what stands below it."""
    match figure.inputs.get("kind"):
        case "report":
            text = figure.inputs.get("values", {}).get("anggaran")
            return None if text is None else rounded(Fraction(text), 2)
        case "balance" if figure.kind == FigureKind.ACTIVITY:
            rows = [row["value"] for row in figure.inputs["balances"] if row["measure"] == "anggaran"]
            return rounded(Fraction(rows[0]), 2) if rows else None
        case "roll_up":
            below = Figure.objects.filter(run=figure.run_id, kind=FigureKind.ACTIVITY, code__in=figure.inputs["leaves"])
            known = [Fraction(value) for value in below.values_list("spent", flat=True) if value is not None]
            return rounded(sum(known, Fraction(0)), 2) if known else None
    return None


def _financial(figure: Figure, spent: Decimal | None) -> Decimal | None:
    share = percentage(_exact(spent), _exact(figure.budget))
    return None if share is None else rounded(share, 2)


def _exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)
