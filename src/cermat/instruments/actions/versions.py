"""Definitions come, are retired and restored. A version once loaded never changes, and old results keep theirs."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.instruments.formula import Definition
from cermat.instruments.models import InstrumentVersion, digest_of
from cermat.instruments.queries import newest_version
from cermat.instruments.schema import read_instrument, shipped_names
from cermat.lib.errors import ConflictError
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require, require_unless_installer


@transaction.atomic
def load_instrument(*, kecamatan: Unit, text: str, by: User | None, now: datetime) -> InstrumentVersion:
    """Load one definition. The same file again changes nothing; `by=None` is the installer at the terminal.

    Raises DefinitionError with the lines, ConflictError where another content bears a version that is not higher
    than the highest one the office has.
    """
    require_unless_installer(by, Permission.LOAD_DEFINITIONS, kecamatan, day_of(now))
    definition = read_instrument(text)
    digest = digest_of(text)
    Unit.objects.select_for_update(no_key=True).get(pk=kecamatan.pk)  # two loads of one office take turns
    newest = newest_version(kecamatan, definition.name)
    if newest is not None and definition.version <= newest.version:
        return _known(kecamatan, definition, digest, newest)
    loaded = InstrumentVersion.objects.create(
        kecamatan=kecamatan,
        name=definition.name,
        version=definition.version,
        title=definition.title,
        short=definition.short,
        origin=definition.origin,
        text=text,
        digest=digest,
        valid_from=definition.valid_from,
        valid_to=definition.valid_to,
        loaded_by=by,
        loaded_at=now,
    )
    _told("instrument.loaded", loaded, by, now)
    return loaded


def _known(kecamatan: Unit, definition: Definition, digest: str, newest: InstrumentVersion) -> InstrumentVersion:
    same = InstrumentVersion.objects.filter(
        kecamatan=kecamatan, name=definition.name, version=definition.version, digest=digest
    ).first()
    if same is None:
        raise ConflictError(
            f"{definition.name} versi {newest.version} sudah dimuat dan tidak dapat diubah. Tulis versi: "
            f"{newest.version + 1} pada berkas ini, lalu muat kembali.",
            code="version_taken",
        )
    return same


@transaction.atomic
def load_shipped(*, kecamatan: Unit, by: User | None, now: datetime) -> list[InstrumentVersion]:
    """Load every definition that comes with Cermat, for a new office; what is newer there already stays."""
    folder = settings.DEFINITIONS / "instruments"
    loaded = []
    for name in shipped_names():
        text = (folder / f"{name}.yaml").read_text(encoding="utf-8")
        newest = newest_version(kecamatan, name)
        if newest is None or newest.version < read_instrument(text).version:
            loaded.append(load_instrument(kecamatan=kecamatan, text=text, by=by, now=now))
    return loaded


@transaction.atomic
def retire(*, version: InstrumentVersion, by: User, now: datetime) -> InstrumentVersion:
    """From today on nobody scores by this version; what was scored by it stays as it is."""
    locked = _locked(version, by, now)
    if locked.is_retired:
        raise ConflictError(f"{locked} sudah dihentikan.", code="already_retired")
    locked.retired_by, locked.retired_at = by, now
    locked.save(update_fields=["retired_by", "retired_at"])
    _told("instrument.retired", locked, by, now)
    return locked


@transaction.atomic
def restore(*, version: InstrumentVersion, by: User, now: datetime) -> InstrumentVersion:
    """The version counts again, as if it had never been retired."""
    locked = _locked(version, by, now)
    if not locked.is_retired:
        raise ConflictError(f"{locked} tidak sedang dihentikan.", code="not_retired")
    locked.retired_by, locked.retired_at = None, None
    locked.save(update_fields=["retired_by", "retired_at"])
    _told("instrument.restored", locked, by, now)
    return locked


def _locked(version: InstrumentVersion, by: User, now: datetime) -> InstrumentVersion:
    require(by, Permission.LOAD_DEFINITIONS, version.kecamatan, day_of(now))
    return (
        InstrumentVersion.objects.select_for_update(of=("self",), no_key=True)
        .select_related("kecamatan")
        .get(pk=version.pk)
    )


def _told(verb: str, version: InstrumentVersion, by: User | None, now: datetime) -> None:
    record(
        by=by,
        verb=verb,
        target=Target("instrument_version", version.pk, chain=version.kecamatan.code),
        at=now,
        after={"reference": version.reference, "digest": version.digest},
    )
