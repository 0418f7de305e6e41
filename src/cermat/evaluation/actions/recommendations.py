"""Step 5: recommendations, each with its owner and due date; the list is complete, or nihil."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from cermat.audit.actions import Target, record
from cermat.evaluation.models import Finding, Meeting, Recommendation
from cermat.evaluation.queries import companion_section
from cermat.evaluation.workflow import RecommendationState
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import day_of, long_date
from cermat.notifications.actions import notify
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import head_of, require
from cermat.sop.actions import finish_actor, finish_step, locked_cycle
from cermat.sop.models import Cycle
from cermat.sop.queries import open_step
from cermat.survey.models import Improvement, SurveyState
from cermat.survey.queries import desk_of, due_of

WORK = "tindak_lanjut"


@transaction.atomic
def recommend(
    *, cycle: Cycle, text: str, owner: Unit, due_on: date, by: User, now: datetime, finding: Finding | None = None
) -> Recommendation:
    """What shall be done, by whom, until when: from a note of the evaluation or free."""
    cycle = _listing(cycle, by, now)
    if finding is not None and (finding.cycle_id != cycle.pk or finding.withdrawn_at is not None):
        raise DomainError("Catatan itu bukan dari periode ini atau sudah ditarik.", field="finding")
    made = Recommendation(cycle=cycle, finding=finding, text=text.strip(), owner=owner, due_on=due_on)
    made.section = companion_section(cycle, owner, finding)
    return _made(made, by, now)


@transaction.atomic
def recommend_improvement(*, cycle: Cycle, improvement: Improvement, by: User, now: datetime) -> Recommendation:
    """A plan that follows from a survey becomes a recommendation, with its text, its owner and its quarter; once."""
    cycle = _listing(cycle, by, now)
    rows = Improvement.objects.select_for_update(of=("self",), no_key=True).select_related("survey__desk", "owner")
    plan = rows.get(pk=improvement.pk)
    if plan.survey.kecamatan_id != cycle.kecamatan_id or plan.survey.state != SurveyState.CONFIRMED:
        raise ConflictError(
            "Rencana itu bukan dari survei yang sudah disahkan. Muat ulang halaman ini.", code="no_plan"
        )
    already = Recommendation.objects.filter(improvement=plan).select_related("cycle").first()
    if already is not None:
        raise ConflictError(f"Rencana itu sudah menjadi {already}. Muat ulang halaman ini.", code="already_so")
    made = Recommendation(cycle=cycle, improvement=plan, text=plan.text, owner=plan.owner, due_on=due_of(plan))
    made.section = desk_of(cycle.kecamatan) if plan.owner.is_village else None
    return _made(made, by, now)


def _listing(cycle: Cycle, by: User, now: datetime) -> Cycle:
    """The cycle, whose list of recommendations is open to the person."""
    require(by, Permission.RUN_MEETING, cycle.kecamatan, day_of(now))
    cycle = locked_cycle(cycle)
    open_step(cycle, WORK)
    _list_is_open(cycle)
    return cycle


def _made(new: Recommendation, by: User, now: datetime) -> Recommendation:
    cycle, owner, due_on = new.cycle, new.owner, new.due_on
    if not new.text:
        raise DomainError("Tulis rekomendasinya.", field="text")
    if owner.kecamatan_id != cycle.kecamatan_id or not (owner.is_section or owner.is_village):
        raise DomainError("Penanggung jawab adalah seksi, Sekretariat, desa, atau kelurahan.", field="owner")
    if due_on < day_of(now):
        raise DomainError(f"Batas waktu tidak boleh sebelum hari ini, {long_date(day_of(now))}.", field="due_on")
    last = Recommendation.objects.filter(cycle=cycle).aggregate(last=Max("number"))["last"] or 0
    new.number, new.state = last + 1, RecommendationState.ASSIGNED
    new.made_by, new.made_at = by, now
    new.save()
    after = {"text": new.text, "owner": owner.code, "due_on": str(due_on), "improvement": new.improvement_id}
    record(by=by, verb="recommendation.made", target=target(new), at=now, after=after)
    return new


@transaction.atomic
def withdraw_recommendation(*, recommendation: Recommendation, by: User, now: datetime) -> None:
    """A slip of the pen: as long as the list is open and its owner has not filled in the form."""
    require(by, Permission.RUN_MEETING, recommendation.cycle.kecamatan, day_of(now))
    open_step(locked_cycle(recommendation.cycle), WORK)
    found = Recommendation.objects.select_for_update(of=("self",), no_key=True).select_related(
        "cycle__kecamatan", "owner"
    )
    recommendation = found.get(pk=recommendation.pk)
    _list_is_open(recommendation.cycle)
    if recommendation.state != RecommendationState.ASSIGNED:
        raise ConflictError("Formulirnya sudah diisi penanggung jawab, jadi tidak dapat ditarik.", code="form_filled")
    before = {"text": recommendation.text, "owner": recommendation.owner.code}
    record(by=by, verb="recommendation.withdrawn", target=target(recommendation), at=now, before=before)
    recommendation.delete()


@transaction.atomic
def finish_recommending(*, cycle: Cycle, by: User, now: datetime) -> bool:
    """The list is complete. Without any recommendation it is nihil and step 5 is done: that is what is returned."""
    require(by, Permission.RUN_MEETING, cycle.kecamatan, day_of(now))
    cycle = locked_cycle(cycle)
    open_step(cycle, WORK)
    meeting = Meeting.objects.select_for_update(no_key=True).filter(cycle=cycle).first()
    if meeting is None or meeting.held_at is None:
        raise ConflictError("Catat dahulu notula rapatnya, lalu selesaikan rekomendasi.", code="meeting_not_held")
    _list_is_open(cycle)
    meeting.recommended_by, meeting.recommended_at = by, now
    meeting.save(update_fields=["recommended_by", "recommended_at"])
    made = list(cycle.recommendations.select_related("owner"))
    record(
        by=by,
        verb="recommendations.completed",
        target=Target("cycle", cycle.pk, cycle.kecamatan.code),
        at=now,
        after={"count": len(made)},
    )
    for recommendation in made:
        _tell_owner(recommendation, now)
    return settle(cycle=cycle, by=by, now=now)


def settle(*, cycle: Cycle, by: User, now: datetime) -> bool:
    """Mark every actor of step 5 done who holds no unfilled form; with the last one the step is finished.

    An actor that holds no recommendation has nothing to do, so its part is done with the list's completion.
    """
    step = open_step(cycle, WORK)
    if not Meeting.objects.filter(cycle=cycle, recommended_at__isnull=False).exists():
        return False
    unfilled = cycle.recommendations.filter(state=RecommendationState.ASSIGNED)
    waiting = set(unfilled.values_list("owner_id", flat=True))
    for part in step.actors.filter(finished_at=None).exclude(unit__in=waiting).select_related("unit"):
        finish_actor(cycle=cycle, work=WORK, actor=part.actor, unit=part.unit, by=by, now=now)
    if waiting:
        return False
    nil = not cycle.recommendations.exists()
    note = "Nihil: tidak ada rekomendasi" if nil else ""
    finish_step(cycle=cycle, work=WORK, by=by, now=now, outcome="nihil" if nil else "", note=note)
    return True


def _list_is_open(cycle: Cycle) -> None:
    if Meeting.objects.filter(cycle=cycle, recommended_at__isnull=False).exists():
        raise ConflictError("Daftar rekomendasi periode ini sudah diselesaikan.", code="list_complete")


def _tell_owner(recommendation: Recommendation, now: datetime) -> None:
    head = head_of(recommendation.owner, day_of(now))
    if head is None:
        return
    please = "Mohon isi" if recommendation.owner.is_village else "Isi"
    text = f"{please} formulir rekomendasi {recommendation.number} ({recommendation.cycle.month.name})."
    url = reverse("evaluation:recommendation", args=[recommendation.pk])
    notify(users=[head.user], text=text, url=url, key=f"recommendation:{recommendation.pk}:fill", now=now)


def target(recommendation: Recommendation) -> Target:
    return Target("recommendation", recommendation.pk, recommendation.cycle.kecamatan.code)
