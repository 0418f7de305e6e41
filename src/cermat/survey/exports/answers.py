"""Every answer of a survey as a row of a workbook, with a sheet that says what is left out and why."""

import io
from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from cermat.lib.cells import safe_cell
from cermat.printing.xlsx import same_bytes
from cermat.survey.models import Survey
from cermat.survey.queries.piles import definition_of_survey
from cermat.survey.queries.raw import FIELDS, RawAnswer, raw_answers, tells_respondents
from cermat.survey.schema import FIELD_NAMES, SMALLEST_GROUP

Value = str | int | None
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
    for row in chain([_headings(survey, is_told=is_told)], (_row(one, is_told=is_told) for one in raw_answers(survey))):
        sheet.append([_cell(value) for value in row])
    notes = book.create_sheet("Catatan")
    for text in (title, *(TOLD if is_told else NOT_TOLD), *NOTES, *_questions(survey)):
        notes.append([_cell(text)])
    raw = io.BytesIO()
    book.save(raw)
    return same_bytes(raw.getvalue(), at)


def _headings(survey: Survey, *, is_told: bool) -> list[Value]:
    codes = [item.code for item in definition_of_survey(survey).items]
    if not is_told:
        return [*codes, "Dikesampingkan"]
    return ["Layanan", "Saluran", *codes, *(FIELD_NAMES[name] for name in FIELDS), "Dikesampingkan"]


def _row(answer: RawAnswer, *, is_told: bool) -> list[Value]:
    scores: list[Value] = [int(digit) for digit in answer.scores]
    if is_told:
        scores = [answer.service, answer.channel, *scores, *answer.told]
    return [*scores, "ya" if answer.is_excluded else ""]


def _questions(survey: Survey) -> Iterator[str]:
    for item in definition_of_survey(survey).items:
        yield f"{item.code}: {item.details.get('pertanyaan') or item.name}"


def _cell(value: Value) -> Value:
    return safe_cell(ILLEGAL_CHARACTERS_RE.sub(" ", value)) or None if isinstance(value, str) else value
