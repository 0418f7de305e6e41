"""Step 1: every indicator gets its section; the register is made and handed over."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.indicators.models import Indicator
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require
from cermat.requirements.actions.handovers import forget_receipt, move, tell_head
from cermat.requirements.formula import is_due, next_due
from cermat.requirements.models import (
    CycleRequirement,
    Handover,
    SortedIndicator,
)
from cermat.requirements.queries import (
    indicators_to_sort,
    previous_cycle,
    sections_of,
    sorting_of,
)
from cermat.requirements.workflow import HandoverState, HandoverVerb
from cermat.sop.actions import finish_actor, finish_step, locked_cycle, start_step
from cermat.sop.models import Cycle
from cermat.sop.queries import definition_of, open_step


@transaction.atomic
def sort_indicators(*, cycle: Cycle, sorting: Mapping[int, int | None], by: User, now: datetime) -> None:
    """Give each indicator (by pk) its section (by pk); None leaves the indicator out of this cycle."""
    authority = require(by, Permission.SORT_INDICATORS, cycle.kecamatan, day_of(now))
    cycle = locked_cycle(cycle)
    mending = _sorting_is_open(cycle)
    if not mending:
        start_step(cycle=cycle, work="pemilahan", actor="sekcam", unit=authority.assignment.unit, by=by, now=now)
    sections = {section.pk: section for section in sections_of(cycle)}
    indicators = {indicator.pk: indicator for indicator in indicators_to_sort(cycle)}
    _refuse_strangers(sorting, sections, indicators)
    known = {row.indicator_id: row for row in sorting_of(cycle)}
    changed: set[int] = set()
    for pk, chosen in sorting.items():
        changed |= _sort_one(cycle, indicators[pk], chosen, known.get(pk), sections)
    if not changed:
        return
    if mending:
        _hand_over_changed(cycle, changed, by, now)
    record(
        by=by,
        verb="indicators.sorted",
        target=Target("cycle", cycle.pk, cycle.kecamatan.code),
        at=now,
        after={
            "sorting": {
                indicators[pk].code: sections[chosen].code if chosen else None for pk, chosen in sorting.items()
            }
        },
    )


def _sorting_is_open(cycle: Cycle) -> bool:
    """True where the sorting is mended after the Camat sent a set back; else step 1 must be open."""
    if cycle.handovers.filter(state=HandoverState.SENT_BACK).exists():
        open_step(cycle, "penyerahan")
        return True
    open_step(cycle, "pemilahan")
    return False


def _refuse_strangers(
    sorting: Mapping[int, int | None], sections: Mapping[int, Unit], indicators: Mapping[int, Indicator]
) -> None:
    if not set(sorting) <= set(indicators):
        raise DomainError("Ada indikator yang bukan milik periode ini. Muat ulang halaman.", code="unknown_indicator")
    if not {chosen for chosen in sorting.values() if chosen} <= set(sections):
        raise DomainError("Ada seksi yang tidak dikenal. Pilih seksi dari daftar.", code="unknown_section")


def _sort_one(
    cycle: Cycle,
    indicator: Indicator,
    chosen: int | None,
    row: SortedIndicator | None,
    sections: Mapping[int, Unit],
) -> set[int]:
    """Store one choice; the sections (pk) whose set it changed."""
    if row is None:
        section = sections[chosen] if chosen else _suggested(indicator, sections)
        SortedIndicator.objects.create(
            cycle=cycle, indicator=indicator, section=section, is_included=chosen is not None
        )
        return {section.pk}
    before = row.section_id if row.is_included else None
    if before == chosen:
        return set()
    row.is_included = chosen is not None
    if chosen:
        row.section = sections[chosen]
    row.save(update_fields=["is_included", "section"])
    return {pk for pk in (before, chosen) if pk}


def _suggested(indicator: Indicator, sections: Mapping[int, Unit]) -> Unit:
    """The section the definition file suggests, or the first one."""
    named = next((section for section in sections.values() if section.key == indicator.section_key), None)
    return named or next(iter(sections.values()))


def _hand_over_changed(cycle: Cycle, changed: Iterable[int], by: User, now: datetime) -> None:
    """A set that changed after the handover is handed over anew: its old receipt no longer says the truth."""
    for handover in cycle.handovers.filter(section__in=changed).exclude(state=HandoverState.SENT_BACK):
        move(handover, HandoverVerb.HAND_OVER)
        forget_receipt(handover, by, now)


@transaction.atomic
def carry_over_sorting(*, cycle: Cycle, by: User, now: datetime) -> int:
    """Take last month's choice for every indicator that both months know; the number taken over."""
    require(by, Permission.SORT_INDICATORS, cycle.kecamatan, day_of(now))
    source = previous_cycle(cycle)
    if source is None:
        raise DomainError("Belum ada pemilahan bulan lalu yang dapat disalin.", code="nothing_to_carry_over")
    by_code = {(row.indicator.set.kind, row.indicator.code): row for row in sorting_of(source)}
    sorting: dict[int, int | None] = {}
    for indicator in indicators_to_sort(cycle):
        row = by_code.get((indicator.set.kind, indicator.code))
        if row is not None:
            sorting[indicator.pk] = row.section_id if row.is_included else None
    sort_indicators(cycle=cycle, sorting=sorting, by=by, now=now)
    return len(sorting)


