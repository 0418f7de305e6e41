"""Sending an answer, with a script (JSON) and without (pages)."""

import time
from collections import Counter as Count
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.utils import timezone

from cermat.config import wsgi
from cermat.survey.formula.pace import Bucket, Limits, PaceKeeper
from cermat.survey.formula.token import token_of
from cermat.survey.models import Answer, Counter, Suggestion, Survey, SurveyState
from cermat.survey.views import public_store
from tests.factories import NOW, office, other_office
from tests.survey.factories import LAST, QUARTER, a_counter, a_survey
from tests.survey.test_storing import together

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdefghijkl"
JSON = {"HTTP_ACCEPT": "application/json"}
FORM = "application/x-www-form-urlencoded"
QUESTIONS = ("persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "sarana", "pengaduan")


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """And a day in the days of the surveys."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(public_store, "PACE", PaceKeeper(public_store.PACE.limits, b"salt"))
    monkeypatch.setattr(wsgi, "close_old_connections", lambda: None)  # it would end the test's own transaction
    public_store.OPENINGS.forget()
    yield
    public_store.OPENINGS.forget()


@pytest.fixture
def counter() -> Counter:
    return a_counter(office().kecamatan)


def typed(survey: Survey, /, **changes: Any) -> dict[str, str]:
    service = survey.offered.values_list("service_id", flat=True)[0]
    token = token_of(settings.SECRET_KEY, survey.pk, changes.get("key", KEY), int(time.time()) + 60)
    questions = {f"q_{name}": "3" for name in QUESTIONS}
    return {"service": str(service), "key": KEY, "token": token, **questions, **changes}


def sent(counter: Counter, data: dict[str, str], **extra: Any) -> Any:
    """As a browser sends it."""
    return Client().post(f"/s/{counter.code}/jawaban/", urlencode(data), content_type=FORM, **extra)


def test_a_device_fetches_a_token_and_sends_its_answer_with_it(counter: Counter) -> None:
    survey = a_survey(counter.unit)
    fetched = Client().post(f"/s/{counter.code}/token/", {"key": KEY}, **JSON).json()["token"]
    response = sent(counter, typed(survey, token=fetched, sex="p", suggestion="Ramah"), **JSON)
    assert (response.status_code, response.json()["code"], response.json()["verdict"]) == (200, "stored", "tersimpan")
    answer = Answer.objects.get()
    assert (answer.scores, answer.sex, answer.channel, answer.is_suspicious) == ("333333333", "p", "qr", False)
    assert sent(counter, typed(survey), **JSON).json()["code"] == "already"
    assert Answer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_form_that_is_sent_two_hundred_times_at_once_stores_one_answer(counter: Counter) -> None:
    """Through the address of the public, each in a thread of its own, with a suggestion."""
    data = typed(a_survey(counter.unit), suggestion="Sekali saja")
    said = together(*[lambda: sent(counter, data, **JSON).json()["code"]] * 200)
    told = Count(said)
    assert (set(told), told["stored"]) == ({"stored", "already", "too_many"}, 1)
    assert told["too_many"] > 100  # one key is sent again 20 times a minute at most
    assert (Answer.objects.count(), Suggestion.objects.count()) == (1, 1)


def test_without_scripts_thanks_follow_in_the_same_language(counter: Counter) -> None:
    survey = a_survey(counter.unit)
    response = Client().post(f"/s/{counter.code}/jawaban/?bahasa=en", typed(survey))
    assert (response.status_code, response["Location"]) == (302, f"/s/{counter.code}/terima-kasih/?bahasa=en")
    assert Client().get(response["Location"]).status_code == 200


def test_an_expired_token_keeps_everything_typed_and_one_more_click_sends(counter: Counter) -> None:
    survey = a_survey(counter.unit)
    old = token_of(settings.SECRET_KEY, survey.pk, KEY, int(time.time()) - 1)
    data = typed(survey, token=old, suggestion="Kursi kurang", sex="l")
    page = sent(counter, data)
    assert page.status_code == 409
    text = page.content.decode()
    assert text.count(" checked") == 9
    assert "Kursi kurang" in text
    assert KEY in text
    assert old not in text
    said = sent(counter, data, **JSON).json()
    assert said["code"] == "expired"
    assert sent(counter, data | {"token": said["token"]}, **JSON).json()["code"] == "stored"


def test_what_is_missing_is_said_at_its_field_and_the_rest_is_kept(counter: Counter) -> None:
    survey = a_survey(counter.unit)
    data = typed(survey, service="", q_biaya="", q_waktu="5", suggestion="x" * 1001)
    said = sent(counter, data, **JSON)
    assert said.status_code == 422
    assert said.json()["problems"] == {
        "service": "missing", "q_biaya": "missing", "q_waktu": "unknown", "suggestion": "too_long",
    }  # fmt: skip
    page = sent(counter, data)
    assert page.status_code == 422
    assert page.content.decode().count(" checked") == 7
    assert not Answer.objects.exists()


@pytest.mark.parametrize("changes", [{"key": "short"}, {"key": "ä" * 22}, {"key": ""}, {"token": ""}, {"token": "f.f"}])
def test_without_a_key_and_a_token_of_ours_nothing_is_stored(counter: Counter, changes: dict[str, str]) -> None:
    survey = a_survey(counter.unit)
    assert sent(counter, typed(survey, **changes), **JSON).status_code in (409, 422)
    assert sent(counter, typed(survey, **changes)).status_code in (409, 422)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("state", "code", "words"),
    [(SurveyState.CLOSED, "not_open", "sudah selesai"), (SurveyState.PAUSED, "paused", "dijeda")],
)
def test_a_survey_that_rests_or_is_over_is_told_kindly(
    counter: Counter, state: SurveyState, code: str, words: str
) -> None:
    survey = a_survey(counter.unit, state)
    assert sent(counter, typed(survey), **JSON).json()["code"] == code
    page = sent(counter, typed(survey))
    assert words in page.content.decode()
    assert not Answer.objects.exists()


def test_a_survey_that_closes_a_moment_ago_takes_nothing_though_it_was_remembered_as_open(counter: Counter) -> None:
    survey = a_survey(counter.unit)
    assert sent(counter, typed(survey), **JSON).json()["code"] == "stored"
    Survey.objects.filter(pk=survey.pk).update(
        state=SurveyState.CLOSED, closed_by=survey.made_by, closed_at=survey.made_at
    )
    late = typed(survey, key="z" * 22)
    assert sent(counter, late, **JSON).json()["code"] == "not_open"
    assert sent(counter, typed(survey), **JSON).json()["code"] == "already"  # our word was lost on the way
    assert Client().post(f"/s/{counter.code}/token/", {"key": KEY}, **JSON).json()["code"] == "already"
    assert Client().post(f"/s/{counter.code}/token/", {"key": "z" * 22}, **JSON).json()["code"] == "not_open"


def the_next_period(survey: Survey) -> Survey:
    Survey.objects.filter(pk=survey.pk).update(
        state=SurveyState.CLOSED, closed_by=survey.made_by, closed_at=survey.made_at
    )
    public_store.OPENINGS.forget()
    return a_survey(survey.unit, month=QUARTER.plus(1))


def test_a_form_of_the_survey_before_is_not_counted_in_the_one_that_runs_now(counter: Counter) -> None:
    old = a_survey(counter.unit)
    new = the_next_period(old)
    for token in (typed(new)["token"], typed(old)["token"], ""):
        late = typed(old, survey=str(old.pk), token=token)
        assert sent(counter, late, **JSON).json()["code"] == "not_open"
        page = sent(counter, late)
        assert (page.status_code, "sudah selesai" in page.content.decode()) == (200, True)
    for odd in ("x", "²", "9" * 30, "-1"):
        assert sent(counter, typed(new, survey=odd), **JSON).json()["code"] == "not_open"
    assert not Answer.objects.exists()
    assert sent(counter, typed(new, survey=str(new.pk)), **JSON).json()["code"] == "stored"


def test_a_stored_answer_is_known_also_after_the_next_period_began(counter: Counter) -> None:
    old = a_survey(counter.unit)
    assert sent(counter, typed(old, survey=str(old.pk)), **JSON).json()["code"] == "stored"
    the_next_period(old)
    again = {"key": KEY, "survey": str(old.pk)}
    assert Client().post(f"/s/{counter.code}/token/", again, **JSON).json()["code"] == "already"
    assert sent(counter, typed(old, survey=str(old.pk)), **JSON).json()["code"] == "already"
    elsewhere = a_counter(other_office().kecamatan)  # no other office says anything about it
    assert Client().post(f"/s/{elsewhere.code}/token/", again, **JSON).json()["code"] == "not_open"


@pytest.mark.parametrize(("days", "code", "form"), [(0, "stored", True), (3, "stored", False), (4, "not_open", False)])
def test_an_answer_that_waited_is_taken_three_days_after_the_last_but_no_form_is_given_out(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, days: int, code: str, form: bool
) -> None:
    survey = a_survey(counter.unit)
    later = NOW.replace(month=LAST.month, day=LAST.day) + timedelta(days=days)
    monkeypatch.setattr(timezone, "now", lambda: later)
    fetched = Client().post(f"/s/{counter.code}/token/", {"key": KEY, "survey": str(survey.pk)}, **JSON).json()
    assert ("token" in fetched) is (code == "stored")
    assert sent(counter, typed(survey, survey=str(survey.pk)), **JSON).json()["code"] == code
    assert ("X-Survei" in Client().get(f"/s/{counter.code}/")) is form


@pytest.mark.parametrize("address", ["jawaban", "token"])
def test_a_form_on_somebody_elses_page_is_refused(counter: Counter, address: str) -> None:
    data = typed(a_survey(counter.unit))
    for site, status in (("cross-site", 400), ("same-origin", 200), ("none", 200)):
        response = Client().post(f"/s/{counter.code}/{address}/", data, headers={"Sec-Fetch-Site": site}, **JSON)
        assert response.status_code == status


@pytest.mark.parametrize(
    ("kind", "body", "extra", "status"),
    [
        ("multipart/form-data", "x", {}, 400),
        ("multipart/form-data; boundary=a; charset=base64", "--a--", {}, 400),
        ("application/x-www-form-urlencoded; charset=utf-16", "key=x", {}, 400),
        ("application/x-www-form-urlencoded", "key=x", {"CONTENT_LENGTH": "000000000070000"}, 413),
        ("application/x-www-form-urlencoded", "key=x", {"CONTENT_LENGTH": "٣"}, 413),
    ],
)
def test_what_is_no_form_is_refused_without_a_word_in_the_log(
    counter: Counter, caplog: pytest.LogCaptureFixture, kind: str, body: str, extra: dict[str, str], status: int
) -> None:
    for address in ("jawaban", "token"):
        response = Client().generic("POST", f"/s/{counter.code}/{address}/", body, kind, **extra)
        assert response.status_code == status
    assert not caplog.records


@pytest.mark.parametrize("parameter", ["charset*=x''%41", "charset*=utf-8''utf-16", "boundary*0*=''%"])
def test_a_content_type_that_cannot_be_read_is_refused_by_the_application_itself(
    counter: Counter, parameter: str
) -> None:
    """Through the entry point that is served: Django's own raises before it has a request."""
    kind, addresses = f"{FORM}; {parameter}", (f"/s/{counter.code}/jawaban/", f"/s/{counter.code}/token/")
    said = [served(address, {"key": "x"}, kind)[0] for address in addresses]
    assert said == ["400 Bad Request"] * 2


def served(address: str, data: dict[str, str], kind: str = FORM, **extra: Any) -> tuple[str, dict[str, str], bytes]:
    """Through the entry point that is served."""
    said: list[Any] = []
    environ = RequestFactory().generic("POST", address, urlencode(data), **extra).environ
    body = b"".join(wsgi.application({**environ, "CONTENT_TYPE": kind}, lambda *told: said.extend(told)))
    return said[0], dict(said[1]), body


def test_the_shorter_way_of_an_answer_says_the_same_with_the_same_headers(counter: Counter) -> None:
    survey = a_survey(counter.unit)
    sent(counter, typed(survey), **JSON)
    for data, extra in ((typed(survey), JSON), (typed(survey), {}), (typed(survey, key="b" * 22, q_waktu=""), {})):
        whole = sent(counter, data, **extra)
        status, headers, body = served(f"/s/{counter.code}/jawaban/", data, **extra)
        assert (status[:3], headers) == (str(whole.status_code), dict(whole.items()))
        assert {"X-Content-Type-Options", "Content-Security-Policy", "Content-Length"} <= set(headers)
        assert len(body) == len(whole.content)


def test_the_shorter_way_is_closed_to_a_host_that_is_not_ours_and_begins_with_no_worn_out_connection(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_after: list[bool] = []
    monkeypatch.setattr(wsgi, "close_old_connections", lambda: looked_after.append(True))
    data = typed(a_survey(counter.unit))
    assert served(f"/s/{counter.code}/jawaban/", data, HTTP_HOST="jahat.example")[0] == "400 Bad Request"
    assert (looked_after, Answer.objects.exists()) == ([True], False)


def test_a_receipt_code_is_asked_for_where_the_survey_wants_one(counter: Counter) -> None:
    survey = a_survey(counter.unit, needs_receipt=True)
    assert sent(counter, typed(survey), **JSON).json()["code"] == "receipt_needed"
    page = sent(counter, typed(survey, receipt="AAAA-BBBB"))
    assert page.status_code == 422
    assert "AAAA-BBBB" in page.content.decode()


def test_too_many_at_once_are_turned_away_with_their_answers_and_before_that_flagged(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = a_survey(counter.unit)
    many = Bucket(100, 100)
    few = Limits(Bucket(1, 1), many, many, Bucket(2, 1), many)
    monkeypatch.setattr(public_store, "PACE", PaceKeeper(few, b"salt"))
    said = [sent(counter, typed(survey, key=letter * 22), **JSON) for letter in "abc"]
    assert [each.json()["code"] for each in said] == ["stored", "stored", "too_many"]
    assert (said[2].status_code, said[2]["Retry-After"]) == (429, "60")
    assert Answer.objects.filter(is_suspicious=True).count() == 1
    page = sent(counter, typed(survey, key="d" * 22, suggestion="Kursi"))
    assert page.status_code == 429
    assert "Kursi" in page.content.decode()
    assert page.content.decode().count(" checked") == 9


def test_too_many_fields_are_refused_without_a_word_in_the_log(counter: Counter) -> None:
    survey = a_survey(counter.unit)
    assert sent(counter, typed(survey) | {f"x{at}": "" for at in range(300)}, **JSON).status_code == 400
    assert not Answer.objects.exists()


def test_nobody_names_another_sender_where_there_is_no_proxy(counter: Counter) -> None:
    request = Client().get(f"/s/{counter.code}/", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7").wsgi_request
    assert public_store.address_of(request) == "127.0.0.1"  # anybody could have written it
