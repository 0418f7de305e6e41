"""How complete and how punctual every unit was, month by month, in two queries whatever the number of units."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from cermat.collection.formula.deadlines import Tally, ranks, tally_of
from cermat.collection.models import Entry
from cermat.collection.queries.owing import ORDER
from cermat.collection.queries.scopes import HANDED_IN
from cermat.lib.months import Month, day_of
from cermat.organisation.models import Kind, Unit
from cermat.periods.queries import calendar_of

GROUPS = {Kind.KELURAHAN: "kelurahan", Kind.DESA: "desa"}


@dataclass(frozen=True)
class UnitRecord:
    """A month in which the unit was asked for nothing has no tally: that is neither good nor bad."""

    unit: Unit
    months: Mapping[Month, Tally] = field(default_factory=dict)

    @property
    def group(self) -> str:
        return GROUPS.get(Kind(self.unit.kind), "seksi")

    @property
    def whole(self) -> Tally:
        return sum(self.months.values(), Tally())


def records_of(kecamatan: Unit, months: Iterable[Month], day: date, unit: Unit | None = None) -> list[UnitRecord]:
    """Of every unit asked in one of the months (or of one unit): kelurahan first, desa apart, then the sections."""
    wanted = {(month.year, month.number): month for month in months}
    rows = Entry.objects.filter(cycle__kecamatan=kecamatan, cycle__year__in={year for year, _number in wanted})
    if unit is not None:
        rows = rows.filter(unit=unit)
    told = rows.order_by().values_list("unit", "cycle__year", "cycle__month_number", "due_on", "first_sent_at", "state")
    found: dict[int, dict[Month, list[tuple[date, date | None, bool]]]] = defaultdict(lambda: defaultdict(list))
    for pk, year, number, due_on, first_sent_at, state in told:
        if month := wanted.get((year, number)):
            sent_on = day_of(first_sent_at) if first_sent_at else None
            found[pk][month].append((due_on, sent_on, state in HANDED_IN))
    calendar = calendar_of(kecamatan)
    units = sorted(
        Unit.objects.filter(pk__in=found).order_by(), key=lambda u: (ORDER.get(Kind(u.kind), 2), u.sort, u.pk)
    )
    return [
        UnitRecord(one, {month: tally_of(sheets, day, calendar) for month, sheets in found[one.pk].items()})
        for one in units
    ]


def months_until(month: Month, count: int) -> list[Month]:
    """`count` months that end with `month`, the oldest first."""
    return [month.plus(offset) for offset in range(1 - count, 1)]


def ranks_of(records: Iterable[UnitRecord]) -> dict[int, int]:
    """Unit pk → rank among those of its own kind: kelurahan, desa and sections are asked for different sheets."""
    groups: dict[str, dict[int, Tally]] = defaultdict(dict)
    for record in records:
        groups[record.group][record.unit.pk] = record.whole
    return {pk: rank for tallies in groups.values() for pk, rank in ranks(tallies).items()}
