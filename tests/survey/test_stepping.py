"""A result that was seen moves by five answers or more: nobody reads one answer from the step between two results."""

from datetime import timedelta

import pytest
from django.db.models import Count
from django.urls import reverse

from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.organisation.models import User
from cermat.survey.actions import Group, close_survey, confirm_survey, count_again, exclude, fold_more, reopen_survey
from cermat.survey.actions.tallies import fold_what_arrived
from cermat.survey.models import Answer, Batch, Channel, Exclusion, Survey, SurveyState
from cermat.survey.queries import parts_by_channel, parts_by_service, result_of, tallied
from cermat.survey.queries.raw import raw_answers
from tests.factories import NOW, Office, sign_in
from tests.survey.factories import a_service, a_survey, some_answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(office: Office, kasi: User) -> Survey:
    """Closed with ten answers, seen, and sent back."""
    made = a_survey(office.kecamatan, services=("KTP-el", "Legalisasi"))
    some_answers(made, *["444444444"] * 10)
    some_answers(made, *["222222222"] * 10, service=a_service(office.kecamatan, "Legalisasi"), channel=Channel.PAPER)
    close_survey(survey=made, by=kasi, now=NOW)
    return reopen_survey(survey=made, reason="Lengkapi", by=office.camat, now=NOW)


def test_one_more_answer_after_the_return_is_not_told_by_a_second_close(survey: Survey, kasi: User) -> None:
    some_answers(survey, "111111111")
    with pytest.raises(ConflictError, match="baru 1 jawaban masuk") as caught:
        close_survey(survey=survey, by=kasi, now=NOW)
    assert caught.value.code == "small_step"
    fold_what_arrived(NOW)
    fold_more(survey=survey.pk, now=NOW)
    some_answers(survey, *["111111111"] * 3)
    with pytest.raises(ConflictError, match="baru 4 jawaban masuk"):
        close_survey(survey=survey, by=kasi, now=NOW)
    some_answers(survey, "111111111")
    fold_what_arrived(NOW)  # the minute counts nothing of it, so that the close still knows what is new
    assert Answer.objects.filter(is_tallied=False).count() == 5
    assert close_survey(survey=survey, by=kasi, now=NOW).state == SurveyState.CLOSED
    assert tallied(survey).n == 25


def test_without_a_new_answer_it_is_closed_as_it_was(survey: Survey, kasi: User) -> None:
    assert close_survey(survey=survey, by=kasi, now=NOW).state == SurveyState.CLOSED


def test_a_question_that_one_of_five_new_answers_keeps_it_open(survey: Survey, kasi: User) -> None:
    some_answers(survey, *["333333330"] * 5, "333333331")
    with pytest.raises(ConflictError, match="pertanyaan yang baru dijawab kurang dari 5"):
        close_survey(survey=survey, by=kasi, now=NOW)


def test_a_second_return_counts_from_the_second_close(office: Office, survey: Survey, kasi: User) -> None:
    some_answers(survey, *["111111111"] * 5)
    close_survey(survey=survey, by=kasi, now=NOW)
    reopen_survey(survey=survey, reason="Lagi", by=office.camat, now=NOW)
    some_answers(survey, "111111111")
    with pytest.raises(ConflictError):
        close_survey(survey=survey, by=kasi, now=NOW)


def test_what_came_since_may_be_set_aside_together_however_few(office: Office, survey: Survey, kasi: User) -> None:
    before = tallied(survey)
    some_answers(survey, "111111111")
    made = exclude(survey=survey, group=Group(is_new=True), reason="Satu saja", by=office.sekcam, now=NOW)
    assert made.about == "1 jawaban yang masuk sejak dikembalikan"
    close_survey(survey=survey, by=kasi, now=NOW)
    assert tallied(survey) == before


