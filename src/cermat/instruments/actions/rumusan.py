"""Taking in a rumusan IDM: the published figures as they are, the computed ones beside them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cermat.documents.actions import store_bytes
from cermat.instruments.actions.results import record_result
from cermat.instruments.formula import details_of
from cermat.instruments.formula.rumusan import Rumusan, published_details
from cermat.instruments.models import Result
from cermat.instruments.queries import result_of
from cermat.instruments.queries.rumusan import Placed, placed
from cermat.lib.errors import NotAllowedError
from cermat.organisation.models import User

INSTRUMENT = "idm"
SOURCE = "impor"


@dataclass(frozen=True)
class TakenIn:
    result: Result
    placed: Placed
    is_new: bool  # False: exactly this response is there already, and nothing was written


@transaction.atomic
def take_in_rumusan(*, rumusan: Rumusan, text: str, by: User | None, now: datetime) -> TakenIn:
    """Keep a response (`text`, read as `rumusan`) as the desa's result of that year; one before it is replaced.

    Only for the installer at the terminal (`by=None`): on the pages one person hands a response in and another confirms
    it (`collection`). Raises DomainError where it cannot be placed (see `queries.rumusan.placed`).
    """
    if by is not None:
        raise NotAllowedError("Rumusan IDM diserahkan pada halaman desa, lalu dikonfirmasi orang lain.")
    found = placed(rumusan)
    digest = hashlib.sha256(text.encode()).hexdigest()
    current = result_of(INSTRUMENT, found.desa, found.period)
    if current is not None and current.details.get("digest") == digest:
        return TakenIn(current, found, is_new=False)
    computed = found.examined.computed
    name = f"rumusan-idm-{rumusan.code}-{rumusan.year}.json"
    result = record_result(
        instrument=INSTRUMENT,
        subject=found.desa,
        period=found.period,
        definition=found.definition.reference,
        value=computed.value,
        label=computed.grade.name if computed.grade else "",
        published_value=rumusan.index,
        published_label=status_name(found),
        details=details_of(computed) | published_details(rumusan, found.anomalies) | {"digest": digest},
        source=SOURCE,
        source_ref=f"{rumusan.code}:{rumusan.year}",
        file=store_bytes(
            content=text.encode(), name=name, content_type="application/json", unit=found.desa, by=by, now=now
        ),
        maker=by,
        checker=None,
        now=now,
    )
    return TakenIn(result, found, is_new=True)


def status_name(found: Placed) -> str:
    """The published status as the definition writes it: Sangat Tertinggal."""
    known = (grade.name for grade in found.definition.grades if grade.code == found.rumusan.status)
    return next(known, found.rumusan.status.title())
