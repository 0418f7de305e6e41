"""A cycle brought to the step a test is about, through the real actions."""

from datetime import UTC, datetime, timedelta

from cermat.collection.actions import close_collection
from cermat.collection.models import EntryState, Form
from cermat.evaluation.actions import finish_evaluation, finish_recommending, hold_meeting, plan_meeting
from cermat.measurement.actions import calculate
from cermat.measurement.models import Run
from cermat.organisation.models import Unit
from cermat.sop.models import Cycle
from tests.collection.factories import NOVEMBER, collecting, small_office, validated
from tests.factories import Office
from tests.indicators.factories import planned

WORKS = ("pengumpulan", "monev", "tindak_lanjut", "penghitungan")
EVALUATING = datetime(2026, 12, 3, 2, 0, tzinfo=UTC)  # after the cut-off, before the meeting
MEETING = datetime(2026, 12, 4, 3, 0, tzinfo=UTC)  # Friday, 4 December 2026, 10.00 WIB
CALCULATING = MEETING + timedelta(days=3)


def office_with_plan() -> Office:
    """One kelurahan, one desa, six sections and the example plan of 2026."""
    office = small_office()
    planned(office.kecamatan)
    return office


def begun(office: Office) -> Cycle:
    """Step 3 open, nothing filled in."""
    return collecting(office, NOVEMBER, due=(), works=WORKS)


def collected(office: Office, *units: Unit) -> Cycle:
    """Step 3 closed; only the monthly sheets of `units` are validated. The office may stand in it already."""
    cycle = office.kecamatan.cycles.first() or begun(office)
    for entry in cycle.entries.filter(form=Form.MONTHLY, unit__in=units).select_related("unit"):
        code = entry.unit.code
        validated(entry, office.operator[code], office.lurah[code])
    if cycle.entries.exclude(state=EntryState.VALIDATED).exists():  # else the last validation has closed it
        close_collection(cycle=cycle, by=office.sekcam, now=EVALUATING)
    return fresh(cycle)


def evaluated(office: Office, *units: Unit) -> Cycle:
    """Step 4 done without any note."""
    cycle = collected(office, *units)
    for person in (office.camat, office.sekcam):
        finish_evaluation(cycle=cycle, by=person, now=EVALUATING)
    return fresh(cycle)


def met(office: Office, *units: Unit) -> Cycle:
    """Steps 4 done and the meeting held, its list of recommendations still open."""
    cycle = evaluated(office, *units)
    meeting = plan_meeting(cycle=cycle, by=office.sekcam, now=EVALUATING)
    hold_meeting(meeting=meeting, minutes="Dibahas satu per satu.", by=office.sekcam, now=MEETING)
    return cycle


def followed_up(office: Office, *units: Unit) -> Cycle:
    """Step 5 done: nihil."""
    cycle = met(office, *units)
    finish_recommending(cycle=cycle, by=office.sekcam, now=MEETING)
    return fresh(cycle)


def fresh(cycle: Cycle) -> Cycle:
    return Cycle.objects.select_related("kecamatan", "sop").get(pk=cycle.pk)


def calculated(office: Office, cycle: Cycle) -> Run:
    """A provisional run."""
    return calculate(cycle=cycle, by=office.sekcam, now=EVALUATING, provisional=True)
