"""Whoever owns the database can switch the triggers off; the chain still shows what they did."""

import importlib
import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from cermat.audit.actions import Target, record
from cermat.audit.models import AuditEvent, ChainHead
from cermat.audit.queries import first_broken_link
from tests.factories import NOW, person_without_post

pytestmark = pytest.mark.django_db
CHAIN = "35.18.13"


@pytest.fixture
def chain() -> str:
    """Five links."""
    who = person_without_post()
    with transaction.atomic():
        for number in range(1, 6):
            record(by=who, verb="entry.sent", target=Target("entry", number, CHAIN), at=NOW, after={"count": number})
    return CHAIN


@contextmanager
def unguarded() -> Iterator[None]:
    """The triggers are off: what the owner of the database can do."""
    made = importlib.import_module("cermat.audit.migrations.0002_append_only")
    with connection.cursor() as cursor:
        for statement in made.UNDO[connection.vendor]:
            cursor.execute(statement)
    yield


def sql(statement: str, *values: object) -> None:
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_an_untouched_chain_holds(chain) -> None:
    assert first_broken_link(chain) is None


def test_chains_of_two_kecamatan_do_not_touch(chain) -> None:
    with transaction.atomic():
        record(by=None, verb="x.y", target=Target("entry", 1, "35.18.14"), at=NOW)
    assert AuditEvent.objects.get(chain="35.18.14").number == 1
    assert first_broken_link("35.18.14") is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "entry.validated"), ("actor", 99), ("on_behalf_of", 99), ("target_id", "9"), ("target_type", "user"),
        ("after", '{"count":9}'), ("before", '{"count":9}'), ("at", "2020-01-01 00:00:00+00:00"), ("digest", "f" * 64),
    ],
)  # fmt: skip
def test_a_changed_row_is_named(chain, column, value) -> None:
    cast = "::jsonb" if column in {"after", "before"} and connection.vendor == "postgresql" else ""
    sql(f"UPDATE audit_auditevent SET {column} = %s{cast} WHERE number = 3", value)
    assert first_broken_link(chain).number == 3


def test_a_row_that_is_gone_is_named(chain) -> None:
    sql("DELETE FROM audit_auditevent WHERE number = 3")
    assert first_broken_link(chain).number == 3


def test_a_tail_that_is_cut_off_is_noticed(chain) -> None:
    sql("DELETE FROM audit_auditevent WHERE number = 5")
    broken = first_broken_link(chain)
    assert (broken.number, broken.reason) == (5, "ujung rantai terpotong atau ditambah")


def test_an_inserted_row_is_named(chain) -> None:
    sql("UPDATE audit_auditevent SET number = number + 10 WHERE number > 2")
    sql_again("UPDATE audit_auditevent SET number = number - 9 WHERE number > 10")
    third = AuditEvent.objects.get(number=4)
    third.pk, third.number = None, 3
    third.save()
    assert first_broken_link(chain).number in {3, 4}


def sql_again(statement: str) -> None:
    """Once the triggers are off."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_two_rows_that_changed_places_are_named(chain) -> None:
    sql("UPDATE audit_auditevent SET number = 99 WHERE number = 2")
    sql_again("UPDATE audit_auditevent SET number = 2 WHERE number = 3")
    sql_again("UPDATE audit_auditevent SET number = 3 WHERE number = 99")
    assert first_broken_link(chain).number == 2


def test_the_command_names_the_first_bad_row_of_each_chain_and_fails(chain, capsys) -> None:
    call_command("audit", "verify")
    assert "utuh   35.18.13: 5 baris" in capsys.readouterr().out
    sql("UPDATE audit_auditevent SET verb = 'x' WHERE number = 4")
    with pytest.raises(SystemExit) as ended:
        call_command("audit", "verify")
    assert ended.value.code == 1
    assert "RUSAK  35.18.13: baris 4 – isinya berubah" in capsys.readouterr().out


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_auditevent SET verb = 'x'", "DELETE FROM audit_auditevent WHERE number = 5"]
)
def test_the_database_refuses_to_change_or_delete_a_row(chain, statement) -> None:
    with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert first_broken_link(chain) is None


def test_the_database_refuses_to_empty_the_table(chain) -> None:
    statement = "DELETE FROM" if connection.vendor == "sqlite" else "TRUNCATE"
    with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{statement} audit_auditevent")


def test_personal_fields_are_kept_as_keyed_digests_only(settings) -> None:
    personal = {"full_name": "Nama Rekaan", "phone": "0811", "nested": {"email": "a@contoh.id"}, "count": 3}
    with transaction.atomic():
        event = record(by=None, verb="user.added", target=Target("user", 1), at=NOW, after=personal)
    event.refresh_from_db()
    text = json.dumps(event.after)
    assert not [value for value in ("Nama Rekaan", "0811", "a@contoh.id") if value in text]
    assert event.after["count"] == 3
    settings.AUDIT_KEY = "another key"
    with transaction.atomic():
        other = record(by=None, verb="user.added", target=Target("user", 1), at=NOW, after=personal)
    assert other.after["full_name"] != event.after["full_name"]


@pytest.mark.django_db(transaction=True)
def test_a_row_is_only_written_inside_the_transaction_of_its_change() -> None:
    with pytest.raises(RuntimeError):
        record(by=None, verb="x.y", target=Target("entry", 1), at=NOW)


def test_the_head_knows_the_last_link(chain) -> None:
    head = ChainHead.objects.get(chain=chain)
    assert (head.number, head.digest) == (5, AuditEvent.objects.get(number=5).digest)
