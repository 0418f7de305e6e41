"""SOP versions, the cycles that run by them, and the log of their steps."""

from django.db import models
from django.db.models import F, Q

from cermat.documents.models import StoredFile
from cermat.lib.months import Month
from cermat.organisation.models import Unit, User
from cermat.sop.workflow import CycleState as CycleState
from cermat.sop.workflow import StepState as StepState


class Sop(models.Model):
    """One version of the procedure of one kecamatan, as loaded from its file. Never changed afterwards."""

    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sops")
    number = models.CharField("nomor", max_length=60)
    name = models.CharField("nama", max_length=200)
    version = models.PositiveSmallIntegerField("versi")
    source = models.TextField()
    digest = models.CharField(max_length=64)
    valid_from = models.DateField()
    loaded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["kecamatan", "-version"]
        constraints = [models.UniqueConstraint(fields=["kecamatan", "version"], name="sop_version_once")]

    def __str__(self) -> str:
        return f"SOP {self.number} (versi {self.version})"


class Cycle(models.Model):
    """One run of the SOP for one kecamatan and month. The UI says Periode November 2026."""

    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cycles")
    sop = models.ForeignKey(Sop, on_delete=models.PROTECT, related_name="cycles")
    year = models.PositiveSmallIntegerField()
    month_number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, default=CycleState.RUNNING, choices=[(s.value, s.value) for s in CycleState])
    due_on = models.DateField("batas kirim")
    cutoff_on = models.DateField("tanggal penutupan pengumpulan")
    meeting_on = models.DateField("tanggal rapat")
    opened_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-year", "-month_number"]
        constraints = [
            models.UniqueConstraint(fields=["kecamatan", "year", "month_number"], name="cycle_month_once"),
            models.CheckConstraint(condition=Q(month_number__gte=1, month_number__lte=12), name="cycle_month_exists"),
            models.CheckConstraint(
                condition=Q(state=CycleState.CLOSED, closed_at__isnull=False, closed_by__isnull=False)
                | Q(state=CycleState.RUNNING, closed_at=None, closed_by=None),
                name="cycle_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Periode {self.month.name}"

    @property
    def month(self) -> Month:
        return Month(self.year, self.month_number)

    @property
    def is_running(self) -> bool:
        return self.state == CycleState.RUNNING


class StepRun(models.Model):
    """One step of the SOP in one cycle. `work` is its pekerjaan; the room that owns that work finishes it."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    work = models.CharField(max_length=20)
    state = models.CharField(max_length=8, default=StepState.WAITING, choices=[(s.value, s.value) for s in StepState])
    ready_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)  # ya/tidak of a decision, ditutup of an early end
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["cycle", "position"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="step_once"),
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(ready_at__isnull=False, started_at__gte=F("ready_at")),
                name="step_started_after_ready",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(started_at__isnull=False, finished_at__gte=F("started_at")),
                name="step_finished_after_started",
            ),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in StepState]), name="step_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=[StepState.WAITING, StepState.PASSED])
                | Q(state=StepState.READY, ready_at__isnull=False)
                | Q(state=StepState.STARTED, started_at__isnull=False)
                | Q(state=StepState.FINISHED, finished_at__isnull=False),
                name="step_state_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.key} {self.state}"


class ActorRun(models.Model):
    """One actor's part in a step; for kasi and desa/kelurahan one row for each unit."""

    step = models.ForeignKey(StepRun, on_delete=models.CASCADE, related_name="actors")
    actor = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    ready_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")  # of a konfirmasi

    class Meta:
        ordering = ["step", "actor", "unit__sort"]
        constraints = [
            models.UniqueConstraint(fields=["step", "actor", "unit"], name="actor_once"),
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(ready_at__isnull=False, started_at__gte=F("ready_at")),
                name="actor_started_after_ready",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(started_at__isnull=False, finished_at__gte=F("started_at")),
                name="actor_finished_after_started",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.actor} {self.unit}"


class StepEvent(models.Model):
    """The step log: ready, started, finished, closed, reopened; by whom and when. Only ever added to."""

    step = models.ForeignKey(StepRun, on_delete=models.CASCADE, related_name="events")
    verb = models.CharField(max_length=20)
    actor = models.CharField(max_length=20, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.step} {self.verb} {self.at}"
