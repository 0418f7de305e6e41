"""The journeys' clock, office and browser."""

from datetime import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from cermat.lib.months import WIB
from tests.factories import Office
from tests.journeys.stage import Clock, Desk, equipped_office


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
def desk(page: Page, clock: Clock, office: Office) -> Desk:
    return Desk(page, clock)
