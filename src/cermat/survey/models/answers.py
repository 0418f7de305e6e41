"""Answers that lead back to nobody, and what is counted of them.

Nothing here ties an answer to a person or to a moment: no name, no address, no time finer than the band that the
respondent ticked, and primary keys that are random. The tables of answers, suggestions and receipts keep their rows in
the order of those random keys (migration 0002), so that not even the order of arrival can be read from them.
"""

from django.db import models
from django.db.models import Q

from cermat.organisation.models import User
from cermat.survey.models.piles import Batch, Exclusion
from cermat.survey.models.places import Service
from cermat.survey.models.surveys import Survey
from cermat.survey.schema import Channel
from cermat.survey.workflow import Showing


class Answer(models.Model):
    """What one respondent answered. Its key is a keyed digest of a random number that only the device knew."""

    id = models.UUIDField(primary_key=True)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="answers", db_index=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Channel])
    scores = models.CharField(max_length=40)  # one digit per question, in the order of the definition; 0 = no answer
    sex = models.CharField(max_length=2, blank=True)
    age = models.CharField(max_length=2, blank=True)
    education = models.CharField(max_length=4, blank=True)
    occupation = models.CharField(max_length=8, blank=True)
    time_band = models.CharField(max_length=6, blank=True)
    is_suspicious = models.BooleanField(default=False)  # came in a burst; only this flag is kept of it
    is_tallied = models.BooleanField(default=False)  # counted in the Tally rows
    seen = models.BigIntegerField(default=0, db_default=0)  # which of the results that were seen counted it: bits
    is_listed = models.BooleanField(default=False, db_default=False)  # stood in a list that somebody may have taken
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="answers", db_index=False)
    exclusion = models.ForeignKey(
        Exclusion, null=True, on_delete=models.PROTECT, related_name="answers", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["survey"], condition=Q(is_tallied=False), name="answer_not_tallied"),
            models.Index(fields=["survey"], condition=Q(is_suspicious=True), name="answer_suspicious"),
            models.Index(fields=["batch"], condition=Q(batch__isnull=False), name="answer_of_batch"),
            models.Index(fields=["exclusion"], condition=Q(exclusion__isnull=False), name="answer_excluded"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(scores=""), name="answer_says_something")]

    def __str__(self) -> str:
        return self.scores


class Tally(models.Model):
    """The answers of a survey that count, added up by service and channel; the newest stand in Answer, not tallied."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="tallies")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Channel])
    counts = models.JSONField(default=dict)  # survey.formula.Tallied.as_json

    class Meta:
        ordering = ["survey", "service", "channel"]
        constraints = [models.UniqueConstraint(fields=["survey", "service", "channel"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.survey} {self.service} {self.channel}"


class Suggestion(models.Model):
    """A free suggestion. It is kept apart from the answers: nothing says whose scores it came with."""

    id = models.UUIDField(primary_key=True)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="suggestions")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("saran")
    has_personal_data = models.BooleanField(default=False)  # looks like a name, number or address: see formula
    unsur = models.CharField(max_length=40, blank=True)  # group of the definition
    is_marked = models.BooleanField(default=False)
    showing = models.CharField(max_length=14, default=Showing.NEW, choices=[(s.value, s.value) for s in Showing])
    public_text = models.TextField(blank=True)  # what the public reads, where personal data was taken out
    moderated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    moderated_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["survey", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="suggestion_says_something"),
            models.CheckConstraint(
                condition=Q(showing=Showing.NEW) | Q(moderated_by__isnull=False, moderated_at__isnull=False),
                name="suggestion_moderated_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Receipt(models.Model):
    """A code printed at the counter that opens the form once. Its digest is kept until the result is confirmed."""

    digest = models.CharField(max_length=64, primary_key=True)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="receipts")
    is_used = models.BooleanField(default=False)

    class Meta:
        ordering = ["survey"]

    def __str__(self) -> str:
        return "terpakai" if self.is_used else "belum terpakai"
