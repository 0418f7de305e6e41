"""Answer sheets, their values and evidence, and the history of each."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from cermat.collection.schema import Answer, Channel, Form
from cermat.collection.workflow import EntryState
from cermat.documents.models import StoredFile
from cermat.indicators.models import IndicatorSet
from cermat.instruments.models import Result
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User
from cermat.sop.models import Cycle


class Entry(models.Model):
    """One answer sheet of one unit for one cycle, checked by one section. The UI says Isian."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="entries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="entries")  # who answers
    section = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # who checks
    form = models.CharField(max_length=12, choices=[(form.value, form.value) for form in Form])
    state = models.CharField(max_length=12, default=EntryState.DRAFT, choices=[(s.value, s.value) for s in EntryState])
    version = models.PositiveIntegerField(default=0)  # +1 at every save: two people cannot overwrite each other
    due_on = models.DateField()  # what lateness is judged by (ADR 0025); moved by an extension granted in time
    extended_to = models.DateField(null=True)  # agreed on when it was late already: awaited until then, late for ever
    channel = models.CharField(max_length=8, default=Channel.ONLINE, choices=[(c.value, c.value) for c in Channel])
    channel_note = models.CharField(max_length=200, blank=True)  # number and date of the letter
    note = models.TextField("catatan", blank=True)
    # The set the sheet was opened with; empty for sheets that follow the cycle's sorting.
    indicator_set = models.ForeignKey(IndicatorSet, null=True, on_delete=models.PROTECT, related_name="+")
    definition = models.CharField(
        max_length=60, blank=True
    )  # of the instrument it was opened with: rtrw-cantik-contoh@1
    opened_at = models.DateTimeField()
    first_saved_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)  # the operator handed it to their head for approval
    sent_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    first_sent_at = models.DateTimeField(null=True)  # late stays late: judged by the first sending
    validated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    validated_at = models.DateTimeField(null=True)
    reason = models.CharField("alasan dikembalikan", max_length=500, blank=True)
    revision = models.PositiveSmallIntegerField(default=1)  # +1 when a validated sheet is opened for a correction

    class Meta:
        ordering = ["cycle", "unit__sort", "section__sort", "form"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "unit", "section", "form"], name="entry_once"),
            models.CheckConstraint(
                condition=~Q(state=EntryState.VALIDATED)
                | Q(validated_by__isnull=False, validated_at__isnull=False, sent_by__isnull=False),
                name="entry_validated_whole",
            ),
            models.CheckConstraint(
                condition=Q(validated_by=None) | ~Q(validated_by=F("sent_by")), name="entry_maker_is_not_checker"
            ),
            models.CheckConstraint(
                condition=~Q(state=EntryState.SENT_BACK) | ~Q(reason=""), name="entry_sent_back_says_why"
            ),
            models.CheckConstraint(
                condition=Q(extended_to=None) | Q(extended_to__gt=F("due_on")), name="entry_extended_past_due"
            ),
        ]
        # What waits for a section's check, among the sheets of all months.
        indexes = [models.Index(fields=["section", "state"], name="entry_by_checker")]

    def __str__(self) -> str:
        return f"Isian {self.form} {self.unit} {self.cycle.month.name}"

    @property
    def until(self) -> date:
        """Until when the sheet is awaited."""
        return self.extended_to or self.due_on

    @property
    def was_late(self) -> bool:
        """First sent after the due day. A correction does not make a late sheet punctual."""
        return self.first_sent_at is not None and day_of(self.first_sent_at) > self.due_on


