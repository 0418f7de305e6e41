"""The rows of an imported file that cannot be stored, as a workbook to mend and send in again."""

import io
from collections.abc import Iterator
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from cermat.lib.cells import safe_cell
from cermat.printing.xlsx import same_bytes
from cermat.survey.formula.answer_rows import read_rows
from cermat.survey.models import Batch
from cermat.survey.queries.piles import table_text, wanted_by


def faulty_rows(batch: Batch, at: datetime) -> bytes:
    """The columns as in the file; the last ones tell the row there and what is wrong."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = f"Baris keliru {batch.name}", "Cermat"
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    sheet = book.create_sheet("Baris keliru")
    for row in _rows(batch):
        sheet.append([safe_cell(ILLEGAL_CHARACTERS_RE.sub(" ", text)) for text in row])
    raw = io.BytesIO()
    book.save(raw)
    return same_bytes(raw.getvalue(), at)


def _rows(batch: Batch) -> Iterator[list[str]]:
    yield [*batch.settings["headings"], "Baris di berkas", "Yang perlu diperbaiki"]
    for row in read_rows(table_text(batch), batch.settings["purposes"], wanted_by(batch)):
        if row.typed is None:
            sentences = [
                f"{fault.column}: {fault.sentence}" if fault.column else fault.sentence for fault in row.faults
            ]
            yield [*row.cells, str(row.number), " ".join(sentences)]
