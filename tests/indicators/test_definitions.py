"""Every shipped file loads; each row computes with good values, and each of its rules fires with bad ones."""

from fractions import Fraction
from typing import Any

import pytest

from cermat.indicators.formula import Around, Given, Spec, Status, broken_rules, compute
from cermat.indicators.models import Indicator
from cermat.indicators.queries import spec_of
from cermat.indicators.schema import kind_of, read_indicators, read_plan
from cermat.lib.months import Month
from tests.factories import office
from tests.indicators.factories import DEFINITIONS, loaded, text_of

MARCH = Month(2026, 3)
F = Fraction

# Good values of each monthly row, and what it then is.
GOOD: dict[str, tuple[dict[str, str], str]] = {
    "PDK-01": ({"awal": "5000", "lahir": "7", "mati": "4", "datang": "10", "pindah": "3"}, "5010"),
    "PDK-02": ({"kk": "1500"}, "1500"),
    "PDK-03": ({"n": "12"}, "12"),
    "PDK-04": ({"lapor": "3", "mati": "4"}, "75"),
    "YAN-01": ({"n": "80"}, "80"),
    "YAN-02": ({"tepat": "76", "semua": "80"}, "95"),
    "YAN-03": ({"selesai": "1", "masuk": "3"}, "100/3"),
    "YAN-04": ({"n": "30"}, "30"),
    "PBB-01": ({"baku": "400000000", "realisasi": "20000000.50"}, "40000001/8000000"),
    "PBB-02": ({"sampai": "900", "terima": "1000"}, "90"),
    "TNH-01": ({"n": "2"}, "2"),
    "TNH-02": ({"n": "0"}, "0"),
    "TRB-01": ({"n": "1"}, "1"),
    "TRB-02": ({"selesai": "1", "n": "2"}, "50"),
    "TRB-03": ({"aktif": "8", "ada": "10"}, "80"),
    "TRB-04": ({"n": "22"}, "22"),
    "TRB-05": ({"cepat": "1", "n": "1"}, "100"),
    "KES-01": ({"d": "85", "s": "100"}, "85"),
    "KES-02": ({"buka": "6", "ada": "6"}, "100"),
    "KES-03": ({"stunting": "9", "ukur": "90"}, "10"),
    "KES-04": ({"bebas": "95", "periksa": "100"}, "95"),
    "PKK-01": ({"n": "2"}, "2"),
    "PKK-02": ({"temu": "15", "rt": "20"}, "75"),
    "SOS-01": ({"salur": "98", "alokasi": "100"}, "98"),
    "SOS-02": ({"n": "5"}, "5"),
    "LHK-01": ({"n": "4"}, "4"),
    "LHK-02": ({"layan": "17", "rt": "20"}, "85"),
    "LHK-03": ({"n": "1"}, "1"),
    "BNG-01": ({"fisik": "10.5"}, "21/2"),
    "BNG-02": ({"n": "25"}, "25"),
    "BNG-03": ({"n": "3"}, "3"),
    "KEU-01": ({"real": "15000000", "pagu": "100000000"}, "15"),
    "KEU-02": ({"real": "10", "pagu": "100"}, "10"),
    "ADM-01": ({"isi": "14", "wajib": "14"}, "100"),
    "ADM-02": ({"cukup": "1"}, "1"),
    "ADM-03": ({"tepat": "1"}, "1"),
}

