"""Watches in which order a transaction locks rows (ADR 0032). On PostgreSQL only: SQLite has one lock."""

import re
from collections.abc import Callable
from typing import Any

CHAIN = "audit_chainhead"
LOCKING = re.compile(r'^SELECT .*? FROM "(\w+)".* FOR (?:NO KEY )?UPDATE(?! .*SKIP LOCKED)(?: OF "(\w+)")?', re.DOTALL)

# What nobody locks without holding the other already, so that it may come after the chain.
UNDER = {
    "collection_entry": "sop_cycle",
    "collection_entryvalue": "sop_cycle",
    "documents_upload": "sop_cycle",  # a person's own, with the second file of one form
    "survey_answer": "survey_survey",
    "survey_batch": "survey_survey",
}
INSERTING = re.compile(r'^INSERT INTO "(\w+)"')  # a row that is made here is locked by nobody else


class LockWatch:
    """For `connection.execute_wrapper`: notes each lock that comes after the chain within one outermost transaction.

    A test stands in a transaction itself, so an action's outermost one is a savepoint here.
    """

    def __init__(self) -> None:
        self.depth = 0
        self.held: set[str] = set()
        self.late: list[str] = []

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.see(str(sql))
        return execute(sql, params, many, context)

    def see(self, sql: str) -> None:
        if sql.startswith("SAVEPOINT"):
            if self.depth == 0:
                self.held = set()
            self.depth += 1
        elif sql.startswith("RELEASE SAVEPOINT"):
            self.depth = max(0, self.depth - 1)
        elif self.depth and (found := LOCKING.match(sql)):
            self._lock(found[2] or found[1])  # a subquery among the columns has a FROM of its own
        elif self.depth and (found := INSERTING.match(sql)):
            self.held.add(found[1])

    def _lock(self, table: str) -> None:
        known = table in self.held or UNDER.get(table) in self.held
        if CHAIN in self.held and not known:
            self.late.append(table)
        self.held.add(table)
