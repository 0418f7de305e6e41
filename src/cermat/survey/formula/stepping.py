"""Results of one survey that were seen one after the other, and whether the next one tells what few answered. Pure.

An answer is looked at by the set of seen results that counted it: the bits of a mask, the result that is asked about
being the highest. Whoever subtracts results from each other moves only among those sets.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from fractions import Fraction
from itertools import combinations

from cermat.survey.formula.crossing import smallest_crossing
from cermat.survey.formula.disclosure import SMALLEST_GROUP, Counts, is_small, summed
from cermat.survey.formula.tables import Tables, tables_of

Cells = Mapping[tuple[int, str, str], Counts]  # by mask, service, channel
Table = dict[tuple[str, str], int]


class Verdict(Enum):
    FINE = "fine"
    JOINED = "joined"  # fine, where services and channels are told apart no more
    FEW = "few"  # it would tell one to four answers
    QUESTION = "question"  # the answers of so few to a question
    BARED = "bared"  # services or channels of an earlier result would tell so few beside it, joined or not


def judged(cells: Cells, results: int, joined_from: int | None = None) -> Verdict:
    """Whether one more result may be seen. `results`: how many were; its own bit has this number. `joined_from`: since
    which of them services and channels are not told apart; None: they are."""
    known = {cell: counts for cell, counts in cells.items() if cell[0]}
    kinds = range(len(next(iter(known.values()), ())))
    told = [_projected(known, _told(known, at), at) for at in kinds]
    for at, kind in enumerate(told):
        sizes = _by_mask(kind)
        if _tells_few(sizes, 1 << results):
            return Verdict.QUESTION if at else Verdict.FEW
    if joined_from is None and _is_alike(known, told, results + 1):
        return Verdict.FINE
    if _is_apart(known, told, results if joined_from is None else joined_from):
        return Verdict.JOINED if joined_from is None else Verdict.FINE
    return Verdict.BARED


# ---- The whole


def _told(cells: Cells, at: int) -> int:
    """The results of which this count is told: those with five answers and more."""
    sums: dict[int, int] = {}
    for (mask, _service, _channel), counts in cells.items():
        for bit in _bits(mask):
            sums[bit] = sums.get(bit, 0) + counts[at]
    return sum(1 << bit for bit, n in sums.items() if n >= SMALLEST_GROUP)


def _projected(cells: Cells, results: int, at: int) -> dict[tuple[int, str, str], int]:
    """One count, as if there were only these results."""
    found: dict[tuple[int, str, str], int] = {}
    for (mask, service, channel), counts in cells.items():
        if counts[at] and mask & results:
            key = (mask & results, service, channel)
            found[key] = found.get(key, 0) + counts[at]
    return found


def _by_mask(cells: Mapping[tuple[int, str, str], int]) -> dict[int, int]:
    sizes: dict[int, int] = {}
    for (mask, _service, _channel), n in cells.items():
        sizes[mask] = sizes.get(mask, 0) + n
    return sizes


def _tells_few(sizes: Mapping[int, int], last: int) -> bool:
    """Whether the last result minus one before, or that one minus the last, or any sum of sums of all of them rests on
    one to four answers.

    A mixture that is known hides no part of itself: digits that came and digits that went are counted apart, so each
    of both is to be five or more. A sum of sums can rest on some sets alone where the results have fewer independent
    combinations without them.
    """
    if not any(mask & last for mask in sizes):
        return False
    others = {1 << bit for mask in sizes for bit in _bits(mask)} - {last}
    for other in others:
        came = sum(n for mask, n in sizes.items() if mask & last and not mask & other)
        went = sum(n for mask, n in sizes.items() if mask & other and not mask & last)
        if is_small((came, went)):
            return True
    few = [mask for mask, n in sizes.items() if n < SMALLEST_GROUP]
    whole = _rank(sizes) if few else 0
    return any(
        sum(sizes[mask] for mask in some) < SMALLEST_GROUP and _rank(set(sizes) - set(some)) < whole
        for size in range(1, SMALLEST_GROUP)
        for some in combinations(few, size)
    )


def _rank(masks: Iterable[int]) -> int:
    """How many of the masks, as rows of zeros and ones, are independent."""
    found: dict[int, dict[int, Fraction]] = {}  # by its first bit, where it has 1
    for mask in masks:
        row = dict.fromkeys(_bits(mask), Fraction(1))
        for bit, one in found.items():
            factor = row.get(bit, Fraction())
            row = {each: row.get(each, Fraction()) - factor * one.get(each, Fraction()) for each in {*row, *one}}
        first = next((bit for bit, value in row.items() if value), None)
        if first is not None:
            found[first] = {bit: value / row[first] for bit, value in row.items() if value}
    return len(found)


def _bits(mask: int) -> list[int]:
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]


# ---- Services and channels


def _is_alike(cells: Cells, told: list[dict[tuple[int, str, str], int]], results: int) -> bool:
    """Whether every result tells the same services and channels apart, and of each set of answers those tables would
    be safe. Then whatever is subtracted stays within one such table or another."""
    tables = _tables(cells, results)
    if any(_apart(one) != _apart(tables[0]) for one in tables):
        return False
    return all(
        len(_places(kind, tables)) <= 1 or all(_is_safe(one) for one in _by_set(kind, tables).values()) for kind in told
    )


def _is_apart(cells: Cells, told: list[dict[tuple[int, str, str], int]], joined_from: int) -> bool:
    """Whether results from this one on, of which only the whole is told, tell nothing of the services and channels of
    those before.

    They do not where, of the answers in the same earlier results, one set has all services and channels and a safe
    table: whatever rests on few of them rests on whole sets then, and those are looked at as such.
    """
    tables = _tables(cells, joined_from)
    if any(_apart(one) != _apart(tables[0]) for one in tables):
        return False
    return all(len(_places(kind, tables)) <= 1 or _has_anchors(_by_set(kind, tables), joined_from) for kind in told)


def _has_anchors(sets: Mapping[int, Table], joined_from: int) -> bool:
    families: dict[int, list[Table]] = {}
    for mask, table in sets.items():
        if earlier := mask & ((1 << joined_from) - 1):
            families.setdefault(earlier, []).append(table)
    places = {earlier: {place for table in family for place in table} for earlier, family in families.items()}
    for earlier, family in families.items():
        if len(places[earlier]) > 1 and not any(
            _is_safe(table) and _linked(table) == _linked(places[earlier]) for table in family
        ):
            return False
    return _rank(families) == len(families) or bool(set.intersection(*places.values()))


def _tables(cells: Cells, results: int) -> list[Tables[str, str]]:
    """Of each of the first results that was told."""
    told = _told(cells, 0)
    found = []
    for bit in (one for one in range(results) if told >> one & 1):
        places: dict[tuple[str, str], list[Counts]] = {}
        for (mask, service, channel), counts in cells.items():
            if mask >> bit & 1:
                places.setdefault((service, channel), []).append(counts)
        found.append(tables_of({place: summed(many) for place, many in places.items()}))
    return found


def _apart(tables: Tables[str, str]) -> tuple[set[str], set[str]]:
    return set(tables.rows.apart), set(tables.columns.apart)


def _by_set(kind: Mapping[tuple[int, str, str], int], tables: list[Tables[str, str]]) -> dict[int, Table]:
    """For each set of answers their table, "" for services and channels that are not told apart."""
    rows, columns = _apart(tables[0])
    found: dict[int, Table] = {}
    for (mask, service, channel), n in kind.items():
        place = (service if service in rows else "", channel if channel in columns else "")
        table = found.setdefault(mask, {})
        table[place] = table.get(place, 0) + n
    return found


def _places(kind: Mapping[tuple[int, str, str], int], tables: list[Tables[str, str]]) -> set[tuple[str, str]]:
    return {place for table in _by_set(kind, tables).values() for place in table} if tables else set()


def _is_safe(table: Table) -> bool:
    sides: dict[tuple[int, str], int] = {}
    for place, n in table.items():
        for end in enumerate(place):
            sides[end] = sides.get(end, 0) + n
    return not is_small((*sides.values(), smallest_crossing(table)))


def _linked(places: Iterable[tuple[str, str]]) -> set[frozenset[tuple[int, str]]]:
    """Services and channels that hang together by the cells that have answers."""
    found: list[set[tuple[int, str]]] = []
    for row, column in places:
        ends = {(0, row), (1, column)}
        touched = [one for one in found if one & ends]
        found = [one for one in found if not one & ends] + [ends.union(*touched)]
    return {frozenset(one) for one in found}
