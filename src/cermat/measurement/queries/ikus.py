"""Gathering for a run: each IKU, from an instrument's results, a monthly indicator, or what was entered by hand."""

from dataclasses import replace
from fractions import Fraction

from cermat.indicators.formula import Spec, Status, compute
from cermat.indicators.models import Direction, Iku, Indicator, JudgedBy
from cermat.indicators.queries import spec_of
from cermat.instruments.models import Result
from cermat.lib.months import Month, long_date
from cermat.measurement.formula import STATUS, Quarterly, Target, fulfils, percentage
from cermat.measurement.models import OpeningBalance, Subject
from cermat.measurement.queries.books import Books, summed
from cermat.measurement.queries.composed import from_documents, from_formula
from cermat.measurement.queries.drawn import Drawn, Json, Standing, balance_leaf, exact, result_leaf
from cermat.measurement.queries.gathering import NAMED_MISSING, monthly_indicators, share_of, unfilled_words
from cermat.measurement.queries.targets import targets_of, wanted_of
from cermat.organisation.models import Kind, SettingKey, Unit
from cermat.organisation.queries import setting
from cermat.sop.models import Cycle

KIND_WORDS = {"desa": {Kind.DESA}, "kelurahan": {Kind.KELURAHAN}, "keduanya": {Kind.DESA, Kind.KELURAHAN}}
MANUAL = "manual:"


def draw_iku(books: Books, iku: Iku) -> Drawn:
    """The IKU's actual up to this month against the target of the month's quarter; a neutral one is context."""
    wanted = wanted_of(iku, books.month)
    instrument = str(iku.source.get("instrument", ""))
    if wanted != Target() and iku.direction != Direction.NEUTRAL and instrument in books.unfilled:
        inputs: Json = {"kind": "unfilled", "instrument": instrument}
        drawn = Drawn(reason=unfilled_words(books, instrument), inputs=inputs)
    else:
        drawn = _actual(books, iku)
    drawn = _with_targets(drawn, iku, books.month)
    if iku.direction == Direction.NEUTRAL:
        return replace(drawn, standing=Standing.CONTEXT)
    if wanted == Target():
        return replace(drawn, standing=Standing.NOT_DUE, reason=iku.note or _not_due(iku, books.month))
    return drawn


def _with_targets(drawn: Drawn, iku: Iku, month: Month) -> Drawn:
    """What the row is judged against; where months have targets, both of them, to be told apart later."""
    wanted, both, inputs = wanted_of(iku, month), targets_of(iku, month), drawn.inputs
    if both:
        told = {by.value: exact(value) for by, value in both.items()}
        inputs = inputs | {"targets": told, "judged_by": iku.judged_by}
    own = both.get(JudgedBy.MONTH)
    return replace(drawn, target=wanted.value, low=wanted.low, high=wanted.high, month_target=own, inputs=inputs)


def _not_due(iku: Iku, month: Month) -> str:
    period = month.name if iku.judged_by == JudgedBy.MONTH else f"triwulan {month.quarter}"
    return f"Target {period} belum ditetapkan."


def _actual(books: Books, iku: Iku) -> Drawn:
    if "instrument" in iku.source:
        return _from_instrument(books, iku)
    if "indicator" in iku.source:
        return _from_indicator(books, iku)
    if "formula" in iku.source:
        return from_formula(books, iku)
    if "documents" in iku.source:
        return from_documents(books, iku)
    return _from_results(books, iku, manual_instrument(iku.code), "Realisasi belum dicatat.")


def manual_instrument(code: str) -> str:
    """Under which name the actual of an IKU that is entered by hand stands among the results."""
    return f"{MANUAL}{code}"


def _from_instrument(books: Books, iku: Iku) -> Drawn:
    instrument = str(iku.source["instrument"])
    if iku.source.get("measure", "nilai") == "nilai":
        return _from_results(books, iku, instrument, f"Belum ada hasil {books.cycle.year} dari instrumennya.")
    return _share_of_subjects(books, iku, instrument)


