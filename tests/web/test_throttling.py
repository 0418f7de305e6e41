"""Guessing passwords is slowed down per name; an office behind one address is not shut out."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories import PASSWORD, Office, office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counters() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def answer_to(username: str, password: str) -> int:
    return Client().post("/accounts/login/", {"login": username, "password": password}).status_code


def test_everybody_of_an_office_signs_in_within_a_minute_from_one_address() -> None:
    people = office().everyone()
    assert len(people) > 40
    assert {answer_to(person.username, PASSWORD) for person in people} == {302}


def test_the_sixth_guess_for_a_name_waits_and_others_do_not() -> None:
    made: Office = office()
    guesses = [answer_to(made.camat.username, "bukan-ini-sandinya") for _guess in range(6)]
    assert guesses[:5] == [200] * 5
    assert answer_to(made.camat.username, PASSWORD) != 302
    assert answer_to(made.sekcam.username, PASSWORD) == 302
