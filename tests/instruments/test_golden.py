"""The engine against seven thousand published results. What contradicts its own rule is named, never bent."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from cermat.instruments.formula import Definition, Given, Outcome, linear_weights, score
from cermat.instruments.queries import kind_of_subject
from cermat.instruments.schema import shipped
from cermat.lib.rounding import rounded
from tests.instruments.published import Village, document, near, table, villages

Tell = Callable[[str, object], None]
DESA = Given(kind="desa")


@pytest.fixture
def tell(record_property: Tell) -> Callable[[str], None]:
    """A sentence for the end of the run (`tests.plugin` prints it)."""
    return lambda sentence: record_property("angka terbit", sentence)


def agrees(outcome: Outcome, definition: Definition, published: dict[str, str]) -> bool:
    """All the published figures of one village-year: three indices, IDM, status, target, what is still to gain."""
    if outcome.value is None or outcome.index is None or outcome.grade is None:
        return False
    aim = definition.next_grade(outcome.index) or definition.grades[-1]
    return (
        all(near(line.value, published[line.code.lower()]) for line in outcome.groups)
        and near(outcome.value, published["idm"])
        and outcome.index == rounded(Fraction(published["idm"]), 4)
        and outcome.grade.code == published["status"]
        and aim.code == published["target_status"]
        and f"{aim.start:.4f}" == published["skor_minimal"]
        and near(Fraction(aim.start) - outcome.value, published["penambahan"])
    )


def test_every_published_idm_agrees_once_row_thirty_is_corrected(tell: Callable[[str], None]) -> None:
    idm, counted = shipped("idm-2016"), Counter[str]()
    different: list[str] = []
    for village in villages():
        if not agrees(score(idm, [village.corrected], DESA), idm, village.published):
            different.append(village.name)
        if village.shift:
            counted[village.published["tahun"]] += 1
            assert not agrees(score(idm, [village.shown], DESA), idm, village.published), village.name
        counted["all"] += 1
    assert different == []
    assert counted == {"all": 6676, "2024": 413}
    tell(
        f"idm-2016: {counted['all'] - len(different)} dari {counted['all']} cocok (IKS, IKE, IKL, IDM, status, target, "
        "PENAMBAHAN). Pertentangan terbitan A1: 413 baris 2024 mengulang IKS-31 pada IKS-30; dari baris tercetak "
        "berbeda, dari baris terkoreksi cocok."
    )


def test_the_full_cases_agree_to_the_last_published_digit(tell: Callable[[str], None]) -> None:
    idm, cases = shipped("idm-2016"), document("golden_cases_full.json")["cases"]
    gains = linear_weights(idm)
    for case in cases:
        points = {row["code"]: Fraction(row["skor"]) for row in case["rows"]}
        published = {key: str(value) for key, value in case["published"].items()}
        published["status"] = published["status_summary"]
        shift = sum(points[code] for code in points if code.startswith("IKS")) - round(175 * float(published["iks"]))
        village = Village(case["case"], points, published, int(shift))
        assert agrees(score(idm, [village.corrected], DESA), idm, published), case["case"]
        for row in case["rows"]:
            gain = rounded(gains[row["code"]] * (5 - points[row["code"]]), 8)
            assert row["nilai_plus"] == (f"{gain}" if gain else "0"), (case["case"], row["code"])
    tell(f"idm-2016: {len(cases)} dari 20 rumusan lengkap cocok, +NILAI tiap baris sampai 8 desimal.")


def test_the_levels_of_the_full_cases_bear_the_texts_of_the_definition() -> None:
    idm = shipped("idm-2016")
    for case in document("golden_cases_full.json")["cases"]:
        for row in case["rows"]:
            level = next(one for one in idm.item[row["code"]].options if one.score == row["skor"])
            if row["keterangan"] and not (case["tahun"] == 2024 and row["code"] == "IKS-30"):
                assert level.label == " ".join(row["keterangan"].split()), (case["case"], row["code"])


def test_the_village_of_2020_agrees_with_its_four_decimals() -> None:
    case, idm = document("golden_case_2020.json"), shipped("idm-2016")
    outcome = score(idm, [{code: Fraction(points) for code, points in case["skor"].items()}], DESA)
    shown = {
        line.code.lower(): str(rounded(line.value, 4)) for line in outcome.groups if isinstance(line.value, Fraction)
    }
    assert {**shown, "idm": str(outcome.index)} == {key: case["published"][key] for key in ("iks", "ike", "ikl", "idm")}
    assert outcome.grade is not None
    assert outcome.grade.code == case["published"]["status"]


def test_every_published_indeks_desa_agrees(tell: Callable[[str], None]) -> None:
    definition, rows = shipped("indeks-desa-2025"), table("golden_indeks_desa_2025.csv")
    for row in rows:
        points = {group.code: Fraction(row[group.code]) for group in definition.groups}
        outcome = score(definition, [], Given(kind="desa", groups=points))
        assert outcome.index == Decimal(row["skor_published"]), row["desa"]
        assert outcome.grade is not None
        assert outcome.grade.code == row["status_published"], row["desa"]
    assert len(rows) == 182
    tell(f"indeks-desa-2025: {len(rows)} dari 182 cocok (skor dan status).")


def test_every_published_sdgs_mean_agrees_and_kelurahan_are_not_surveyed(tell: Callable[[str], None]) -> None:
    definition, rows, counted = shipped("sdgs-desa"), table("golden_sdgs_nganjuk.csv"), Counter[str]()
    for row in rows:
        kind = kind_of_subject(row["kode_bps"])
        assert kind == kind_of_subject(row["kode_kemendagri"])
        outcome = score(
            definition, [{item.code: Fraction(row[item.code]) for item in definition.items}], Given(kind=kind)
        )
        if kind == "kelurahan":
            assert (outcome.index, outcome.reason) == (None, "Tidak didata: semua nilai nol.")
        else:
            assert outcome.index == Decimal(row["average_published"]), row["nama_bps"]
        counted[kind] += 1
    assert counted == {"desa": 182, "kelurahan": 14}
    tell(f"sdgs-desa: {len(rows)} dari 196 cocok ({counted['kelurahan']} kelurahan: tidak didata, bukan nol).")


def test_a_desa_may_truly_have_only_zeros_where_a_kelurahan_is_not_surveyed() -> None:
    definition = shipped("sdgs-desa")
    zeros = {item.code: Fraction() for item in definition.items}
    assert score(definition, [zeros], DESA).index == Decimal("0.00")
    assert score(definition, [zeros], Given(kind="kelurahan")).index is None


@pytest.mark.parametrize("name", ["idm-2016", "indeks-desa-2025"])
def test_a_kelurahan_is_refused_where_only_desa_are_measured(name: str) -> None:
    definition = shipped(name)
    full = {item.code: item.highest for item in definition.items}
    outcome = score(definition, [full], Given(kind="kelurahan"))
    assert (outcome.index, outcome.groups) == (None, ())
    assert outcome.reason == f"{definition.short} berlaku untuk desa, bukan kelurahan."
