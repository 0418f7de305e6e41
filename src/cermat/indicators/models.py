"""The indicator library, the planning chain's figures, and the activities with their budgets."""

import hashlib
import json
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Q

from cermat.organisation.models import Unit, User


class SetKind(StrEnum):
    MONTHLY = "bulanan"  # what desa/kelurahan hand in each month
    SINERGITAS = "sinergitas"
    DOCUMENTS = "dokumen"  # checklist of registers and documents
    SHEETS = "lembar"  # sheets of the requirements IKM, IDM, RT/RW Cantik


class IndicatorSet(models.Model):
    """One version of one list of indicators, as loaded from a definition file."""

    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="indicator_sets")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in SetKind])
    name = models.CharField(max_length=200)
    details = models.JSONField(default=dict)  # per group: {"ikm": {"name": …, "definition": "ikm-14-2017", "scale": …}}
    version = models.CharField(max_length=60)  # contoh-1, or the reference of an instrument: name@1
    origin = models.CharField(max_length=300)  # printed: "Contoh, bukan daftar resmi" / "Templat Kabupaten Sumedang"
    source = models.TextField()  # the file as loaded
    digest = models.CharField(max_length=64)
    valid_from = models.DateField()
    loaded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kecamatan", "kind", "version"], name="indicator_set_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"


class Direction(StrEnum):
    UP = "naik"
    DOWN = "turun"
    NEUTRAL = "netral"


