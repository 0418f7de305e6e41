"""Opening, pausing, closing and confirming, and every refusal on the way."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction

from cermat.audit.models import AuditEvent
from cermat.instruments.queries import result_of
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import Month
from cermat.notifications.models import Message
from cermat.organisation.models import User
from cermat.organisation.permissions import Role
from cermat.survey.actions import (
    Group,
    close_survey,
    confirm_survey,
    exclude,
    extend_survey,
    open_survey,
    pause_survey,
    remind_of_overdue_surveys,
    reopen_survey,
    resume_survey,
)
from cermat.survey.models import Receipt, Survey, SurveyState, Tally
from cermat.survey.queries import survey_of_counter
from tests.factories import NOW, TODAY, Office, other_office, person
from tests.survey.factories import LAST, a_counter, a_survey, some_answers
from tests.survey.test_actions_tallies import until_it_waits

pytestmark = pytest.mark.django_db
OVER = NOW + timedelta(days=30)
NEXT = Month(2027, 3)


def news_of(user: User) -> list[str]:
    return list(Message.objects.filter(user=user).values_list("text", flat=True))


def test_a_survey_goes_from_draft_to_closed_and_every_move_is_kept(office: Office, kasi: User) -> None:
    survey = a_survey(office.kecamatan, SurveyState.DRAFT)
    for act in (open_survey, pause_survey, resume_survey, close_survey):
        survey = act(survey=survey, by=kasi, now=NOW)
    assert (survey.state, survey.closed_by) == (SurveyState.CLOSED, kasi)
    assert [(move.verb, move.by_title) for move in survey.moves.all()] == [
        (verb, "Kepala Seksi Pelayanan Umum") for verb in ("open", "pause", "resume", "close")
    ]
    verbs = AuditEvent.objects.filter(target_type="survey").order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["survey.open", "survey.pause", "survey.resume", "survey.close"]


def test_an_address_leads_to_the_survey_that_runs(office: Office) -> None:
    counter = a_counter(office.kecamatan)
    assert survey_of_counter(counter.code) == (counter, None)
    survey = a_survey(office.kecamatan)
    assert survey_of_counter(counter.code) == (counter, survey)


def test_opening_early_records_the_real_day(office: Office, kasi: User) -> None:
    survey = a_survey(office.kecamatan, SurveyState.DRAFT, days=(date(2026, 12, 1), LAST))
    survey = open_survey(survey=survey, by=kasi, now=NOW)
    assert survey.starts_on == TODAY
    assert "semula mulai 1 Desember 2026" in survey.moves.get().note


def test_a_survey_is_not_opened_after_its_last_day(office: Office, kasi: User) -> None:
    survey = a_survey(office.kecamatan, SurveyState.DRAFT)
    with pytest.raises(DomainError) as caught:
        open_survey(survey=survey, by=kasi, now=OVER)
    assert "11 Desember 2026" in caught.value.message


@pytest.mark.parametrize("state", [SurveyState.OPEN, SurveyState.PAUSED])
def test_one_unit_runs_one_survey_at_a_time(office: Office, kasi: User, state: SurveyState) -> None:
    a_survey(office.kecamatan, state)
    a_survey(office.kelurahan[0])  # another unit is nobody's matter
    following = a_survey(office.kecamatan, SurveyState.DRAFT, month=NEXT)
    with pytest.raises(ConflictError) as caught:
        open_survey(survey=following, by=kasi, now=NOW)
    assert caught.value.code == "another_runs"


def test_without_a_service_nothing_is_opened(office: Office, kasi: User) -> None:
    survey = a_survey(office.kecamatan, SurveyState.DRAFT, services=())
    with pytest.raises(DomainError) as caught:
        open_survey(survey=survey, by=kasi, now=NOW)
    assert caught.value.code == "no_service"


def test_only_the_desk_moves_and_only_sekcam_and_camat_confirm(office: Office, kasi: User) -> None:
    draft = a_survey(office.kecamatan, SurveyState.DRAFT)
    others = [office.sekcam, office.camat, office.staf, office.kasi["pmd"], other_office().kasi["pelayanan"]]
    for who in others:
        with pytest.raises(NotAllowedError):
            open_survey(survey=draft, by=who, now=NOW)
    closed = a_survey(office.kelurahan[0], SurveyState.CLOSED)
    for who in (kasi, office.lurah[office.kelurahan[0].code], office.kasubbag, office.observer):
        with pytest.raises(NotAllowedError):
            confirm_survey(survey=closed, by=who, now=NOW)
        with pytest.raises(NotAllowedError):
            reopen_survey(survey=closed, reason="Kurang", by=who, now=NOW)


def test_closing_adds_up_keeps_the_codes_for_a_return_and_tells_the_checkers(office: Office, kasi: User) -> None:
    survey = a_survey(office.kecamatan, needs_receipt=True, receipts_made=3)
    some_answers(survey, "444444444", "333333333")
    Receipt.objects.bulk_create(
        Receipt(digest=str(at) * 64, survey=survey, is_used=used) for at, used in enumerate((True, True, False))
    )
    survey = close_survey(survey=survey, by=kasi, now=NOW)
    assert (survey.receipts_made, survey.receipts_used, Receipt.objects.count()) == (3, 2, 3)
    assert Tally.objects.get().counts["n"] == 2
    for checker in (office.sekcam, office.camat):
        assert news_of(checker) == [f"{survey} ditutup dan menunggu pengesahan."]


def test_codes_outlive_a_close_that_is_taken_back_and_are_destroyed_by_the_confirmation(
    office: Office, kasi: User
) -> None:
    survey = a_survey(office.kecamatan, needs_receipt=True, receipts_made=3)
    some_answers(survey, *["444444444"] * 5)
    Receipt.objects.bulk_create(
        Receipt(digest=str(at) * 64, survey=survey, is_used=used) for at, used in enumerate((True, True, False))
    )
    close_survey(survey=survey, by=kasi, now=NOW)
    survey = reopen_survey(survey=survey, reason="Kurang", by=office.sekcam, now=NOW)
    assert (survey.receipts_used, Receipt.objects.filter(is_used=False).count()) == (0, 1)
    Receipt.objects.update(is_used=True)
    close_survey(survey=survey, by=kasi, now=NOW)
    survey = confirm_survey(survey=survey, by=office.sekcam, now=NOW)
    assert (survey.receipts_made, survey.receipts_used, Receipt.objects.count()) == (3, 3, 0)


def test_a_second_close_on_one_day_is_told_too(office: Office, kasi: User) -> None:
    survey = close_survey(survey=a_survey(office.kecamatan), by=kasi, now=NOW)
    survey = reopen_survey(survey=survey, reason="Kurang", by=office.sekcam, now=NOW)
    close_survey(survey=survey, by=kasi, now=NOW)
    assert news_of(office.camat) == [f"{survey} ditutup dan menunggu pengesahan."] * 2


def test_whoever_set_answers_aside_does_not_confirm(office: Office, kasi: User) -> None:
    survey = a_survey(office.kecamatan)
    some_answers(survey, *["444444444"] * 5)
    some_answers(survey, *["111111111"] * 5, is_suspicious=True)
    survey = close_survey(survey=survey, by=kasi, now=NOW)
    exclude(survey=survey, group=Group(), reason="Lonjakan", by=office.sekcam, now=NOW)
    with pytest.raises(NotAllowedError, match="mengesampingkan"):
        confirm_survey(survey=survey, by=office.sekcam, now=NOW)
    assert confirm_survey(survey=survey, by=office.camat, now=NOW).state == SurveyState.CONFIRMED


def test_the_confirmed_result_is_the_ikm_of_the_unit(office: Office) -> None:
    survey = a_survey(office.kecamatan, SurveyState.CLOSED)
    some_answers(survey, *["444444444"] * 4, "333333333")
    survey = confirm_survey(survey=survey, by=office.sekcam, now=NOW)
    result = result_of("ikm", office.kecamatan, survey.month)
    assert result == survey.result
    assert result is not None
    assert (result.value, result.label, result.respondents) == (Decimal("95"), "A (Sangat Baik)", 5)
    assert (result.source, result.source_ref) == ("survei", f"survey:{survey.pk}")
    assert (result.maker, result.checker) == (survey.closed_by, office.sekcam)
    assert result.details["channels"] == {"qr": 5}
    assert (result.details["excluded"], result.details["n"]) == (0, 5)
    assert sum(result.details["services"].values()) == 5
    assert news_of(office.kasi["pelayanan"]) == [f"{survey} disahkan dengan nilai 95,00."]


def test_the_weights_of_the_survey_count(office: Office) -> None:
    survey = a_survey(office.kecamatan, SurveyState.CLOSED, variant="0.11")
    some_answers(survey, *["444444444"] * 5)
    survey = confirm_survey(survey=survey, by=office.sekcam, now=NOW)
    assert survey.result is not None
    assert survey.result.value == 99


def test_whoever_closed_does_not_confirm(office: Office) -> None:
    sekcam = person("plt-kasi", Role.KASI, office.sections["pelayanan"], acting="plt")
    sekcam.assignments.create(role=Role.SEKCAM, unit=office.secretariat, start=TODAY, acting="plh")
    survey = a_survey(office.kecamatan)
    some_answers(survey, "444444444")
    survey = close_survey(survey=survey, by=sekcam, now=NOW)
    with pytest.raises(NotAllowedError) as caught:
        confirm_survey(survey=survey, by=sekcam, now=NOW)
    assert caught.value.code == "same_person"


def test_a_survey_without_an_answer_has_no_result(office: Office) -> None:
    survey = a_survey(office.kecamatan, SurveyState.CLOSED)
    with pytest.raises(DomainError) as caught:
        confirm_survey(survey=survey, by=office.sekcam, now=NOW)
    assert caught.value.code == "no_answers"
    assert result_of("ikm", office.kecamatan, survey.month) is None


@pytest.mark.parametrize(
    ("answers", "said"),
    [(["444444444"] * 4, "kurang dari 5"), ([*["444444440"] * 5, "444444441"], "Dijawab kurang dari 5")],
)
def test_nothing_that_rests_on_fewer_than_five_answers_is_confirmed(
    office: Office, answers: list[str], said: str
) -> None:
    survey = a_survey(office.kecamatan, SurveyState.CLOSED)
    some_answers(survey, *answers)
    with pytest.raises(DomainError, match=said) as caught:
        confirm_survey(survey=survey, by=office.sekcam, now=NOW)
    assert caught.value.code == "too_few"
    assert result_of("ikm", office.kecamatan, survey.month) is None


def test_it_is_sent_back_with_a_reason_and_goes_on_paused(office: Office, kasi: User) -> None:
    survey = a_survey(office.kecamatan, SurveyState.CLOSED)
    with pytest.raises(DomainError) as caught:
        reopen_survey(survey=survey, reason=" ", by=office.sekcam, now=NOW)
    assert caught.value.field == "reason"
    survey = reopen_survey(survey=survey, reason="Lembar kertas belum diketik", by=office.sekcam, now=NOW)
    assert (survey.state, survey.closed_by) == (SurveyState.PAUSED, None)
    assert survey.moves.get().note == "Lembar kertas belum diketik"
    assert "Lembar kertas belum diketik" in news_of(kasi)[0]


def test_it_is_not_sent_back_into_the_next_period(office: Office) -> None:
    closed = a_survey(office.kecamatan, SurveyState.CLOSED)
    a_survey(office.kecamatan, SurveyState.OPEN, month=NEXT)
    with pytest.raises(ConflictError):
        reopen_survey(survey=closed, reason="Kurang", by=office.sekcam, now=NOW)


def test_the_head_of_the_desk_is_reminded_once_a_day_of_a_survey_that_ran_over(office: Office, kasi: User) -> None:
    survey = a_survey(office.kecamatan)
    remind_of_overdue_surveys(now=NOW)
    assert news_of(kasi) == []
    for later in (OVER, OVER + timedelta(hours=2), OVER + timedelta(days=1)):
        remind_of_overdue_surveys(now=later)
    assert len(news_of(kasi)) == 2
    assert "lewat batas sejak 11 Desember 2026" in news_of(kasi)[0]
    assert Survey.objects.get(pk=survey.pk).state == SurveyState.OPEN
    unread = Message.objects.filter(user=kasi, read_at=None)
    extend_survey(survey=survey, ends_on=OVER.date() + timedelta(days=3), by=kasi, now=OVER + timedelta(days=1))
    assert not unread.exists()


def test_nobody_is_asked_to_confirm_a_survey_that_was_sent_back(office: Office, kasi: User) -> None:
    survey = a_survey(office.kecamatan)
    some_answers(survey, *["443424144"] * 5)
    asked = Message.objects.filter(text__endswith="menunggu pengesahan.", read_at=None)
    survey = close_survey(survey=survey, by=kasi, now=NOW)
    assert asked.exists()
    reopen_survey(survey=survey, reason="Kurang", by=office.sekcam, now=NOW)
    assert not asked.exists()
    assert Message.objects.filter(user=kasi, text__endswith="Kurang", read_at=None).exists()


@pytest.mark.only_on("postgres")
@pytest.mark.django_db(transaction=True)
def test_of_two_surveys_of_a_unit_that_are_opened_at_the_same_moment_one_opens(office: Office, kasi: User) -> None:
    first, second = (a_survey(office.kecamatan, SurveyState.DRAFT, month=Month(2026, month)) for month in (9, 12))

    def open_the_other() -> int:
        try:
            return open_survey(survey=second, by=kasi, now=NOW).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            open_survey(survey=first, by=kasi, now=NOW)
            opening = pool.submit(open_the_other)
            until_it_waits(opening)
        with pytest.raises(ConflictError, match="masih berjalan"):
            opening.result()
