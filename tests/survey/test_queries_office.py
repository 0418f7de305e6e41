"""Who sees and runs which survey, and how far one has come."""

from datetime import date

import pytest

from cermat.lib.errors import DomainError
from cermat.lib.months import Month
from cermat.organisation.models import Unit
from cermat.requirements.models import RequirementPlan
from cermat.survey.actions import Group, exclude, retire_counter
from cermat.survey.models import Channel, Counter, SurveyState
from cermat.survey.presenters.office import survey_row
from cermat.survey.queries import (
    counters_visible_to,
    desk_of,
    last_survey_of,
    overdue,
    overdue_surveys,
    progress_of,
    result_of,
    services_visible_to,
    survey_of_counter,
    surveys_confirmed_by,
    surveys_run_by,
    surveys_visible_to,
    suspects_of,
    typed_counter,
    units_run_by,
)
from tests.factories import NOW, TODAY, Office, other_office
from tests.survey.factories import LAST, a_counter, a_service, a_survey, some_answers

pytestmark = pytest.mark.django_db


def test_who_sees_which_survey(office: Office) -> None:
    own, village = a_survey(office.kecamatan), a_survey(office.kelurahan[0])
    foreign = a_survey(other_office().kecamatan)
    lurah = office.lurah[office.kelurahan[0].code]
    for who in (office.camat, office.sekcam, office.staf, office.kasubbag, *office.kasi.values()):
        assert set(surveys_visible_to(who, TODAY)) == {own, village}
    assert set(surveys_visible_to(lurah, TODAY)) == {village}
    assert set(surveys_visible_to(office.lurah[office.desa[0].code], TODAY)) == set()
    assert set(surveys_visible_to(office.observer, TODAY)) == {own, village, foreign}
    assert set(surveys_visible_to(office.admin, TODAY)) == set()


def test_beside_a_code_stands_the_address_for_all_services_a_link_before_a_poster(office: Office) -> None:
    survey, unit = a_survey(office.kecamatan), office.kecamatan
    a_counter(office.kelurahan[0], Channel.LINK)
    a_counter(unit, Channel.TABLET)
    a_counter(unit, Channel.LINK, service=a_service(unit, "Perekaman KTP-el"), name="Satu layanan")
    assert typed_counter(survey) is None
    poster = a_counter(unit, Channel.QR)
    assert typed_counter(survey) == poster
    link = a_counter(unit, Channel.LINK)
    assert typed_counter(survey) == link
    Counter.objects.filter(pk=link.pk).update(is_active=False)
    assert typed_counter(survey) == poster


def test_who_runs_and_who_confirms(office: Office) -> None:
    own, village = a_survey(office.kecamatan), a_survey(office.kelurahan[0])
    lurah = office.lurah[office.kelurahan[0].code]
    assert set(surveys_run_by(office.kasi["pelayanan"], TODAY)) == {own}
    assert set(surveys_run_by(lurah, TODAY)) == {village}
    assert set(surveys_run_by(office.kasi["pmd"], TODAY)) == set()
    assert set(surveys_run_by(office.sekcam, TODAY)) == set()
    assert set(surveys_confirmed_by(office.sekcam, TODAY)) == {own, village}
    assert set(surveys_confirmed_by(office.kasi["pelayanan"], TODAY)) == set()


def test_services_and_addresses_are_seen_like_the_survey(office: Office) -> None:
    service, counter = a_service(office.kecamatan), a_counter(office.kecamatan)
    lurah = office.lurah[office.kelurahan[0].code]
    assert (list(services_visible_to(office.camat, TODAY)), list(counters_visible_to(office.camat, TODAY))) == (
        [service],
        [counter],
    )
    assert not services_visible_to(lurah, TODAY).exists()
    assert not counters_visible_to(lurah, TODAY).exists()


def test_the_desk_is_the_section_that_the_requirement_names(office: Office) -> None:
    kecamatan, village = office.kecamatan, office.kelurahan[0]
    assert desk_of(village) == village
    assert desk_of(kecamatan) == office.sections["pelayanan"]
    RequirementPlan.objects.create(
        kecamatan=kecamatan, key="ikm", instrument="ikm", section=office.sections["kesra"], frequency="triwulanan",
        subject_kind="kecamatan",
    )  # fmt: skip
    assert desk_of(kecamatan) == office.sections["kesra"]
    assert units_run_by(office.kasi["kesra"], TODAY) == [kecamatan]
    assert units_run_by(office.kasi["pelayanan"], TODAY) == []
    assert units_run_by(office.lurah[village.code], TODAY) == [village]


