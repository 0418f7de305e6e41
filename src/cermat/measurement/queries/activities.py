"""Gathering for a run: program, kegiatan and subkegiatan with output, progress and money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from cermat.indicators.models import Activity
from cermat.indicators.queries import activities_of, current_plan
from cermat.indicators.schema import read_plan
from cermat.lib.months import Month, long_date
from cermat.measurement.formula import percentage
from cermat.measurement.models import ActivityReport, OpeningBalance, Subject
from cermat.measurement.queries.books import Books, summed
from cermat.measurement.queries.drawn import Drawn, Json, Standing, balance_leaf
from cermat.measurement.queries.runs import leaves, reports_of
from cermat.organisation.models import Unit

OUTPUT, PHYSICAL, SPENT = "keluaran", "fisik", "anggaran"  # measures of an activity's opening balance


@dataclass(frozen=True)
class Progress:
    """What is known of an activity up to this month; None = not reported."""

    output: Fraction | None = None
    physical: Fraction | None = None
    spent: Fraction | None = None
    inputs: Json = field(default_factory=dict)
    reason: str = ""
    as_of: str = ""


@dataclass(frozen=True)
class DrawnActivity:
    activity: Activity
    drawn: Drawn
    physical: Fraction | None
    spent: Fraction | None

    @property
    def financial(self) -> Fraction | None:
        """% keuangan: spent of the activity's budget."""
        return percentage(self.spent, Fraction(self.activity.budget))


def rows_of_year(kecamatan: Unit, year: int) -> list[Activity]:
    """The activities of the year under their programmes, in the order of their codes.

    A programme and its budget stand in the Camat's Perjanjian Kinerja of the plan; its row here is not stored.
    """
    activities = activities_of(kecamatan, year)
    plan = current_plan(kecamatan, year)
    known = {activity.code for activity in activities}
    programmes = [
        Activity(
            plan=plan, kecamatan=kecamatan, year=year, code=row.kode, level="program", name=row.program, budget=row.pagu
        )
        for agreement in (read_plan(plan.source).agreements_in_force if plan else ())
        if agreement.tingkat == "camat" and agreement.tahun == year
        for row in agreement.anggaran
        if row.kode not in known
    ]
    return sorted([*activities, *programmes], key=lambda activity: activity.code)


def draw_activities(books: Books, activities: Sequence[Activity]) -> list[DrawnActivity]:
    """Leaves as reported; what stands above them is rolled up from the leaves that were reported."""
    reports = reports_of(books.cycle)
    ends = leaves(activities)
    known = {leaf.pk: _progress(books, leaf, reports.get(leaf.pk)) for leaf in ends}
    return [
        _leaf(books, activity, known[activity.pk]) if activity.pk in known else _rolled_up(activity, ends, known)
        for activity in activities
    ]


def _progress(books: Books, activity: Activity, report: ActivityReport | None) -> Progress:
    if report is not None:
        return Progress(
            _fraction(report.output),
            _fraction(report.physical),
            _fraction(report.spent),
            {
                "kind": "report",
                "report": report.pk,
                "by": report.by.full_name,
                "at": report.at.isoformat(),
                "note": report.note,
                "values": {OUTPUT: _told(report.output), PHYSICAL: _told(report.physical), SPENT: _told(report.spent)},
            },
            report.note,
        )
    rows = [row for row in books.balances[(Subject.ACTIVITY, activity.code)] if row.until >= str(books.month)]
    if rows:
        return _balance(rows)
    return Progress(inputs={"kind": "report"}, reason="Realisasi bulan ini belum dilaporkan seksi.")


def _balance(rows: Sequence[OpeningBalance]) -> Progress:
    values = {row.measure: Fraction(row.value) for row in rows}
    first = rows[0]
    return Progress(
        values.get(OUTPUT),
        values.get(PHYSICAL),
        values.get(SPENT),
        {"kind": "balance", "balances": [balance_leaf(row) for row in rows]},
        f"Diambil alih dari {first.source} ({long_date(first.source_date)}), s.d. {Month.parse(first.until).name}.",
        first.until,
    )


def _leaf(books: Books, activity: Activity, progress: Progress) -> DrawnActivity:
    quarter = str(books.month.quarter)
    target = activity.output_targets.get(quarter)
    budget_target = activity.budget_targets.get(quarter)
    drawn = Drawn(
        standing=Standing.DUE if target is not None else Standing.NOT_DUE,
        target=None if target is None else Fraction(str(target)),
        actual=progress.output,
        reason=progress.reason or ("" if progress.output is not None else "Realisasi keluaran belum diisi."),
        as_of=progress.as_of,
        inputs=progress.inputs | {"budget_target": None if budget_target is None else str(budget_target)},
    )
    return DrawnActivity(activity, drawn, progress.physical, progress.spent)


def _rolled_up(activity: Activity, ends: Sequence[Activity], known: Mapping[int, Progress]) -> DrawnActivity:
    """Money is the sum of the leaves that were reported; progress their mean weighted by budget; n of m is told."""
    below = [leaf for leaf in ends if leaf.code.startswith(f"{activity.code}.")]
    spent = [value for leaf in below if (value := known[leaf.pk].spent) is not None]
    planned = summed(Fraction(leaf.budget) for leaf in below)
    words = "" if below else "Belum ada kegiatannya dalam Rencana Aksi."
    drawn = Drawn(
        standing=Standing.CONTEXT,
        counted=len(spent),
        of=len(below),
        reason=words,
        inputs={"kind": "roll_up", "leaves": [leaf.code for leaf in below], "planned": str(planned)},
    )
    return DrawnActivity(activity, drawn, _weighted(below, known), summed(spent) if spent else None)


def _weighted(below: Sequence[Activity], known: Mapping[int, Progress]) -> Fraction | None:
    rows = [(Fraction(leaf.budget), value) for leaf in below if (value := known[leaf.pk].physical) is not None]
    weight = summed(budget for budget, _ in rows)
    if not rows:
        return None
    if weight == 0:
        return summed(value for _, value in rows) / len(rows)
    return summed(budget * value for budget, value in rows) / weight


def _told(value: object) -> str | None:
    return None if value is None else str(value)


def _fraction(value: object) -> Fraction | None:
    return None if value is None else Fraction(str(value))
