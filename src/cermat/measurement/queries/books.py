"""Everything a run reads, fetched once: sheets of the months, results of the year, opening balances."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property

from cermat.collection.models import Evidence
from cermat.collection.queries import IndicatorRow, indicator_figures
from cermat.indicators.formula import Aggregate, UnitRow, aggregate
from cermat.instruments.models import Result
from cermat.measurement.models import OpeningBalance
from cermat.measurement.queries.drawn import Json, exact, told
from cermat.organisation.models import Unit
from cermat.requirements.queries import RegisterLine, unfilled_due
from cermat.sop.models import Cycle


class Books:
    """Reads of one cycle, kept while a run is made."""

    def __init__(self, cycle: Cycle) -> None:
        self.cycle = cycle
        self.month = cycle.month
        self._months: dict[int, MonthBook] = {}

    @cached_property
    def cycles(self) -> list[Cycle]:
        """The cycles of the year up to this one, in order."""
        return list(
            Cycle.objects.filter(
                kecamatan=self.cycle.kecamatan, year=self.cycle.year, month_number__lte=self.cycle.month_number
            )
            .select_related("kecamatan", "sop")
            .order_by("month_number")
        )

    def of_month(self, cycle: Cycle) -> "MonthBook":
        if cycle.pk not in self._months:
            self._months[cycle.pk] = MonthBook(cycle)
        return self._months[cycle.pk]

    @property
    def now(self) -> "MonthBook":
        return self.of_month(self.cycle)

    @cached_property
    def unfilled(self) -> dict[str, RegisterLine]:
        """Due requirements that are not filled in, by their instrument (warning 2 of the SOP)."""
        return {line.requirement.instrument: line for line in unfilled_due(self.cycle)}

    @cached_property
    def results(self) -> dict[str, dict[int, Result]]:
        """Instrument → subject → its newest valid result of the year up to this month."""
        rows = (
            Result.objects.current()
            .with_figure()
            .filter(
                kecamatan=self.cycle.kecamatan,
                period__gte=f"{self.cycle.year:04d}-01",
                period__lte=str(self.month),
            )
        )
        found: dict[str, dict[int, Result]] = defaultdict(dict)
        for result in rows.select_related("subject", "maker", "checker").order_by("period", "pk"):
            found[result.instrument][result.subject_id] = result
        return found

    @cached_property
    def balances(self) -> dict[tuple[str, str], list[OpeningBalance]]:
        """(subject, code) → what was taken over for the year."""
        found: dict[tuple[str, str], list[OpeningBalance]] = defaultdict(list)
        rows = OpeningBalance.objects.filter(kecamatan=self.cycle.kecamatan, year=self.cycle.year)
        for balance in rows.select_related("unit", "by"):
            found[(balance.subject, balance.code)].append(balance)
        return found

    @cached_property
    def villages(self) -> list[Unit]:
        return list(Unit.objects.in_kecamatan(self.cycle.kecamatan).villages().active().order_by("sort", "code"))


class MonthBook:
    """The sheets of one cycle: only what is validated counts, the rest is missing and named."""

    def __init__(self, cycle: Cycle) -> None:
        self.cycle = cycle
        self.rows = indicator_figures(cycle)

    @cached_property
    def evidence(self) -> dict[tuple[int, str], list[Json]]:
        found: dict[tuple[int, str], list[Json]] = defaultdict(list)
        for row in Evidence.objects.filter(entry__cycle=self.cycle).select_related("file"):
            found[(row.entry_id, row.code)].append({"file": row.file_id, "name": row.file.name})
        return found

    def total(self, code: str) -> Aggregate | None:
        """The indicator over the units; None where nobody was asked for it in this month."""
        rows = self.rows.get(code, [])
        if not rows:
            return None
        units = [UnitRow(str(row.unit), row.values if row.is_validated else {}) for row in rows]
        return aggregate(rows[0].spec, units, self.cycle.month)

    def nature(self, code: str) -> str:
        """jumlah, keadaan, kumulatif …; "" where nobody is asked for it in this month."""
        rows = self.rows.get(code, [])
        return rows[0].spec.nature if rows else ""

    def leaves(self, code: str) -> list[Json]:
        return [self._leaf(code, row) for row in self.rows.get(code, [])]

    def _leaf(self, code: str, row: IndicatorRow) -> Json:
        entry = row.entry
        return {
            "unit": str(row.unit),
            "unit_id": row.unit.pk,
            "month": str(self.cycle.month),
            "entry": entry.pk,
            "revision": entry.revision,
            "state": str(entry.state),
            "counted": row.is_validated and row.outcome.value is not None,
            "values": told(row.values) if row.is_validated else {},
            "result": exact(row.outcome.value) if row.is_validated else None,
            "reason": row.outcome.reason if row.is_validated else "isian belum tervalidasi",
            "sent_by": entry.sent_by.full_name if entry.sent_by else "",
            "sent_at": entry.sent_at.isoformat() if entry.sent_at else None,
            "validated_by": entry.validated_by.full_name if entry.validated_by else "",
            "validated_at": entry.validated_at.isoformat() if entry.validated_at else None,
            "evidence": self.evidence.get((entry.pk, code), []),
        }


def summed(parts: Iterable[Fraction]) -> Fraction:
    return sum(parts, Fraction(0))
