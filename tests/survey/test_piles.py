"""Paper sheets: typed, typed again, stored at once, and nothing left of the typing."""

import pytest

from cermat.audit.models import AuditEvent
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.organisation.models import SettingKey, Unit, User
from cermat.organisation.permissions import Role
from cermat.survey.actions.piles import (
    add_lines,
    begin_second,
    change_line,
    drop_pile,
    remove_line,
    settle_differences,
    start_pile,
    store_pile,
)
from cermat.survey.models import Answer, Batch, BatchState, Suggestion, Survey, SurveyState
from cermat.survey.presenters.piles import difference_rows
from cermat.survey.queries.piles import keyboard_of, lines_of, open_differences, version_of
from tests.factories import NOW, Office, person
from tests.survey.factories import a_pile, a_service, a_survey

pytestmark = pytest.mark.django_db


def typist(office: Office) -> User:
    return person("staf-pelayanan", Role.STAF, office.sections["pelayanan"])


def typed(batch: Batch, by: User, *texts: str) -> Batch:
    add_lines(batch=batch, texts=texts, by=by, now=NOW)
    batch.refresh_from_db()
    return batch


def test_good_lines_are_kept_at_once_and_wrong_ones_come_back(office: Office) -> None:
    survey, staf = a_survey(office.kecamatan), typist(office)
    batch = a_pile(survey, staf)
    added = add_lines(batch=batch, texts=["334433432", "3345", "", "444444444 l"], by=staf, now=NOW)
    assert (added.numbers, added.count) == ([1, 2], 2)
    assert [(one.text, one.sentence) for one in added.wrong] == [("3345", "Digit ke-4 adalah 5; isi 1–4 atau 0.")]
    batch.refresh_from_db()
    assert [line.typed.scores for line in lines_of(batch)] == ["334433432", "444444444"]


def test_each_line_can_be_corrected_and_removed(office: Office) -> None:
    survey, staf = a_survey(office.kecamatan), typist(office)
    batch = typed(a_pile(survey, staf), staf, "111111111", "222222222", "333333333")
    change_line(batch=batch, number=2, text="444444444 p", by=staf, now=NOW)
    remove_line(batch=batch, number=1, by=staf, now=NOW)
    batch.refresh_from_db()
    assert [(line.number, line.typed.scores) for line in lines_of(batch)] == [(2, "444444444"), (3, "333333333")]
    assert add_lines(batch=batch, texts=["111111111"], by=staf, now=NOW).numbers == [4]
    with pytest.raises(DomainError, match="Ada 3 digit"):
        change_line(batch=batch, number=2, text="444", by=staf, now=NOW)
    with pytest.raises(ConflictError, match="sudah tidak ada"):
        remove_line(batch=batch, number=1, by=staf, now=NOW)


def test_a_pile_becomes_answers_all_at_once_and_keeps_no_line(office: Office) -> None:
    survey, staf = a_survey(office.kecamatan), typist(office)
    batch = typed(a_pile(survey, staf, time_band="pagi"), staf, "334433432 l 35; Antrean panjang", "222222222")
    assert not Answer.objects.exists()
    store_pile(batch=batch, by=staf, now=NOW)
    batch.refresh_from_db()
    assert (batch.state, batch.lines, batch.second_lines, batch.stored_count) == (BatchState.STORED, [], [], 2)
    answers = survey.answers.order_by("scores").values_list("scores", "sex", "age", "time_band", "channel", "batch")
    assert list(answers) == [
        ("222222222", "", "", "pagi", "kertas", batch.pk),
        ("334433432", "l", "35", "pagi", "kertas", batch.pk),
    ]
    assert Suggestion.objects.get().text == "Antrean panjang"
    with pytest.raises(ConflictError, match="sudah disimpan"):
        store_pile(batch=batch, by=staf, now=NOW)


def test_the_audit_tells_the_count_and_no_answer(office: Office) -> None:
    survey, staf = a_survey(office.kecamatan), typist(office)
    batch = typed(a_pile(survey, staf), staf, "334433432", "222222222")
    before = AuditEvent.objects.count()
    store_pile(batch=batch, by=staf, now=NOW)
    event = AuditEvent.objects.order_by("-pk")[0]
    assert AuditEvent.objects.count() == before + 1
    assert (event.verb, event.after["count"], event.actor) == ("survey.batch_stored", 2, staf.pk)
    assert event.on_behalf_of == office.kasi["pelayanan"].pk
    assert "334433432" not in str(event.after)


def test_the_office_s_printed_order_is_typed_and_the_definition_s_kept(office: Office) -> None:
    office.kecamatan.settings.create(key=SettingKey.UNSUR_ORDER, value="kuesioner", valid_from=NOW.date())
    survey, staf = a_survey(office.kecamatan), typist(office)
    batch = a_pile(survey, staf)
    assert keyboard_of(batch).printed[7:] == ("sarana", "pengaduan")
    office.kecamatan.settings.all().delete()  # what was begun goes on as it was printed
    batch = typed(batch, staf, "111111134")
    assert lines_of(batch)[0].typed.scores == "111111143"


