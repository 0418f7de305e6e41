"""The bulk path gives the digits of the exact path: on every golden row, and on random small definitions."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cermat.instruments.formula import (
    AnsweredBy,
    Definition,
    Given,
    Grade,
    Group,
    Index,
    Item,
    ItemKind,
    Method,
    Missing,
    Points,
    Variant,
    score,
)
from cermat.instruments.formula.bulk import Bulk, BulkOutcome
from cermat.instruments.schema import shipped

GOLDEN = Path(__file__).parent / "golden"
Sheets = list[dict[str, Points]]


def rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def agrees(bulk: Bulk, outcome: BulkOutcome, subjects: Sequence[Sequence[Mapping[str, Points]]]) -> None:
    """Index, groups and class of every subject are those of `score`."""
    for at, sheets in enumerate(subjects):
        exact = score(bulk.definition, sheets, Given(variant=bulk.variant))
        assert outcome.decimal(at) == exact.index
        grade = int(outcome.grades[at])
        assert (bulk.definition.grades[grade] if grade >= 0 else None) == exact.grade
        for column in bulk.columns[1:]:
            value = exact.line(column.code).value
            units = int(outcome.groups[column.code][at])
            assert (units >= 0) == isinstance(value, Fraction)
            if isinstance(value, Fraction):
                assert abs(Fraction(units, 10**column.decimals) - value) * 2 <= Fraction(1, 10**column.decimals)


# ---- Golden rows


def test_every_published_idm_comes_out_with_its_digits_and_status() -> None:
    bulk, golden = Bulk.of(shipped("idm-2016")), rows("golden_scores.csv")
    points = np.array([[int(digit) for digit in row["skor50"]] for row in golden], dtype=np.int8)
    points[:, bulk.codes.index("IKS-30")] -= [int(row["selisih_iks_points"]) for row in golden]  # A1
    outcome = bulk.score(points)
    published = [str(Decimal(row["idm"]).quantize(Decimal("0.0001"))) for row in golden]
    assert outcome.texts() == published
    assert outcome.texts("IKS") == [str(Decimal(row["iks"]).quantize(Decimal("0.0001"))) for row in golden]
    assert [bulk.definition.grades[at].code for at in outcome.grades] == [row["status"] for row in golden]
    assert len(golden) == 6676
    sample = [[dict(zip(bulk.codes, map(Fraction, row.tolist()), strict=True))] for row in points[::50]]
    agrees(bulk, bulk.score(points[::50]), sample)


def test_every_desa_of_the_indeks_desa_comes_out_with_its_digits_and_status() -> None:
    definition, golden = shipped("indeks-desa-2025"), rows("golden_indeks_desa_2025.csv")
    bulk = Bulk.of(by_dimension(definition))
    points = np.array([[int(row[code]) for code in bulk.codes] for row in golden])
    outcome = bulk.score(points)
    assert outcome.texts() == [str(Decimal(row["skor_published"]).quantize(Decimal("0.01"))) for row in golden]
    assert [bulk.definition.grades[at].code for at in outcome.grades] == [row["status_published"] for row in golden]
    assert len(golden) == 182


def by_dimension(definition: Definition) -> Definition:
    """The six dimensions as items, for where only their points are published."""
    highest = {
        group.code: sum((item.highest for item in definition.items if item.group == group.code), Fraction())
        for group in definition.groups
    }
    items = tuple(Item(code, code, ItemKind.POINTS, highest=most) for code, most in highest.items())
    return replace(definition, items=items, groups=())


def test_every_sdgs_score_with_its_decimals_comes_out_with_its_digits() -> None:
    definition, golden = shipped("sdgs-desa"), rows("golden_sdgs_nganjuk.csv")
    bulk = Bulk.of(definition)
    sheets: Sheets = [{code: Fraction(row[code]) for code in bulk.codes} for row in golden]
    outcome = bulk.score(bulk.points(sheets))
    assert bulk.unit == 100
    assert [Decimal(text or "") for text in outcome.texts()] == [Decimal(row["average_published"]) for row in golden]
    agrees(bulk, outcome, [[sheet] for sheet in sheets])


@pytest.mark.parametrize(
    "name",
    ["idm-2016", "ikm-14-2017", "indeks-desa-2025", "rtrw-cantik-contoh", "sdgs-desa", "sinergitas-sumedang-2026",
     "skm-16", "spak-5"],
)  # fmt: skip
def test_every_shipped_weighted_sum_gives_the_digits_of_the_exact_path(name: str) -> None:
    bulk = Bulk.of(shipped(name))
    points = np.random.default_rng(7).integers(0, bulk.highest + 1, size=(30, len(bulk.codes)))
    most = np.array([int(item.highest * bulk.unit) for item in bulk.definition.items])
    points = np.minimum(points, most)
    points[::10, 1] = -1
    sheets: Sheets = [
        {code: None if units < 0 else Fraction(units, bulk.unit) for code, units in zip(bulk.codes, row, strict=True)}
        for row in points.tolist()
    ]
    agrees(bulk, bulk.score(points), [[sheet] for sheet in sheets])


@pytest.mark.parametrize("name", ["dokumen-kelurahan", "lke-88-2021"])
def test_what_is_graded_or_may_not_apply_stays_with_the_exact_path(name: str) -> None:
    with pytest.raises(ValueError, match="no weighted sum"):
        Bulk.of(shipped(name))


# ---- Random small definitions


@st.composite
def definitions(draw: st.DrawFn, answered_by: AnsweredBy = AnsweredBy.ONE) -> Definition:
    methods = st.sampled_from([Method.SUM, Method.MEAN, Method.SHARE, Method.WEIGHTED_SUM, Method.WEIGHTED_MEAN])
    weights = st.sampled_from([Fraction(1), Fraction(1, 9), Fraction("0.111"), Fraction(2, 3), Fraction(25)])
    groups = draw(st.integers(0, 3))
    items = tuple(
        Item(
            f"i{at}",
            f"i{at}",
            ItemKind.POINTS,
            group=f"g{at % groups}" if groups else "",
            highest=Fraction(draw(st.integers(1, 9))),
            decimals=draw(st.integers(0, 2)),
            weight=draw(weights),
        )
        for at in range(draw(st.integers(max(groups, 1), 6)))
    )
    return Definition(
        name="acak", version=1, title="Acak", short="Acak", subjects=frozenset({"desa"}), answered_by=answered_by,
        items=items,
        groups=tuple(
            Group(f"g{at}", f"g{at}", draw(methods), parent="g0" if at == 2 else "", weight=draw(weights))
            for at in range(groups)
        ),
        index=Index("I", draw(methods), factor=draw(weights), decimals=draw(st.integers(0, 4)), group_decimals=3),
        grades=(Grade("C", "C", Decimal(0)), Grade("B", "B", Decimal("0.515")), Grade("A", "A", Decimal("2.5"))),
        missing=draw(st.sampled_from(Missing)),
        variants=(Variant("x", "x", Fraction("0.11")),),
    )  # fmt: skip


def sheet_of(draw: st.DrawFn, definition: Definition) -> dict[str, Points]:
    return {
        item.code: draw(
            st.none()
            | st.integers(0, int(item.highest) * 10**item.decimals).map(
                lambda units, unit=10**item.decimals: Fraction(units, unit)
            )
        )
        for item in definition.items
    }


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_one_sheet_each_gives_the_digits_of_the_exact_path(data: st.DataObject) -> None:
    definition = data.draw(definitions())
    bulk = Bulk.of(definition, data.draw(st.sampled_from(["", "x"])))
    sheets = [sheet_of(data.draw, definition) for _ in range(data.draw(st.integers(0, 4)))]
    outcome = bulk.score(bulk.points(sheets))
    agrees(bulk, outcome, [[sheet] for sheet in sheets])
    assert outcome.missing.tolist() == [None in sheet.values() for sheet in sheets]


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from([AnsweredBy.RESPONDENTS, AnsweredBy.ASSESSORS]))
def test_several_sheets_each_give_the_digits_of_the_exact_path(data: st.DataObject, by: AnsweredBy) -> None:
    definition = data.draw(definitions(by))
    bulk = Bulk.of(definition)
    subjects: list[Sheets] = [
        [sheet_of(data.draw, definition) for _ in range(data.draw(st.integers(0, 3)))] for _ in range(3)
    ]
    pairs = [(at, sheet) for at, sheets in enumerate(subjects) for sheet in sheets]
    pairs = data.draw(st.permutations(pairs))
    owners = np.array([at for at, _sheet in pairs], dtype=np.int64)
    outcome = bulk.score_people(bulk.points([sheet for _at, sheet in pairs]), owners)
    known = [sheets for at, sheets in enumerate(subjects) if at <= owners.max(initial=-1)]
    agrees(bulk, outcome, known)
    people = [score(definition, sheets).n for sheets in known]
    assert outcome.people is not None
    assert outcome.people.tolist() == people


# ---- What is refused


ITEM = Item("a", "a", ItemKind.POINTS, highest=Fraction(5))
PLAIN = Definition(
    name="polos", version=1, title="Polos", short="Polos", subjects=frozenset({"desa"}), answered_by=AnsweredBy.ONE,
    items=(ITEM,), groups=(), index=Index("I", Method.SUM, decimals=0),
)  # fmt: skip


@pytest.mark.parametrize(
    ("definition", "why"),
    [
        (replace(PLAIN, items=(replace(ITEM, may_not_apply=True),)), "no weighted sum"),
        (replace(PLAIN, items=(replace(ITEM, lowest=Fraction(-1)),)), "below zero"),
        (replace(PLAIN, groups=(Group("g", "g", Method.SUM),)), "nothing to add up"),
        (replace(PLAIN, index=Index("I", Method.WEIGHTED_SUM), items=(replace(ITEM, weight=Fraction(1, 10**30)),)),
         "64 bits"),
    ],
)  # fmt: skip
def test_a_definition_that_is_not_for_the_bulk_path_says_so(definition: Definition, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Bulk.of(definition)


def test_an_unknown_variant_is_refused() -> None:
    with pytest.raises(ValueError, match="no variant"):
        Bulk.of(PLAIN, "0.11")


@pytest.mark.parametrize(
    ("points", "why"),
    [([[6]], "above 5"), ([[-2]], "below zero"), ([[1, 1]], "one column"), ([[0.5]], "integers")],
)
def test_points_that_cannot_be_are_refused(points: list[list[float]], why: str) -> None:
    bulk = Bulk.of(PLAIN)
    with pytest.raises(ValueError, match=why):
        bulk.score(np.array(points))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=why):
        bulk.score_people(np.array(points), np.array([0]))  # type: ignore[arg-type]


def test_large_weights_stay_exact_without_floats() -> None:
    heavy = replace(
        PLAIN,
        items=(replace(ITEM, weight=Fraction(2**53 + 1)), replace(ITEM, code="b", weight=Fraction(1, 3))),
        index=Index("I", Method.WEIGHTED_SUM, decimals=0),
    )
    bulk = Bulk.of(heavy)
    assert bulk.matrix.dtype == np.int64
    assert bulk.score(np.array([[5, 4]])).decimal(0) == Decimal(5 * (2**53 + 1) + 1)
