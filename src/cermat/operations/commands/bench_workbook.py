"""`./cermat bench workbook`: how long the workbook of a kecamatan takes, and what a large one costs in memory.

Everything is made up in memory, without a database: fifteen units with sixty indicators each, then so many that the
workbook has 100,000 cells. That one is read and compared in a process of its own, so that its memory is its own.
"""

import io
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median

from openpyxl import Workbook as PlainWorkbook
from openpyxl import load_workbook

import cermat
from cermat.collection.actions.workbook_comparing import Comparison
from cermat.collection.exports.workbook import Wanted, workbook_of
from cermat.collection.imports.workbook import read_workbook
from cermat.collection.models import Answer, Entry, EntryValue, Fate, Form, Workbook
from cermat.collection.queries import DeskOfSheets, book_units_in
from cermat.collection.queries.ledger import Ledger
from cermat.indicators.models import Indicator, IndicatorSet
from cermat.organisation.models import Kind, Unit, User
from cermat.sop.models import Cycle

AT = datetime(2026, 11, 2, tzinfo=UTC)
MOST_TIMES, MOST_MEGABYTES = 1.5, 300
CELLS = 100_000


@dataclass(frozen=True)
class Built:
    plain: float  # seconds
    ours: float
    cells: int
    lines: int


@dataclass(frozen=True)
class Held:
    cells: int
    lines: int
    changes: int
    megabytes: float
    seconds: float


def made_up(units: int, indicators: int, fields: int = 2) -> Ledger:
    """Sheets as they stand in the middle of a month: half the fields answered, all with last month's value."""
    kecamatan = Unit(pk=1, code="00.00.00", name="Contoh", kind=Kind.KECAMATAN, path="00.00.00>")
    kecamatan.kecamatan = kecamatan
    section = Unit(pk=2, code="00.00.00/contoh", name="Seksi Contoh", kind=Kind.SECTION, parent=kecamatan)
    cycle = Cycle(pk=1, kecamatan=kecamatan, year=2026, month_number=11)
    user = User(pk=1, username="contoh", full_name="Contoh")
    rows = tuple(_indicators(indicators, fields))
    entries, now, last = [], {}, {}
    for at in range(units):
        unit = Unit(pk=10 + at, code=f"00.00.00.{1001 + at}", name=f"Contoh {at + 1}", kind=Kind.KELURAHAN)
        unit.kecamatan = kecamatan
        entry = Entry(pk=at + 1, cycle=cycle, unit=unit, section=section, form=Form.MONTHLY, due_on=date(2026, 11, 30))
        entries.append(entry)
        last[unit.pk] = {(value.code, value.field): value for value in _values(entry, rows, user, 1)}
        now[unit.pk] = {(value.code, value.field): value for value in _values(entry, rows, user, 2)}
    return Ledger(cycle, tuple(entries), {entry.pk: rows for entry in entries}, now, last)


def _indicators(count: int, fields: int) -> Iterator[Indicator]:
    held = IndicatorSet(pk=1, name="Contoh")
    for at in range(count):
        asked = [
            {"key": f"n{number}", "label": f"Jumlah bagian {number + 1}", "unit": "orang", "kind": "angka"}
            for number in range(fields)
        ]
        yield Indicator(
            set=held, code=f"CTH-{at:04d}", position=at, name=f"Indikator contoh ke-{at + 1} dengan nama biasa",
            group="contoh", group_name="Contoh", applies_to="keduanya", nature="jumlah", fields=asked,
            unit_label="orang", section_key="contoh", help_text="Dihitung menurut buku register bulan ini.",
        )  # fmt: skip


def _values(entry: Entry, rows: tuple[Indicator, ...], user: User, every: int) -> Iterator[EntryValue]:
    for at, row in enumerate(rows):
        for field in row.fields if not at % every else ():
            yield EntryValue(
                entry=entry, code=row.code, field=field["key"], answer=Answer.NUMBER, number=Decimal(at * 37), by=user,
                at=AT,
            )  # fmt: skip


