"""Piles of paper in words: what is typed in which order, and what stands in each line."""

from dataclasses import dataclass

from cermat.instruments.formula import Item
from cermat.lib.months import date_time
from cermat.survey.formula.comparing import Pair
from cermat.survey.formula.keying import Keyboard, line_of, span
from cermat.survey.models import Batch, BatchState, Channel
from cermat.survey.queries.piles import Line, definition_of_survey, keyboard_of, lines_of, open_differences
from cermat.survey.schema import FIELD_NAMES, RESPONDENT_FIELDS

STATES = {
    BatchState.DRAFT: ("now", "Sedang diketik"),
    BatchState.SECOND: ("now", "Diketik ulang"),
    BatchState.STORED: ("done", "Tersimpan"),
    BatchState.DROPPED: ("", "Dibuang"),
}


@dataclass(frozen=True)
class BatchRow:
    batch: Batch
    shape: str
    state: str
    count: int
    what: str  # that are counted
    detail: str


def batch_row(batch: Batch) -> BatchRow:
    shape, words = STATES[BatchState(batch.state)]
    if batch.stored_at is not None and batch.state == BatchState.STORED:
        detail = f"disimpan {date_time(batch.stored_at)} oleh {batch.stored_by}"
    else:
        detail = f"dimulai {date_time(batch.made_at)} oleh {batch.made_by}"
    count = batch.stored_count or len(batch.lines)
    if batch.channel == Channel.IMPORT and batch.state == BatchState.DRAFT:
        words = "Sedang disimpan" if batch.settings["is_applied"] else "Pratinjau"
        return BatchRow(batch, shape, words, batch.settings["rows"], "baris", detail)
    what = "jawaban" if batch.channel == Channel.IMPORT else "lembar"
    return BatchRow(batch, shape, words, count, what, detail)


@dataclass(frozen=True)
class Asked:
    """A question as the paper counts it."""

    number: int
    name: str
    allowed: str


def asked(keyboard: Keyboard, items: dict[str, Item]) -> list[Asked]:
    return [
        Asked(number, items[code].name, span(keyboard.digits[code])) for number, code in enumerate(keyboard.printed, 1)
    ]


@dataclass(frozen=True)
class TypedLine:
    """A line as the page shows it: digits in the printed order, in groups of three."""

    at: int
    number: int
    digits: str
    told: str
    suggestion: str
    text: str  # as it can be typed again


def typed_line(at: int, line: Line, keyboard: Keyboard) -> TypedLine:
    given = dict(zip(keyboard.order, line.typed.scores, strict=True))
    digits = "".join(given[code] for code in keyboard.printed)
    given_keys = line.typed.fields
    told = [keys[given_keys[name]] for name, keys in RESPONDENT_FIELDS.items() if given_keys.get(name)]
    groups = " ".join(digits[start : start + 3] for start in range(0, len(digits), 3))
    return TypedLine(at, line.number, groups, ", ".join(told), line.typed.suggestion, line_of(line.typed, keyboard))


@dataclass(frozen=True)
class PileSheet:
    batch: Batch
    asked: list[Asked]
    lines: list[TypedLine]  # newest first
    codes: list[tuple[str, list[tuple[str, str]]]]
    defaults: str
    sample: str
    is_open: bool
    is_second: bool
    may_begin_second: bool
    may_compare: bool
    may_store: bool


def pile_sheet(batch: Batch) -> PileSheet:
    """The typing at hand: whoever types a second time does not see the first."""
    keyboard, is_second = keyboard_of(batch), batch.state == BatchState.SECOND
    is_open = is_second or batch.state == BatchState.DRAFT
    lines = [typed_line(at, line, keyboard) for at, line in enumerate(lines_of(batch, second=is_second), 1)]
    items = {item.code: item for item in definition_of_survey(batch.survey).items}
    twice = batch.survey.double_entry
    defaults = [RESPONDENT_FIELDS[name][key] for name, key in keyboard.defaults.items()]
    agrees = is_second and not open_differences(batch)
    return PileSheet(
        batch=batch,
        asked=asked(keyboard, items),
        lines=lines[::-1],
        codes=[(FIELD_NAMES[name], list(keys.items())) for name, keys in RESPONDENT_FIELDS.items()],
        defaults=", ".join(defaults),
        sample="".join(keyboard.digits[code][-2:-1] or "0" for code in keyboard.printed),
        is_open=is_open,
        is_second=is_second,
        may_begin_second=twice and batch.state == BatchState.DRAFT and bool(lines),
        may_compare=is_second and bool(lines) and not agrees,
        may_store=is_open and bool(lines) and (agrees if twice else True),
    )


@dataclass(frozen=True)
class DifferenceRow:
    """The same sheet as typed twice; "" where a typing has none. `sheet`: which paper to take from the pile."""

    sheet: str
    first: str
    second: str
    place: str


def difference_rows(batch: Batch) -> list[DifferenceRow]:
    keyboard = keyboard_of(batch)
    first, second = lines_of(batch), lines_of(batch, second=True)
    return [_difference(pair, first, second, keyboard) for pair in open_differences(batch)]


def _difference(pair: Pair, first: list[Line], second: list[Line], keyboard: Keyboard) -> DifferenceRow:
    left = "" if pair.first is None else line_of(first[pair.first].typed, keyboard)
    right = "" if pair.second is None else line_of(second[pair.second].typed, keyboard)
    place = _where(left, right) or f"tidak ada pada ketikan {'kedua' if left else 'pertama'}"
    return DifferenceRow(_sheet(pair), left, right, place)


def _sheet(pair: Pair) -> str:
    """Its number in the typings that have it: "lembar 4", "lembar 4 (ketikan kedua: lembar 5)"."""
    if pair.first is None or pair.second is None:
        return f"lembar {(pair.first or 0) + 1}" if pair.first is not None else f"lembar {(pair.second or 0) + 1}"
    beside = "" if pair.first == pair.second else f" (ketikan kedua: lembar {pair.second + 1})"
    return f"lembar {pair.first + 1}{beside}"


def _where(left: str, right: str) -> str:
    """Which digits differ: "digit ke-3: 4 atau 1"."""
    if not left or not right:
        return ""
    one, other = left.partition(";")[0].split()[0], right.partition(";")[0].split()[0]
    found = [f"digit ke-{at}: {a} atau {b}" for at, (a, b) in enumerate(zip(one, other, strict=True), 1) if a != b]
    return "; ".join(found) or "kode responden berbeda"
