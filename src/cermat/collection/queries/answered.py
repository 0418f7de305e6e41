"""Answers as they stand in the tables, and as the formulas take them."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from cermat.collection.models import Answer, EntryValue
from cermat.indicators.formula import NOT_APPLICABLE, Given
from cermat.lib.months import Month
from cermat.sop.models import Cycle

EXACT: dict[str, Given] = {
    Answer.NIL.value: Fraction(0),
    Answer.NO.value: Fraction(0),
    Answer.YES.value: Fraction(1),
    Answer.NOT_APPLICABLE.value: NOT_APPLICABLE,
}


def exact(answer: str, number: Decimal | None) -> Given:
    """A stored answer as the formulas take it; None = missing."""
    return Fraction(number) if answer == Answer.NUMBER and number is not None else EXACT.get(answer)


def given_of(value: EntryValue | None) -> Given:
    """The exact value of an answer; nil is zero, missing is None."""
    return None if value is None else exact(value.answer, value.number)


def of_month(cycle: Cycle, month: Month) -> dict[str, Any]:
    """Last month's figures are those that were sent: a draft is nobody's word yet."""
    return {
        "entry__cycle__kecamatan": cycle.kecamatan_id,
        "entry__cycle__year": month.year,
        "entry__cycle__month_number": month.number,
        "entry__first_sent_at__isnull": False,
    }
