"""A document of the calendar has gone to its recipient."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.documents.actions import store_upload
from cermat.documents.models import Document, StoredFile
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import day_of
from cermat.organisation.models import Kind, Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require
from cermat.years.formula import Due
from cermat.years.models import Delivery
from cermat.years.queries import planned_in, registered

LONGEST = 300


@dataclass(frozen=True)
class Proof:
    """A number or note, a file, or a line of the register: at least one of them."""

    note: str = ""
    upload: UploadedFile | None = None
    register: Document | None = None


@transaction.atomic
def mark_delivered(
    *, kecamatan: Unit, year: int, key: str, delivered_on: date, proof: Proof, by: User, now: datetime
) -> Delivery:
    """Once for each line of the calendar. DomainError at the field where day or proof is missing or cannot be."""
    today = day_of(now)
    authority = require(by, Permission.RECORD_DOCUMENT, kecamatan, today)
    Unit.objects.select_for_update(no_key=True).get(pk=kecamatan.pk)
    due = _due(kecamatan, year, key)
    if delivered_on > today:
        raise DomainError("Tanggal penyerahan paling lambat hari ini.", field="delivered_on")
    if Delivery.objects.filter(kecamatan=kecamatan, year=year, key=key).exists():
        raise ConflictError("Dokumen ini sudah ditandai diserahkan. Muat ulang kalendernya.", code="delivered_already")
    register = _registered(by, kecamatan, proof.register, today)
    note = proof.note.strip()
    if not note and proof.upload is None and register is None:
        raise DomainError("Tulis nomor suratnya, lampirkan tanda terima, atau pilih dari register.", field="note")
    if len(note) > LONGEST:
        raise DomainError(f"Keterangan paling panjang {LONGEST} huruf.", field="note")
    row = Delivery.objects.create(
        kecamatan=kecamatan,
        year=year,
        key=key,
        document=due.document[:300],
        recipient=due.recipient[:300],
        due_on=due.due_on,
        delivered_on=delivered_on,
        note=note,
        file=_stored(kecamatan, proof.upload, by, now),
        register=register,
        by=by,
        at=now,
    )
    target = Target("delivery", row.pk, chain=kecamatan.code)
    record(by=by, verb="delivery.marked", target=target, at=now, after=_told(row), on_behalf_of=authority.principal)
    return row


def _due(kecamatan: Unit, year: int, key: str) -> Due:
    found = next((due for due in planned_in(kecamatan, year) if due.key == key), None)
    if found is None:
        raise ConflictError("Dokumen ini tidak lagi ada dalam kalender tahun itu. Muat ulang halamannya.", code="gone")
    return found


def _registered(by: User, kecamatan: Unit, wanted: Document | None, today: date) -> Document | None:
    if wanted is not None and not registered(by, kecamatan, today).filter(pk=wanted.pk).exists():
        raise NotAllowedError
    return wanted


def _stored(kecamatan: Unit, upload: UploadedFile | None, by: User, now: datetime) -> StoredFile | None:
    """A receipt belongs to the Sekretariat, which keeps the office's letters."""
    if upload is None:
        return None
    home = Unit.objects.in_kecamatan(kecamatan).filter(kind=Kind.SECRETARIAT).first()
    if home is None:
        raise ConflictError("Kecamatan ini belum mempunyai Sekretariat sebagai unit.", code="no_secretariat")
    return store_upload(upload=upload, unit=home, by=by, now=now)


@transaction.atomic
def withdraw_delivery(*, delivery: Delivery, by: User, now: datetime) -> None:
    """Marked by mistake: the line waits again. What stood there stays in the audit chain."""
    Unit.objects.select_for_update(no_key=True).get(pk=delivery.kecamatan_id)
    require(by, Permission.RECORD_DOCUMENT, delivery.kecamatan, day_of(now))
    there = Delivery.objects.filter(pk=delivery.pk).first()
    if there is None:
        raise ConflictError("Tanda penyerahan ini sudah ditarik. Muat ulang kalendernya.", code="gone")
    target = Target("delivery", there.pk, chain=delivery.kecamatan.code)
    before = _told(there)
    there.delete()
    record(by=by, verb="delivery.withdrawn", target=target, at=now, before=before)


def _told(row: Delivery) -> dict[str, str | int | None]:
    return {
        "document": row.document,
        "recipient": row.recipient,
        "delivered_on": str(row.delivered_on),
        "note": row.note,
        "file": row.file_id,
        "register": row.register_id,
    }
