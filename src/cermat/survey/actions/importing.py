"""Answers collected elsewhere: a file waits as a draft, its columns are named and checked, then its good rows stored.

Rows are stored in portions, each a short transaction with the place it has come to, so that nobody waits for the one
write lock and no portion is stored twice, also where the worker dies in between.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.urls import reverse

from cermat.documents.actions import store_bytes
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import date_time, day_of
from cermat.notifications.actions import notify, post
from cermat.organisation.models import SettingKey, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import authority, require, setting
from cermat.survey.actions.piles import SETTLED, keep_answers, locked_batch, running_survey, settled
from cermat.survey.formula.answer_rows import Check, read_rows
from cermat.survey.formula.columns import IGNORED, QUESTION, SERVICE, guess, questions_of
from cermat.survey.formula.keying import Typed
from cermat.survey.formula.plain_table import Table
from cermat.survey.models import Batch, BatchState, Channel, Service, Survey
from cermat.survey.queries.piles import (
    definition_of_survey,
    imports_of,
    numbered,
    services_of,
    table_text,
    wanted_by,
)

SOON = 4_000  # rows that are checked and stored while the person waits; more are left to the worker
PORTION = 2_000
MOST_FAULTS, MOST_WORDS = 100, 20  # that are kept for the preview; the workbook tells them all
BEGUN = (
    "Sebagian baris berkas ini sudah tersimpan, jadi pilihan kolomnya tidak dapat diubah lagi. Lanjutkan "
    "penyimpanannya. Bila kolomnya keliru, minta Sekcam mengesampingkan impor ini, lalu impor berkas "
    "yang sudah diperbaiki."
)
GoodRow = tuple[int, int, Typed]  # its number in the file, its service, what it says


@transaction.atomic
def start_import(*, survey: Survey, table: Table, name: str, by: User, now: datetime) -> Batch:
    """A draft of what was read of a file. Kept is the plain table: a workbook also tells who filled it in and when."""
    require(by, Permission.ENTER_SURVEY, survey.desk, day_of(now))
    survey = running_survey(survey)
    _refuse_twice(survey, table)
    stem = name.rpartition(".")[0][:100] or "berkas"
    kept = store_bytes(
        content=table.text.encode(), name=f"{stem}.csv", content_type="text/csv", unit=survey.desk, by=by, now=now
    )
    habit = str(setting(survey.kecamatan, SettingKey.UNSUR_ORDER, day_of(now)))
    services = services_of(survey)
    batch = Batch.objects.create(
        survey=survey, channel=Channel.IMPORT, name=_name(name), file=kept, made_by=by, made_at=now,
        service=services[0] if len(services) == 1 else None,
        settings={
            "headings": table.headings, "rows": table.rows, "dropped": table.dropped,
            "digest": table.digest, "habit": habit, "purposes": guessed(survey, table.headings, habit),
            "revision": 1, "check": None, "is_applied": False, "done": 0, "row": 0,
        },
    )  # fmt: skip
    _look(batch, now)
    return batch


def _name(name: str) -> str:
    """As the file is called, its kind too; of a very long name the beginning."""
    stem, dot, kind = name.rpartition(".")
    return f"{stem[:100]}{dot}{kind[:10]}" if stem else name[:100] or "berkas"


def _refuse_twice(survey: Survey, table: Table) -> None:
    known = imports_of(survey).exclude(state=BatchState.DROPPED).filter(settings__digest=table.digest).first()
    if known is None:
        return
    if known.state == BatchState.STORED and known.stored_at is not None:
        raise DomainError(
            f"Isi berkas ini sudah diimpor sebagai “{known.name}” pada {date_time(known.stored_at)} oleh "
            f"{known.stored_by}; tidak disimpan dua kali. Pilih berkas lain.",
            code="imported_before", field="upload",
        )  # fmt: skip
    raise DomainError(
        f"Isi berkas ini sudah menunggu sebagai “{known.name}” pada daftar di bawah; lanjutkan yang itu.",
        code="imported_before",
        field="upload",
    )


def guessed(survey: Survey, headings: Sequence[str], habit: str) -> list[str]:
    return guess(headings, questions_of(definition_of_survey(survey)), numbered(survey, habit))


@transaction.atomic
def choose_columns(
    *, batch: Batch, purposes: Sequence[str], habit: str, service: Service | None, by: User, now: datetime
) -> Batch:
    """Say what each column is about; an empty list has the headings guessed again, for another order of U8 and U9.

    Refused once rows of the file are answers: they would be read in two ways, and some stored twice or never.
    """
    require(by, Permission.ENTER_SURVEY, batch.survey.desk, day_of(now))
    batch = _draft(batch)
    if batch.settings["done"]:
        raise ConflictError(BEGUN, code="begun")
    chosen = list(purposes) or guessed(batch.survey, batch.settings["headings"], habit)
    used = [purpose for purpose in chosen if purpose != IGNORED]
    if len(chosen) != len(batch.settings["headings"]) or len(set(used)) != len(used):
        raise DomainError("Setiap hal hanya boleh diambil dari satu kolom. Periksa pilihan kolomnya.", code="twice")
    if not any(purpose.startswith(QUESTION) for purpose in used):
        raise DomainError("Pilih kolom untuk pertanyaannya.", code="no_question")
    if service is not None and service not in services_of(batch.survey):
        raise DomainError("Pilih layanan yang termasuk survei ini.", code="no_service", field="service")
    batch.service = service
    batch.settings |= {
        "purposes": chosen, "habit": habit, "revision": batch.settings["revision"] + 1, "check": None,
    }  # fmt: skip
    batch.save(update_fields=["service", "settings"])
    _look(batch, now)
    return batch


@transaction.atomic
def apply_import(*, batch: Batch, revision: int, by: User, now: datetime) -> Batch:
    """Store the good rows; the bad ones stay behind. `revision`: the choice of columns that the person has seen."""
    require(by, Permission.ENTER_SURVEY, batch.survey.desk, day_of(now))
    running_survey(batch.survey)
    batch = _draft(batch)
    check = batch.settings["check"]
    if check is None or batch.settings["revision"] != revision:
        raise ConflictError("Pilihan kolom berubah atau masih diperiksa. Lihat pratinjaunya sekali lagi.")
    if not check["good"]:
        raise DomainError("Tidak ada baris yang dapat disimpan. Perbaiki pilihan kolom atau berkasnya.", code="nothing")
    if batch.service_id is None and SERVICE not in batch.settings["purposes"]:
        raise DomainError("Pilih kolom layanan, atau satu layanan untuk semua baris.", code="no_service")
    batch.settings |= {"is_applied": True, "stopped": ""}
    batch.stored_by = by
    batch.save(update_fields=["settings", "stored_by"])
    if check["good"] <= SOON:
        store_import(batch=batch.pk, now=now)
    else:
        key = f"survey_store_import:{batch.pk}:{batch.stored_count}:{now.isoformat()}"
        post(
            topic="survey_store_import", payload={"batch": batch.pk}, key=key, now=now, kecamatan=batch.survey.kecamatan
        )
    batch.refresh_from_db()
    return batch


def _draft(batch: Batch) -> Batch:
    """The locked draft, while nothing of it is being stored."""
    found = locked_batch(batch)
    if found.state != BatchState.DRAFT or found.channel != Channel.IMPORT or found.settings["is_applied"]:
        raise ConflictError(SETTLED, code="settled")
    return found


def _look(batch: Batch, now: datetime) -> None:
    """Check the rows at once where there are few, else leave it to the worker."""
    if batch.settings["rows"] <= SOON:
        check_import(batch=batch.pk)
        batch.refresh_from_db()
    else:
        key = f"survey_check_import:{batch.pk}:{batch.settings['revision']}"
        post(
            topic="survey_check_import", payload={"batch": batch.pk}, key=key, now=now, kecamatan=batch.survey.kecamatan
        )


# ---- called by the queue, or at once


def check_import(*, batch: int) -> None:
    """Read every row and keep what is good and what is not. Nothing is stored."""
    found = Batch.objects.select_related("survey__version").get(pk=batch)
    if found.state != BatchState.DRAFT:
        return  # dropped meanwhile, and its file with it
    check = Check()
    for _row in read_rows(table_text(found), found.settings["purposes"], wanted_by(found), check):
        pass
    with transaction.atomic():
        locked = locked_batch(found)
        if locked.settings["revision"] == found.settings["revision"] and locked.state == BatchState.DRAFT:
            locked.settings["check"] = _kept(check)
            locked.save(update_fields=["settings"])


def _kept(check: Check) -> dict[str, Any]:
    return {
        "good": check.good,
        "bad": check.bad,
        "faults": [[fault.row, fault.column, fault.sentence] for fault in check.faults[:MOST_FAULTS]],
        "fault_count": len(check.faults),
        "left_empty": [[*words, count] for words, count in check.left_empty.most_common(MOST_WORDS)],
        "services": sorted(check.services.items()),
        "shortened": check.shortened,
    }


def store_import(*, batch: int, now: datetime) -> None:
    """Store the good rows from where it was left. Where the survey stopped taking answers, say so and wait."""
    found = Batch.objects.select_related("survey__version").get(pk=batch)
    if found.state != BatchState.DRAFT:
        return
    last = found.settings["row"]
    rows = (row for row in _good(found) if row[0] > last)
    while portion := list(islice(rows, PORTION)):
        if not _store_portion(found, portion, last):
            return
        last = portion[-1][0]
    _finish(found, now)


def _good(batch: Batch) -> Iterator[GoodRow]:
    for row in read_rows(table_text(batch), batch.settings["purposes"], wanted_by(batch)):
        if row.typed is not None and row.service is not None:
            yield row.number, row.service, row.typed


@transaction.atomic
def _store_portion(batch: Batch, portion: Sequence[GoodRow], last: int) -> bool:
    """Whether this portion, which follows the row `last` of the file, was ours to store."""
    try:
        running_survey(batch.survey)
    except DomainError as refusal:
        locked = locked_batch(batch)
        locked.settings |= {"is_applied": False, "stopped": refusal.message}
        locked.save(update_fields=["settings"])
        return False
    locked = locked_batch(batch)
    if locked.state != BatchState.DRAFT or locked.settings["row"] != last:
        return False  # another worker was here
    stored = keep_answers(locked, [(service, typed) for _number, service, typed in portion])
    locked.stored_count += stored
    locked.settings |= {"done": locked.stored_count, "row": portion[-1][0]}
    locked.save(update_fields=["settings", "stored_count"])
    return True


@transaction.atomic
def _finish(batch: Batch, now: datetime) -> None:
    locked = locked_batch(batch)
    by = locked.stored_by
    if locked.state != BatchState.DRAFT or by is None:
        return
    held = authority(by, Permission.ENTER_SURVEY, locked.survey.desk, day_of(now))
    settled(locked, by, held.principal if held else None, locked.stored_count, now)
    if locked.stored_count > SOON:
        notify(
            users=[by],
            text=f"Impor “{locked.name}” selesai: {locked.stored_count} jawaban tersimpan.",
            url=reverse("survey:import", args=[locked.survey_id, locked.pk]),
            key=f"survey-import:{locked.pk}",
            now=now,
        )
