"""Predicates: the word for a value, by a scale that the office chose and the print names."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Band:
    """A predicate from its lower bound up; `lower` None = everything below the others."""

    label: str
    lower: Decimal | None
    includes_lower: bool = True
    printed: str = ""

    def holds(self, value: Decimal) -> bool:
        return self.lower is None or value > self.lower or (self.includes_lower and value == self.lower)


@dataclass(frozen=True)
class Scale:
    """Bands from the highest down."""

    key: str
    name: str
    applies_to: str
    bands: tuple[Band, ...] = field(default_factory=tuple)
    gap_rule: str = ""
    source: str = ""


def predicate(scale: Scale, value: Decimal | None) -> str:
    """The label of the first band, from above, whose lower bound the ROUNDED value reaches; "" without a value."""
    if value is None:
        return ""
    return next((band.label for band in scale.bands if band.holds(value)), "")
