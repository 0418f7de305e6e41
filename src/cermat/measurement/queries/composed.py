"""Gathering for a run: an IKU that an expression makes from monthly indicators, or that counts documents."""

from fractions import Fraction

from cermat.documents.models import Document, DocumentState
from cermat.indicators.models import Iku
from cermat.lib.expression import UNDEFINED, parse
from cermat.lib.months import Month
from cermat.measurement.formula import FieldName, Quarterly, field_sums, names_of
from cermat.measurement.models import OpeningBalance, Subject
from cermat.measurement.queries.books import Books
from cermat.measurement.queries.drawn import Drawn, Json, Standing, balance_leaf, exact
from cermat.sop.models import Cycle

NAMED = 4  # missing units named in a reason
MISSING = "Belum ada data tervalidasi tahun ini dari {codes}."


def from_formula(books: Books, iku: Iku) -> Drawn:
    """kumulatif: over the sums of the months of the year; nilai_akhir: of the last month that has every name."""
    text = str(iku.source["formula"])
    wanted = names_of(text)
    codes = sorted({name.code for name in wanted})
    adds_up = iku.quarterly == Quarterly.CUMULATIVE and not _is_since_january(books, codes)
    balances = _balances(books, wanted) if adds_up else []
    until = max((row.until for row in balances), default="")
    cycles = [
        cycle
        for cycle in books.cycles
        if str(cycle.month) > until and all(_counted(books, cycle, code) for code in codes)
    ]
    chosen = cycles if adds_up else cycles[-1:]
    inputs = _inputs(books, text, chosen, balances)
    result = parse(text).number(field_sums(inputs["leaves"], wanted, inputs["balances"]))
    if result is UNDEFINED:
        reason = "Penyebut nol: tidak berlaku, bukan 0 %."
        return Drawn(Standing.NOT_APPLICABLE, reason=reason, inputs=inputs)
    if result is None:
        return Drawn(reason=MISSING.format(codes=", ".join(codes)), counted=0, of=books.month.number, inputs=inputs)
    inputs["exact"] = exact(result)
    months = books.month.number - (Month.parse(until).number if until else 0) if adds_up else 1
    last = str(chosen[-1].month) if chosen else until
    parts = [
        f"S.d. {Month.parse(until).name} diambil alih." if until else "",
        f"Data {len(chosen)} dari {months} bulan." if len(chosen) < months else "",
        "" if last == str(books.month) else f"Data terakhir {Month.parse(last).name}.",
        _who_is_missing(books, chosen, codes),
    ]
    reason = " ".join(part for part in parts if part)
    return Drawn(actual=result, counted=len(chosen), of=months, reason=reason, inputs=inputs, as_of=last)


def _inputs(books: Books, text: str, cycles: list[Cycle], balances: list[OpeningBalance]) -> Json:
    wanted = names_of(text)
    codes = sorted({name.code for name in wanted})
    leaves = [
        leaf | {"code": code} for cycle in cycles for code in codes for leaf in books.of_month(cycle).leaves(code)
    ]
    taken_over = [balance_leaf(row) | {"code": row.code} for row in balances]
    return {
        "kind": "formula",
        "formula": text,
        "sums": {key: exact(value) for key, value in field_sums(leaves, wanted, taken_over).items()},
        "months": [str(cycle.month) for cycle in cycles],
        "leaves": leaves,
        "balances": taken_over,
    }


def _is_since_january(books: Books, codes: list[str]) -> bool:
    """Whether the figures named are cumulative already: they are not added up over the months once more."""
    return any(books.now.nature(code) == "kumulatif" for code in codes)


def _balances(books: Books, wanted: list[FieldName]) -> list[OpeningBalance]:
    """What was taken over of the fields named."""
    return [
        row
        for one in wanted
        for row in books.balances[(Subject.INDICATOR, one.code)]
        if row.measure == one.field and row.until < str(books.month)
    ]


def _who_is_missing(books: Books, cycles: list[Cycle], codes: list[str]) -> str:
    """Units without validated data in one of the months, by name as far as a sentence holds them."""
    totals = [books.of_month(cycle).total(code) for cycle in cycles for code in codes]
    names = sorted({unit for total in totals if total for unit in total.missing})
    if not names:
        return ""
    more = f" dan {len(names) - NAMED} lainnya" if len(names) > NAMED else ""
    return f"Belum lengkap dari {', '.join(names[:NAMED])}{more}."


def _counted(books: Books, cycle: Cycle, code: str) -> bool:
    total = books.of_month(cycle).total(code)
    return total is not None and bool(total.counted)


def from_documents(books: Books, iku: Iku) -> Drawn:
    """How many documents of a kind the register holds for the year up to this month, validated ones alone."""
    kind = str(iku.source["documents"])
    year, month = f"{books.month.year:04d}", str(books.month)
    rows = [
        row
        for row in Document.objects.filter(
            kecamatan=books.cycle.kecamatan, kind=kind, state=DocumentState.VALIDATED, period__startswith=year
        )
        .select_related("validated_by", "unit")
        .order_by("period", "pk")
        if row.period == year or row.period <= month
    ]
    newest = {(row.unit_id, row.period): row for row in rows}  # the last version of each
    leaves = [
        {
            "document": row.pk,
            "title": row.title,
            "unit": str(row.unit),
            "period": row.period,
            "file": row.file_id,
            "validated_by": row.validated_by.full_name if row.validated_by else "",
            "validated_at": row.validated_at.isoformat() if row.validated_at else None,
        }
        for row in newest.values()
    ]
    value = Fraction(len(leaves))
    reason = "" if leaves else f"Register belum memuat dokumen ini yang tervalidasi sampai {Month.parse(month).name}."
    return Drawn(actual=value, reason=reason, inputs={"kind": "documents", "exact": exact(value), "leaves": leaves})
