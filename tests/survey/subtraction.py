"""What somebody can work out who adds and subtracts the sums that are shown, by linear algebra and not by our rules."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from itertools import combinations

PRIME = 2**61 - 1  # arithmetic modulo a large prime: exact, and without fractions that grow
Sums = frozenset[Hashable]  # in which of the shown sums an answer stands


def tells_few(answers: Mapping[Sums, int], smallest: int = 5) -> bool:
    """Whether some combination of the sums rests on one to four answers and on no other.

    It does where, without these answers, the sums have fewer independent combinations.
    """
    groups = {sums: n for sums, n in answers.items() if sums and n}
    few = [sums for sums, n in groups.items() if n < smallest]
    whole = rank(groups)
    return any(
        sum(groups[sums] for sums in some) < smallest and rank(set(groups) - set(some)) < whole
        for size in range(1, smallest)
        for some in combinations(few, size)
    )


def rank(rows: Iterable[Sums]) -> int:
    found: dict[Hashable, dict[Hashable, int]] = {}  # by its first column, where it has 1
    for row in rows:
        left = Counter[Hashable](dict.fromkeys(row, 1))
        for column, one in found.items():
            if factor := left[column]:
                for each, value in one.items():
                    left[each] = (left[each] - factor * value) % PRIME
        first = next((column for column, value in left.items() if value), None)
        if first is not None:
            inverse = pow(left[first], -1, PRIME)
            found[first] = {column: value * inverse % PRIME for column, value in left.items() if value}
    return len(found)