# (row, number of the rule in the file, changed values, last month, other rows, average of 12 months)
BAD: list[tuple[str, int, dict[str, str], dict[str, str], dict[str, str], str | None]] = [
    (
        "PDK-01", 0, {"awal": "4999"},
        {"awal": "5000", "lahir": "0", "mati": "0", "datang": "0", "pindah": "0"}, {}, None,
    ),
    ("PDK-01", 1, {"datang": "500"}, {}, {}, None),
    ("PDK-02", 0, {}, {}, {"PDK_01": "1499"}, None),
    ("PDK-04", 0, {"lapor": "5"}, {}, {}, None),
    ("YAN-02", 0, {"tepat": "81"}, {}, {}, None),
    ("YAN-03", 0, {"selesai": "4"}, {}, {}, None),
    ("PBB-01", 0, {"realisasi": "400000001"}, {}, {}, None),
    ("PBB-01", 1, {}, {"baku": "400000000", "realisasi": "20000001"}, {}, None),
    ("PBB-01", 2, {}, {"baku": "399999999", "realisasi": "1"}, {}, None),
    ("PBB-02", 0, {"sampai": "1001"}, {}, {}, None),
    ("TRB-01", 0, {"n": "7"}, {}, {}, "2"),
    ("TRB-02", 0, {"selesai": "3"}, {}, {}, None),
    ("TRB-03", 0, {"aktif": "11"}, {}, {}, None),
    ("TRB-05", 0, {"cepat": "2"}, {}, {}, None),
    ("KES-01", 0, {"d": "101"}, {}, {}, None),
    ("KES-02", 0, {"buka": "7"}, {}, {}, None),
    ("KES-03", 0, {"stunting": "91"}, {}, {}, None),
    ("KES-04", 0, {"bebas": "101"}, {}, {}, None),
    ("PKK-02", 0, {"temu": "21"}, {}, {}, None),
    ("SOS-01", 0, {"salur": "101"}, {}, {}, None),
    ("LHK-02", 0, {"layan": "21"}, {}, {}, None),
    ("BNG-01", 0, {"fisik": "100.01"}, {}, {}, None),
    ("BNG-01", 1, {}, {"fisik": "11"}, {}, None),
    ("KEU-01", 0, {"real": "100000001"}, {}, {}, None),
    ("KEU-01", 1, {}, {"real": "15000001", "pagu": "100000000"}, {}, None),
    ("KEU-02", 0, {"real": "101"}, {}, {}, None),
]  # fmt: skip


def exact(values: dict[str, str]) -> dict[str, Given]:
    return {key: Fraction(value) for key, value in values.items()}


@pytest.fixture(scope="module")
def specs() -> dict[str, Spec]:
    return read_specs("bulanan")


def read_specs(kind: str) -> dict[str, Spec]:
    """The rows of a set as the formulas see them, without a database."""
    from cermat.indicators.actions.loading import _rows  # noqa: PLC0415
    from cermat.indicators.models import IndicatorSet  # noqa: PLC0415

    file = read_indicators(text_of(kind))
    return {row.code: spec_of(row) for row in _rows(IndicatorSet(), file)}


def test_every_monthly_row_has_good_values_here(specs: dict[str, Spec]) -> None:
    assert set(GOOD) == set(specs)
    assert len(specs) == 36


@pytest.mark.parametrize("code", GOOD)
def test_a_row_computes_and_breaks_no_rule_with_good_values(specs: dict[str, Spec], code: str) -> None:
    values, result = GOOD[code]
    outcome = compute(specs[code], exact(values))
    assert (outcome.value, outcome.status) == (Fraction(result), Status.COUNTED)
    around = Around(MARCH, previous={}, others={"PDK_01": F(5010), "PDK_01.mati": F(4)}, history=(F(2),))
    assert broken_rules(specs[code], exact(values), around) == []


def test_every_rule_of_the_example_is_broken_here(specs: dict[str, Spec]) -> None:
    known = {
        (code, index) for code, spec in specs.items() for index, rule in enumerate(spec.rules) if rule.kind != "tanya"
    }
    assert {(code, index) for code, index, *_ in BAD} == known


@pytest.mark.parametrize(("code", "index", "changed", "last", "others", "average"), BAD)
def test_each_rule_fires(
    specs: dict[str, Spec],
    code: str,
    index: int,
    changed: dict[str, str],
    last: dict[str, str],
    others: dict[str, str],
    average: str | None,
) -> None:
    spec = specs[code]
    around: dict[str, Any] = {
        "month": MARCH,
        "previous": exact(last),
        "others": {key: Fraction(value) for key, value in others.items()},
        "history": () if average is None else (Fraction(average),),
    }
    values = exact(GOOD[code][0] | changed)
    rule = spec.rules[index]
    fired = {problem.message: problem for problem in broken_rules(spec, values, Around(**around))}
    assert rule.message in fired
    assert fired[rule.message].stops
    explained = {p.message: p for p in broken_rules(spec, values, Around(**around, reason="Sudah diperiksa."))}
    needs_reason_only = rule.kind == "soft" or "tanpa_alasan" in rule.when
    assert needs_reason_only == (rule.message not in explained or explained[rule.message].is_explained)