def built(ledger: Ledger) -> bytes:
    wanted = {entry.pk for entry in ledger.entries}
    titles = {entry.pk: "Seksi Contoh" for entry in ledger.entries}
    return workbook_of(book_units_in(ledger, {}, wanted), Wanted(ledger.cycle, titles, AT))


def measure_build(*, units: int = 15, indicators: int = 60, repeats: int = 5) -> Built:
    """Our workbook, locked, styled, with its lists and its memory; beside the same cells as plain values."""
    ledger = made_up(units, indicators)
    sheets = cells_of(built(ledger))
    ours, plain = [], []
    for _ in range(repeats):  # by turns, so that a busy moment of the machine slows both alike
        plain.append(_seconds(lambda: _plainly(sheets)))
        ours.append(_seconds(lambda: built(ledger)))
    cells = sum(len(row) for rows in sheets.values() for row in rows)
    lines = sum(len(row.fields) for rows in ledger.rows.values() for row in rows)
    return Built(median(plain), median(ours), cells, lines)


def cells_of(content: bytes) -> dict[str, list[list[object]]]:
    book = load_workbook(io.BytesIO(content), read_only=True)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def _plainly(sheets: dict[str, list[list[object]]]) -> bytes:
    book = PlainWorkbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def _seconds(work: object) -> float:
    begun = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - begun


def measure_memory(*, cells: int = CELLS) -> Held:
    """A workbook of so many cells, every answer changed, read and compared in a process of its own."""
    source = str(Path(cermat.__file__).parents[1])
    code = f"import django; django.setup(); from {__name__} import tell; tell({cells})"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"PYTHONPATH": source, "DJANGO_SETTINGS_MODULE": "cermat.config.settings", "LANG": "C.UTF-8"},
    )  # fmt: skip
    told = answer.stdout.split()
    return Held(int(told[0]), int(told[1]), int(told[2]), float(told[3]), float(told[4]))


def tell(cells: int) -> None:
    """In the process of its own: cells, lines, changes, most megabytes at any time, seconds of the work."""
    ledger = made_up(max(cells // (10 * 2 * 60), 1), 60)  # ten columns, two lines for each of sixty indicators
    content = built(ledger)
    for values in ledger.now.values():
        for value in values.values():
            value.number = (value.number or 0) + 1  # somebody saves all of them meanwhile: the dearest case
    begun = time.perf_counter()
    book = read_workbook(content)
    desk = DeskOfSheets(ledger, {}, {entry.pk for entry in ledger.entries})
    workbook = Workbook(pk=1, cycle=ledger.cycle, made_by=User(pk=1, full_name="Contoh"), made_at=AT)
    book.base.clear()  # nothing is known of its beginning: every value must be compared
    lines = [line for _count, made in Comparison(workbook, book, desk).portions() for line in made]
    took = time.perf_counter() - begun
    changes = sum(line.fate in {Fate.CHANGE, Fate.CLASH} for line in lines)
    most = _most_memory()
    sys.stdout.write(f"{len(book.lines) * 10} {len(book.lines)} {changes} {most:.1f} {took:.3f}\n")


def _most_memory() -> float:
    """Megabytes of this program at any time. Linux counts `ru_maxrss` from before the program began, as its parent."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    [held] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
    return int(held.split()[1]) / 1024


def lines_of(made: Built) -> tuple[str, ...]:
    return (
        f"Buku kerja 15 unit x 60 indikator: {made.lines} baris, {made.cells} sel, median",
        f"openpyxl polos, sel yang sama   {made.plain * 1000:9.0f} ms",
        f"buku kerja                      {made.ours * 1000:9.0f} ms",
        f"buku kerja / polos              {made.ours / made.plain:9.2f}   (batas: paling besar {MOST_TIMES})",
    )


def lines_of_memory(held: Held) -> tuple[str, ...]:
    return (
        f"{held.cells} sel dibaca dan dibandingkan ({held.lines} baris, {held.changes} berubah)",
        f"memori                          {held.megabytes:9.0f} MB   (batas: paling besar {MOST_MEGABYTES})",
        f"waktu                           {held.seconds:9.1f} s",
    )
