"""Taking in a rumusan IDM: the published figures as they are, the computed ones beside them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from cermat.documents.actions import store_bytes
from cermat.instruments.actions.results import record_result
from cermat.instruments.formula import details_of
from cermat.instruments.formula.rumusan import Rumusan, RumusanRow
from cermat.instruments.models import Result
from cermat.instruments.queries import result_of
from cermat.instruments.queries.rumusan import Placed, placed
from cermat.lib.months import day_of
from cermat.organisation.models import User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require_unless_installer

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

    Whoever reads somebody else's figures in for the desa's section may do this; `by=None` is the installer. Raises
    DomainError where it cannot be placed (see `queries.rumusan.placed`).
    """
    found = placed(rumusan)
    require_unless_installer(by, Permission.RECORD_PLAN, found.section, day_of(now))
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
        details=details_of(computed) | {"digest": digest, "rumusan": _told(found)},
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


def _told(found: Placed) -> dict[str, Any]:
    """The response as published, exact, for the pages that show it beside the computed figures."""
    rumusan, shown = found.rumusan, found.examined.as_shown
    return {
        "village": rumusan.village,
        "year": rumusan.year,
        "groups": {code: str(value) for code, value in rumusan.groups.items()},
        "index": str(rumusan.index),
        "status": rumusan.status,
        "target": rumusan.target,
        "minimum": str(rumusan.minimum),
        "shortfall": str(rumusan.shortfall),
        "index_as_shown": None if shown.index is None else str(shown.index),
        "rows": {row.code: _row(row) for row in rumusan.rows},
        "anomalies": [{"code": one.code, "text": one.text} for one in found.anomalies],
    }


def _row(row: RumusanRow) -> dict[str, Any]:
    return {
        "points": row.points,
        "text": row.text,
        "advice": row.advice,
        "gain": None if row.gain is None else str(row.gain),
        "executors": dict(row.executors or {}),
    }
