"""Every answer of a survey as a row of a workbook, with a sheet that says what is left out and why."""

import io
from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from cermat.lib.cells import safe_cell
from cermat.printing.xlsx import same_bytes
from cermat.survey.models import Survey
from cermat.survey.queries.piles import definition_of_survey, printed_order
from cermat.survey.queries.raw import FIELDS, RawAnswer, raw_answers, tells_respondents
from cermat.survey.schema import FIELD_NAMES, SMALLEST_GROUP

Value = str | int | None
Asked = list[tuple[int, str, str]]
WIDTHS = {"Layanan": 32, "Saluran": 14, "Umur": 16, "Pekerjaan": 24}  # in letters; the others as long as their heading
TOLD = (
    f"Keterangan responden hanya diisi bila gabungannya dengan layanan dan saluran ada pada ≥ {SMALLEST_GROUP} baris.",
    "Selain itu dikosongkan, bila perlu juga saluran dan layanannya, agar tidak seorang pun dikenali.",
    "Sel kosong berarti tidak disebut oleh responden atau ditahan; keduanya sengaja tidak dibedakan.",
)
NOT_TOLD = (
    "Layanan, saluran, dan keterangan responden tidak dicantumkan.",
    "Jawabannya berubah setelah hasilnya dapat dilihat; selisih dua unduhan akan menunjukkan siapa menjawab apa.",
)
NOTES = (
    "Kurang dari lima jawaban yang dihitung tidak ditampilkan satu per satu.",
    "Urutan baris mengikuti nomor acak, bukan urutan datangnya jawaban. Waktu mengisi tidak dicatat.",
    "0 berarti pertanyaan itu tidak dijawab; tidak ikut dirata-ratakan.",
    "Jawaban yang dikesampingkan ditandai “ya” dan tidak ikut dihitung.",
    "Kelompok di bawah lima jawaban yang dikesampingkan tidak dicantumkan.",
    "Jawaban yang belum pernah tercantum lalu dikesampingkan juga tidak, selama kurang dari lima pada kelompoknya.",
    "Angka resmi adalah hasil pada halaman survei; lembar ini untuk pendalaman di dalam kantor, tidak dipublikasikan.",
)


def answers_workbook(survey: Survey, at: datetime) -> bytes:
    """The same answers give the same bytes."""
    title, is_told = f"Jawaban {survey}", tells_respondents(survey)
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = title, "Cermat"
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    sheet = book.create_sheet("Jawaban")
    sheet.freeze_panes = "A2"
    asked = _asked(survey)
    headings = _headings(asked, is_told=is_told)
    for no, heading in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(no)].width = WIDTHS.get(heading, len(heading) + 2)
    rows = (_row(one, asked, is_told=is_told) for one in raw_answers(survey))
    for row in chain([list[Value](headings)], rows):
        sheet.append([_cell(value) for value in row])
    notes = book.create_sheet("Catatan")
    notes.column_dimensions["A"].width = 120
    for text in (title, *(TOLD if is_told else NOT_TOLD), *NOTES, *_questions(asked)):
        notes.append([_cell(text)])
    raw = io.BytesIO()
    book.save(raw)
    return same_bytes(raw.getvalue(), at)


def _asked(survey: Survey) -> Asked:
    """The questions as the office prints and numbers them: place among an answer's digits, "U1 Persyaratan", text."""
    items = definition_of_survey(survey).items
    places = {item.code: at for at, item in enumerate(items)}
    printed = [places[code] for code in printed_order(survey, survey.ends_on)]
    return [
        (at, f"U{no} {items[at].name}", items[at].details.get("pertanyaan") or items[at].name)
        for no, at in enumerate(printed, 1)
    ]


def _headings(asked: Asked, *, is_told: bool) -> list[str]:
    names = [name for _at, name, _text in asked]
    if not is_told:
        return [*names, "Dikesampingkan"]
    return ["Layanan", "Saluran", *names, *(FIELD_NAMES[name] for name in FIELDS), "Dikesampingkan"]


def _row(answer: RawAnswer, asked: Asked, *, is_told: bool) -> list[Value]:
    scores: list[Value] = [int(answer.scores[at]) for at, _name, _text in asked]
    if is_told:
        scores = [answer.service, answer.channel, *scores, *answer.told]
    return [*scores, "ya" if answer.is_excluded else ""]


def _questions(asked: Asked) -> Iterator[str]:
    for _at, name, text in asked:
        yield f"{name}: {text}"


def _cell(value: Value) -> Value:
    return safe_cell(ILLEGAL_CHARACTERS_RE.sub(" ", value)) or None if isinstance(value, str) else value
