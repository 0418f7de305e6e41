"""When a requirement falls due. Pure: months in, months out."""

from collections.abc import Sequence

from cermat.lib.months import Month


def is_due(due_months: Sequence[int], month: Month) -> bool:
    return month.number in due_months


def next_due(due_months: Sequence[int], month: Month) -> Month | None:
    """The first month from `month` on in which it falls due; None where it never does."""
    return next((month.plus(n) for n in range(12) if is_due(due_months, month.plus(n))), None)
