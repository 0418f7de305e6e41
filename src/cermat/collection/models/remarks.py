"""Reasons at the fields of a sheet."""

from django.db import models
from django.db.models import Q

from cermat.collection.models.sheets import Entry
from cermat.organisation.models import User


class FieldRemark(models.Model):
    """What a checker asks to be put right at one field of a sheet that is sent back. `field` "": the row as a whole."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="remarks")
    code = models.CharField(max_length=40)  # of an indicator, or of an item of an instrument
    field = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=300)
    stood = models.CharField(max_length=300, blank=True)  # the answer it is about, as it then stood
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_title = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)  # the sheet was sent again

    class Meta:
        ordering = ["entry", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "code", "field"], condition=Q(answered_at=None), name="field_remark_open_once"
            ),
            models.CheckConstraint(condition=~Q(text="") & ~Q(code=""), name="field_remark_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.code}.{self.field}: {self.text}"
