"""A side of an agreement, a draft and the one who puts it in force: two people; and a change waits for a lock."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cermat.indicators.actions import (
    adopt_plan_draft,
    draft_from_workbook,
    keep_draft_part,
    record_iku_targets,
    sign_agreement,
    start_plan_draft,
)
from cermat.indicators.models import Iku, Party
from cermat.indicators.queries import agreement_states, signable
from cermat.lib.errors import NotAllowedError
from cermat.lib.months import day_of
from cermat.organisation.models import Acting, Assignment, Unit, User
from cermat.organisation.permissions import Role
from tests.factories import NOW, START, Office, office
from tests.indicators.factories import planned
from tests.indicators.test_drafting import D, begun

pytestmark = pytest.mark.django_db


def acting_camat(made: Office, user: User) -> User:
    Assignment.objects.create(user=user, role=Role.CAMAT, unit=made.kecamatan, start=START, acting=Acting.PLT)
    return User.objects.get(pk=user.pk)


def test_who_stands_in_for_the_camat_signs_their_own_side_and_never_both() -> None:
    made = office()
    plan = planned(made.kecamatan)
    for holder, person in (("sekretariat", made.sekcam), ("pmd", made.kasi["pmd"])):
        acting = acting_camat(made, person)
        told: dict[str, Any] = {"plan": plan, "holder": holder, "number": 1, "now": NOW}
        assert (holder, 1) in signable(acting, plan, agreement_states(plan), day_of(NOW))
        sign_agreement(**told, party=Party.FIRST, by=acting)
        assert (holder, 1) not in signable(acting, plan, agreement_states(plan), day_of(NOW))
        with pytest.raises(NotAllowedError, match="orang lain daripada pihak pertama"):
            sign_agreement(**told, party=Party.SECOND, by=acting)
        sign_agreement(**told, party=Party.SECOND, by=made.camat)


def test_who_wrote_a_draft_does_not_put_it_in_force_but_for_the_administrator_where_nobody_else_can() -> None:
    made = office()
    planned(made.kecamatan)
    draft = begun(made)
    with pytest.raises(NotAllowedError, match="orang lain daripada penyusunnya"):
        adopt_plan_draft(draft=draft, seen=draft.digest, by=acting_camat(made, made.sekcam), now=NOW)
    draft = keep_draft_part(
        draft=draft, part="umum", rows=draft.rows["umum"], seen=draft.digest, by=made.admin, now=NOW
    )  # fmt: skip
    with pytest.raises(NotAllowedError, match="orang lain daripada penyusunnya"):
        adopt_plan_draft(draft=draft, seen=draft.digest, by=made.admin, now=NOW)
    Assignment.objects.filter(user=made.camat).delete()
    adopt_plan_draft(draft=draft, seen=draft.digest, by=made.admin, now=NOW)


def test_who_wrote_in_a_draft_stays_its_maker_whoever_writes_after_them() -> None:
    made = office()
    planned(made.kecamatan)
    draft = start_plan_draft(kecamatan=made.kecamatan, year=2026, origin="berlaku", by=made.kasubbag, now=NOW)
    told: dict[str, Any] = {"part": "umum", "rows": draft.rows["umum"], "now": NOW}
    for person in (made.sekcam, made.kasubbag):
        draft = keep_draft_part(draft=draft, seen=draft.digest, by=person, **told)
    acting = acting_camat(made, made.sekcam)
    with pytest.raises(NotAllowedError, match="orang lain daripada penyusunnya"):
        adopt_plan_draft(draft=draft, seen=draft.digest, by=acting, now=NOW)
    brought = draft_from_workbook(
        kecamatan=made.kecamatan, rows=draft.rows, file_name="r.xlsx", replaces=True, by=made.kasubbag, now=NOW
    )
    with pytest.raises(NotAllowedError, match="orang lain daripada penyusunnya"):
        adopt_plan_draft(draft=brought, seen=brought.digest, by=acting, now=NOW)
    adopt_plan_draft(draft=brought, seen=brought.digest, by=made.camat, now=NOW)


def test_targets_wait_for_whoever_signs_or_locks_the_year() -> None:
    made = office()
    planned(made.kecamatan)
    iku = Iku.objects.get(code="IKU-1")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        record_iku_targets(iku=iku, year_target=D(84), quarter_targets={}, by=made.sekcam, now=NOW)
    first = next(one["sql"] for one in asked if one["sql"].startswith("SELECT"))
    assert f'FROM "{Unit._meta.db_table}"' in first
