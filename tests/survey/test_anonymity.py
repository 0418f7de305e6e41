"""Nobody can tell whose an answer is: everything that the served application leaves behind is searched for traces."""

import http.client
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from cermat.operations.commands.serving import server_words
from cermat.survey.actions import close_survey, store_answer
from cermat.survey.formula.answering import AnswerForm, Code, receipt_digest
from cermat.survey.models import Receipt, Survey
from cermat.survey.views import public_store
from tests.factories import NOW, office
from tests.survey.factories import a_counter, a_survey
from tests.survey.test_public_store import QUESTIONS, typed

FROM = "127.0.0.77"  # this machine has the whole net; nothing else asks from here
AGENT = "PerambanRahasia/7.3"
KEY = "KunciPerangkat0123456789"
RECEIPT = "7KQM2XWP"
NEEDLES = (KEY, AGENT, "PerambanRahasia", FROM, "203.0.113.77", RECEIPT, "jejakkuki", "BadanRahasia")
Rows = dict[str, list[tuple[Any, ...]]]


@contextmanager
def served(folder: Path) -> Iterator[tuple[int, Path]]:
    """The real server on the database of the tests, telling everything it can tell: (port, what it told)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    log, there = folder.with_suffix(".log"), environment(folder)
    collect = [sys.executable, "-m", "cermat", "collectstatic", "--noinput", "-v", "0"]
    subprocess.run(collect, env=there, check=True)
    with log.open("wb") as told:
        words = [*server_words("127.0.0.1", port), "--log", "--log-level", "debug"]
        child = subprocess.Popen(words, env=there, stdout=told, stderr=told, start_new_session=True)
        try:
            wait_for(port)
            yield port, log
        finally:
            os.killpg(child.pid, signal.SIGTERM)
            child.wait(30)


def environment(folder: Path) -> dict[str, str]:
    (folder / "static").mkdir(parents=True)
    name = str(connection.settings_dict["NAME"])
    database = f"{settings.DATABASE_URL.rpartition('/')[0]}/{quote(name)}" if connection.vendor == "postgresql" else ""
    if not database:
        (folder / "cermat.sqlite3").symlink_to(name)
    return os.environ | {
        "CERMAT_VAR": str(folder), "CERMAT_DATABASE": database, "CERMAT_LOG": "DEBUG", "PYTHONUNBUFFERED": "1",
        "CERMAT_SECRET_KEY": settings.SECRET_KEY, "PYTHONPATH": str(settings.ROOT / "src"),
    }  # fmt: skip


def wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as line:
                line.request("GET", "/sistem/sehat/")
                line.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the server did not start")


def asked(port: int, method: str, path: str, fields: dict[str, str] | None = None, accept: str = "*/*") -> Any:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20, source_address=(FROM, 0))) as line:
        headers = {
            "User-Agent": AGENT, "X-Forwarded-For": "203.0.113.77", "Cookie": "sesi=jejakkuki", "Accept": accept,
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        line.request(method, path, urlencode(fields or {}), headers)
        response = line.getresponse()
        return response.status, response.headers, response.read().decode()


def everything() -> Rows:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(cursor.fetchall(), key=repr)
    return found


def whole_visit(port: int, code: str, data: dict[str, str]) -> None:
    """A page, a token, the answer, its replay, and everything that can go wrong on the way."""
    page, form, answer = f"/s/{code}/", f"/s/{code}/jawaban/", "application/json"
    status, headers, _body = asked(port, "GET", page)
    assert (status, headers["Set-Cookie"]) == (200, None)
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert asked(port, "POST", f"/s/{code}/token/", {"key": KEY}, answer)[0] == 200
    assert asked(port, "POST", form, data, answer)[0] == 200
    status, headers, _body = asked(port, "POST", form, data)
    assert (status, headers["Set-Cookie"]) == (302, None)
    wrong = data | {"token": "BadanRahasia", "suggestion": "BadanRahasia"}
    assert asked(port, "POST", form, wrong, answer)[0] == 409
    assert asked(port, "POST", form, wrong)[0] == 409
    assert asked(port, "POST", form, data | {"service": "BadanRahasia"})[0] == 422
    assert asked(port, "PUT", f"/s/{code}/token/", wrong)[0] == 405
    assert asked(port, "GET", f"/s/{code}/BadanRahasia/")[0] == 404
    assert asked(port, "GET", "/s/tidakada123/?BadanRahasia")[0] == 404
    assert asked(port, "POST", form, {"suggestion": "BadanRahasia" * 9000})[0] == 413


@pytest.mark.django_db(transaction=True)
def test_after_a_whole_visit_no_table_no_log_and_no_file_knows_the_sender(tmp_path: Path) -> None:
    here = office()
    today = datetime.now(UTC).date()
    days = (today - timedelta(days=2), today + timedelta(days=30))
    survey, counter = a_survey(here.kecamatan, days=days, needs_receipt=True), a_counter(here.kecamatan)
    digest = receipt_digest(settings.SECRET_KEY, survey.pk, RECEIPT)
    Receipt.objects.create(digest=digest, survey=survey)
    data = typed(survey, key=KEY, suggestion="Kursi tunggu kurang", receipt=RECEIPT, sex="p")
    before = everything()
    with served(tmp_path / "var") as (port, log):
        whole_visit(port, counter.code, data)
        after = everything()
        files = [
            path.read_bytes() for path in (tmp_path / "var").rglob("*") if path.is_file() and "static" not in path.parts
        ]
    assert_only_the_answer_is_new(before, after, survey)
    told = log.read_text()
    text = told + repr(after) + "".join(file.decode("latin-1") for file in files)
    assert [needle for needle in (*NEEDLES, data["token"]) if needle in text] == []
    assert f"/s/{counter.code}" not in told
    assert counter.code not in told


def assert_only_the_answer_is_new(before: Rows, after: Rows, survey: Survey) -> None:
    new = {table: [row for row in rows if row not in before[table]] for table, rows in after.items()}
    changed = {table: rows for table, rows in new.items() if rows}
    assert sorted(changed) == ["survey_answer", "survey_receipt", "survey_suggestion"]
    assert [len(rows) for rows in changed.values()] == [1, 1, 1]
    cells = [cell for rows in changed.values() for row in rows for cell in row]
    assert not [cell for cell in cells if isinstance(cell, (date, datetime))]
    year = str(datetime.now().year)  # noqa: DTZ005 - of this machine's clock, which the server reads
    assert not [cell for cell in cells if re.search(rf"{year}-|\d\d:\d\d", str(cell))]
    answer, suggestion = changed["survey_answer"][0], changed["survey_suggestion"][0]
    shared = {str(cell) for cell in answer if len(str(cell)) > 5} & {str(cell) for cell in suggestion}
    assert shared == set()  # nothing longer than the numbers of the survey and the service stands in both


@pytest.mark.only_on("sqlite")
@pytest.mark.django_db
def test_the_rows_lie_in_the_order_of_their_keys_and_not_of_their_arrival() -> None:
    """Read from the migrated database: a migration that rebuilds one of the tables must keep this."""
    with connection.cursor() as cursor:
        for table in ("survey_answer", "survey_suggestion", "survey_receipt"):
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
            assert cursor.fetchone()[0].rstrip().endswith("WITHOUT ROWID"), table


@pytest.mark.only_on("postgres")
@pytest.mark.django_db
def test_after_the_close_neither_the_place_of_a_row_nor_its_writing_tells_an_order() -> None:
    """PostgreSQL names with each row its place and the transaction that wrote it; SQLite has neither here."""
    survey = a_survey(office().kecamatan, needs_receipt=True)
    service, codes = survey.offered.get().service_id, [f"AAAA{sign}" for sign in "ABCDEFGHJK"]
    for code in codes:
        Receipt.objects.create(digest=receipt_digest(settings.SECRET_KEY, survey.pk, code), survey=survey)
    for code in codes[:8]:
        form = AnswerForm(service, "qr", "344434344", suggestion="Ramah", key=f"{code}{KEY}", receipt=code)
        assert store_answer(survey.pk, form).code == Code.STORED
    close_survey(survey=survey, by=survey.made_by, now=NOW)
    with connection.cursor() as cursor:
        for table, key in (("survey_answer", "id"), ("survey_suggestion", "id"), ("survey_receipt", "digest")):
            cursor.execute(f"SELECT {key}, xmin::text FROM {table} WHERE survey_id = %s ORDER BY ctid", [survey.pk])
            rows = cursor.fetchall()
            assert [row[0] for row in rows] == sorted(row[0] for row in rows), table
            assert len({row[1] for row in rows}) == 1 < len(rows), table


@pytest.mark.django_db
def test_an_error_is_told_without_path_address_or_content(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    counter = a_counter(office().kecamatan)
    survey = a_survey(counter.unit)

    def fails(*_words: Any) -> None:
        raise ValueError("BadanRahasia")

    monkeypatch.setattr(public_store, "store_answer", fails)
    public_store.OPENINGS.forget()
    with caplog.at_level(logging.DEBUG):
        response = Client().post(f"/s/{counter.code}/jawaban/", typed(survey, suggestion="BadanRahasia"))
    assert response.status_code == 500
    assert "sesi" not in response.cookies
    [record] = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert record.getMessage().startswith("Galat pada halaman survei: ValueError di ")
    assert "BadanRahasia" not in caplog.text
    assert counter.code not in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "tidak-ada/", "jawaban/", "token/"])
def test_no_address_of_the_public_logs_sets_a_cookie_or_asks_who_is_there(
    path: str, caplog: pytest.LogCaptureFixture
) -> None:
    counter = a_counter(office().kecamatan)
    with caplog.at_level(logging.DEBUG):
        for method in ("get", "put", "delete", "options", "head"):
            client = Client(headers={"cookie": "sesi=abc; csrf=def"})
            response = getattr(client, method)(f"/s/{counter.code}/{path}")
            assert not response.cookies
            assert response["X-Frame-Options"] == "DENY"
            assert not hasattr(response.wsgi_request, "user")
            assert not hasattr(response.wsgi_request, "session")
    assert counter.code not in caplog.text


def test_the_shipped_proxy_writes_no_line_that_holds_a_request() -> None:
    """Caddy tells of a line that broke in the middle of a page with the sender's address, in these two loggers."""
    files = {path.name: path.read_text() for path in (settings.ROOT / "deploy").iterdir()}
    assert "exclude http.handlers.reverse_proxy http.log.error" in files["limits.caddy"]
    assert all("import limits.caddy" in files[name] for name in ("Caddyfile.kantor", "Caddyfile.domain"))
    lines = [line.strip() for text in files.values() for line in text.splitlines()]
    assert [line for line in lines if line.split(" ")[0] == "log"] == ["log default {"]


def test_the_questions_of_these_tests_are_those_of_the_definition() -> None:
    assert len(set(QUESTIONS)) == 9
