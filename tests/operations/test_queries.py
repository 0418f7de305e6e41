"""Questions with what somebody typed in them: asked of both databases."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from cermat.audit.actions import Target, record
from cermat.audit.models import AuditEvent
from cermat.lib.months import WIB
from cermat.operations.queries import narrowed
from tests.factories import office

pytestmark = pytest.mark.django_db
MIDNIGHT = datetime(2026, 11, 3, tzinfo=WIB)


def test_the_audit_is_narrowed_by_kind_person_and_the_days_of_wib() -> None:
    made = office()
    for kind, who, behalf, at in (
        ("entry", made.camat, None, MIDNIGHT - timedelta(microseconds=1)),
        ("entry", made.sekcam, None, MIDNIGHT),
        ("survey", made.sekcam, made.camat, MIDNIGHT + timedelta(days=1, microseconds=-1)),
        ("survey", made.sekcam, None, MIDNIGHT + timedelta(days=1)),
    ):
        record(by=who, verb="x.y", target=Target(kind, 1), at=at, on_behalf_of=behalf)

    def days(**wanted: Any) -> list[tuple[str, int]]:
        asked: dict[str, Any] = {"kind": "", "person": "", "start": None, "end": None} | wanted
        rows = narrowed(AuditEvent.objects.order_by("number"), **asked)
        return [(one.target_type, one.at.astimezone(WIB).day) for one in rows]

    third = date(2026, 11, 3)
    assert days(start=third, end=third) == [("entry", 3), ("survey", 3)]
    assert days(start=third) == [("entry", 3), ("survey", 3), ("survey", 4)]
    assert days(end=third) == [("entry", 2), ("entry", 3), ("survey", 3)]
    assert days(kind="survey", end=third) == [("survey", 3)]
    assert days(person=made.camat.full_name.upper()) == [("entry", 2), ("survey", 3)]
    assert days(person="tidak ada") == []
