"""Who has a sheet open right now."""

from django.db import models

from cermat.collection.models.sheets import Entry
from cermat.organisation.models import User


class Presence(models.Model):
    """Somebody has the sheet open. Known for a minute or two, then thrown away; no part of any history."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="present")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.user} at {self.entry}"
