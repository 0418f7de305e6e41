"""Whoever had a hand in a figure does not confirm it; and somebody who may is always left."""

import pytest
from django.urls import reverse

from cermat.lib.errors import DomainError, NotAllowedError
from cermat.organisation.models import User
from cermat.survey.actions import Group, close_survey, confirm_survey, count_again, exclude, reopen_survey
from cermat.survey.models import Batch, BatchState, Channel, Survey, SurveyState
from cermat.survey.queries import why_not_confirm
from tests.factories import NOW, Office, sign_in
from tests.survey.factories import a_survey, some_answers

pytestmark = pytest.mark.django_db
WHY = {"reason": "Lonjakan", "now": NOW}


@pytest.fixture
def survey(office: Office) -> Survey:
    made = a_survey(office.kecamatan)
    some_answers(made, *["444444444"] * 10)
    some_answers(made, *["222222222"] * 5, is_suspicious=True)
    return made


def test_who_took_back_what_nobody_had_seen_may_confirm(office: Office, survey: Survey, kasi: User) -> None:
    for who in (office.sekcam, office.camat):
        made = exclude(survey=survey, group=Group(), by=who, **WHY)
        count_again(exclusion=made, by=who, **WHY)
    closed = close_survey(survey=survey, by=kasi, now=NOW)
    assert [why_not_confirm(closed, who) for who in (office.sekcam, office.camat)] == ["", ""]
    survey = reopen_survey(survey=closed, reason="Lengkapi", by=office.camat, now=NOW)
    made = exclude(survey=survey, group=Group(), by=office.sekcam, **WHY)
    count_again(exclusion=made, by=office.sekcam, **WHY)
    closed = close_survey(survey=survey, by=kasi, now=NOW)
    assert confirm_survey(survey=closed, by=office.sekcam, now=NOW).state == SurveyState.CONFIRMED


def test_the_last_who_can_confirm_is_not_let_to_set_answers_aside(office: Office, survey: Survey, kasi: User) -> None:
    closed = close_survey(survey=survey, by=kasi, now=NOW)
    made = exclude(survey=closed, group=Group(), by=office.sekcam, **WHY)
    count_again(exclusion=made, by=office.sekcam, **WHY)
    with pytest.raises(DomainError, match=f"Minta {office.sekcam} melakukannya") as caught:
        exclude(survey=closed, group=Group(), by=office.camat, **WHY)
    assert caught.value.code == "last_checker"
    page = reverse("survey:survey", args=[survey.pk])
    text = sign_in(office.camat).get(page).content.decode()
    assert "tidak ada lagi yang dapat mengesahkan" in text
    assert "Kesampingkan sekelompok" not in text
    exclude(survey=closed, group=Group(), by=office.sekcam, **WHY)
    assert confirm_survey(survey=closed, by=office.camat, now=NOW).state == SurveyState.CONFIRMED


def test_taking_back_what_another_set_aside_frees_them(office: Office, survey: Survey, kasi: User) -> None:
    made = exclude(survey=survey, group=Group(), by=office.sekcam, **WHY)
    closed = close_survey(survey=survey, by=kasi, now=NOW)
    count_again(exclusion=made, by=office.camat, **WHY)
    assert why_not_confirm(closed, office.camat).startswith("Anda mengesampingkan")
    assert "Camat" not in why_not_confirm(closed, office.camat)
    assert confirm_survey(survey=closed, by=office.sekcam, now=NOW).state == SurveyState.CONFIRMED


@pytest.mark.parametrize("hand", ["made_by", "stored_by"])
def test_who_typed_or_stored_a_pile_that_counts_does_not_confirm(
    office: Office, survey: Survey, kasi: User, hand: str
) -> None:
    people = {"made_by": kasi, "stored_by": kasi} | {hand: office.sekcam}
    pile = Batch.objects.create(
        survey=survey, channel=Channel.PAPER, name="Kertas", state=BatchState.STORED, stored_count=10, made_at=NOW,
        stored_at=NOW, **people,
    )  # fmt: skip
    some_answers(survey, *["444444444"] * 10, batch=pile, channel=Channel.PAPER)
    closed = close_survey(survey=survey, by=kasi, now=NOW)
    with pytest.raises(NotAllowedError, match="memasukkan tumpukan"):
        confirm_survey(survey=closed, by=office.sekcam, now=NOW)
    with pytest.raises(DomainError, match="tidak ada lagi yang dapat mengesahkan"):
        exclude(survey=closed, group=Group(batch=pile), by=office.camat, **WHY)
    assert confirm_survey(survey=closed, by=office.camat, now=NOW).state == SurveyState.CONFIRMED


def test_a_refused_taking_back_is_told_at_its_form(office: Office, survey: Survey, kasi: User) -> None:
    made = exclude(survey=survey, group=Group(), by=office.sekcam, **WHY)
    pile = Batch.objects.create(survey=survey, channel=Channel.PAPER, name="X", made_by=office.camat, made_at=NOW)
    some_answers(survey, *["444444444"] * 10, batch=pile, channel=Channel.PAPER)
    close_survey(survey=survey, by=kasi, now=NOW)
    address = reverse("survey:counting_again", args=[survey.pk, made.pk])
    key = {"_key": "4f0c9c0e-0000-4000-8000-000000000009"}
    refused = sign_in(office.sekcam).post(address, {"reason": "Antrean ramai", **key})
    assert refused.status_code == 422
    assert f"Minta {office.camat} melakukannya" in refused.content.decode()
    count_again(exclusion=made, by=office.camat, **WHY)
    assert confirm_survey(survey=survey, by=office.sekcam, now=NOW).state == SurveyState.CONFIRMED
