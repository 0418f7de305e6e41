"""The list of single answers, and what a second list would tell beside the first."""

from collections import Counter
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest

from cermat.survey.actions import close_survey, exclude, reopen_survey
from cermat.survey.actions.excluding import Group
from cermat.survey.exports.answers import answers_workbook
from cermat.survey.models import Survey
from cermat.survey.queries.raw import raw_answers
from tests.factories import NOW, Office
from tests.survey.factories import a_survey, an_exclusion, some_answers

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def listed(survey: Survey) -> Counter[tuple[str, bool]]:
    return Counter((row.scores[0], row.is_excluded) for row in raw_answers(survey))


def file_of(survey: Survey) -> tuple[list[str], str]:
    """The headings, and what the second sheet says."""
    book = openpyxl.load_workbook(BytesIO(answers_workbook(survey, NOW)))
    notes = "\n".join(str(row[0]) for row in book["Catatan"].iter_rows(values_only=True))
    return [str(cell.value) for cell in book["Jawaban"][1]], notes


def test_no_group_under_five_is_marked_as_set_aside_one_by_one(office: Office) -> None:
    survey = a_survey(office.kecamatan)
    some_answers(survey, *["444444444"] * 6)
    an_exclusion(survey, office.sekcam, *some_answers(survey, "111111111"))
    an_exclusion(survey, office.sekcam, *some_answers(survey, *["222222222"] * 4))
    an_exclusion(survey, office.sekcam, *some_answers(survey, *["333333333"] * 5))
    closed = close_survey(survey=survey, by=office.kasi["pelayanan"], now=LATER)
    assert listed(closed) == {("4", False): 6, ("3", True): 5}
    assert "Kelompok di bawah lima jawaban yang dikesampingkan tidak dicantumkan" in file_of(closed)[1]


def test_whoever_counts_among_others_who_do_not_is_not_described(office: Office) -> None:
    survey = a_survey(office.kecamatan)
    some_answers(survey, *["444444444"] * 6, told={"sex": "l"})
    some_answers(survey, "111111111", told={"sex": "p"})
    an_exclusion(survey, office.sekcam, *some_answers(survey, *["333333333"] * 5, told={"sex": "p"}))
    closed = close_survey(survey=survey, by=office.kasi["pelayanan"], now=LATER)
    told = Counter((row.is_excluded, row.told[0]) for row in raw_answers(closed))
    assert told == {(False, ""): 7, (True, "Perempuan"): 5}


def test_a_survey_that_was_sent_back_describes_nobody(office: Office) -> None:
    survey, kasi = a_survey(office.kecamatan), office.kasi["pelayanan"]
    some_answers(survey, *["444444444"] * 6, told={"sex": "p"})
    closed = close_survey(survey=survey, by=kasi, now=NOW)
    assert {row.told[0] for row in raw_answers(closed)} == {"Perempuan"}
    reopen_survey(survey=survey, reason="Lengkapi", by=office.camat, now=NOW)
    some_answers(survey, *["333333333"] * 4, told={"sex": "l"})
    some_answers(survey, "111111111", told={"sex": "p"})
    again = close_survey(survey=survey, by=kasi, now=LATER)
    assert {(row.service, row.channel, *row.told) for row in raw_answers(again)} == {("",) * 7}
    headings, notes = file_of(again)
    assert (headings[0], headings[-1], len(headings)) == ("U1 Persyaratan", "Dikesampingkan", 10)
    assert "selisih dua unduhan akan menunjukkan siapa menjawab apa" in notes
    assert "Keterangan responden hanya diisi" not in notes


def test_after_an_exclusion_of_what_was_seen_nobody_is_described(office: Office) -> None:
    survey = a_survey(office.kecamatan)
    some_answers(survey, *["444444444"] * 6, told={"sex": "p"})
    some_answers(survey, *["333333333"] * 5, told={"sex": "p"}, is_suspicious=True)
    closed = close_survey(survey=survey, by=office.kasi["pelayanan"], now=NOW)
    assert "Jenis kelamin" in file_of(closed)[0]
    exclude(survey=closed, group=Group(), reason="Lonjakan", by=office.sekcam, now=LATER)
    assert listed(closed) == {("4", False): 6, ("3", True): 5}
    assert "Jenis kelamin" not in file_of(closed)[0]
