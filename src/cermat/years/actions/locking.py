"""A year is locked as its report is handed in; the Camat opens it for a correction (ADR 0034)."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from cermat.audit.actions import Target, record
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import NAMES, day_of
from cermat.notifications.actions import notify
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission, Role
from cermat.organisation.queries import holders, require
from cermat.periods.actions import close_opening
from cermat.periods.models import YearLock, YearOpening, scope_name
from cermat.periods.queries import lock_of
from cermat.sop.models import Cycle

LONGEST = 300


@transaction.atomic
def lock_year(
    *, kecamatan: Unit, year: int, report: str, handed_in_on: date, note: str = "", by: User, now: datetime
) -> YearLock:
    """Every period of the year has ended and its report is with the recipient: from now on its figures stand."""
    authority = require(by, Permission.LOCK_YEAR, kecamatan, day_of(now))
    running = [cycle.month.number for cycle in _held_cycles(kecamatan, year) if cycle.is_running]
    if lock_of(kecamatan, year) is not None:
        raise ConflictError(f"Tahun {year} sudah dikunci.", code="locked_already")
    if day_of(now).year <= year:
        raise ConflictError(f"Tahun {year} belum berakhir. Kunci setelah laporan tahunannya diserahkan.", code="early")
    if running:
        names = ", ".join(NAMES[number - 1] for number in sorted(running))
        raise ConflictError(f"Selesaikan dahulu periode yang masih berjalan: {names}.", code="cycles_running")
    if not report.strip():
        raise DomainError("Tulis laporan yang diserahkan, misalnya LKjIP dan nomor suratnya.", field="report")
    if handed_in_on.year <= year or handed_in_on > day_of(now):
        raise DomainError(f"Tanggal penyerahan sesudah tahun {year} dan paling lambat hari ini.", field="handed_in_on")
    lock = YearLock.objects.create(
        kecamatan=kecamatan,
        year=year,
        report=report.strip()[:200],
        handed_in_on=handed_in_on,
        note=note.strip()[:LONGEST],
        by=by,
        at=now,
    )
    record(
        by=by,
        verb="year.locked",
        target=Target("year_lock", lock.pk, chain=kecamatan.code),
        at=now,
        after={"year": year, "report": lock.report, "handed_in_on": str(handed_in_on), "note": lock.note},
        on_behalf_of=authority.principal,
    )
    return lock


def _held_cycles(kecamatan: Unit, year: int) -> list[Cycle]:
    """The periods of the year for the rest of the transaction: cycles first, as whatever moves one takes them first,
    then the kecamatan, so that none is opened meanwhile."""
    rows = Cycle.objects.filter(kecamatan=kecamatan, year=year).order_by("month_number")
    list(rows.select_for_update(of=("self",), no_key=True))
    Unit.objects.select_for_update(no_key=True).get(pk=kecamatan.pk)
    return list(rows)


@transaction.atomic
def open_year(*, lock: YearLock, month: int | None, reason: str, by: User, now: datetime) -> YearOpening:
    """The Camat lets one period, or with no `month` the whole year, be corrected; the Sekcam hears of it.

    A period locks again as it closes after its correction, the whole year by `end_opening`.
    """
    kecamatan = lock.kecamatan
    authority = require(by, Permission.CORRECT_YEAR, kecamatan, day_of(now))
    cycles = _held_cycles(kecamatan, lock.year)
    if month is not None and month not in {cycle.month_number for cycle in cycles}:
        raise DomainError(f"{scope_name(lock.year, month)} tidak ada. Pilih bulan lain.", field="month")
    if lock.openings.filter(month_number=month, closed_at=None).exists():
        raise ConflictError(f"{scope_name(lock.year, month)} sudah terbuka untuk koreksi.", code="open_already")
    text = reason.strip()
    if not text:
        raise DomainError("Tulis apa yang dikoreksi dan mengapa; tercatat bersama nama Anda.", field="reason")
    if len(text) > LONGEST:
        raise DomainError(f"Alasan paling panjang {LONGEST} huruf.", field="reason")
    opening = YearOpening.objects.create(lock=lock, month_number=month, reason=text, opened_by=by, opened_at=now)
    record(
        by=by,
        verb="year.opened_for_correction",
        target=Target("year_opening", opening.pk, chain=kecamatan.code),
        at=now,
        after={"scope": opening.what, "reason": text},
        on_behalf_of=authority.principal,
    )
    _tell(opening, kecamatan, by, now)
    return opening


def _tell(opening: YearOpening, kecamatan: Unit, by: User, now: datetime) -> None:
    people = {one.user for one in holders(kecamatan, Role.SEKCAM, day_of(now))} - {by}
    text = f"Camat membuka {opening.what} untuk koreksi: {opening.reason}"
    url = reverse("years:lock", args=[opening.lock.year])
    notify(users=list(people), text=text, url=url, key=f"year_opening:{opening.pk}", now=now)


@transaction.atomic
def end_opening(*, opening: YearOpening, by: User, now: datetime) -> YearOpening:
    """The correction is done: what was opened is locked again. Pressed again it does nothing."""
    kecamatan = opening.lock.kecamatan
    require(by, Permission.CORRECT_YEAR, kecamatan, day_of(now))
    cycles = _held_cycles(kecamatan, opening.lock.year)
    held = YearOpening.objects.select_for_update(of=("self",), no_key=True).select_related("lock").get(pk=opening.pk)
    if held.closed_at is not None:
        return held
    wanted = {held.month_number} if held.month_number else {cycle.month_number for cycle in cycles}
    running = [cycle for cycle in cycles if cycle.is_running and cycle.month_number in wanted]
    if running:
        names = ", ".join(str(cycle) for cycle in running)
        raise ConflictError(f"Koreksi belum selesai: {names} masih berjalan.", code="cycles_running")
    close_opening(opening=held, kecamatan=kecamatan, by=by, now=now)
    return held
