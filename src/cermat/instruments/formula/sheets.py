"""Scoring of the sheets: sinergitas, documents, RT/RW Cantik, IKM classes, village status. Missing is a value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cermat.lib.rounding import rounded

VERSION = "instrumen-1"


@dataclass(frozen=True)
class Score:
    """A value with its way there. `value` None says that something is missing, and `missing` says what."""

    value: Fraction | None
    counted: int
    of: int
    missing: tuple[str, ...] = ()
    label: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)  # intermediates; figures as exact text: "61/3" or "20.25"

    @property
    def is_whole(self) -> bool:
        return not self.missing


def written(value: Fraction | None) -> str | None:
    """An exact figure as text: a decimal where it ends ("20.25"), else a fraction ("61/3")."""
    if value is None:
        return None
    places = 0
    while 10**places % value.denominator:
        places += 1
        if places > value.denominator.bit_length():  # 3 or 7 below the line: it never ends
            return f"{value.numerator}/{value.denominator}"
    digits = f"{abs(value * 10**places).numerator:0{places + 1}d}"
    whole, decimals = digits[: len(digits) - places], digits[len(digits) - places :]
    return ("-" if value < 0 else "") + whole + (f".{decimals}" if decimals else "")


# ---- Classes and statuses


@dataclass(frozen=True)
class Grade:
    key: str
    name: str
    from_value: Decimal  # the class begins here, held against the rounded value


SKM_GRADES = (
    Grade("A", "Sangat Baik", Decimal("88.31")),
    Grade("B", "Baik", Decimal("76.61")),
    Grade("C", "Kurang Baik", Decimal("65.00")),
    Grade("D", "Tidak Baik", Decimal("25.00")),
)

# A status begins just above the threshold of the one below: "MAJU" is > 69.34 in the Indeks Desa.
DESA_GRADES: Mapping[str, tuple[int, tuple[Grade, ...]]] = {
    "idm-2016": (
        4,
        (
            Grade("5", "Mandiri", Decimal("0.8156")),
            Grade("4", "Maju", Decimal("0.7073")),
            Grade("3", "Berkembang", Decimal("0.5990")),
            Grade("2", "Tertinggal", Decimal("0.4908")),
            Grade("1", "Sangat Tertinggal", Decimal(0)),
        ),
    ),
    "indeks-desa-2025": (
        2,
        (
            Grade("5", "Mandiri", Decimal("79.63")),
            Grade("4", "Maju", Decimal("69.35")),
            Grade("3", "Berkembang", Decimal("57.39")),
            Grade("2", "Tertinggal", Decimal("49.49")),
            Grade("1", "Sangat Tertinggal", Decimal(0)),
        ),
    ),
}


def skm_grade(value: Fraction | Decimal) -> Grade:
    """Mutu pelayanan of an IKM on the scale 25-100, PermenPANRB 14/2017.

    The table of the regulation has gaps (88,30-88,31): it is complete only for two decimals, so the value is rounded
    half up first. Raises ValueError outside 25-100.
    """
    shown = rounded(value, 2)
    if not Decimal(25) <= shown <= Decimal(100):
        raise ValueError(f"an IKM lies between 25 and 100, not {shown}")
    return _grade(shown, SKM_GRADES)


def desa_grade(value: Fraction | Decimal, definition: str) -> Grade:
    """Status of a desa by IDM (0-1, four decimals) or Indeks Desa (0-100, two), each by its own thresholds.

    Source of the IDM thresholds: Permendesa 2/2016; of the Indeks Desa: published scores and statuses of 2025.
    """
    decimals, grades = DESA_GRADES[definition]
    shown = rounded(value, decimals)
    if not 0 <= shown <= (1 if definition == "idm-2016" else 100):
        raise ValueError(f"{definition} has no score {shown}")
    return _grade(shown, grades)


def _grade(shown: Decimal, grades: Sequence[Grade]) -> Grade:
    return next(grade for grade in grades if shown >= grade.from_value)


# ---- Sinergitas


@dataclass(frozen=True)
class Assessed:
    """A sinergitas row. `points` None: not yet assessed. Points without accepted evidence count 0."""

    code: str
    aspect: str
    most: Fraction
    points: Fraction | None
    evidence_accepted: bool = False


def points_total(rows: Sequence[Assessed]) -> Score:
    """Sum of the accepted points per aspect and in all.

    Assessed and no accepted evidence is 0 points; a row that nobody has assessed is missing and stays out of the sum.
    """
    assessed = [row for row in rows if row.points is not None]
    aspects: dict[str, dict[str, Any]] = {}
    for aspect in dict.fromkeys(row.aspect for row in rows):
        own = [row for row in rows if row.aspect == aspect]
        aspects[aspect] = {
            "points": written(sum((accepted(row) for row in own if row.points is not None), Fraction())),
            "most": written(sum((row.most for row in own), Fraction())),
            "assessed": sum(row.points is not None for row in own),
            "of": len(own),
        }
    return Score(
        value=sum((accepted(row) for row in assessed), Fraction()) if assessed else None,
        counted=len(assessed),
        of=len(rows),
        missing=tuple(row.code for row in rows if row.points is None),
        details={"aspects": aspects, "most": written(sum((row.most for row in rows), Fraction()))},
    )


def accepted(row: Assessed) -> Fraction:
    """What a row is worth: its points, never above its highest, 0 without accepted evidence."""
    if row.points is None or not row.evidence_accepted:
        return Fraction()
    return min(row.points, row.most)


# ---- Documents


def documents_share(documents: Mapping[str, bool | None]) -> Score:
    """Share of the due documents that are there, in percent. None: nobody has said yet, which counts as not there.

    A document that does not apply is left out by the caller. With no document due there is no share.
    """
    present = sum(answer is True for answer in documents.values())
    return Score(
        value=Fraction(present * 100, len(documents)) if documents else None,
        counted=sum(answer is not None for answer in documents.values()),
        of=len(documents),
        missing=tuple(name for name, answer in documents.items() if answer is None),
        label="Mencukupi" if documents and present == len(documents) else "Belum mencukupi" if documents else "",
        details={"present": present, "absent": [name for name, answer in documents.items() if answer is False]},
    )


def count_reaching(shares: Mapping[str, Fraction | None], threshold: Fraction) -> Score:
    """How many units reach the threshold (in percent): n of all, those without a figure named and not reached."""
    reached = [unit for unit, share in shares.items() if share is not None and share >= threshold]
    return Score(
        value=Fraction(len(reached)) if shares else None,
        counted=sum(share is not None for share in shares.values()),
        of=len(shares),
        missing=tuple(unit for unit, share in shares.items() if share is None),
        details={"reached": reached, "threshold": written(threshold)},
    )


# ---- RT/RW Cantik


@dataclass(frozen=True)
class Criterion:
    name: str
    weight: Fraction
    scores: Mapping[str, Fraction | None]  # per assessor


def weighted_mean(criteria: Sequence[Criterion]) -> Score:
    """Mean over the assessors per criterion, then the sum weighted by weight over all weights.

    Incomplete gives no value: the missing scores are named, "Kesehatan: penilai PKK".
    """
    missing = tuple(
        f"{criterion.name}: penilai {assessor}"
        for criterion in criteria
        for assessor, score in criterion.scores.items()
        if score is None
    )
    means = {criterion.name: _mean(criterion) for criterion in criteria}
    weights = sum((criterion.weight for criterion in criteria), Fraction())
    value = None
    if criteria and weights and all(mean is not None for mean in means.values()):
        value = sum((criterion.weight * (means[criterion.name] or 0) for criterion in criteria), Fraction()) / weights
    return Score(
        value=value,
        counted=sum(mean is not None for mean in means.values()),
        of=len(criteria),
        missing=missing,
        details={"means": {name: written(mean) for name, mean in means.items()}, "weights": written(weights)},
    )


def _mean(criterion: Criterion) -> Fraction | None:
    """None as soon as one assessor is missing: the others do not speak for them."""
    given = [score for score in criterion.scores.values() if score is not None]
    if not given or len(given) != len(criterion.scores):
        return None
    return sum(given, Fraction()) / len(given)
