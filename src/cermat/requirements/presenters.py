"""What the pages of this room say: words and classes, no decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cermat.indicators.models import Indicator, SetKind
from cermat.instruments.models import Result
from cermat.lib import months
from cermat.organisation.models import Unit
from cermat.requirements.models import Handover, RequirementPlan, SectionReport, SortedIndicator
from cermat.requirements.queries import RegisterLine
from cermat.requirements.workflow import HandoverState

HANDOVER_WORDS = {
    HandoverState.HANDED: ("Menunggu tanda terima", ""),
    HandoverState.ACKNOWLEDGED: ("Menunggu Camat", "now"),
    HandoverState.VALIDATED: ("Tervalidasi", "done"),
    HandoverState.SENT_BACK: ("Dikembalikan", "late"),
}
MOST_NAMED = 4  # units under a requirement
FREQUENCY_WORDS = {
    "bulanan": "Bulanan",
    "triwulanan": "Triwulanan",
    "semesteran": "Semesteran",
    "tahunan": "Tahunan",
}


def handover_state(handover: Handover) -> dict[str, str]:
    word, tone = HANDOVER_WORDS[HandoverState(handover.state)]
    return {"word": word, "tone": tone}


def plan_name(plan: RequirementPlan, names: Mapping[str, str]) -> str:
    return names.get(plan.key) or plan.key.replace("_", " ").capitalize()


def plan_months(plan: RequirementPlan) -> str:
    """When it falls due, in words: every month, or which."""
    due = sorted(plan.due_months)
    return "setiap bulan" if len(due) == len(months.NAMES) else ", ".join(months.NAMES[one - 1] for one in due)


@dataclass(frozen=True)
class RegisterRow:
    """A line of the register as it is shown and printed."""

    no: int
    key: str
    name: str
    section: str
    frequency: str
    word: str
    tone: str
    figure: str
    detail: str
    is_surveyed: bool = False  # the public answers it


def register_rows(lines: Sequence[RegisterLine]) -> list[RegisterRow]:
    return [_register_row(line) for line in lines]


def _register_row(line: RegisterLine) -> RegisterRow:
    words = {
        "belum_jatuh_tempo": ("Belum jatuh tempo", ""),
        "terisi": ("Terisi", "done"),
        "belum_terisi": ("Belum terisi", "late"),
    }
    word, tone = words[line.state]
    requirement = line.requirement
    return RegisterRow(
        no=requirement.position,
        key=requirement.key,
        name=requirement.name,
        section=str(requirement.section),
        frequency=FREQUENCY_WORDS[requirement.frequency],
        word=word,
        tone=tone,
        figure=_figure(line),
        detail=_detail(line),
        is_surveyed=requirement.instrument == "ikm",
    )


def _figure(line: RegisterLine) -> str:
    if line.result is None and line.of > 1 and (line.counted or line.requirement.is_due):
        return f"{line.counted} dari {line.of}"
    if line.result is not None and line.of > 1 and line.result.counted_label:
        return line.result.counted_label
    return result_words(line.result) if line.result else "–"


def result_words(result: Result) -> str:
    """ "84,21 B (Baik)", with the decimals of its instrument."""
    text = months.number(result.counted_value, result.decimals) if result.counted_value is not None else ""
    return f"{text} {result.counted_label}".strip() or "–"


def _detail(line: RegisterLine) -> str:
    if line.is_unfilled_due:
        rest = len(line.missing) - MOST_NAMED
        named = ", ".join(line.missing[:MOST_NAMED]) + (f", dan {rest} lainnya" if rest > 0 else "")
        return f"Belum ada dari: {named}"
    if not line.requirement.is_due:
        due = line.requirement.next_due
        following = f"Jatuh tempo {months.Month.parse(due).name}. " if due else ""
        if line.last is None:
            return f"{following}Belum ada data terakhir."
        last = result_words(line.last)
        return f"{following}Data terakhir {last} ({months.Month.parse(line.last.period).name})."
    if line.missing:
        return f"Belum tervalidasi, dihitung belum mencukupi: {', '.join(line.missing)}"
    return ""


@dataclass
class SortingGroup:
    name: str
    rows: list[dict[str, object]] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """A group that still lacks a choice stands open."""
        return any(not row["choice"] or row["error"] for row in self.rows)


@dataclass
class SortingSet:
    title: str
    origin: str
    groups: list[SortingGroup] = field(default_factory=list)


def sorting_page(
    indicators: Sequence[Indicator], chosen: dict[int, str], names: dict[str, str], problems: dict[int, str]
) -> list[SortingSet]:
    """The indicators by set and group, each with its choice; `names` tells a section's name by its pk."""
    sets: dict[int, SortingSet] = {}
    for indicator in indicators:
        title = "Indikator sinergitas" if indicator.set.kind == SetKind.SINERGITAS else "Indikator bulanan"
        page = sets.setdefault(indicator.set_id, SortingSet(title, indicator.set.origin))
        if not page.groups or page.groups[-1].name != indicator.group_name:
            page.groups.append(SortingGroup(indicator.group_name))
        choice = chosen.get(indicator.pk, "")
        page.groups[-1].rows.append(
            {
                "indicator": indicator,
                "field": f"s{indicator.pk}",
                "choice": choice,
                "word": names.get(choice, ""),
                "error": problems.get(indicator.pk, ""),
            }
        )
    return list(sets.values())


def choices_of(rows: Sequence[SortedIndicator]) -> dict[int, str]:
    return {row.indicator_id: str(row.section_id) if row.is_included else "0" for row in rows}


def report_facts(report: SectionReport) -> list[tuple[str, str]]:
    """A section's report once nothing can be changed in it."""
    return [
        ("Uraian kinerja", report.narrative),
        ("Hambatan", report.obstacles or "Nihil"),
        ("Rencana bulan berikutnya", report.plan or "Nihil"),
    ]


def counts(sections: Sequence[Unit], rows: Sequence[SortedIndicator]) -> list[dict[str, object]]:
    """How many indicators each section has."""
    return [
        {"section": section, "count": sum(row.is_included and row.section_id == section.pk for row in rows)}
        for section in sections
    ]
