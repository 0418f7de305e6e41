"""A confirmed survey fills the requirement of the cycle; a corrected one replaces its result, and nothing is lost."""

from decimal import Decimal

import pytest

from cermat.collection.models import Entry, EntryState, Form
from cermat.collection.queries import sheet_of
from cermat.instruments.models import Result
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.requirements.queries import register_of
from cermat.sop.models import Cycle
from cermat.survey.actions import Group, confirm_survey, correct_survey, exclude
from cermat.survey.models import Survey, SurveyState
from tests.collection.factories import collecting
from tests.factories import NOW, Office
from tests.survey.factories import a_survey, some_answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(office: Office) -> Cycle:
    return collecting(office, due=("ikm",))


@pytest.fixture
def survey(office: Office, cycle: Cycle) -> Survey:
    made = a_survey(office.kecamatan, SurveyState.CLOSED, month=cycle.month)
    some_answers(made, *["444444444"] * 30)
    some_answers(made, *["222222222"] * 10, is_suspicious=True)
    return made


def sheet(cycle: Cycle) -> Entry:
    return cycle.entries.get(form=Form.IKM)


def test_confirming_fills_the_requirement_of_the_cycle(office: Office, cycle: Cycle, survey: Survey) -> None:
    confirm_survey(survey=survey, by=office.sekcam, now=NOW)
    entry = sheet(cycle)
    assert (entry.state, sheet_of(entry).rows[0].values["nilai"]) == (EntryState.VALIDATED, Decimal("87.5"))
    line = next(row for row in register_of(cycle) if row.requirement.instrument == "ikm")
    assert line.is_filled
    assert line.result is not None
    assert line.result.source_ref == f"survey:{survey.pk}"


def test_the_survey_of_a_village_leaves_the_sheet_of_the_kecamatan_alone(office: Office, cycle: Cycle) -> None:
    made = a_survey(office.kelurahan[0], SurveyState.CLOSED, month=cycle.month)
    some_answers(made, *["333333333"] * 30)
    confirm_survey(survey=made, by=office.sekcam, now=NOW)
    assert sheet(cycle).state == EntryState.DRAFT


def test_a_corrected_survey_replaces_its_result_and_the_sheet(office: Office, cycle: Cycle, survey: Survey) -> None:
    confirm_survey(survey=survey, by=office.sekcam, now=NOW)
    first = Result.objects.get(instrument="ikm")
    opened = correct_survey(survey=survey, reason="Ada lonjakan", by=office.sekcam, now=NOW)
    assert (opened.state, Result.objects.current().get(instrument="ikm")) == (SurveyState.CLOSED, first)
    exclude(survey=opened, group=Group(), reason="Dari satu gawai", by=office.sekcam, now=NOW)
    confirm_survey(survey=opened, by=office.camat, now=NOW)
    first.refresh_from_db()
    newer = Result.objects.current().get(instrument="ikm")
    assert (first.replaced_by, newer.value) == (newer, 100)
    entry = sheet(cycle)
    assert (entry.revision, sheet_of(entry).rows[0].values["nilai"]) == (2, 100)
    assert [move.verb for move in opened.moves.all()] == ["confirm", "correct", "confirm"]


def test_a_correction_needs_the_right_a_reason_and_a_confirmed_result(office: Office, survey: Survey) -> None:
    with pytest.raises(ConflictError, match="sudah disahkan"):
        correct_survey(survey=survey, reason="x", by=office.sekcam, now=NOW)
    confirm_survey(survey=survey, by=office.sekcam, now=NOW)
    with pytest.raises(NotAllowedError):
        correct_survey(survey=survey, reason="x", by=office.kasi["pelayanan"], now=NOW)
    with pytest.raises(DomainError, match="Tulis alasannya"):
        correct_survey(survey=survey, reason=" ", by=office.sekcam, now=NOW)
