"""The years of the IKU beside each other: of each year the best that is known, and where it comes from.

A calculation goes before a result that was published, a result before a figure taken over, and the actual that the plan
itself names of an earlier year comes last. A year of which nobody knows a value is there and missing.
"""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from cermat.indicators.formula.chain import IkuSheet, PlanningChain
from cermat.indicators.models import Iku, Plan
from cermat.indicators.queries import chain_of_plan
from cermat.instruments.models import InstrumentVersion, Result
from cermat.instruments.schema import shipped, shipped_names
from cermat.measurement.models import Figure, FigureKind, OpeningBalance, Run, Subject
from cermat.measurement.queries.ikus import MANUAL
from cermat.organisation.models import Unit


class Origin(StrEnum):
    """Where the value of a year comes from, the best first."""

    RUN = "penghitungan"
    RESULT = "hasil"
    BALANCE = "saldo awal"
    PLAN = "rencana"
    NONE = ""


@dataclass(frozen=True)
class Calculated:
    """The figure of a year without its leaves; their first names the definition of all."""

    figure: Figure
    definition: str  # ikm-14-2017@1; "" where no instrument stands behind it
    made_as: str
    formula: str


@dataclass
class YearsBook:
    """Everything about the years of a kecamatan, read in as many queries for ten years as for one."""

    kecamatan: Unit
    codes: frozenset[str] = frozenset()  # of the IKU asked for; none: all

    @cached_property
    def plans(self) -> dict[int, Plan]:
        """Year → the version in force."""
        rows = Plan.objects.filter(kecamatan=self.kecamatan).select_related("loaded_by").order_by("year", "pk")
        return {row.year: row for row in rows.defer("source")}

    @cached_property
    def newest(self) -> Plan | None:
        return self.plans[max(self.plans)] if self.plans else None

    @cached_property
    def chain(self) -> PlanningChain | None:
        """Of the newest plan: its Renstra has targets for every year, and actuals of the years before."""
        return chain_of_plan(self.newest) if self.newest else None

    @cached_property
    def ikus(self) -> dict[str, dict[int, Iku]]:
        """Code → year → the IKU as the plan in force has it; in the order of the newest year."""
        in_force = {plan.pk for plan in self.plans.values()}
        rows = Iku.objects.filter(kecamatan=self.kecamatan).select_related("section").order_by("-year", "position")
        found: dict[str, dict[int, Iku]] = defaultdict(dict)
        for row in rows.filter(code__in=self.codes) if self.codes else rows:
            if row.plan_id in in_force or (row.plan_id is None and row.year not in self.plans):
                found[row.code][row.year] = row
        return dict(found)

    @cached_property
    def runs(self) -> dict[int, Run]:
        """Year → the run of its last month; a provisional one only where the year has no other."""
        rows = Run.objects.filter(cycle__kecamatan=self.kecamatan).select_related("cycle")
        newest = rows.order_by("-is_provisional", "cycle__year", "cycle__month_number", "number")
        return {run.cycle.year: run for run in newest}

    @cached_property
    def figures(self) -> dict[tuple[int, str], Calculated]:
        """(year, code) → what the year's run says."""
        years = {run.pk: year for year, run in self.runs.items()}
        rows = Figure.objects.filter(run__in=years, kind=FigureKind.IKU, code__in=list(self.ikus)).order_by("pk")
        leaves = rows.values_list("pk", *(f"inputs__{key}" for key in ("leaves__0__definition", "kind", "formula")))
        made = {pk: [part or "" for part in parts] for pk, *parts in leaves}
        told = rows.select_related("run__cycle", "iku").defer("inputs")
        return {(years[row.run_id], row.code): Calculated(row, *made[row.pk]) for row in told}

    @cached_property
    def results(self) -> dict[tuple[str, int], list[Result]]:
        """(instrument, year) → the newest result of each subject, where an IKU is made from them."""
        ikus = [iku for years in self.ikus.values() for iku in years.values()]
        names = {name for iku in ikus if (name := instrument_of(iku))}
        rows = Result.objects.current().with_figure().filter(kecamatan=self.kecamatan, instrument__in=names)
        newest: dict[tuple[str, int], dict[int, Result]] = defaultdict(dict)
        for row in rows.select_related("subject").defer("details").order_by("period", "pk"):
            newest[row.instrument, int(row.period[:4])][row.subject_id] = row
        return {key: list(found.values()) for key, found in newest.items()}

    @cached_property
    def balances(self) -> dict[tuple[int, str], OpeningBalance]:
        rows = OpeningBalance.objects.filter(kecamatan=self.kecamatan, subject=Subject.IKU, code__in=list(self.ikus))
        return {(row.year, row.code): row for row in rows.select_related("by").order_by("until")}

    @cached_property
    def shorts(self) -> dict[str, str]:
        """Name of an instrument → how the office calls it: idm-2016 → IDM."""
        rows = InstrumentVersion.objects.filter(kecamatan=self.kecamatan).order_by("version")
        return {name: shipped(name).short for name in shipped_names()} | dict(rows.values_list("name", "short"))

    def sheet(self, code: str) -> IkuSheet | None:
        return self.chain.iku.get(code) if self.chain else None

    def years(self, today: int) -> range:
        """From the first that says or asks anything to the last; one at least."""
        sheets = [sheet for code in self.ikus if (sheet := self.sheet(code))]
        named = {one.year for sheet in sheets for one in sheet.targets} | {year for year, _code in self.figures}
        named |= {year for sheet in sheets for year, _value in sheet.actuals}
        named |= {year for _code, years in self.ikus.items() for year in years}
        named |= {year for (_name, year) in self.results} | {year for year, _code in self.balances}
        return range(min(named, default=today), max(named, default=today) + 1)


def instrument_of(iku: Iku) -> str:
    """The name its results stand under; "" where it is not made from results."""
    return f"{MANUAL}{iku.code}" if "manual" in iku.source else str(iku.source.get("instrument", ""))