def _from_results(books: Books, iku: Iku, instrument: str, why: str) -> Drawn:
    """The last valid result of the year about the kecamatan, or what was taken over."""
    result = books.results.get(instrument, {}).get(books.cycle.kecamatan_id)
    if result is not None and result.counted_value is not None:
        value = Fraction(result.counted_value)
        inputs = {"kind": "results", "exact": exact(value), "leaves": [result_leaf(result)]}
        return Drawn(actual=value, reason=_stands_since(result, books.month), inputs=inputs, as_of=result.period)
    return _taken_over(books, iku) or Drawn(reason=why, inputs={"kind": "results", "leaves": []})


def _stands_since(result: Result, month: Month) -> str:
    if result.period == str(month):
        return ""
    return f"Data terakhir {Month.parse(result.period).name}."


def _taken_over(books: Books, iku: Iku) -> Drawn | None:
    rows = [row for row in books.balances[(Subject.IKU, iku.code)] if row.until <= str(books.month)]
    if not rows:
        return None
    newest = max(rows, key=lambda row: row.until)
    value = Fraction(newest.value)
    reason = (
        f"Diambil alih dari {newest.source} ({long_date(newest.source_date)}), s.d. {Month.parse(newest.until).name}."
    )
    inputs = {"kind": "balance", "exact": exact(value), "balances": [balance_leaf(newest)]}
    return Drawn(actual=value, reason=reason, inputs=inputs, as_of=newest.until)


def _share_of_subjects(books: Books, iku: Iku, instrument: str) -> Drawn:
    """The share of desa or kelurahan that fulfil: complete documents, or a status of at least Maju."""
    subjects = _subjects(books, instrument)
    is_status = iku.source["measure"] == STATUS
    results = books.results.get(instrument, {}) if is_status else _of_newest_period(books, instrument)
    known = [results[unit.pk] for unit in subjects if unit.pk in results]
    if not known:
        why = f"Belum ada hasil {books.cycle.year} dari satu unit pun."
        return _taken_over(books, iku) or Drawn(reason=why, counted=0, of=len(subjects), inputs={"kind": "results"})
    threshold = int(setting(books.cycle.kecamatan, SettingKey.DOCUMENT_THRESHOLD, books.month.last))
    fulfilled = [result for result in known if _counts(result, str(iku.source["measure"]), threshold)]
    part, whole = Fraction(len(fulfilled)), Fraction(len(known) if is_status else len(subjects))
    value = percentage(part, whole)
    missing = [str(unit) for unit in subjects if unit.pk not in results]
    return Drawn(
        actual=value,
        counted=len(known),
        of=len(subjects),
        part=part,
        whole=whole,
        reason=_who_is_missing(missing, is_status=is_status),
        as_of=max(result.period for result in known),
        inputs={
            "kind": "results",
            "measure": iku.source["measure"],
            "threshold": threshold,
            "exact": exact(value),
            "leaves": [result_leaf(result) | {"fulfils": result in fulfilled} for result in known],
        },
    )


def _of_newest_period(books: Books, instrument: str) -> dict[int, Result]:
    """This month's results where the requirement is due in it, else those of the last month that has any."""
    results = books.results.get(instrument, {})
    is_due = books.cycle.requirements.filter(instrument=instrument, is_due=True).exists()
    wanted = str(books.month) if is_due else max((row.period for row in results.values()), default="")
    return {pk: row for pk, row in results.items() if row.period == wanted}


def _who_is_missing(missing: list[str], *, is_status: bool) -> str:
    if not missing:
        return ""
    names = ", ".join(missing[:NAMED_MISSING])
    more = f" dan {len(missing) - NAMED_MISSING} lainnya" if len(missing) > NAMED_MISSING else ""
    if is_status:
        return f"Belum ada data dari {names}{more}."
    return f"Belum tervalidasi, dihitung belum mencukupi: {names}{more}."


def _subjects(books: Books, instrument: str) -> list[Unit]:
    requirement = books.cycle.requirements.filter(instrument=instrument).first()
    kinds = KIND_WORDS.get(requirement.subject_kind if requirement else "keduanya", set())
    return [unit for unit in books.villages if unit.kind in kinds]


def _counts(result: Result, measure: str, threshold: int) -> bool:
    value = None if result.counted_value is None else Fraction(result.counted_value)
    return fulfils(measure, result.counted_label, value, threshold)


