"""The board of one period: the paper's table, what threatens the meeting, what is missing."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from cermat.collection.models import Entry, EntryState
from cermat.collection.queries import entries_visible_to
from cermat.documents.models import Document
from cermat.documents.queries import newest_outputs
from cermat.evaluation.models import Recommendation
from cermat.evaluation.workflow import RecommendationState
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import units_reached
from cermat.requirements.queries import unfilled_due
from cermat.sop.formula import Plan
from cermat.sop.models import Cycle
from cermat.sop.queries import StepRow, cycles_visible_to, plan_of, step_rows


@dataclass(frozen=True)
class Progress:
    """Sheets of a period: how many there are, sent (or beyond), validated."""

    of: int
    sent: int
    validated: int


@dataclass(frozen=True)
class Board:
    cycle: Cycle
    rows: list[StepRow]
    plan: Plan
    progress: Progress
    unfilled: int  # requirements that are due and not filled in: their indicators will not be achieved
    left_over: int  # recommendations of earlier periods that are still open
    outputs: dict[str, Document]  # work → the document its step has yielded
    periods: list[Cycle]  # the neighbours to go to, the newest first


def board_of(cycle: Cycle, user: User, now: datetime) -> Board:
    day = day_of(now)
    return Board(
        cycle=cycle,
        rows=step_rows(cycle, now),
        plan=plan_of(cycle, day=day),
        progress=progress_of(cycle),
        unfilled=len(unfilled_due(cycle)) if cycle.is_running else 0,
        left_over=left_over(cycle),
        outputs=newest_outputs(cycle.kecamatan, str(cycle.month)),
        periods=list(cycles_visible_to(user, day).filter(kecamatan=cycle.kecamatan)[:13]),
    )


def progress_of(cycle: Cycle, unit: Unit | None = None) -> Progress:
    """Of the whole period, or of one unit's own sheets."""
    rows = Entry.objects.filter(cycle=cycle)
    if unit is not None:
        rows = rows.filter(unit=unit)
    counted = rows.aggregate(
        of=Count("pk"),
        sent=Count("pk", filter=Q(state__in=[EntryState.SENT, EntryState.VALIDATED])),
        validated=Count("pk", filter=Q(state=EntryState.VALIDATED)),
    )
    return Progress(**counted)


def left_over(cycle: Cycle) -> int:
    """Open recommendations of the periods before this one."""
    before = Q(cycle__year__lt=cycle.year) | Q(cycle__year=cycle.year, cycle__month_number__lt=cycle.month_number)
    rows = Recommendation.objects.filter(before, cycle__kecamatan=cycle.kecamatan)
    return rows.exclude(state=RecommendationState.VERIFIED).count()


def to_remind(cycle: Cycle, user: User, day: date) -> list[Unit]:
    """Desa, kelurahan and sections that still owe a sheet which this person checks."""
    checked = units_reached(user, Permission.VALIDATE_ENTRY, day).values("pk")
    owing = Entry.objects.filter(cycle=cycle, section__in=checked, state__in=[EntryState.DRAFT, EntryState.SENT_BACK])
    return list(Unit.objects.filter(pk__in=owing.values("unit")).order_by("path", "sort"))


def open_sheets(cycle: Cycle, user: User, day: date) -> set[int]:
    """Ids of the period's sheets this person may look at."""
    return set(entries_visible_to(user, day).filter(cycle=cycle).order_by().values_list("pk", flat=True))
