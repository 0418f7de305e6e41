"""After the survey: suggestions read and let through, plans for the lowest unsur."""

from uuid import uuid4

import pytest
from django.urls import reverse

from cermat.audit.models import AuditEvent
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.survey.actions import Decision, mark_suggestion, moderate_suggestion
from cermat.survey.models import Showing, Suggestion, Survey, SurveyState
from cermat.survey.queries.following import Sought, found_suggestions
from tests.factories import NOW, Office, office, sign_in
from tests.survey.factories import a_suggestion, a_survey, some_answers

pytestmark = pytest.mark.django_db
NUMBER = "Hubungi 081200000000, antrean terlalu lama."


def prepared(state: SurveyState = SurveyState.CLOSED) -> tuple[Office, Survey]:
    made = office()
    survey = a_survey(made.kecamatan, state)
    some_answers(survey, *["443424144"] * 6)
    return made, survey


def typed(**given: str) -> dict[str, str]:
    return {"_key": "4f0c9c0e-0000-4000-8000-000000000001"} | given


def found(survey: Survey, **sought: str) -> list[str]:
    return [one.text for one in found_suggestions(Suggestion.objects.filter(survey=survey), Sought(**sought))]


def test_the_unread_with_personal_data_stand_first() -> None:
    made, survey = prepared()
    a_suggestion(survey, "Sudah baik.", showing=Showing.SHOWN, moderated_by=made.camat, moderated_at=NOW)
    a_suggestion(survey, "Kursi ditambah.")
    a_suggestion(survey, NUMBER, has_personal_data=True)
    assert found(survey) == [NUMBER, "Kursi ditambah.", "Sudah baik."]


def test_suggestions_are_found_by_word_state_unsur_and_mark() -> None:
    _made, survey = prepared()
    a_suggestion(survey, "Kursi tunggu ditambah.", unsur="sarana")
    a_suggestion(survey, "Antrean lama.", is_marked=True)
    assert found(survey, text="KURSI") == ["Kursi tunggu ditambah."]
    assert found(survey, unsur="sarana") == ["Kursi tunggu ditambah."]
    assert found(survey, unsur="-") == ["Antrean lama."]
    assert found(survey, only="penanda") == ["Antrean lama."]
    assert found(survey, showing="ditampilkan") == []


def test_a_number_is_never_shown_as_it_was_written() -> None:
    made, survey = prepared()
    suggestion = a_suggestion(survey, NUMBER, has_personal_data=True)
    by = made.kasi["pelayanan"]
    for text in ("", NUMBER, "Jalan Contoh, 081200000000", "Kirim ke contoh@example.com"):
        with pytest.raises(DomainError, match="Hapus bagian itu dari teks"):
            moderate_suggestion(
                suggestion=suggestion, decision=Decision(Showing.SHOWN, text, is_reviewed=True), by=by, now=NOW
            )
    moderate_suggestion(suggestion=suggestion, decision=Decision(Showing.SHOWN, "Antrean lama."), by=by, now=NOW)
    suggestion.refresh_from_db()
    assert (suggestion.public_text, suggestion.text) == ("Antrean lama.", NUMBER)


@pytest.mark.parametrize("text", ["Mohon jalan ke loket 3 diberi petunjuk.", "Ibu Nakes ramah."])
def test_what_only_looks_like_a_name_or_an_address_is_shown_once_somebody_says_that_it_is_none(text: str) -> None:
    made, survey = prepared()
    suggestion = a_suggestion(survey, text, has_personal_data=True)
    client, address = sign_in(made.kasi["pelayanan"]), reverse("survey:suggestion", args=[suggestion.pk])
    refused = client.post(address, typed(showing="ditampilkan", public_text=text))
    assert refused.status_code == 422
    assert "Sudah saya periksa" in refused.content.decode()
    decided = typed(showing="ditampilkan", public_text=text, is_reviewed="on", _key=str(uuid4()))
    assert client.post(address, decided).status_code == 302
    suggestion.refresh_from_db()
    assert (suggestion.showing, suggestion.public_text) == (Showing.SHOWN, "")
    [event] = AuditEvent.objects.filter(target_type="suggestion")
    assert event.after["reviewed"] in (["alamat rumah"], ["nama orang"])


def test_a_text_in_which_nothing_was_found_asks_for_no_tick() -> None:
    made, survey = prepared()
    client, suggestion = sign_in(made.kasi["pelayanan"]), a_suggestion(survey, "Antrean lama.")
    shown = client.get(reverse("survey:suggestion", args=[suggestion.pk])).content.decode()
    assert "Sudah saya periksa" not in shown


