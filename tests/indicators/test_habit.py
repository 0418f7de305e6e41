"""Median and spread: the measure behind the question "is this figure right?"."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cermat.indicators.formula.habit import ENOUGH, median, spread

F = Fraction
figures = st.lists(st.fractions(-(10**9), 10**9, max_denominator=100), min_size=ENOUGH, max_size=40)


def test_fewer_than_six_figures_are_no_habit() -> None:
    five = [F(10)] * 5
    assert (median(five), spread(five, least=F(1))) == (None, None)
    assert median([*five, F(40)]) == 10


def test_one_wild_figure_among_seven_moves_neither() -> None:
    calm, wild = [F(n) for n in (9, 10, 10, 11, 12, 12, 13)], [F(n) for n in (9, 10, 10, 11, 12, 12, 1300)]
    assert median(calm) == median(wild) == 11
    assert spread(calm, least=F(0)) == spread(wild, least=F(0)) == F(7413, 5000)


def test_a_figure_that_never_moved_may_move_by_a_twentieth() -> None:
    assert spread([F(400)] * 12, least=F(1)) == 20
    assert spread([F(0)] * 12, least=F(1)) == 1


@given(figures, st.randoms(use_true_random=False))
def test_neither_depends_on_the_order(found: list[Fraction], chance: object) -> None:
    shuffled = found.copy()
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    assert median(shuffled) == median(found)
    assert spread(shuffled, least=F(0)) == spread(found, least=F(0))


@given(figures)
def test_half_of_the_figures_lie_on_each_side(found: list[Fraction]) -> None:
    middle = median(found)
    assert middle is not None
    assert sum(figure <= middle for figure in found) * 2 >= len(found)
    assert sum(figure >= middle for figure in found) * 2 >= len(found)