class Indicator(models.Model):
    """One row of a set. Field names follow definitions/indicators/README.md."""

    set = models.ForeignKey(IndicatorSet, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField("kode", max_length=20)
    position = models.PositiveIntegerField()
    name = models.CharField("nama", max_length=300)
    group = models.CharField("bidang", max_length=40)
    group_name = models.CharField(max_length=120)
    applies_to = models.CharField("berlaku", max_length=12)  # kelurahan, desa, keduanya, seksi, kecamatan
    nature = models.CharField("jenis", max_length=12)  # jumlah, keadaan, kumulatif, persen, nilai, dokumen
    # [{key, label, unit, kind, decimals, prefill, auto, choices, least, most, points}], figures as strings
    fields = models.JSONField("isian", default=list)
    formula = models.CharField("rumus", max_length=200, blank=True)
    unit_label = models.CharField("satuan", max_length=40, blank=True)
    direction = models.CharField("arah", max_length=6, choices=[(d.value, d.value) for d in Direction])
    aggregation = models.CharField("agregasi", max_length=24, blank=True)
    target = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    monthly_targets = models.JSONField(default=dict)  # {"3": "5"}
    due_months = models.JSONField(null=True)  # null = every month
    section_key = models.CharField("seksi", max_length=40)
    evidence = models.CharField("bukti", max_length=300, blank=True)
    evidence_required = models.BooleanField("wajib bukti", default=False)
    rules = models.JSONField("aturan", default=list)  # [{kind: hard|soft|tanya, when: expression, message, read}]
    points = models.DecimalField(max_digits=8, decimal_places=3, null=True)  # highest score (sinergitas)
    help_text = models.CharField("catatan", max_length=400, blank=True)
    where = models.CharField("asal", max_length=200, blank=True)
    no_denominator = models.CharField("tanpa penyebut", max_length=200, blank=True)  # what a zero denominator means
    target_note = models.CharField("catatan target", max_length=200, blank=True)
    details = models.JSONField(default=dict)  # what only some sets have: legal basis, mark of a frequency, definition

    class Meta:
        ordering = ["set", "position"]
        constraints = [
            models.UniqueConstraint(fields=["set", "code"], name="indicator_code_once"),
            models.CheckConstraint(
                condition=Q(direction__in=[d.value for d in Direction]), name="indicator_direction_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Plan(models.Model):
    """One version of a year's planning file: Renstra, IKU, PK, Rencana Aksi, IKI, as loaded."""

    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    version = models.CharField(max_length=40)
    origin = models.CharField(max_length=300)
    source = models.TextField()  # the file as loaded
    digest = models.CharField(max_length=64)
    loaded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "-pk"]
        constraints = [models.UniqueConstraint(fields=["kecamatan", "year", "version"], name="plan_version_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.year} ({self.version})"


class PlanDraft(models.Model):
    """The plan of a year while people write it: the rows of its parts as typed. In force only once it was adopted."""

    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plan_drafts")
    year = models.PositiveSmallIntegerField()
    begun_from = models.CharField(max_length=200)  # contoh, tahun 2025, or the name of a workbook
    rows = models.JSONField(default=dict)  # {"iku": [{"kode": "IKU-1", …}]}, see schema.plan_table
    carried_from = models.ForeignKey(Plan, null=True, on_delete=models.PROTECT, related_name="+")  # of the year before
    proposals = models.JSONField(default=dict)  # cells nobody has kept or changed yet, see schema.plan_proposals
    writers = models.JSONField(default=list)  # pk of everyone who wrote in it
    ready_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ready_at = models.DateTimeField(null=True)  # said to be complete; a change takes it back
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["kecamatan", "year"], name="plan_draft_one_for_a_year"),
            models.CheckConstraint(
                condition=Q(ready_by=None, ready_at=None) | Q(ready_by__isnull=False, ready_at__isnull=False),
                name="plan_draft_ready_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Draf perencanaan {self.year}"

    @property
    def digest(self) -> str:
        return digest_of(json.dumps(self.rows, sort_keys=True))

    @property
    def makers(self) -> frozenset[int]:
        """Whose work it is, however little of it: somebody else puts it in force."""
        return frozenset({self.made_by_id, self.changed_by_id, *self.writers})


class Party(StrEnum):
    FIRST = "pertama"
    SECOND = "kedua"


class AgreementSignature(models.Model):
    """One side of one version of a Perjanjian Kinerja. What is signed never changes; a revision has the next number."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="signatures")  # as it was when signed
    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    holder = models.CharField(max_length=40)  # camat, or the key of a section
    number = models.PositiveSmallIntegerField()
    party = models.CharField(max_length=8, choices=[(party.value, party.value) for party in Party])
    position = models.CharField("jabatan", max_length=120)
    digest = models.CharField(max_length=64)  # of the agreement's content
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    signed_on = models.DateField()
    document = models.CharField("dokumen", max_length=200, blank=True)  # of a side that signs outside Cermat

    class Meta:
        ordering = ["year", "holder", "number", "-party"]
        constraints = [
            models.UniqueConstraint(
                fields=["kecamatan", "year", "holder", "number", "party"], name="agreement_signed_once"
            ),
            models.CheckConstraint(
                condition=Q(party__in=[party.value for party in Party]), name="agreement_party_known"
            ),
        ]

    def __str__(self) -> str:
        return f"PK {self.holder} {self.year} nomor {self.number}, pihak {self.party}"


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def default_rule() -> dict[str, Any]:
    """No cap in the stored value, two decimals half up, no percentage of nothing."""
    return {"batas": None, "desimal": 2, "pembulatan": "half_up", "saat_realisasi_nol": "tidak_dihitung"}


class JudgedBy(StrEnum):
    """Whose target the achievement of a month is held against (ADR 0037)."""

    QUARTER = "triwulan"
    MONTH = "bulan"


class Iku(models.Model):
    """A main performance indicator (IKU) of a year with its quarterly targets, from Renstra and Rencana Aksi."""

    plan = models.ForeignKey(Plan, null=True, on_delete=models.PROTECT, related_name="ikus")  # null: typed in by hand
    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="ikus")
    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=300)
    objective = models.CharField("sasaran", max_length=300)
    definition = models.TextField(blank=True)
    formula_text = models.CharField("rumus", max_length=300, blank=True)
    unit_label = models.CharField(max_length=40)
    direction = models.CharField(max_length=6, choices=[(d.value, d.value) for d in Direction])
    achievement_formula = models.CharField(max_length=24)  # positive, negative_v1, …
    quarterly = models.CharField(max_length=12)  # kumulatif or nilai_akhir
    source = models.JSONField()  # {"instrument": "ikm"}, indicator, formula, documents: a text; {"manual": true}
    source_text = models.CharField("sumber data", max_length=300, blank=True)
    section = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="ikus_owned")
    year_target = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    quarter_targets = models.JSONField(default=dict)  # {"1": "82.50", "2": null}: null = not due in that quarter
    month_targets = models.JSONField(default=dict)  # {"1": "94.00"}, by the end of that month; empty = none planned
    judged_by = models.CharField("dinilai", max_length=8, default=JudgedBy.QUARTER)
    range_targets = models.JSONField(default=dict)  # {"2026": {"bawah": "10", "atas": null}}; empty = no range
    achievement_rule = models.JSONField(default=default_rule)  # keys as in the file: batas, desimal, pembulatan, …
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["year", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="iku_code_once"),
            models.UniqueConstraint(
                fields=["kecamatan", "year", "code"], condition=Q(plan=None), name="iku_code_once_by_hand"
            ),
            models.CheckConstraint(
                condition=Q(judged_by__in=[judged.value for judged in JudgedBy]), name="iku_judged_by_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def target_by(self, month: int) -> str | None:
        """What a month is judged against: the target of its quarter, or its own."""
        targets: dict[str, str | None] = self.quarter_targets
        period = (month + 2) // 3
        if self.judged_by == JudgedBy.MONTH:
            targets, period = self.month_targets, month
        return targets.get(str(period))


class Activity(models.Model):
    """A row of program–kegiatan–subkegiatan with output and budget (PP 8/2006, PP 39/2006)."""

    plan = models.ForeignKey(Plan, null=True, on_delete=models.PROTECT, related_name="activities")
    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="activities")
    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=30)
    level = models.CharField(max_length=12)  # program, kegiatan, subkegiatan
    name = models.CharField(max_length=300)
    output = models.CharField("keluaran", max_length=300, blank=True)
    unit_label = models.CharField(max_length=40, blank=True)
    section = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="activities_owned")
    iku = models.ForeignKey(Iku, null=True, on_delete=models.SET_NULL, related_name="activities")
    budget = models.DecimalField("pagu", max_digits=18, decimal_places=2)
    output_targets = models.JSONField(default=dict)  # per quarter, cumulative: {"1": "3"}
    budget_targets = models.JSONField(default=dict)  # per quarter, cumulative

    class Meta:
        ordering = ["year", "code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="activity_code_once"),
            models.UniqueConstraint(
                fields=["kecamatan", "year", "code"], condition=Q(plan=None), name="activity_code_once_by_hand"
            ),
            models.CheckConstraint(condition=Q(budget__gte=0), name="activity_budget_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
