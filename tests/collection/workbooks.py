"""Workbooks as a person handles them: downloaded, filled in with openpyxl, sent back."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from uuid import uuid4

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl.worksheet.worksheet import Worksheet

from cermat.collection.actions import save_sheet
from cermat.collection.models import Entry, Fate, Workbook, WorkbookLine, WorkbookState
from cermat.documents.models import StoredFile
from cermat.organisation.models import User
from cermat.sop.models import Cycle
from tests.collection.factories import OPENED, answers
from tests.factories import NOW, Office

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMES = 3  # the row that names the columns
Changes = Mapping[str, Mapping[str, object]]  # end of the line's name ("PDK-01|lahir") → column → value


def downloaded(client: Client, cycle: Cycle, **query: object) -> bytes:
    answer = client.get(reverse("collection:workbook_file", args=[cycle.pk]), query)
    assert answer.status_code == 200, answer.headers.get("Location")
    return answer.content


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def saved(book: Any) -> bytes:
    raw = BytesIO()
    book.save(raw)
    return raw.getvalue()


def tabs(book: Any) -> list[Worksheet]:
    """The worksheets with lines."""
    return [sheet for sheet in book.worksheets if sheet.cell(NAMES, 1).value == "kunci"]


def place(sheet: Worksheet, name: str, column: str) -> tuple[int, int]:
    """Row and column of a cell, by the end of the line's name."""
    columns = {cell.value: cell.column for cell in sheet[NAMES]}
    for cell in sheet["A"]:
        if cell.row > NAMES and str(cell.value or "").endswith(name):
            return cell.row, columns[column]
    raise LookupError(name)


def filled(content: bytes, changes: Changes) -> bytes:
    """With values in some cells of whichever worksheet has the line."""
    book = opened(content)
    for name, cells in changes.items():
        sheet = next(sheet for sheet in tabs(book) if any(str(c.value or "").endswith(name) for c in sheet["A"]))
        for column, value in cells.items():
            sheet.cell(*place(sheet, name, column)).value = value  # type: ignore[union-attr]
    return saved(book)


def sent_in(client: Client, cycle: Cycle, content: bytes, name: str = "isian.xlsx") -> Any:
    upload = SimpleUploadedFile(name, content, XLSX)
    address = reverse("collection:workbooks", args=[cycle.pk])
    return client.post(address, {"_key": str(uuid4()), "upload": upload})


def taken_in(client: Client, cycle: Cycle, content: bytes) -> Workbook:
    """The workbook as it waits for a decision."""
    answer = sent_in(client, cycle, content)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return Workbook.objects.latest("pk")


def send(client: Client, action: str, workbook: Workbook, **data: object) -> Any:
    address = reverse(f"collection:workbook_{action}", args=[workbook.cycle_id, workbook.pk])
    return client.post(address, {"_key": str(uuid4()), **data})


def applied(client: Client, workbook: Workbook, **data: object) -> Workbook:
    send(client, "applying", workbook, revision=workbook.revision, **data)
    workbook.refresh_from_db()
    return workbook


def told(workbook: Workbook) -> dict[str, tuple[str, str, str, str]]:
    """Code and field → fate, old, new, sentence."""
    return {
        f"{line.code}.{line.field}": (line.fate, line.old, line.new, line.sentence) for line in workbook.lines.all()
    }


def a_workbook(entry: Entry, by: User, file: StoredFile) -> Workbook:
    """One that waits, with a change, a clash and a fault."""
    made = Workbook.objects.create(
        cycle=entry.cycle, file=file, name="isian.xlsx", state=WorkbookState.WAITING, revision=1, made_by=by,
        made_at=OPENED, notes=["Contoh catatan."],
    )  # fmt: skip
    mine = {"answer": "angka", "number": "3", "text": "", "reason": ""}
    for position, (fate, sentence) in enumerate([(Fate.CHANGE, ""), (Fate.CLASH, ""), (Fate.FAULT, "Contoh.")]):
        WorkbookLine.objects.create(
            workbook=made, position=position, tab="Payaman", row=position + 5, key=f"baris-{position}", entry=entry,
            code="PDK-01", field="lahir", label="Lahir", fate=fate, mine=mine, old="2", new="3", sentence=sentence,
        )  # fmt: skip
    return made


def values(entry: Entry) -> dict[str, str]:
    return {f"{value.code}.{value.field}": str(value).partition(" = ")[2] for value in entry.values.all()}


def saves(entry: Entry, office: Office, **given: int | str) -> Entry:
    """Somebody else, in the browser."""
    entry.refresh_from_db()
    lurah = office.lurah[entry.unit.code]
    return save_sheet(entry=entry, answers=answers(**given), version=entry.version, by=lurah, now=NOW)
