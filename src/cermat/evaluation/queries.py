"""Notes, the meeting, recommendations: who sees what, who must do what, what is printed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from cermat.collection.queries.downstream import Old, Part, Use
from cermat.evaluation.models import Finding, Meeting, Recommendation
from cermat.evaluation.workflow import OPEN, RecommendationState
from cermat.lib.errors import DomainError
from cermat.measurement.models import Figure
from cermat.measurement.queries import figures_of, latest_run
from cermat.organisation.models import Assignment, Unit, User
from cermat.organisation.permissions import Permission, Role
from cermat.organisation.queries import authority, head_of, holders, units_reached
from cermat.requirements.queries import RegisterLine, bring_list
from cermat.sop.models import Cycle
from cermat.sop.queries import cycles_visible_to
from cermat.survey.models import Improvement
from cermat.survey.queries import improvements_of, unsur_name

INVITED = (Role.CAMAT, Role.SEKCAM, Role.KASUBBAG, Role.KASI, Role.LURAH, Role.KADES)
AGENDA = (
    "Pembahasan hasil monitoring dan evaluasi {month}",
    "Kelengkapan persyaratan data kinerja",
    "Tindak lanjut rekomendasi periode sebelumnya",
    "Rekomendasi dan penanggung jawabnya",
)


# ---- step 4


def findings_visible_to(user: User, day: date) -> QuerySet[Finding]:
    return Finding.objects.filter(cycle__in=cycles_visible_to(user, day)).select_related(
        "cycle__kecamatan", "unit", "by"
    )


def findings_of(cycle: Cycle) -> list[Finding]:
    """The notes that stand, in the order they were written; withdrawn ones are left out."""
    return list(cycle.findings.filter(withdrawn_at=None).select_related("unit", "by"))


def uses_in_findings(old: Old) -> Iterator[Use]:
    """Notes written about the unit, an indicator or the requirement of a sheet while its old figures stood."""
    cycle = old.entry.cycle
    keys = cycle.requirements.filter(instrument=old.instrument).values("key") if old.instrument else []
    about = Q(unit=old.entry.unit_id) | Q(indicator_code__in=old.codes) | Q(requirement_key__in=keys)
    found = Finding.objects.filter(old.in_force("at"), about, cycle=cycle, withdrawn_at=None)
    for finding in found.prefetch_related("recommendations"):
        asked = list(finding.recommendations.all())
        yield Use(
            group="Catatan hasil monev",
            name=finding.about,
            at=finding.at,
            route=("evaluation:findings", (cycle.pk,)),
            parts=tuple(
                Part(f"Rekomendasi {one.number}", one.text, ("evaluation:recommendation", (one.pk,))) for one in asked
            ),
            people=frozenset({finding.by_id, *(one.made_by_id for one in asked)}),
        )


def words_about(cycle: Cycle, *, unit: Unit | None, indicator_code: str, requirement_key: str) -> str:
    """What a note is about, as it is printed. DomainError where the code or the requirement is not of this cycle."""
    words = []
    if indicator_code:
        words.append(_indicator_words(cycle, indicator_code))
    if requirement_key:
        requirement = cycle.requirements.filter(key=requirement_key).first()
        if requirement is None:
            raise DomainError("Persyaratan itu tidak ada pada periode ini.", field="requirement_key")
        words.append(requirement.name)
    if unit is not None:
        words.append(str(unit))
    if not words:
        raise DomainError("Pilih indikator, unit, atau persyaratan yang dicatat.", field="indicator_code")
    return " · ".join(words)[:300]


def _indicator_words(cycle: Cycle, code: str) -> str:
    figure = figure_about(cycle, code)
    if figure is not None:
        return f"{figure.code} {figure.name}"
    row = cycle.sorted_indicators.filter(indicator__code=code).select_related("indicator").first()
    if row is None:
        raise DomainError(f"Indikator {code} tidak ada pada periode ini.", field="indicator_code")
    return f"{row.indicator.code} {row.indicator.name}"


def figure_about(cycle: Cycle, code: str) -> Figure | None:
    """The row of the newest run that carries the code."""
    run = latest_run(cycle)
    return figures_of(run).filter(code=code).first() if run else None


# ---- the meeting


def meetings_visible_to(user: User, day: date) -> QuerySet[Meeting]:
    return Meeting.objects.filter(cycle__in=cycles_visible_to(user, day)).select_related(
        "cycle__kecamatan", "minutes_by"
    )


def meeting_of(cycle: Cycle) -> Meeting | None:
    return Meeting.objects.filter(cycle=cycle).select_related("cycle__kecamatan", "minutes_by").first()


def invited_to(meeting: Meeting) -> list[Assignment]:
    """Everybody who holds a post in the kecamatan or leads a desa or kelurahan on the day, each person once."""
    kecamatan = meeting.cycle.kecamatan
    found: dict[int, Assignment] = {}
    for role in INVITED:
        for holder in holders(kecamatan, role, meeting.held_on):
            found.setdefault(holder.user_id, holder)
    return list(found.values())


def default_agenda(cycle: Cycle) -> str:
    return "\n".join(f"{no}. {line.format(month=cycle.month.name)}" for no, line in enumerate(AGENDA, 1))


@dataclass(frozen=True)
class BringRow:
    """Warning 1 of the SOP: what a section brings to the meeting, and who carries it."""

    section: Unit
    carrier: Assignment | None
    lines: tuple[RegisterLine, ...]

    @property
    def is_complete(self) -> bool:
        return not any(line.is_unfilled_due for line in self.lines)


def bring_rows(cycle: Cycle) -> list[BringRow]:
    """Per section which requirements, complete or not, and who brings them on the day of the meeting."""
    meeting = meeting_of(cycle)
    day = meeting.held_on if meeting else cycle.meeting_on
    return [BringRow(section, head_of(section, day), tuple(lines)) for section, lines in bring_list(cycle)]


# ---- step 5


def recommendations_visible_to(user: User, day: date) -> QuerySet[Recommendation]:
    return Recommendation.objects.filter(cycle__in=cycles_visible_to(user, day)).select_related(
        *("cycle__kecamatan", "cycle__sop", "owner", "section", "finding", "filled_by", "proof_by", "verified_by"),
        *("improvement__survey__unit", "improvement__survey__version"),
    )


def recommendations_of(cycle: Cycle) -> list[Recommendation]:
    return list(cycle.recommendations.select_related("owner", "section", "finding", "filled_by", "verified_by"))


def waiting_improvements(cycle: Cycle) -> list[Improvement]:
    """Plans that follow from surveys and are no recommendation yet."""
    return list(improvements_of(cycle.kecamatan, cycle.month).filter(recommendation=None))


def grounds_of(recommendation: Recommendation) -> str:
    """What it is made from, as it is printed: the note of the evaluation, or a low unsur of a survey."""
    if recommendation.finding is not None:
        return recommendation.finding.about
    plan = recommendation.improvement
    return f"{plan.survey}: {unsur_name(plan)}" if plan is not None else ""


def is_nil(cycle: Cycle) -> bool:
    """The list was completed without any recommendation."""
    complete = Meeting.objects.filter(cycle=cycle, recommended_at__isnull=False).exists()
    return complete and not cycle.recommendations.exists()


def open_from_earlier(cycle: Cycle) -> list[Recommendation]:
    """Recommendations of earlier cycles that are not verified yet: “2 dari periode lalu”."""
    earlier = Q(cycle__year__lt=cycle.year) | Q(cycle__year=cycle.year, cycle__month_number__lt=cycle.month_number)
    rows = Recommendation.objects.filter(earlier, cycle__kecamatan=cycle.kecamatan, state__in=OPEN)
    ordered = rows.order_by("cycle__year", "cycle__month_number", "number")
    return list(ordered.select_related("cycle__kecamatan", "owner", "section"))


def to_follow_up(user: User, day: date) -> list[Recommendation]:
    """What the person owes: forms to fill in, proof to hand in; the earliest due date first."""
    mine = units_reached(user, Permission.FILL_FOLLOW_UP, day)
    waiting = (RecommendationState.ASSIGNED, RecommendationState.FILLED, RecommendationState.RETURNED)
    rows = recommendations_visible_to(user, day).filter(owner__in=mine, state__in=waiting)
    return list(rows.order_by("due_on", "pk"))


def to_verify(user: User, day: date) -> list[Recommendation]:
    """Proof that waits for the person's verification."""
    rows = recommendations_visible_to(user, day).filter(state=RecommendationState.PROOF).order_by("proof_at")
    return [row for row in rows if may_verify(row, user, day)]


