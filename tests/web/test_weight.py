"""A first view weighs at most 60 KB over the wire, everything counted."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests import factories
from tests.collection.factories import collecting, small_office
from tests.dashboards.factories import OPENED, collecting_cycle
from tests.requirements.factories import equip

pytestmark = [pytest.mark.alike, pytest.mark.django_db]
MOST, LATER = 60 * 1024, 15 * 1024
FILES = re.compile(r' (?:href|src)="/static/([^"]+)"')


def alone(client: Client, path: str) -> int:
    """Bytes of the page itself: scripts, styles and font are in the browser's cache."""
    return len(gzip.compress(client.get(path).content, 6))


def weight(client: Client, path: str) -> int:
    """Bytes of a page with its stylesheets, scripts, font and icon, as compressed as they are sent."""
    response = client.get(path)
    assert response.status_code == 200
    total = len(gzip.compress(response.content, 6))
    for name in set(FILES.findall(response.content.decode())):
        found = finders.find(name)
        assert isinstance(found, str), name
        with open(found, "rb") as file:  # noqa: PTH123
            content = file.read()
        total += len(content) if name.endswith(".woff2") else len(gzip.compress(content, 9))
    return total


def test_the_page_of_sign_in_is_light() -> None:
    factories.office()
    assert weight(Client(), "/accounts/login/") <= MOST


def test_the_home_page_and_the_board_are_light() -> None:
    office = factories.office()
    equip(office, OPENED)
    cycle = collecting_cycle(office)
    client = factories.sign_in(office.sekcam)
    assert weight(client, "/") <= MOST
    assert weight(client, f"/periode/{cycle.pk}/") <= MOST


def test_a_sheet_that_keeps_itself_is_light_and_later_lighter() -> None:
    office = small_office()
    entries = collecting(office).entries.filter(unit=office.kelurahan[0])
    client = factories.sign_in(office.operator[office.kelurahan[0].code])
    for path in (*(f"/isian/{entry.pk}/" for entry in entries), "/isian/di-hp-ini/"):
        assert weight(client, path) <= MOST
        assert alone(client, path) <= LATER
