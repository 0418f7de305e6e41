"""A workbook comes back: kept, compared with what stands, shown, and called off where somebody says so.

Small ones are compared while the person waits, large ones by the queue in portions that can be stopped.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from cermat.audit.actions import Target, record
from cermat.collection.actions.workbook_comparing import Comparison, require_place
from cermat.collection.formula import Book
from cermat.collection.models import Workbook, WorkbookLine, WorkbookState
from cermat.collection.queries import desk_of, home_of
from cermat.collection.workflow import WORKBOOK_TABLE, WorkbookVerb
from cermat.documents.actions import store_upload
from cermat.documents.queries import place_of
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import day_of
from cermat.lib.workflow import next_state
from cermat.notifications.actions import notify, post
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import assignments_of, authority
from cermat.sop.models import Cycle

KEPT = timedelta(days=90)  # the lines of a settled workbook; the file and what it changed stay
CLOSED = "Periode ini sudah ditutup; buku kerjanya tidak dipakai lagi. Minta Sekretaris Camat membuka koreksi."
MOVED_ON = "Buku kerja ini sudah tidak menunggu lagi. Muat ulang halamannya."
BROKEN = "Buku kerja ini gagal dibaca karena kesalahan pada Cermat. Kirim sekali lagi; bila gagal lagi, tanya admin."
CALLED_OFF = "called_off"
Progress = Callable[[int, int], None]  # rows read, of how many
Reader = Callable[[bytes, Progress], Book]


@transaction.atomic
def take_in(*, cycle: Cycle, upload: UploadedFile, book: Book | None, by: User, now: datetime) -> Workbook:
    """Keep a returned workbook. With its `book` it is compared at once, else by the queue."""
    if not cycle.is_running:
        raise ConflictError(CLOSED, code="cycle_closed")
    home = _home(by, cycle, now)
    workbook = Workbook(cycle=cycle, name=(upload.name or "buku kerja")[-120:], made_by=by, made_at=now)
    if book is not None:
        require_place(book, workbook)
    workbook.file = store_upload(upload=upload, unit=home, by=by, now=now)
    workbook.save()
    target = Target("workbook", workbook.pk, cycle.kecamatan.code)
    record(by=by, verb="workbook.received", target=target, at=now, after={"sha256": workbook.file.sha256})
    if book is None:
        key = f"workbook_read:{workbook.pk}"
        post(topic="workbook_read", payload={"workbook": workbook.pk}, key=key, now=now, kecamatan=cycle.kecamatan)
    else:
        _compare(workbook, book, now)
    return workbook


def _home(by: User, cycle: Cycle, now: datetime) -> Unit:
    """The office of the person in this kecamatan, under which the file is kept."""
    day = day_of(now)
    for assignment in assignments_of(by, day):
        home = home_of(assignment.unit)
        if home.kecamatan_id == cycle.kecamatan_id and authority(by, Permission.FILL_ENTRY, home, day) is not None:
            return home
    raise NotAllowedError


def read_again(*, workbook: int, read: Reader, now: datetime) -> None:
    """Called by the queue: read and compare from the beginning, also where a worker died on it before."""
    found = Workbook.objects.select_related("cycle__kecamatan", "made_by", "file").filter(pk=workbook).first()
    if found is None or found.state != WorkbookState.READING:
        return

    def told(done: int, of: int) -> None:
        if not Workbook.objects.filter(pk=workbook, state=WorkbookState.READING).update(done=done, of=max(of, done)):
            raise DomainError(MOVED_ON, code=CALLED_OFF)

    try:
        book = read(place_of(found.file).read_bytes(), told)
        require_place(book, found)
    except DomainError as refusal:
        if refusal.code == CALLED_OFF:
            return
        settle_workbook(found, WorkbookVerb.REFUSE, now, refusal.message)
        return
    found.lines.all().delete()
    if _compare(found, book, now):
        tell_maker(found, f"Buku kerja “{found.name}” sudah dibaca. Periksa pratinjaunya.", "read", now)


def give_up_reading(*, workbook: int, now: datetime) -> None:
    """Called by the queue, where something unforeseen has ended the reading: nobody is left before a page that reads
    for ever."""
    found = Workbook.objects.select_related("made_by").filter(pk=workbook, state=WorkbookState.READING).first()
    if found is not None:
        settle_workbook(found, WorkbookVerb.REFUSE, now, BROKEN)
        found.lines.all().delete()
        tell_maker(found, f"Buku kerja “{found.name}” gagal dibaca.", "broken", now)


def _compare(workbook: Workbook, book: Book, now: datetime) -> bool:
    """Whether it came to its end: False where somebody called it off meanwhile."""
    workbook.of = len(book.lines) + len(book.strays)
    Workbook.objects.filter(pk=workbook.pk).update(of=workbook.of, done=0)
    desk = desk_of(workbook.made_by, workbook.cycle, day_of(now))
    comparison, done = Comparison(workbook, book, desk), 0
    for count, lines in comparison.portions():
        WorkbookLine.objects.bulk_create(lines, batch_size=500)
        done += count
        if not Workbook.objects.filter(pk=workbook.pk, state=WorkbookState.READING).update(done=done):
            return False
    with transaction.atomic():
        held = locked_workbook(workbook)
        held.state = next_state(WORKBOOK_TABLE, WorkbookState(held.state), WorkbookVerb.SHOW, refusal=MOVED_ON)
        held.notes, held.revision = [*book.notes, *comparison.notes()], held.revision + 1
        held.untouched, held.sources = comparison.untouched, comparison.sources
        held.save(update_fields=["state", "notes", "untouched", "sources", "revision"])
    return True


def locked_workbook(workbook: Workbook) -> Workbook:
    held = Workbook.objects.select_for_update(of=("self",), no_key=True).select_related(
        "cycle__kecamatan", "made_by", "file"
    )
    return held.get(pk=workbook.pk)


def settle_workbook(workbook: Workbook, verb: WorkbookVerb, now: datetime, reason: str = "") -> Workbook:
    with transaction.atomic():
        held = locked_workbook(workbook)
        held.state = next_state(WORKBOOK_TABLE, WorkbookState(held.state), verb, refusal=MOVED_ON)
        held.reason, held.settled_at = reason[:500], now
        held.save(update_fields=["state", "reason", "settled_at"])
    return held


def tell_maker(workbook: Workbook, text: str, what: str, now: datetime) -> None:
    url = reverse("collection:workbook", args=[workbook.cycle_id, workbook.pk])
    key = f"workbook:{workbook.pk}:{what}:{workbook.revision}"
    notify(users=[workbook.made_by], text=text, url=url, key=key, now=now)


def forget_workbooks(*, now: datetime) -> None:
    """Called by the queue every day: the lines of workbooks that were settled a while ago."""
    WorkbookLine.objects.filter(workbook__settled_at__lt=now - KEPT).delete()
