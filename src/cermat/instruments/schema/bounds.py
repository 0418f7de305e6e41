"""What an item of a file can be worth, and which answers it has: as written, or as its kind fills them in."""

from collections.abc import Sequence
from fractions import Fraction

from cermat.instruments.formula.definition import ItemKind
from cermat.instruments.schema.shape import InstrumentFile, ItemShape, OptionShape


def options_of(file: InstrumentFile, item: ItemShape) -> Sequence[OptionShape]:
    """Its own options, or those of the scale it names."""
    return item.tingkat or file.skala.get(item.skala, ())


def score_of(option: OptionShape) -> Fraction:
    """`skor`; `nilai` where the points are their own answer."""
    return option.skor if option.skor is not None else option.nilai or Fraction(0)


def bounds_of(item: ItemShape, options: Sequence[OptionShape]) -> tuple[Fraction, Fraction]:
    """What an item can be worth: as written, else as its options, bands, steps or pieces allow."""
    found: list[Fraction] = []
    match item.jenis:
        case ItemKind.CHOICE | ItemKind.LETTER:
            found = [score_of(option) for option in options]
        case ItemKind.NUMBER:
            found = [band.skor for band in item.pita]
        case ItemKind.STEPS:
            found = [Fraction(0), *item.langkah]
        case ItemKind.EVIDENCE:
            found = [Fraction(0), sum(item.bukti.values(), Fraction())]
        case ItemKind.DOCUMENT:
            found = [Fraction(0), Fraction(1)]
        case ItemKind.ALL_OR_NOTHING | ItemKind.POINTS:
            found = [Fraction(0)]
    lowest = min(found, default=Fraction(0)) if item.paling_kecil is None else item.paling_kecil
    return lowest, max(found, default=Fraction(0)) if item.paling_besar is None else item.paling_besar
