"""From the units to the kecamatan: a missing unit is named, never counted as zero."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from cermat.indicators.formula.spec import Given, Outcome, Spec, Status, compute, numbers, parsed, target_of
from cermat.lib.expression import UNDEFINED
from cermat.lib.months import Month


@dataclass(frozen=True)
class UnitRow:
    """What one unit says: its name as it is printed, and the values of the row's fields."""

    unit: str
    values: Mapping[str, Given]


Counted = tuple[UnitRow, Fraction]  # a unit with its own figure


@dataclass(frozen=True)
class Aggregate:
    value: Fraction | None
    counted: int  # units with a value
    of: int  # units the row concerns: counted + missing
    missing: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    reason: str = ""  # why there is no value
    status: Status = Status.COUNTED
    sums: Mapping[str, Fraction] = field(default_factory=dict)  # the intermediates: sum of each field over the counted

    @property
    def is_whole(self) -> bool:
        return not self.missing


def aggregate(spec: Spec, rows: Sequence[UnitRow], month: Month) -> Aggregate:
    """The row over all units, by the row's own way of adding up.

    jumlah: sum · rata_rata: mean over the units with a value · rasio: the formula over the sums of its fields ·
    hitung_ya: units that say yes · hitung_bila, bagian_bila: units that meet the row's condition, as a number or in
    percent of those with a value · hitung_sesuai_jadwal: units that reach this month's target.
    """
    outcomes = [(row, compute(spec, row.values)) for row in rows]
    counted = [(row, outcome) for row, outcome in outcomes if outcome.status is Status.COUNTED]
    missing = tuple(row.unit for row, outcome in outcomes if outcome.status is Status.MISSING)
    aside = tuple(row.unit for row, outcome in outcomes if outcome.status is Status.NOT_APPLICABLE)
    sums = {
        item.key: sum(
            (value for row, _ in counted if isinstance(value := row.values.get(item.key), Fraction)), Fraction()
        )
        for item in spec.figures
    }
    found = [(row, outcome.value) for row, outcome in counted if outcome.value is not None]
    total = _total(spec, found, sums, month) if counted else _nothing(missing)
    return Aggregate(
        value=total.value,
        counted=len(counted),
        of=len(counted) + len(missing),
        missing=missing,
        not_applicable=aside,
        reason=total.reason,
        status=total.status,
        sums=sums if counted else {},
    )


def target_over_units(spec: Spec, counted: int, of: int, month: Month) -> Fraction | None:
    """This month's target for `counted` of `of` units together.

    A target of an added-up figure is given per unit: the units that are counted carry it together.
    `hitung_sesuai_jadwal` asks every unit to be on schedule; `hitung_ya` gives the number of units itself.
    """
    target = target_of(spec, month)
    if target is None:
        return None
    if spec.aggregation == "jumlah":
        return target * (counted or of)
    return Fraction(of) if spec.aggregation == "hitung_sesuai_jadwal" else target


def _nothing(missing: Sequence[str]) -> Outcome:
    if missing:
        return Outcome(None, "belum ada data dari satu unit pun", Status.MISSING)
    return Outcome(None, "tidak berlaku untuk semua unit", Status.NOT_APPLICABLE)


def _total(spec: Spec, counted: Sequence[Counted], sums: Mapping[str, Fraction], month: Month) -> Outcome:
    values = [value for _, value in counted]
    match spec.aggregation:
        case "rasio":
            return _ratio(spec, sums)
        case "hitung_sesuai_jadwal":
            return _on_schedule(spec, values, month)
        case "rata_rata":
            total = sum(values, Fraction()) / len(values)
        case "hitung_ya":
            total = Fraction(sum(value == 1 for value in values))
        case "hitung_bila":
            total = Fraction(_fulfilling(spec, counted))
        case "bagian_bila":
            total = Fraction(_fulfilling(spec, counted), len(counted)) * 100
        case _:
            total = sum(values, Fraction())
    return Outcome(total)


def _ratio(spec: Spec, sums: Mapping[str, Fraction]) -> Outcome:
    result = parsed(spec.result_formula).number(numbers(sums))
    if result is UNDEFINED:
        return Outcome(None, spec.no_denominator or "penyebut nol: tidak berlaku, bukan 0 %", Status.NOT_APPLICABLE)
    assert isinstance(result, Fraction)
    return Outcome(result)


def _fulfilling(spec: Spec, counted: Sequence[Counted]) -> int:
    """How many units meet the row's condition, which may name its fields and `hasil`, the unit's own figure."""
    condition = parsed(spec.condition)
    return sum(condition.holds({**numbers(row.values), "hasil": value}) for row, value in counted)


def _on_schedule(spec: Spec, values: Sequence[Fraction], month: Month) -> Outcome:
    target = target_of(spec, month)
    if target is None:
        return Outcome(None, "belum ada target pada bulan ini", Status.NOT_APPLICABLE)
    reached = [value <= target if spec.direction == "turun" else value >= target for value in values]
    return Outcome(Fraction(sum(reached)))
