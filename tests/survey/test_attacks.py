"""Attacks on the privacy of one answer that once worked, played with real actions; and the ways that stay open."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import Count
from django.urls import reverse

from cermat.lib.errors import ConflictError, DomainError
from cermat.organisation.models import User
from cermat.survey.actions import Group, close_survey, count_again, exclude, reopen_survey
from cermat.survey.models import Answer, Batch, Channel, Survey, SurveyState
from cermat.survey.queries import step_of, tallied
from cermat.survey.queries.raw import raw_answers, tells_respondents
from tests.factories import NOW, Office, sign_in
from tests.survey.factories import a_service, a_survey, some_answers

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
KEY = {"_key": "4f0c9c0e-0000-4000-8000-000000000008"}


def sent_back(office: Office, kasi: User, survey: Survey) -> Survey:
    closed = close_survey(survey=survey, by=kasi, now=NOW)
    return reopen_survey(survey=closed, reason="Lengkapi", by=office.camat, now=NOW)


def listed(survey: Survey) -> Counter[str]:
    return Counter(row.scores for row in raw_answers(survey))


def with_a_burst(office: Office) -> Survey:
    survey = a_survey(office.kecamatan)
    some_answers(survey, *["444444444"] * 20)
    some_answers(survey, *["333333333"] * 5, is_suspicious=True)
    return survey


def test_what_was_set_aside_before_the_first_close_hides_no_new_answer_in_the_list(office: Office, kasi: User) -> None:
    survey = with_a_burst(office)
    made = exclude(survey=survey, group=Group(), reason="Lonjakan", by=office.sekcam, now=NOW)
    closed = close_survey(survey=survey, by=kasi, now=NOW)
    first = listed(closed)
    survey = reopen_survey(survey=closed, reason="Lengkapi", by=office.camat, now=NOW)
    count_again(exclusion=made, reason="Antrean ramai", by=office.sekcam, now=NOW)
    some_answers(survey, "123412341")
    with pytest.raises(ConflictError, match="baru 1 jawaban masuk"):  # six more than in the result, one in the list
        close_survey(survey=survey, by=kasi, now=NOW)
    some_answers(survey, *["111111111"] * 4)
    closed = close_survey(survey=survey, by=kasi, now=NOW)
    assert (listed(closed) - first).total() == 5


def test_three_results_do_not_tell_the_one_who_came_between_two_of_them(office: Office, kasi: User) -> None:
    survey = a_survey(office.kecamatan)
    some_answers(survey, *["444444444"] * 10, *["333333333"] * 10)
    piles = [
        Batch.objects.create(survey=survey, channel=Channel.PAPER, name=name, made_by=kasi, made_at=NOW)
        for name in "XY"
    ]
    for pile in piles:
        some_answers(survey, *["111111111", "222222222", "333333333"], *["444444444"] * 2, batch=pile)
    second = exclude(survey=survey, group=Group(batch=piles[1]), reason="Ganda", by=office.sekcam, now=NOW)
    survey = sent_back(office, kasi, survey)
    count_again(exclusion=second, reason="Bukan ganda", by=office.sekcam, now=NOW)
    first = exclude(survey=survey, group=Group(batch=piles[0]), reason="Ganda", by=office.sekcam, now=NOW)
    survey = sent_back(office, kasi, survey)
    count_again(exclusion=first, reason="Bukan ganda", by=office.sekcam, now=NOW)
    some_answers(survey, "211111111")
    assert step_of(survey).is_refused
    with pytest.raises(ConflictError, match="baru 1 jawaban masuk"):
        close_survey(survey=survey, by=kasi, now=NOW)


def test_a_new_answer_beside_others_that_were_set_aside_is_not_told_by_their_mark(office: Office, kasi: User) -> None:
    survey = with_a_burst(office)
    survey = sent_back(office, kasi, survey)
    some_answers(survey, "123412341", is_suspicious=True)
    exclude(survey=survey, group=Group(), reason="Lonjakan", by=office.sekcam, now=NOW)  # the five, and the one
    closed = close_survey(survey=survey, by=kasi, now=NOW)
    assert listed(closed) == {"444444444": 20, "333333333": 5}
    assert tallied(closed).n == 20


def test_a_hidden_group_is_still_new_when_it_counts_again(office: Office, kasi: User) -> None:
    survey = a_survey(office.kecamatan)
    some_answers(survey, *["444444444"] * 20)
    some_answers(survey, "111111111", is_suspicious=True)
    one = exclude(survey=survey, group=Group(), reason="Lonjakan", by=office.sekcam, now=NOW)
    some_answers(survey, *["333333333"] * 5, is_suspicious=True)
    five = exclude(survey=survey, group=Group(), reason="Lonjakan", by=office.sekcam, now=NOW)
    survey = sent_back(office, kasi, survey)
    for made in (one, five):
        count_again(exclusion=made, reason="Antrean ramai", by=office.sekcam, now=NOW)
    with pytest.raises(ConflictError, match="baru 1 jawaban masuk"):
        close_survey(survey=survey, by=kasi, now=NOW)
    exclude(survey=survey, group=Group(is_new=True), reason="Satu saja", by=office.sekcam, now=NOW)
    assert close_survey(survey=survey, by=kasi, now=NOW).state == SurveyState.CLOSED
    assert listed(survey) == {"444444444": 20, "333333333": 5}


# ---- The ways that stay open


@pytest.mark.parametrize("count", [3, 20])
def test_a_return_that_changed_nothing_closes_again_and_tells_the_same_list(
    office: Office, kasi: User, count: int
) -> None:
    survey = a_survey(office.kecamatan)
    some_answers(survey, *["444444444"] * count, told={"sex": "p"})
    closed = close_survey(survey=survey, by=kasi, now=NOW)
    before = list(raw_answers(closed))
    survey = reopen_survey(survey=closed, reason="Lengkapi", by=office.camat, now=LATER)
    closed = close_survey(survey=survey, by=kasi, now=LATER)
    assert tells_respondents(closed)
    assert list(raw_answers(closed)) == before


def test_what_few_gave_is_completed_and_then_told(office: Office, kasi: User) -> None:
    survey = a_survey(office.kecamatan)
    some_answers(survey, *["444444444"] * 3)
    survey = sent_back(office, kasi, survey)
    some_answers(survey, *["333333333"] * 4)
    closed = close_survey(survey=survey, by=kasi, now=NOW)
    assert listed(closed).total() == 7


def test_what_counts_again_can_be_set_aside_again(office: Office, kasi: User) -> None:
    survey = sent_back(office, kasi, a_survey_of(office, "444444444", 20))
    some_answers(survey, *["333333330"] * 5, "333333333")
    made = exclude(survey=survey, group=Group(is_new=True), reason="Ragu", by=office.sekcam, now=NOW)
    survey = sent_back(office, kasi, survey)
    count_again(exclusion=made, reason="Benar", by=office.sekcam, now=NOW)
    with pytest.raises(ConflictError, match="mengesampingkan semua jawaban yang masuk atau dihitung lagi"):
        close_survey(survey=survey, by=kasi, now=NOW)
    page = sign_in(office.sekcam).get(reverse("survey:survey", args=[survey.pk])).content.decode()
    assert "Yang dihitung lagi sejak dikembalikan dan belum pernah masuk hasil (6 jawaban)" in page
    made = exclude(survey=survey, group=Group(is_restored=True), reason="Kembali", by=office.sekcam, now=NOW)
    assert made.about == "6 jawaban yang dihitung lagi sejak dikembalikan"
    assert close_survey(survey=survey, by=kasi, now=NOW).state == SurveyState.CLOSED


def a_survey_of(office: Office, digits: str, count: int) -> Survey:
    survey = a_survey(office.kecamatan)
    some_answers(survey, *[digits] * count)
    return survey


def test_the_cause_that_is_named_is_the_one_to_mend(office: Office, kasi: User) -> None:
    survey = with_a_burst(office)
    some_answers(survey, *["333333333"] * 4, batch=a_pile_of(survey, kasi))
    survey = sent_back(office, kasi, survey)
    Answer.objects.filter(batch__isnull=False).update(exclusion=an_old_exclusion(survey, office))
    some_answers(survey, "111111111")
    with pytest.raises(ConflictError, match="menghitung lagi yang dikesampingkan sejak dikembalikan"):
        close_survey(survey=survey, by=kasi, now=NOW)


def a_pile_of(survey: Survey, kasi: User) -> Batch:
    return Batch.objects.create(survey=survey, channel=Channel.PAPER, name="Kertas", made_by=kasi, made_at=NOW)


def an_old_exclusion(survey: Survey, office: Office) -> int:
    return survey.exclusions.create(reason="Ragu", about="4 jawaban", count=4, by=office.sekcam, at=NOW).pk


def test_only_groups_that_may_go_are_offered_and_a_refusal_keeps_what_was_typed(office: Office, kasi: User) -> None:
    survey = a_survey(office.kecamatan, services=("A", "B"))
    other = a_service(office.kecamatan, "B")
    some_answers(survey, *["444444444"] * 20)
    some_answers(survey, *["444444444"] * 15, service=other)
    some_answers(survey, *["444444444"] * 15, service=other, channel=Channel.LINK)
    some_answers(survey, *["333333333"] * 6, channel=Channel.LINK, is_suspicious=True)
    some_answers(survey, "333333333", channel=Channel.LINK, service=other, is_suspicious=True)
    close_survey(survey=survey, by=kasi, now=NOW)
    client, page = sign_in(office.sekcam), reverse("survey:survey", args=[survey.pk])
    text = client.get(page).content.decode()
    first = survey.offered.select_related("service")[0].service
    assert "Lonjakan B" not in text
    assert "Lonjakan A, Tautan (6 jawaban)" in text
    assert "Semua yang bertanda lonjakan" not in text
    with pytest.raises(DomainError, match="Pilih kelompok lain dari daftar"):
        exclude(survey=survey, group=Group(), reason="Lonjakan", by=office.sekcam, now=NOW)
    typed = {"group": f"lonjakan-{other.pk}-tautan", "reason": "Satu gawai", **KEY}
    refused = client.post(reverse("survey:exclusion", args=[survey.pk]), typed)
    assert refused.status_code == 422
    assert "Satu gawai" in refused.content.decode()
    exclude(survey=survey, group=Group(service=first), reason="Lonjakan", by=office.sekcam, now=NOW)
    assert sorted(Answer.objects.values_list("is_listed").annotate(n=Count("pk")).order_by()) == [(True, 57)]
