"""Each constraint of the survey, broken once."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from cermat.lib.months import Month
from cermat.survey.models import (
    Answer,
    Batch,
    BatchState,
    Channel,
    Counter,
    Exclusion,
    Improvement,
    Receipt,
    Service,
    Suggestion,
    Survey,
    SurveyService,
    SurveyState,
    Tally,
)
from tests.factories import NOW, Office
from tests.survey.factories import FIRST, LAST, a_counter, a_service, a_survey

pytestmark = pytest.mark.django_db
NEXT = Month(2027, 3)


@pytest.fixture
def survey(office: Office) -> Survey:
    return a_survey(office.kecamatan)


def refused(act: Callable[[], object], name: str) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    assert name in str(caught.value) or "UNIQUE" in str(caught.value)


def test_a_service_has_a_name_once(office: Office) -> None:
    a_service(office.kecamatan)
    refused(lambda: Service.objects.create(unit=office.kecamatan, name="Perekaman KTP-el"), "service_name_once")
    refused(lambda: Service.objects.create(unit=office.kecamatan, name=""), "service_has_name")


def test_an_address_is_public_has_its_code_and_name_once_and_a_tablet_its_pin(office: Office) -> None:
    one = Counter.objects.filter(pk=a_counter(office.kecamatan, code="abc").pk)
    refused(lambda: a_counter(office.kecamatan), "counter_name_once")
    refused(lambda: a_counter(office.kelurahan[0], code="abc"), "survey_counter_code")
    refused(lambda: one.update(channel=Channel.PAPER), "counter_is_public")
    refused(lambda: one.update(channel=Channel.TABLET), "counter_tablet_has_pin")


def test_a_unit_has_one_survey_a_period_and_one_that_runs(office: Office, survey: Survey) -> None:
    refused(lambda: a_survey(office.kecamatan, SurveyState.DRAFT), "survey_once_a_period")
    refused(lambda: a_survey(office.kecamatan, SurveyState.PAUSED, month=NEXT), "survey_one_running_per_unit")
    a_survey(office.kecamatan, SurveyState.CLOSED, month=NEXT)


def test_a_survey_ends_after_it_starts(survey: Survey) -> None:
    one = Survey.objects.filter(pk=survey.pk)
    refused(lambda: one.update(ends_on=FIRST - timedelta(days=1)), "survey_ends_after_start")


def test_closed_and_confirmed_say_by_whom(office: Office, survey: Survey) -> None:
    one = Survey.objects.filter(pk=survey.pk)
    refused(lambda: one.update(state=SurveyState.CLOSED), "survey_closed_whole")
    kasi = office.kasi["pelayanan"]
    closed = {"closed_by": kasi, "closed_at": NOW}
    refused(lambda: one.update(state=SurveyState.CONFIRMED, **closed), "survey_confirmed_whole")
    refused(lambda: one.update(confirmed_by=kasi, **closed), "survey_maker_is_not_checker")


def test_a_service_stands_once_in_a_survey(survey: Survey) -> None:
    service = survey.offered.all()[0].service
    refused(lambda: SurveyService.objects.create(survey=survey, service=service), "survey_service_once")


def test_an_answer_has_one_key_and_says_something(survey: Survey) -> None:
    key, service = uuid4(), survey.offered.all()[0].service
    shared = {"survey": survey, "service": service, "channel": Channel.QR}
    Answer.objects.create(id=key, scores="444444444", **shared)
    refused(lambda: Answer.objects.create(id=key, scores="111111111", **shared), "survey_answer_pkey")
    refused(lambda: Answer.objects.create(id=uuid4(), scores="", **shared), "answer_says_something")


def test_a_pile_is_counted_once(survey: Survey) -> None:
    shared = {"survey": survey, "service": survey.offered.all()[0].service, "channel": Channel.QR}
    Tally.objects.create(**shared)
    refused(lambda: Tally.objects.create(**shared), "tally_once")


def test_a_suggestion_says_something_and_is_shown_by_somebody(survey: Survey) -> None:
    shared = {"survey": survey, "service": survey.offered.all()[0].service}
    refused(lambda: Suggestion.objects.create(id=uuid4(), text="", **shared), "suggestion_says_something")
    refused(
        lambda: Suggestion.objects.create(id=uuid4(), text="Baik", showing="ditampilkan", **shared),
        "suggestion_moderated_by_somebody",
    )


def test_a_code_exists_once(survey: Survey) -> None:
    Receipt.objects.create(digest="a" * 64, survey=survey)
    refused(lambda: Receipt.objects.create(digest="a" * 64, survey=survey), "survey_receipt_pkey")


def test_a_batch_is_paper_or_import_and_stored_by_somebody(office: Office, survey: Survey) -> None:
    shared = {"survey": survey, "name": "Kertas 1", "made_by": office.staf, "made_at": NOW}
    refused(lambda: Batch.objects.create(channel=Channel.QR, **shared), "batch_is_typed_or_imported")
    refused(
        lambda: Batch.objects.create(channel=Channel.PAPER, state=BatchState.STORED, **shared), "batch_stored_whole"
    )


def test_an_exclusion_says_why_and_is_of_something(office: Office, survey: Survey) -> None:
    shared = {"survey": survey, "about": "Lonjakan", "by": office.sekcam, "by_title": "Sekretaris Camat", "at": NOW}
    refused(lambda: Exclusion.objects.create(reason="", count=1, **shared), "exclusion_says_why")
    refused(lambda: Exclusion.objects.create(reason="Lonjakan", count=0, **shared), "exclusion_of_something")


def test_an_improvement_stands_once_per_unsur_in_a_quarter_and_says_what(office: Office, survey: Survey) -> None:
    shared = {"survey": survey, "owner": office.sections["pelayanan"], "year": 2027, "by": office.sekcam, "at": NOW}
    create = Improvement.objects.create
    create(unsur="waktu", text="Tambah loket", quarter=1, **shared)
    refused(lambda: create(unsur="waktu", text="Lagi", quarter=2, **shared), "improvement_once_per_unsur")
    refused(lambda: create(unsur="biaya", text="Papan tarif", quarter=5, **shared), "improvement_quarter_known")
    refused(lambda: create(unsur="sarana", text="", quarter=1, **shared), "improvement_says_what")


def test_the_days_of_a_survey_are_all_its_days(survey: Survey) -> None:
    assert [survey.covers(day) for day in (FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1))] == [
        False, True, True, False,
    ]  # fmt: skip