def _from_indicator(books: Books, iku: Iku) -> Drawn:
    """kumulatif: the formula over the sums of all months of the year; nilai_akhir: the last month that has a value."""
    code = str(iku.source["indicator"])
    indicator = next((row.indicator for row in monthly_indicators(books.cycle) if row.indicator.code == code), None)
    if indicator is None:
        return Drawn(reason=f"Indikator {code} tidak dipilah pada periode ini.", inputs={"kind": "months"})
    spec = spec_of(indicator)
    if iku.quarterly == Quarterly.CUMULATIVE and spec.nature != "kumulatif":
        return _over_months(books, indicator, spec)
    for cycle in reversed(books.cycles):
        total = books.of_month(cycle).total(code)
        if total is not None and total.value is not None:
            part, whole = share_of(spec, total)
            reason = "" if cycle == books.cycle else f"Data terakhir {cycle.month.name}."
            inputs = _month_inputs(indicator, spec, books, [cycle], [], total.value)
            return Drawn(
                Standing.DUE, None, total.value, total.counted, total.of, part, whole, reason, inputs, str(cycle.month)
            )
    return _taken_over(books, iku) or Drawn(reason="Belum ada data tervalidasi tahun ini.", inputs={"kind": "months"})


def _over_months(books: Books, indicator: Indicator, spec: Spec) -> Drawn:
    """Sums of the fields over the months with data, the months before the start from the opening balance."""
    balances = [row for row in books.balances[(Subject.INDICATOR, spec.code)] if spec.field(row.measure)]
    until = max((Month.parse(row.until) for row in balances), default=None)
    after = [cycle for cycle in books.cycles if until is None or cycle.month > until]
    totals = [(cycle, books.of_month(cycle).total(spec.code)) for cycle in after]
    counted = [(cycle, total) for cycle, total in totals if total is not None and total.counted]
    sums = {
        field.key: summed(total.sums.get(field.key, Fraction(0)) for _, total in counted)
        + summed(Fraction(row.value) for row in balances if row.measure == field.key)
        for field in spec.figures
    }
    covered = until.number if until else 0
    months = books.month.number - covered
    inputs = _month_inputs(indicator, spec, books, [cycle for cycle, _ in counted], balances, None)
    if not counted and not balances:
        return Drawn(reason="Belum ada data tervalidasi tahun ini.", counted=0, of=months, inputs=inputs)
    outcome = compute(spec, sums)
    first, second = [*sums.values(), None, None][:2]
    is_share = outcome.value is not None and percentage(first, second) == outcome.value
    return Drawn(
        standing=Standing.NOT_APPLICABLE if outcome.status is Status.NOT_APPLICABLE else Standing.DUE,
        actual=outcome.value,
        counted=len(counted),
        of=months,
        part=first if is_share else None,
        whole=second if is_share else None,
        reason=_months_words(len(counted), months, balances) or outcome.reason,
        as_of=str(counted[-1][0].month) if counted else str(until),
        inputs=inputs | {"exact": exact(outcome.value), "sums": {key: exact(value) for key, value in sums.items()}},
    )


def _months_words(counted: int, months: int, balances: list[OpeningBalance]) -> str:
    words = f"Data {counted} dari {months} bulan." if counted < months else ""
    if balances:
        newest = max(balances, key=lambda row: row.until)
        taken = f"S.d. {Month.parse(newest.until).name} diambil alih dari {newest.source}."
        return f"{taken} {words}".strip()
    return words


def _month_inputs(
    indicator: Indicator,
    spec: Spec,
    books: Books,
    cycles: list[Cycle],
    balances: list[OpeningBalance],
    value: Fraction | None,
) -> Json:
    return {
        "kind": "months",
        "indicator": spec.code,
        "spec": indicator.pk,
        "formula": spec.result_formula,
        "exact": exact(value),
        "labels": {field.key: field.label for field in spec.figures},
        "months": [str(cycle.month) for cycle in cycles],
        "leaves": [leaf for cycle in cycles for leaf in books.of_month(cycle).leaves(spec.code)],
        "balances": [balance_leaf(row) for row in balances],
    }
