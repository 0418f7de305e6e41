"""How the demo's people fill in their sheets: through the same actions as everybody."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.core.files.uploadedfile import SimpleUploadedFile

from cermat.collection.actions import attach_evidence, save_sheet, set_candidates
from cermat.collection.models import Answer, Entry, Form
from cermat.collection.queries import EXPLANATION as EXPLAIN
from cermat.collection.queries import FieldSpec, Sheet, SheetRow, sheet_of, villages_of
from cermat.collection.schema import FieldKey, Given, Wanted
from cermat.operations.actions.figures import Figures, Place, drawn, figures_of
from cermat.organisation.models import User

CONTESTANTS = 5
EXPLANATION = "Sesuai catatan buku bulan ini (data contoh)."


def fill(entry: Entry, *, by: User, now: datetime) -> Entry:
    """Answer every field, explain what the soft rules ask, attach what must be proven."""
    if entry.form == Form.RTRW:
        entry = enter(entry, by=by, now=now)
    saved = save_sheet(entry=entry, answers=answers_for(entry), version=entry.version, by=by, now=now)
    sheet = sheet_of(saved)
    explained = {
        (row.spec.code, EXPLAIN): Given.of_text(EXPLANATION)
        for row in sheet.rows
        if any(problem.kind == "soft" for problem in row.problems)
    }
    if explained:
        saved = save_sheet(entry=saved, answers=explained, version=saved.version, by=by, now=now)
    prove_all(sheet, by=by, now=now)
    saved.refresh_from_db()
    return saved


def enter(entry: Entry, *, by: User, now: datetime) -> Entry:
    """Who takes part in the contest: one RT/RW of each of the first few desa/kelurahan."""
    wanted = [
        Wanted(None, unit.pk, f"RT {drawn(unit.code, 1, 6):02}/RW {drawn(unit.name, 1, 5):02}")
        for unit in villages_of(entry.cycle.kecamatan)[:CONTESTANTS]
        if not entry.candidates.filter(unit=unit).exists()
    ]
    return set_candidates(entry=entry, wanted=wanted, version=entry.version, by=by, now=now)


def prove_all(sheet: Sheet, *, by: User, now: datetime) -> None:
    """Attach what must be proven and is not yet: another sheet of the unit may have moved a figure meanwhile."""
    for row in sheet.rows:
        if row.needs_evidence:
            prove(sheet.entry, row, by, now)


def answers_for(entry: Entry) -> dict[FieldKey, Given | None]:
    place = Place(entry.unit.code, entry.cycle.month)
    figures: dict[str, Figures] = {}
    given: dict[FieldKey, Given | None] = {}
    for cell in (cell for row in sheet_of(entry).rows for cell in row.fields if not cell.is_auto):
        known = figures.setdefault(cell.code, figures_of(cell.code, place))
        if cell.prefill is not None and cell.last is not None:
            known = {**known, cell.field.key: cell.prefill}  # what last month ended with
        given[(cell.code, cell.field.key)] = answer(FieldSpec(cell.code, cell.field), place, known)
    return given


def answer(spec: FieldSpec, place: Place, figures: Figures) -> Given:
    name = f"{place.code}/{spec.code}/{spec.field.key}"
    if spec.field.key in figures:
        return number(figures[spec.field.key])
    if Answer.YES in spec.answers:
        month = f"{name}/{place.month}"
        return Given(Answer.YES if drawn(month, 1, 100) > missing_share(place) else Answer.NO)
    if spec.field.choices:
        return chosen(sorted(value for value, _label in spec.field.choices), name, spec.field.key)
    return number(drawn(name, 72, 94))


def chosen(values: list[Fraction], name: str, key: str) -> Given:
    """The best answer; of the points of sinergitas one in six is a step lower."""
    value = values[-2] if key == "poin" and drawn(name, 1, 6) == 1 else values[-1]
    return Given.of_number(Decimal(value.numerator) / value.denominator)


def missing_share(place: Place) -> int:
    """Percent of the checklist a place lacks: most have everything, a few are always behind."""
    return 0 if place.steady("tertib", 1, 10) > 2 else 4


def number(value: object) -> Given:
    exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(str(value))
    return Given(Answer.NIL) if exact == 0 else Given.of_number(exact)


def prove(entry: Entry, row: SheetRow, by: User, now: datetime) -> None:
    title = f"DATA CONTOH - bukti dukung {entry.unit} {entry.cycle.month.name}"
    upload = SimpleUploadedFile("bukti-contoh.pdf", small_pdf(title), content_type="application/pdf")
    attach_evidence(entry=entry, code=row.spec.code, upload=upload, by=by, now=now)


def small_pdf(text: str) -> bytes:
    """A one-page PDF that says `text`; the same text gives the same bytes."""
    plain = text.encode("latin-1", "replace").decode("latin-1").replace("(", "[").replace(")", "]")
    stream = f"BT /F1 16 Tf 60 740 Td ({plain}) Tj ET".encode("latin-1")
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for at, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (at, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    return out + (
        b"xref\n0 7\n0000000000 65535 f \n" + table
        + b"trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    )  # fmt: skip
