"""From what was typed to points, by the kind of item; what cannot be points is refused with what is allowed. Pure."""

import re
from fractions import Fraction

from cermat.instruments.formula.definition import Item, ItemKind
from cermat.instruments.formula.outcome import NOT_APPLICABLE, Points
from cermat.lib.rounding import rounded

LONGEST = 200
NOT_HERE = frozenset({"tidak berlaku", "-"})
YES, NO = frozenset({"1", "ada", "ya", "y"}), frozenset({"0", "tidak ada", "tidak", "t"})
NUMBER = re.compile(r"(-?[0-9]{1,12})(?:[.,]([0-9]{1,12}))?")
PIECE = re.compile(r"[a-z][0-9]?")


def points_of(item: Item, typed: str) -> Points:
    """The points of a typed answer: "" is None (not answered, never zero).

    Raises ValueError with an Indonesian sentence that tells what is allowed.
    """
    text = " ".join(typed[:LONGEST].split())
    if not text:
        return None
    if text.lower() in NOT_HERE and item.may_not_apply:
        return NOT_APPLICABLE
    points = _points(item, text)
    if points is None:
        shown = text if len(text) <= 40 else f"{text[:40]}…"
        raise ValueError(f"“{shown}” tidak dapat dipakai; isi dengan {allowed_text(item)}.")
    return points


def allowed_text(item: Item) -> str:
    """What may be typed in the item, in words: "angka bulat 0 sampai 5"."""
    text = _allowed(item)
    return f"{text}, atau “tidak berlaku”" if item.may_not_apply else text


def _points(item: Item, text: str) -> Fraction | None:
    match item.kind:
        case ItemKind.CHOICE | ItemKind.LETTER:
            return next((one.score for one in item.options if one.answer.lower() == text.lower()), None)
        case ItemKind.DOCUMENT:
            return item.highest if text.lower() in YES else Fraction(0) if text.lower() in NO else None
        case ItemKind.EVIDENCE:
            return _evidence(item, text)
        case ItemKind.NUMBER:
            number = number_of(text, item.decimals)
            return None if number is None else banded(item, number)
        case _:
            return _direct(item, number_of(text, None if item.kind is not ItemKind.POINTS else item.decimals))


def number_of(text: str, decimals: int | None = None) -> Fraction | None:
    """A plain number, point or comma before its decimals, at most so many of them; None where it is no number.

    No separators of thousands: 1.250 would be two numbers to two readers.
    """
    found = NUMBER.fullmatch(text)
    if found is None or (decimals is not None and len(found[2] or "") > decimals):
        return None
    return Fraction(f"{found[1]}.{found[2] or 0}")


def _direct(item: Item, number: Fraction | None) -> Fraction | None:
    if number is None:
        return None
    match item.kind:
        case ItemKind.STEPS:
            return number if number in (0, *item.steps) else None
        case ItemKind.ALL_OR_NOTHING:
            return number if number in (0, item.highest) else None
        case _:
            return number if item.lowest <= number <= item.highest else None


def banded(item: Item, number: Fraction) -> Fraction | None:
    """The points of a measured number; None where there can be no such number."""
    if number < 0 and not _may_be_negative(item):
        return None
    return next((band.score for band in item.bands if band.holds(number)), None)


def _may_be_negative(item: Item) -> bool:
    return any(band.up_to is not None and band.up_to < 0 for band in item.bands)


def _evidence(item: Item, text: str) -> Fraction | None:
    """ "a+c", "a, c", "a1+b2", or the total that some pieces make; 0: assessed, nothing accepted."""
    number = number_of(text)
    if number is not None:
        return number if number in totals_of(item) else None
    names = PIECE.findall(text.lower())
    if re.sub(r"[\s+,;]", "", text.lower()) != "".join(names):
        return None
    if len(set(names)) != len(names) or not set(names) <= set(item.pieces):
        return None
    return min(sum((item.pieces[name] for name in names), Fraction()), item.highest)


def totals_of(item: Item) -> frozenset[Fraction]:
    """Every total that accepted pieces can make, 0 included."""
    totals = {Fraction(0)}
    for points in item.pieces.values():
        totals |= {min(total + points, item.highest) for total in totals}
    return frozenset(totals)


def written_number(number: Fraction) -> str:
    """A figure of a definition as people write it: 2,5; a third as 1/3."""
    for decimals in range(7):
        if rounded(number, decimals) == number:
            return f"{rounded(number, decimals)}".replace(".", ",")
    return str(number)


def _allowed(item: Item) -> str:
    match item.kind:
        case ItemKind.CHOICE | ItemKind.LETTER:
            return _either([one.answer for one in item.options])
        case ItemKind.DOCUMENT:
            return "1 (ada) atau 0 (tidak ada)"
        case ItemKind.STEPS | ItemKind.ALL_OR_NOTHING:
            steps = item.steps if item.kind is ItemKind.STEPS else (item.highest,)
            return _either([written_number(points) for points in sorted({Fraction(0), *steps})])
        case ItemKind.EVIDENCE:
            pieces = [f"{letter} = {written_number(points)}" for letter, points in item.pieces.items()]
            return (
                f"huruf bukti yang diterima ({', '.join(pieces)}), misalnya {'+'.join(list(item.pieces)[:2])}, atau 0"
            )
        case ItemKind.NUMBER:
            return f"{_kind_of_number(item)}{f', {item.measure}' if item.measure else ''}, tanpa pemisah ribuan"
        case ItemKind.POINTS:
            return f"{_kind_of_number(item)} {written_number(item.lowest)} sampai {written_number(item.highest)}"


def _kind_of_number(item: Item) -> str:
    return f"angka dengan paling banyak {item.decimals} desimal" if item.decimals else "angka bulat"


def _either(words: list[str]) -> str:
    unique = list(dict.fromkeys(words))
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} atau {unique[-1]}"
