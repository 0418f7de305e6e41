"""Sheets made up in memory, without a database, written as a workbook and held against what a workbook says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from cermat.collection.actions.workbook_comparing import Comparison
from cermat.collection.exports.workbook import Wanted, workbook_of
from cermat.collection.imports.workbook import read_workbook
from cermat.collection.models import Entry, EntryValue, Workbook, WorkbookLine
from cermat.collection.queries import DeskOfSheets, book_units_in
from cermat.collection.queries.ledger import Ledger
from cermat.collection.schema import FieldKey, Given
from cermat.indicators.models import Indicator
from cermat.operations.commands.bench_workbook import made_up
from cermat.organisation.models import User

AT = datetime(2026, 11, 2, tzinfo=UTC)
ASKER = User(pk=1, username="contoh", full_name="Contoh")
CHOICES = [{"value": "1", "label": "Baik"}, {"value": "2.5", "label": "Nihil"}, {"value": "0", "label": "Baik"}]
FIELDS = {
    "n": {"key": "n", "label": "Jumlah", "unit": "orang", "kind": "angka", "decimals": 6},
    "ya": {"key": "ya", "label": "Ada", "kind": "ya_tidak"},
    "pilih": {"key": "pilih", "label": "Mutu", "kind": "pilihan", "choices": CHOICES},
    "teks": {"key": "teks", "label": "Nama", "kind": "teks"},
}


def ledger_with(rows: list[Mapping[str, Given | None]]) -> Ledger:
    """Two kelurahan with three indicators of every kind of field; the first has answered."""
    made = made_up(2, 3)
    indicators = tuple(_asking(row) for row in made.rows[1])
    first = made.entries[0]
    values: dict[FieldKey, EntryValue] = {}
    for indicator, answers in zip(indicators, rows, strict=False):
        for key, answer in answers.items():
            if answer is not None:
                values[indicator.code, key] = _value(first, indicator.code, key, answer)
    return replace(made, rows=dict.fromkeys((1, 2), indicators), now={first.unit_id: values}, last={})


def _asking(row: Indicator) -> Indicator:
    row.fields = list(FIELDS.values())
    row.formula = "n"
    return row


def _value(entry: Entry, code: str, key: str, given: Given) -> EntryValue:
    return EntryValue(
        entry=entry, code=code, field=key, answer=given.answer, number=given.number, text=given.text,
        reason=given.reason, by=ASKER, at=AT,
    )  # fmt: skip


def written(ledger: Ledger) -> bytes:
    wanted = Wanted(ledger.cycle, dict.fromkeys((1, 2), "Seksi Contoh"), AT)
    return workbook_of(book_units_in(ledger, {}, {1, 2}), wanted)


def compared(content: bytes, standing: Ledger, *, forget: bool = False) -> tuple[list[WorkbookLine], Comparison]:
    book = read_workbook(content)
    if forget:
        book.base.clear()
        book.header.clear()
    workbook = Workbook(pk=1, cycle=standing.cycle, made_by=ASKER, made_at=AT)
    comparison = Comparison(workbook, book, DeskOfSheets(standing, {}, {1, 2}))
    return [line for _count, lines in comparison.portions() for line in lines], comparison
