"""Results of one survey that were seen one after the other, and whether the next one tells what few answered. Pure.

An answer is looked at by the set of seen results that counted it: the bits of a mask, the result that is asked about
being the highest. Those sets part the answers. Whoever adds and subtracts results gives each answer a weight that is
the same within a part; so whatever is worked out, and also what of it is added and what is taken away, rests on whole
parts. Each part being empty or of five answers and more, nothing rests on fewer.
"""

from collections.abc import Iterator, Mapping
from enum import Enum

from cermat.survey.formula.crossing import smallest_crossing
from cermat.survey.formula.disclosure import SMALLEST_GROUP, Counts, is_small, summed
from cermat.survey.formula.tables import Tables, tables_of

Cells = Mapping[tuple[int, str, str], Counts]  # by mask, service, channel
Table = dict[tuple[str, str], int]  # by service and channel, "" for those that are not told apart


class Verdict(Enum):
    FINE = "fine"
    JOINED = "joined"  # fine, where services and channels are told apart no more
    FEW = "few"  # it would tell one to four answers
    QUESTION = "question"  # the answers of so few to a question
    BARED = "bared"  # services or channels of an earlier result would tell so few beside it, joined or not


def judged(cells: Cells, results: int, joined_from: int | None = None) -> Verdict:
    """Whether one more result may be seen. `results`: how many were; its own bit has this number. `joined_from`: since
    which of them services and channels are not told apart; None: they are.

    What counts just the answers of an earlier result is always let through: it parts nothing further.
    """
    known = {cell: counts for cell, counts in cells.items() if cell[0]}
    parted = [_parted(known, _told(known, at), at) for at in range(len(next(iter(known.values()), ())))]
    for at, parts in enumerate(parted):
        if is_small(tuple(sum(part.values()) for part in parts.values())):
            return Verdict.QUESTION if at else Verdict.FEW
    if joined_from is None and _is_safe(known, parted, results + 1):
        return Verdict.FINE
    if _is_safe(known, parted, results if joined_from is None else joined_from):
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


def _parted(cells: Cells, results: int, at: int) -> dict[int, Table]:
    """One count by part, service and channel, as if there were only these results."""
    found: dict[int, Table] = {}
    for (mask, service, channel), counts in cells.items():
        if counts[at] and mask & results:
            part = found.setdefault(mask & results, {})
            part[service, channel] = part.get((service, channel), 0) + counts[at]
    return found


def _bits(mask: int) -> Iterator[int]:
    return (bit for bit in range(mask.bit_length()) if mask >> bit & 1)


# ---- Services and channels


def _is_safe(cells: Cells, parted: list[dict[int, Table]], until: int) -> bool:
    """Whether the results before this one, whose services and channels are told, may be read beside each other and
    beside later ones, of which only the whole is.

    They tell the same services and channels apart, and of each part that any of them counted the table tells no group
    under five. Of what went or came since, nothing at all that lies in one service and channel is under five; what all
    results counted is told as in a single one (`crossing`).
    """
    tables = _tables(cells, until)
    if any(_apart(one) != _apart(tables[0]) for one in tables[1:]):
        return False
    rows, columns = _apart(tables[0]) if tables else (set(), set())
    for parts in parted:
        merged = {mask: _merged(part, rows, columns) for mask, part in parts.items()}
        if len({place for table in merged.values() for place in table}) <= 1:
            continue  # this count is told of the whole only
        everything = _union(merged)
        for mask, table in merged.items():
            groups = _groups(table) if mask == everything else tuple(table.values())
            if mask & ((1 << until) - 1) and is_small(groups):
                return False
    return True


def _union(masks: Mapping[int, Table]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


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


def _merged(part: Table, rows: set[str], columns: set[str]) -> Table:
    found: Table = {}
    for (service, channel), n in part.items():
        place = (service if service in rows else "", channel if channel in columns else "")
        found[place] = found.get(place, 0) + n
    return found


def _groups(table: Table) -> Counts:
    """What one result tells of a table: its services, its channels, and the least that both tell together."""
    sides: dict[tuple[int, str], int] = {}
    for place, n in table.items():
        for end in enumerate(place):
            sides[end] = sides.get(end, 0) + n
    return (*sides.values(), smallest_crossing(table))