def test_without_a_section_of_services_somebody_must_name_one(office: Office) -> None:
    Unit.objects.filter(pk=office.sections["pelayanan"].pk).update(is_active=False)
    with pytest.raises(DomainError) as caught:
        desk_of(office.kecamatan)
    assert caught.value.code == "no_desk"


def test_an_address_leads_nowhere_between_periods_and_after_it_was_retired(office: Office) -> None:
    counter = a_counter(office.kecamatan)
    survey = a_survey(office.kecamatan, SurveyState.PAUSED)
    assert survey_of_counter(counter.code) == (counter, survey)
    retire_counter(counter=counter, by=office.kasi["pelayanan"], now=NOW)
    assert survey_of_counter(counter.code) == (counter, None)
    with pytest.raises(Counter.DoesNotExist):
        survey_of_counter("tidakada")


def test_the_last_survey_is_that_of_the_newest_period(office: Office) -> None:
    assert last_survey_of(office.kecamatan) is None
    a_survey(office.kecamatan, SurveyState.CLOSED, month=Month(2026, 9))
    newest = a_survey(office.kecamatan, SurveyState.DRAFT)
    assert last_survey_of(office.kecamatan) == newest


def test_progress_counts_what_counts_against_the_sample(office: Office) -> None:
    survey = a_survey(office.kecamatan, services=("KTP-el", "Legalisasi"))
    legal = a_service(office.kecamatan, "Legalisasi")
    some_answers(survey, "444444444", "333333333")
    some_answers(survey, "444444444", service=legal, channel=Channel.PAPER)
    some_answers(survey, "111111111", service=legal, is_suspicious=True)
    found = progress_of(survey)
    assert [(str(row.service), row.target, row.counted) for row in found.services] == [
        ("KTP-el", 196, 2),
        ("Legalisasi", 196, 2),
    ]
    assert (found.target, found.counted, found.suspicious, found.excluded) == (392, 4, 1, 0)
    assert dict(found.channels) == {Channel.QR: 3, Channel.PAPER: 1}
    exclude(survey=survey, group=Group(), reason="Lonjakan", by=office.sekcam, now=NOW)
    found = progress_of(survey)
    assert (found.counted, found.suspicious, found.excluded) == (3, 0, 1)


def test_more_answers_than_a_service_needs_help_no_other_to_its_target(office: Office) -> None:
    """Krejcie and Morgan ask all 10 of 10 people."""
    survey = a_survey(office.kecamatan, SurveyState.CLOSED, services=("KTP-el", "Legalisasi"), population=10)
    some_answers(survey, *["444444444"] * 15)
    found = progress_of(survey)
    assert (found.counted, found.target, found.towards) == (15, 20, 10)
    assert survey_row(found, TODAY).total.words == "10 dari 20"
    result = result_of(survey)
    assert (result.target, result.towards) == (20, 10)


def test_without_a_population_there_is_no_target(office: Office) -> None:
    found = progress_of(a_survey(office.kecamatan, population=None))
    assert (found.target, found.services[0].target, found.counted) == (None, None, 0)


def test_bursts_are_grouped_by_service_and_channel(office: Office) -> None:
    survey = a_survey(office.kecamatan)
    some_answers(survey, "111111111", "111111111", is_suspicious=True)
    some_answers(survey, "111111111", channel=Channel.LINK, is_suspicious=True)
    some_answers(survey, "444444444")
    assert [(one.channel, one.count) for one in suspects_of(survey)] == [(Channel.QR, 2), (Channel.LINK, 1)]


def test_a_survey_runs_over_only_while_it_runs(office: Office) -> None:
    running = a_survey(office.kecamatan)
    closed = a_survey(office.kelurahan[0], SurveyState.CLOSED)
    after = date(2026, 12, 12)
    assert [overdue(running, LAST), overdue(running, after), overdue(closed, after)] == [False, True, False]
    assert overdue_surveys(after) == [running]
