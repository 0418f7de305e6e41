"""The sheets of a filled workbook into rows."""

import json
from collections.abc import Iterable
from typing import Any

from cermat.instruments.imports.cells import Place, Reader, Row, Told, text_of, value_of
from cermat.instruments.schema.workbook import BELOW_TITLE, HEAD, HEAD_NAME, SHEET, SHEETS, SheetShape

MOST_ROWS, MOST_COLUMNS = 6000, 80
MOST_CELLS = 100_000  # filled ones, of the whole workbook


def read_sheet(reader: Reader, sheet: Any) -> None:
    name = str(sheet.title).strip()
    rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)
    if name.casefold() == HEAD_NAME.casefold():
        _read_head(reader, rows)
    elif name.casefold() in SHEET:
        _read_table(reader, SHEET[name.casefold()], rows)
    else:
        _refuse_renamed(reader, name, rows)


def _refuse_renamed(reader: Reader, name: str, rows: Iterable[Any]) -> None:
    """Somebody's own notes are passed over; a sheet of the template under another name would be lost unseen."""
    titles = {str(cell.value).strip().casefold() for cell in next(iter(rows), ()) if cell.value is not None}
    alike = [shape for shape in SHEETS if len(titles) > 1 and titles <= _titles_of(shape)]
    if alike:
        meant = min(alike, key=lambda shape: len(_titles_of(shape) - titles)).name
        reader.fault(Place(name), f"nama lembar ini tidak dikenal, isinya seperti lembar {meant}. Pulihkan namanya.")


def _titles_of(shape: SheetShape) -> set[str]:
    return {*shape.column, *([BELOW_TITLE[shape.below].casefold()] if shape.below else [])}


def _read_head(reader: Reader, rows: Iterable[Any]) -> None:
    columns = {column.title.casefold(): column for column in HEAD}
    for number, cells in enumerate(rows, 1):
        key, value = [*cells, None, None][:2]
        title = str(key.value).strip() if key is not None and key.value is not None else ""
        if number == 1 or not title:
            continue
        place = Place(HEAD_NAME, number, 2, title)
        column = columns.get(title.casefold())
        if column is None:
            reader.fault(place, "kunci ini tidak dikenal.")
            continue
        told = value_of(reader, place, column, value)
        if told is not None:
            reader.head.setdefault(column.key, []).append(told)


def _read_table(reader: Reader, shape: SheetShape, rows: Iterable[Any]) -> None:
    lines = enumerate(rows, 1)
    _number, first = next(lines, (1, ()))
    titles = [str(cell.value).strip() if cell.value is not None else "" for cell in first]
    _check_titles(reader, shape, titles)
    found = reader.tables.setdefault(shape.name, [])
    for number, cells in lines:
        filled = sum(cell.value is not None and bool(str(cell.value).strip()) for cell in cells)
        reader.cells += filled
        if not filled:
            continue
        if number > MOST_ROWS or reader.cells > MOST_CELLS:
            reader.fault(Place(shape.name), f"terlalu panjang: paling banyak {MOST_ROWS} baris tiap lembar.")
            return
        found.append(_read_row(reader, shape, titles, number, cells))


def _check_titles(reader: Reader, shape: SheetShape, titles: list[str]) -> None:
    known = _titles_of(shape)
    for at, title in enumerate(titles, 1):
        is_free = any(title.casefold().startswith(f"{key}:") for key in shape.free)
        if title and title.casefold() not in known and not is_free:
            reader.fault(Place(shape.name, 1, at, title), "judul kolom ini tidak dikenal.")
        elif title and titles.index(title) != at - 1:
            reader.fault(Place(shape.name, 1, at, title), "judul kolom ini ada dua kali.")


def _read_row(reader: Reader, shape: SheetShape, titles: list[str], number: int, cells: Any) -> Row:
    row = Row(Place(shape.name, number))
    free: dict[str, dict[str, str]] = {}
    for at, (title, cell) in enumerate(zip(titles, cells, strict=False), 1):
        place, column = Place(shape.name, number, at, title), shape.column.get(title.casefold())
        if column is not None:
            row.places[column.key] = place
            told = value_of(reader, place, column, cell)
            if told is not None:
                row.keys[column.key] = told
        elif shape.below and title.casefold() == BELOW_TITLE[shape.below].casefold():
            row.below, row.place = text_of(reader, place, cell), place
        elif title and (text := text_of(reader, place, cell)):
            key, _colon, name = title.partition(":")
            free.setdefault(key.strip().casefold(), {})[name.strip()] = text
            row.places.setdefault(key.strip().casefold(), place)
    for key, pairs in free.items():
        row.keys[key] = Told(json.dumps(pairs, ensure_ascii=False), row.places[key])
    return row
