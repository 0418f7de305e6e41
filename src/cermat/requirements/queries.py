"""What a cycle owes, what of it is filled, and what each section works on."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from cermat.indicators.models import Indicator, SetKind
from cermat.indicators.queries import current_set
from cermat.instruments.models import Result
from cermat.organisation.models import Kind, Unit, UnitQuerySet, User
from cermat.organisation.queries import kecamatan_visible_to, lowest_free
from cermat.requirements.models import (
    CycleRequirement,
    Handover,
    RecordingLine,
    RecordingRemark,
    RequirementPlan,
    SectionReport,
    SortedIndicator,
)
from cermat.requirements.workflow import HandoverState
from cermat.sop.models import Cycle
from cermat.sop.queries import cycles_visible_to, why_closed

SUBJECT_KINDS = {
    "kecamatan": [Kind.KECAMATAN],
    "desa": [Kind.DESA],
    "kelurahan": [Kind.KELURAHAN],
    "keduanya": [Kind.KELURAHAN, Kind.DESA],
}


def handovers_visible_to(user: User, day: date) -> QuerySet[Handover]:
    return Handover.objects.filter(cycle__in=cycles_visible_to(user, day)).select_related(
        "cycle__kecamatan", "section", "handed_by", "acknowledged_by", "validated_by"
    )


def validators_of(handover: Handover, rungs: Iterable[frozenset[int]]) -> frozenset[int]:
    """Who may validate the set: the Camat, or a kasi where the Camat has handed it over or received it (ADR 0008).

    `rungs` is `top_rungs` of the kecamatan on the day.
    """
    makers = {handover.handed_by_id, handover.acknowledged_by_id}
    return lowest_free(rungs, {pk for pk in makers if pk is not None})


def plans_visible_to(user: User, day: date) -> QuerySet[RequirementPlan]:
    kecamatan = kecamatan_visible_to(user, day)
    return RequirementPlan.objects.filter(kecamatan__in=kecamatan).select_related("section", "kecamatan")


def printed_names(kecamatan: Iterable[Unit]) -> dict[str, str]:
    """By key, what the SOP calls a requirement, as the newest cycle prints it."""
    rows = CycleRequirement.objects.filter(cycle__kecamatan__in=kecamatan).order_by(
        "cycle__year", "cycle__month_number", "pk"
    )
    return dict(rows.values_list("key", "name"))


def sections_of(cycle: Cycle) -> list[Unit]:
    """Sekretariat and seksi of the cycle's kecamatan, in the office's order."""
    return list(sections_in(cycle.kecamatan))


def sections_in(kecamatan: Unit) -> UnitQuerySet:
    """Sekretariat and seksi of a kecamatan, to fetch one from."""
    return Unit.objects.in_kecamatan(kecamatan).sections().active().order_by("sort", "pk")


def strangers_in(kecamatan: Unit, named: Iterable[str]) -> list[str]:
    """Keys of sections that a file names and the office does not have, or has no longer."""
    return sorted(set(named) - {unit.key for unit in sections_in(kecamatan)})


def sorting_of(cycle: Cycle, **where: object) -> list[SortedIndicator]:
    rows = cycle.sorted_indicators.filter(**where)
    rows = rows.select_related("indicator__set", "section").defer("indicator__set__source")
    return sorted(rows, key=lambda row: (row.indicator.set.kind, row.indicator.position))


def sorting_closed(cycle: Cycle) -> str:
    """Why nothing can be sorted now; empty where it can: in step 1, and once the Camat has sent a set back."""
    return why_closed(cycle, "penyerahan" if sent_back(cycle) else "pemilahan")


def sent_back(cycle: Cycle) -> list[Handover]:
    """The sets for which the sorting is mended; each is handed over again by itself, once it is."""
    return list(cycle.handovers.filter(state=HandoverState.SENT_BACK).select_related("section"))


def indicators_to_sort(cycle: Cycle) -> list[Indicator]:
    """The sinergitas indicators and the monthly set as they stand at the beginning of the month."""
    found: list[Indicator] = []
    for kind in (SetKind.SINERGITAS, SetKind.MONTHLY):
        current = current_set(cycle.kecamatan, kind, cycle.month.last)
        if current is not None:
            found += current.indicators.select_related("set").defer("set__source").order_by("position")
    return found


def previous_cycle(cycle: Cycle) -> Cycle | None:
    """The newest earlier cycle of the kecamatan that has been sorted."""
    earlier = Cycle.objects.filter(kecamatan=cycle.kecamatan, sorted_indicators__isnull=False).distinct()
    return max((c for c in earlier if c.month < cycle.month), key=lambda c: c.month, default=None)


def section_works_on(cycle: Cycle, section: Unit) -> list[SortedIndicator]:
    """The indicators of this cycle for which the section answers."""
    return sorting_of(cycle, section=section, is_included=True)


def requirements_of_section(cycle: Cycle, section: Unit) -> list[CycleRequirement]:
    return list(cycle.requirements.filter(section=section))


@dataclass(frozen=True)
class RegisterLine:
    """One requirement in the register: due or not, filled or not, and the last valid figure where it is not due."""

    requirement: CycleRequirement
    counted: int  # subjects with a value in this cycle
    of: int  # subjects there are
    result: Result | None  # of the one subject there is, or the count over all of them
    last: Result | None  # the last valid one before this cycle
    missing: tuple[str, ...]

    @property
    def is_filled(self) -> bool:
        """Every subject has a value, or the count over the subjects has been made (ADR 0005)."""
        return self.counted == self.of > 0 or (self.counted > 0 and self.result is not None)

    @property
    def is_unfilled_due(self) -> bool:
        return self.requirement.is_due and not self.is_filled

    @property
    def state(self) -> str:
        if not self.requirement.is_due:
            return "belum_jatuh_tempo"
        return "terisi" if self.is_filled else "belum_terisi"


def register_of(cycle: Cycle) -> list[RegisterLine]:
    requirements = list(cycle.requirements.select_related("section", "cycle"))
    instruments = {requirement.instrument for requirement in requirements}
    subjects = _subjects(cycle.kecamatan)
    results = Result.objects.current().with_figure().filter(kecamatan=cycle.kecamatan, instrument__in=instruments)
    now = {(r.instrument, r.subject_id): r for r in results.filter(period=str(cycle.month))}
    last = _latest(results.filter(period__lt=str(cycle.month)))
    return [_line(requirement, subjects[requirement.subject_kind], now, last) for requirement in requirements]


def not_due_of(cycle: Cycle) -> list[RegisterLine]:
    """What is not due this month, each with its last valid figure; without counting who has what."""
    requirements = list(cycle.requirements.filter(is_due=False).select_related("section"))
    results = Result.objects.current().with_figure().filter(kecamatan=cycle.kecamatan, period__lt=str(cycle.month))
    last = _latest(results.filter(instrument__in={requirement.instrument for requirement in requirements}))
    return [RegisterLine(one, 0, 0, None, last.get(one.instrument), ()) for one in requirements]


def _subjects(kecamatan: Unit) -> dict[str, list[Unit]]:
    units = [kecamatan, *Unit.objects.in_kecamatan(kecamatan).villages().active().order_by("sort", "pk")]
    return {kind: [unit for unit in units if unit.kind in kinds] for kind, kinds in SUBJECT_KINDS.items()}


def _latest(results: Iterable[Result]) -> dict[str, Result]:
    """The newest of each; of one period the one about the kecamatan as a whole."""
    ordered = sorted(results, key=lambda row: (row.period, row.subject_id == row.kecamatan_id, row.pk))
    return {result.instrument: result for result in ordered}


def _line(
    requirement: CycleRequirement,
    subjects: list[Unit],
    now: Mapping[tuple[str, int], Result],
    last: Mapping[str, Result],
) -> RegisterLine:
    having = [unit for unit in subjects if (requirement.instrument, unit.pk) in now]
    missing = tuple(str(unit) for unit in subjects if unit not in having)
    about = subjects[0].pk if len(subjects) == 1 else requirement.cycle.kecamatan_id
    result = now.get((requirement.instrument, about))
    return RegisterLine(requirement, len(having), len(subjects), result, last.get(requirement.instrument), missing)


def unfilled_due(cycle: Cycle) -> list[RegisterLine]:
    """Warning 2 of the SOP: what is due and not filled in makes its targets unattainable."""
    return [line for line in register_of(cycle) if line.is_unfilled_due]


def unfilled_of(cycles: Collection[Cycle]) -> list[RegisterLine]:
    """The same of several cycles of one kecamatan, in as many queries as of one; without the figures before them."""
    asked = CycleRequirement.objects.filter(cycle__in=cycles, is_due=True)
    requirements = list(asked.select_related("section", "cycle").order_by("cycle", "position"))
    if not requirements:
        return []
    kecamatan = next(iter(cycles)).kecamatan
    subjects = _subjects(kecamatan)
    results = (
        Result.objects.current()
        .with_figure()
        .filter(
            kecamatan=kecamatan,
            instrument__in={requirement.instrument for requirement in requirements},
            period__in={str(cycle.month) for cycle in cycles},
        )
    )
    now: dict[str, dict[tuple[str, int], Result]] = defaultdict(dict)
    for result in results:
        now[result.period][(result.instrument, result.subject_id)] = result
    lines = [_line(one, subjects[one.subject_kind], now[str(one.cycle.month)], {}) for one in requirements]
    return [line for line in lines if line.is_unfilled_due]


def bring_list(cycle: Cycle) -> list[tuple[Unit, list[RegisterLine]]]:
    """Warning 1 of the SOP: per section, what must be brought to the coordination meeting."""
    lines = register_of(cycle)
    return [
        (section, [line for line in lines if line.requirement.section_id == section.pk])
        for section in sections_of(cycle)
    ]


def reports_of(cycle: Cycle) -> list[tuple[Unit, SectionReport | None]]:
    """Every section with its Laporan Kinerja of this cycle, or None where it has not begun."""
    known = {report.section_id: report for report in cycle.section_reports.select_related("completed_by")}
    return [(section, known.get(section.pk)) for section in sections_of(cycle)]


def recording_book(cycle: Cycle, section: Unit) -> QuerySet[RecordingLine]:
    return cycle.recording_lines.filter(section=section).select_related("sender")


def recording_remark(cycle: Cycle, section: Unit) -> RecordingRemark | None:
    return cycle.recording_remarks.filter(section=section).first()
