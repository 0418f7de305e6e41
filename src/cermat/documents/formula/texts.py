"""The words of a file that was found good, to see whether it lists persons. What cannot be read says nothing."""

import csv
from io import BytesIO, StringIO

import pikepdf

from cermat.documents.formula.persons import Persons

MOST_PAGES = 60
MOST_ROWS = 200_000
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, ArithmeticError, RecursionError,
              AssertionError, NotImplementedError, MemoryError)  # fmt: skip  # of whatever pypdf meets


def persons_in_pdf(content: bytes, persons: Persons) -> None:
    """Page after page, as far as they hold letters; a scan is pictures alone, and nobody reads those here."""
    with pikepdf.open(BytesIO(content)) as pdf:
        if not any(isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font" for thing in pdf.objects):
            return
    from pypdf import PdfReader  # noqa: PLC0415 - only where there are letters
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        for page in PdfReader(BytesIO(content)).pages[:MOST_PAGES]:
            persons.text(page.extract_text())
    except (PyPdfError, *UNREADABLE):
        return


def rows_of_csv(content: bytes, persons: Persons) -> int:
    """How many rows there are."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    mark = max(";,\t|", key=text[:2000].count)
    rows = 0
    try:
        for rows, row in enumerate(csv.reader(StringIO(text), delimiter=mark), 1):
            persons.row(row)
            if rows >= MOST_ROWS:
                break
    except csv.Error:
        persons.text(text)
    return rows
