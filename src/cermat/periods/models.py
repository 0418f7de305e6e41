"""Days on which the office does not work."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from cermat.organisation.models import Unit


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
