"""What instruments have said: the current result of a period, and the last valid one before it."""

from datetime import date

from cermat.instruments.formula import Definition, Outcome, outcome_from
from cermat.instruments.models import Result, ResultQuerySet
from cermat.instruments.queries.versions import as_the_office_prints, definition_named
from cermat.lib.months import Month
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import units_reached


def result_of(instrument: str, subject: Unit, month: Month) -> Result | None:
    """The current result of exactly this period."""
    return Result.objects.current().filter(instrument=instrument, subject=subject, period=str(month)).first()


def last_valid(instrument: str, subject: Unit, before: Month) -> Result | None:
    """The latest current result with a value of an earlier period."""
    return (
        Result.objects.current()
        .filter(instrument=instrument, subject=subject, period__lt=str(before))
        .with_figure()
        .order_by("-period")
        .first()
    )


def results_of(instrument: str, kecamatan: Unit, month: Month) -> list[Result]:
    """The current results of all subjects in the kecamatan for this period."""
    return list(
        Result.objects.current()
        .filter(instrument=instrument, kecamatan=kecamatan, period=str(month))
        .select_related("subject")
        .order_by("subject__sort", "subject__path")
    )


def last_results(instrument: str, kecamatan: Unit, until: Month) -> list[Result]:
    """Of each subject the latest current result with a value, up to and including the month."""
    rows = (
        Result.objects.current()
        .filter(instrument=instrument, kecamatan=kecamatan, period__lte=str(until))
        .with_figure()
        .select_related("subject")
        .order_by("subject__sort", "subject__path", "-period")
    )
    latest: dict[int, Result] = {}
    for row in rows:
        latest.setdefault(row.subject_id, row)
    return list(latest.values())


def history_of(result: Result) -> list[Result]:
    """The result and those it replaced, newest first, by its subject and period."""
    return list(
        Result.objects.filter(
            instrument=result.instrument, subject=result.subject_id, period=result.period
        ).select_related("maker", "checker")
    )


def results_visible_to(user: User, day: date) -> ResultQuerySet:
    """Results, also replaced ones, of the units whose sheets the person may see."""
    subjects = units_reached(user, Permission.VIEW_ENTRY, day)
    return Result.objects.filter(subject__in=subjects).select_related(
        "kecamatan", "subject", "maker", "checker", "file", "replaced_by"
    )


def sheet_of(result: Result, *, printed_on: date) -> tuple[Definition, Outcome] | None:
    """The definition behind a result, in the office's printed order of the day, and every line the result came from.

    None where it was kept without its lines.
    """
    definition = definition_named(result.kecamatan, result.definition)
    outcome = outcome_from(definition, result.details) if definition else None
    if definition is None or outcome is None:
        return None
    return as_the_office_prints(definition, result.kecamatan, printed_on), outcome
