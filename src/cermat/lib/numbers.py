"""Numbers as people in offices type them."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from cermat.lib.errors import DomainError

GROUPED = re.compile(r"^-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$")
PLAIN = re.compile(r"^-?\d+(,\d+)?$")
POINT = re.compile(r"^-?\d+\.\d{1,2}$")
SPACED = re.compile(r"^-?[1-9]\d{0,2}([^\S\n]\d{3})+(,\d+)?$")
PLACES = 6  # decimals that every column of a figure keeps; the columns hold what is below LARGEST
LARGEST = Decimal(10) ** 15


def parse_number(text: str) -> Decimal:
    """412.500.000 · 412500000 · 84,21 · 84.21 · Rp 1.000 → Decimal.

    A point followed by exactly three digits groups thousands, as offices write; one or two digits after a single
    point are decimals, as calculators write. Anything else is refused with a sentence: 0.125, where nothing can be
    grouped, and 85 90, which are two.
    """
    bare = re.sub(r"^Rp\.?\s*|\s*(%|,-)$", "", text.strip(), flags=re.IGNORECASE).replace("−", "-")
    if SPACED.match(bare):
        bare = re.sub(r"\s", "", bare)
    if GROUPED.match(bare) or PLAIN.match(bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif not POINT.match(bare):
        raise DomainError(
            f"“{text.strip()[:40]}” bukan angka. Tulis angka saja, misalnya 1.250 atau 84,21.",
            code="not_a_number",
        )
    try:
        value = Decimal(bare)
    except InvalidOperation as error:
        raise DomainError("Angka tidak terbaca. Tulis misalnya 1.250 atau 84,21.", code="not_a_number") from error
    if abs(value) >= LARGEST:
        raise DomainError("Angka terlalu besar. Periksa jumlah nolnya.", code="number_too_large")
    if len(bare.partition(".")[2]) > PLACES:
        raise DomainError(f"Paling banyak {PLACES} angka di belakang koma.", code="too_many_decimals")
    return value


def whole_number(text: str) -> int | None:
    """A number as our own pages carry it (an id, a version): up to nine ASCII digits. None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def whole_numbers(texts: Iterable[str]) -> list[int]:
    """Those of `texts` that are whole numbers; what somebody made up is left out."""
    return [number for text in texts if (number := whole_number(text)) is not None]
