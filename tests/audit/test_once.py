"""A form stores once: double clicks, resends, back buttons, bursts."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from cermat.audit.actions import forget_keys
from cermat.audit.models import IdempotencyKey
from cermat.audit.views import once
from cermat.lib.errors import ConflictError, DomainError
from cermat.notifications.actions import post
from cermat.notifications.models import Job
from tests.factories import NOW, person_without_post

pytestmark = pytest.mark.django_db


@once
def view(request) -> HttpResponse:
    """Stores a row; refuses the text “salah”; breaks at “rusak”."""
    post(topic="mail", payload={}, now=NOW)
    if request.POST["text"] == "salah":
        return HttpResponse("Perbaiki isian.", status=422)
    if request.POST["text"] == "rusak":
        raise ConflictError("Sudah berubah.")
    return HttpResponseRedirect("/hasil/")


def send(who, key: str, text: str = "benar", path: str = "/isian/7/") -> HttpResponse:
    request = RequestFactory().post(path, {"_key": key, "text": text})
    request.user = who
    return view(request)


def test_the_same_form_again_gets_the_same_answer_and_stores_nothing() -> None:
    who, key = person_without_post(), str(uuid.uuid4())
    first, again = send(who, key), send(who, key)
    assert first.headers["Location"] == again.headers["Location"] == "/hasil/"
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert Job.objects.count() == 1


@pytest.mark.parametrize("changed", [{"text": "lain"}, {"path": "/isian/8/"}])
def test_the_same_key_with_another_content_or_place_is_refused(changed) -> None:
    who, key = person_without_post(), str(uuid.uuid4())
    send(who, key)
    with pytest.raises(DomainError) as refused:
        send(who, key, **changed)
    assert (refused.value.status, refused.value.code) == (422, "key_reused")
    assert Job.objects.count() == 1


def test_a_refused_form_may_come_again_mended_with_its_key() -> None:
    who, key = person_without_post(), str(uuid.uuid4())
    assert send(who, key, "salah").status_code == 422
    assert not Job.objects.exists()
    assert not IdempotencyKey.objects.exists()
    assert send(who, key).status_code == 302


def test_a_rule_that_says_no_keeps_nothing() -> None:
    who, key = person_without_post(), str(uuid.uuid4())
    with pytest.raises(ConflictError):
        send(who, key, "rusak")
    assert not Job.objects.exists()
    assert send(who, key).status_code == 302


def test_two_people_may_have_the_same_key() -> None:
    key = str(uuid.uuid4())
    send(person_without_post("a"), key)
    send(person_without_post("b"), key)
    assert Job.objects.count() == 2


@pytest.mark.parametrize("key", ["", "bukan-kunci"])
def test_a_form_without_its_key_is_refused_with_a_sentence(key) -> None:
    with pytest.raises(DomainError, match="Muat ulang"):
        send(person_without_post(), key)


@pytest.mark.django_db(transaction=True)
def test_a_burst_of_the_same_form_stores_once() -> None:
    who, key = person_without_post(), str(uuid.uuid4())
    answers: list[HttpResponse] = []

    def click() -> None:
        answers.append(send(who, key))
        connection.close()

    clicks = [threading.Thread(target=click) for _ in range(12)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert [answer.headers["Location"] for answer in answers] == ["/hasil/"] * 12
    assert sum("Idempotent-Replayed" in answer.headers for answer in answers) == 11
    assert Job.objects.count() == 1


def test_old_keys_are_forgotten_after_a_month() -> None:
    who = person_without_post()
    fields = {"actor": who, "route": "/", "body": "x"}
    IdempotencyKey.objects.create(key=uuid.uuid4(), created=NOW - timedelta(days=31), **fields)
    kept = IdempotencyKey.objects.create(key=uuid.uuid4(), created=NOW - timedelta(days=29), **fields)
    forget_keys(now=NOW)
    assert list(IdempotencyKey.objects.all()) == [kept]


def test_the_database_refuses_a_second_row_of_a_key_and_a_status_that_is_none() -> None:
    who, key = person_without_post(), uuid.uuid4()
    fields = {"actor": who, "key": key, "route": "/", "body": "x", "created": NOW}
    IdempotencyKey.objects.create(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        IdempotencyKey.objects.create(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        IdempotencyKey.objects.create(**fields | {"key": uuid.uuid4(), "status": 100})
