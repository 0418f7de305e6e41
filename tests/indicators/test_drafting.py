"""A plan is written as a draft and put in force as a new version; what is signed stays as it was signed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cermat.audit.models import AuditEvent
from cermat.indicators.actions import (
    Paper,
    adopt_plan_draft,
    discard_plan_draft,
    draft_from_workbook,
    keep_draft_part,
    load_plan,
    record_iku_targets,
    record_paper_signature,
    sign_agreement,
    start_plan_draft,
)
from cermat.indicators.models import AgreementSignature, Iku, Party, Plan, PlanDraft
from cermat.indicators.queries import agreement_states, planning_chain, present_rows
from cermat.indicators.schema import checked, read_plan
from cermat.lib.errors import ConflictError, DefinitionError, DomainError, NotAllowedError
from tests.factories import NOW, Office, office, other_office
from tests.indicators.factories import planned, text_of
from tests.indicators.test_chain import revised

pytestmark = pytest.mark.django_db
D = Decimal


def begun(made: Office, origin: str = "berlaku", year: int = 2026) -> PlanDraft:
    return start_plan_draft(kecamatan=made.kecamatan, year=year, origin=origin, by=made.sekcam, now=NOW)


def test_a_draft_from_the_present_version_holds_what_people_recorded_since() -> None:
    made = office()
    planned(made.kecamatan)
    iku = Iku.objects.get(code="IKU-1")
    record_iku_targets(iku=iku, year_target=D("83.5"), quarter_targets={}, by=made.sekcam, now=NOW)
    draft = begun(made)
    assert draft.rows["target"][0]["target.2026"] == "83,5"
    assert draft.rows["umum"][0]["versi"] == "2026-1"
    _plan, present = present_rows(made.kecamatan, 2026)
    assert present is not None
    assert {key: rows for key, rows in draft.rows.items() if key != "umum"} == {
        key: rows for key, rows in present.items() if key != "umum"
    }


def test_a_draft_is_kept_with_its_faults_and_adopted_without() -> None:
    made = office()
    planned(made.kecamatan)
    draft = begun(made)
    rows = [dict(row) for row in draft.rows["target"]]
    rows[0]["target.2026"] = "delapan"
    draft = keep_draft_part(draft=draft, part="target", rows=rows, seen=draft.digest, by=made.sekcam, now=NOW)
    with pytest.raises(DefinitionError, match="Target Renstra: “delapan” bukan angka"):
        adopt_plan_draft(draft=draft, seen=draft.digest, by=made.camat, now=NOW)
    rows[0]["target.2026"] = "84"
    draft = keep_draft_part(draft=draft, part="target", rows=rows, seen=draft.digest, by=made.sekcam, now=NOW)
    plan = adopt_plan_draft(draft=draft, seen=draft.digest, by=made.camat, now=NOW)
    assert Iku.objects.get(plan=plan, code="IKU-1").year_target == D(84)
    assert not PlanDraft.objects.exists()
    assert AuditEvent.objects.get(verb="plan_draft.adopted").after["plan"] == plan.pk


def test_an_office_without_anything_writes_its_first_plan() -> None:
    made = office()
    draft = begun(made, "kosong", 2027)
    assert {row["key"] for row in draft.rows["seksi"]} >= {"sekretariat", "pmd"}
    parts: dict[str, list[dict[str, str]]] = {
        "umum": [
            {"nama": "Rencana", "versi": "2027-1", "asal": "Keputusan Camat", "renstra.judul": "Renstra",
             "renstra.mulai": "2025", "renstra.sampai": "2029"}
        ],
        "renstra": [{"tujuan": "T1", "tujuan_uraian": "Maju", "key": "S1", "uraian": "Baik", "iku": "IKU-1"}],
        "iku": [
            {"kode": "IKU-1", "nama": "Nilai", "satuan": "nilai", "arah": "naik", "rumus_capaian": "positive",
             "agregasi_triwulan": "nilai_akhir", "sumber_data.manual": "ya", "seksi": "pmd"}
        ],
        "target": [{"iku": "IKU-1", "target.2027": "84,5"}],
    }  # fmt: skip
    for part, rows in parts.items():
        draft = keep_draft_part(draft=draft, part=part, rows=rows, seen=draft.digest, by=made.sekcam, now=NOW)
    assert checked(draft.rows).faults == ()
    adopt_plan_draft(draft=draft, seen=draft.digest, by=made.admin, now=NOW)
    chain = planning_chain(made.kecamatan, 2027)
    assert chain is not None
    assert (chain.iku["IKU-1"].target, chain.years) == (D("84.5"), (2025, 2026, 2027, 2028, 2029))


def test_a_year_has_one_draft_and_a_workbook_replaces_it_only_when_told() -> None:
    made = office()
    planned(made.kecamatan)
    draft = begun(made)
    with pytest.raises(ConflictError, match="Draf 2026 sudah ada"):
        begun(made)
    told: dict[str, Any] = {"kecamatan": made.kecamatan, "rows": draft.rows, "file_name": "r.xlsx", "by": made.sekcam}
    with pytest.raises(ConflictError, match="Gantikan draf"):
        draft_from_workbook(**told, replaces=False, now=NOW)
    assert draft_from_workbook(**told, replaces=True, now=NOW).begun_from == "r.xlsx"
    assert PlanDraft.objects.count() == 1
    with pytest.raises(DefinitionError):
        draft_from_workbook(**{**told, "rows": {}}, replaces=True, now=NOW)


def test_a_workbook_whose_year_is_typed_with_a_blank_becomes_the_draft_of_that_year() -> None:
    made = office()
    planned(made.kecamatan)
    _plan, rows = present_rows(made.kecamatan, 2026)
    assert rows is not None
    told: dict[str, Any] = {"kecamatan": made.kecamatan, "file_name": "r.xlsx", "replaces": False, "by": made.sekcam}
    head = rows["umum"][0] | {"tahun": "2 026"}
    assert draft_from_workbook(**told, rows=rows | {"umum": [head]}, now=NOW).year == 2026
    with pytest.raises(DomainError, match="Paling banyak 500 baris"):
        draft_from_workbook(**told, rows=rows | {"kalender": rows["kalender"][:1] * 501}, now=NOW)


def test_two_people_do_not_write_over_each_other() -> None:
    made = office()
    planned(made.kecamatan)
    draft = begun(made)
    seen = draft.digest
    keep_draft_part(draft=draft, part="kalender", rows=[], seen=seen, by=made.sekcam, now=NOW)
    with pytest.raises(ConflictError, match="Orang lain sudah mengubah"):
        keep_draft_part(draft=draft, part="iki", rows=[], seen=seen, by=made.sekcam, now=NOW)
    with pytest.raises(ConflictError, match="sudah berubah sejak Anda melihatnya"):
        adopt_plan_draft(draft=draft, seen=seen, by=made.camat, now=NOW)


def test_who_writes_and_who_puts_in_force() -> None:
    made, others = office(), other_office()
    planned(made.kecamatan)
    draft = begun(made)
    for person in (made.kasi["pmd"], made.camat, made.observer, others.sekcam):
        with pytest.raises(NotAllowedError):
            keep_draft_part(draft=draft, part="iki", rows=[], seen=draft.digest, by=person, now=NOW)
        with pytest.raises(NotAllowedError):
            discard_plan_draft(draft=draft, by=person, now=NOW)
    for person in (made.sekcam, made.kasi["pmd"], others.camat, others.admin):
        with pytest.raises(NotAllowedError):
            adopt_plan_draft(draft=draft, seen=draft.digest, by=person, now=NOW)
    discard_plan_draft(draft=draft, by=made.sekcam, now=NOW)
    with pytest.raises(ConflictError, match="sudah berlaku atau dihapus"):
        discard_plan_draft(draft=draft, by=made.sekcam, now=NOW)


def test_each_side_signs_its_own_and_the_first_before_the_second() -> None:
    made = office()
    plan = planned(made.kecamatan)
    pmd: dict[str, Any] = {"plan": plan, "holder": "pmd", "number": 1, "now": NOW}
    with pytest.raises(ConflictError, match="Pihak pertama"):
        sign_agreement(**pmd, party=Party.SECOND, by=made.camat)
    for person in (made.camat, made.kasi["kesra"], made.admin):
        with pytest.raises(NotAllowedError):
            sign_agreement(**pmd, party=Party.FIRST, by=person)
    sign_agreement(**pmd, party=Party.FIRST, by=made.kasi["pmd"])
    with pytest.raises(NotAllowedError):
        sign_agreement(**pmd, party=Party.SECOND, by=made.kasi["pmd"])
    signature = sign_agreement(**pmd, party=Party.SECOND, by=made.camat)
    assert (signature.position, signature.by) == ("Camat", made.camat)
    with pytest.raises(ConflictError, match="sudah menandatangani"):
        sign_agreement(**pmd, party=Party.SECOND, by=made.camat)
    assert AuditEvent.objects.filter(verb="agreement.signed").count() == 2
    assert [one.next_party for one in agreement_states(plan) if one.agreement.holder == "pmd"] == [None]


def test_the_bupatis_side_is_recorded_with_its_date_and_document() -> None:
    made = office()
    plan = planned(made.kecamatan)
    paper = Paper(date(2026, 1, 20), "PK/1/2026")
    sign_agreement(plan=plan, holder="camat", number=1, party=Party.FIRST, by=made.camat, now=NOW)
    with pytest.raises(NotAllowedError, match="di atas kertas"):
        sign_agreement(plan=plan, holder="camat", number=1, party=Party.SECOND, by=made.camat, now=NOW)
    with pytest.raises(DomainError, match="Sebutkan dokumennya"):
        record_paper_signature(plan=plan, number=1, paper=Paper(date(2026, 1, 20), " "), by=made.sekcam, now=NOW)
    with pytest.raises(DomainError, match="sesudah hari ini"):
        record_paper_signature(plan=plan, number=1, paper=Paper(date(2099, 1, 1), "x"), by=made.sekcam, now=NOW)
    signature = record_paper_signature(plan=plan, number=1, paper=paper, by=made.sekcam, now=NOW)
    assert (signature.position, signature.document, signature.signed_on) == ("Bupati", "PK/1/2026", date(2026, 1, 20))


def test_what_is_signed_is_revised_and_never_changed() -> None:
    made = office()
    plan = planned(made.kecamatan)
    sign_agreement(plan=plan, holder="camat", number=1, party=Party.FIRST, by=made.camat, now=NOW)
    text = text_of("rencana").replace("versi: contoh-1", "versi: contoh-2")
    changed = text.replace("indikator: IKU-1, target: 83.00}", "indikator: IKU-1, target: 84.00}", 1)
    with pytest.raises(ConflictError, match="PK Camat nomor 1 sudah ditandatangani dan tidak dapat diubah"):
        load_plan(kecamatan=made.kecamatan, text=changed, by=made.admin, now=NOW)
    respelled = text.replace("indikator: IKU-1, target: 83.00}", "indikator: IKU-1, target: 83}", 1)
    load_plan(kecamatan=made.kecamatan, text=respelled, by=made.admin, now=NOW)
    newer = load_plan(
        kecamatan=made.kecamatan, text=revised(text_of("rencana")).replace("contoh-2", "contoh-3"),
        by=made.admin, now=NOW,
    )  # fmt: skip
    assert [len(one.signed) for one in agreement_states(newer) if one.agreement.holder == "camat"] == [1, 0]
    with pytest.raises(ConflictError, match="sudah diganti versi baru"):
        sign_agreement(plan=plan, holder="pmd", number=1, party=Party.FIRST, by=made.kasi["pmd"], now=NOW)


def test_the_target_of_the_year_stays_once_the_camat_has_signed_for_it() -> None:
    made = office()
    plan = planned(made.kecamatan)
    iku = Iku.objects.get(code="IKU-1")
    sign_agreement(plan=plan, holder="camat", number=1, party=Party.FIRST, by=made.camat, now=NOW)
    with pytest.raises(DomainError, match="PK perubahan"):
        record_iku_targets(iku=iku, year_target=D(84), quarter_targets={}, by=made.sekcam, now=NOW)
    record_iku_targets(iku=iku, year_target=D(83), quarter_targets={4: D(83)}, by=made.sekcam, now=NOW)


@pytest.mark.parametrize("changes", [{"party": "ketiga"}, {}])
def test_the_database_refuses_a_second_signature_of_one_side(changes: dict[str, str]) -> None:
    made = office()
    plan = planned(made.kecamatan)
    row = sign_agreement(plan=plan, holder="camat", number=1, party=Party.FIRST, by=made.camat, now=NOW)
    row.pk = None
    for key, value in changes.items():
        setattr(row, key, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    assert AgreementSignature.objects.count() == 1


def test_the_text_of_an_adopted_draft_is_a_plan_file() -> None:
    made = office()
    planned(made.kecamatan)
    draft = begun(made)
    adopt_plan_draft(draft=draft, seen=draft.digest, by=made.camat, now=NOW)
    newest = Plan.objects.get(version="2026-1")
    assert read_plan(newest.source).model_copy(update={"versi": "contoh-1"}) == read_plan(text_of("rencana"))


def test_the_database_keeps_one_draft_for_a_year() -> None:
    made = office()
    planned(made.kecamatan)
    draft = begun(made)
    draft.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.save(force_insert=True)
