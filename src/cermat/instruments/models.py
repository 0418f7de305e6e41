"""The definitions of an office, version by version, and every result of every instrument in one place."""

import hashlib
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import models
from django.db.models import Q

from cermat.documents.models import StoredFile
from cermat.lib.months import WIB
from cermat.organisation.models import Unit, User

TYPED_DECIMALS = 4  # as IDM, the finest index that a sheet asks for


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class InstrumentVersionQuerySet(models.QuerySet["InstrumentVersion"]):
    def in_force(self, day: date) -> "InstrumentVersionQuerySet":
        """Valid on `day` and not retired by its end."""
        ended = datetime.combine(day + timedelta(days=1), time(), tzinfo=WIB)
        return self.filter(
            Q(valid_to=None) | Q(valid_to__gte=day),
            Q(retired_at=None) | Q(retired_at__gte=ended),
            valid_from__lte=day,
        )


class InstrumentVersion(models.Model):
    """One version of one definition as an office has loaded it. Its text never changes; retired, it stays readable."""

    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="instrument_versions")
    name = models.CharField("nama", max_length=40)  # idm-2016
    version = models.PositiveIntegerField("versi")
    title = models.CharField("judul", max_length=200)
    short = models.CharField("singkatan", max_length=60)
    origin = models.CharField("asal", max_length=300, blank=True)  # printed wherever it is used
    text = models.TextField()  # the file as loaded
    digest = models.CharField(max_length=64)
    valid_from = models.DateField("berlaku mulai")
    valid_to = models.DateField("berlaku sampai", null=True)
    loaded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()
    retired_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)

    objects = InstrumentVersionQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kecamatan", "name", "version"], name="instrument_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="instrument_version_from_one"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(name__contains="@"), name="instrument_name_plain"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="instrument_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(retired_by=None) | Q(retired_at__isnull=False), name="instrument_retired_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.short} ({self.reference})"

    @property
    def reference(self) -> str:
        """As every result names it: "idm-2016@1"."""
        return f"{self.name}@{self.version}"

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None


class InstrumentDraft(models.Model):
    """A definition that somebody has sent in and not yet confirmed: its differences are shown first."""

    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    text = models.TextField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["kecamatan", "made_by"], name="instrument_draft_one_each")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def digest(self) -> str:
        return digest_of(self.text)


class ResultQuerySet(models.QuerySet["Result"]):
    def current(self) -> "ResultQuerySet":
        """Without those that a later one has replaced."""
        return self.filter(replaced_by=None)

    def with_figure(self) -> "ResultQuerySet":
        """Those that say a figure, computed or published."""
        return self.filter(Q(value__isnull=False) | Q(published_value__isnull=False))


class Result(models.Model):
    """What an instrument said about a subject in a period. A correction is a new row that replaces this one."""

    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=40)  # ikm, sinergitas, idm, dokumen_kelurahan, rtrw_cantik
    subject = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="results")
    period = models.CharField(max_length=7)  # 2026-11
    definition = models.CharField(max_length=60)  # ikm-14-2017@1
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)  # as computed
    label = models.CharField(max_length=60, blank=True)  # class or status: B (Baik), Maju
    published_value = models.DecimalField(max_digits=24, decimal_places=6, null=True)  # by the ministry, unbent
    published_label = models.CharField(max_length=60, blank=True)
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
        return f"{self.instrument} {self.subject} {self.period}: {self.counted_value}"

    @property
    def counted_value(self) -> Decimal | None:
        """What requirements, measurement and prints read: the published figure if there is one, else the computed."""
        return self.value if self.published_value is None else self.published_value

    @property
    def counted_label(self) -> str:
        """The class or status that goes with `counted_value`."""
        return self.published_label or self.label

    @property
    def decimals(self) -> int:
        """How many the instrument prints: those of the index kept in the details (IDM 4); without them as many as were
        typed, from 2 to 4."""
        index = self.details.get("index")
        if isinstance(index, str):
            return len(index.partition(".")[2])
        typed = f"{self.counted_value or 0:f}".partition(".")[2].rstrip("0")
        return min(max(len(typed), 2), TYPED_DECIMALS)


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def waiting(self) -> "AssessmentQuerySet":
        """Those that nobody has checked yet."""
        return self.filter(checked_at=None)


class Assessment(models.Model):
    """The kecamatan's answers to an instrument with grades (LKE) for a year, and the grades that people gave in place
    of computed ones. Others confirm it; then it is a result."""

    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="assessments")
    year = models.PositiveSmallIntegerField("tahun")
    answers = models.JSONField(default=dict)  # item code -> as typed; an empty one is left out
    overrides = models.JSONField(default=dict)  # group code -> {"grade", "reason", "by": name, "at": iso time}
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")  # who saved it last
    made_at = models.DateTimeField()
    makers = models.JSONField(default=list)  # ids of all who ever saved it: none of them confirms it
    checked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    reason = models.CharField("alasan dikembalikan", max_length=500, blank=True)  # empty and checked: confirmed

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kecamatan", "version", "year"], condition=Q(checked_at=None), name="assessment_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=models.F("made_by")), name="assessment_two_people"
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None, checked_at=None, reason="")
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="assessment_checked_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version.short} {self.kecamatan} {self.year}"

    @property
    def is_waiting(self) -> bool:
        return self.checked_at is None
