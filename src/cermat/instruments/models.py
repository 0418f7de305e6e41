"""Every result of every instrument, in one place: subject, period, definition version, value, maker."""

from django.db import models
from django.db.models import Q

from cermat.documents.models import StoredFile
from cermat.organisation.models import Unit, User


class ResultQuerySet(models.QuerySet["Result"]):
    def current(self) -> "ResultQuerySet":
        """Without those that a later one has replaced."""
        return self.filter(replaced_by=None)


class Result(models.Model):
    """What an instrument said about a subject in a period. A correction is a new row that replaces this one."""

    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=40)  # ikm, sinergitas, idm, dokumen_kelurahan, rtrw_cantik
    subject = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="results")
    period = models.CharField(max_length=7)  # 2026-11
    definition = models.CharField(max_length=60)  # ikm-14-2017
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)  # exact as computed or published
    label = models.CharField(max_length=60, blank=True)  # class or status: B (Baik), Maju
    respondents = models.PositiveIntegerField(null=True)
    details = models.JSONField(default=dict)  # groups and intermediates, decimals as strings
    source = models.CharField(max_length=20)  # isian, survei, impor, saldo_awal
    source_ref = models.CharField(max_length=60, blank=True)  # entry:17
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    maker = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    checker = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced")

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["-period", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "subject", "period"],
                condition=Q(replaced_by=None),
                name="result_current_once",
            ),
            models.CheckConstraint(condition=~Q(maker=models.F("checker")) | Q(maker=None), name="result_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.subject} {self.period}: {self.value}"
