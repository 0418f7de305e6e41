"""An answer as one cell of a workbook, and back: 1.250 · Nihil · Belum ada data, with its reason in the next cell."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from cermat.collection.models import Answer, Channel, EntryValue
from cermat.collection.schema import Given
from cermat.indicators.formula import Field
from cermat.lib.errors import DomainError
from cermat.lib.months import number
from cermat.lib.numbers import parse_number
from cermat.lib.rounding import rounded

WORDS = {
    Answer.NIL: "Nihil",
    Answer.NO_DATA: "Belum ada data",
    Answer.NOT_APPLICABLE: "Tidak berlaku",
    Answer.YES: "Ya",
    Answer.NO: "Tidak",
}
MISSING = (Answer.NO_DATA, Answer.NOT_APPLICABLE)
KNOWN = {
    "angka": (Answer.NIL, *MISSING),
    "ya_tidak": (Answer.YES, Answer.NO, *MISSING),
    "pilihan": MISSING,
}
SOURCES = {"Surat": Channel.LETTER, "WhatsApp": Channel.WHATSAPP, "Telepon": Channel.PHONE}
ONLY_REASON = "Alasannya tertulis, isiannya kosong. Pilih “Belum ada data”, atau isi angkanya."
WITHOUT_REASON = "Tulis pada kolom Alasan mengapa datanya belum ada."


@lru_cache(maxsize=2000)
def words_of(field: Field) -> Mapping[str, Answer | Decimal]:
    """What may be chosen in the cell of a field, in the order of the list: word → answer, or number of a choice."""
    found: dict[str, Answer | Decimal] = {}
    taken = {WORDS[answer].casefold() for answer in KNOWN.get(field.kind, ())}
    for value, label in field.choices if field.kind == "pilihan" else ():
        word = " ".join(label.split())
        figure = rounded(value, 6)
        name = word if word and word.casefold() not in taken else f"{word} ({number(figure)})".strip()
        taken.add(name.casefold())
        found[name] = figure
    return found | {WORDS[answer]: answer for answer in KNOWN.get(field.kind, ())}


def choices_of(field: Field) -> tuple[str, ...]:
    """The words of the list at the cell."""
    return tuple(SOURCES) if field.kind == "sumber" else tuple(words_of(field))


def given_from(value: EntryValue | None) -> Given | None:
    if value is None:
        return None
    return Given(Answer(value.answer), value.number, value.text, value.reason)


def as_cells(given: Given | None, field: Field) -> tuple[str, str]:
    """The text of the cell and of the reason beside it."""
    if given is None:
        return "", ""
    if given.answer == Answer.TEXT:
        return given.text, given.reason
    if given.answer == Answer.NUMBER and given.number is not None:
        if field.kind == "pilihan":
            chosen = (word for word, value in words_of(field).items() if value == given.number)
            return next(chosen, number(given.number)), given.reason
        return number(given.number), given.reason
    return WORDS.get(given.answer, given.answer.value), given.reason


def as_line(given: Given | None, field: Field) -> str:
    """Both in one line, for people: Belum ada data (menunggu Puskesmas)."""
    text, reason = as_cells(given, field)
    return f"{text} ({reason})" if reason else text


def answer_in(text: str, reason: str, field: Field) -> Given | None:
    """The answer of a cell; None where it is empty. Raises DomainError with the sentence for the cell."""
    text, reason = text.strip(), reason.strip()
    if field.kind == "teks":
        return Given.of_text(text) if text else None
    if not text:
        if reason:
            raise DomainError(ONLY_REASON, code="only_reason")
        return None
    known = {word.casefold(): value for word, value in words_of(field).items()}
    found = known.get(" ".join(text.split()).casefold())
    if isinstance(found, Answer):
        return Given(found, reason=reason)
    if found is not None:
        return Given.of_number(found, reason)
    if field.kind == "ya_tidak":
        raise DomainError(f"“{text[:40]}” tidak dikenal. Pilih {_listed(field)}.", code="unknown_word")
    try:
        return Given.of_number(parse_number(text), reason)
    except DomainError as error:
        if error.code == "not_a_number":
            raise DomainError(f"“{text[:40]}” {_unreadable(field)}", code="unknown_word") from error
        raise


def _unreadable(field: Field) -> str:
    if field.kind == "pilihan":
        return "bukan salah satu pilihan. Pilih dari daftar pada selnya."
    return f"bukan angka. Tulis misalnya 1.250 atau 84,21, atau pilih {_listed(field)}."


def _listed(field: Field) -> str:
    *first, last = words_of(field)
    return f"{', '.join(first)}, atau {last}"


def as_json(given: Given | None) -> dict[str, Any]:
    if given is None:
        return {}
    figure = None if given.number is None else f"{given.number:f}"
    return {"answer": given.answer.value, "number": figure, "text": given.text, "reason": given.reason}


def from_json(told: Mapping[str, Any]) -> Given | None:
    if not told:
        return None
    figure = None if told["number"] is None else Decimal(told["number"])
    return Given(Answer(told["answer"]), figure, told["text"], told["reason"])
