"""The index of a survey, from counts: the same figure as over the single sheets, however many there are.

Rule: PermenPANRB 14/2017, lampiran, pengolahan data: NRR per unsur = jumlah nilai / banyaknya jawaban; IKM = jumlah
NRR tertimbang x 25. The way there is the definition's (`instruments.formula`), so every shipped survey is held by it.
"""

from collections.abc import Sequence
from fractions import Fraction

from cermat.instruments.formula import Definition, Given, Line, Outcome, score_totals
from cermat.survey.formula.tallied import COMPLETE, NO_ANSWER, Tallied

LOWEST_SHOWN = 3
BLANK = f"{COMPLETE}0"  # the cell of sheets without any digit


def index_of(definition: Definition, tallied: Tallied, variant: str = "") -> Outcome:
    """The outcome of all answers together. A question that somebody left out is averaged over those who answered it.

    A digit is the points of the option. Raises ValueError for an unknown variant and an instrument without respondents.
    """
    totals: dict[str, tuple[int, Fraction]] = {}
    for item in definition.items:
        counts = {digit: n for digit, n in tallied.items.get(item.code, {}).items() if digit != NO_ANSWER and n}
        totals[item.code] = (sum(counts.values()), Fraction(sum(int(digit) * n for digit, n in counts.items())))
    return score_totals(definition, totals, _people(tallied), Given(variant=variant))


def index_of_cells(definition: Definition, tallied: Tallied, variant: str = "") -> Outcome:
    """The same, read from `cells` and `sums` alone."""
    totals: dict[str, tuple[int, Fraction]] = {}
    for at, code in enumerate(codes_of(definition)):
        heard = sum(n for cell, n in tallied.cells.items() if tallied.sums[cell][at])
        totals[code] = (heard, Fraction(sum(sums[at] for sums in tallied.sums.values())))
    return score_totals(definition, totals, _people(tallied), Given(variant=variant))


def _people(tallied: Tallied) -> int:
    """Who gave at least one answer."""
    return sum(n for cell, n in tallied.cells.items() if not cell.endswith(BLANK))


def codes_of(definition: Definition) -> tuple[str, ...]:
    """The questions in the order of the digits of an answer."""
    return tuple(item.code for item in definition.items)


def unsur_of(outcome: Outcome) -> tuple[Line, ...]:
    """The lines that are ranked and charted: the groups, or the questions where they stand directly under the index."""
    return outcome.groups or outcome.items


def scale_of(outcome: Outcome) -> tuple[int, int]:
    """From the lowest to the highest answer: 1 to 4 of the ministry's form, whatever an office's own form has."""
    low = min((line.lowest for line in outcome.items), default=Fraction(1))
    high = max((line.highest for line in outcome.items), default=Fraction(4))
    return int(low), int(high)


def ranks(lines: Sequence[Line]) -> dict[str, int]:
    """Place of each unsur by its exact value, best first; equal values share one (1, 2, 2, 4); no value, no place."""
    values = [line.value for line in lines if isinstance(line.value, Fraction)]
    return {
        line.code: 1 + sum(other > line.value for other in values) for line in lines if isinstance(line.value, Fraction)
    }


def lowest(lines: Sequence[Line], count: int = LOWEST_SHOWN) -> tuple[Line, ...]:
    """The `count` lowest unsur, lowest first, and all that tie with the last of them: no tie is broken by chance.

    Ties stand in the order of the definition. Exact values are compared, not the printed ones. None where all
    are equal.
    """
    known = [(line.value, at, line) for at, line in enumerate(lines) if isinstance(line.value, Fraction)]
    known.sort(key=lambda one: one[:2])
    if len({value for value, *_ in known}) < 2:
        return ()
    if len(known) <= count:
        return tuple(line for *_, line in known)
    limit = known[count - 1][0]
    return tuple(line for value, _at, line in known if value <= limit)
