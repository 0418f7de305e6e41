"""The journeys' clock, office and browser."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page

from cermat.lib.months import WIB
from cermat.survey.models import Counter, Survey
from cermat.survey.views import public_store
from tests.factories import Office, build
from tests.journeys.citizen import DAYS, PHONE
from tests.journeys.stage import Clock, Desk, equipped_office
from tests.survey.factories import a_counter, a_survey


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Everybody, the server included, reads this clock."""
    made = Clock(datetime(2026, 6, 2, 7, 45, tzinfo=WIB))
    monkeypatch.setattr(timezone, "now", lambda: made.now)
    return made


@pytest.fixture
def office(transactional_db: None, clock: Clock) -> Office:
    return equipped_office(clock.now)


@pytest.fixture
def desk(page: Page, clock: Clock, office: Office, live_server: object) -> Desk:
    return Desk(page, clock, live_server)


@pytest.fixture
def here(transactional_db: None, clock: Clock) -> Iterator[Office]:
    """A small office on 2 June 2026, in the days of its surveys."""
    cache.clear()
    public_store.OPENINGS.forget()
    yield build("35.18.13", "Nganjuk", ("Payaman",), ("Kedungdowo",))
    public_store.OPENINGS.forget()


@pytest.fixture
def survey(here: Office, clock: Clock) -> Survey:
    return a_survey(here.kecamatan, days=DAYS, services=("Perekaman KTP-el", "Legalisasi surat"), now=clock.now)


@pytest.fixture
def poster(here: Office, survey: Survey) -> Counter:
    return a_counter(here.kecamatan, code="loket-satu")


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size(PHONE)
    return page
