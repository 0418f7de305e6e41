"""How many subjects reach a threshold: "jumlah kelurahan yang telah mencukupi". Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Tally:
    """`reached` of `of`; those without a value have not reached it and are named in `missing`."""

    reached: tuple[str, ...]
    missing: tuple[str, ...]
    of: int
    threshold: Fraction

    @property
    def count(self) -> int:
        return len(self.reached)


def reaching(values: Mapping[str, Fraction | None], threshold: Fraction) -> Tally:
    """The subjects whose value is at least the threshold, by name."""
    return Tally(
        reached=tuple(name for name, value in values.items() if value is not None and value >= threshold),
        missing=tuple(name for name, value in values.items() if value is None),
        of=len(values),
        threshold=threshold,
    )
