"""What was made from a sheet's figures while they stood as they then were: what a correction leaves behind.

Upper rooms tell themselves what they have made: they add their readers to `MadeFrom` as they start (ADR 0024).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from django.db.models import Q, QuerySet

from cermat.collection.models import Entry, EntryState, Form
from cermat.collection.queries.ledger import rows_of
from cermat.instruments.models import Result
from cermat.lib.months import day_of, number
from cermat.organisation.queries import head_of
from cermat.requirements.models import SectionReport

INSTRUMENTS = {
    Form.IKM: "ikm",
    Form.IDM: "idm",
    Form.RTRW: "rtrw_cantik",
    Form.SINERGITAS: "sinergitas",
    Form.DOCUMENTS: "dokumen_kelurahan",
}
FROM_DOCUMENTS = ("documents_filled", "documents_due", "documents_complete")
Route = tuple[str, tuple[int, ...]]  # name and numbers of a page


@dataclass(frozen=True)
class Part:
    """One figure or chapter of something that was made."""

    name: str
    said: str  # as it was made with the old figure
    route: Route | None = None


@dataclass(frozen=True)
class Use:
    """Something made from the old figures. `is_renewed`: a newer one has been made since the correction."""

    group: str
    name: str
    at: datetime
    route: Route | None = None
    parts: tuple[Part, ...] = ()
    people: frozenset[int] = frozenset()  # pks of those who answer for it
    is_renewed: bool = False


@dataclass(frozen=True)
class Old:
    """The figures of a sheet from their validation until others were validated in their place (`until` None: still)."""

    entry: Entry
    since: datetime
    until: datetime | None
    instrument: str = ""  # whose result the sheet is
    results: frozenset[int] = frozenset()  # results written from these figures
    codes: frozenset[str] = frozenset()  # indicators on the sheet
    feeds: Mapping[int, frozenset[str]] = field(default_factory=dict)  # other sheet → indicators drawn from this one

    def was_in_force(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)

    def in_force(self, name: str) -> Q:
        """As a condition on the column `name`."""
        began = Q(**{f"{name}__gte": self.since})
        return began if self.until is None else began & Q(**{f"{name}__lt": self.until})


Reader = Callable[[Old], Iterable[Use]]


class MadeFrom:
    """Where upper rooms leave how they name what they have made from a sheet."""

    readers: list[Reader] = []


def old_figures(entry: Entry) -> Old | None:
    """The figures that a correction replaces or has replaced; None where none was ever validated."""
    moments = list(entry.events.filter(verb="validated").order_by("at", "pk").values_list("at", flat=True))
    if not moments:
        return None
    is_replaced = entry.state == EntryState.VALIDATED and len(moments) > 1
    since, until = (moments[-2], moments[-1]) if is_replaced else (moments[-1], None)
    instrument = INSTRUMENTS.get(Form(entry.form), "")
    old = Old(entry, since, until, instrument)
    return Old(
        entry=entry,
        since=since,
        until=until,
        instrument=instrument,
        results=frozenset(_results(old).values_list("pk", flat=True)),
        codes=frozenset(row.code for row in rows_of(entry.cycle, [entry])[entry.pk]),
        feeds=_fed(entry),
    )


def _results(old: Old) -> QuerySet[Result]:
    """Of the unit itself, and of the kecamatan where its figure counts the units or sections together."""
    entry = old.entry
    subjects = [entry.unit_id, entry.cycle.kecamatan_id]
    rows = Result.objects.filter(subject__in=subjects, instrument=old.instrument, period=str(entry.cycle.month))
    return rows.filter(old.in_force("recorded_at"))


def _fed(entry: Entry) -> dict[int, frozenset[str]]:
    """The checklist of documents fills fields of the unit's monthly sheets."""
    if entry.form != Form.DOCUMENTS:
        return {}
    monthly = list(entry.cycle.entries.filter(unit=entry.unit_id, form=Form.MONTHLY).select_related("unit"))
    found = {
        pk: frozenset(row.code for row in rows if any(cell.get("auto") in FROM_DOCUMENTS for cell in row.fields))
        for pk, rows in rows_of(entry.cycle, monthly).items()
    }
    return {pk: codes for pk, codes in found.items() if codes}


def uses_of(old: Old) -> list[Use]:
    """Everything that used the old figures, in every room, by group and time."""
    own: list[Reader] = [_requirements, _section_reports, _next_month]
    found = chain.from_iterable(reader(old) for reader in [*own, *MadeFrom.readers])
    return sorted(found, key=lambda use: (use.group, use.at, use.name))


def _requirements(old: Old) -> Iterator[Use]:
    """The requirement the sheet answers, with the results of the unit and of the kecamatan."""
    results = list(_results(old).select_related("subject").order_by("pk")) if old.instrument else []
    if not results:
        return
    cycle, last = old.entry.cycle, results[-1]
    line = cycle.requirements.filter(instrument=old.instrument).select_related("section").first()
    head = head_of(line.section, day_of(last.recorded_at)) if line else None
    yield Use(
        group="Hasil persyaratan",
        name=line.name if line else old.instrument,
        at=last.recorded_at,
        route=("requirements:register", (cycle.pk,)),
        parts=tuple(
            Part(str(row.subject), f"{number(row.counted_value)} {row.counted_label}".strip()) for row in results
        ),
        people=frozenset({head.user_id} if head else set()),
        is_renewed=old.until is not None and all(row.replaced_by_id is not None for row in results),
    )


def _section_reports(old: Old) -> Iterator[Use]:
    entry = old.entry
    rows = SectionReport.objects.filter(old.in_force("completed_at"), cycle=entry.cycle_id)
    for row in rows.filter(section__in=[entry.section_id, entry.unit_id]).select_related("section", "cycle"):
        assert row.completed_at is not None  # asked for above
        yield Use(
            group="Laporan Kinerja seksi",
            name=str(row),
            at=row.completed_at,
            route=("requirements:section_report", (row.cycle_id, row.section_id)),
            people=frozenset({row.completed_by_id} if row.completed_by_id else set()),
        )


def _next_month(old: Old) -> Iterator[Use]:
    """The sheet of the month after was filled in and checked beside this figure."""
    entry, after = old.entry, old.entry.cycle.month.plus(1)
    rows = Entry.objects.filter(
        old.in_force("first_sent_at"),
        cycle__kecamatan=entry.cycle.kecamatan_id,
        cycle__year=after.year,
        cycle__month_number=after.number,
        unit=entry.unit_id,
        section=entry.section_id,
        form=entry.form,
    )
    for row in rows.select_related("cycle"):
        assert row.first_sent_at is not None  # asked for above
        yield Use(
            group="Isian bulan berikutnya",
            name=f"Isian {row.cycle.month.name}, yang membandingkan dengan angka ini",
            at=row.first_sent_at,
            route=("collection:sheet", (row.pk,)),
            people=frozenset({row.sent_by_id} if row.sent_by_id else set()),
        )
