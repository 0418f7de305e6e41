"""Stored files, known by their content, and the register of official documents."""

from django.db import models
from django.db.models import F, Q

from cermat.documents.workflow import DocumentState as DocumentState
from cermat.documents.workflow import UploadState as UploadState
from cermat.organisation.models import Unit, User


class StoredFile(models.Model):
    """Checked bytes on the disk. The same bytes of the same unit are stored once."""

    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="files")  # whose file it is
    name = models.CharField(max_length=120)  # as the person called it, for display only
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    original_sha256 = models.CharField(max_length=64, blank=True, db_index=True)  # as sent, before a photo was cleaned
    path = models.CharField(max_length=120)  # below MEDIA_ROOT; made by us
    about = models.CharField(max_length=160, blank=True)  # 12 halaman · 3 lembar: Rekap, PBB, Lahan
    persons = models.CharField(max_length=120, blank=True)  # which persons its inspection found: 12 nomor NIK atau KK
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "sha256"], name="file_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="file_not_empty"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_hash_is_one"),
        ]

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A file on its way, piece by piece, from one person's device. Its bytes lie below UPLOADS_ROOT until it is whole.

    `received` counts what is safely on the disk: a device asks for it after a broken line and goes on from there.
    """

    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="uploads")
    key = models.UUIDField()  # made by the device at random: the same one again means the same file
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # whose file it will be
    purpose = models.CharField(max_length=80)  # what the room above wants it for: isian/12/PDK-01
    details = models.JSONField(default=dict)  # what that room wants to know again at the end
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 as the device computed it, where it can
    received = models.PositiveIntegerField(default=0)
    state = models.CharField(
        max_length=8, default=UploadState.OPEN, choices=[(state.value, state.value) for state in UploadState]
    )
    found = models.JSONField(null=True)  # while held: what the inspection said, to keep the bytes without a second one
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["begun_at", "pk"]
        indexes = [models.Index(fields=["by", "purpose"], name="upload_of_purpose")]
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="upload_key_once"),
            models.CheckConstraint(condition=Q(size__gt=0, received__lte=F("size")), name="upload_within_its_size"),
            models.CheckConstraint(
                condition=Q(state=UploadState.OPEN, found=None, file=None)
                | Q(state=UploadState.HELD, found__isnull=False, file=None)
                | Q(state=UploadState.DONE, found=None, file__isnull=False),
                name="upload_state_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.received}/{self.size}"

    @property
    def is_whole(self) -> bool:
        return self.received == self.size


class Document(models.Model):
    """A line of the register: one version of one document of one unit and period."""

    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="documents")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)  # a key of reports.queries.KINDS, or of the SOP's peralatan
    title = models.CharField(max_length=200)
    period = models.CharField(max_length=7, blank=True)  # 2026-11, 2026, or empty
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=9, choices=[(s.value, s.value) for s in DocumentState])
    params = models.JSONField(default=dict)  # what the report is made from: {"cycle": 3, "section": 8}
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    requested_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    validated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    validated_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "period", "version"], name="document_version_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DocumentState]), name="document_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.VALIDATED) | Q(validated_by__isnull=False),
                name="document_validated_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(validated_by=None) | Q(requested_by=None) | ~Q(validated_by=F("requested_by")),
                name="document_maker_does_not_validate",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "failed"]) | Q(file__isnull=False), name="document_ready_has_file"
            ),
            models.CheckConstraint(
                condition=Q(validated_by=None, validated_at=None)
                | Q(validated_by__isnull=False, validated_at__isnull=False),
                name="document_validation_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_being_made(self) -> bool:
        return self.state == DocumentState.QUEUED
