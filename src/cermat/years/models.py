"""Documents of a year that were handed in."""

from django.db import models
from django.db.models import Q

from cermat.documents.models import Document, StoredFile
from cermat.organisation.models import Unit, User


class Delivery(models.Model):
    """A document of the year's calendar has gone to its recipient: when, by whom, and what proves it."""

    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="deliveries")
    year = models.PositiveSmallIntegerField("tahun")
    key = models.CharField(max_length=120)  # formula.key_of
    document = models.CharField("dokumen", max_length=300)  # as the plan named it on that day
    recipient = models.CharField("penerima", max_length=300)
    due_on = models.DateField("batas")
    delivered_on = models.DateField("tanggal penyerahan")
    note = models.CharField("nomor atau keterangan", max_length=300, blank=True)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    register = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="deliveries")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["year", "due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kecamatan", "year", "key"], name="delivered_once"),
            models.CheckConstraint(
                condition=~Q(note="") | Q(file__isnull=False) | Q(register__isnull=False), name="delivery_has_proof"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.year}"
