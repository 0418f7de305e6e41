"""Whose request it is: only our own proxy is believed."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from cermat.web.middleware import behind_proxy

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
