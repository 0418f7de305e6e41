"""Loading an SOP file: a new version; cycles keep the one they began with."""

import hashlib
from datetime import datetime

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require
from cermat.sop.models import Sop
from cermat.sop.queries import current_sop
from cermat.sop.schema import parse_sop


@transaction.atomic
def load_sop(*, kecamatan: Unit, text: str, by: User | None, now: datetime) -> Sop:
    """The next version from `text`; the version in force where the text is the same. `by` None = the installer.

    Raises DefinitionError with lines; then nothing is loaded.
    """
    today = day_of(now)
    if by is not None:
        require(by, Permission.LOAD_DEFINITIONS, kecamatan, today)
    definition = parse_sop(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    Unit.objects.select_for_update(no_key=True).get(pk=kecamatan.pk)  # two people loading at once get two versions
    newest = current_sop(kecamatan)
    if newest is not None and newest.digest == digest:
        return newest
    sop = Sop.objects.create(
        kecamatan=kecamatan,
        number=definition.number[:60],
        name=definition.name[:200],
        version=newest.version + 1 if newest else 1,
        source=text,
        digest=digest,
        valid_from=today,
        loaded_by=by,
        loaded_at=now,
    )
    record(
        by=by,
        verb="sop.loaded",
        target=Target("sop", sop.pk, chain=kecamatan.code),
        at=now,
        after={"number": sop.number, "version": sop.version, "digest": digest},
    )
    return sop
