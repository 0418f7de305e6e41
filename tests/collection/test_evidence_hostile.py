"""What a device says that no device says."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cermat.collection.models import Entry
from tests.collection.factories import filled
from tests.collection.test_evidence import LIST, delivered, end
from tests.collection.test_views_keeping import Device
from tests.factories import Office, sign_in

pytestmark = pytest.mark.django_db
NEVER = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00", "1969-12-31T23:00:00-12:00")


@pytest.mark.parametrize(("at", "is_kept"), [*((at, False) for at in NEVER), ("2026-11-04T01:00:00Z", True)])
def test_a_photo_counts_whatever_the_clock_of_the_device_says(
    office: Office, entry: Entry, at: str, *, is_kept: bool
) -> None:
    """A clock that is wrong by a day is told as it is; a time near the ends of time is left out."""
    device = sign_in(office.operator[entry.unit.code])
    delivered(device, entry, place={"taken_at": at})
    assert (entry.evidence.get().taken_at is not None) == is_kept
    for person in (office.operator[entry.unit.code], office.kasi["pemerintahan"]):
        assert sign_in(person).get(reverse("collection:sheet", args=[entry.pk])).status_code == 200


def test_a_reason_that_nobody_can_read_or_keep_is_none(office: Office, entry: Entry) -> None:
    device = sign_in(office.operator[entry.unit.code])
    key, _answer = delivered(device, entry, LIST, name="penerima.xlsx")
    assert end(device, entry, key, reason="\u200b").json()["state"] == "held"
    assert end(device, entry, key, reason="a\0b").status_code == 400
    assert not entry.evidence.exists()


def test_a_sheet_is_not_handed_on_while_a_list_of_persons_waits_for_its_decision(office: Office, entry: Entry) -> None:
    """By neither door: sent, the sheet would take it no more, and nobody would be told."""
    device = Device(office.operator[entry.unit.code])
    filled(entry, device.person)
    key, answer = delivered(device.client, entry, LIST, name="penerima.xlsx")
    assert answer["state"] == "held"
    told = device.post("keeping", entry, version="1", whole="1", finish="pengajuan").json()
    form = device.client.post(
        reverse("collection:submission", args=[entry.pk]), {"_key": str(uuid4()), "version": "1"}, follow=True
    )
    assert (told["code"], "belum dikirim: putuskan dahulu" in told["message"]) == ("incomplete", True)
    assert "belum dikirim: putuskan dahulu" in form.content.decode()
    entry.refresh_from_db()
    assert entry.submitted_at is None
    end(device.client, entry, key, reason="Diminta Dinsos")
    told = device.post("keeping", entry, version=str(entry.version), whole="1", finish="pengajuan").json()
    assert told["code"] == "done"


def test_the_sheet_is_held_before_the_file_as_in_every_other_act(office: Office, entry: Entry) -> None:
    """Else the form and the device, deciding about one file at the same moment, wait for each other on PostgreSQL."""
    device = sign_in(office.operator[entry.unit.code])
    key, _answer = delivered(device, entry, LIST, name="penerima.xlsx")
    with CaptureQueriesContext(connection) as caught:
        assert end(device, entry, key, reason="Diminta Dinsos").json()["state"] == "done"
    said = [one["sql"] for one in caught]
    begun = next(at for at, sql in enumerate(said) if sql.startswith(("BEGIN", "SAVEPOINT")))
    tables = [name for sql in said[begun:] for name in ("sop_cycle", "documents_upload") if f'FROM "{name}"' in sql]
    assert tables.index("sop_cycle") < tables.index("documents_upload")