@pytest.mark.parametrize("kind", ["bulanan", "sinergitas", "dokumen", "lembar"])
@pytest.mark.django_db
def test_every_set_loads_into_an_office(kind: str) -> None:
    made = loaded(office().kecamatan, kind)
    rows = list(Indicator.objects.filter(set=made))
    assert len(rows) == {"bulanan": 36, "sinergitas": 114, "dokumen": 63, "lembar": 3}[kind]
    for row in rows:
        assert compute(spec_of(row), {}).status is Status.MISSING  # nothing typed is missing, never zero
        assert row.section_key in {"sekretariat", "pemerintahan", "trantib", "pmd", "kesra", "pelayanan"}


def test_the_sinergitas_template_adds_up_to_one_hundred() -> None:
    file = read_indicators(text_of("sinergitas"))
    assert sum(row.poin or 0 for row in file.indikator) == 100
    for group in file.bidang:
        assert sum(row.poin or 0 for row in file.indikator if row.bidang == group.key) == group.paling_tinggi
    assert "bukan instrumen Kabupaten Nganjuk" in file.asal


def test_the_highest_answers_give_the_highest_points() -> None:
    file = read_indicators(text_of("sinergitas"))
    for row in file.indikator:
        if row.rumus:
            assert sum(question.poin or 0 for question in row.isian) == row.poin, row.kode
        else:
            assert [question.jenis for question in row.isian] == ["pilihan"], row.kode
            assert max(choice.nilai for choice in row.isian[0].pilihan) == row.poin, row.kode


def test_the_example_plan_is_whole() -> None:
    plan = read_plan(text_of("rencana"))
    assert [row.kode for row in plan.iku] == ["IKU-1", "IKU-2", "IKU-3", "IKU-4", "IKU-5"]
    assert sum(len(actions.kegiatan) for actions in plan.rencana_aksi) == 6
    assert len(plan.pk) == 7
    assert len(plan.iki) == 6


def test_a_person_can_only_give_points_that_the_item_allows() -> None:
    rows = {row.kode: row for row in read_indicators(text_of("sinergitas")).indikator}
    offered = {code: [choice.nilai for choice in row.isian[0].pilihan] for code, row in rows.items()}
    assert offered["A-01"] == [0, 2]
    assert [str(points) for points in offered["B-36"]] == ["0", "0.2", "0.3", "0.4", "0.5"]
    assert [choice.label for choice in rows["B-03"].isian[0].pilihan][:2] == ["Tidak ada", "Kurang dari 5 kali"]
    assert [question.key for question in rows["A-02"].isian] == ["bukti_a", "bukti_b", "bukti_c"]


def test_a_document_is_asked_of_whom_and_when_its_instrument_says() -> None:
    rows = {row.kode: row for row in read_indicators(text_of("dokumen")).indikator}
    assert (rows["KEL-A.1"].berlaku, rows["KEL-A.1"].bulan_berlaku) == ("kelurahan", None)
    assert (rows["SKM-1"].berlaku, rows["SKM-1"].bulan_berlaku) == ("keduanya", (3, 6, 9, 12))
    assert rows["DES-B.3"].rincian["jadwal"] == "dilaporkan kepada Bupati melalui Camat setiap akhir bulan"


def test_every_file_says_what_it_holds() -> None:
    for path in [*DEFINITIONS.glob("indicators/*.yaml"), *DEFINITIONS.glob("plans/*.yaml")]:
        kind = kind_of(path.read_text(encoding="utf-8"))
        assert (kind is None) == (path.parent.name == "plans")


@pytest.mark.parametrize(
    ("value", "grade", "right"), [("80", "2", "B"), ("90", "3", "A"), ("70", "3", "C"), ("60", "2", "D")]
)
def test_a_grade_that_does_not_fit_its_ikm_is_told_the_right_one(value: str, grade: str, right: str) -> None:
    spec = read_specs("lembar")["IKM-01"]
    (problem,) = broken_rules(spec, exact({"nilai": value, "mutu": grade, "responden": "100"}), Around(MARCH))
    assert problem.message.endswith(f"bermutu {right}. Pilih {right}, atau periksa nilainya.")
