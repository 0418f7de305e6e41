"""A filled workbook into the text of a definition, every fault with its sheet, row and column."""

import io
import json
import re
from dataclasses import replace

import openpyxl

from cermat.instruments.imports.cells import Place, Reader, Row, Told, quoted
from cermat.instruments.imports.sheets import read_sheet
from cermat.instruments.schema import read_instrument
from cermat.instruments.schema.shape import FORMAT
from cermat.instruments.schema.workbook import HEAD, HEAD_NAME, SHEETS, Cell, SheetShape
from cermat.lib.errors import DefinitionError

MOST_PROBLEMS = 20
LINE = re.compile(r"Baris (\d+): (.*)", re.DOTALL)
MISSING = re.compile(r'"([a-z_]+)" belum diisi')


def read_workbook(content: bytes) -> str:
    """The text (YAML) of the definition in an inspected XLSX file.

    Raises DefinitionError; its problems read "Lembar Butir, baris 12, kolom J (Bobot): …".
    """
    reader = Reader()
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    for sheet in book.worksheets:
        read_sheet(reader, sheet)
    book.close()
    if not reader.head and not reader.problems:
        reader.fault(Place(HEAD_NAME), "tidak ada atau kosong. Unduh templat dari halaman instrumen, lalu isi.")
    _refuse(reader.problems)
    writer = _Writer()
    writer.write(reader)
    _refuse(writer.problems)
    text = "\n".join(writer.lines) + "\n"
    try:
        read_instrument(text)
    except DefinitionError as error:
        raise DefinitionError([writer.placed(problem) for problem in error.problems]) from error
    return text


def _refuse(problems: list[str]) -> None:
    if problems:
        more = len(problems) - MOST_PROBLEMS
        rest = [f"… dan {more} kesalahan lain."] if more > 0 else []
        raise DefinitionError([*problems[:MOST_PROBLEMS], *rest])


class _Writer:
    """The lines of the file; line n stood at `places[n - 1]`."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.places: list[tuple[Place, Row | None]] = []
        self.problems: list[str] = []

    def write(self, reader: Reader) -> None:
        self._put(f"cermat: {FORMAT}", Place(HEAD_NAME))
        self._head(reader.head)
        for shape in SHEETS:
            if not shape.below:
                self._table(shape, reader)
        self._scales(reader.tables.get("Skala", []))
        loose = [row for row in reader.tables.get("Gradasi", []) if not row.below]
        self._rows("gradasi", loose, "")
        self._strays(reader)

    def _put(self, line: str, place: Place, row: Row | None = None) -> None:
        self.lines.append(line)
        self.places.append((place, row))

    def _head(self, head: dict[str, list[Told]]) -> None:
        opened: set[str] = set()
        for column in HEAD:
            outer, dot, inner = column.key.rpartition(".")
            told = head.get(column.key, [])
            if dot and outer not in opened and any(key.startswith(f"{outer}.") for key in head):
                opened.add(outer)
                self._put(f"{outer}:", Place(HEAD_NAME, title=f"{outer.capitalize()} …"))
            if not told:
                continue
            if column.cell is Cell.LINES:
                self._put(f"{column.key}:", told[0].place)
                for line in told:
                    self._put(f"  - {line.yaml}", line.place)
            else:
                self._put(f"{'  ' if dot else ''}{inner}: {told[-1].yaml}", told[-1].place)

    def _table(self, shape: SheetShape, reader: Reader) -> None:
        nested = [one for one in SHEETS if one.below == shape.key]
        rows = reader.tables.get(shape.name, [])
        if not rows:
            return
        self._put(f"{shape.key}:", Place(shape.name))
        seen: set[str] = set()
        for row in rows:
            self._row(row, "  ")
            code = json.loads(row.keys["kode"].yaml) if "kode" in row.keys else ""
            for inner in nested if code not in seen else []:
                mine = [one for one in reader.tables.get(inner.name, []) if one.below and one.below == code]
                self._rows(inner.key, mine, "    ")
            seen.add(code)

    def _rows(self, key: str, rows: list[Row], indent: str) -> None:
        if rows:
            self._put(f"{indent}{key}:", rows[0].place)
            for row in rows:
                self._row(row, f"{indent}  ")

    def _row(self, row: Row, indent: str) -> None:
        if not row.keys:
            self._put(f"{indent}- {{}}", row.place, row)
        for at, (key, told) in enumerate(row.keys.items()):
            self._put(f"{indent}{'  ' if at else '- '}{key}: {told.yaml}", told.place, row)

    def _scales(self, rows: list[Row]) -> None:
        names = list(dict.fromkeys(row.below for row in rows))
        if names:
            self._put("skala:", Place("Skala"))
        for name in names:
            self._rows(quoted(name), [row for row in rows if row.below == name], "  ")

    def _strays(self, reader: Reader) -> None:
        """Rows that hang below something that is not there."""
        for shape in SHEETS:
            if shape.below in {"", "skala"}:
                continue
            above = next(one for one in SHEETS if one.key == shape.below)
            known = {
                json.loads(row.keys["kode"].yaml) for row in reader.tables.get(above.name, []) if "kode" in row.keys
            }
            for row in reader.tables.get(shape.name, []):
                if row.below not in known and not (shape.key == "gradasi" and not row.below):
                    self.problems.append(f"{row.place}: “{row.below[:40]}” tidak ada pada lembar {above.name}.")

    def placed(self, problem: str) -> str:
        """ "Baris 57: …" of the text as the place in the workbook."""
        found = LINE.fullmatch(problem)
        if found is None:
            return problem
        place, row = self.places[min(int(found[1]), len(self.places)) - 1]
        missing = MISSING.match(found[2])
        if missing and row is not None:
            place = row.places.get(missing[1], replace(row.place, column=0, title=""))
        return f"{place}: {found[2]}"
