"""The planning chain of a year, as others read it: from the tujuan down to the row of one official."""

from datetime import date
from decimal import Decimal

import pytest

from cermat.indicators.actions import load_plan, record_activity, record_iku_targets
from cermat.indicators.models import Activity, Iku
from cermat.indicators.queries import as_it_stands, planning_chain
from cermat.indicators.queries.chain import chain_of_plan
from cermat.indicators.schema import read_plan
from tests.factories import NOW, office
from tests.indicators.factories import planned, text_of

pytestmark = pytest.mark.django_db
D = Decimal
SECOND = """  - tingkat: camat
    tahun: 2026
    pihak_pertama: Camat
    pihak_kedua: Bupati
    versi: {nomor: 2, jenis: perubahan, tanggal: 2026-09-01, keputusan: SK 188/45/2026, alasan_perubahan: APBD-P}
    sasaran: [{sasaran: S1, indikator: IKU-1, target: 82.50}]
    anggaran: [{kode: "7.01.02", program: Program Pelayanan, pagu: 300000000}]
rencana_aksi:
"""


def revised(text: str) -> str:
    return text.replace("rencana_aksi:\n", SECOND, 1).replace("versi: contoh-1", "versi: contoh-2")


def test_a_year_without_plan_has_no_chain() -> None:
    assert planning_chain(office().kecamatan, 2026) is None


def test_the_chain_leads_from_the_tujuan_to_the_row_of_an_official() -> None:
    made = office()
    planned(made.kecamatan)
    chain = planning_chain(made.kecamatan, 2026)
    assert chain is not None
    assert [(one.code, one.ikus) for one in chain.goals[0].objectives][2] == ("S3", ("IKU-3", "IKU-4"))
    iku = chain.iku["IKU-3"]
    assert (iku.objective, iku.section.key, iku.target, iku.direction) == ("S3", "pemerintahan", D("92.31"), "naik")
    assert [target.year for target in iku.targets] == [2024, 2025, 2026, 2027, 2028]
    assert iku.targets[2].words == "12 dari 13"
    agreement = next(one for one in chain.agreements if one.holder == "pmd")
    assert [line.supports for line in agreement.lines] == ["IKU-4", "S4"]
    official = next(one for one in chain.officials if one.section.key == "pmd")
    assert official.functions[0] == "Pendampingan perkembangan desa"
    assert official.lines[2].target == D(15)
    assert {line.code: line.parent for line in chain.budget}["7.01.03.2.02"] == "7.01.03"


def test_a_row_of_the_camat_says_the_name_and_the_unit_of_its_iku() -> None:
    made = office()
    planned(made.kecamatan)
    chain = planning_chain(made.kecamatan, 2026)
    assert chain is not None
    line = chain.agreements[0].lines[0]
    assert (line.iku, line.indicator, line.unit) == ("IKU-1", chain.iku["IKU-1"].name, "nilai (25-100)")
    assert (line.text, line.supports) == ("Meningkatnya kualitas pelayanan publik kecamatan", "S1")


def test_a_quarter_that_is_not_due_stays_without_target() -> None:
    made = office()
    planned(made.kecamatan)
    chain = planning_chain(made.kecamatan, 2026)
    assert chain is not None
    plans = {one.iku: one for one in chain.action_plans}
    assert plans["IKU-2"].quarters == ((1, None), (2, None), (3, D("74.00")), (4, D("74.00")))
    assert plans["IKU-2"].months == ()
    assert len(plans["IKU-5"].months) == 12


def test_a_revision_is_in_force_and_the_first_version_stays_to_be_read() -> None:
    made = office()
    load_plan(kecamatan=made.kecamatan, text=revised(text_of("rencana")), by=None, now=NOW)
    chain = planning_chain(made.kecamatan, 2026)
    assert chain is not None
    versions = [one for one in chain.agreements if one.holder == "camat"]
    assert [(one.number, one.kind, one.is_in_force) for one in versions] == [
        (1, "murni", False),
        (2, "perubahan", True),
    ]
    assert (versions[1].decree, versions[1].reason) == ("SK 188/45/2026", "APBD-P")
    assert versions[1].day == date(2026, 9, 1)
    assert [line.code for line in chain.budget if line.level == "program"] == ["7.01.02"]


