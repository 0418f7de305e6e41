"""Multiple-choice covering: of each row at most one choice, together enough gain, at the lowest price. Exact, pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any

import numpy as np
import numpy.typing as npt

LARGEST = 10_000_000  # cells of the table: 80 MB
SHORT = 2**60  # prices below it fit 64 bits, with room for "no way"


@dataclass(frozen=True)
class Choice:
    gain: int  # above 0
    price: int  # above 0


def cover(rows: Sequence[Sequence[Choice]], need: int) -> list[Choice | None] | None:
    """For each row the choice taken, or None; None in all where even everything gains too little.

    Of equally cheap ways the one that takes the earliest rows, and of a row the earliest choice that does. Raises
    ValueError where the table would grow too large.
    """
    if need * len(rows) > LARGEST:
        raise ValueError("the gains are too fine for an exact search")
    tables, beyond = _tables(rows, need)
    if tables[0][need] >= beyond:
        return None
    taken: list[Choice | None] = []
    lack = need
    for at, row in enumerate(rows):
        best = tables[at][lack]
        fits = (one for one in row if lack and tables[at + 1][max(lack - one.gain, 0)] + one.price == best)
        choice = next(fits, None)
        taken.append(choice)
        lack = max(lack - choice.gain, 0) if choice else lack
    return taken


def _tables(rows: Sequence[Sequence[Choice]], need: int) -> tuple[list[npt.NDArray[Any]], int]:
    """tables[i][lack]: the lowest price at which the rows from i on gain `lack` or more, `beyond` where they cannot.

    Prices that outgrow 64 bits are kept as Python integers.
    """
    total = sum(max((choice.price for choice in row), default=0) for row in rows)
    beyond = total + 1
    table: npt.NDArray[Any] = np.full(need + 1, beyond, dtype=np.int64 if total < SHORT else object)
    table[0] = 0
    tables = [table]
    for row in reversed(rows):
        best = table.copy()
        for choice in row:
            gained = np.full_like(table, choice.price)
            gained[choice.gain :] += table[: max(need + 1 - choice.gain, 0)]
            np.minimum(best, gained, out=best)
        table = best
        tables.append(table)
    return tables[::-1], beyond


def common_unit(amounts: Sequence[Fraction]) -> Fraction:
    """The largest unit of which all amounts are whole multiples."""
    common = lcm(*(amount.denominator for amount in amounts))
    return Fraction(gcd(*(int(amount * common) for amount in amounts)) or 1, common)
