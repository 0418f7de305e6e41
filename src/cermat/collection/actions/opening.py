"""The start of step 3: the sheets that are due, made once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from cermat.audit.actions import Target, record
from cermat.collection.actions.surveyed import fill_opened
from cermat.collection.models import Entry, Form
from cermat.collection.queries import asked_of, contest_in_force, is_due
from cermat.indicators.models import IndicatorSet, SetKind
from cermat.indicators.queries import current_set
from cermat.lib.months import day_of, full_date
from cermat.notifications.actions import notify
from cermat.organisation.models import Assignment, Kind, Unit, User
from cermat.requirements.models import CycleRequirement, SortedIndicator
from cermat.sop.actions import locked_cycle
from cermat.sop.models import Cycle

INSTRUMENT_FORMS = {
    "sinergitas": Form.SINERGITAS,
    "dokumen_kelurahan": Form.DOCUMENTS,
    "ikm": Form.IKM,
    "idm": Form.IDM,
    "rtrw_cantik": Form.RTRW,
}
SECTION_FORMS = (Form.IKM, Form.RTRW)


@dataclass(frozen=True)
class Wanted:
    """A sheet that should exist."""

    unit: Unit
    section: Unit
    form: Form
    set: IndicatorSet | None = None


@transaction.atomic
def open_sheets(*, cycle: Cycle, now: datetime) -> int:
    """Make the sheets that are due in the cycle; how many are new. Running it again adds only what is missing."""
    cycle = locked_cycle(cycle)
    known = set(cycle.entries.values_list("unit_id", "section_id", "form"))
    new = [one for one in wanted_sheets(cycle) if (one.unit.pk, one.section.pk, one.form.value) not in known]
    Entry.objects.bulk_create(
        Entry(
            cycle=cycle,
            unit=one.unit,
            section=one.section,
            form=one.form.value,
            due_on=cycle.due_on,
            indicator_set=one.set,
            definition=contest_in_force(cycle.kecamatan, cycle.month.last) if one.form is Form.RTRW else "",
            opened_at=now,
        )
        for one in new
    )
    if new:
        target = Target("cycle", cycle.pk, cycle.kecamatan.code)
        record(by=None, verb="sheets.opened", target=target, at=now, after={"count": len(new)})
        _announce(cycle, {one.unit.pk: one.unit for one in new}.values(), now)
        fill_opened(list(cycle.entries.filter(form=Form.IKM, version=0).select_related("cycle__kecamatan")), now)
    return len(new)


def wanted_sheets(cycle: Cycle) -> list[Wanted]:
    villages = list(Unit.objects.in_kecamatan(cycle.kecamatan).villages().active().order_by("sort", "pk"))
    required = {
        INSTRUMENT_FORMS[line.instrument]: line
        for line in cycle.requirements.select_related("section")
        if line.instrument in INSTRUMENT_FORMS and line.is_due
    }
    return [
        *_monthly(cycle, villages),
        *_documents(cycle, villages, required.get(Form.DOCUMENTS)),
        *(_sinergitas(cycle) if Form.SINERGITAS in required else []),
        *_requirement_sheets(cycle, villages, required),
    ]


def _monthly(cycle: Cycle, villages: Iterable[Unit]) -> list[Wanted]:
    rows = [row for row in _sorted(cycle, SetKind.MONTHLY) if is_due(row.indicator, cycle.month)]
    found: dict[tuple[int, int], Wanted] = {}
    for village in villages:
        for row in rows:
            if asked_of(row.indicator, village):
                found.setdefault((village.pk, row.section_id), Wanted(village, row.section, Form.MONTHLY))
    return list(found.values())


def _sinergitas(cycle: Cycle) -> list[Wanted]:
    rows = [row for row in _sorted(cycle, SetKind.SINERGITAS) if is_due(row.indicator, cycle.month)]
    sections = {row.section_id: row.section for row in rows}
    return [Wanted(section, section, Form.SINERGITAS) for section in sections.values()]


def _sorted(cycle: Cycle, kind: SetKind) -> QuerySet[SortedIndicator]:
    rows = cycle.sorted_indicators.filter(is_included=True, indicator__set__kind=kind)
    return rows.select_related("indicator", "section")


def _documents(cycle: Cycle, villages: Iterable[Unit], line: CycleRequirement | None) -> list[Wanted]:
    documents = current_set(cycle.kecamatan, SetKind.DOCUMENTS, cycle.month.last)
    if documents is None or line is None:
        return []
    rows = [row for row in documents.indicators.all() if is_due(row, cycle.month)]
    return [
        Wanted(village, line.section, Form.DOCUMENTS, documents)
        for village in villages
        if any(asked_of(row, village) for row in rows)
    ]


def _requirement_sheets(cycle: Cycle, villages: Iterable[Unit], required: dict[Form, CycleRequirement]) -> list[Wanted]:
    sheets = current_set(cycle.kecamatan, SetKind.SHEETS, cycle.month.last)
    if sheets is None:
        return []
    found = [
        Wanted(line.section, line.section, form, sheets) for form, line in required.items() if form in SECTION_FORMS
    ]
    if line := required.get(Form.IDM):
        found += [Wanted(unit, line.section, Form.IDM, sheets) for unit in villages if unit.kind == Kind.DESA]
    return found


def _announce(cycle: Cycle, units: Iterable[Unit], now: datetime) -> None:
    """One message a person: what waits, and until when. A desa is asked, not told."""
    people: dict[bool, list[User]] = {True: [], False: []}
    holding = Assignment.objects.on(day_of(now)).filter(unit__in=list(units), user__is_active=True)
    for assignment in holding.select_related("user", "unit"):
        people[assignment.unit.kind == Kind.DESA].append(assignment.user)
    text = f"isian periode {cycle.month.name} diisi dan dikirim paling lambat {full_date(cycle.due_on)}."
    for is_desa, users in people.items():
        sentence = f"Mohon {text}" if is_desa else text[0].upper() + text[1:]
        url = reverse("collection:mine", args=[cycle.pk])
        notify(users=users, text=sentence, url=url, key=f"sheets:{cycle.pk}:fill", now=now)
