"""Reading the ministry's response as it is: what it says, where it contradicts itself, and what it is instead."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from cermat.instruments.formula.rumusan import Rumusan, RumusanRow, examine, known_anomalies
from cermat.instruments.imports.idm import CELLS, read_rumusan
from cermat.instruments.schema import shipped
from cermat.lib.errors import DomainError
from tests.instruments.published import Village, document, villages
from tests.instruments.responses import SAMPLES, Spoiler, response, row, sample

D = Decimal


@pytest.mark.parametrize(
    ("name", "index", "status", "codes"),
    [
        ("1111062019_2021.json", "0.5016", "TERTINGGAL", ["A2", "A5"]),
        ("1402022001_2024.json", "0.8389", "MANDIRI", ["A1", "A4"]),
        ("1804072007_2024.json", "0.8416", "MANDIRI", ["A4"]),
        ("3511152008_2021.json", "0.6043", "BERKEMBANG", []),
        ("6101042001_2024.json", "0.9906", "MANDIRI", ["A4"]),
    ],
)
def test_every_sample_is_read_and_comes_out_as_published(name: str, index: str, status: str, codes: list[str]) -> None:
    rumusan = read_rumusan(sample(name))
    found = examine(rumusan, shipped("idm-2016"))
    assert (found.computed.index, found.computed.grade and found.computed.grade.code) == (D(index), status)
    assert (rumusan.status, rumusan.code, str(rumusan.year)) == (status, name[:10], name[11:15])
    assert [one.code for one in found.anomalies] == codes
    assert len(rumusan.rows) == 50


def test_texts_lose_their_stray_blanks_and_dashes_say_nothing() -> None:
    rumusan = read_rumusan(sample("3511152008_2021.json"))
    last = rumusan.rows[-1]
    assert (last.code, last.points, last.gain) == ("IKL-03", 0, D("0.11111111"))
    assert (last.executors or {})["PUSAT"] == "BNPB, Kemendes"
    assert (rumusan.rows[2].label, rumusan.rows[2].advice) == ("Skor Bidan", "")
    assert rumusan.dotted == "35.11.15.2008"
    assert rumusan.groups == {"IKS": D("0.66285714285714"), "IKE": D("0.48333333333333"), "IKL": D("0.66666666666667")}


def test_the_shifted_row_is_brought_back_and_the_shown_one_is_kept() -> None:
    rumusan = read_rumusan(sample("1402022001_2024.json"))
    found = examine(rumusan, shipped("idm-2016"))
    assert (rumusan.shown["IKS-30"], rumusan.sheet["IKS-30"]) == (Fraction(5), Fraction(1))
    assert (found.as_shown.index, found.computed.index) == (D("0.8465"), D("0.8389"))
    assert "menurut IKS terbit skornya 1" in found.anomalies[0].text


# ---- The known contradictions, on full published cases


def full_case(case: dict[str, Any]) -> Rumusan:
    published = case["published"]
    return Rumusan(
        code=case["identitas"]["id_desa"],
        village=case["identitas"]["nama_desa"],
        kecamatan=case["identitas"]["nama_kecamatan"],
        year=case["tahun"],
        rows=tuple(RumusanRow(one["code"], one["code"], one["skor"]) for one in case["rows"]),
        groups={code: D(str(published[code.lower()])) for code in ("IKS", "IKE", "IKL")},
        index=D(str(published["idm"])),
        status=published["status_summary"],
        target=published["target_status"],
        minimum=D(published["skor_minimal"]),
        shortfall=D(str(published["penambahan"])),
        unread=tuple(one["code"] for one in case["rows"] if one["keterangan"] is False),
    )


def test_every_full_case_agrees_but_for_what_is_known() -> None:
    cases = [full_case(case) for case in document("golden_cases_full.json")["cases"]]
    found = {f"{case.code}-{case.year}": examine(case, shipped("idm-2016")) for case in cases}
    assert len(found) == 20
    assert not [name for name, one in found.items() if any(anomaly.code == "lain" for anomaly in one.anomalies)]
    named = {name: [anomaly.code for anomaly in one.anomalies] for name, one in found.items()}
    assert named["6504022001-2022"][:1] == ["A3"]
    assert named["1214032001-2024"][:1] == ["A1"]
    assert named["1201062008-2024"][:1] == ["A1"]
    assert named["1111062019-2021"] == ["A2", "A5"]


def test_the_known_contradictions_are_as_many_as_were_counted() -> None:
    """Of the 6,676 published village-years; `golden_scores.csv` has no texts, so A2 cannot show."""
    counts = Counter(anomaly.code for one in villages() for anomaly in known_anomalies(published_only(one)))
    years = Counter(one.published["tahun"] for one in villages())
    assert counts["A1"] == 413
    assert counts["A4"] == years["2023"] + years["2024"]
    assert (counts["A3"], counts["A5"], counts["A6"]) == (1, 41, 641)


def published_only(village: Village) -> Rumusan:
    row = village.published
    return Rumusan(
        code=row["id_desa"],
        village="",
        kecamatan="",
        year=int(row["tahun"]),
        rows=tuple(
            RumusanRow(code, code, int(points))
            for code, points in village.shown.items()
            if isinstance(points, Fraction)
        ),
        groups={code: D(row[code.lower()]) for code in ("IKS", "IKE", "IKL")},
        index=D(row["idm"]),
        status=row["status"],
        target=row["target_status"],
        minimum=D(row["skor_minimal"]),
        shortfall=D(row["penambahan"]),
    )


def two_answers(data: dict[str, Any]) -> None:
    row(data, 24)["SKOR"], row(data, 25)["SKOR"] = 1, 5


def other_status(data: dict[str, Any]) -> None:
    data["mapData"]["SUMMARIES"]["STATUS"] = "MAJU"
    row(data, 64)["SKOR"] = "Maju"


def other_row(data: dict[str, Any]) -> None:
    row(data, 46)["SKOR"] = 1 if row(data, 46)["SKOR"] != 1 else 3


def other_shortfall(data: dict[str, Any]) -> None:
    data["mapData"]["SUMMARIES"]["PENAMBAHAN"] = 0.5


@pytest.mark.parametrize(
    ("spoil", "code", "text"),
    [
        (two_answers, "A5", "saling bertentangan"),
        (other_status, "lain", "status terbit MAJU, hasil hitung MANDIRI."),
        (other_row, "lain", "IKE terbit 0,7000"),
        (other_shortfall, "lain", "PENAMBAHAN"),
    ],
)
def test_a_contradiction_is_named_and_the_published_figure_stays(spoil: Spoiler, code: str, text: str) -> None:
    rumusan = read_rumusan(response(spoil))
    found = examine(rumusan, shipped("idm-2016"))
    assert any(one.code == code and text in one.text for one in found.anomalies)
    assert rumusan.index == D("0.8415873015873")


# ---- What is refused


def without_rows(data: dict[str, Any]) -> None:
    data["mapData"]["ROW"] = [one for one in data["mapData"]["ROW"] if one["ROW_CELL"] not in (10, 11)]


def twice(data: dict[str, Any]) -> None:
    data["mapData"]["ROW"].append(row(data, 10))


def set_to(cell: int, value: object) -> Spoiler:
    return lambda data: row(data, cell).update(SKOR=value)


def summary(**values: object) -> Spoiler:
    return lambda data: data["mapData"]["SUMMARIES"].update(values)


def identity(**values: object) -> Spoiler:
    return lambda data: data["mapData"]["IDENTITAS"][0].update(values)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (without_rows, r"2 baris tidak ada \(IKS-01, IKS-02\)"),
        (twice, r"Baris IKS-01 \(ROW_CELL 10\) muncul dua kali"),
        (set_to(10, 6), "IKS-01: “6” bukan angka dari 0 sampai 5"),
        (set_to(10, 2.5), "IKS-01: “2.5” harus bilangan bulat"),
        (set_to(10, None), "IKS-01: “None” bukan angka"),
        (set_to(10, True), "IKS-01: “True” bukan angka"),
        (set_to(10, "1e-999999999"), "IKS-01: “1e-999999999” bukan angka"),
        (set_to(45, "1e-999999999"), "IKS: “1e-999999999” bukan angka"),  # worked out, it would take hours
        (set_to(45, "sNaN"), "IKS: “sNaN” bukan angka"),
        (set_to(45, "banyak"), "IKS: “banyak” bukan angka"),
        (set_to(63, 0.5), "dua nilai IDM yang berbeda"),
        (set_to(64, "Maju"), "dua status: MANDIRI dan MAJU"),
        (summary(STATUS="HEBAT"), "STATUS “HEBAT” bukan status IDM"),
        (summary(TAHUN=1999), "TAHUN: “1999”"),
        (identity(id_desa="18040720"), "“18040720” bukan kode Kemendagri 10 angka"),
        (identity(id_kecamatan="3518140"), "tujuh angka: itu kode BPS"),
        (identity(id_kecamatan="111111"), "tidak berada di kecamatan 111111"),
        (lambda data: data["mapData"].pop("SUMMARIES"), "SUMMARIES atau IDENTITAS tidak ada"),
        (lambda data: data.pop("mapData"), "mapData tidak ada"),
    ],
)
def test_a_response_that_is_not_whole_is_refused_with_the_place(spoil: Spoiler, sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        read_rumusan(response(spoil))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"), ("  \n", "empty"), ("<!DOCTYPE html><html></html>", "html"), ("{", "broken"),
        ("[]", "no_rumusan"),
        (r'{"error": true, "message": "\ud800"}', "broken"), (r'{"error": true, "message": "a\u0000"}', "broken"),
        ('{"status": NaN}', "broken"), ("[" * 100_000, "broken"), ("9" * 5000, "broken"), ("1" * 200_001, "too_long"),
        ('{"a": 1e999999999}', "no_rumusan"), ('{"mapData": []}', "no_rumusan"),
    ],
)  # fmt: skip
def test_what_is_no_response_at_all_is_refused_by_what_it_is(text: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_rumusan(text)
    assert refused.value.code == code


def test_the_error_form_is_refused_with_the_ministrys_own_message() -> None:
    with pytest.raises(DomainError, match="“ID Desa tidak ditemukan”") as refused:
        read_rumusan(sample("error_400.json"))
    assert "bukan kode BPS" in refused.value.message


def test_a_score_of_sdgs_is_refused_with_the_reason() -> None:
    with pytest.raises(DomainError, match="SDGs Desa memakai kode BPS"):
        read_rumusan(sample("sdgs_sample.json"))


def test_the_rows_are_the_items_of_the_definition() -> None:
    assert list(CELLS.values()) == [item.code for item in shipped("idm-2016").items]
    assert len(list(SAMPLES.glob("*_20*.json"))) == 5
