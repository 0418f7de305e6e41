"""What an office that starts in the middle of a year can take over, with the words its form asks for."""

from dataclasses import dataclass

from cermat.indicators.models import SetKind
from cermat.indicators.queries import activities_of, current_set, ikus_of, spec_of
from cermat.lib.months import Month
from cermat.measurement.models import Subject
from cermat.measurement.queries.runs import leaves
from cermat.organisation.models import Unit

COUNTED_ANEW = {"formula", "documents"}  # an IKU of these sources takes nothing over


@dataclass(frozen=True)
class Takeable:
    subject: Subject
    code: str
    name: str
    measures: tuple[tuple[str, str], ...]  # as the form asks for it, and what it is


def takeable(kecamatan: Unit, month: Month) -> list[Takeable]:
    """IKU, activities, then monthly indicators, in the order of the plan and of the set."""
    ikus = [one for one in ikus_of(kecamatan, month.year) if not COUNTED_ANEW & one.source.keys()]
    found = [Takeable(Subject.IKU, one.code, one.name, (("nilai", one.unit_label),)) for one in ikus]
    words = (("keluaran", "hasil"), ("fisik", "persen"), ("anggaran", "rupiah"))
    activities = leaves(activities_of(kecamatan, month.year))
    found += [Takeable(Subject.ACTIVITY, one.code, one.name, words) for one in activities]
    monthly = current_set(kecamatan, SetKind.MONTHLY, month.last)
    for indicator in monthly.indicators.order_by("position") if monthly else ():
        fields = tuple((field.key, field.label) for field in spec_of(indicator).figures)
        if fields:
            found.append(Takeable(Subject.INDICATOR, indicator.code, indicator.name, fields))
    return found
