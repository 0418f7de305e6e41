"""One press makes next year's draft, once; its proposals are kept by a person; somebody else puts it in force."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from cermat.audit.models import AuditEvent
from cermat.indicators.actions import (
    adopt_plan_draft,
    carry_over,
    declare_plan_draft_ready,
    discard_plan_draft,
    draft_from_workbook,
    keep_draft_part,
    keep_proposals,
    load_indicators,
    load_plan,
    record_iku_targets,
)
from cermat.indicators.models import Iku, Plan, PlanDraft
from cermat.indicators.queries import (
    adopters_of,
    compared_rows,
    may_put_in_force,
    obstacles,
    preparation,
    sets_of_year,
    why_not_prepared,
)
from cermat.indicators.schema import checked
from cermat.indicators.schema.plan_parts import PART
from cermat.indicators.schema.plan_proposals import proposed
from cermat.instruments.actions import load_instrument
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import day_of
from cermat.notifications.models import Message
from cermat.organisation.models import User
from cermat.periods.models import YearLock
from tests.factories import NOW, Office, office, other_office
from tests.indicators.factories import DEFINITIONS, loaded, planned, small_set, text_of

pytestmark = pytest.mark.django_db
NEXT = 2027


def seen(made: Office, year: int = NEXT) -> str:
    found = preparation(made.kecamatan, year)
    assert found is not None
    return found.digest


def carry(made: Office, *, by: User | None = None, year: int = NEXT, digest: str = "") -> PlanDraft:
    digest = digest or seen(made, year)
    return carry_over(kecamatan=made.kecamatan, year=year, seen=digest, by=by or made.sekcam, now=NOW)


def completed(made: Office, draft: PlanDraft) -> PlanDraft:
    """With a budget for every activity, and every proposal kept."""
    for part in ("kegiatan", "pk-anggaran"):
        rows = [row | {"pagu": "1000000"} for row in draft.rows[part]]
        draft = keep_draft_part(draft=draft, part=part, rows=rows, seen=draft.digest, by=made.sekcam, now=NOW)
    every = {(one.part.key, one.key) for one in proposed(draft.rows, draft.proposals)}
    keep_proposals(draft=draft, rows=every, seen=draft.digest, by=made.sekcam, now=NOW)
    return PlanDraft.objects.get(pk=draft.pk)


def test_one_press_makes_next_years_draft_and_says_from_what() -> None:
    made = office()
    plan = planned(made.kecamatan)
    draft = carry(made)
    assert (draft.year, draft.carried_from, draft.rows["umum"][0]["versi"]) == (NEXT, plan, "2027-1")
    event = AuditEvent.objects.get(verb="plan_draft.carried_over")
    assert (event.after["plan"], event.after["year"]) == (plan.pk, NEXT)
    assert event.after["proposed"] > 0
    assert compared_rows(draft)[0] == plan


def test_pressed_again_it_makes_no_second_one() -> None:
    made = office()
    planned(made.kecamatan)
    digest = seen(made)
    carry(made, digest=digest)
    with pytest.raises(ConflictError, match="Draf 2027 sudah ada"):
        carry(made, digest=digest)
    assert PlanDraft.objects.count() == 1


def test_a_year_that_has_a_plan_is_not_prepared_again() -> None:
    made = office()
    planned(made.kecamatan)
    text = text_of("rencana").replace("tahun: 2026", "tahun: 2027")
    load_plan(kecamatan=made.kecamatan, text=text, by=None, now=NOW)
    with pytest.raises(ConflictError, match=r"Rencana 2027 sudah berlaku \(versi contoh-1\)"):
        carry(made)
    assert why_not_prepared(made.kecamatan, 2028) == ""


def test_what_changed_since_the_preview_is_looked_at_again() -> None:
    made = office()
    planned(made.kecamatan)
    digest = seen(made)
    iku = Iku.objects.get(code="IKU-1")
    record_iku_targets(iku=iku, year_target=iku.year_target, quarter_targets={}, by=made.sekcam, now=NOW)
    with pytest.raises(ConflictError, match="Rencana 2026 berubah sejak pratinjau dibuka"):
        carry(made, digest=digest)
    assert not PlanDraft.objects.exists()


def test_without_a_plan_before_it_a_year_has_nothing_to_begin_from() -> None:
    made = office()
    assert preparation(made.kecamatan, NEXT) is None
    with pytest.raises(DomainError, match="Belum ada rencana sebelum 2027"):
        carry(made, digest="x")


def test_a_locked_year_is_not_prepared() -> None:
    made = office()
    planned(made.kecamatan)
    YearLock.objects.create(
        kecamatan=made.kecamatan, year=NEXT, report="LKjIP", handed_in_on=date(2028, 2, 1), by=made.sekcam, at=NOW
    )
    with pytest.raises(ConflictError, match="Tahun 2027 sudah dikunci"):
        carry(made)


def test_who_prepares_a_year() -> None:
    made, others = office(), other_office()
    planned(made.kecamatan)
    digest = seen(made)
    for person in (made.camat, made.kasi["pmd"], made.staf, made.observer, others.sekcam):
        with pytest.raises(NotAllowedError):
            carry(made, by=person, digest=digest)
    assert carry(made, by=made.kasubbag, digest=digest).made_by == made.kasubbag


def test_a_draft_with_proposals_is_not_put_in_force() -> None:
    made = office()
    planned(made.kecamatan)
    draft = carry(made)
    for part in ("kegiatan", "pk-anggaran"):
        rows = [row | {"pagu": "1000000"} for row in draft.rows[part]]
        draft = keep_draft_part(draft=draft, part=part, rows=rows, seen=draft.digest, by=made.sekcam, now=NOW)
    assert checked(draft.rows).faults == ()
    assert any("Masih ada usulan" in sentence for sentence in obstacles(draft, checked(draft.rows)))
    with pytest.raises(ConflictError, match="Masih ada usulan"):
        adopt_plan_draft(draft=draft, seen=draft.digest, by=made.camat, now=NOW)
    draft = completed(made, draft)
    plan = adopt_plan_draft(draft=draft, seen=draft.digest, by=made.camat, now=NOW)
    assert (plan.year, Iku.objects.get(plan=plan, code="IKU-1").quarter_targets["1"]) == (NEXT, "83")


def test_proposals_are_kept_row_by_row_and_the_trail_says_which() -> None:
    made = office()
    planned(made.kecamatan)
    draft = carry(made)
    rows = {("rencana-aksi", "IKU-1")}
    count = keep_proposals(draft=draft, rows=rows, seen=draft.digest, by=made.kasubbag, now=NOW)
    assert count == 4
    left = PlanDraft.objects.get()
    assert "IKU-1" not in left.proposals["rencana-aksi"]
    assert left.changed_by == made.kasubbag
    kept = AuditEvent.objects.get(verb="plan_draft.proposals_kept").after["kept"]
    assert kept["rencana-aksi/IKU-1"]["target_triwulan.1"] == "83"
    with pytest.raises(ConflictError, match="Orang lain sudah mengubah"):
        keep_proposals(draft=draft, rows=rows, seen="lama", by=made.sekcam, now=NOW)
    with pytest.raises(NotAllowedError):
        keep_proposals(draft=draft, rows=rows, seen=draft.digest, by=made.camat, now=NOW)


def test_saving_a_part_keeps_no_proposal_but_those_that_are_ticked_or_changed() -> None:
    made = office()
    planned(made.kecamatan)
    draft = carry(made)
    rows = [dict(row) for row in draft.rows["rencana-aksi"]]
    rows[0]["target_triwulan.1"] = "82"
    draft = keep_draft_part(
        draft=draft, part="rencana-aksi", rows=rows, seen=draft.digest, kept=["IKU-5"], by=made.sekcam, now=NOW
    )
    marks = draft.proposals["rencana-aksi"]
    assert ("target_triwulan.1" in marks["IKU-1"]["cells"], "IKU-5" in marks) == (False, False)
    assert "target_triwulan.2" in marks["IKU-1"]["cells"]


def test_the_workbook_of_a_draft_brings_its_marks_back() -> None:
    made = office()
    planned(made.kecamatan)
    draft = carry(made)
    rows = {part: [dict(row) for row in there] for part, there in draft.rows.items()}
    for part in ("kegiatan", "pk-anggaran"):
        rows[part] = [row | {"pagu": "1000000"} for row in rows[part]]
    rows["rencana-aksi"][0]["target_triwulan.1"] = "82"
    newer = draft_from_workbook(
        kecamatan=made.kecamatan, rows=rows, file_name="r.xlsx", replaces=True, by=made.sekcam, now=NOW
    )
    assert newer.carried_from == draft.carried_from
    assert newer.proposals["rencana-aksi"]["IKU-1"]["cells"].keys() == {f"target_triwulan.{n}" for n in (2, 3, 4)}


def test_the_camat_hears_of_a_draft_that_is_ready_and_a_change_takes_it_back() -> None:
    made = office()
    planned(made.kecamatan)
    draft = carry(made)
    with pytest.raises(ConflictError, match="Draf belum lengkap"):
        declare_plan_draft_ready(draft=draft, seen=draft.digest, by=made.sekcam, now=NOW)
    draft = completed(made, draft)
    with pytest.raises(NotAllowedError):
        declare_plan_draft_ready(draft=draft, seen=draft.digest, by=made.camat, now=NOW)
    for _again in range(2):
        declare_plan_draft_ready(draft=draft, seen=draft.digest, by=made.sekcam, now=NOW)
    message = Message.objects.get()
    assert (message.user, message.url) == (made.camat, f"/indikator/rencana/draf/{draft.pk}/berlaku/")
    rows = [*draft.rows["kalender"], {"bulan": "12", "dokumen": "Laporan", "penerima": "Bupati"}]
    draft = keep_draft_part(draft=draft, part="kalender", rows=rows, seen=draft.digest, by=made.sekcam, now=NOW)
    assert (draft.ready_at, Message.objects.get().read_at is None) == (None, False)
    later: datetime = NOW + timedelta(hours=1)
    declare_plan_draft_ready(draft=draft, seen=draft.digest, by=made.sekcam, now=later)
    assert Message.objects.filter(read_at=None).count() == 1
    adopt_plan_draft(draft=draft, seen=draft.digest, by=made.camat, now=later)
    assert not Message.objects.filter(read_at=None).exists()


def test_a_draft_thrown_away_asks_nobody_any_more() -> None:
    made = office()
    planned(made.kecamatan)
    draft = completed(made, carry(made))
    declare_plan_draft_ready(draft=draft, seen=draft.digest, by=made.sekcam, now=NOW)
    discard_plan_draft(draft=draft, by=made.sekcam, now=NOW)
    assert not Message.objects.filter(read_at=None).exists()


def test_whose_draft_it_is_does_not_put_it_in_force_unless_they_set_the_office_up() -> None:
    made = office()
    planned(made.kecamatan)
    draft = carry(made)
    today = day_of(NOW)
    assert [may_put_in_force(one, draft, today) for one in (made.camat, made.sekcam, made.admin)] == [True, False, True]
    assert adopters_of(draft, today) == [made.camat]
    PlanDraft.objects.update(changed_by=made.camat)
    draft = PlanDraft.objects.get()
    assert not may_put_in_force(made.camat, draft, today)
    assert adopters_of(draft, today) == [made.admin]


def test_a_set_goes_on_until_a_newer_one_begins() -> None:
    made = office()
    load_indicators(kecamatan=made.kecamatan, kind="bulanan", text=small_set(2), by=None, now=NOW)
    monthly = sets_of_year(made.kecamatan, NEXT)[0]
    assert (monthly.goes_on, monthly.later) == (True, ())
    newer = small_set(3, version="kecil-2", start="2027-01-01")
    load_indicators(kecamatan=made.kecamatan, kind="bulanan", text=newer, by=None, now=NOW)
    later = small_set(4, version="kecil-3", start="2027-07-01")
    load_indicators(kecamatan=made.kecamatan, kind="bulanan", text=later, by=None, now=NOW)
    monthly = sets_of_year(made.kecamatan, NEXT)[0]
    assert (monthly.goes_on, monthly.added, monthly.gone) == (False, ("SAT-03",), ())
    assert [one.version for one in monthly.later] == ["kecil-3"]
    assert sets_of_year(made.kecamatan, NEXT)[1].now is None


@pytest.mark.parametrize("is_loaded", [True, False])
def test_idm_until_2024_and_indeks_desa_after_are_two_measures(is_loaded: bool) -> None:
    made = office()
    if is_loaded:
        for name in ("idm-2016", "indeks-desa-2025"):
            text = (DEFINITIONS / "instruments" / f"{name}.yaml").read_text(encoding="utf-8")
            load_instrument(kecamatan=made.kecamatan, text=text, by=None, now=NOW)
    text = text_of("rencana").replace("tahun: 2026", "tahun: 2024")
    load_plan(kecamatan=made.kecamatan, text=text, by=None, now=NOW)
    found = preparation(made.kecamatan, 2025)
    assert found is not None
    assert found.remeasured == {"IKU-4": ("IDM", "Indeks Desa")}
    assert "Instrumennya berganti" in found.carried.why_empty("rencana-aksi", "IKU-4")
    assert "IKU-4" not in found.carried.proposals["rencana-aksi"]


def test_every_part_of_a_set_is_carried() -> None:
    made = office()
    planned(made.kecamatan)
    loaded(made.kecamatan, "bulanan")
    draft = carry(made)
    assert draft.rows.keys() == PART.keys()
    assert Plan.objects.count() == 1


def test_the_database_knows_who_called_a_draft_ready() -> None:
    made = office()
    planned(made.kecamatan)
    carry(made)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanDraft.objects.update(ready_at=NOW)
