"""Findings, the coordination meeting, recommendations and what became of them."""

from django.db import models
from django.db.models import F, Q

from cermat.documents.models import StoredFile
from cermat.evaluation.workflow import RecommendationState as RecommendationState
from cermat.organisation.models import Unit, User
from cermat.sop.models import Cycle
from cermat.survey.models import Improvement


class Finding(models.Model):
    """Step 4: a note of the evaluation (catatan hasil monev) on an indicator or a unit."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="findings")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    indicator_code = models.CharField(max_length=30, blank=True)
    requirement_key = models.CharField(max_length=40, blank=True)
    about = models.CharField(max_length=300)  # what it is about, in words: printed
    text = models.TextField("catatan")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_title = models.CharField(max_length=160)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["cycle", "at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="finding_says_something")]

    def __str__(self) -> str:
        return self.about


class Meeting(models.Model):
    """The Rapat Koordinasi Rutin Kasi of a cycle."""

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, related_name="meeting")
    held_on = models.DateField("tanggal")
    time = models.CharField("jam", max_length=40)
    place = models.CharField("tempat", max_length=120)
    letter_number = models.CharField("nomor surat", max_length=60, blank=True)
    agenda = models.TextField("acara", blank=True)
    planned_at = models.DateTimeField()  # last: the letter of invitation bears this day
    minutes = models.TextField("notula", blank=True)
    minutes_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField(null=True)  # the meeting has taken place
    recommended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recommended_at = models.DateTimeField(null=True)  # the list of recommendations is complete; empty = nihil

    class Meta:
        ordering = ["-held_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(held_at=None) | Q(minutes_by__isnull=False) & ~Q(minutes=""),
                name="meeting_held_has_minutes",
            ),
            models.CheckConstraint(
                condition=Q(recommended_by=None, recommended_at=None)
                | Q(recommended_by__isnull=False, recommended_at__isnull=False),
                name="meeting_recommended_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Rapat Koordinasi Rutin {self.cycle.month.name}"


class Attendance(models.Model):
    """Who was asked to come and who was there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    is_present = models.BooleanField(null=True)  # null = not recorded yet

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="attendance_once")]

    def __str__(self) -> str:
        return self.title


class Recommendation(models.Model):
    """Step 5: what shall be done about a finding, by whom, until when."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="recommendations")
    finding = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="recommendations")
    # The plan for a low unsur of a survey that it was made from; never twice from the same.
    improvement = models.OneToOneField(Improvement, null=True, on_delete=models.PROTECT, related_name="recommendation")
    number = models.PositiveSmallIntegerField()
    text = models.TextField("rekomendasi")
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="recommendations")  # section or village
    section = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")  # checks a village's proof
    due_on = models.DateField("batas waktu")
    state = models.CharField(max_length=16, choices=[(s.value, s.value) for s in RecommendationState])
    cause = models.TextField("penyebab", blank=True)
    action = models.TextField("rencana tindak lanjut", blank=True)
    filled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    filled_title = models.CharField(max_length=160, blank=True)
    filled_at = models.DateTimeField(null=True)
    proof_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    proof_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["cycle", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="recommendation_number_once"),
            models.CheckConstraint(
                condition=Q(state=RecommendationState.ASSIGNED)
                | Q(filled_by__isnull=False, filled_at__isnull=False) & ~Q(cause="") & ~Q(action=""),
                name="recommendation_filled_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=RecommendationState.VERIFIED)
                | Q(verified_by__isnull=False, verified_at__isnull=False, proof_by__isnull=False),
                name="recommendation_verified_whole",
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("proof_by")),
                name="recommendation_maker_is_not_checker",
            ),
        ]

    def __str__(self) -> str:
        return f"Rekomendasi {self.number} {self.cycle.month.name}"


class FollowUp(models.Model):
    """A move in the life of a recommendation: form filled, proof handed in, verified, returned. Only added to."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="follow_ups")
    verb = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_title = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.recommendation} {self.verb}"
