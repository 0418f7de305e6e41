"""Data on which the tests of a module stand: made once, each test inside a savepoint of it, as Django's setUpTestData.

A fixture of module scope makes them inside `kept`, one of function scope hands out a deep copy. Not for tests that
commit.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def kept(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Everything made inside, and until the end of the block, is rolled back at its end."""
    with blocker.unblock():
        whole = transaction.atomic()
        whole._from_testcase = True  # type: ignore[attr-defined]  # as Django's own: a durable block may stand in it
        whole.__enter__()
    try:
        with blocker.unblock():
            yield
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            whole.__exit__(None, None, None)
