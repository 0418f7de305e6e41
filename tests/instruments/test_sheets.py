"""Scoring by hand and by the regulation's own bounds; what is missing is named, never zero."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermat.instruments.formula import (
    Assessed,
    Criterion,
    count_reaching,
    desa_grade,
    documents_share,
    points_total,
    skm_grade,
    weighted_mean,
    written,
)

F = Fraction
D = Decimal


@pytest.mark.parametrize(
    ("value", "grade"),
    [
        ("25", "D"), ("64.99", "D"), ("64.994", "D"), ("64.995", "C"), ("65.00", "C"), ("76.60", "C"),
        ("76.604", "C"), ("76.605", "B"), ("76.61", "B"), ("88.30", "B"), ("88.305", "A"), ("88.31", "A"), ("100", "A"),
    ],
)  # fmt: skip
def test_skm_classes_hold_at_their_bounds(value: str, grade: str) -> None:
    assert skm_grade(D(value)).key == grade


@pytest.mark.parametrize("value", ["24.99", "100.01", "-1"])
def test_an_ikm_outside_its_scale_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="between 25 and 100"):
        skm_grade(D(value))


@pytest.mark.parametrize(
    ("points", "status"),
    [(506, "Mandiri"), (505, "Maju"), (441, "Maju"), (440, "Berkembang"), (365, "Berkembang"), (315, "Tertinggal"),
     (314, "Sangat Tertinggal"), (0, "Sangat Tertinggal"), (635, "Mandiri")],
)  # fmt: skip
def test_indeks_desa_statuses_hold_at_published_scores(points: int, status: str) -> None:
    assert desa_grade(F(points * 100, 635), "indeks-desa-2025").name == status


@pytest.mark.parametrize(
    ("value", "status"),
    [("0.8156", "Mandiri"), ("0.8155", "Maju"), ("0.7073", "Maju"), ("0.7072", "Berkembang"), ("0.5990", "Berkembang"),
     ("0.5989", "Tertinggal"), ("0.4908", "Tertinggal"), ("0.4907", "Sangat Tertinggal")],
)  # fmt: skip
def test_idm_statuses_hold_at_the_thresholds(value: str, status: str) -> None:
    assert desa_grade(D(value), "idm-2016").name == status


def test_a_score_of_another_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="has no score"):
        desa_grade(D(79), "idm-2016")


def test_points_count_only_with_accepted_evidence() -> None:
    total = points_total(
        [
            Assessed("A-01", "A", F(2), F(2), evidence_accepted=True),
            Assessed("A-02", "A", F(2), F(2), evidence_accepted=False),
            Assessed("A-03", "A", F(1), F(3), evidence_accepted=True),
            Assessed("B-01", "B", F(1), None),
        ]
    )
    assert total.value == 3
    assert (total.counted, total.of, total.missing) == (3, 4, ("B-01",))
    assert total.details["aspects"]["A"] == {"points": "3", "most": "5", "assessed": 3, "of": 3}
    assert total.details["aspects"]["B"]["assessed"] == 0
    assert not total.is_whole


def test_assessed_without_evidence_is_zero_and_not_assessed_is_missing() -> None:
    assert points_total([Assessed("A-01", "A", F(2), F(2))]).value == 0
    assert points_total([Assessed("A-01", "A", F(2), None)]).value is None


def test_the_share_of_documents_counts_the_unsaid_as_not_there() -> None:
    share = documents_share({"Buku Agenda": True, "Buku Tanah": False, "Buku Kas": None})
    assert share.value == F(100, 3)
    assert (share.counted, share.of, share.missing, share.label) == (2, 3, ("Buku Kas",), "Belum mencukupi")
    assert documents_share({"Buku Agenda": True}).label == "Mencukupi"
    nothing = documents_share({})
    assert (nothing.value, nothing.label) == (None, "")


def test_units_over_the_threshold_are_counted_of_all() -> None:
    counted = count_reaching({"Bogo": F(100), "Ploso": F(99), "Kauman": None}, F(100))
    assert (counted.value, counted.counted, counted.of, counted.missing) == (1, 2, 3, ("Kauman",))
    assert counted.details == {"reached": ["Bogo"], "threshold": "100"}
    assert count_reaching({}, F(100)).value is None


def test_rtrw_is_the_mean_over_assessors_then_the_weighted_sum() -> None:
    score = weighted_mean(
        [
            Criterion("Keamanan", F(20), {"Polsek": F(80), "PKK": F(90)}),
            Criterion("Kesehatan", F(60), {"Polsek": F(70), "PKK": F(75)}),
        ]
    )
    assert score.value == (20 * F(85) + 60 * F(145, 2)) / 80
    assert score.details["means"] == {"Keamanan": "85", "Kesehatan": "72.5"}


def test_an_assessor_who_is_missing_is_named_and_there_is_no_value() -> None:
    score = weighted_mean(
        [
            Criterion("Keamanan", F(20), {"Polsek": F(80), "PKK": None}),
            Criterion("Kesehatan", F(20), {"Polsek": F(70)}),
        ]
    )
    assert score.value is None
    assert score.missing == ("Keamanan: penilai PKK",)
    assert (score.counted, score.of) == (1, 2)
    assert weighted_mean([]).value is None


@pytest.mark.parametrize(
    ("value", "text"),
    [(F(81, 4), "20.25"), (F(100), "100"), (F(61, 3), "61/3"), (F(0), "0"), (F(-1, 8), "-0.125"), (None, None)],
)
def test_an_exact_figure_as_text(value: Fraction | None, text: str | None) -> None:
    assert written(value) == text


@given(st.fractions(max_denominator=10**6))
def test_the_text_of_a_figure_is_the_figure(value: Fraction) -> None:
    assert Fraction(str(written(value))) == value


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.lists(st.integers(1, 100), min_size=1, max_size=5)), min_size=1, max_size=6
    )
)
def test_a_weighted_mean_lies_between_the_scores(rows: list[tuple[int, list[int]]]) -> None:
    criteria = [
        Criterion(str(n), F(weight), {str(at): F(score) for at, score in enumerate(scores)})
        for n, (weight, scores) in enumerate(rows)
    ]
    value = weighted_mean(criteria).value
    every = [score for _, scores in rows for score in scores]
    assert value is not None
    assert min(every) <= value <= max(every)
