"""Answers that came together: a pile of paper sheets, an imported file, and those that were set aside."""

from django.db import models
from django.db.models import Q

from cermat.documents.models import StoredFile
from cermat.organisation.models import User
from cermat.survey.models.places import Service
from cermat.survey.models.surveys import Survey
from cermat.survey.schema import Channel


class BatchState(models.TextChoices):
    DRAFT = "draf"
    SECOND = "ketik_ulang"  # waits for the second typing
    STORED = "disimpan"
    DROPPED = "dibuang"


class Batch(models.Model):
    """A pile of paper sheets or an imported file. Its lines are kept as typed until they are stored as answers."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="batches")
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Channel])
    name = models.CharField("nama", max_length=120)
    state = models.CharField(max_length=12, default=BatchState.DRAFT, choices=BatchState.choices)
    lines = models.JSONField(default=list)  # emptied when the answers are stored
    second_lines = models.JSONField(default=list)
    settings = models.JSONField(default=dict)  # of an import: which column is which question
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    stored_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    stored_at = models.DateTimeField(null=True)
    stored_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=[Channel.PAPER, Channel.IMPORT]), name="batch_is_typed_or_imported"
            ),
            models.CheckConstraint(
                condition=~Q(state=BatchState.STORED) | Q(stored_by__isnull=False, stored_at__isnull=False),
                name="batch_stored_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Exclusion(models.Model):
    """Answers that do not count, and why. They stay; the published figure tells how many there are."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="exclusions")
    reason = models.CharField("alasan", max_length=500)
    about = models.CharField(max_length=200)  # which answers: "12 jawaban bertanda lonjakan, Loket 1"
    count = models.PositiveIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_title = models.CharField(max_length=160)
    at = models.DateTimeField()
    was_seen = models.BooleanField(default=False)  # stood aside in a result that somebody may have seen

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="exclusion_says_why"),
            models.CheckConstraint(condition=Q(count__gte=1), name="exclusion_of_something"),
        ]

    def __str__(self) -> str:
        return self.about