class EntryValue(models.Model):
    """One field of a sheet: indicator code and field key. No row = not answered yet."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="values")
    code = models.CharField(max_length=40)  # of an indicator, or of an item of an instrument
    field = models.CharField(max_length=40)
    answer = models.CharField(max_length=16, choices=[(a.value, a.value) for a in Answer])
    number = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    text = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)  # why there is no data, or why a soft rule is broken
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["entry", "code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "code", "field"], name="value_once"),
            models.CheckConstraint(
                condition=Q(answer=Answer.NUMBER, number__isnull=False) | ~Q(answer=Answer.NUMBER) & Q(number=None),
                name="value_number_iff_number",
            ),
            models.CheckConstraint(condition=~Q(answer=Answer.NO_DATA) | ~Q(reason=""), name="value_no_data_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.code}.{self.field} = {self.number if self.answer == Answer.NUMBER else self.answer}"


class Candidate(models.Model):
    """An RT/RW that takes part in the contest of a sheet. Its marks are values of rows that bear its number."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="candidates")
    number = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, verbose_name="desa/kelurahan", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("RT/RW", max_length=40)  # RT 03/RW 02
    made_as = models.UUIDField(null=True)  # by a device: the same candidate, however often it is sent
    is_leaving = models.BooleanField(default=False)  # ticked to be taken out (ADR 0031)

    class Meta:
        ordering = ["entry", "number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="candidate_number_once"),
            models.UniqueConstraint(fields=["entry", "unit", "name"], name="candidate_once"),
            models.UniqueConstraint(fields=["entry", "made_as"], name="candidate_made_once"),
            models.CheckConstraint(condition=~Q(name=""), name="candidate_has_a_name"),
            models.CheckConstraint(condition=Q(number__gte=1), name="candidate_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.unit}"


class Evidence(models.Model):
    """A file that proves a row of a sheet. Place and time are what a device said, and only where its owner agreed."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="evidence")
    code = models.CharField(max_length=40)  # of an indicator, or of an item of an instrument
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)  # degrees; 5 places are a metre
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    accuracy = models.PositiveIntegerField(null=True)  # metres
    persons_reason = models.CharField(max_length=300, blank=True)  # why a list of persons is attached, not a recap
    is_leaving = models.BooleanField(default=False)  # ticked to be taken off (ADR 0031)

    class Meta:
        ordering = ["entry", "code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "code", "file"], name="evidence_once"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None, accuracy=None)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="evidence_place_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.file}"

    @property
    def has_place(self) -> bool:
        """Whether its person agreed to be told where or when."""
        return self.taken_at is not None or self.latitude is not None


class EntryEvent(models.Model):
    """The history of a sheet: every move with its author, and the values as they then stood."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="events")
    # saved, evidence, submitted, handed_back, sent, validated, sent_back, reopened
    verb = models.CharField(max_length=20)
    state = models.CharField(max_length=12)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    by_title = models.CharField(max_length=160, blank=True)
    on_behalf_of = models.CharField(max_length=200, blank=True)  # name and title
    at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)
    values = models.JSONField(null=True)  # snapshot at sent, validated, reopened: {"PBB-01": {"baku": {...}}}
    revision = models.PositiveSmallIntegerField(default=1)
    # What the sheet was filled from, instead of by hand: the result of a survey.
    result = models.ForeignKey(Result, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.entry} {self.verb}"


class Extension(models.Model):
    """A due day that was moved for one sheet: both days, by whom, why. Only ever added to (ADR 0025)."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="extensions")
    old_until = models.DateField()
    new_until = models.DateField()
    granted_on = models.DateField()
    is_in_time = models.BooleanField()  # granted while the sheet was not late: it moves what lateness is judged by
    reason = models.CharField("alasan", max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_title = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        ordering = ["entry", "at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(new_until__gt=F("old_until")), name="extension_goes_on"),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_says_why"),
            models.CheckConstraint(
                condition=Q(is_in_time=False) | Q(granted_on__lte=F("old_until")), name="extension_in_time_is_in_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.old_until} → {self.new_until}"


class Publication(models.Model):
    """The ministry's answer about one desa and year: handed in by one person, confirmed or refused by another."""

    kecamatan = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="publications")
    year = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=200)
    text = models.TextField()  # as it came
    definition = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=24, decimal_places=14)  # as published
    label = models.CharField(max_length=60)
    details = models.JSONField()  # what the result will keep: every line computed, the published figures, anomalies
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    checked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    reason = models.CharField("alasan dikembalikan", max_length=500, blank=True)  # empty and checked: confirmed

    class Meta:
        ordering = ["unit", "-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"], condition=Q(checked_at=None), name="publication_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("made_by")), name="publication_two_people"
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None, checked_at=None, reason="")
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="publication_checked_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Terbitan {self.unit} {self.year}"

    @property
    def is_waiting(self) -> bool:
        return self.checked_at is None
