"""What of a result anybody may see: nothing that rests on one to four answers. Pure.

Rule of this project, as in `disclosure`. An unsur that so few have answered has no figure; and because the index minus
the other unsur would tell it, the index has none either.
"""

from dataclasses import dataclass, replace

from cermat.instruments.formula import Definition, Outcome
from cermat.survey.formula.disclosure import SMALLEST_GROUP
from cermat.survey.formula.index import index_of
from cermat.survey.formula.tallied import NO_ANSWER, Tallied

FEW = (
    f"Jawaban yang dihitung kurang dari {SMALLEST_GROUP}. Nilainya tidak ditampilkan dan tidak disahkan, agar jawaban "
    "perorangan tidak terbaca."
)


@dataclass(frozen=True)
class Telling:
    """`tallied`: without the digits that may not be seen · `outcome`: of what is left · `hidden`: unsur without
    figures."""

    tallied: Tallied
    outcome: Outcome
    hidden: tuple[str, ...] = ()


def telling(definition: Definition, tallied: Tallied, variant: str = "") -> Telling:
    """Counts and index as they may be shown; `outcome.reason` says in a sentence why there is no index."""
    if tallied.n < SMALLEST_GROUP:
        bare = Tallied(tallied.n)
        outcome = index_of(definition, bare, variant)
        return Telling(bare, replace(outcome, reason=FEW) if tallied.n else outcome)
    few = {item.group or item.code for item in definition.items if 0 < answered(tallied, item.code) < SMALLEST_GROUP}
    if not few:
        return Telling(tallied, index_of(definition, tallied, variant))
    codes = {item.code for item in definition.items if (item.group or item.code) in few}
    kept = {code: counts for code, counts in tallied.items.items() if code not in codes}
    left = replace(tallied, items=kept)
    known = {one.code: one.name for one in definition.items} | {one.code: one.name for one in definition.groups}
    names = [name for code, name in known.items() if code in few]
    reason = (
        f"Dijawab kurang dari {SMALLEST_GROUP} orang: {', '.join(names)}. Nilainya tidak ditampilkan, dan nilai "
        "seluruhnya juga tidak, karena selisihnya akan memperlihatkan jawaban mereka."
    )
    outcome = replace(index_of(definition, left, variant), value=None, index=None, grade=None, reason=reason)
    return Telling(left, outcome, tuple(sorted(few)))


def answered(tallied: Tallied, question: str) -> int:
    """How many gave a digit."""
    return sum(n for digit, n in tallied.items.get(question, {}).items() if digit != NO_ANSWER)
