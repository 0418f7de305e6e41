"""What all tests share: quick passwords, plain static files, an audit table that may be emptied between tests."""

import fcntl
import importlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from cermat.lib.lean import BY_ENDING, lean
from tests.locks import LockWatch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

pytest_plugins: list[str] = []
INSTALL_CHROMIUM = "Tes ini memerlukan Chromium. Pasang dengan: sudo apt-get install chromium"
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ALIKE = {"locale": "id-ID", "accept_downloads": True, "reduced_motion": "reduce"}  # no test waits for a movement
QUIET = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


# A busy machine is no fault of ours: nothing is judged by how long it took.
hypothesis_settings.register_profile("cermat", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("cermat")


def pytest_configure() -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)  # WhiteNoise warns about a missing folder
    settings.STATICFILES_DIRS = [lean_files()]


def lean_files() -> Path:
    """Our scripts and stylesheets as they are sent, found before the files of the rooms: journeys try those."""
    folder = Path(settings.STATIC_ROOT).with_name("ramping")
    for source in (settings.ROOT / "src" / "cermat").glob("*/static/**/*"):
        if source.suffix in BY_ENDING:
            copy = folder / str(source).partition("/static/")[2]
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(lean(source.read_text(), source.suffix))
    return folder


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> None:
    """One process of the run migrates, each works in a copy. They are cleared away with the folder, or the cluster."""
    shared, database = Path(os.environ["CERMAT_TEST_SHARED"]), settings.DATABASES["default"]
    migrated = str(shared / "migrated.sqlite3") if connection.vendor == "sqlite" else "migrated"
    database["TEST"]["NAME"] = migrated
    own = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with django_db_blocker.unblock(), (shared / "migrating").open("a+") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        turn.seek(0)
        if turn.read() != "done":
            connection.creation.create_test_db(verbosity=0, serialize=False)
            connection.close()
            turn.write("done")
        database["NAME"] = migrated
        connection.creation.clone_test_db(own, verbosity=0)
        database["NAME"] = connection.creation.get_test_db_clone_settings(own)["NAME"]
    empty_cheaply()


def empty_cheaply() -> None:
    """Tests that commit empty all tables afterwards; the audit table's own guard is lifted just for that."""
    operations = type(connection.ops)  # the class: with Playwright's loop running, the thread has a second connection
    original = operations.sql_flush
    made = importlib.import_module("cermat.audit.migrations.0002_append_only")

    def flush(self: object, *args: object, **kwargs: object) -> list[str]:
        return [*made.UNDO["sqlite"], *original(self, *args, **kwargs), *made.SQLITE]

    def emptied(_self: object, _style: object, tables: list[str], **_options: object) -> list[str]:
        """Few rows are deleted sooner than 80 tables are truncated. As a replica, no key and no guard asks."""
        gone = [f'DELETE FROM "{table}"' for table in tables]
        return ["SET session_replication_role = replica", *gone, "SET session_replication_role = DEFAULT"]

    operations.sql_flush = flush if connection.vendor == "sqlite" else emptied


@pytest.fixture(autouse=True)
def locks_in_order(request: pytest.FixtureRequest) -> Iterator[None]:
    """No transaction of an action locks a row after the chain of the log (ADR 0032)."""
    if connection.vendor != "postgresql" or request.node.get_closest_marker("django_db") is None:
        yield
        return
    watch = LockWatch()
    with connection.execute_wrapper(watch):
        yield
    assert watch.late == [], "locked after the chain"


def chromium_path() -> str | None:
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """The system's Chromium; without one the test is skipped, in CI it fails."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow, and most tests need no browser

    path = chromium_path()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(INSTALL_CHROMIUM)
        pytest.skip(INSTALL_CHROMIUM)
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *root])
        yield browser
        browser.close()


def is_trouble(message: "ConsoleMessage") -> bool:
    """A refused form answers 422 and Chromium logs that; everything else on the console is a fault of the page."""
    if message.type != "error":
        return False
    expected = message.text.startswith("Failed to load resource") and "/static/" not in message.location["url"]
    return not expected


@pytest.fixture
def page(chromium: "Browser", live_server: object) -> Iterator["Page"]:
    """A fresh browser page on the live server. A CSP violation or an error on the console fails the test."""
    context = chromium.new_context(base_url=str(live_server), **ALIKE)
    context.set_default_timeout(15_000)
    troubles: list[str] = []
    context.on("console", lambda message: troubles.append(message.text) if is_trouble(message) else None)
    context.on("weberror", lambda error: troubles.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert troubles == []
