"""Gathering for a run: each monthly indicator over the units, with every leaf it comes from."""

from fractions import Fraction

from cermat.indicators.formula import Aggregate, Spec, Status, target_over_units
from cermat.indicators.models import Direction, Indicator, SetKind
from cermat.indicators.queries import spec_of
from cermat.measurement.formula import percentage
from cermat.measurement.queries.books import Books, summed
from cermat.measurement.queries.drawn import Drawn, Standing, exact
from cermat.requirements.models import SortedIndicator
from cermat.requirements.queries import sorting_of
from cermat.sop.models import Cycle

QUARTER = 3  # months
NAMED_MISSING = 4  # missing units named in a reason; the others stand in the list of leaves
FED_BY = {"documents_filled": "dokumen_kelurahan", "documents_complete": "dokumen_kelurahan"}


def monthly_indicators(cycle: Cycle) -> list[SortedIndicator]:
    """The monthly indicators of the cycle with the section that answers for each, in print order."""
    return [row for row in sorting_of(cycle) if row.is_included and row.indicator.set.kind == SetKind.MONTHLY]


def draw_indicator(books: Books, indicator: Indicator) -> Drawn:
    """The indicator over the units that have validated sheets, against this month's target."""
    spec = spec_of(indicator)
    if spec.due_months is not None and books.month.number not in spec.due_months:
        return Drawn(Standing.NOT_DUE, reason="Tidak dikumpulkan pada bulan ini.")
    total = books.now.total(indicator.code)
    if total is None:
        total = Aggregate(None, 0, len(books.villages), reason="belum ada isian")
    if spec.is_quarterly and spec.target is not None:
        return over_quarter(books, spec, total)
    part, whole = share_of(spec, total)
    return Drawn(
        standing=_standing(spec, total),
        target=target_over_units(spec, total.counted, total.of, books.month),
        actual=total.value,
        counted=total.counted,
        of=total.of,
        part=part,
        whole=whole,
        reason=_why(books, indicator, total),
        inputs={
            "kind": "sheets",
            "formula": spec.result_formula,
            "aggregation": spec.aggregation,
            "exact": exact(total.value),
            "sums": {key: exact(value) for key, value in total.sums.items()},
            "labels": {field.key: field.label for field in spec.figures},
            "not_applicable": list(total.not_applicable),
            "leaves": books.now.leaves(indicator.code),
        },
    )


def over_quarter(books: Books, spec: Spec, total: Aggregate) -> Drawn:
    """A target of a whole quarter: the months so far are shown, and judged together in the last of the three."""
    first = books.month.quarter * 3 - 2
    cycles = [cycle for cycle in books.cycles if cycle.month.number >= first]
    totals = [(cycle, books.of_month(cycle).total(spec.code)) for cycle in cycles]
    known = [(cycle, found) for cycle, found in totals if found and found.counted and found.value is not None]
    value = summed(found.value for _, found in known if found.value is not None) if known else None
    carried = max((found.counted for _, found in known), default=total.counted)  # the units whose months are added up
    is_last = books.month.number == first + 2
    said = f"Jumlah {len(known)} dari 3 bulan triwulan {books.month.quarter}."
    gaps = " Ada bulan yang belum lengkap unitnya." if _has_gaps(known) else ""
    words = f"{said}{gaps}" if is_last else f"Target per triwulan; dinilai pada bulan terakhir triwulan. {said}"
    if is_last and value is None:
        words = "Belum ada data tervalidasi dari satu unit pun pada triwulan ini."
    return Drawn(
        standing=Standing.DUE if is_last else Standing.NOT_DUE,
        target=target_over_units(spec, carried, total.of, books.month),
        actual=value,
        counted=total.counted,
        of=total.of,
        reason=words if not is_last or len(known) < QUARTER or _has_gaps(known) else "",
        inputs={
            "kind": "sheets",
            "formula": spec.result_formula,
            "aggregation": spec.aggregation,
            "exact": exact(value),
            "labels": {field.key: field.label for field in spec.figures},
            "together": "triwulan",
            "months": [str(cycle.month) for cycle, _ in known],
            "leaves": [leaf for cycle, _ in known for leaf in books.of_month(cycle).leaves(spec.code)],
        },
    )


def _has_gaps(known: list[tuple[Cycle, Aggregate]]) -> bool:
    return any(found.counted < found.of for _, found in known)


def _standing(spec: Spec, total: Aggregate) -> Standing:
    if spec.direction == Direction.NEUTRAL:
        return Standing.CONTEXT
    if total.status is Status.NOT_APPLICABLE and total.value is None and not total.missing:
        return Standing.NOT_APPLICABLE
    return Standing.DUE


def share_of(spec: Spec, total: Aggregate) -> tuple[Fraction | None, Fraction | None]:
    """Part and whole of a ratio a / b * 100, or of a count of units."""
    if spec.aggregation in {"hitung_ya", "hitung_bila", "hitung_sesuai_jadwal"}:
        return total.value, Fraction(total.of)
    if spec.aggregation == "bagian_bila" and total.value is not None:
        return total.value * total.counted / 100, Fraction(total.counted)
    if spec.aggregation == "rasio" and len(total.sums) == 2 and total.value is not None:
        first, second = total.sums.values()
        return (first, second) if percentage(first, second) == total.value else (second, first)
    return None, None


def _why(books: Books, indicator: Indicator, total: Aggregate) -> str:
    if line := _unfilled_behind(books, indicator):
        return line
    if total.missing and not total.counted:
        return "Belum ada data tervalidasi dari satu unit pun."
    if total.missing:
        named = ", ".join(total.missing[:NAMED_MISSING])
        more = f" dan {len(total.missing) - NAMED_MISSING} lainnya" if len(total.missing) > NAMED_MISSING else ""
        return f"{total.counted} dari {total.of} unit. Belum ada data tervalidasi dari {named}{more}."
    return total.reason.capitalize()


def _unfilled_behind(books: Books, indicator: Indicator) -> str:
    """Warning 2 where the indicator is computed from a requirement's sheet that is due and not filled in."""
    fed = {FED_BY.get(str(field.get("auto", ""))) for field in indicator.fields} & set(books.unfilled)
    return unfilled_words(books, str(next(iter(fed)))) if fed else ""


def unfilled_words(books: Books, instrument: str) -> str:
    line = books.unfilled[instrument]
    return f"Persyaratan “{line.requirement.name}” jatuh tempo dan belum terisi ({line.counted} dari {line.of})."[:500]
