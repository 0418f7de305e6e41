"""A figure once more, from nothing but the leaves that its run kept: the proof behind “Asal Angka”."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

from cermat.indicators.formula import NOT_APPLICABLE, Given, Spec, UnitRow, aggregate, compute
from cermat.lib.expression import parse
from cermat.lib.months import Month
from cermat.measurement.formula.together import percentage

Json = Mapping[str, Any]
ADVANCED = frozenset({"maju", "mandiri"})  # status of a desa that counts for "paling rendah Maju"
PRINCIPAL = frozenset({"nilai", "keluaran"})  # measures of a balance that are the figure itself
STATUS = "bagian_status"  # of the desa that were assessed; the other shares are of all units


def actual_from_leaves(inputs: Json, spec: Spec | None, of: int | None) -> Fraction | None:
    """The actual as the leaves give it; `spec` where they are sheets, `of` how many units a share is of."""
    kind = str(inputs.get("kind", ""))
    if kind in {"sheets", "months"}:
        return _from_sheets(inputs, spec) if spec else None
    if kind == "results" and "measure" in inputs:
        return _share(inputs, of)
    return OTHERWISE[kind](inputs) if kind in OTHERWISE else None


@dataclass(frozen=True)
class FieldName:
    """TRB-02.selesai in an expression over indicators: `name` as the expression knows it."""

    name: str
    code: str
    field: str


def names_of(text: str) -> list[FieldName]:
    """The fields an expression names, in order. Raises ValueError for a name that is not CODE.field."""
    found = []
    for name in sorted(parse(text).names()):
        code, _, key = name.partition(".")
        if not key or not code:
            raise ValueError(f'Nama "{name}" tidak dikenal. Tulis KODE.isian, misalnya TRB-02.selesai.')
        found.append(FieldName(name, code.replace("_", "-", 1), key))
    return found


def field_sums(
    leaves: Sequence[Json], wanted: Sequence[FieldName], balances: Sequence[Json] = ()
) -> dict[str, Fraction | None]:
    """Each name over the sheets that count and what was taken over; None where not one has it."""
    sums: dict[str, Fraction | None] = {}
    for one in wanted:
        values = [
            value
            for leaf in leaves
            if leaf["code"] == one.code and leaf["counted"]
            if isinstance(value := given(leaf["values"]).get(one.field), Fraction)
        ]
        values += [
            Fraction(row["value"]) for row in balances if row["code"] == one.code and row["measure"] == one.field
        ]
        sums[one.name] = sum(values, Fraction(0)) if values else None
    return sums


def _from_formula(inputs: Json) -> Fraction | None:
    text = str(inputs["formula"])
    result = parse(text).number(field_sums(inputs["leaves"], names_of(text), inputs.get("balances", [])))
    return result if isinstance(result, Fraction) else None


def read(text: object) -> Fraction | None:
    return None if text is None else Fraction(str(text))


def given(values: Mapping[str, str | None]) -> dict[str, Given]:
    """Values of a sheet as the snapshot keeps them."""
    return {key: NOT_APPLICABLE if text == NOT_APPLICABLE.value else read(text) for key, text in values.items()}


def fulfils(measure: str, label: str, value: Fraction | None, threshold: int) -> bool:
    """Whether one desa or kelurahan counts in a share: status at least Maju, or a value of at least the threshold."""
    if measure == STATUS:
        return label.strip().lower() in ADVANCED
    return value is not None and value >= threshold


def _from_sheets(inputs: Json, spec: Spec) -> Fraction | None:
    leaves = sorted(inputs.get("leaves", []), key=lambda leaf: str(leaf["month"]))
    months = [
        aggregate(spec, [UnitRow(leaf["unit"], given(leaf["values"])) for leaf in group], Month.parse(month))
        for month, group in groupby(leaves, key=lambda leaf: str(leaf["month"]))
    ]
    if inputs.get("kind") == "months" and "sums" in inputs:
        balances = inputs.get("balances", [])
        sums = {
            item.key: sum((month.sums.get(item.key, Fraction(0)) for month in months), Fraction(0))
            + sum((Fraction(row["value"]) for row in balances if row["measure"] == item.key), Fraction(0))
            for item in spec.figures
        }
        return compute(spec, sums).value
    if inputs.get("together") == "triwulan":
        known = [month.value for month in months if month.counted and month.value is not None]
        return sum(known, Fraction(0)) if known else None
    return months[-1].value if months else None


def _single(leaves: Sequence[Json]) -> Fraction | None:
    return read(leaves[0]["value"]) if leaves else None


def _share(inputs: Json, of: int | None) -> Fraction | None:
    leaves, measure, threshold = inputs["leaves"], inputs["measure"], int(inputs["threshold"])
    part = sum(fulfils(measure, leaf["label"], read(leaf["value"]), threshold) for leaf in leaves)
    return percentage(Fraction(part), Fraction(len(leaves) if measure == STATUS else of or 0))


def _newest(inputs: Json) -> Fraction | None:
    rows = [row for row in inputs.get("balances", []) if row["measure"] in PRINCIPAL]
    return read(max(rows, key=lambda row: str(row["until"]))["value"]) if rows else None


OTHERWISE: dict[str, Callable[[Json], Fraction | None]] = {
    "results": lambda inputs: _single(inputs.get("leaves", [])),
    "balance": _newest,
    "report": lambda inputs: read(inputs.get("values", {}).get("keluaran")),
    "formula": _from_formula,
    "documents": lambda inputs: Fraction(len(inputs["leaves"])),
}
