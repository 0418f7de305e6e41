"""A survey period of an office, its services and its history, and what shall follow from it."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from cermat.instruments.models import InstrumentVersion, Result
from cermat.lib.months import Month
from cermat.organisation.models import Unit, User
from cermat.survey.models.places import Service
from cermat.survey.workflow import SurveyState

RUNNING = (SurveyState.OPEN, SurveyState.PAUSED)


class Survey(models.Model):
    """One survey period of one office. What is asked and how it is printed is fixed when it is made."""

    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="surveys")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # whose services are judged
    desk = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # who runs it: a section, or the village
    period = models.CharField(max_length=7)  # the month in which the result counts: 2026-12
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai")
    version = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="surveys")
    variant = models.CharField(max_length=20, blank=True)  # of the weights: "", 0.111, 0.11
    needs_receipt = models.BooleanField("wajib kode tanda terima", default=False)
    double_entry = models.BooleanField("lembar kertas diketik dua kali", default=False)
    state = models.CharField(
        max_length=10, default=SurveyState.DRAFT, choices=[(s.value, s.value) for s in SurveyState]
    )
    carried_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    result = models.ForeignKey(Result, null=True, on_delete=models.PROTECT, related_name="+")
    receipts_made = models.PositiveIntegerField(default=0)  # what is left of the codes when they are destroyed
    receipts_used = models.PositiveIntegerField(default=0)
    joined_from = models.PositiveSmallIntegerField(null=True)  # the seen result from which services are not told apart

    class Meta:
        ordering = ["-period", "unit__sort", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "period"], name="survey_once_a_period"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(state__in=[*RUNNING]), name="survey_one_running_per_unit"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="survey_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(state__in=[SurveyState.CLOSED, SurveyState.CONFIRMED])
                | Q(closed_by__isnull=False, closed_at__isnull=False),
                name="survey_closed_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=SurveyState.CONFIRMED)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, result__isnull=False),
                name="survey_confirmed_whole",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("closed_by")),
                name="survey_maker_is_not_checker",
            ),
        ]

    def __str__(self) -> str:
        return f"Survei {self.unit} {self.month.name}"

    @property
    def month(self) -> Month:
        return Month.parse(self.period)

    def covers(self, day: date) -> bool:
        """Whether `day` lies in the survey's days."""
        return self.starts_on <= day <= self.ends_on


class SurveyService(models.Model):
    """A service within a survey, with the population it served: the target sample follows from it."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="offered")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    population = models.PositiveIntegerField("jumlah yang dilayani", null=True, blank=True)

    class Meta:
        ordering = ["survey", "service__sort", "service__name"]
        constraints = [models.UniqueConstraint(fields=["survey", "service"], name="survey_service_once")]

    def __str__(self) -> str:
        return str(self.service)


class SurveyMove(models.Model):
    """A move in the life of a survey, with its author. Only added to."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="moves")
    verb = models.CharField(max_length=20)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_title = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.survey} {self.verb}"


class Improvement(models.Model):
    """What shall be done about one of the three lowest unsur, by whom and in which quarter (rencana tindak lanjut)."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="improvements")
    unsur = models.CharField(max_length=40)  # group of the definition
    text = models.TextField("program perbaikan")
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("tahun")
    quarter = models.PositiveSmallIntegerField("triwulan")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["survey", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "unsur"], name="improvement_once_per_unsur"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="improvement_quarter_known"),
            models.CheckConstraint(condition=~Q(text=""), name="improvement_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.unsur}: {self.text}"
