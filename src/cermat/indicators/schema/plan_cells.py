"""One cell of a plan's table: from what people type to the value of the file, and back. Pure."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from unicodedata import category

from cermat.indicators.schema.plan_table import Cell, Column
from cermat.lib.errors import DomainError
from cermat.lib.months import NAMES, long_date, number
from cermat.lib.numbers import parse_number
from cermat.lib.texts import shows_nothing

YES, NO = "ya", "tidak"
YES_WORDS, NO_WORDS = frozenset({YES, "y", "true", "1", "x"}), frozenset({NO, "t", "false", "0", "-"})
PROSE, QUOTED = {Cell.PROSE, Cell.LINES}, {Cell.NUMBER, Cell.WHOLE, Cell.DATE}  # '2026, so that Excel keeps it as text
OTHER_BLANKS = re.compile(r"[^\S\n ]")
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
MONTH_WORD = re.compile(r"(\d{1,2})\s+([A-Za-z]{3,9})\.?\s+(\d{4})")
MONTH_STARTS = {name[:3].casefold(): at for at, name in enumerate(NAMES, 1)}


def value_of(column: Column, text: str) -> Any:
    """The value as the file writes it. Raises DomainError with a sentence."""
    return READERS.get(column.cell, str)(text)


def text_of(column: Column, value: Any) -> str:
    """As people type it; "" where there is nothing."""
    if value is None or value in {"", ()}:
        return ""
    if column.cell is Cell.NUMBER:
        return number(Decimal(value) or Decimal(0)).replace("−", "-")  # −0 is 0
    if column.cell is Cell.YES_NO:
        return YES if value else ""
    if column.cell is Cell.CODES:
        return "; ".join(str(part) for part in value)
    if column.cell is Cell.LINES:
        return "\n".join(str(part) for part in value)
    return str(value)


def shown(column: Column, text: str) -> str:
    """What is kept as people read it: a date with its month in words."""
    if column.cell is not Cell.DATE or not text:
        return text
    try:
        return long_date(date.fromisoformat(text))
    except ValueError:
        return text


def kept(column: Column, text: str) -> str:
    """What was typed as it is kept: a date in one form, so that two spellings of a day are no difference."""
    if column.cell is not Cell.DATE or not text:
        return text
    try:
        return _day(text)
    except DomainError:
        return text


def tidy(text: str) -> str:
    """Line ends and blanks alike, whoever typed it: a browser, a spreadsheet, a file."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def as_seen(column: Column, text: str) -> str:
    """What somebody put into a cell, as a reader sees it: of signs that show nothing none stay in codes and figures,
    where they would make two of what looks like one."""
    told = tidy(text)
    if shows_nothing(told):
        return ""
    if column.cell in PROSE:
        return told
    seen = OTHER_BLANKS.sub(" ", "".join(sign for sign in told if category(sign) != "Cf")).strip()
    return seen.lstrip("'’") if column.cell in QUOTED else seen


def _figure(text: str) -> str:
    return f"{parse_number(text):f}"


def _codes(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;,\n]", text) if part.strip()]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _whole(text: str) -> int:
    bare = text.replace(" ", "")
    if not bare.isascii() or not bare.isdigit() or len(bare) > 9:
        raise DomainError(f"“{text[:40]}” bukan bilangan bulat. Tulis angkanya saja, misalnya 2026.")
    return int(bare)


def _yes_or_no(text: str) -> bool:
    if text.casefold() in YES_WORDS:
        return True
    if text.casefold() in NO_WORDS:
        return False
    raise DomainError(f"“{text[:40]}” bukan ya atau tidak.")


def _day(text: str) -> str:
    words = MONTH_WORD.fullmatch(text.strip())
    if words and (at := MONTH_STARTS.get(words[2][:3].casefold())):
        text = f"{int(words[1]):02d}/{at:02d}/{words[3]}"
    for form in DATES:
        try:
            return str(date.fromisoformat(text) if form == DATES[0] else datetime.strptime(text, form).date())  # noqa: DTZ007
        except ValueError:
            continue
    raise DomainError(f"“{text[:40]}” bukan tanggal. Tulis misalnya 15 Januari 2026 atau 15/01/2026.")


READERS: dict[Cell, Callable[[str], Any]] = {
    Cell.NUMBER: _figure,
    Cell.WHOLE: _whole,
    Cell.YES_NO: _yes_or_no,
    Cell.CODES: _codes,
    Cell.LINES: _lines,
    Cell.DATE: _day,
}
