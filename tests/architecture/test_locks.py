"""A lock lets those pass who only refer to the row; the watch over the order of locks sees what it must (ADR 0032)."""

import ast

import pytest

from tests.architecture.source import called, modules, nothing
from tests.locks import LockWatch

STOPS_ANSWERS = "locked_survey"
CHAIN = 'SELECT "audit_chainhead"."chain" FROM "audit_chainhead" WHERE TRUE FOR NO KEY UPDATE'
UNIT = 'SELECT "organisation_unit"."id" FROM "organisation_unit" WHERE TRUE FOR NO KEY UPDATE'
CYCLE = 'SELECT "sop_cycle"."id" FROM "sop_cycle" INNER JOIN "sop_sop" ON TRUE FOR UPDATE OF "sop_cycle"'
SHEET = 'SELECT "collection_entry"."id" FROM "collection_entry" FOR NO KEY UPDATE OF "collection_entry"'
BEGIN, END = 'SAVEPOINT "s1"', 'RELEASE SAVEPOINT "s1"'


def test_every_lock_lets_those_pass_who_only_refer_to_the_row() -> None:
    nothing(
        [
            f"{module.name}:{call.lineno}"
            for module in modules()
            for function in module.functions()
            if function.name != STOPS_ANSWERS
            for call in ast.walk(function)
            if isinstance(call, ast.Call) and called(call) == "select_for_update"
            if "no_key" not in {word.arg for word in call.keywords}
        ]
    )


@pytest.mark.parametrize(
    ("acts", "late"),
    [
        ([BEGIN, UNIT, CHAIN, UNIT, END], []),
        ([BEGIN, CHAIN, UNIT, END], ["organisation_unit"]),
        ([BEGIN, CYCLE, CHAIN, SHEET, END], []),
        ([BEGIN, CHAIN, SHEET, END], ["collection_entry"]),
        ([BEGIN, CHAIN, END, BEGIN, UNIT, END], []),
        ([BEGIN, CHAIN, f"{UNIT} SKIP LOCKED", END], []),
    ],
)
def test_the_watch_names_what_is_locked_after_the_chain(acts, late) -> None:
    watch = LockWatch()
    for sql in acts:
        watch.see(sql)
    assert watch.late == late
