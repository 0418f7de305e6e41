"""Monthly targets beside those of the quarters: both say what is asked by the end of the same day. Pure."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from cermat.lib.months import NAMES, number

ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
BY_MONTH = "bulan"
Targets = Mapping[int, Decimal | None]


def clashes(quarters: Targets, months: Targets, judged_by: str) -> Iterator[tuple[int, str]]:
    """Months whose target contradicts that of the quarter they end, each with a sentence."""
    for quarter, roman in ROMAN.items():
        last = quarter * 3
        month, asked = months.get(last), quarters.get(quarter)
        if month is None or month == asked:
            continue
        name = NAMES[last - 1]
        if asked is not None:
            yield last, f"Target {name} ({number(month)}) harus sama dengan target triwulan {roman} ({number(asked)})."
        elif judged_by != BY_MONTH:
            yield last, f"Target {name} diisi, target triwulan {roman} kosong. Isi juga target triwulannya."
