"""Runs of the calculation with their inputs, activities as reported, opening balances."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from cermat.indicators.models import Activity, Iku, Indicator
from cermat.measurement.formula import FigureStatus as FigureStatus
from cermat.organisation.models import Unit, User
from cermat.sop.models import Cycle


class Subject(StrEnum):
    INDICATOR = "indikator"
    IKU = "iku"
    ACTIVITY = "kegiatan"


class OpeningBalance(models.Model):
    """A figure taken over when an office starts in the middle of a year: with source and date, always marked so."""

    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="opening_balances")
    year = models.PositiveSmallIntegerField()
    until = models.CharField("s.d. bulan", max_length=7)  # 2026-06
    subject = models.CharField(max_length=12, choices=[(subject.value, subject.value) for subject in Subject])
    code = models.CharField(max_length=30)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=20)  # nilai, or the field key, or keluaran, anggaran
    value = models.DecimalField("nilai", max_digits=24, decimal_places=6)
    source = models.CharField("sumber", max_length=200)
    source_date = models.DateField("tanggal sumber")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["year", "subject", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["kecamatan", "year", "subject", "code", "unit", "measure"], name="opening_once"
            ),
            models.UniqueConstraint(
                fields=["kecamatan", "year", "subject", "code", "measure"],
                condition=Q(unit=None),
                name="opening_without_unit_once",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="opening_has_source"),
            models.CheckConstraint(condition=Q(subject__in=[s.value for s in Subject]), name="opening_subject_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.measure} s.d. {self.until}: {self.value}"


class ActivityReport(models.Model):
    """What a section reports of an activity in a cycle: cumulative output, progress and money since January."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="activity_reports")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="reports")
    output = models.DecimalField("realisasi keluaran", max_digits=24, decimal_places=6, null=True)
    physical = models.DecimalField("% fisik", max_digits=7, decimal_places=4, null=True)
    spent = models.DecimalField("realisasi anggaran", max_digits=18, decimal_places=2, null=True)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["cycle", "activity__code"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "activity"], name="activity_report_once"),
            models.CheckConstraint(
                condition=Q(physical=None) | Q(physical__gte=0, physical__lte=100), name="activity_physical_percent"
            ),
            models.CheckConstraint(condition=Q(spent=None) | Q(spent__gte=0), name="activity_spent_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.activity.code} {self.cycle}"


class Run(models.Model):
    """One calculation of a cycle. A later correction makes a new run; the old one stays."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_provisional = models.BooleanField("sementara", default=False)  # made before step 6, for the evaluation
    formula_version = models.CharField(max_length=20)
    scale = models.CharField(max_length=40)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["cycle", "-number"]
        constraints = [models.UniqueConstraint(fields=["cycle", "number"], name="run_number_once")]

    def __str__(self) -> str:
        return f"Penghitungan {self.number} {self.cycle}"


# Somebody's absurd figure shows as absurd beside its target; it must not stop the calculation of everybody.
WIDE = 40


class FigureKind(StrEnum):
    IKU = "iku"
    INDICATOR = "indikator"
    ACTIVITY = "kegiatan"  # program, kegiatan and subkegiatan

    @property
    def heading(self) -> str:
        return FIGURE_TITLES[self]


FIGURE_TITLES = {
    FigureKind.IKU: "Indikator Kinerja Utama",
    FigureKind.INDICATOR: "Indikator bulanan",
    FigureKind.ACTIVITY: "Program, kegiatan, dan subkegiatan",
}


class Figure(models.Model):
    """One row of a run: target, actual, achievement, predicate, and everything they were made from.

    `counted` of `of`: how many units (or months) gave data. `part` of `whole`: what a percentage is made of.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="figures")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in FigureKind])
    code = models.CharField(max_length=30)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    section = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    iku = models.ForeignKey(Iku, null=True, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, null=True, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, null=True, on_delete=models.PROTECT, related_name="+")
    unit_label = models.CharField(max_length=40, blank=True)
    target = models.DecimalField(max_digits=WIDE, decimal_places=6, null=True)  # what it was judged against
    target_low = models.DecimalField(max_digits=WIDE, decimal_places=6, null=True)  # of a target that is a range
    target_high = models.DecimalField(max_digits=WIDE, decimal_places=6, null=True)
    month_target = models.DecimalField(max_digits=WIDE, decimal_places=6, null=True)  # of an IKU; ADR 0037
    actual = models.DecimalField(max_digits=WIDE, decimal_places=6, null=True)
    achievement = models.DecimalField(max_digits=WIDE, decimal_places=4, null=True)
    predicate = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=20, choices=[(status.value, status.value) for status in FigureStatus])
    reason = models.CharField(max_length=500, blank=True)
    method = models.CharField(max_length=24, blank=True)  # achievement formula
    counted = models.PositiveIntegerField(null=True)  # n of
    of = models.PositiveIntegerField(null=True)  # m
    part = models.DecimalField(max_digits=WIDE, decimal_places=6, null=True)
    whole = models.DecimalField(max_digits=WIDE, decimal_places=6, null=True)
    level = models.CharField(max_length=12, blank=True)  # of an activity: program, kegiatan, subkegiatan
    physical = models.DecimalField("% fisik", max_digits=7, decimal_places=4, null=True)
    budget = models.DecimalField("pagu", max_digits=WIDE, decimal_places=2, null=True)
    spent = models.DecimalField("realisasi anggaran", max_digits=WIDE, decimal_places=2, null=True)
    financial = models.DecimalField("% keuangan", max_digits=WIDE, decimal_places=2, null=True)
    as_of = models.CharField(
        max_length=7, blank=True
    )  # 2026-09: the month the actual is of, which may be an earlier one
    outlook = models.JSONField(null=True)  # an estimate of the year's end, as queries.outlooks writes it
    inputs = models.JSONField(default=dict)  # leaves: entries, results, opening balances, with ids and values

    class Meta:
        ordering = ["run", "kind", "position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "kind", "code"], name="figure_once"),
            models.CheckConstraint(
                condition=~Q(status=FigureStatus.NO_DATA) | Q(achievement=None) & ~Q(reason=""),
                name="figure_without_data_says_why",
            ),
            models.CheckConstraint(
                condition=Q(counted=None, of=None) | Q(counted__isnull=False, of__isnull=False, counted__lte=F("of")),
                name="figure_counts_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.achievement}"


class Signature(models.Model):
    """A section head or Sekcam signs the figures of a run."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="signatures")
    section = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "section"], name="signature_once")]

    def __str__(self) -> str:
        return f"{self.section} {self.run}"
