"""A returned workbook on the page: what it would change, what must be chosen, what is wrong, and how far it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cermat.collection.models import Fate, Workbook, WorkbookLine, WorkbookState
from cermat.collection.presenters.words import sheet_title
from cermat.lib.months import date_time

STATES = {
    WorkbookState.READING: ("Sedang dibaca", "now"),
    WorkbookState.WAITING: ("Menunggu keputusan Anda", "now"),
    WorkbookState.APPLYING: ("Sedang diterapkan", "now"),
    WorkbookState.DONE: ("Selesai", "done"),
    WorkbookState.DROPPED: ("Dibatalkan", ""),
    WorkbookState.REFUSED: ("Ditolak", "late"),
}
PART_NAMES = {"pilih": "Perlu dipilih", "ubah": "Perubahan", "keliru": "Keliru"}
EMPTY = "kosong"


@dataclass(frozen=True)
class Tab:
    key: str
    name: str
    count: int
    is_here: bool


def state_of(workbook: Workbook) -> dict[str, str]:
    word, tone = STATES[WorkbookState(workbook.state)]
    return {"word": word, "tone": tone}


def workbook_line(workbook: Workbook) -> dict[str, Any]:
    """A line of the list."""
    told = f"{workbook.stored_count} jawaban tersimpan" if workbook.stored_count else workbook.reason
    return {"workbook": workbook, "state": state_of(workbook), "when": date_time(workbook.made_at), "told": told}


def first_part(counts: Mapping[str, int], asked: str) -> str:
    """The part that is shown: the one asked for, else the first with something in it."""
    if asked in PART_NAMES:
        return asked
    return next((part for part in PART_NAMES if counts[part]), "ubah")


def tabs(counts: Mapping[str, int], here: str) -> list[Tab]:
    return [Tab(key, name, counts[key], key == here) for key, name in PART_NAMES.items() if counts[key] or key == here]


def preview_rows(lines: Iterable[WorkbookLine]) -> list[dict[str, Any]]:
    return [_row(line) for line in lines]


def _row(line: WorkbookLine) -> dict[str, Any]:
    entry = line.entry
    return {
        "pk": line.pk,
        "place": f"Baris {line.row}" + (f", kolom {line.column}" if line.column else ""),
        "tab": line.tab,
        "sheet": sheet_title(entry) if entry is not None else "",
        "label": line.label,
        "old": line.old or EMPTY,
        "new": line.new or line.typed.get("isian") or EMPTY,
        "who": f"{line.saved_by}, {date_time(line.saved_at)}" if line.saved_by and line.saved_at else "",
        "note": line.note,
        "sentence": line.sentence,
        "is_chosen": bool(line.is_chosen),
        "is_stored": line.is_stored,
        "is_clash": line.fate == Fate.CLASH,
    }


def work_words(workbook: Workbook) -> dict[str, Any]:
    """How far the work in hand is; nothing where there is none."""
    if not workbook.is_working:
        return {}
    is_reading = workbook.state == WorkbookState.READING
    return {
        "title": "Membaca buku kerja" if is_reading else "Menyimpan isian",
        "noun": "baris" if is_reading else "isian",
        "stop": "Batalkan" if is_reading else "Hentikan",
        "done": workbook.done,
        "of": max(workbook.of, workbook.done, 1),
        "is_counted": workbook.of > 0,
    }