def may_verify(recommendation: Recommendation, user: User, day: date) -> bool:
    """The climb, as the action asks it again."""
    found = authority(user, Permission.VERIFY_FOLLOW_UP, checking_unit(recommendation), day)
    if found is None or recommendation.proof_by_id == user.pk:
        return False
    return recommendation.owner.is_village or found.assignment.role != Role.KASI


def checking_unit(recommendation: Recommendation) -> Unit:
    """At which unit the verifier must hold the right: the section beside a village, else the kecamatan."""
    if recommendation.owner.is_village and recommendation.section is not None:
        return recommendation.section
    return recommendation.cycle.kecamatan


def checkers_of(recommendation: Recommendation, day: date) -> list[Assignment]:
    """Whom to tell that proof waits: the section's head and the Sekcam, or the Camat where the Sekcam handed it in."""
    found: list[Assignment] = []
    if recommendation.owner.is_village and recommendation.section is not None:
        head = head_of(recommendation.section, day)
        found += [head] if head else []
    found += holders(recommendation.cycle.kecamatan, Role.SEKCAM, day)
    others = [holder for holder in found if holder.user_id != recommendation.proof_by_id]
    return others or holders(recommendation.cycle.kecamatan, Role.CAMAT, day)


def companion_section(cycle: Cycle, owner: Unit, finding: Finding | None) -> Unit | None:
    """The section that accompanies a village's follow-up: the one that answers for what the note is about."""
    if not owner.is_village or finding is None:
        return None
    if finding.indicator_code:
        figure = figure_about(cycle, finding.indicator_code)
        if figure is not None and figure.section is not None:
            return figure.section
        row = cycle.sorted_indicators.filter(indicator__code=finding.indicator_code).select_related("section").first()
        return row.section if row else None
    requirement = cycle.requirements.filter(key=finding.requirement_key).select_related("section").first()
    return requirement.section if requirement else None


def owners_of(cycle: Cycle) -> list[Unit]:
    """Who can be made responsible: Sekretariat, seksi, kelurahan, desa."""
    units = Unit.objects.in_kecamatan(cycle.kecamatan).active()
    return [*units.sections().order_by("sort", "pk"), *units.villages().order_by("kind", "sort", "code")]


def late(recommendations: Iterable[Recommendation], day: date) -> list[Recommendation]:
    """Those past their due date and not verified."""
    return [row for row in recommendations if row.due_on < day and row.state != RecommendationState.VERIFIED]
