"""The Rapat Koordinasi Rutin: planned, attended, held, with its minutes."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from cermat.audit.actions import Target, record
from cermat.evaluation.models import Attendance, Meeting
from cermat.evaluation.queries import default_agenda, invited_to
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import day_of, full_date
from cermat.notifications.actions import notify, settle_news
from cermat.organisation.models import SettingKey, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require, setting
from cermat.sop.actions import locked_cycle
from cermat.sop.models import Cycle


@transaction.atomic
def plan_meeting(
    *,
    cycle: Cycle,
    by: User,
    now: datetime,
    held_on: date | None = None,
    time: str = "",
    place: str = "",
    letter_number: str = "",
    agenda: str = "",
) -> Meeting:
    """The meeting with everybody invited; what is left empty follows the cycle and the office's settings.

    May be planned anew until it has been held. Lurah and kepala desa are invited too: the latter are asked (mohon).
    """
    require(by, Permission.RUN_MEETING, cycle.kecamatan, day_of(now))
    cycle = locked_cycle(cycle)
    today = day_of(now)
    known = Meeting.objects.select_for_update(no_key=True).filter(cycle=cycle).first()
    if known is not None and known.held_at is not None:
        raise ConflictError("Rapat ini sudah dilaksanakan; rencananya tidak dapat diubah lagi.", code="meeting_held")
    plan = {
        "held_on": held_on or cycle.meeting_on,
        "time": time.strip() or str(setting(cycle.kecamatan, SettingKey.MEETING_TIME, today)),
        "place": place.strip() or str(setting(cycle.kecamatan, SettingKey.MEETING_PLACE, today)),
        "letter_number": letter_number.strip(),
        "agenda": agenda.strip() or default_agenda(cycle),
    }
    meeting, _made = Meeting.objects.update_or_create(cycle=cycle, defaults=plan | {"planned_at": now})
    is_moved = known is None or any(getattr(known, name) != plan[name] for name in ("held_on", "time", "place"))
    _invite(meeting, now, anew=is_moved)
    after = {key: str(value) for key, value in plan.items()}
    record(by=by, verb="meeting.planned", target=_target(meeting), at=now, after=after)
    return meeting


def _invite(meeting: Meeting, now: datetime, *, anew: bool) -> None:
    """Everybody who holds a post on the day of the meeting; who no longer does is taken off the list. Only a meeting
    at another time or place is told to those who know it, and then instead of what they were told before."""
    wanted = {holder.user_id: holder for holder in invited_to(meeting)}
    meeting.attendances.exclude(user__in=wanted).delete()
    there = set(meeting.attendances.values_list("user_id", flat=True))
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, user=holder.user, title=holder.title)
        for holder in wanted.values()
        if holder.user_id not in there
    )
    text = f"Undangan: {meeting}, {full_date(meeting.held_on)} pukul {meeting.time} di {meeting.place}."
    if anew:
        settle_news(key=f"meeting:{meeting.pk}:", now=now)
    people = [holder.user for holder in wanted.values() if anew or holder.user_id not in there]
    key = f"meeting:{meeting.pk}:{now.isoformat()}"
    notify(users=people, text=text, url=reverse("evaluation:meeting", args=[meeting.cycle_id]), key=key, now=now)


@transaction.atomic
def record_attendance(*, meeting: Meeting, present: Collection[int], by: User, now: datetime) -> int:
    """`present`: ids of the attendances of those who were there; all others were not. How many were there."""
    require(by, Permission.RUN_MEETING, meeting.cycle.kecamatan, day_of(now))
    meeting = _locked(meeting)
    _has_come(meeting, now)
    there = set(meeting.attendances.values_list("pk", flat=True)) & set(present)
    meeting.attendances.exclude(pk__in=there).update(is_present=False)
    meeting.attendances.filter(pk__in=there).update(is_present=True)
    record(by=by, verb="meeting.attendance", target=_target(meeting), at=now, after={"present": sorted(there)})
    return len(there)


@transaction.atomic
def hold_meeting(*, meeting: Meeting, minutes: str, by: User, now: datetime) -> Meeting:
    """The meeting has taken place; its minutes. Again while the cycle runs to mend them."""
    require(by, Permission.RUN_MEETING, meeting.cycle.kecamatan, day_of(now))
    meeting = _locked(meeting)
    _has_come(meeting, now)
    word = setting(meeting.cycle.kecamatan, SettingKey.MINUTES_WORD, day_of(now))
    if not minutes.strip():
        raise DomainError(f"Tulis isi {str(word).lower()} rapat.", field="minutes")
    before = {"minutes": meeting.minutes}
    meeting.minutes, meeting.minutes_by = minutes.strip(), by
    meeting.held_at = meeting.held_at or now
    meeting.save(update_fields=["minutes", "minutes_by", "held_at"])
    after = {"minutes": meeting.minutes}
    record(by=by, verb="meeting.held", target=_target(meeting), at=now, before=before, after=after)
    settle_news(key=f"meeting:{meeting.pk}:", now=now)
    return meeting


def _has_come(meeting: Meeting, now: datetime) -> None:
    if day_of(now) < meeting.held_on:
        raise ConflictError(
            f"Rapat baru dilaksanakan {full_date(meeting.held_on)}. Catat setelah rapat berlangsung.",
            code="meeting_not_yet",
        )


def _locked(meeting: Meeting) -> Meeting:
    locked_cycle(meeting.cycle)
    return (
        Meeting.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle__kecamatan")
        .get(pk=meeting.pk)
    )


def _target(meeting: Meeting) -> Target:
    return Target("meeting", meeting.pk, meeting.cycle.kecamatan.code)
