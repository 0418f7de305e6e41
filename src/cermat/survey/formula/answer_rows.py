"""The rows of a file read as answers: every fault with its row, its column and a sentence. Pure."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cermat.instruments.formula import Definition, Option
from cermat.survey.formula.columns import FIELD, QUESTION, SERVICE, SUGGESTION, plain
from cermat.survey.formula.keying import NOTHING, Form, Typed, digits_of, span, without_control_signs

EMPTY = frozenset({"", "0", "-", "–"})
FORMULA = "Berisi rumus; salin, lalu tempel sebagai nilai."
OTHER_WORDS: Mapping[str, Mapping[str, str]] = {
    "sex": {"pria": "l", "wanita": "p", "laki laki": "l", "lk": "l", "pr": "p", "male": "l", "female": "p"},
    "education": {
        "sd sederajat": "sd", "smp sederajat": "smp", "sltp": "smp", "smu": "sma", "smk": "sma", "slta": "sma",
        "sma smk": "sma", "sma sederajat": "sma", "d1": "d", "d2": "d", "d3": "d", "d4": "d", "diploma": "d",
        "d iii": "d", "sarjana": "s1", "magister": "s2", "doktor": "s3",
    },
    "occupation": {
        "pns": "asn", "pppk": "asn", "karyawan swasta": "swasta", "pegawai swasta": "swasta", "wiraswasta": "wira",
        "pedagang": "wira", "petani": "tani", "buruh tani": "tani", "mahasiswa": "pelajar", "ibu rumah tangga": "irt",
    },
    "time_band": {"08 12": "pagi", "13 17": "siang", "08 00 12 00": "pagi", "13 00 17 00": "siang"},
}  # fmt: skip
OLDEST = 120


@dataclass(frozen=True)
class Wanted:
    """What the rows are read for. `service`: for all rows of a file without a column."""

    order: tuple[str, ...]
    answers: Mapping[str, Mapping[str, str]]  # code → plain text → digit
    digits: Mapping[str, str]
    services: Mapping[str, Sequence[tuple[str, int]]]  # plain name → those that are called so, by their full name
    form: Form
    service: int | None = None


@dataclass(frozen=True)
class Fault:
    row: int  # as the spreadsheet counts
    column: str
    sentence: str


@dataclass(frozen=True)
class Row:
    """A row of the file: an answer where it has no fault."""

    number: int
    cells: Sequence[str]
    typed: Typed | None = None
    service: int | None = None
    faults: Sequence[Fault] = ()


@dataclass
class Check:
    """What a file says as a whole."""

    good: int = 0
    bad: int = 0
    faults: list[Fault] = field(default_factory=list)
    left_empty: Counter[tuple[str, str]] = field(default_factory=Counter)  # what a respondent field does not know
    services: Counter[int] = field(default_factory=Counter)
    shortened: int = 0  # suggestions that were longer than one may be


def wanted_of(definition: Definition, services: Mapping[str, int], service: int | None, form: Form) -> Wanted:
    digits = {item.code: digits_of(item) for item in definition.items}
    answers = {
        item.code: {**{digit: digit for digit in digits[item.code]}, **_words(item.options)}
        for item in definition.items
    }
    named: dict[str, list[tuple[str, int]]] = {}
    for name, pk in services.items():
        named.setdefault(plain(name), []).append((name, pk))
    return Wanted(tuple(item.code for item in definition.items), answers, digits, named, form, service)


def _words(options: Iterable[Option]) -> dict[str, str]:
    """Also the letters and the words of the choices: paper and online forms give those."""
    return {plain(words): str(int(one.score)) for one in options for words in (one.answer, one.label) if words}


def table_rows(text: str) -> Iterator[list[str]]:
    """The rows of a kept table, headings first; the first cell of each is its number in the file."""
    yield from csv.reader(io.StringIO(text, newline=""))


def read_rows(text: str, purposes: Sequence[str], wanted: Wanted, check: Check | None = None) -> Iterator[Row]:
    """Each row of a kept table below its headings. `purposes` as `columns.guess` gives them; `check` is counted up."""
    lines = table_rows(text)
    headings = next(lines, ["baris"])[1:]
    columns = [(at, purpose, headings[at]) for at, purpose in enumerate(purposes) if purpose and at < len(headings)]
    counted = Check() if check is None else check
    for number, *cells in lines:
        row = _row(int(number), cells, columns, wanted, counted)
        if row.typed is not None and row.service is not None:
            counted.good += 1
            counted.services[row.service] += 1
        else:
            counted.bad += 1
            counted.faults += row.faults
        yield row


def _row(
    number: int, cells: Sequence[str], columns: Sequence[tuple[int, str, str]], wanted: Wanted, check: Check
) -> Row:
    faults: list[Fault] = []
    scores = dict.fromkeys(wanted.order, NOTHING)
    fields, suggestion, service = dict[str, str](), "", wanted.service
    for at, purpose, heading in columns:
        text = cells[at].strip()
        try:
            if purpose.startswith(QUESTION):
                scores[purpose.removeprefix(QUESTION)] = _digit(text, purpose.removeprefix(QUESTION), wanted)
            elif purpose.startswith(FIELD):
                _tell(fields, purpose.removeprefix(FIELD), text, wanted.form, check)
            elif purpose == SERVICE:
                service = _service(text, wanted)
            elif purpose == SUGGESTION:
                whole = without_control_signs(text)
                suggestion = whole[: wanted.form.longest]
                check.shortened += suggestion != whole
        except ValueError as fault:
            faults.append(Fault(number, heading, str(fault)))
    if not faults and set(scores.values()) == {NOTHING}:
        faults.append(
            Fault(number, "", "Tidak satu pun pertanyaan terjawab; isi sedikitnya satu, atau hapus barisnya.")
        )
    if not faults and service is None:
        faults.append(Fault(number, "", "Layanannya belum diketahui; pilih satu layanan untuk semua baris."))
    if faults:
        return Row(number, cells, faults=faults)
    return Row(number, cells, Typed("".join(scores[code] for code in wanted.order), fields, suggestion), service)


def _digit(text: str, code: str, wanted: Wanted) -> str:
    if text in EMPTY:
        return NOTHING
    if text.startswith("="):
        raise ValueError(FORMULA)
    whole = text[:-2] if text.endswith((".0", ",0")) else text
    found = wanted.answers[code].get(plain(whole))
    if found is None or (plain(whole).isdecimal() and whole != found):
        raise ValueError(f"“{text[:30]}” tidak dapat dipakai; isi {span(wanted.digits[code])}, kosong, atau 0.")
    return found


def _service(text: str, wanted: Wanted) -> int | None:
    if not text:
        return wanted.service
    alike = wanted.services.get(plain(text), ())
    found = [pk for name, pk in alike if len(alike) == 1 or name == text]
    if not alike:
        raise ValueError(f"Layanan “{text[:40]}” tidak ada pada survei ini; pakai nama layanan dari survei.")
    if not found:
        names = " atau ".join(f"“{name}”" for name, _pk in alike)
        raise ValueError(f"Layanan “{text[:40]}” dapat berarti {names}; tulis persis seperti pada survei.")
    return found[0]


def _tell(fields: dict[str, str], name: str, text: str, form: Form, check: Check) -> None:
    """What a respondent said of themselves; a word that the form does not know stays empty and is counted."""
    if text in {"", "-"}:
        return
    key = key_of(name, text, form)
    if key:
        fields[name] = key
    else:
        check.left_empty[form.names[name], text[:40]] += 1


def key_of(name: str, text: str, form: Form) -> str:
    """The key of a respondent field that a cell means: "Laki-laki" → "l", "37" → "45" (36–45 years). "" if none."""
    said = plain(text[:-2] if text.endswith(".0") else text)
    if name == "age":
        return _band(said, form) or _by_label(name, said, form)
    if said in form.fields[name]:
        return said
    return _by_label(name, said, form) or OTHER_WORDS.get(name, {}).get(said, "")


def _by_label(name: str, said: str, form: Form) -> str:
    return next((key for key, label in form.fields[name].items() if plain(label) == said), "")


def _band(said: str, form: Form) -> str:
    """The band of an age in years."""
    if not said.isdecimal() or int(said) > OLDEST:
        return ""
    return next(key for key in form.fields["age"] if int(said) <= int(key) or key == "99")
