"""Filled workbooks that came back, and what each of their lines would change."""

from django.db import models
from django.db.models import Q

from cermat.collection.formula import Fate
from cermat.collection.models.sheets import Entry
from cermat.collection.workflow import ENDED, WorkbookState
from cermat.documents.models import StoredFile
from cermat.organisation.models import User
from cermat.sop.models import Cycle


class Workbook(models.Model):
    """A filled workbook that came back for a cycle: what it would change, and what became of that."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="workbooks")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    state = models.CharField(
        max_length=10, default=WorkbookState.READING, choices=[(s.value, s.value) for s in WorkbookState]
    )
    done = models.PositiveIntegerField(default=0)  # of the work in hand: lines read, compared or stored
    of = models.PositiveIntegerField(default=0)
    notes = models.JSONField(default=list)  # sentences about the workbook as a whole
    # Unit (code) → channel and note, where staf fill in for others; [] where nobody has told them yet.
    sources = models.JSONField(default=dict)
    untouched = models.PositiveIntegerField(default=0)  # lines nobody wrote into
    revision = models.PositiveIntegerField(default=0)  # +1 when the lines are compared anew
    reason = models.CharField(max_length=500, blank=True)  # why it was refused, or stopped
    stored_count = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ENDED, settled_at__isnull=False) | ~Q(state__in=ENDED) & Q(settled_at=None),
                name="workbook_ended_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=WorkbookState.REFUSED) | ~Q(reason=""), name="workbook_refused_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_working(self) -> bool:
        return self.state in {WorkbookState.READING, WorkbookState.APPLYING}


class WorkbookLine(models.Model):
    """One cell of a returned workbook into which somebody wrote: what stood, what it says, what becomes of it."""

    workbook = models.ForeignKey(Workbook, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    tab = models.CharField(max_length=60)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=3, blank=True)
    key = models.CharField(max_length=300)  # of the line, as it stands in the workbook
    entry = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40, blank=True)
    field = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=450)
    fate = models.CharField(max_length=12, choices=[(f.value, f.value) for f in Fate])
    typed = models.JSONField(default=dict)  # as it came: {"isian": …, "alasan": …}
    base = models.JSONField(null=True)  # the answer when it was made; null: not known, {}: none
    mine = models.JSONField(null=True)  # what the workbook says now; {}: none; null: nothing that can be read
    stood = models.JSONField(default=dict)  # the value that stands, as it was compared; {}: none
    old = models.CharField(max_length=400, blank=True)
    new = models.CharField(max_length=400, blank=True)
    saved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")  # of what stands now
    saved_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=600, blank=True)  # moved, another meaning, what a rule will ask
    sentence = models.CharField(max_length=600, blank=True)  # what is wrong
    is_chosen = models.BooleanField(null=True)  # of a clash: the workbook's value, or the one that stands
    is_stored = models.BooleanField(default=False)

    class Meta:
        ordering = ["workbook", "position"]
        constraints = [
            models.UniqueConstraint(fields=["workbook", "position"], name="workbook_line_once"),
            models.CheckConstraint(
                condition=~Q(fate__in=[Fate.FAULT, Fate.GONE]) | ~Q(sentence=""), name="workbook_line_fault_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(fate__in=[Fate.CHANGE, Fate.CLASH]) | Q(entry__isnull=False, mine__isnull=False),
                name="workbook_line_change_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(is_stored=False) | Q(fate__in=[Fate.CHANGE, Fate.CLASH]),
                name="workbook_line_stored_is_a_change",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tab} {self.row}: {self.label}"
