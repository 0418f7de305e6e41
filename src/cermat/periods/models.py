"""Days on which the office does not work, and years whose figures are locked."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from cermat.lib.months import Month
from cermat.organisation.models import Unit, User


class HolidayKind(StrEnum):
    HOLIDAY = "libur"
    JOINT_LEAVE = "cuti_bersama"
    LOCAL = "lokal"


class Holiday(models.Model):
    """A day off: for everybody (`kecamatan` empty) or a local one. A guessed day carries the mark perkiraan."""

    kecamatan = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="holidays")
    day = models.DateField("tanggal")
    name = models.CharField("nama", max_length=120)
    kind = models.CharField("jenis", max_length=12, choices=[(kind.value, kind.value) for kind in HolidayKind])
    is_estimate = models.BooleanField("perkiraan", default=False)
    source = models.CharField("sumber", max_length=200, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["day", "name"], condition=Q(kecamatan=None), name="holiday_once"),
            models.UniqueConstraint(fields=["kecamatan", "day", "name"], name="local_holiday_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in HolidayKind]), name="holiday_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class YearLock(models.Model):
    """The year's report was handed in: its figures stand, and a correction needs the Camat (ADR 0034)."""

    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="year_locks")
    year = models.PositiveSmallIntegerField("tahun")
    report = models.CharField("laporan", max_length=200)  # LKjIP 2025, with its number or its line in the register
    handed_in_on = models.DateField("tanggal penyerahan")
    note = models.CharField("catatan", max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["kecamatan", "year"], name="year_locked_once"),
            models.CheckConstraint(condition=~Q(report=""), name="year_lock_names_report"),
            models.CheckConstraint(condition=Q(handed_in_on__year__gt=F("year")), name="year_lock_after_its_year"),
        ]

    def __str__(self) -> str:
        return f"Tahun {self.year} {self.kecamatan}"


class YearOpening(models.Model):
    """The Camat has opened a locked year for a correction: one month's period, or with no month the whole year."""

    lock = models.ForeignKey(YearLock, on_delete=models.PROTECT, related_name="openings")
    month_number = models.PositiveSmallIntegerField("bulan", null=True, blank=True)
    reason = models.CharField("alasan", max_length=300)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lock", "month_number"], condition=Q(closed_at=None), name="month_opened_once"
            ),
            models.UniqueConstraint(
                fields=["lock"], condition=Q(closed_at=None, month_number=None), name="whole_year_opened_once"
            ),
            models.CheckConstraint(
                condition=Q(month_number=None) | Q(month_number__gte=1, month_number__lte=12),
                name="opened_month_exists",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="year_opening_has_reason"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="year_opening_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Koreksi {self.what}"

    @property
    def what(self) -> str:
        """Periode Maret 2025, or Tahun 2025."""
        return scope_name(self.lock.year, self.month_number)


def scope_name(year: int, month: int | None) -> str:
    return f"Tahun {year}" if month is None else f"Periode {Month(year, month).name}"
