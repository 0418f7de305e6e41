"""A returned workbook beside what stands now: what each cell would change, and what cannot be taken, cell by cell."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from cermat.collection.actions.workbook_judging import judge, judge_cell
from cermat.collection.formula import SOURCE, Base, Book, Fate, Line, RowKey, Written
from cermat.collection.models import Entry, EntryValue, Workbook, WorkbookLine
from cermat.collection.queries import EXPLANATION, SOURCES, DeskOfSheets, Target, from_json
from cermat.collection.schema import Channel
from cermat.lib.errors import DomainError
from cermat.lib.months import Month
from cermat.organisation.models import Unit

NOT_YOURS = "Lembar ini tidak ada di antara isian yang boleh Anda isi pada periode ini. Hapus barisnya."
NO_MORE = "Baris ini tidak ada lagi pada isian periode ini; nilainya tidak dipakai."
OTHER_MONTH = "Baris ini dari buku kerja periode lain ({}). Unggah pada halaman periode itu."
TWICE = "Baris ini ada dua kali dengan isi berbeda (lihat lembar {}, baris {}). Hapus salah satunya."
STRAY = "Baris ini tidak berasal dari buku kerja Cermat; yang tertulis tidak dibaca. Tulis pada baris yang ada."
NO_SOURCE = "Pilih Surat, WhatsApp, atau Telepon; nomor dan tanggalnya pada kolom Alasan."
ELSEWHERE = "Buku kerja ini untuk {}. Unggah pada halaman periode dan kecamatan itu."
Cell = tuple[str, Written, Written]  # name of the column, what stands there, the reason beside it


def require_place(book: Book, workbook: Workbook) -> None:
    """Raises DomainError where the workbook as a whole belongs to another period or office."""
    cycle = workbook.cycle
    month, kecamatan = book.header.get("periode", str(cycle.month)), book.header.get("kecamatan", cycle.kecamatan.code)
    is_of_this = any(line.key.month == str(cycle.month) for line in book.lines)
    if kecamatan != cycle.kecamatan.code:
        raise DomainError(ELSEWHERE.format(f"kantor lain ({kecamatan})"), code="elsewhere", field="upload")
    if month != str(cycle.month) or not is_of_this:
        told = month if month != str(cycle.month) else book.lines[0].key.month
        raise DomainError(ELSEWHERE.format(f"periode {_month(told)}"), code="elsewhere", field="upload")


def _month(text: str) -> str:
    year, _dash, number = text.partition("-")
    known = year.isdecimal() and number.isdecimal() and len(text) == 7 and 1 <= int(number) <= 12
    return Month(int(year), int(number)).name if known else text[:20]


class Comparison:
    """Line by line, unit by unit; nothing is written here."""

    def __init__(self, workbook: Workbook, book: Book, desk: DeskOfSheets) -> None:
        self.workbook, self.book, self.desk = workbook, book, desk
        self.untouched = 0
        self.sources: dict[str, list[str]] = {}
        self._seen: dict[str, Line] = {}
        self._written: dict[tuple[int, str, str], WorkbookLine] = {}  # by sheet, code and field: who wrote there first
        self._position = 0

    def portions(self) -> Iterator[tuple[int, list[WorkbookLine]]]:
        """For each unit: how many lines of the workbook it has, and what is to be kept of them."""
        by_unit: dict[str, list[Line]] = defaultdict(list)
        for line in self.book.lines:
            by_unit[line.key.unit].append(line)
        for code, lines in by_unit.items():
            made = [kept for line in lines for kept in self._line(line)]
            if (unit := self.desk.units.get(code)) is not None:
                warn(self.desk, unit, made, self.workbook)
                self._ask_for_source(code, made)
            yield len(lines), made
        yield len(self.book.strays), [self._stray(*stray) for stray in self.book.strays]

    def notes(self) -> list[str]:
        """What the sheets ask for by now and the workbook does not know."""
        if not self.book.is_whole:
            return []
        sheets = {name.rpartition("|")[0].rpartition("|")[0] for name in self.book.base}
        month, base = str(self.workbook.cycle.month), self.book.base
        new = [
            target.label
            for entry in self.desk.entries.values()
            if str(RowKey(month, *_name_of(entry), "", "")).removesuffix("||") in sheets
            for (code, field), target in self.desk.fields[entry.pk].items()
            if field != EXPLANATION and str(RowKey(month, *_name_of(entry), code, field)) not in base
        ]
        listed = "; ".join(new[:5]) + (f"; dan {len(new) - 5} lainnya" if len(new) > 5 else "")
        return [f"Isian baru yang belum ada pada buku kerja ini: {listed}."] if new else []

    def _ask_for_source(self, code: str, made: list[WorkbookLine]) -> None:
        changed = [line.entry for line in made if line.fate in {Fate.CHANGE, Fate.CLASH} and line.entry is not None]
        if code in self.desk.spoken_for and any(entry.channel == Channel.ONLINE for entry in changed):
            self.sources.setdefault(code, [])

    def _line(self, line: Line) -> Iterator[WorkbookLine]:
        name = str(line.key)
        first = self._seen.setdefault(name, line)
        if first is not line:
            if first.cells != line.cells:
                yield self._fault(line, "isian", line.key.code, TWICE.format(first.tab, first.row))
            return
        if line.key.code == SOURCE:
            yield from self._source(line)
            return
        reason = line.cells.get("alasan", Written())
        yield from self._cell(line, line.key, ("isian", line.cells.get("isian", Written()), reason))
        explaining = replace(line.key, field=EXPLANATION)
        base, written = self.book.base.get(str(explaining)), line.cells.get("penjelasan", Written())
        if written != Written() or (base is not None and base.holder == line.key.field):
            yield from self._cell(line, explaining, ("penjelasan", written, Written()))

    def _cell(self, line: Line, key: RowKey, cell: Cell) -> Iterator[WorkbookLine]:
        column, answer, reason = cell
        base = self.book.base.get(str(key))
        if _is_untouched(base, answer, reason):
            self.untouched += 1
            return
        found = self.desk.find(key) if key.month == str(self.workbook.cycle.month) else None
        label = found.label if isinstance(found, Target) else (base.label if base else f"{key.code} {key.field}")
        if isinstance(found, Target):
            kept = self._kept(line, key, column, label)
            judge_cell(kept, found, base, cell[1:], line.cells.get("penjelasan", Written()).text)
            theirs = self.desk.value_of(found)
            if kept.fate != Fate.FAULT:
                judge(kept, found, base, theirs)
                self._hold_against_earlier(kept, found)
            if kept.fate == Fate.UNTOUCHED:
                self.untouched += 1
            else:
                yield kept
        elif found is None:
            yield self._fault(line, column, label, self._not_yours(key), key)
        elif (found.pk, (key.code, key.field)) not in self.desk.computed:
            yield self._fault(line, column, label, NO_MORE, key, Fate.GONE)

    def _hold_against_earlier(self, kept: WorkbookLine, target: Target) -> None:
        """Lines of different names may lead to one field: a row that has moved, an explanation on two lines of a row.
        Only one can be stored; the same answer twice is one."""
        if kept.fate not in {Fate.CHANGE, Fate.CLASH}:
            return
        first = self._written.setdefault((target.entry.pk, target.spec.code, target.spec.field.key), kept)
        if first is not kept and first.mine == kept.mine:
            kept.fate = Fate.UNTOUCHED
        elif first is not kept:
            kept.fate, kept.mine, kept.sentence = Fate.FAULT, None, TWICE.format(first.tab, first.row)

    def _not_yours(self, key: RowKey) -> str:
        return NOT_YOURS if key.month == str(self.workbook.cycle.month) else OTHER_MONTH.format(_month(key.month))

    def _source(self, line: Line) -> Iterator[WorkbookLine]:
        if line.key.unit not in self.desk.spoken_for:
            return
        answer, note = line.cells.get("isian", Written()), line.cells.get("alasan", Written())
        known = {word.casefold(): channel for word, channel in SOURCES.items()}
        channel = known.get(answer.text.casefold())
        if answer.fault or note.fault or (answer.text and (channel is None or not note.text)):
            why = answer.fault or note.fault or NO_SOURCE
            yield self._fault(line, "isian" if answer.fault or channel is None else "alasan", "Sumber", why)
        elif channel is not None:
            self.sources[line.key.unit] = [channel.value, note.text[:200]]

    def _kept(self, line: Line, key: RowKey, column: str, label: str) -> WorkbookLine:
        self._position += 1
        answer = line.cells.get(column, Written())
        reason = line.cells.get("alasan", Written()) if column == "isian" else Written()
        return WorkbookLine(
            workbook=self.workbook,
            position=self._position,
            tab=line.tab[:60],
            row=line.row,
            column=line.places.get(column, ""),
            key=str(key)[:300],
            code=key.code[:40],
            field=key.field[:40],
            label=label[:450],
            fate=Fate.FAULT,
            typed={"isian": answer.text[:400], "alasan": reason.text[:400]},
        )

    def _fault(
        self, line: Line, column: str, label: str, why: str, key: RowKey | None = None, fate: Fate = Fate.FAULT
    ) -> WorkbookLine:
        kept = self._kept(line, key or line.key, column, label)
        kept.fate, kept.sentence = fate, why[:600]
        kept.new = kept.typed["isian"]
        return kept

    def _stray(self, tab: str, row: int, text: str) -> WorkbookLine:
        line = Line(tab, row, RowKey("", "", "", "", "", ""), {"isian": Written(text)}, {})
        kept = self._fault(line, "isian", "Baris lain", STRAY)
        kept.key = ""
        return kept


def _name_of(entry: Entry) -> tuple[str, str, str]:
    return entry.unit.code, entry.section.key, entry.form


def _is_untouched(base: Base | None, answer: Written, reason: Written) -> bool:
    """Before anything is understood: the same text as when it was made, or nothing where nothing is known."""
    if answer.fault or reason.fault:
        return False
    stood = (base.text.strip(), base.reason.strip()) if base else ("", "")
    return (answer.text, reason.text) == stood


def warn(desk: DeskOfSheets, unit: Unit, made: list[WorkbookLine], workbook: Workbook) -> None:
    """Beside each changed row, what its rules will ask before the sheet can be sent."""
    changes = [line for line in made if line.fate in {Fate.CHANGE, Fate.CLASH}]
    values = [value for line in changes if (value := _as_value(line, workbook)) is not None]
    first: dict[tuple[int, str, str], WorkbookLine] = {}
    for line in changes:
        first.setdefault((line.entry_id or 0, line.code, line.field), line)
        first.setdefault((line.entry_id or 0, line.code, ""), line)
    entries: list[Entry] = [entry for pk, entry in desk.entries.items() if pk in {key[0] for key in first}]
    for sheet in desk.sheets_with(unit, values, entries):
        for row in sheet.rows:
            for problem in row.problems if (sheet.entry.pk, row.spec.code, "") in first else ():
                place = first.get((sheet.entry.pk, row.spec.code, problem.field))
                place = place or first[sheet.entry.pk, row.spec.code, ""]
                if problem.stops or (problem.is_question and not problem.is_explained):
                    word = "Sebelum dikirim" if problem.stops else "Tidak biasa"
                    place.note = f"{place.note} {word}: {problem.message}".strip()[:600]


def _as_value(line: WorkbookLine, workbook: Workbook) -> EntryValue | None:
    given = from_json(line.mine or {})
    if given is None:
        return None
    return EntryValue(
        entry=line.entry, code=line.code, field=line.field, answer=given.answer, number=given.number, text=given.text,
        reason=given.reason, by=workbook.made_by, at=workbook.made_at,
    )  # fmt: skip