def test_figures_recorded_by_hand_stand_in_the_chain_and_in_what_a_new_version_begins_from() -> None:
    made = office()
    plan = planned(made.kecamatan)
    iku, activity = Iku.objects.get(code="IKU-1"), Activity.objects.get(code="7.01.04.2.01")
    record_iku_targets(iku=iku, year_target=D("83.5"), quarter_targets={4: D("83.5")}, by=made.sekcam, now=NOW)
    record_activity(
        activity=activity, budget=D(150_000_000), output_targets={4: D(12)}, budget_targets={}, by=made.sekcam, now=NOW
    )
    chain = chain_of_plan(plan)
    assert chain.iku["IKU-1"].target == D("83.5")
    assert chain.action_plans[0].quarters == ((1, None), (2, None), (3, None), (4, D("83.5")))
    assert {line.code: line.budget for line in chain.budget}["7.01.04.2.01"] == D(150_000_000)
    assert str(as_it_stands(plan).iku[0].target[2026]) == "83.5"


def test_targets_of_months_recorded_by_hand_stand_in_what_a_new_version_begins_from() -> None:
    made = office()
    plan = planned(made.kecamatan)
    iku = Iku.objects.get(code="IKU-5")
    assert (iku.month_targets["2"], iku.judged_by) == ("94.00", "triwulan")
    record_iku_targets(
        iku=iku, year_target=D(94), quarter_targets={}, month_targets={2: D(92)}, by=made.sekcam, now=NOW
    )
    found = as_it_stands(plan).action_plan_of("IKU-5")
    assert found is not None
    assert (found.target_bulanan[2], found.target_bulanan[3]) == (D(92), None)


def test_who_is_judged_by_the_month_is_loaded_with_the_plan() -> None:
    made = office()
    text = text_of("rencana").replace("    target_bulanan:", "    dinilai: bulan\n    target_bulanan:", 1)
    load_plan(kecamatan=made.kecamatan, text=text, by=None, now=NOW)
    assert list(Iku.objects.filter(judged_by="bulan").values_list("code", flat=True)) == ["IKU-5"]


def test_a_plan_nobody_changed_stands_as_it_was_written() -> None:
    plan = planned(office().kecamatan)
    assert as_it_stands(plan) == read_plan(plan.source)


def test_the_rule_of_achievement_and_the_ranges_are_kept_on_the_row() -> None:
    made = office()
    text = text_of("rencana").replace(
        "    agregasi_triwulan: nilai_akhir\n",
        "    agregasi_triwulan: nilai_akhir\n    capaian: {batas: 120, desimal: 1, pembulatan: down}\n"
        "    target_rentang: {2026: {bawah: 80.5, atas: null}}\n",
        1,
    )
    load_plan(kecamatan=made.kecamatan, text=text, by=None, now=NOW)
    first, second = Iku.objects.order_by("position")[:2]
    assert first.achievement_rule == {
        "batas": 120, "desimal": 1, "pembulatan": "down", "saat_realisasi_nol": "tidak_dihitung",
    }  # fmt: skip
    assert first.range_targets == {"2026": {"bawah": "80.5", "atas": None}}
    assert second.range_targets == {}
    assert second.achievement_rule["batas"] is None


def test_the_chain_is_read_at_once(django_assert_num_queries: object) -> None:
    made = office()
    planned(made.kecamatan)
    with django_assert_num_queries(3):  # type: ignore[operator]  # the plan, its IKU, its activities
        planning_chain(made.kecamatan, 2026)
