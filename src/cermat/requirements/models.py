"""What a cycle owes, to whom it was handed over, and each section's recording book."""

from django.db import models
from django.db.models import Q

from cermat.indicators.models import Indicator
from cermat.organisation.models import Unit, User
from cermat.requirements.workflow import HandoverState
from cermat.sop.models import Cycle


class RequirementPlan(models.Model):
    """A requirement of the SOP as this office plans it: its section, how often, and in which months it falls due."""

    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="requirement_plans")
    key = models.CharField(max_length=40)  # ikm, sinergitas, idm, dokumen_kelurahan, rtrw_cantik
    instrument = models.CharField(max_length=40)
    section = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="seksi")
    frequency = models.CharField("frekuensi", max_length=12)
    due_months = models.JSONField("bulan jatuh tempo", default=list)
    subject_kind = models.CharField(max_length=12)  # kecamatan, desa, kelurahan, keduanya: whose results fill it
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["kecamatan", "key"], name="plan_once")]

    def __str__(self) -> str:
        return self.key


class SortedIndicator(models.Model):
    """Step 1: an indicator of this cycle, and the section that answers for it."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="sorted_indicators")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    section = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    is_included = models.BooleanField(default=True)

    class Meta:
        ordering = ["cycle", "indicator__set__kind", "indicator__position"]
        constraints = [models.UniqueConstraint(fields=["cycle", "indicator"], name="sorted_once")]

    def __str__(self) -> str:
        return f"{self.indicator.code} → {self.section}"


class CycleRequirement(models.Model):
    """A line of the register: this requirement in this cycle, due or not."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="requirements")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=200)  # as the SOP prints it
    instrument = models.CharField(max_length=40)
    section = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    frequency = models.CharField(max_length=12)
    is_due = models.BooleanField()
    next_due = models.CharField(max_length=7, blank=True)  # 2026-12
    subject_kind = models.CharField(max_length=12)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["cycle", "position"]
        constraints = [models.UniqueConstraint(fields=["cycle", "key"], name="cycle_requirement_once")]

    def __str__(self) -> str:
        return self.name


class Handover(models.Model):
    """Step 2: the set of one section: handed over, acknowledged by its head, validated by the Camat."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="handovers")
    section = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in HandoverState])
    handed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField()
    acknowledged_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    validated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    validated_at = models.DateTimeField(null=True)
    reason = models.CharField("alasan dikembalikan", max_length=500, blank=True)

    class Meta:
        ordering = ["cycle", "section__sort"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "section"], name="handover_once"),
            models.CheckConstraint(
                condition=~Q(state=HandoverState.VALIDATED)
                | Q(validated_by__isnull=False, validated_at__isnull=False, acknowledged_at__isnull=False),
                name="handover_validated_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=HandoverState.SENT_BACK) | ~Q(reason=""), name="handover_sent_back_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.section} {self.state}"


class SectionReport(models.Model):
    """Step 3.: a section's Laporan Kinerja; Sekcam merges them when all are complete."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="section_reports")
    section = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    narrative = models.TextField("uraian", blank=True)
    obstacles = models.TextField("hambatan", blank=True)
    plan = models.TextField("rencana bulan berikutnya", blank=True)
    completed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["cycle", "section__sort"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "section"], name="section_report_once"),
            models.CheckConstraint(
                condition=Q(completed_by=None, completed_at=None)
                | Q(completed_by__isnull=False, completed_at__isnull=False),
                name="section_report_completed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Laporan Kinerja {self.section} {self.cycle.month.name}"


class RecordingLine(models.Model):
    """Pencatatan dan Pendataan: what came in to a section, from whom, when, how, checked by whom."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="recording_lines")
    section = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    what = models.CharField("uraian", max_length=300)
    sender = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    received_from = models.CharField(max_length=120)  # name and title at that time
    channel = models.CharField(max_length=12)  # daring, surat, whatsapp, telepon
    checked_by = models.CharField(max_length=160, blank=True)
    checked_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=120, blank=True)
    ref = models.CharField(max_length=60, blank=True)  # entry:17

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.what


class RecordingRemark(models.Model):
    """What the coordination meeting remarked on a section's recording book of the month."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="recording_remarks")
    section = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "section"], name="remark_once")]

    def __str__(self) -> str:
        return self.text
