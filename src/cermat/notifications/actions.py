"""Asking for work after the commit, and leaving news in people's inboxes."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q

from cermat.lib.errors import NotAllowedError
from cermat.lib.months import day_of
from cermat.notifications.models import Job, JobState, Message, ScheduledRun
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Role
from cermat.organisation.queries import holders

KEY_LENGTH = 120
TEXT_LENGTH = 300  # that an inbox holds; the mail tells the whole
LEASE = timedelta(seconds=60)  # a worker that says nothing for so long is taken for dead
ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=10)  # then 40 s, 3 min, 11 min
CANDIDATES = 10  # how many due jobs are tried where other workers are quicker
NEWS = timedelta(days=7)
KEPT = timedelta(days=90)


@transaction.atomic
def post(
    *,
    topic: str,
    payload: Mapping[str, Any],
    now: datetime,
    key: str | None = None,
    kecamatan: Unit | None = None,
    not_before: datetime | None = None,
) -> Job:
    """Queue `topic` in the caller's transaction: it runs after the commit or not at all.

    The same `key` is queued once.
    """
    fields = {
        "topic": topic,
        "payload": dict(payload),
        "kecamatan": kecamatan,
        "not_before": not_before or now,
        "created": now,
    }
    if key is None:
        return Job.objects.create(**fields)
    job, _made = Job.objects.get_or_create(key=_fitting(key), defaults=fields)
    return job


def _fitting(key: str) -> str:
    """`key`; of one longer than the column its beginning, by which `settle_news` finds it, and its digest."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    return key if len(key) <= KEY_LENGTH else key[: KEY_LENGTH - len(digest)] + digest


@transaction.atomic
def notify(*, users: Iterable[User], text: str, url: str, key: str, now: datetime) -> None:
    """Leave `text` in each inbox, once per person and `key`; by mail too where the office has set a mail server."""
    people = {user.pk: user for user in users if user.is_active}
    shown = text if len(text) <= TEXT_LENGTH else f"{text[: TEXT_LENGTH - 1].rstrip()}…"
    Message.objects.bulk_create(
        [Message(user=user, text=shown, url=url, key=_fitting(key), created=now) for user in people.values()],
        ignore_conflicts=True,
    )
    if settings.EMAIL_HOST:
        for user in people.values():
            if user.email:
                payload = {"user": user.pk, "text": text, "url": url}
                post(topic="mail", payload=payload, key=f"mail:{user.pk}:{key}", now=now)


@transaction.atomic
def mark_read(*, message: Message, by: User, now: datetime) -> None:
    """The person has seen it."""
    if message.user_id != by.pk:
        raise NotAllowedError
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=now)


@transaction.atomic
def mark_all_read(*, by: User, now: datetime) -> int:
    """Everything in the person's inbox is seen; how many were new. What another act settles just now is left to it."""
    new = Message.objects.filter(user=by, read_at=None).select_for_update(skip_locked=True, no_key=True)
    return Message.objects.filter(pk__in=list(new.values_list("pk", flat=True))).update(read_at=now)


@transaction.atomic
def settle_news(*, key: str, now: datetime, users: Iterable[int] | None = None) -> int:
    """What messages with a key that begins so asked for is done, by whomever: nobody has to look at them any more.

    `key` ends where a part of it ends (`entry:7:check:`), else it means the 71st, too. `users` (pk): only they are
    done with it.
    """
    told = Message.objects.filter(key__startswith=key, read_at=None)
    return (told if users is None else told.filter(user__in=list(users))).update(read_at=now)


def deliver_mail(*, user_id: int, text: str, url: str = "") -> None:
    """Hand one message to the mail server; an error there makes the queue try again later."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user and user.email:
        way = f"Buka: {settings.ADDRESS}{url}" if settings.ADDRESS else "Buka Cermat, lalu Kotak masuk."
        send_mail("Cermat: kabar untuk Anda", f"{text}\n\n{way}\n", settings.DEFAULT_FROM_EMAIL, [user.email])


# ---- the queue: taken up and settled by `jobs`


def _due(*, at: datetime, clock: datetime) -> Q:
    """Jobs to be done: queued for `at` or before, or left behind by a worker whose lease is over by the real clock."""
    return Q(state=JobState.QUEUED, not_before__lte=at) | Q(state=JobState.LEASED, lease_until__lt=clock)


def claim_job(*, at: datetime, clock: datetime) -> Job | None:
    """Take the next due job for `LEASE`, or None. Compare and set: of two workers one gets it.

    `at` is the time that counts for the work (the demo plays in the past), `clock` the one that counts for leases.
    """
    for pk in Job.objects.filter(_due(at=at, clock=clock)).values_list("pk", flat=True)[:CANDIDATES]:
        lease = uuid4()
        taken = Job.objects.filter(_due(at=at, clock=clock), pk=pk).update(
            state=JobState.LEASED, lease=lease, lease_until=clock + LEASE, attempts=F("attempts") + 1
        )
        if taken:
            return Job.objects.get(pk=pk)
    return None


def renew_lease(*, job: Job, clock: datetime) -> bool:
    """Still working on it. False when the job has passed to another worker meanwhile."""
    return bool(Job.objects.filter(pk=job.pk, lease=job.lease).update(lease_until=clock + LEASE))


def settle_job(*, job: Job, now: datetime) -> None:
    """The job is done."""
    Job.objects.filter(pk=job.pk, lease=job.lease).update(
        state=JobState.DONE, done_at=now, lease=None, lease_until=None, error=""
    )


def return_job(*, job: Job, error: str, now: datetime, final: bool = False) -> None:
    """The job went wrong: once more later, each time after a longer wait; failed for good after `ATTEMPTS`."""
    over = final or job.attempts >= ATTEMPTS
    Job.objects.filter(pk=job.pk, lease=job.lease).update(
        state=JobState.FAILED if over else JobState.QUEUED,
        not_before=now + FIRST_WAIT * 4 ** (job.attempts - 1),
        error=error[-4000:],
        lease=None,
        lease_until=None,
    )


@transaction.atomic
def tell_about_failed_jobs(*, now: datetime) -> int:
    """News for the administrators of the kecamatan whose background work failed for good; how many jobs."""
    failed = Job.objects.filter(state=JobState.FAILED, kecamatan__isnull=False, created__gte=now - NEWS)
    for job in failed.select_related("kecamatan"):
        assert job.kecamatan
        admins = [holder.user for holder in holders(job.kecamatan, Role.ADMIN, day_of(now))]
        text = f"Pekerjaan latar “{job.topic}” gagal. Hubungi pemasang aplikasi dan sebutkan nomor {job.pk}."
        notify(users=admins, text=text, url="", key=f"job-failed:{job.pk}", now=now)
    return len(failed)


@transaction.atomic
def forget_old(*, now: datetime) -> None:
    """Done jobs, slots of the schedule and messages that were read leave after three months."""
    before = now - KEPT
    Job.objects.filter(state=JobState.DONE, done_at__lt=before).delete()
    ScheduledRun.objects.filter(at__lt=before).delete()
    Message.objects.filter(read_at__lt=before).delete()


def claim_slot(*, name: str, slot: str, now: datetime) -> bool:
    """Whether this slot of the schedule is ours: the first to write its row runs it, in the same transaction."""
    _row, fresh = ScheduledRun.objects.get_or_create(name=name, slot=slot, defaults={"at": now})
    return fresh
