"""The cheapest way to a class, held against trying everything; and on published desa."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cermat.instruments.formula import (
    AnsweredBy,
    Band,
    Definition,
    Grade,
    Group,
    Index,
    Item,
    ItemKind,
    Method,
    Missing,
    Option,
    score,
)
from cermat.instruments.formula.way import cheapest_way, gain_to_full, levels_above
from cermat.instruments.schema import shipped
from tests.instruments.test_bulk import rows

F = Fraction
GRADES = (Grade("RENDAH", "Rendah", Decimal(0)), Grade("TINGGI", "Tinggi", Decimal("0.60")))


def item(code: str, levels: str = "012345", **more: object) -> Item:
    options = tuple(Option(digit, F(digit), f"arti {digit}", f"saran {digit}") for digit in levels)
    return replace(Item(code, code.upper(), ItemKind.POINTS, highest=F(5), options=options), **more)  # type: ignore[arg-type]


SMALL = Definition(
    name="kecil", version=1, title="Kecil", short="Kecil", subjects=frozenset({"desa"}), answered_by=AnsweredBy.ONE,
    items=(item("a", group="A"), item("b", group="A"), item("c", "035", group="B")),
    groups=(Group("A", "A", Method.SHARE), Group("B", "B", Method.SHARE)),
    index=Index("I", Method.MEAN), grades=GRADES,
)  # fmt: skip


def points(**given: int) -> dict[str, F]:
    return {code: F(value) for code, value in given.items()}


# ---- By hand


def test_the_fewest_rows_come_first_then_the_fewest_points() -> None:
    way = cheapest_way(SMALL, points(a=2, b=2, c=0), "TINGGI")  # 0.20, lacks 0.395
    assert [(step.code, step.before, step.after, step.gain) for step in way.steps] == [("c", F(0), F(5), F(1, 2))]
    assert (way.index, way.index_after, way.fewer) == (Decimal("0.20"), Decimal("0.70"), F(0))
    assert way.lacking == F("0.395")
    step = way.steps[0]
    assert (step.advice, step.meaning) == ("saran 0", "arti 5")


def test_equal_ways_raise_the_earliest_rows() -> None:
    way = cheapest_way(SMALL, points(a=3, b=3, c=2), "TINGGI")  # 0.50: one point of c is worth two of a or b
    assert [(step.code, step.after) for step in way.steps] == [("c", F(3))]
    way = cheapest_way(SMALL, points(a=3, b=3, c=2), "TINGGI", locked=frozenset({"c"}))
    assert [(step.code, step.after) for step in way.steps] == [("a", F(5))]


def test_the_index_only_needs_to_be_rounded_up_to_the_class() -> None:
    fine = replace(SMALL, items=(item("a", highest=F(1000), options=()),), groups=(), index=Index("I", Method.SHARE))
    way = cheapest_way(fine, points(a=590), "TINGGI")
    assert way.lacking == F("0.005")


def test_costs_decide_when_they_are_entered() -> None:
    costs = {"a": 10, "b": Decimal("2.5"), "c": {F(3): 90, F(5): 100}}
    way = cheapest_way(SMALL, points(a=2, b=2, c=0), "TINGGI", costs)
    assert ([step.code for step in way.steps], way.cost) == (["b", "c"], F("92.5"))
    assert [step.cost for step in way.steps] == [F("2.5"), F(90)]
    dear = cheapest_way(SMALL, points(a=2, b=2, c=0), "TINGGI", {**costs, "c": 100})
    assert ([step.code for step in dear.steps], dear.cost) == (["c"], F(100))


def test_a_row_without_a_cost_is_left_out_and_named() -> None:
    way = cheapest_way(SMALL, points(a=2, b=2, c=0), "TINGGI", {"a": 1, "b": 1})
    assert way.uncosted == ("c",)
    assert way.reason == (
        "Tinggi tidak dapat dicapai: bila semua baris yang berbiaya dinaikkan penuh, indeksnya 0,50, "
        "perlu 0,60. Isi biaya baris lain."
    )


def test_locked_rows_can_make_it_impossible() -> None:
    way = cheapest_way(SMALL, points(a=2, b=2, c=0), "TINGGI", locked=frozenset({"c"}))
    assert (way.steps, way.is_there, way.after) == ((), False, F(1, 2))
    assert way.reason.endswith(
        "yang tidak dikunci dinaikkan penuh, indeksnya 0,50, perlu 0,60. Buka kunci sebagian baris."
    )


def test_a_class_that_is_reached_needs_no_way() -> None:
    way = cheapest_way(SMALL, points(a=5, b=5, c=3), "TINGGI")
    assert (way.is_there, way.steps, way.lacking) == (True, (), F(0))


def test_rows_without_points_are_asked_for_first() -> None:
    assert cheapest_way(SMALL, points(a=5), "TINGGI").reason == "2 baris belum ada nilainya; lengkapi dahulu."
    documents = replace(SMALL, missing=Missing.ABSENT)
    assert [step.code for step in cheapest_way(documents, points(a=5), "TINGGI").steps] == ["c"]


@pytest.mark.parametrize(
    ("grade", "costs", "why"), [("EMAS", None, "no class EMAS"), ("TINGGI", {"a": -1}, "below zero")]
)
def test_what_cannot_be_asked_is_refused(grade: str, costs: Mapping[str, int] | None, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        cheapest_way(SMALL, points(a=0, b=0, c=0), grade, costs)


@pytest.mark.parametrize(
    ("row", "levels"),
    [
        (item("x", "035"), [3, 5]),
        (Item("x", "X", ItemKind.POINTS, highest=F("2.5")), [1, 2, F("2.5")]),
        (Item("x", "X", ItemKind.STEPS, highest=F(4), steps=(F(2), F(4))), [2, 4]),
        (Item("x", "X", ItemKind.ALL_OR_NOTHING, highest=F(3)), [3]),
        (Item("x", "X", ItemKind.DOCUMENT), [1]),
        (Item("x", "X", ItemKind.EVIDENCE, highest=F(3), pieces={"a": F(1), "b": F(2)}), [1, 2, 3]),
        (Item("x", "X", ItemKind.NUMBER, highest=F(4), bands=(Band(F(4), F(10)), Band(F(1)))), [1, 4]),
    ],
)  # fmt: skip
def test_only_described_levels_are_offered(row: Item, levels: list[int]) -> None:
    assert levels_above(row, F(0)) == levels


# ---- Against trying everything


@st.composite
def problems(draw: st.DrawFn) -> tuple[Definition, dict[str, F]]:
    count = draw(st.integers(1, 4))
    weights = st.sampled_from([F(0), F(1), F(2), F(1, 9), F("0.111")])
    items = tuple(
        item(f"i{at}", "".join(sorted(draw(st.sets(st.sampled_from("012345"), min_size=1)))), weight=draw(weights))
        for at in range(count)
    )
    definition = replace(
        SMALL, items=items, groups=(), index=Index("I", Method.WEIGHTED_SUM, decimals=draw(st.integers(0, 3))),
        grades=(GRADES[0], Grade("TINGGI", "Tinggi", Decimal(draw(st.integers(1, 150))) / 10)),
    )  # fmt: skip
    return definition, {one.code: F(draw(st.integers(0, 5))) for one in items}


def tried(definition: Definition, present: dict[str, F], locked: frozenset[str]) -> Iterator[dict[str, F]]:
    """Every way to the class there is: the rows raised and their levels."""
    offered = [
        [present[one.code], *([] if one.code in locked else levels_above(one, present[one.code]))]
        for one in definition.items
    ]
    start = definition.grades[1].start
    for levels in product(*offered):
        sheet = dict(zip(present, levels, strict=True))
        index = score(definition, [sheet]).index
        if index is not None and index >= start:
            yield {code: level for code, level in sheet.items() if level > present[code]}


@settings(max_examples=200, deadline=None)
@given(problems(), st.sets(st.sampled_from(["i0", "i1", "i2"]), max_size=1), st.data())
def test_no_other_way_is_shorter_or_cheaper(
    problem: tuple[Definition, dict[str, F]], locked: set[str], data: st.DataObject
) -> None:
    definition, present = problem
    amounts = st.sampled_from([0, 1, 3, Decimal("2.5"), 10**17])
    costs = data.draw(st.none() | st.fixed_dictionaries(dict.fromkeys(present, amounts)))
    way = cheapest_way(definition, present, "TINGGI", costs, frozenset(locked))

    def price(raised: dict[str, F]) -> tuple[object, ...]:
        cost = sum(F(costs[code]) for code in raised) if costs is not None else F(0)
        order = [(list(present).index(code), level) for code, level in raised.items()]
        return cost, len(raised), sum(level - present[code] for code, level in raised.items()), order

    ways = [
        raised
        for raised in tried(definition, present, frozenset(locked))
        if all(definition.item[code].weight for code in raised)
    ]
    assert bool(way.reason) == (not ways)
    if ways:
        found = {step.code: step.after for step in way.steps}
        assert found == min(ways, key=price)
        assert way.index_after == score(definition, [present | found]).index


# ---- On published desa


def test_on_published_desa_the_way_reaches_the_next_status_and_one_row_less_does_not() -> None:
    idm = shipped("idm-2016")
    for row in rows("golden_scores.csv")[::300]:
        sheet = {one.code: F(digit) for one, digit in zip(idm.items, row["skor50"], strict=True)}
        present = score(idm, [sheet])
        assert present.index is not None
        target = idm.next_grade(present.index)
        if target is None:
            continue
        way = cheapest_way(idm, sheet, target.code)
        reached = score(idm, [sheet | {step.code: step.after for step in way.steps}])
        assert reached.grade == target or (reached.index is not None and reached.index > target.start)
        assert way.after == reached.value
        assert way.fewer is not None
        assert way.fewer < way.lacking <= sum(step.gain for step in way.steps)


def test_gain_to_full_is_the_ministrys_nilai_plus() -> None:
    idm = shipped("idm-2016")
    gains = gain_to_full(idm, {"IKS-02": F(0), "IKE-03": F(3), "IKL-03": F(0), "IKS-01": F(5)})
    assert (gains["IKS-02"], gains["IKE-03"], gains["IKL-03"]) == (F(5, 525), F(2, 180), F(5, 45))
    assert (gains["IKS-01"], gains["IKS-03"]) == (F(0), None)
