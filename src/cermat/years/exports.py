"""The calendar of a year as a workbook."""

from collections.abc import Iterable

from cermat.lib.months import long_date
from cermat.printing.blocks import Column, Table, body
from cermat.years.formula import Standing
from cermat.years.queries import Line

WORDS = {
    Standing.DONE: "Diserahkan",
    Standing.LATE: "Lewat batas",
    Standing.BEFORE: "Sebelum periode pertama",
    Standing.NEAR: "Segera",
    Standing.LATER: "Belum waktunya",
}
HEAD = ("Batas", "Dokumen", "Penerima", "Ketentuan", "Keadaan", "Diserahkan", "Oleh", "Bukti")


def calendar_table(lines: Iterable[Line]) -> Table:
    """One row for each delivery, in order of date."""
    rows = tuple(body(*_row(line)) for line in lines)
    return Table("Kalender penyerahan", tuple(Column(name) for name in HEAD), rows)


def _row(line: Line) -> tuple[str, ...]:
    due, done = line.due, line.done
    left = (long_date(due.due_on), due.document, due.recipient, due.rule or "–", WORDS[line.standing])
    if done is None:
        return (*left, "–", "–", "–")
    parts = (done.note, done.register.title if done.register else "", done.file.name if done.file else "")
    proof = " · ".join(part for part in parts if part)
    return (*left, long_date(done.delivered_on), done.by.full_name, proof)
