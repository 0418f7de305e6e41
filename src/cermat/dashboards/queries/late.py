"""Terlambat: everything in the kecamatan that is past its day, from every room, the longest first."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Exists, F, OuterRef

from cermat.collection.models import Entry, EntryState
from cermat.collection.queries import OPEN, entries_visible_to
from cermat.dashboards.queries.desk import Desk
from cermat.dashboards.queries.tasks import due_of, open_steps
from cermat.documents.models import Document, DocumentState
from cermat.documents.queries import documents_visible_to
from cermat.evaluation.models import Recommendation
from cermat.evaluation.workflow import RecommendationState
from cermat.lib.months import day_of
from cermat.organisation.models import Unit
from cermat.requirements.queries import unfilled_of
from cermat.sop.models import Cycle
from cermat.sop.queries import definition_of
from cermat.sop.workflow import Actor, Work
from cermat.survey.models import RUNNING, Survey
from cermat.years.queries import late_deliveries

TO_MAKE = timedelta(days=1)  # a document is made in minutes; after a day nobody is making it


class LateKind(StrEnum):
    SHEETS = "isian"
    CHECKS = "pemeriksaan"
    REQUIREMENT = "persyaratan"
    SIGNATURE = "tanda_tangan"
    STEP = "tahapan"
    FORM = "formulir"
    PROOF = "bukti"
    VERIFYING = "verifikasi"
    DOCUMENT = "dokumen"
    SURVEY = "survei"
    DELIVERY = "penyerahan"


@dataclass(frozen=True)
class Late:
    """`pk` is of the thing it waits on; `count` of how many things it speaks; `unit`: who owes it."""

    kind: LateKind
    since: date
    pk: int
    cycle: Cycle | None = None
    unit: Unit | None = None
    text: str = ""
    count: int = 1
    work: str = ""


Source = Callable[[Desk], Iterable[Late]]


def late_of(desk: Desk) -> list[Late]:
    """The longest overdue first."""
    found = [late for source in SOURCES for late in source(desk) if late.since < desk.day]
    return sorted(found, key=lambda late: (late.since, late.kind, late.pk))


def _sheets(desk: Desk) -> Iterator[Late]:
    """What a unit has not sent, as one line for each period; what waits for its check after the closing day."""
    groups: dict[tuple[LateKind, int, int], list[tuple[date, Entry]]] = defaultdict(list)
    cycles = {cycle.pk: cycle for cycle in desk.cycles}
    rows = entries_visible_to(desk.user, desk.day).filter(cycle__in=cycles, state__in=[*OPEN, EntryState.SENT])
    for entry in rows.order_by("unit__sort", "pk"):
        if entry.state == EntryState.SENT:
            key, since = (LateKind.CHECKS, entry.cycle_id, entry.section_id), cycles[entry.cycle_id].cutoff_on
        else:
            key, since = (LateKind.SHEETS, entry.cycle_id, entry.unit_id), entry.until
        if since < desk.day:
            groups[key].append((since, entry))
    for (kind, cycle, pk), late in groups.items():
        entry = late[0][1]
        unit = entry.section if kind is LateKind.CHECKS else entry.unit
        yield Late(kind, min(since for since, _entry in late), pk, cycles[cycle], unit, count=len(late))


def _requirements(desk: Desk) -> Iterator[Late]:
    """Due, its sheets past their day, and not filled in."""
    over = [cycle for cycle in desk.cycles if cycle.due_on < desk.day]
    for line in unfilled_of(over):
        asked = line.requirement
        cycle = next(one for one in over if one.pk == asked.cycle_id)
        yield Late(LateKind.REQUIREMENT, cycle.due_on, asked.pk, cycle, asked.section, asked.name)


def _steps(desk: Desk) -> Iterator[Late]:
    """Parts of open steps past their standard. Sheets and recommendations have lines of their own."""
    for cycle, step in open_steps(desk):
        if step.work in {Work.COLLECTION, Work.FOLLOW_UP}:
            continue
        since = due_of(desk, cycle, step)
        for part in step.actors.all():
            if part.finished_at is None:
                is_signing = step.work == Work.CALCULATION and part.actor == Actor.KASI
                kind = LateKind.SIGNATURE if is_signing else LateKind.STEP
                text = definition_of(cycle.sop).step(step.key).text
                yield Late(kind, since, step.pk, cycle, part.unit, text, work=step.work)


def _follow_ups(desk: Desk) -> Iterator[Late]:
    kinds = {
        RecommendationState.ASSIGNED: LateKind.FORM,
        RecommendationState.PROOF: LateKind.VERIFYING,
    }
    rows = Recommendation.objects.filter(cycle__kecamatan=desk.home).exclude(state=RecommendationState.VERIFIED)
    for row in rows.select_related("owner", "section", "cycle"):
        kind = kinds.get(RecommendationState(row.state), LateKind.PROOF)
        since = row.cycle.meeting_on if kind is LateKind.FORM else row.due_on
        unit = row.section or row.owner if kind is LateKind.VERIFYING else row.owner
        yield Late(kind, since, row.pk, row.cycle, unit, row.text)


def _documents(desk: Desk) -> Iterator[Late]:
    """Failed, or waiting longer than making one takes; only the newest version of each."""
    newer = Document.objects.filter(
        unit=OuterRef("unit"), kind=OuterRef("kind"), period=OuterRef("period"), version__gt=OuterRef("version")
    )
    unmade = documents_visible_to(desk.user, desk.day).filter(
        ~Exists(newer), kecamatan=desk.home, state__in=[DocumentState.QUEUED, DocumentState.FAILED]
    )
    for document in unmade:
        asked = day_of(document.requested_at)
        since = asked if document.state == DocumentState.FAILED else day_of(document.requested_at + TO_MAKE)
        yield Late(LateKind.DOCUMENT, since, document.pk, None, document.unit, document.title)


def _surveys(desk: Desk) -> Iterator[Late]:
    """Over, and not closed."""
    rows = Survey.objects.filter(kecamatan=desk.home, state__in=RUNNING, ends_on__lt=desk.day)
    for survey in rows.select_related("unit").order_by(F("ends_on")):
        yield Late(LateKind.SURVEY, survey.ends_on, survey.pk, None, survey.unit, survey.month.name)


def _deliveries(desk: Desk) -> Iterator[Late]:
    """What the office owes to others by the calendar of its year."""
    for at, line in enumerate(late_deliveries(desk.home, desk.day) if desk.home else ()):
        text = f"{line.due.document} kepada {line.due.recipient}"
        yield Late(LateKind.DELIVERY, line.due.due_on, at, None, desk.home, text)


SOURCES: tuple[Source, ...] = (_sheets, _requirements, _steps, _follow_ups, _documents, _surveys, _deliveries)
