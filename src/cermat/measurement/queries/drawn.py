"""What is drawn together for one row of a run, before it is judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from cermat.indicators.formula import NOT_APPLICABLE, Given
from cermat.instruments.models import Result
from cermat.measurement.formula import Target
from cermat.measurement.models import OpeningBalance

Json = dict[str, Any]


class Standing(StrEnum):
    """Whether the row is judged at all."""

    DUE = "jatuh_tempo"
    NOT_DUE = "belum_jatuh_tempo"
    NOT_APPLICABLE = "tidak_berlaku"
    CONTEXT = "konteks"


@dataclass(frozen=True)
class Drawn:
    """Exact figures with their leaves. `counted` of `of` units or months; `part` of `whole` of a percentage."""

    standing: Standing = Standing.DUE
    target: Fraction | None = None
    actual: Fraction | None = None
    counted: int | None = None
    of: int | None = None
    part: Fraction | None = None
    whole: Fraction | None = None
    reason: str = ""
    inputs: Json = field(default_factory=dict)
    as_of: str = ""  # an earlier month of which the actual is; empty = of the run's own month
    low: Fraction | None = None  # bounds of a target that is a range
    high: Fraction | None = None
    month_target: Fraction | None = None  # of an IKU that has monthly targets, judged against or not

    @property
    def wanted(self) -> Target:
        return Target(self.target, self.low, self.high)


def exact(value: Fraction | None) -> str | None:
    """12, 1/3: read back exactly."""
    return None if value is None else str(value)


def told(values: Mapping[str, Given]) -> dict[str, str | None]:
    """Values of fields for the snapshot; what does not apply keeps its word."""
    return {key: value.value if value is NOT_APPLICABLE else exact(value) for key, value in values.items()}


def result_leaf(result: Result) -> Json:
    """One instrument result as an input."""
    return {
        "result": result.pk,
        "instrument": result.instrument,
        "subject": str(result.subject),
        "period": result.period,
        "definition": result.definition,
        "value": None if result.counted_value is None else str(result.counted_value),
        "label": result.counted_label,
        "source": result.source,
        "source_ref": result.source_ref,
        "file": result.file_id,
        "made_by": result.maker.full_name if result.maker else "",
        "checked_by": result.checker.full_name if result.checker else "",
        "at": result.recorded_at.isoformat(),
    }


def balance_leaf(balance: OpeningBalance) -> Json:
    """A figure taken over: always marked so."""
    return {
        "balance": balance.pk,
        "measure": balance.measure,
        "unit": str(balance.unit) if balance.unit else "",
        "until": balance.until,
        "value": str(balance.value),
        "source": balance.source,
        "source_date": balance.source_date.isoformat(),
        "by": balance.by.full_name,
        "at": balance.at.isoformat(),
    }
