"""A definition that came in waits as a draft until its differences were seen and confirmed."""

from datetime import datetime, timedelta

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.instruments.actions.versions import load_instrument
from cermat.instruments.models import InstrumentDraft, InstrumentVersion
from cermat.instruments.queries import newest_version
from cermat.instruments.schema import read_instrument
from cermat.lib.errors import ConflictError
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require

KEPT = timedelta(days=7)


@transaction.atomic
def make_draft(*, kecamatan: Unit, file_name: str, text: str, by: User, now: datetime) -> InstrumentDraft:
    """Keep the text for its preview; a person has one draft, the newest. Drafts nobody confirmed go after a week.

    Raises DefinitionError with the lines, ConflictError where the version is not higher than what the office has.
    """
    require(by, Permission.LOAD_DEFINITIONS, kecamatan, day_of(now))
    definition = read_instrument(text)
    newest = newest_version(kecamatan, definition.name)
    if newest is not None and definition.version <= newest.version:
        raise ConflictError(
            f"{definition.name} sudah ada sampai versi {newest.version}. Tulis versi {newest.version + 1} pada berkas "
            "ini, lalu muat kembali.",
            code="version_taken",
        )
    InstrumentDraft.objects.filter(made_at__lt=now - KEPT).delete()
    draft, _is_new = InstrumentDraft.objects.update_or_create(
        kecamatan=kecamatan,
        made_by=by,
        defaults={"file_name": file_name[:200], "text": text, "made_at": now},
    )
    _told("instrument_draft.made", draft, definition.reference, by, now)
    return draft


@transaction.atomic
def confirm_draft(*, draft: InstrumentDraft, seen: str, by: User, now: datetime) -> InstrumentVersion:
    """The draft becomes a version, just as it was shown; `seen` is the digest of the text whose page was confirmed."""
    waiting = InstrumentDraft.objects.select_for_update(of=("self",), no_key=True).select_related("kecamatan")
    locked = waiting.filter(pk=draft.pk).first()
    if locked is None:
        raise ConflictError("Berkas ini sudah dimuat atau dibatalkan. Buka halaman Instrumen.", code="gone")
    if locked.digest != seen:
        raise ConflictError(
            "Berkas lain menggantikan yang Anda lihat. Buka lagi halamannya, lalu periksa perbedaannya."
        )
    version = load_instrument(kecamatan=locked.kecamatan, text=locked.text, by=by, now=now)
    locked.delete()
    return version


@transaction.atomic
def discard_draft(*, draft: InstrumentDraft, by: User, now: datetime) -> None:
    """Nothing of it stays but the trace."""
    require(by, Permission.LOAD_DEFINITIONS, draft.kecamatan, day_of(now))
    InstrumentDraft.objects.filter(pk=draft.pk).delete()
    _told("instrument_draft.discarded", draft, read_instrument(draft.text).reference, by, now)


def _told(verb: str, draft: InstrumentDraft, reference: str, by: User, now: datetime) -> None:
    record(
        by=by,
        verb=verb,
        target=Target("instrument_draft", draft.pk, chain=draft.kecamatan.code),
        at=now,
        after={"reference": reference, "file": draft.file_name},
    )
