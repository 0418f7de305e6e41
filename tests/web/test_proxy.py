"""Whose request it is: only our own proxy is believed."""

from datetime import timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from pytest_django.fixtures import Settings

from cermat.config import env, wsgi
from cermat.survey.formula.pace import Bucket, Limits, PaceKeeper
from cermat.survey.models import Answer
from cermat.survey.views import public_store
from cermat.web.middleware import behind_proxy
from tests.factories import office
from tests.survey.factories import a_counter, a_survey
from tests.survey.test_public_store import JSON, served, typed

SAID = {"HTTP_X_FORWARDED_FOR": "203.0.113.9, 198.51.100.7", "HTTP_X_FORWARDED_PROTO": "https"}


def seen(settings: Settings, trusted: list[str], **meta: str) -> HttpRequest:
    settings.TRUSTED_PROXIES = trusted
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = RequestFactory().get("/", **meta)
    behind_proxy(lambda _request: HttpResponse())(request)
    return request


@pytest.mark.parametrize(
    ("trusted", "peer", "said", "sender", "is_secure"),
    [
        (["127.0.0.1"], "127.0.0.1", SAID, "198.51.100.7", True),  # the address that the proxy itself has seen
        (["127.0.0.1"], "127.0.0.1", {}, "127.0.0.1", False),
        (["127.0.0.1"], "10.0.0.5", SAID, "10.0.0.5", False),  # straight to the server, past the proxy
        ([], "127.0.0.1", SAID, "127.0.0.1", False),  # CERMAT_HTTPS is not set
    ],
)
def test_the_sender_is_who_our_proxy_saw_and_nobody_elses_word_counts(
    settings: Settings, trusted: list[str], peer: str, said: dict[str, str], sender: str, is_secure: bool
) -> None:
    request = seen(settings, trusted, REMOTE_ADDR=peer, **said)
    assert (request.META["REMOTE_ADDR"], request.is_secure()) == (sender, is_secure)
    assert request.META.get("HTTP_X_FORWARDED_FOR") == said.get("HTTP_X_FORWARDED_FOR")  # a proxy is there: no health


@pytest.mark.django_db
def test_behind_our_proxy_each_network_has_a_pace_of_its_own(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """Through the entry point that is served, where all answers come from the proxy's own address."""
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    monkeypatch.setattr(wsgi, "application", wsgi.Application())
    monkeypatch.setattr(wsgi, "close_old_connections", lambda: None)  # it would end the test's own transaction
    many, one = Bucket(100, 100), Bucket(1, 1)
    monkeypatch.setattr(public_store, "PACE", PaceKeeper(Limits(one, many, many, many, many), b"salt"))
    counter, today = a_counter(office().kecamatan), timezone.localdate()
    survey = a_survey(counter.unit, days=(today, today + timedelta(days=9)))
    for letter, sender in (("a", "198.51.100.7"), ("b", "203.0.113.9"), ("c", "203.0.113.10")):
        data = typed(survey, key=letter * 22)
        assert served(f"/s/{counter.code}/jawaban/", data, HTTP_X_FORWARDED_FOR=sender, **JSON)[0] == "200 OK"
    assert Answer.objects.filter(is_suspicious=True).count() == 1  # the second of one network


@pytest.mark.parametrize(
    ("given", "https", "named"),
    [
        ("cermat.contoh.go.id", True, "https://cermat.contoh.go.id"),  # as the proxy is told it
        ("192.168.1.10/", True, "https://192.168.1.10"),
        ("localhost:8000", False, "http://localhost:8000"),
        ("https://cermat.contoh.go.id/", True, "https://cermat.contoh.go.id"),
        ("", True, ""),
    ],
)
def test_mails_name_the_address_whole_though_the_proxy_has_it_without_a_scheme(
    monkeypatch: pytest.MonkeyPatch, given: str, https: bool, named: str
) -> None:
    monkeypatch.setenv("CERMAT_ADDRESS", given)
    assert env.address("CERMAT_ADDRESS", https=https) == named
