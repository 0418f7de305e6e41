"""Each constraint, broken once."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from cermat.collection.models import Answer, Entry, EntryState, EntryValue, Evidence, Form, Presence
from cermat.documents.actions import store_bytes
from cermat.sop.models import Cycle
from tests.collection.factories import OPENED, entry_of
from tests.factories import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(office: Office, cycle: Cycle) -> Entry:
    return entry_of(cycle, office.kelurahan[0], office.sections["pelayanan"])


def refused(act: Callable[[], object], name: str) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    assert name in str(caught.value) or "UNIQUE" in str(caught.value)


def test_a_sheet_exists_once(entry: Entry):
    shared = {"cycle": entry.cycle, "unit": entry.unit, "section": entry.section, "form": Form.MONTHLY}
    refused(lambda: Entry.objects.create(due_on=entry.due_on, opened_at=OPENED, **shared), "entry_once")


def test_validated_says_by_whom_and_when(entry: Entry):
    one = Entry.objects.filter(pk=entry.pk)
    refused(lambda: one.update(state=EntryState.VALIDATED), "entry_validated_whole")


def test_the_database_itself_refuses_one_person_as_maker_and_checker(office: Office, entry: Entry):
    one = Entry.objects.filter(pk=entry.pk)
    refused(lambda: one.update(sent_by=office.sekcam, validated_by=office.sekcam), "entry_maker_is_not_checker")


def test_sent_back_says_why(entry: Entry):
    one = Entry.objects.filter(pk=entry.pk)
    refused(lambda: one.update(state=EntryState.SENT_BACK), "entry_sent_back_says_why")


def test_a_field_has_one_value_a_number_its_number_and_no_data_its_reason(office: Office, entry: Entry):
    shared = {"entry": entry, "code": "PDK-04", "field": "mati", "by": office.sekcam, "at": OPENED}
    create = EntryValue.objects.create
    refused(lambda: create(answer=Answer.NUMBER, **shared), "value_number_iff_number")
    refused(lambda: create(answer=Answer.NIL, number=0, **shared), "value_number_iff_number")
    refused(lambda: create(answer=Answer.NO_DATA, **shared), "value_no_data_says_why")
    create(answer=Answer.NIL, **shared)
    refused(lambda: create(answer=Answer.NIL, **shared), "value_once")


def test_a_file_proves_a_row_once(office: Office, entry: Entry):
    file = store_bytes(
        content=b"a", name="a.pdf", content_type="application/pdf", unit=entry.unit, by=office.sekcam, now=OPENED
    )
    shared = {"entry": entry, "code": "PDK-04", "file": file, "by": office.sekcam, "at": OPENED}
    Evidence.objects.create(**shared)
    refused(lambda: Evidence.objects.create(**shared), "evidence_once")


def test_a_person_has_a_sheet_open_once(office: Office, entry: Entry):
    there = {"entry": entry, "user": office.sekcam, "at": OPENED}
    Presence.objects.create(**there)
    refused(lambda: Presence.objects.create(**there), "presence_once")
