"""Loaded before everything else (`-p tests.plugin`): where the tests keep their files, and on which database they run.

`CERMAT_TEST_DATABASE=postgres` runs the same tests on PostgreSQL, in a throw-away cluster of their own.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.postgres import Cluster, binaries

MEMORY = "/dev/shm"
ROOM = 4 * 1024**3  # bytes
INSTALL_POSTGRES = "Tes ini memerlukan program server PostgreSQL. Pasang dengan: sudo apt-get install postgresql"


class Run:
    """What this process made for the run and has to clear away."""

    folder = ""
    cluster: Cluster | None = None
    postgres_is_missing = False


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, object, object]:
    """Before pytest-django reads the settings. A wrapper, because those run before every other hook."""
    Run.folder = tempfile.mkdtemp(prefix="cermat-test-", dir=place_in_memory())
    Path(Run.folder).chmod(0o711)  # the owner of PostgreSQL's folder passes through
    os.environ["TMPDIR"] = tempfile.tempdir = Run.folder  # of Chromium and of the programs that tests start, too
    os.environ["CERMAT_VAR"] = Run.folder  # never the data of the person who runs the tests
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread of the test
    os.environ.setdefault("CERMAT_TEST_SHARED", Run.folder)  # the first process tells its workers
    if os.environ.get("CERMAT_TEST_DATABASE", "sqlite") == "postgres":
        use_postgres()
    else:
        os.environ.pop("CERMAT_DATABASE", None)
    return (yield)


def place_in_memory() -> str | None:
    """Where there is room in memory, nothing waits for a disk."""
    if not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM:
        return None
    return MEMORY


def use_postgres() -> None:
    """One cluster for all workers: the first process starts it, the others find its address in the environment."""
    if os.environ.get("CERMAT_TEST_CLUSTER"):
        os.environ["CERMAT_DATABASE"] = os.environ["CERMAT_TEST_CLUSTER"]
        return
    programs = binaries()
    if programs is None:
        if os.environ.get("CI") == "true":
            raise pytest.UsageError(INSTALL_POSTGRES)
        Run.postgres_is_missing = True
        os.environ.pop("CERMAT_DATABASE", None)
        return
    Run.cluster = Cluster(programs)
    Run.cluster.start()
    os.environ["CERMAT_TEST_CLUSTER"] = os.environ["CERMAT_DATABASE"] = Run.cluster.url


DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


BOTH_DATABASES = ("test_month", "test_survey_to_report")  # of the journeys


def is_alike_by_place(path: Path) -> bool:
    """Whether a file is about what is the same on every database (ADR 0019): the words of pages, most journeys.

    On PostgreSQL tests/doors opens every page and sends every form with the most extreme values; what a search asks
    there is shown by the tests of queries, what is taken there by those of actions.
    """
    is_journey = path.parent.name == "journeys" and path.name.startswith("test_")
    return path.name.startswith("test_views") or (is_journey and path.stem not in BOTH_DATABASES)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """On PostgreSQL such files are not even read. Nothing is said of others."""
    is_postgres = bool(Run.cluster or os.environ.get("CERMAT_TEST_CLUSTER"))
    return True if is_postgres and is_alike_by_place(collection_path) else None


def touches_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("alike") is not None:
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(DATABASE_FIXTURES & fixtures)


def is_of(item: pytest.Item, database: str) -> bool:
    mark = item.get_closest_marker("only_on")
    return mark is None or mark.args[0] == database


def commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(mark and mark.kwargs.get("transaction")) or bool({"transactional_db", "live_server"} & fixtures)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if Run.cluster or os.environ.get("CERMAT_TEST_CLUSTER"):
        stays = {item: touches_the_database(item) and is_of(item, "postgres") for item in items}  # others: on SQLite
    else:
        stays = {item: is_of(item, "sqlite") for item in items}
    config.hook.pytest_deselected(items=[item for item in items if not stays[item]])
    items[:] = [item for item in items if stays[item]]
    # pytest-django puts tests that commit last; of those the journeys first, or one of them ends the run alone
    journeys = [item for item in items if item.nodeid.startswith("tests/journeys/")]
    first = next((at for at, item in enumerate(items) if commits(item)), len(items))
    plain = [item for item in items[:first] if item not in journeys]
    items[:] = [*plain, *journeys, *(item for item in items[first:] if item not in journeys)]
    if Run.postgres_is_missing:
        for item in items:
            item.add_marker(pytest.mark.skip(reason=INSTALL_POSTGRES))


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end: the collector need not look through it each time."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many published figures came out again, told by the tests that compute them."""
    told = [
        value
        for report in terminalreporter.stats.get("passed", [])
        for name, value in getattr(report, "user_properties", [])
        if name == "angka terbit"
    ]
    if told:
        terminalreporter.section("angka terbit yang dihitung ulang")
        for sentence in told:
            terminalreporter.write_line(str(sentence))


def pytest_unconfigure() -> None:
    if Run.cluster:
        Run.cluster.stop()
        Run.cluster = None
    shutil.rmtree(Run.folder, ignore_errors=True)
