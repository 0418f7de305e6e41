"""A document of the calendar is marked as handed in, once, with its proof."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cermat.audit.models import AuditEvent
from cermat.documents.models import Document, DocumentState
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import day_of
from cermat.years.actions import Proof, mark_delivered, withdraw_delivery
from cermat.years.formula import Standing
from cermat.years.models import Delivery
from cermat.years.queries import calendar_of_year, late_deliveries, planned_in
from tests.documents.corpus import photo, upload
from tests.factories import NOW, Office, other_office

pytestmark = pytest.mark.django_db
NUMBER = Proof("000.8.6/17/2026")


def key_in(office: Office, month: int) -> str:
    return next(due.key for due in planned_in(office.kecamatan, 2026) if due.due_on.month == month)


def marked(office: Office, proof: Proof = NUMBER, month: int = 2, day: date = date(2026, 2, 26)) -> Delivery:
    return mark_delivered(
        kecamatan=office.kecamatan, year=2026, key=key_in(office, month), delivered_on=day, proof=proof,
        by=office.sekcam, now=NOW,
    )  # fmt: skip


def test_a_document_that_was_handed_in_says_when_by_whom_and_by_what_it_is_proved(office: Office) -> None:
    done = marked(office, Proof("17/2026", upload("terima.jpg", photo())))
    line = next(line for line in calendar_of_year(office.kecamatan, 2026, day_of(NOW)) if line.done)
    assert (line.standing, line.done) == (Standing.DONE, done)
    assert (done.by, done.delivered_on, done.note, done.file is not None) == (
        office.sekcam, date(2026, 2, 26), "17/2026", True,
    )  # fmt: skip
    assert AuditEvent.objects.filter(verb="delivery.marked", target_id=str(done.pk)).count() == 1


def test_it_is_marked_once_with_a_proof_and_not_ahead(office: Office) -> None:
    for proof, day, field in [
        (Proof(" "), date(2026, 2, 26), "note"),
        (NUMBER, day_of(NOW) + timedelta(days=1), "delivered_on"),
    ]:
        with pytest.raises(DomainError) as refused:
            marked(office, proof, day=day)
        assert refused.value.field == field
    marked(office)
    with pytest.raises(ConflictError, match="sudah ditandai"):
        marked(office)
    with pytest.raises(ConflictError, match="tidak lagi ada"):
        mark_delivered(
            kecamatan=office.kecamatan, year=2026, key="02-lain", delivered_on=date(2026, 2, 1), proof=NUMBER,
            by=office.sekcam, now=NOW,
        )  # fmt: skip


def test_only_who_keeps_the_documents_of_the_whole_office_marks_and_takes_back(office: Office) -> None:
    key, strangers = key_in(office, 2), other_office()
    for person in (office.kasi["pmd"], office.camat, office.admin, office.observer, strangers.sekcam):
        with pytest.raises(NotAllowedError):
            mark_delivered(
                kecamatan=office.kecamatan, year=2026, key=key, delivered_on=date(2026, 2, 1), proof=NUMBER, by=person,
                now=NOW,
            )  # fmt: skip
    done = marked(office)
    with pytest.raises(NotAllowedError):
        withdraw_delivery(delivery=done, by=office.kasi["pmd"], now=NOW)
    withdraw_delivery(delivery=done, by=office.kasubbag, now=NOW)
    assert not Delivery.objects.exists()
    with pytest.raises(ConflictError, match="sudah ditarik"):
        withdraw_delivery(delivery=done, by=office.kasubbag, now=NOW)
    assert AuditEvent.objects.get(verb="delivery.withdrawn").before["note"] == NUMBER.note


def test_a_line_of_another_offices_register_proves_nothing(office: Office) -> None:
    strangers = other_office()
    foreign = Document.objects.create(
        kecamatan=strangers.kecamatan, unit=strangers.secretariat, kind="lain", title="LKjIP",
        state=DocumentState.QUEUED, requested_at=NOW,
    )  # fmt: skip
    with pytest.raises(NotAllowedError):
        marked(office, Proof(register=foreign))


def test_what_is_past_its_day_is_late_once_the_office_has_begun_and_until_it_is_handed_in(office: Office) -> None:
    today = date(2026, 3, 5)
    assert late_deliveries(office.kecamatan, today) == []
    office.kecamatan.cycles.update(month_number=1)
    late = late_deliveries(office.kecamatan, today)
    assert {line.due.due_on.month for line in late} == {1, 2}
    marked(office)
    assert len(late_deliveries(office.kecamatan, today)) == len(late) - 1


def test_the_database_refuses_a_delivery_without_proof_and_a_second_one(office: Office) -> None:
    done = marked(office)
    for broken in ({"key": "x", "note": ""}, {}):
        done.pk = None
        for name, value in broken.items():
            setattr(done, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            done.save(force_insert=True)
        done.key, done.note = key_in(office, 2), NUMBER.note
