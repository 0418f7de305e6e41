"""What the columns of a file with answers are about, guessed from their headings, and which may not be kept. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cermat.instruments.formula import Definition

SERVICE, SUGGESTION, IGNORED = "layanan", "saran", ""
QUESTION, FIELD = "q:", "f:"  # q:persyaratan, f:sex
FEWEST_QUESTIONS = 3  # so many headings of questions make a row of headings
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "f:sex": ("jenis kelamin", "kelamin", "sex", "gender", "jk", "l p"),
    "f:age": ("umur", "usia", "age", "kelompok umur", "kelompok usia", "rentang usia", "umur responden"),
    "f:education": ("pendidikan", "pendidikan terakhir", "education"),
    "f:occupation": ("pekerjaan", "pekerjaan utama", "occupation"),
    "f:time_band": ("jam layanan", "jam survei", "time band", "waktu layanan"),
    SERVICE: ("layanan", "jenis layanan", "jenis pelayanan", "nama layanan", "layanan yang diterima", "service"),
    SUGGESTION: ("saran", "saran perbaikan", "kritik dan saran", "kritik saran", "saran masukan", "komentar"),
}
NUMBERED = re.compile(r"(?:u|p|q|unsur|pertanyaan|soal|butir) ?(\d{1,2})")
NUMBER_BEFORE = re.compile(r"u\d{1,2} ")
PERSON = frozenset(
    {
        "nama", "name", "nik", "ktp", "kk", "nip", "npwp", "telepon", "telp", "tlp", "hp", "handphone", "ponsel",
        "whatsapp", "wa", "phone", "email", "mail", "surel", "alamat", "address", "ip",
    }
)  # fmt: skip
MOMENT = frozenset({"timestamp", "tanggal", "tgl", "date", "datetime", "stempel", "cap", "created"})
NUMBER_OF_PERSON = re.compile(r"\d{16}|\d{18}|(?:\+?62|0)8\d{7,11}|[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)
MOMENT_VALUE = re.compile(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d.*)?|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}( \d.*)?")


@dataclass(frozen=True)
class Question:
    """A question as headings may name it."""

    code: str
    name: str
    text: str


def questions_of(definition: Definition) -> list[Question]:
    return [Question(item.code, item.name, item.details.get("pertanyaan", "")) for item in definition.items]


def plain(text: str) -> str:
    """Small letters and digits, one blank between words."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def guess(headings: Sequence[str], questions: Sequence[Question], numbered: Sequence[str]) -> list[str]:
    """What each column is about: "q:persyaratan", "f:sex", "layanan", "saran" or "". Nothing is given twice.

    `numbered`: the codes in the order that U1, U2, … count.
    """
    found = [IGNORED] * len(headings)
    for tried in (_named, _worded):
        for at, heading in enumerate(headings):
            purpose = tried(plain(heading), questions, numbered) if not found[at] else IGNORED
            if purpose and purpose not in found:
                found[at] = purpose
    return found


def _named(heading: str, questions: Sequence[Question], numbered: Sequence[str]) -> str:
    """By its own name, number or text; also by number and name, as Cermat's own list has it."""
    bare = NUMBER_BEFORE.sub("", heading)
    for question in questions:
        if bare and bare in {plain(question.code), plain(question.name), plain(question.text)}:
            return QUESTION + question.code
    number = NUMBERED.fullmatch(heading)
    if number and 1 <= int(number[1]) <= len(numbered):
        return QUESTION + numbered[int(number[1]) - 1]
    return next((purpose for purpose, names in HEADINGS.items() if heading in names), IGNORED)


def _worded(heading: str, questions: Sequence[Question], _numbered: Sequence[str]) -> str:
    """By a longer heading: the question with a number before it, or a sentence with the code in it."""
    for question in questions:
        if question.text and plain(question.text) in heading:
            return QUESTION + question.code
    if is_personal(heading) or is_moment(heading):
        return IGNORED
    words = f" {heading} "
    return next((QUESTION + one.code for one in questions if f" {plain(one.code)} " in words), IGNORED)


def is_headings(cells: Sequence[str], questions: Sequence[Question], numbered: Sequence[str]) -> bool:
    """Whether a row names columns: most files have titles above it."""
    found = guess(cells, questions, numbered)
    return sum(purpose.startswith(QUESTION) for purpose in found) >= min(FEWEST_QUESTIONS, len(questions))


def is_personal(heading: str) -> bool:
    """Whether a heading promises a name, a number of a person or an address."""
    words = plain(heading).split()
    about_service = {"layanan", "pelayanan", "loket", "unit", "instansi"} & set(words)
    return bool(PERSON & set(words)) and not about_service


def is_moment(heading: str) -> bool:
    """Whether a heading promises the moment of the answer: finer than the band that a respondent ticks."""
    return bool(MOMENT & set(plain(heading).split()))


def is_personal_value(text: str) -> bool:
    """Whether the whole cell looks like a NIK, NIP, telephone number or e-mail address."""
    return NUMBER_OF_PERSON.fullmatch(re.sub(r"(?<=\d)[ .-](?=\d)", "", text.strip())) is not None


def is_moment_value(text: str) -> bool:
    return MOMENT_VALUE.fullmatch(text.strip()) is not None


def unanswered(purposes: Iterable[str], questions: Sequence[Question]) -> list[str]:
    """Names of the questions that no column answers."""
    given = set(purposes)
    return [question.name for question in questions if QUESTION + question.code not in given]
