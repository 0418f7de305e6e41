"""Next year's plan begins from this one: what the Renstra says, what is proposed, what stays empty."""

from decimal import Decimal

import pytest
import yaml

from cermat.indicators.formula.carrying import decimals_of, share_of_next
from cermat.indicators.schema import PlanFile, checked, read_plan
from cermat.indicators.schema.plan_carrying import Carried, carried
from cermat.indicators.schema.plan_proposals import proposed, still_proposed
from tests.indicators.factories import text_of
from tests.indicators.test_chain import revised

D = Decimal


def plan(**changes: object) -> PlanFile:
    """The example, with keys of IKU-1 changed."""
    data = yaml.safe_load(text_of("rencana"))
    data["iku"][0] |= changes
    return read_plan(yaml.safe_dump(data, sort_keys=False, allow_unicode=True))


def row_of(found: Carried, part: str, **named: str) -> dict[str, str]:
    return next(row for row in found.rows[part] if named.items() <= row.items())


@pytest.mark.parametrize(
    ("part", "year", "following", "decimals", "suggested"),
    [
        ("82.50", "83.00", "83.50", 2, "83.00"),
        ("94", "94", "95", 2, "95.00"),
        ("3", "12", "14", 0, "4"),
        ("0", "12", "14", 0, "0"),
    ],
)
def test_a_quarter_keeps_its_share_of_the_year(
    part: str, year: str, following: str, decimals: int, suggested: str
) -> None:
    assert share_of_next(D(part), D(year), D(following), decimals) == D(suggested)


def test_a_suggestion_has_as_many_decimals_as_the_finest_figure_it_came_from() -> None:
    assert decimals_of([D("3"), None, D("12.50")]) == 2
    assert decimals_of([D("1E+2"), None]) == 0
    assert decimals_of([D("0.123456")]) == 4


def test_the_camat_promises_what_the_renstra_asks() -> None:
    found = carried(plan(), 2027)
    assert row_of(found, "pk-sasaran", indikator="IKU-1")["target"] == "83,5"
    assert found.why_empty("pk-sasaran", "camat · 1 · IKU-1") == ""
    assert "camat · 1 · IKU-1" not in found.proposals["pk-sasaran"]


def test_a_target_that_the_renstra_does_not_have_stays_empty_and_is_said() -> None:
    found = carried(plan(target={2026: "83.00"}), 2027)
    assert "target" not in row_of(found, "pk-sasaran", indikator="IKU-1")
    assert found.why_empty("pk-sasaran", "camat · 1 · IKU-1") == "Renstra belum menetapkan target 2027."
    assert found.why_empty("rencana-aksi", "IKU-1") == "Renstra belum menetapkan target 2027."
    assert "target" not in row_of(found, "pk-sasaran", pemegang="pelayanan", mendukung="IKU-1", satuan="nilai")
    assert not any(key.startswith("target_triwulan.") for key in row_of(found, "rencana-aksi", indikator="IKU-1"))


def test_quarters_and_months_are_proposed_from_their_shares() -> None:
    found = carried(plan(), 2027)
    row = row_of(found, "rencana-aksi", indikator="IKU-1")
    assert [row[f"target_triwulan.{quarter}"] for quarter in range(1, 5)] == ["83", "83,25", "83,5", "83,5"]
    assert row_of(found, "rencana-aksi", indikator="IKU-5")["target_bulanan.3"] == "95"
    late = row_of(found, "rencana-aksi", indikator="IKU-2")
    assert "target_triwulan.1" not in late  # not due then, and not next year
    assert late["target_triwulan_catatan"]
    assert found.proposals["rencana-aksi"]["IKU-1"]["cells"]["target_triwulan.1"] == "83"


def test_a_kasis_row_follows_the_iku_it_repeats_and_else_its_own_figure_as_a_proposal() -> None:
    found = carried(plan(), 2027)
    repeats = row_of(found, "pk-sasaran", pemegang="pelayanan", satuan="nilai")
    assert repeats["target"] == "83,5"
    own = found.proposals["pk-sasaran"]["pelayanan · 1 · Persentase layanan selesai sesuai standar pelayanan"]
    assert own == {"cells": {"target": "95"}, "why": "sama dengan 2026; Renstra tidak memuatnya"}
    assert (
        "Renstra IKU-1"
        in found.proposals["iki-indikator"]["Kepala Seksi Pelayanan Umum · Indeks Kepuasan Masyarakat"]["why"]
    )


def test_money_is_new_and_work_goes_on() -> None:
    found = carried(plan(), 2027)
    assert not any("pagu" in row for part in ("kegiatan", "pk-anggaran") for row in found.rows[part])
    assert not any(key.startswith("target_anggaran.") for row in found.rows["kegiatan"] for key in row)
    assert found.proposals["kegiatan"]["7.01.02.2.04"]["cells"]["target_keluaran.4"] == "12"
    assert row_of(found, "rencana-aksi", indikator="IKU-1")["aksi"].startswith("Survei kepuasan")
    faults = {
        fault.place.column
        for fault in checked(found.rows | {"umum": [found.rows["umum"][0] | {"tahun": "2027"}]}).faults
    }
    assert faults == {"pagu"}


