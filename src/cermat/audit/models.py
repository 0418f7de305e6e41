"""One append-only, hash-chained table without foreign keys, and the keys that make a form store once."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cermat.audit.formula import moment


class AuditEvent(models.Model):
    """One thing that happened. A row is never changed or deleted: triggers in the database refuse it."""

    chain = models.CharField(max_length=13)  # code of the kecamatan, or "pusat": one chain each, so no global lock
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.BigIntegerField(null=True)  # no foreign key: the log never hinders a deletion
    on_behalf_of = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=60)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["chain", "number"]
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="audit_number_once")]
        indexes = [models.Index(fields=["target_type", "target_id"], name="audit_target")]

    def __str__(self) -> str:
        return f"{self.chain}/{self.number} {self.verb} {self.target_type} {self.target_id}"

    def told(self) -> dict[str, object]:
        """The fields that the digest of this link covers."""
        return {
            "chain": self.chain,
            "number": self.number,
            "at": moment(self.at),
            "actor": self.actor,
            "on_behalf_of": self.on_behalf_of,
            "verb": self.verb,
            "target": [self.target_type, self.target_id],
            "before": self.before,
            "after": self.after,
        }


class ChainHead(models.Model):
    """The last link of each chain; locked while the next one is forged."""

    chain = models.CharField(max_length=13, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.chain} at {self.number}"


class IdempotencyKey(models.Model):
    """A form's key, written in the transaction of its effect, so that a double click or a resend stores once."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    key = models.UUIDField()
    route = models.CharField(max_length=200)
    body = models.CharField(max_length=64)  # SHA-256 of what was sent
    status = models.PositiveSmallIntegerField(default=0)
    location = models.TextField(blank=True, default="")
    content = models.TextField(blank=True, default="")
    created = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "key"], name="audit_key_once"),
            models.CheckConstraint(condition=Q(status=0) | Q(status__gte=200), name="audit_key_status"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.route}"
