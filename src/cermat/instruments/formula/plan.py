"""What scoring works out once per definition: all that does not depend on the answers. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from cermat.instruments.formula.definition import Definition, Group, Item


@dataclass(frozen=True)
class Plan:
    """What is asked of a kind of subject in a month, and how it hangs together."""

    asked: tuple[Item, ...]
    groups: tuple[Group, ...]  # parents after their children
    below: Mapping[str, tuple[tuple[str, Fraction], ...]]  # code and weight of what stands under a group; "" the index
    has_more: frozenset[str]  # groups that would hold more for another kind of subject, or in another month

    @classmethod
    def of(cls, definition: Definition, kind: str, month: int | None, variant: str) -> "Plan":
        asked = definition.items_for(kind, month)
        codes = {item.code for item in asked} | set(definition.group)
        levels: dict[str, tuple[tuple[str, Fraction], ...]] = {}
        for parent in ("", *definition.group):
            children = [child for child in definition.below(parent) if child.code in codes]
            levels[parent] = tuple((child.code, weight_of(definition, child, parent, variant)) for child in children)
        more = frozenset(code for code in definition.group if len(levels[code]) < len(definition.below(code)))
        return cls(asked, tuple(_children_first(definition)), levels, more)


def plan_of(definition: Definition, kind: str = "", month: int | None = None, variant: str = "") -> Plan:
    """Worked out once, and kept with the definition: thousands of villages are scored by the same one."""
    key = (kind, month, variant)
    plan: Plan | None = definition.plans.get(key)
    if plan is None:
        plan = definition.plans[key] = Plan.of(definition, kind, month, variant)
    return plan


def weight_of(definition: Definition, node: Group | Item, parent: str, variant: str) -> Fraction:
    """The weight of a node; a variant gives one weight to everything directly under the index."""
    if variant and not parent:
        return next(one.weight for one in definition.variants if one.name == variant)
    return node.weight


def _children_first(definition: Definition, parent: str = "") -> list[Group]:
    found: list[Group] = []
    for child in definition.below(parent):
        if isinstance(child, Group):
            found += [*_children_first(definition, child.code), child]
    return found
