"""The cheapest way to a better class: which rows to raise, and how far, so that the rounded index reaches it. Pure.

Every row has levels above its present one, at most one of them is taken, and together they must gain what is lacking:
a multiple-choice covering problem. `covering` solves it exactly, over gains as integers of one common unit. Of equal
ways the same one is always told: the one that raises the earliest rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from cermat.instruments.formula.answers import totals_of
from cermat.instruments.formula.covering import Choice, common_unit, cover
from cermat.instruments.formula.definition import Definition, Grade, Item, ItemKind, Missing, Option
from cermat.instruments.formula.linear import linear_weights
from cermat.instruments.formula.outcome import Sheet
from cermat.lib.rounding import rounded

Amount = Fraction | Decimal | int
Costs = Mapping[str, Amount | Mapping[Fraction, Amount]]  # per row, or per level that is reached
MOST_LEVELS = 200  # of a row whose levels are not described


@dataclass(frozen=True)
class WayStep:
    """One row to raise. `advice` is what the definition recommends at the present level."""

    code: str
    name: str
    before: Fraction
    after: Fraction
    gain: Fraction  # of the index
    advice: str
    meaning: str  # of the level that is reached
    executors: Mapping[str, str]  # KAB -> Dinkes, PU
    cost: Fraction | None = None


@dataclass(frozen=True)
class Way:
    """How to reach a class. `reason` says why there is no way; then there are no steps."""

    target: Grade
    before: Fraction | None  # the exact index; None where rows have no points yet
    index: Decimal | None
    after: Fraction | None  # once all steps are taken; without a way, the most that can be reached
    index_after: Decimal | None
    steps: tuple[WayStep, ...] = ()
    cost: Fraction | None = None
    fewer: Fraction | None = None  # the most that one row less could gain: why it takes so many; None with costs
    uncosted: tuple[str, ...] = ()  # rows left out because their cost is not entered
    reason: str = ""

    @property
    def is_there(self) -> bool:
        """Whether the class is reached already."""
        return not self.reason and not self.steps

    @property
    def lacking(self) -> Fraction:
        """What the exact index still lacks to be rounded up to the class; 0 where it is there."""
        if self.before is None:
            return Fraction(0)
        return max(enough_for(self.target, self.index) - self.before, Fraction(0))


def cheapest_way(
    definition: Definition,
    points: Sheet,
    target_grade: str,
    costs: Costs | None = None,
    locked: frozenset[str] = frozenset(),
) -> Way:
    """The fewest rows to raise (then the fewest points, then the order of the definition) to reach a class; with
    `costs` the least cost, then the fewest rows and points. Locked rows stay as they are.

    Raises ValueError where the index is no weighted sum of its items, for an unknown class, or for a cost below zero.
    """
    target = next((grade for grade in definition.grades if grade.code == target_grade), None)
    if target is None:
        raise ValueError(f"{definition.name} has no class {target_grade}")
    weights = linear_weights(definition)
    present = _present(definition, points)
    if present is None:
        gone = sum(points.get(item.code) is None for item in definition.items)
        return Way(target, None, None, None, None, reason=f"{gone} baris belum ada nilainya; lengkapi dahulu.")
    value = sum((weights[code] * one for code, one in present.items()), Fraction())
    index = rounded(value, definition.index.decimals)
    here = Way(target, value, index, value, index)
    if not here.lacking:
        return here
    uncosted = tuple(item.code for item in definition.items if costs is not None and item.code not in costs)
    free = [item for item in definition.items if item.code not in locked and item.code not in uncosted]
    rows = _open_levels(free, present, weights, costs)
    taken = _search(rows, here.lacking)
    here = replace(here, uncosted=uncosted)
    if taken is None:
        return _no_way(definition, here, value + sum(map(_most, rows), Fraction()), locked=bool(locked))
    steps = tuple(_step(level, present[level.item.code], costed=costs is not None) for level in taken)
    after = value + sum((step.gain for step in steps), Fraction())
    here = replace(here, steps=steps, after=after, index_after=rounded(after, definition.index.decimals))
    if costs is not None:
        return replace(here, cost=sum((step.cost or Fraction() for step in steps), Fraction()))
    return replace(here, fewer=sum(sorted(map(_most, rows), reverse=True)[: len(steps) - 1], Fraction()))


def gain_to_full(definition: Definition, points: Sheet) -> dict[str, Fraction | None]:
    """What each row would add to the index if it were at its highest (IDM: +NILAI); None where it has no points."""
    weights = linear_weights(definition)
    gains: dict[str, Fraction | None] = {}
    for item in definition.items:
        present = points.get(item.code)
        gains[item.code] = weights[item.code] * (item.highest - present) if isinstance(present, Fraction) else None
    return gains


def levels_above(item: Item, present: Fraction) -> list[Fraction]:
    """The levels that a row can be raised to, lowest first: those that the definition describes."""
    match item.kind:
        case ItemKind.STEPS:
            found = set(item.steps)
        case ItemKind.EVIDENCE:
            found = set(totals_of(item))
        case ItemKind.NUMBER:
            found = {band.score for band in item.bands}
        case ItemKind.DOCUMENT | ItemKind.ALL_OR_NOTHING:
            found = {item.highest}
        case _:
            found = {option.score for option in item.options} or _whole_levels(item)
    return sorted(level for level in found if present < level <= item.highest)


def _whole_levels(item: Item) -> set[Fraction]:
    """Of a row whose levels are not described: every whole number, up to its highest."""
    whole = range(max(int(item.lowest), int(item.highest) - MOST_LEVELS), int(item.highest) + 1)
    return {Fraction(level) for level in whole} | {item.highest}


def enough_for(grade: Grade, index: Decimal | None) -> Fraction:
    """The least exact index that is rounded half up (to as many decimals as `index`) to the class or above."""
    unit = Fraction(1, 10 ** -int(index.as_tuple().exponent)) if index is not None else Fraction(1)
    steps = -(-Fraction(grade.start) // unit)
    return steps * unit - unit / 2


def _present(definition: Definition, points: Sheet) -> dict[str, Fraction] | None:
    """The points of every row; documents of which nobody has spoken are absent. None where a row has none."""
    known: dict[str, Fraction] = {}
    for item in definition.items:
        value = points.get(item.code)
        if value is None and definition.missing is Missing.ABSENT:
            value = Fraction(0)
        if not isinstance(value, Fraction):
            return None
        known[item.code] = value
    return known


def _no_way(definition: Definition, here: Way, most: Fraction, *, locked: bool) -> Way:
    """Why there is none; `most` is the index with every row that may be raised at its highest."""
    after = rounded(most, definition.index.decimals)
    start = rounded(here.target.start, definition.index.decimals)
    told, hints = "", ""
    if locked:
        told, hints = " yang tidak dikunci", " Buka kunci sebagian baris."
    if here.uncosted:
        told = f"{told} dan berbiaya" if locked else " yang berbiaya"
        hints += " Isi biaya baris lain."
    full = f"bila semua baris{told} dinaikkan penuh, indeksnya {after}, perlu {start}".replace(".", ",")
    return replace(
        here, after=most, index_after=after, reason=f"{here.target.name} tidak dapat dicapai: {full}.{hints}"
    )


def _step(taken: "_Level", before: Fraction, *, costed: bool) -> WayStep:
    item = taken.item
    here, there = _described(item, before), _described(item, taken.level)
    return WayStep(
        code=item.code,
        name=item.name,
        before=before,
        after=taken.level,
        gain=taken.gain,
        advice=here.advice if here else "",
        meaning=there.label if there else "",
        executors=executors_of(item),
        cost=taken.cost if costed else None,
    )


def executors_of(item: Item) -> dict[str, str]:
    """Who carries the recommended activity out: KAB -> Dinkes, PU."""
    prefix = "pelaksana."
    return {key.removeprefix(prefix): who for key, who in item.details.items() if key.startswith(prefix)}


def _described(item: Item, level: Fraction) -> Option | None:
    return next((option for option in item.options if option.score == level), None)


def _cost(costs: Costs, code: str, level: Fraction) -> Fraction | None:
    """None where the costs are given per level and this one is not among them: it cannot be chosen."""
    given = costs[code]
    amount = given.get(level) if isinstance(given, Mapping) else given
    if amount is not None and amount < 0:
        raise ValueError(f"the cost of {code} is below zero")
    return None if amount is None else Fraction(amount)


# ---- The levels to choose from


@dataclass(frozen=True)
class _Level:
    """A level that a row may be raised to."""

    item: Item
    level: Fraction
    raised: Fraction  # points
    gain: Fraction  # of the index
    cost: Fraction


def _open_levels(
    items: Sequence[Item], present: Mapping[str, Fraction], weights: Mapping[str, Fraction], costs: Costs | None
) -> list[list[_Level]]:
    """Of each row, lowest first; rows that weigh nothing and levels without a cost cannot help."""
    found: list[list[_Level]] = []
    for item in items:
        own = []
        for level in levels_above(item, present[item.code]) if weights[item.code] > 0 else []:
            cost = Fraction(0) if costs is None else _cost(costs, item.code, level)
            raised = level - present[item.code]
            if cost is not None:
                own.append(_Level(item, level, raised, raised * weights[item.code], cost))
        found.append(own)
    return found


def _search(rows: Sequence[Sequence[_Level]], lacking: Fraction) -> list[_Level] | None:
    """The levels to take, in the order of the definition; None where there is no way."""
    levels = [level for row in rows for level in row]
    unit = common_unit([level.gain for level in levels])
    costs, points = common_unit([level.cost for level in levels]), common_unit([level.raised for level in levels])
    a_row = sum(int(level.raised / points) for level in levels) + 1  # outweighs all points that can be raised
    a_cost = a_row * (len(rows) + 1)  # outweighs all rows

    def choice(level: _Level) -> Choice:
        price = int(level.cost / costs) * a_cost + a_row + int(level.raised / points)
        return Choice(int(level.gain / unit), price)

    choices = [[choice(level) for level in row] for row in rows]
    taken = cover(choices, -int(-lacking // unit))
    if taken is None:
        return None
    return [row[own.index(one)] for row, own, one in zip(rows, choices, taken, strict=True) if one is not None]


def _most(row: Sequence[_Level]) -> Fraction:
    """The most that a row can gain."""
    return max((level.gain for level in row), default=Fraction(0))