@transaction.atomic
def suggest_sorting(*, cycle: Cycle, by: User, now: datetime) -> int:
    """Take the definition files' suggestion for every indicator that has no section yet."""
    require(by, Permission.SORT_INDICATORS, cycle.kecamatan, day_of(now))
    sections = {section.pk: section for section in sections_of(cycle)}
    done = set(cycle.sorted_indicators.values_list("indicator", flat=True))
    wanted = [indicator for indicator in indicators_to_sort(cycle) if indicator.pk not in done]
    sorting: dict[int, int | None] = {item.pk: _suggested(item, sections).pk for item in wanted}
    sort_indicators(cycle=cycle, sorting=sorting, by=by, now=now)
    return len(sorting)


@transaction.atomic
def finish_sorting(*, cycle: Cycle, by: User, now: datetime) -> None:
    """Step 1 is done: the register is made and every section's set is handed over."""
    authority = require(by, Permission.SORT_INDICATORS, cycle.kecamatan, day_of(now))
    cycle = locked_cycle(cycle)
    open_step(cycle, "pemilahan")
    sorted_codes = {row.indicator_id for row in sorting_of(cycle)}
    forgotten = [item.code for item in indicators_to_sort(cycle) if item.pk not in sorted_codes]
    if not sorted_codes:
        raise ConflictError(
            "Belum ada indikator untuk periode ini. Muat daftar indikator yang sudah berlaku, lalu pilah.",
            code="nothing_sorted",
        )
    if forgotten:
        named = ", ".join(forgotten[:5]) + (" …" if len(forgotten) > 5 else "")
        raise ConflictError(
            f"{len(forgotten)} indikator belum dipilah: {named}. Pilih seksinya, lalu selesaikan.", code="unsorted"
        )
    _make_register(cycle)
    for section in sections_of(cycle):
        Handover.objects.create(cycle=cycle, section=section, state=HandoverState.HANDED, handed_by=by, handed_at=now)
        tell_head(cycle, section, f"Persyaratan {cycle.month.name} diserahkan kepada {section}.", now)
    unit = authority.assignment.unit
    start_step(cycle=cycle, work="pemilahan", actor="sekcam", unit=unit, by=by, now=now)
    finish_actor(cycle=cycle, work="pemilahan", actor="sekcam", unit=unit, by=by, now=now)
    record(
        by=by,
        verb="register.made",
        target=Target("cycle", cycle.pk, cycle.kecamatan.code),
        at=now,
        after={"requirements": list(cycle.requirements.values_list("key", flat=True))},
    )
    finish_step(cycle=cycle, work="pemilahan", by=by, now=now)


def _make_register(cycle: Cycle) -> None:
    """One line for each requirement of the SOP; one the office has not planned is refused, not forgotten."""
    plans = {plan.key: plan for plan in cycle.kecamatan.requirement_plans.select_related("section")}
    wanted = definition_of(cycle.sop).requirements
    unplanned = [requirement.name for requirement in wanted if requirement.key not in plans]
    if unplanned:
        raise ConflictError(
            f"Jadwal persyaratan belum diatur: {'; '.join(unplanned)}. Muat rencana persyaratan lebih dulu.",
            code="unplanned_requirement",
        )
    for position, requirement in enumerate(wanted, start=1):
        plan = plans[requirement.key]
        following = next_due(plan.due_months, cycle.month)
        CycleRequirement.objects.create(
            cycle=cycle,
            key=plan.key,
            name=requirement.name,
            instrument=plan.instrument,
            section=plan.section,
            frequency=plan.frequency,
            is_due=is_due(plan.due_months, cycle.month),
            next_due=str(following) if following else "",
            subject_kind=plan.subject_kind,
            position=position,
        )