def test_an_iku_whose_sheet_says_so_ends_and_what_supported_it_supports_its_sasaran() -> None:
    found = carried(plan(berlaku_sampai=2026), 2027)
    assert found.ending == ("IKU-1",)
    assert "IKU-1" not in {row["kode"] for row in found.rows["iku"]}
    assert not any(
        row.get("indikator") == "IKU-1"
        for part in ("pk-sasaran", "rencana-aksi", "kegiatan")
        for row in found.rows[part]
    )
    assert "iku" not in row_of(found, "renstra", key="S1")
    kasi = [row["mendukung"] for row in found.rows["pk-sasaran"] if row["pemegang"] == "pelayanan"]
    assert kasi == ["S1", "S1"]
    assert carried(plan(berlaku_sampai=2027), 2027).ending == ()


def test_nothing_is_worked_out_from_another_instrument() -> None:
    found = carried(plan(), 2027, remeasured={"IKU-4"})
    assert found.why_empty("rencana-aksi", "IKU-4") == "Instrumennya berganti pada 2027; tidak dihitung dari 2026."
    assert not any(key.startswith("target_triwulan.") for key in row_of(found, "rencana-aksi", indikator="IKU-4"))


def test_no_share_of_nothing() -> None:
    found = carried(plan(target={2026: "0", 2027: "84"}), 2027)
    assert found.why_empty("rencana-aksi", "IKU-1") == "Target 2026 nol; bagiannya tidak terhitung."


def test_of_a_range_the_years_bounds_go_on_and_its_quarters_mark_when_it_is_due() -> None:
    bounds = {2026: {"bawah": "80", "atas": "90"}, 2027: {"bawah": "81", "atas": "91"}}
    found = carried(plan(rumus_capaian="range_positive", target_rentang=bounds, target={2026: "83"}), 2027)
    assert {"iku": "IKU-1", "tahun": "2027", "bawah": "81", "atas": "91"} in found.rows["rentang"]
    assert found.why_empty("pk-sasaran", "camat · 1 · IKU-1") == "Targetnya rentang, lihat Rincian target."
    assert "rentang" in found.proposals["rencana-aksi"]["IKU-1"]["why"]


def test_the_renstras_own_details_go_on_and_what_an_example_reached_does_not() -> None:
    found = carried(plan(), 2027)
    assert {"iku": "IKU-3", "tahun": "2027", "dari": "13 dari 13"} in found.rows["rentang"]
    assert not any("realisasi" in row for row in found.rows["rentang"])


def test_agreements_begin_again_at_number_one() -> None:
    found = carried(read_plan(revised(text_of("rencana"))), 2027)
    mine = [row for row in found.rows["pk"] if row["pemegang"] == "camat"]
    assert [(row["nomor"], row["versi.jenis"], "versi.tanggal" in row) for row in mine] == [("1", "murni", False)]


def test_by_what_the_plan_stands_is_to_be_said_anew() -> None:
    found = carried(plan(), 2027)
    assert found.proposals["umum"][""]["cells"].keys() == {"asal", "sumber"}


def test_a_cell_is_a_proposal_until_it_is_kept_or_changed() -> None:
    found = carried(plan(), 2027)
    first = next(one for one in proposed(found.rows, found.proposals) if one.part.key == "rencana-aksi")
    assert (first.key, len(first.cells)) == ("IKU-1", 4)
    rows = [dict(row) for row in found.rows["rencana-aksi"]]
    rows[0]["target_triwulan.1"] = "84"
    left = still_proposed(found.rows | {"rencana-aksi": rows}, found.proposals, before=found.rows)
    assert left["rencana-aksi"]["IKU-1"]["cells"].keys() == {f"target_triwulan.{quarter}" for quarter in (2, 3, 4)}
    kept = still_proposed(found.rows, found.proposals, before=found.rows, kept={("rencana-aksi", "IKU-1")})
    assert "IKU-1" not in kept["rencana-aksi"]
    assert "IKU-5" in kept["rencana-aksi"]


def test_a_row_with_another_name_keeps_its_proposal_until_a_person_has_looked_at_it() -> None:
    found = carried(plan(), 2027)
    first = next(one for one in proposed(found.rows, found.proposals) if one.part.key == "iki-indikator")
    rows = [dict(row) for row in found.rows["iki-indikator"]]
    rows[first.at]["nama"] = "Nama lain"
    renamed = found.rows | {"iki-indikator": rows}
    left = still_proposed(renamed, found.proposals, before=found.rows)
    named = first.key.replace(found.rows["iki-indikator"][first.at]["nama"], "Nama lain")
    assert left["iki-indikator"][named]["cells"] == {"target": rows[first.at]["target"]}
    assert len(left["iki-indikator"]) == len(found.proposals["iki-indikator"])
    kept = still_proposed(renamed, found.proposals, before=found.rows, kept={("iki-indikator", first.key)})
    assert named not in kept["iki-indikator"]
    without = found.rows | {"iki-indikator": [row for row in rows if row["nama"] != "Nama lain"]}
    fewer = still_proposed(without, found.proposals, before=found.rows)
    assert len(fewer["iki-indikator"]) == len(left["iki-indikator"]) - 1
