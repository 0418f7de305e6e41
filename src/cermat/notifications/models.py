"""The queue in the same database (outbox with leases) and the inbox."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from cermat.organisation.models import Unit, User


class JobState(StrEnum):
    QUEUED = "queued"
    LEASED = "leased"
    DONE = "done"
    FAILED = "failed"


class Job(models.Model):
    """Work to be done after the commit that asked for it; taken up again when its worker dies (lease over)."""

    topic = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=120, unique=True, null=True)  # the same key is queued once
    kecamatan = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=6, default=JobState.QUEUED, choices=[(s.value, s.value) for s in JobState])
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    error = models.TextField(blank=True)
    created = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["not_before", "pk"]
        indexes = [models.Index(fields=["state", "not_before"], name="job_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=JobState.LEASED, lease__isnull=False, lease_until__isnull=False)
                | ~Q(state=JobState.LEASED) & Q(lease=None, lease_until=None),
                name="job_leased_or_not",
            ),
            models.CheckConstraint(
                condition=Q(state=JobState.DONE, done_at__isnull=False) | ~Q(state=JobState.DONE) & Q(done_at=None),
                name="job_done_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.state}"


class ScheduledRun(models.Model):
    """One slot of the schedule (`daily`, `2026-11-23`): whoever writes the row runs it, so it runs once."""

    name = models.CharField(max_length=40)
    slot = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "slot"], name="scheduled_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.slot}"


class Message(models.Model):
    """A line in somebody's inbox."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="messages")
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=120)  # the same news reaches a person once
    created = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="message_once")]

    def __str__(self) -> str:
        return self.text
