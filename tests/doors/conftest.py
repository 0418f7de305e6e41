"""The doors refuse thousands of times on purpose; nobody reads that in the log, each with its traceback."""

import logging

import pytest


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "django")
