"""Which function does the work of which topic. A handler may run twice (its worker died): it must bear that."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from cermat.audit.actions import forget_keys
from cermat.collection.actions import (
    forget_workbooks,
    give_up_reading,
    open_sheets,
    read_again,
    remind_by_schedule,
    store_workbook,
)
from cermat.collection.imports.workbook import read_workbook
from cermat.documents.actions import sweep_orphans, sweep_uploads
from cermat.notifications.actions import deliver_mail, forget_old
from cermat.organisation.actions import forget_sessions
from cermat.reports.actions import ask_for_outputs, make_document
from cermat.sop.models import Cycle
from cermat.sop.workflow import Work
from cermat.survey.actions import fold_more
from cermat.survey.actions.importing import check_import, store_import

Payload = Mapping[str, Any]
Handler = Callable[[Payload, datetime], None]


def mail(payload: Payload, _now: datetime) -> None:
    deliver_mail(user_id=payload["user"], text=payload["text"], url=payload.get("url", ""))


def tidy(_payload: Payload, now: datetime) -> None:
    forget_keys(now=now)
    forget_old(now=now)
    forget_sessions(now=now)
    sweep_uploads(now=now)
    forget_workbooks(now=now)
    sweep_orphans(now=now)


def step_ready(payload: Payload, now: datetime) -> None:
    """The collection opens its sheets by itself; every other step waits for a person."""
    if payload["work"] == Work.COLLECTION:
        open_sheets(cycle=Cycle.objects.get(pk=payload["cycle"]), now=now)


def remind_collection(payload: Payload, now: datetime) -> None:
    remind_by_schedule(cycle=Cycle.objects.get(pk=payload["cycle"]), now=now)


def document(payload: Payload, now: datetime) -> None:
    make_document(document=payload["document"], now=now)


def finished(payload: Payload, now: datetime) -> None:
    at = payload.get("at")
    since = datetime.fromisoformat(at) if at else None
    ask_for_outputs(cycle=payload["cycle"], work=payload["work"], now=now, since=since)


def fold_survey(payload: Payload, now: datetime) -> None:
    fold_more(survey=payload["survey"], now=now)


def survey_check_import(payload: Payload, _now: datetime) -> None:
    check_import(batch=payload["batch"])


def survey_store_import(payload: Payload, now: datetime) -> None:
    store_import(batch=payload["batch"], now=now)


def workbook_read(payload: Payload, now: datetime) -> None:
    read_again(workbook=payload["workbook"], read=read_workbook, now=now)


def workbook_broken(payload: Payload, now: datetime) -> None:
    give_up_reading(workbook=payload["workbook"], now=now)


def workbook_apply(payload: Payload, now: datetime) -> None:
    store_workbook(workbook=payload["workbook"], now=now)


HANDLERS: dict[str, Handler] = {
    "step_ready": step_ready,
    "step_finished": finished,
    "remind_collection": remind_collection,
    "make_document": document,
    "mail": mail,
    "tidy": tidy,
    "survey_check_import": survey_check_import,
    "survey_store_import": survey_store_import,
    "fold_survey": fold_survey,
    "workbook_read": workbook_read,
    "workbook_apply": workbook_apply,
}

BROKEN: dict[str, Handler] = {"workbook_read": workbook_broken}  # what somebody waits for is told that it went wrong
