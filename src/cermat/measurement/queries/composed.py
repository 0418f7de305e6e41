"""Gathering for a run: an IKU that an expression makes from monthly indicators, or that counts documents."""

from fractions import Fraction

from cermat.documents.models import Document, DocumentState
from cermat.indicators.models import Iku
from cermat.lib.expression import UNDEFINED, parse
from cermat.lib.months import Month
from cermat.measurement.formula import Quarterly, field_sums, names_of
from cermat.measurement.queries.books import Books
from cermat.measurement.queries.drawn import Drawn, Json, Standing, exact
from cermat.sop.models import Cycle

MISSING = "Belum ada data tervalidasi tahun ini dari {codes}."


def from_formula(books: Books, iku: Iku) -> Drawn:
    """kumulatif: over the sums of the months of the year; nilai_akhir: of the last month that has every name."""
    text = str(iku.source["formula"])
    wanted = names_of(text)
    codes = sorted({name.code for name in wanted})
    cycles = [cycle for cycle in books.cycles if all(_counted(books, cycle, code) for code in codes)]
    chosen = cycles if iku.quarterly == Quarterly.CUMULATIVE else cycles[-1:]
    leaves = [
        leaf | {"code": code} for cycle in chosen for code in codes for leaf in books.of_month(cycle).leaves(code)
    ]
    sums = field_sums(leaves, wanted)
    result = parse(text).number(sums)
    inputs: Json = {
        "kind": "formula",
        "formula": text,
        "sums": {key: exact(value) for key, value in sums.items()},
        "months": [str(cycle.month) for cycle in chosen],
        "leaves": leaves,
    }
    if result is UNDEFINED:
        reason = "Penyebut nol: tidak berlaku, bukan 0 %."
        return Drawn(Standing.NOT_APPLICABLE, reason=reason, inputs=inputs)
    if result is None:
        return Drawn(reason=MISSING.format(codes=", ".join(codes)), counted=0, of=books.month.number, inputs=inputs)
    inputs["exact"] = exact(result)
    months = books.month.number if iku.quarterly == Quarterly.CUMULATIVE else 1
    said = f"Data {len(chosen)} dari {months} bulan." if len(chosen) < months else ""
    last = chosen[-1].month
    reason = said or ("" if last == books.month else f"Data terakhir {last.name}.")
    return Drawn(actual=result, counted=len(chosen), of=months, reason=reason, inputs=inputs, as_of=str(last))


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