def test_the_page_says_what_came_since_and_offers_the_way_out(office: Office, survey: Survey, kasi: User) -> None:
    address = reverse("survey:survey", args=[survey.pk])
    assert "belum ada jawaban baru" in sign_in(kasi).get(address).content.decode()
    some_answers(survey, "111111111")
    assert "baru 1 jawaban masuk" in sign_in(kasi).get(address).content.decode()
    assert "Semua yang masuk sejak dikembalikan (1 jawaban)" in sign_in(office.sekcam).get(address).content.decode()
    some_answers(survey, *["111111111"] * 5, channel=Channel.LINK)
    assert "rincian menurut layanan dan saluran digabung" in sign_in(kasi).get(address).content.decode()


def test_a_channel_that_moves_by_one_is_told_apart_no_more(office: Office, survey: Survey, kasi: User) -> None:
    closed = close_survey(survey=survey, by=kasi, now=NOW)
    assert [part.n for part in parts_by_channel(result_of(closed))] == [10, 10]
    reopen_survey(survey=closed, reason="Lagi", by=office.camat, now=NOW)
    some_answers(survey, *["111111111"] * 5)
    some_answers(survey, "111111111", channel=Channel.PAPER)
    closed = close_survey(survey=survey, by=kasi, now=NOW)
    found = result_of(closed)
    for parts in (parts_by_channel(found), parts_by_service(found)):
        assert [(part.n, part.key) for part in parts] == [(26, "")]
        assert "Digabung, karena" in parts[0].name
    assert {(row.service, row.channel) for row in raw_answers(closed)} == {("", "")}
    assert [move.verb for move in closed.moves.all()][-2:] == ["join_parts", "close"]
    text = sign_in(kasi).get(reverse("survey:survey", args=[survey.pk])).content.decode()
    assert "Rincian digabung" in text


def test_after_a_close_no_burst_under_five_is_set_aside(office: Office) -> None:
    survey = a_survey(office.kecamatan, SurveyState.CLOSED)
    some_answers(survey, *["444444444"] * 9)
    some_answers(survey, "111111111", is_suspicious=True)
    with pytest.raises(DomainError, match="sudah pernah terlihat"):
        exclude(survey=survey, group=Group(), reason="Lonjakan", by=office.sekcam, now=NOW)
    text = sign_in(office.sekcam).get(reverse("survey:survey", args=[survey.pk])).content.decode()
    assert "Kesampingkan sekelompok jawaban" not in text
    assert "jadi jawaban itu tetap dihitung" in text


@pytest.mark.parametrize("pile", [0, 5])
def test_a_burst_that_few_were_seen_of_is_neither_offered_nor_asked_for(office: Office, kasi: User, pile: int) -> None:
    survey = a_survey(office.kecamatan)
    some_answers(survey, *["444444444"] * 9)
    some_answers(survey, *["111111111"] * 3, is_suspicious=True)
    if pile:
        batch = Batch.objects.create(survey=survey, channel=Channel.PAPER, name="Kertas", made_by=kasi, made_at=NOW)
        some_answers(survey, *["333333333"] * pile, batch=batch, channel=Channel.PAPER)
    close_survey(survey=survey, by=kasi, now=NOW)
    reopen_survey(survey=survey, reason="Lengkapi", by=office.camat, now=NOW)
    address = reverse("survey:survey", args=[survey.pk])
    text = sign_in(office.sekcam).get(address).content.decode()
    assert "jadi jawaban itu tetap dihitung" in text
    assert ("Kesampingkan sekelompok" in text) == bool(pile)
    assert "menilainya sebelum survei ditutup" not in sign_in(kasi).get(address).content.decode()


# ---- Several steps


def test_an_answer_that_comes_while_others_went_and_came_back_is_still_one(office: Office, kasi: User) -> None:
    survey = a_survey(office.kecamatan)
    some_answers(survey, *["444444444"] * 15)
    some_answers(survey, *["333333333"] * 5, is_suspicious=True)
    close_survey(survey=survey, by=kasi, now=NOW)
    reopen_survey(survey=survey, reason="Lengkapi", by=office.camat, now=NOW)
    made = exclude(survey=survey, group=Group(), reason="Lonjakan", by=office.sekcam, now=NOW)
    count_again(exclusion=made, reason="Antrean ramai", by=office.sekcam, now=NOW)
    some_answers(survey, "111111111")
    with pytest.raises(ConflictError, match="baru 1 jawaban masuk"):
        close_survey(survey=survey, by=kasi, now=NOW)


