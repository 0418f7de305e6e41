"""Small groups are never told apart, not by subtraction either."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermat.survey.formula import Shown, disclosed

GROUPS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40))


@given(GROUPS)
def test_nothing_smaller_than_five_can_be_worked_out(groups: dict[str, int]) -> None:
    shown = disclosed(groups)
    assert all(groups[key] >= 5 for key in shown.apart)
    rest = sum(groups.values()) - sum(groups[key] for key in shown.apart)  # what subtraction gives
    hidden = [key for key in (*shown.together, *shown.withheld) if groups[key]]
    if shown.together:
        assert rest >= 5
        assert len(hidden) > 1
    elif shown.withheld:  # then nothing is shown beside the total at all
        assert not shown.apart
    else:
        assert rest == 0


@given(GROUPS)
def test_every_group_with_answers_stands_in_exactly_one_place(groups: dict[str, int]) -> None:
    shown = disclosed(groups)
    placed = [*shown.apart, *shown.together, *shown.withheld]
    assert sorted(placed) == sorted(key for key, count in groups.items() if count)


@given(GROUPS.flatmap(lambda groups: st.tuples(st.just(groups), st.permutations(list(groups)))))
def test_every_table_puts_the_same_groups_together_whatever_its_order(
    given_groups: tuple[dict[str, int], list[str]],
) -> None:
    groups, order = given_groups
    one, other = disclosed(groups), disclosed({key: groups[key] for key in order})
    assert (set(one.apart), set(one.together)) == (set(other.apart), set(other.together))


TABLE = [
    ({"a": 10, "b": 20}, Shown(("a", "b"))),
    ({"a": 10, "b": 0}, Shown(("a",))),
    ({"a": 10, "b": 3, "c": 4}, Shown(("a",), ("b", "c"))),
    ({"a": 30, "b": 10, "c": 4}, Shown(("a",), ("b", "c"))),  # c alone would be the rest: b joins it
    ({"a": 30, "b": 1, "c": 2}, Shown((), ("a", "b", "c"))),  # b and c are only 3
    ({"a": 3}, Shown((), (), ("a",))),
    ({"a": 1, "b": 2}, Shown((), (), ("a", "b"))),
    ({}, Shown(())),
]


@pytest.mark.parametrize(("groups", "shown"), TABLE)
def test_small_groups_are_put_together_with_the_smallest_of_the_others(groups: dict[str, int], shown: Shown) -> None:
    assert disclosed(groups) == shown