def test_a_pile_may_be_dropped_before_it_is_stored(office: Office) -> None:
    survey, staf = a_survey(office.kecamatan), typist(office)
    batch = typed(a_pile(survey, staf), staf, "334433432")
    drop_pile(batch=batch, by=staf, now=NOW)
    batch.refresh_from_db()
    assert (batch.state, batch.lines) == (BatchState.DROPPED, [])
    assert not Answer.objects.exists()
    with pytest.raises(ConflictError):
        add_lines(batch=batch, texts=["334433432"], by=staf, now=NOW)


# ---- typed twice


def second(office: Office, first: list[str], again: list[str]) -> tuple[Batch, User]:
    survey, staf = a_survey(office.kecamatan, double_entry=True), typist(office)
    batch = typed(a_pile(survey, staf), staf, *first)
    begin_second(batch=batch, by=staf, now=NOW)
    return typed(batch, office.kasi["pelayanan"], *again), staf


def test_a_survey_that_asks_for_it_stores_nothing_that_was_typed_once(office: Office) -> None:
    survey, staf = a_survey(office.kecamatan, double_entry=True), typist(office)
    batch = typed(a_pile(survey, staf), staf, "334433432")
    with pytest.raises(DomainError, match="Ketik ulang"):
        store_pile(batch=batch, by=staf, now=NOW)
    begin_second(batch=batch, by=staf, now=NOW)
    with pytest.raises(DomainError, match="Ketik ulang"):
        store_pile(batch=batch, by=staf, now=NOW)


def test_two_typings_that_agree_are_stored(office: Office) -> None:
    batch, staf = second(office, ["334433432 l", "222222222; saran"], ["334433432 l", "222222222"])
    assert open_differences(batch) == []
    assert store_pile(batch=batch, by=staf, now=NOW).stored_count == 2


def test_differences_are_decided_line_by_line(office: Office) -> None:
    first = ["111111111", "222222222", "333333333", "444444444"]
    batch, staf = second(office, first, ["111111112", "222222222", "333333331", "444444444", "121212121"])
    assert [(one.first, one.second) for one in open_differences(batch)] == [(0, 0), (2, 2), (None, 4)]
    assert [one.sheet for one in difference_rows(batch)] == ["lembar 1", "lembar 3", "lembar 5"]  # as the paper lies
    chosen = {0: "2", 1: "343434343 p", 2: ""}
    with pytest.raises(ConflictError, match="berubah"):
        settle_differences(batch=batch, chosen=chosen, seen="lama", by=staf, now=NOW)
    with pytest.raises(DomainError, match="Perbedaan ke-3 belum"):
        settle_differences(batch=batch, chosen={0: "1", 1: "2"}, seen=version_of(batch), by=staf, now=NOW)
    settle_differences(batch=batch, chosen=chosen, seen=version_of(batch), by=staf, now=NOW)
    batch.refresh_from_db()
    store_pile(batch=batch, by=staf, now=NOW)
    assert sorted(survey_scores(batch)) == ["111111112", "222222222", "343434343", "444444444"]


def survey_scores(batch: Batch) -> list[str]:
    return list(batch.answers.values_list("scores", flat=True))


# ---- by whom, when


def test_only_the_desk_of_the_survey_types(office: Office) -> None:
    survey = a_survey(office.kecamatan)
    batch = a_pile(survey, typist(office))
    village = office.kelurahan[0].code
    for stranger in (office.camat, office.sekcam, office.staf, office.lurah[village], office.operator[village]):
        with pytest.raises(NotAllowedError):
            add_lines(batch=batch, texts=["334433432"], by=stranger, now=NOW)
        with pytest.raises(NotAllowedError):
            store_pile(batch=batch, by=stranger, now=NOW)


def test_a_village_types_its_own(office: Office) -> None:
    unit: Unit = office.kelurahan[0]
    operator = office.operator[unit.code]
    batch = typed(a_pile(a_survey(unit), operator), operator, "334433432")
    assert store_pile(batch=batch, by=office.lurah[unit.code], now=NOW).stored_count == 1


@pytest.mark.parametrize("state", [SurveyState.DRAFT, SurveyState.CLOSED])
def test_nothing_is_typed_into_a_survey_that_does_not_run(office: Office, state: SurveyState) -> None:
    survey, staf = a_survey(office.kecamatan), typist(office)
    batch = typed(a_pile(survey, staf), staf, "334433432")
    closed = {"closed_by": staf, "closed_at": NOW} if state == SurveyState.CLOSED else {}
    Survey.objects.filter(pk=survey.pk).update(state=state, **closed)
    with pytest.raises(ConflictError, match="tidak sedang berjalan"):
        add_lines(batch=batch, texts=["334433432"], by=staf, now=NOW)
    with pytest.raises(ConflictError, match="tidak sedang berjalan"):
        store_pile(batch=batch, by=staf, now=NOW)
    drop_pile(batch=batch, by=staf, now=NOW)


def test_a_service_of_another_survey_is_refused(office: Office) -> None:
    survey = a_survey(office.kecamatan)
    foreign = a_service(office.kecamatan, "Layanan lain")
    with pytest.raises(DomainError, match="termasuk survei ini"):
        start_pile(survey=survey, name="A", service=foreign, fields={}, by=typist(office), now=NOW)