def test_what_went_and_came_back_does_not_hide_one_answer_beside_the_first_result(office: Office, kasi: User) -> None:
    survey = a_survey(office.kecamatan)
    some_answers(survey, *["444444444"] * 15)
    some_answers(survey, *["333333333"] * 5, is_suspicious=True)
    close_survey(survey=survey, by=kasi, now=NOW)
    made = exclude(survey=survey, group=Group(), reason="Lonjakan", by=office.sekcam, now=NOW)
    reopen_survey(survey=survey, reason="Lengkapi", by=office.camat, now=NOW)
    count_again(exclusion=made, reason="Antrean ramai", by=office.sekcam, now=NOW)
    some_answers(survey, "111111111")
    page = sign_in(kasi).get(reverse("survey:survey", args=[survey.pk])).content.decode()
    assert "baru 1 jawaban masuk" in page  # six are more than in the last result, one is new
    with pytest.raises(ConflictError):
        close_survey(survey=survey, by=kasi, now=NOW)
    some_answers(survey, *["111111111"] * 4)
    assert close_survey(survey=survey, by=kasi, now=NOW).state == SurveyState.CLOSED


def test_seven_set_aside_and_then_eight_would_tell_the_eighth(office: Office, kasi: User) -> None:
    survey = a_survey(office.kecamatan)
    some_answers(survey, *["444444444"] * 20)
    some_answers(survey, *["333333333"] * 7, is_suspicious=True)
    some_answers(survey, "111111111", channel=Channel.LINK, is_suspicious=True)
    close_survey(survey=survey, by=kasi, now=NOW)
    made = exclude(survey=survey, group=Group(channel=Channel.QR), reason="Satu gawai", by=office.sekcam, now=NOW)
    count_again(exclusion=made, reason="Antrean ramai", by=office.sekcam, now=NOW)
    with pytest.raises(DomainError, match="kurang dari 5 orang"):
        exclude(survey=survey, group=Group(), reason="Semua", by=office.sekcam, now=NOW)
    assert (tallied(survey).n, Exclusion.objects.count()) == (28, 0)
    exclude(survey=survey, group=Group(channel=Channel.QR), reason="Satu gawai", by=office.sekcam, now=NOW)
    assert sorted(Answer.objects.values_list("seen").annotate(n=Count("pk")).order_by()) == [(1, 7), (3, 21)]


def test_one_answer_where_a_service_and_a_channel_cross_is_not_told_by_both(office: Office, kasi: User) -> None:
    survey = a_survey(office.kecamatan, services=("KTP-el", "Legalisasi"))
    first, other = (row.service for row in survey.offered.select_related("service"))
    some_answers(survey, *["444444444"] * 30, service=first, channel=Channel.LINK)
    some_answers(survey, *["333333333"] * 30, service=other, channel=Channel.PAPER)
    some_answers(survey, *["222222222"] * 10, service=first, channel=Channel.PAPER)
    close_survey(survey=survey, by=kasi, now=NOW)
    reopen_survey(survey=survey, reason="Lengkapi", by=office.camat, now=NOW)
    some_answers(survey, *["444444444"] * 5, service=first, channel=Channel.LINK)
    some_answers(survey, *["333333333"] * 5, service=other, channel=Channel.PAPER)
    some_answers(survey, "111111111", service=first, channel=Channel.PAPER)
    found = result_of(close_survey(survey=survey, by=kasi, now=NOW))
    assert [part.n for part in parts_by_service(found) + parts_by_channel(found)] == [81, 81]


