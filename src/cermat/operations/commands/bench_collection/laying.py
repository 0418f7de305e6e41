"""Many rows from a few: a kecamatan's month copied to other months, a kecamatan to other kecamatan, by SQL alone.

Ids come in blocks: the copy number n of a row has the id of the first plus n blocks, and so have the rows it points to.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

from cermat.collection.models import Entry, EntryEvent, EntryValue, Evidence
from cermat.organisation.models import Assignment, Unit, User
from cermat.requirements.models import CycleRequirement, SortedIndicator
from cermat.sop.models import Cycle

Model = type[models.Model]
Special = Mapping[tuple[Model, str], str]  # model and column → SQL expression instead of the column
COPY = ":copy"  # in an expression: the number of the copy
OF_A_MONTH: Sequence[Model] = (Cycle, SortedIndicator, CycleRequirement, Entry, EntryValue, Evidence, EntryEvent)
OF_A_KECAMATAN: Sequence[Model] = (Unit, User, Assignment, *OF_A_MONTH)
WITHOUT_CHECKS = {
    "sqlite": (
        "PRAGMA foreign_keys = OFF",
        "PRAGMA synchronous = OFF",
        "PRAGMA journal_mode = DELETE",  # out of WAL, which another connection turns on again
        "PRAGMA journal_mode = OFF",
        "PRAGMA cache_size = -200000",
    ),
    "postgresql": ("SET session_replication_role = replica", "SET synchronous_commit = off"),
}


@contextmanager
def unchecked() -> Iterator[None]:
    """What is copied from rows that were checked needs no second check."""
    run(*WITHOUT_CHECKS[connection.vendor])
    yield
    connection.close()  # with it all of that is gone


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def insert(model: Model, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows by column name; a column that is not named has the default of its field."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns, places = ", ".join(_quoted(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({places})"  # noqa: S608 - our own names
    each(statement, [tuple(row.get(field.column, field.get_default()) for field in fields) for row in rows])


def each(statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def copied(wanted: Sequence[Model], copies: int, special: Special, where: Mapping[Model, str]) -> None:
    """Copy number 1 to `copies` of every row that there is (`where`: of which) in the tables of `wanted`.

    One copy after the other: so the rows come in the order of every index, which is as quick as having none.
    """
    blocks = {model: _largest(model) + 1 for model in wanted}
    statements = [_statement(model, blocks, special, where.get(model, "")) for model in wanted]
    with connection.cursor() as cursor:
        for number in range(1, copies + 1):
            for statement in statements:
                cursor.execute(statement.replace(COPY, str(number)))


def _largest(model: Model) -> int:
    found: int = model._default_manager.aggregate(most=models.Max("pk"))["most"] or 0
    return found


def _statement(model: Model, blocks: Mapping[Model, int], special: Special, where: str) -> str:
    fields = model._meta.concrete_fields
    columns = ", ".join(_quoted(field.column) for field in fields)
    values = ", ".join(special.get((model, field.column)) or _value(field, model, blocks) for field in fields)
    table, most = model._meta.db_table, blocks[model]
    wanted = f"t.id < {most}" + (f" AND {where}" if where else "")
    return f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} t WHERE {wanted} ORDER BY t.id"  # noqa: S608


def _value(field: Any, model: Model, blocks: Mapping[Model, int]) -> str:
    column = f"t.{_quoted(field.column)}"
    pointed = model if field.primary_key else field.related_model if field.is_relation else None
    return column if pointed is None or pointed not in blocks else f"{column} + {COPY} * {blocks[pointed]}"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def months_back(copies: int) -> None:
    """The month there is, once more for each of the months before it."""
    count = f"(t.year * 12 + t.month_number - 1 - {COPY})"
    special: Special = {(Cycle, "year"): f"{count} / 12", (Cycle, "month_number"): f"{count} % 12 + 1"}
    copied(OF_A_MONTH, copies, special, {})


def kecamatan_beside(kecamatan: Unit, copies: int) -> None:
    """The kecamatan with its units, people and months, once more under other codes."""
    other = f"'{kecamatan.code}', '35.99.' || {COPY}"
    block = _largest(Unit) + 1
    own = f"t.id = {kecamatan.pk}"
    special: Special = {
        (Unit, "code"): f"replace(t.code, {other})",
        (Unit, "path"): f"replace(t.path, {other})",
        (Unit, "name"): f"CASE WHEN {own} THEN t.name || ' ' || {COPY} ELSE t.name END",
        (Unit, "parent_id"): f"CASE WHEN {own} THEN t.parent_id ELSE t.parent_id + {COPY} * {block} END",
        (User, "username"): f"t.username || '-' || {COPY}",
    }
    inside = f"(t.kecamatan_id = {kecamatan.pk} OR {own})"
    at_home = f"t.unit_id IN (SELECT id FROM organisation_unit WHERE kecamatan_id = {kecamatan.pk})"  # noqa: S608
    copied(OF_A_KECAMATAN, copies, special, {Unit: inside, Assignment: at_home})
