"""What a row's rules may hold its figure against: the unit's own twelve months before, and its neighbours' last one.

Read only for the sheets of few units, and only for rows whose rules ask: a whole kecamatan has tens of thousands.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F

from cermat.collection.models import EntryValue
from cermat.collection.queries.answered import exact, of_month
from cermat.collection.queries.snapshots import PENDING
from cermat.indicators.formula import NEIGHBOURS, OWN_HABIT, Given
from cermat.indicators.models import Indicator
from cermat.lib.months import Month
from cermat.organisation.models import Unit
from cermat.sop.models import Cycle

Answers = dict[str, Given]  # of one row: {"baku": …}
Months = Mapping[Month, Answers]
Figures = Mapping[str, Mapping[int, Months]]  # by code and unit pk


@dataclass(frozen=True)
class Habits:
    own: Figures = field(default_factory=dict)
    beside: Figures = field(default_factory=dict)  # last month alone


def habits_of(cycle: Cycle, units: Collection[Unit], rows: Iterable[Iterable[Indicator]]) -> Habits:
    rules = {row.code: str([rule["when"] for rule in row.rules]) for of_sheet in rows for row in of_sheet}
    own, beside = _asking(rules, OWN_HABIT), _asking(rules, NEIGHBOURS)
    return Habits(_year_before(cycle, units, own), _last_month(cycle, beside))


def _asking(rules: Mapping[str, str], names: Iterable[str]) -> set[str]:
    return {code for code, text in rules.items() if any(name in text for name in names)}


def _year_before(cycle: Cycle, units: Collection[Unit], codes: set[str]) -> Figures:
    first, last = cycle.month.plus(-12), cycle.month.plus(-1)
    where = {
        "entry__cycle__kecamatan": cycle.kecamatan_id,
        "entry__unit__in": units,
        "entry__first_sent_at__isnull": False,
        "entry__cycle__year__in": {first.year, last.year},
    }
    found = _figures(codes, where)
    return {
        code: {
            unit: {month: told for month, told in months.items() if first <= month <= last}
            for unit, months in of_code.items()
        }
        for code, of_code in found.items()
    }


def _last_month(cycle: Cycle, codes: set[str]) -> Figures:
    return _figures(codes, of_month(cycle, cycle.month.plus(-1)))


def _figures(codes: set[str], where: Mapping[str, Any]) -> Figures:
    found: dict[str, dict[int, dict[Month, Answers]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))
    if not codes:
        return found
    rows = EntryValue.objects.filter(~PENDING, **where, code__in=codes).annotate(  # a correction is nobody's habit yet
        unit=F("entry__unit"), year=F("entry__cycle__year"), month=F("entry__cycle__month_number")
    )
    told = rows.order_by("pk").values_list("unit", "code", "year", "month", "field", "answer", "number")
    for unit, code, year, month, key, answer, number in told:
        found[code][unit][Month(year, month)][key] = exact(answer, number)
    return found