def test_after_sixty_results_the_survey_is_confirmed_as_it_is(office: Office, survey: Survey, kasi: User) -> None:
    some_answers(survey, *["333333333"] * 5, is_suspicious=True)
    close_survey(survey=survey, by=kasi, now=NOW)
    Answer.objects.filter(is_suspicious=False).update(seen=1 << 59)
    with pytest.raises(ConflictError, match="60 kali berubah"):
        exclude(survey=survey, group=Group(), reason="Lonjakan", by=office.sekcam, now=NOW)


# ---- An exclusion taken back


def set_aside(office: Office, state: SurveyState, count: int = 5) -> Exclusion:
    survey = a_survey(office.kecamatan)
    some_answers(survey, *["444444444"] * 5)
    some_answers(survey, *["222222222"] * count, is_suspicious=True)
    made = exclude(survey=survey, group=Group(), reason="Lonjakan", by=office.sekcam, now=NOW)
    Survey.objects.filter(pk=survey.pk).update(state=state, closed_by=office.kasi["pelayanan"], closed_at=NOW)
    return made


@pytest.mark.parametrize("state", [SurveyState.OPEN, SurveyState.CLOSED])
def test_answers_that_were_set_aside_count_again_with_a_reason(office: Office, state: SurveyState) -> None:
    made = set_aside(office, state)
    client, survey = sign_in(office.camat), made.survey
    address = reverse("survey:counting_again", args=[survey.pk, made.pk])
    key = {"_key": "4f0c9c0e-0000-4000-8000-000000000007"}
    refused = client.post(address, {"reason": " ", **key})
    assert refused.status_code == 422
    assert "Tulis alasannya" in refused.content.decode()
    assert client.post(address, {"reason": "Antrean ramai", **key}).status_code == 302
    assert (tallied(survey).n, Exclusion.objects.count()) == (10, 0)
    move = survey.moves.get()
    verb = "restore" if state == SurveyState.CLOSED else "undo"  # nobody had seen a result without them
    assert (move.verb, move.note) == (verb, "5 jawaban bertanda lonjakan. Antrean ramai")
    with pytest.raises(ConflictError, match="sudah dihitung lagi"):
        count_again(exclusion=made, reason="Lagi", by=office.camat, now=NOW)


def test_whoever_lets_answers_count_again_does_not_confirm(office: Office) -> None:
    made = set_aside(office, SurveyState.CLOSED)
    survey = count_again(exclusion=made, reason="Antrean ramai", by=office.camat, now=NOW)
    with pytest.raises(NotAllowedError, match="menghitungnya lagi"):
        confirm_survey(survey=survey, by=office.camat, now=NOW)
    assert confirm_survey(survey=survey, by=office.sekcam, now=NOW).state == SurveyState.CONFIRMED


def test_whoever_set_answers_aside_does_not_confirm_after_a_return_either(office: Office) -> None:
    survey = set_aside(office, SurveyState.CLOSED).survey
    later = [NOW + timedelta(minutes=minute) for minute in range(1, 4)]
    reopen_survey(survey=survey, reason="Lengkapi", by=office.sekcam, now=later[0])
    close_survey(survey=survey, by=office.kasi["pelayanan"], now=later[1])
    with pytest.raises(NotAllowedError, match="mengesampingkan jawaban"):
        confirm_survey(survey=survey, by=office.sekcam, now=later[2])
    assert confirm_survey(survey=survey, by=office.camat, now=later[2]).state == SurveyState.CONFIRMED


def test_an_exclusion_stays_where_taking_it_back_tells_few_or_comes_too_late(office: Office) -> None:
    made = set_aside(office, SurveyState.CLOSED, count=4)
    shared = {"exclusion": made, "reason": "Antrean ramai", "now": NOW}
    with pytest.raises(DomainError, match="sudah pernah terlihat"):
        count_again(by=office.camat, **shared)
    with pytest.raises(NotAllowedError):
        count_again(by=office.kasi["pelayanan"], **shared)
    confirm_survey(survey=made.survey, by=office.camat, now=NOW)
    with pytest.raises(ConflictError, match="sebelum hasil survei disahkan"):
        count_again(by=office.camat, **shared)
