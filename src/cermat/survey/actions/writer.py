"""The thread that writes the public's answers: those that wait are committed together.

A commit that reaches the disk costs as much for fifty rows as for one, SQLite lets one write at a time, and for
PostgreSQL few transactions are lighter than many. Each request is told only after the commit that holds its row. The
thread starts with the first answer, ends after a quiet time, and a forked process begins with none.
"""

import os
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue

from django.db import DatabaseError, IntegrityError, connection, transaction

from cermat.survey.actions.rows import IS_SQLITE, Row, looked_at, write
from cermat.survey.formula.answering import Code

AT_ONCE = 200  # rows in one transaction
BREATH = 0.0 if IS_SQLITE else 0.0003  # seconds; a commit of SQLite takes no longer than the breath would
QUIET = 20.0  # seconds without an answer after which the thread ends
PATIENCE = 12.0  # seconds after which a request is told to come again; its row may yet be stored, its key guards that


class Waiting:
    """A request that waits for its row."""

    __slots__ = ("code", "done", "row")

    def __init__(self, row: Row) -> None:
        self.row = row
        self.code: Code | None = Code.BUSY
        self.done = threading.Lock()
        self.done.acquire()


class Writer:
    """`write` stores rows together and says what became of each; it raises DatabaseError when it stored none."""

    def __init__(self, write: Callable[[list[Row]], list[Code | None]], quiet: float = QUIET) -> None:
        self._write, self._quiet = write, quiet
        self.forget()

    def forget(self) -> None:
        """As in a process that has just begun."""
        self._door = threading.Lock()
        self._queue: SimpleQueue[Waiting] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def store(self, row: Row) -> Code | None:
        """Blocks until the row is committed or refused. None: its survey is being closed; ask `write_alone`."""
        waiting = Waiting(row)
        with self._door:  # so that the thread cannot end between the question and the row
            self._queue.put(waiting)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="survei", daemon=True)
                self._thread.start()
        waiting.done.acquire(timeout=PATIENCE)
        return waiting.code

    def _run(self) -> None:
        try:
            while batch := self._next():
                self._commit(batch)
        finally:
            connection.close()
            with self._door:
                if self._thread is threading.current_thread():  # a fault of this program: nobody waits in vain,
                    self._thread = None  # and the next answer starts a new thread
                    _release(self._waiting(self._queue.qsize()))

    def _next(self) -> list[Waiting]:
        """The rows that wait; empty when it has been quiet and the thread is to end."""
        try:
            return self._gathered([self._queue.get(timeout=self._quiet), *self._waiting(AT_ONCE - 1)])
        except Empty:
            with self._door:
                found = self._waiting(AT_ONCE)
                if not found:
                    self._thread = None
                return found

    def _gathered(self, found: list[Waiting]) -> list[Waiting]:
        """With those that come in a breath, as long as some do. Else, of clients that send again at once, half would
        wait while the other half is written, in twice as many transactions."""
        while BREATH and len(found) < AT_ONCE:
            time.sleep(BREATH)
            more = self._waiting(AT_ONCE - len(found))
            if not more:
                break
            found += more
        return found

    def _waiting(self, most: int) -> list[Waiting]:
        found: list[Waiting] = []
        while len(found) < most:
            try:
                found.append(self._queue.get_nowait())
            except Empty:
                break
        return found

    def _commit(self, batch: list[Waiting]) -> None:
        """Write and commit a batch; each of it is told its own outcome, whatever happens."""
        try:
            codes = self._together([waiting.row for waiting in batch])
            for waiting, code in zip(batch, codes, strict=True):
                waiting.code = code
        finally:
            _release(batch)

    def _together(self, rows: list[Row]) -> list[Code | None]:
        try:
            return self._write(rows)
        except IntegrityError:  # which does not tell of which row
            return [Code.INVALID] if len(rows) == 1 else [self._together([row])[0] for row in rows]
        except DatabaseError:  # locked for too long, disk full
            connection.close()  # the next rows begin with a new one
            return [Code.BUSY] * len(rows)


def write_together(rows: list[Row]) -> list[Code | None]:
    """All in one transaction. Raises DatabaseError when that fails as a whole; then nothing of it is stored."""
    with transaction.atomic(), connection.cursor() as cursor:
        return write(cursor, rows, looked_at(cursor, {row.survey for row in rows}, is_patient=False))


def write_alone(row: Row) -> Code:
    """In a transaction of this thread, or inside the caller's. Waits while its survey is being closed."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            [code] = write(cursor, [row], looked_at(cursor, {row.survey}, is_patient=True))
    except IntegrityError:
        return Code.INVALID
    except DatabaseError:
        return Code.BUSY
    return code or Code.BUSY


def _release(batch: list[Waiting]) -> None:
    for waiting in batch:
        waiting.done.release()


WRITER = Writer(write_together)
os.register_at_fork(after_in_child=WRITER.forget)
