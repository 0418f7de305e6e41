"""Sheets of paper typed by keyboard: one line each, "334433432 l 35 sma; antreannya panjang". Pure.

Digits stand in the order in which the office prints the questions and are kept in the order of the definition. After
them come the keys of what the respondent told of themselves, in any order, and after a semicolon the suggestion.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cermat.instruments.formula import Item

NOTHING = "0"
BLANKS = frozenset("0-")  # how "not answered" is typed


@dataclass(frozen=True)
class Form:
    """What a sheet asks beside its questions: respondent field → key → words, what the fields are called, and how long
    a suggestion may be. Every key belongs to one field."""

    fields: Mapping[str, Mapping[str, str]]
    names: Mapping[str, str]
    longest: int

    def field_of(self, key: str) -> str:
        return next((name for name, keys in self.fields.items() if key in keys), "")


@dataclass(frozen=True)
class Typed:
    """What one sheet says. `scores`: a digit per question in the order of the definition, 0 for no answer."""

    scores: str
    fields: Mapping[str, str] = field(default_factory=dict)
    suggestion: str = ""


@dataclass(frozen=True)
class Keyboard:
    """How the lines of a pile are read."""

    order: tuple[str, ...]  # codes of the questions as in the definition
    printed: tuple[str, ...]  # the same as the paper asks them
    digits: Mapping[str, str]  # code → what may be answered: "1234"
    form: Form
    defaults: Mapping[str, str] = field(default_factory=dict)  # what holds for every respondent of the pile


def digits_of(item: Item) -> str:
    """The digits that answer a question, in order: "1234". A digit is the points of its option (`fitting`)."""
    return "".join(sorted(str(int(option.score)) for option in item.options))


def span(digits: str) -> str:
    """ "1234" as "1–4"."""
    whole = "".join(str(at) for at in range(int(digits[0]), int(digits[-1]) + 1)) == digits if digits else False
    return f"{digits[0]}–{digits[-1]}" if whole and len(digits) > 1 else "/".join(digits)


def read_line(text: str, keyboard: Keyboard) -> Typed:
    """What a typed line says. Raises ValueError with the sentence for the typist."""
    before, _semicolon, suggestion = text.partition(";")
    words = before.casefold().split()
    if not words:
        raise ValueError("Baris ini kosong.")
    digits, codes = _digits(words, keyboard)
    given = dict(zip(keyboard.printed, digits, strict=True))
    if not any(digit != NOTHING for digit in digits):
        raise ValueError("Tidak satu pun pertanyaan terjawab; lembar kosong tidak perlu diketik.")
    return Typed(
        "".join(given[code] for code in keyboard.order),
        {**keyboard.defaults, **_fields(codes, keyboard.form)},
        _suggestion(suggestion, keyboard.form),
    )


def _digits(words: Sequence[str], keyboard: Keyboard) -> tuple[str, Sequence[str]]:
    """The answers and the words after them. Groups of digits may be spaced: "334 433 432"."""
    wanted = len(keyboard.printed)
    usable = frozenset("".join(keyboard.digits.values())) | BLANKS
    digits, used = words[0], 1
    while len(digits) < wanted and used < len(words) and set(words[used]) <= usable:
        digits += words[used]
        used += 1
    for at, (digit, code) in enumerate(zip(digits, keyboard.printed, strict=False), 1):
        if digit not in BLANKS and digit not in keyboard.digits[code]:
            raise ValueError(f"Digit ke-{at} adalah {digit}; isi {span(keyboard.digits[code])} atau 0.")
    if len(digits) != wanted:
        raise ValueError(f"Ada {len(digits)} digit; seharusnya {wanted}, satu untuk setiap pertanyaan.")
    return digits.replace("-", NOTHING), words[used:]


def _fields(codes: Sequence[str], form: Form) -> dict[str, str]:
    found: dict[str, str] = {}
    for code in codes:
        name = form.field_of(code)
        if not name:
            raise ValueError(f"Kode “{code[:20]}” tidak dikenal; lihat daftar kode. Saran ditulis setelah titik koma.")
        if found.get(name, code) != code:
            raise ValueError(f"{form.names[name]} disebut dua kali: {found[name]} dan {code}.")
        found[name] = code
    return found


def without_control_signs(text: str) -> str:
    """On one line, without signs that no keyboard types."""
    return " ".join("".join(sign if sign >= " " else " " for sign in text).split())


def _suggestion(text: str, form: Form) -> str:
    plain = without_control_signs(text)
    if len(plain) > form.longest:
        raise ValueError(f"Saran terlalu panjang: {len(plain)} huruf, paling banyak {form.longest}.")
    return plain


def line_of(typed: Typed, keyboard: Keyboard) -> str:
    """The line that says this, for correcting it; what the pile says of every respondent is left out."""
    given = dict(zip(keyboard.order, typed.scores, strict=True))
    told = [key for name, key in typed.fields.items() if key and keyboard.defaults.get(name) != key]
    words = " ".join(["".join(given[code] for code in keyboard.printed), *told])
    return f"{words}; {typed.suggestion}" if typed.suggestion else words
