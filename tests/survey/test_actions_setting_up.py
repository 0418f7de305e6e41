"""A new survey period and the one that carries the last on; each refusal."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings

from cermat.instruments.actions import load_instrument
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import Month
from cermat.survey.actions import carry_over, change_survey, extend_survey, make_survey, retire_service
from cermat.survey.models import Service, Survey, SurveyState
from tests.collection.factories import small_office
from tests.factories import NOW, TODAY, Office
from tests.survey.factories import FIRST, LAST, QUARTER, a_service, a_survey, ikm

pytestmark = pytest.mark.django_db
NEXT = Month(2027, 3)
NEXT_DAYS = (date(2027, 1, 4), date(2027, 3, 12))


@pytest.fixture
def office() -> Office:
    made = small_office()
    ikm(made.kecamatan)
    return made


def made(office: Office, **other: Any) -> Survey:
    given = {"unit": office.kecamatan, "month": QUARTER, "days": (FIRST, LAST), "by": office.kasi["pelayanan"]}
    offered = {a_service(office.kecamatan).pk: 400}
    return make_survey(**{**given, "offered": offered, "now": NOW, **other})


def test_a_survey_follows_the_definition_of_its_first_day(office: Office) -> None:
    survey = made(office, variant="0.11", needs_receipt=True)
    assert survey.state == SurveyState.DRAFT
    assert survey.desk == office.sections["pelayanan"]
    assert survey.version.reference == "ikm-14-2017@1"
    assert (survey.variant, survey.needs_receipt, survey.double_entry) == ("0.11", True, False)
    assert [row.population for row in survey.offered.all()] == [400]


def test_an_instrument_whose_answers_are_not_their_points_is_refused_before_anybody_is_asked(office: Office) -> None:
    text = (settings.DEFINITIONS / "instruments" / "ikm-14-2017.yaml").read_text(encoding="utf-8")
    turned = text.replace("versi: 1", "versi: 2").replace("jawaban: 1, skor: 1", "jawaban: 1, skor: 4", 1)
    turned = turned.replace("jawaban: 4, skor: 4", "jawaban: 4, skor: 1", 1)
    load_instrument(kecamatan=office.kecamatan, text=turned, by=None, now=NOW)
    with pytest.raises(DomainError, match="jawaban 1 pada “Persyaratan” berskor 4"):
        made(office)


def test_a_village_runs_its_own(office: Office) -> None:
    village = office.kelurahan[0]
    service = a_service(village, "Surat pengantar")
    by = office.operator[village.code]
    survey = made(office, unit=village, offered={service.pk: None}, by=by)
    assert (survey.desk, survey.kecamatan) == (village, office.kecamatan)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"days": (LAST, FIRST)}, "ends_on"),
        ({"days": (date(2025, 1, 1), LAST)}, "starts_on"),
        ({"days": (FIRST, date(9999, 12, 31))}, "ends_on"),
        ({"offered": {}}, "services"),
        ({"offered": {0: 5}}, "services"),
        ({"variant": "0.12"}, "variant"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(office: Office, other: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as caught:
        made(office, **other)
    assert caught.value.field == field
    assert not Survey.objects.exists()


def test_nobody_served_is_not_a_population(office: Office) -> None:
    with pytest.raises(DomainError):
        made(office, offered={a_service(office.kecamatan).pk: 0})


def test_retired_and_foreign_services_are_not_offered(office: Office) -> None:
    retired = a_service(office.kecamatan, "Lama")
    retire_service(service=retired, by=office.kasi["pelayanan"], now=NOW)
    for service in (retired, a_service(office.kelurahan[0], "Surat pengantar")):
        with pytest.raises(DomainError):
            made(office, offered={service.pk: 10})


def test_one_period_has_one_survey(office: Office) -> None:
    made(office)
    with pytest.raises(ConflictError):
        made(office)


def test_without_a_definition_in_force_there_is_no_survey(office: Office) -> None:
    with pytest.raises(DomainError) as caught:
        made(office, days=(date(2016, 6, 1), date(2016, 6, 30)), month=Month(2016, 6))
    assert caught.value.code == "no_instrument"


def test_only_the_desk_prepares(office: Office) -> None:
    for who in (office.kasi["kesra"], office.sekcam, office.camat, office.staf, office.observer, office.admin):
        with pytest.raises(NotAllowedError):
            made(office, by=who)


def test_a_draft_is_changed_as_a_whole(office: Office) -> None:
    survey, other = made(office), a_service(office.kecamatan, "Legalisasi", sort=2)
    changed = change_survey(
        survey=survey, days=(FIRST, date(2026, 12, 4)), offered={other.pk: 50}, double_entry=True,
        by=office.kasi["pelayanan"], now=NOW,
    )  # fmt: skip
    assert (changed.ends_on, changed.double_entry) == (date(2026, 12, 4), True)
    assert [(row.service, row.population) for row in changed.offered.all()] == [(other, 50)]


def test_what_the_public_has_seen_is_not_changed(office: Office) -> None:
    survey = a_survey(office.kecamatan)
    with pytest.raises(ConflictError):
        change_survey(
            survey=survey, days=(FIRST, LAST), offered={a_service(office.kecamatan).pk: 1},
            by=office.kasi["pelayanan"], now=NOW,
        )  # fmt: skip


def test_a_running_survey_is_given_more_days_and_no_other(office: Office) -> None:
    shared = {"by": office.kasi["pelayanan"], "now": NOW}
    survey = a_survey(office.kecamatan)
    assert extend_survey(survey=survey, ends_on=date(2026, 12, 31), **shared).ends_on == date(2026, 12, 31)
    with pytest.raises(DomainError):
        extend_survey(survey=survey, ends_on=date(2026, 11, 22), **shared)
    with pytest.raises(DomainError):
        extend_survey(survey=survey, ends_on=date(9999, 12, 31), **shared)
    draft = a_survey(office.kecamatan, SurveyState.DRAFT, month=NEXT)
    with pytest.raises(ConflictError):
        extend_survey(survey=draft, ends_on=TODAY, **shared)


def test_the_next_period_carries_over_all_but_days_and_retired_services(office: Office) -> None:
    by = office.kasi["pelayanan"]
    last = a_survey(
        office.kecamatan, SurveyState.CONFIRMED, services=("KTP-el", "Legalisasi"), needs_receipt=True, variant="0.111"
    )
    retire_service(service=Service.objects.get(name="Legalisasi"), by=by, now=NOW)
    following = carry_over(unit=office.kecamatan, month=NEXT, days=NEXT_DAYS, by=by, now=NOW)
    assert (following.carried_from, following.variant, following.needs_receipt) == (last, "0.111", True)
    assert [(str(row), row.population) for row in following.offered.all()] == [("KTP-el", 400)]


def test_there_must_be_something_to_carry_over(office: Office) -> None:
    with pytest.raises(DomainError) as caught:
        carry_over(unit=office.kecamatan, month=NEXT, days=NEXT_DAYS, by=office.kasi["pelayanan"], now=NOW)
    assert caught.value.code == "nothing_before"
