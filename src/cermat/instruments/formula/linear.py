"""The index as a weighted sum of its items: what the bulk path and the way to the next class stand on. Pure."""

from collections.abc import Sequence
from fractions import Fraction

from cermat.instruments.formula.definition import Definition, Group, Item, Method
from cermat.instruments.formula.engine import Level, bounds
from cermat.instruments.formula.outcome import Line
from cermat.instruments.formula.plan import weight_of


def linear_weights(definition: Definition, variant: str = "") -> dict[str, Fraction]:
    """How much one point of each item adds to the index (times its factor), all items present.

    Raises ValueError where the index is not a
    plain weighted sum: a graded level, or items that may not apply.
    """
    weights: dict[str, Fraction] = {}
    _spread(definition, "", definition.index.method, definition.index.factor, variant, weights)
    return weights


def group_weights(definition: Definition, group: str) -> dict[str, Fraction]:
    """How much one point of each item below a group adds to the group's value. ValueError as `linear_weights`."""
    weights: dict[str, Fraction] = {}
    _spread(definition, group, definition.group[group].method, Fraction(1), "", weights)
    return weights


def _spread(
    definition: Definition, parent: str, method: Method, portion: Fraction, variant: str, weights: dict[str, Fraction]
) -> None:
    children = definition.below(parent)
    if method is Method.GRADED or any(isinstance(child, Item) and child.may_not_apply for child in children):
        raise ValueError(f"{definition.name} is no weighted sum of its items")
    own = [weight_of(definition, child, parent, variant) for child in children]
    for child, weight in zip(children, own, strict=True):
        each = portion * _portion(definition, method, children, own, weight)
        if isinstance(child, Item):
            weights[child.code] = each
        else:
            _spread(definition, child.code, child.method, each, variant, weights)


def _portion(
    definition: Definition,
    method: Method,
    children: Sequence[Group | Item],
    weights: Sequence[Fraction],
    weight: Fraction,
) -> Fraction:
    match method:
        case Method.MEAN:
            return Fraction(1, len(children))
        case Method.SHARE:
            return 1 / sum((highest_of(definition, child) for child in children), Fraction())
        case Method.WEIGHTED_SUM:
            return weight
        case Method.WEIGHTED_MEAN:
            return weight / sum(weights, Fraction())
        case _:
            return Fraction(1)


def highest_of(definition: Definition, node: Group | Item) -> Fraction:
    """The most a node can be worth, everything applying."""
    return value_bounds(definition, node)[1]


def value_bounds(definition: Definition, node: Group | Item) -> tuple[Fraction, Fraction]:
    """The least and the most a node can be worth, everything applying."""
    if isinstance(node, Item):
        return node.lowest, node.highest
    lines = tuple(
        Line(child.code, child.name, None, *value_bounds(definition, child), child.weight)
        for child in definition.below(node.code)
    )
    return bounds(node, Level(lines, tuple(line.weight for line in lines)))
