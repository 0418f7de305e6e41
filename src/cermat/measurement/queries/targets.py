"""What an IKU is held against in a month."""

from decimal import Decimal
from fractions import Fraction

from cermat.indicators.models import Iku, JudgedBy
from cermat.lib.months import Month
from cermat.measurement.formula import RANGES, Method, Target
from cermat.measurement.models import Figure


def wanted_of(iku: Iku, month: Month) -> Target:
    """The target of the month's quarter, or the month's own where the plan says so.

    A range holds for its year, but in quarters whose target is left empty.
    """
    quarter = str(month.quarter)
    if Method(iku.achievement_formula) in RANGES:
        if quarter in iku.quarter_targets and iku.quarter_targets[quarter] is None:
            return Target()
        bounds = iku.range_targets.get(str(iku.year), {})
        return Target(None, read_target(bounds.get("bawah")), read_target(bounds.get("atas")))
    return Target(read_target(iku.target_by(month.number)))


def targets_of(iku: Iku, month: Month) -> dict[JudgedBy, Fraction | None]:
    """Both targets of the month, where months have any; else nothing."""
    if not iku.month_targets:
        return {}
    quarter, own = iku.quarter_targets.get(str(month.quarter)), iku.month_targets.get(str(month.number))
    return {JudgedBy.QUARTER: read_target(quarter), JudgedBy.MONTH: read_target(own)}


def has_other_targets(figure: Figure, iku: Iku, month: Month) -> bool:
    """Whether the plan asks something else by now than what the figure was held against."""
    wanted, own = wanted_of(iku, month), targets_of(iku, month).get(JudgedBy.MONTH)
    kept = (figure.target, figure.target_low, figure.target_high, figure.month_target)
    return kept != tuple(
        None if value is None else Decimal(value.numerator) / value.denominator
        for value in (wanted.value, wanted.low, wanted.high, own)
    )


def read_target(text: object) -> Fraction | None:
    return None if text is None else Fraction(str(text))