def test_the_audit_tells_the_decision_and_not_the_words() -> None:
    made, survey = prepared()
    suggestion = a_suggestion(survey, NUMBER, has_personal_data=True)
    by = made.kasi["pelayanan"]
    mark_suggestion(suggestion=suggestion, is_marked=True, by=by, now=NOW)
    moderate_suggestion(suggestion=suggestion, decision=Decision(Showing.HIDDEN, unsur="waktu"), by=by, now=NOW)
    told = [event.after for event in AuditEvent.objects.filter(target_type="suggestion").order_by("number")]
    assert told == [{"is_marked": True}, {"showing": "disembunyikan", "unsur": "waktu", "changed": False}]
    assert "Hubungi" not in str(list(AuditEvent.objects.values()))


def test_only_the_desk_decides() -> None:
    made, survey = prepared()
    suggestion = a_suggestion(survey)
    with pytest.raises(NotAllowedError):
        moderate_suggestion(suggestion=suggestion, decision=Decision(Showing.SHOWN), by=made.sekcam, now=NOW)
    with pytest.raises(NotAllowedError):
        mark_suggestion(suggestion=suggestion, is_marked=True, by=made.sekcam, now=NOW)
    assert sign_in(made.sekcam).get(reverse("survey:suggestions", args=[survey.pk])).status_code in (403, 404)


def test_suggestions_are_read_after_the_close_only() -> None:
    made, survey = prepared(SurveyState.PAUSED)
    suggestion = a_suggestion(survey, "Antrean lama.")
    client = sign_in(made.kasi["pelayanan"])
    text = client.get(reverse("survey:suggestions", args=[survey.pk])).content.decode()
    assert "setelah survei ditutup" in text
    assert "Antrean lama." not in text
    assert client.get(reverse("survey:suggestion", args=[suggestion.pk])).status_code == 404
    with pytest.raises(ConflictError):
        moderate_suggestion(suggestion=suggestion, decision=Decision(Showing.SHOWN), by=made.kasi["pelayanan"], now=NOW)
    with pytest.raises(ConflictError):
        mark_suggestion(suggestion=suggestion, is_marked=True, by=made.kasi["pelayanan"], now=NOW)


def test_an_unknown_unsur_is_refused() -> None:
    made, survey = prepared()
    with pytest.raises(DomainError, match="Unsur"):
        moderate_suggestion(
            suggestion=a_suggestion(survey),
            decision=Decision(Showing.SHOWN, unsur="x"),
            by=made.kasi["pelayanan"],
            now=NOW,
        )


def test_the_pages_list_one_propose_a_clean_text_and_store_the_decision() -> None:
    made, survey = prepared()
    suggestion = a_suggestion(survey, NUMBER, has_personal_data=True)
    client = sign_in(made.kasi["pelayanan"])
    listed = client.get(reverse("survey:suggestions", args=[survey.pk])).content.decode()
    assert "Data pribadi: nomor telepon" in listed
    address = reverse("survey:suggestion", args=[suggestion.pk])
    assert "Hubungi [dihapus], antrean" in client.get(address).content.decode()
    refused = client.post(address, typed(showing="ditampilkan", public_text=NUMBER))
    assert refused.status_code == 422
    assert "Hapus bagian itu" in refused.content.decode()
    answer = client.post(address, {**typed(showing="disembunyikan"), "_key": "4f0c9c0e-0000-4000-8000-000000000002"})
    assert answer.status_code == 302
    suggestion.refresh_from_db()
    assert (suggestion.showing, suggestion.moderated_by) == (Showing.HIDDEN, made.kasi["pelayanan"])


def test_a_suggestion_is_marked_and_the_mark_taken_off() -> None:
    made, survey = prepared()
    suggestion = a_suggestion(survey)
    client = sign_in(made.kasi["pelayanan"])
    address = reverse("survey:mark", args=[suggestion.pk])
    client.post(address, typed(is_marked="1"))
    suggestion.refresh_from_db()
    assert suggestion.is_marked
    client.post(address, {**typed(is_marked="0"), "_key": "4f0c9c0e-0000-4000-8000-000000000003"})
    suggestion.refresh_from_db()
    assert not suggestion.is_marked


def test_other_line_ends_do_not_let_a_number_through() -> None:
    made, survey = prepared()
    suggestion = a_suggestion(survey, f"Mohon.\n{NUMBER}", has_personal_data=True)
    by = made.kasi["pelayanan"]
    for text in (f"Mohon.\r\n{NUMBER}", f"Lain kata. {NUMBER}"):
        with pytest.raises(DomainError, match="nomor telepon"):
            moderate_suggestion(suggestion=suggestion, decision=Decision(Showing.SHOWN, text), by=by, now=NOW)
    moderate_suggestion(suggestion=suggestion, decision=Decision(Showing.SHOWN, "Antre.\r\nLama."), by=by, now=NOW)
    suggestion.refresh_from_db()
    assert suggestion.public_text == "Antre.\nLama."
