"""What one person ticked never goes by the hand of another who has not seen the tick."""

import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cermat.collection.actions import attach_evidence, mark_leaving, submit_sheet
from cermat.collection.models import Candidate, Entry, Evidence
from tests.collection.factories import OPENED, a_pdf, filled
from tests.collection.test_views_beside import NOTHING, contest, kasi, lay, proof, village
from tests.collection.test_views_keeping import Device
from tests.factories import Office, sign_in

__all__ = ["contest", "kasi", "lay", "proof", "village"]
pytestmark = pytest.mark.django_db


def ticked_by_the_lurah(office: Office, proof: Evidence) -> None:
    lurah = office.lurah[proof.entry.unit.code]
    mark_leaving(entry=proof.entry, files={proof.pk: True}, candidates={}, by=lurah, now=OPENED)


def test_a_saving_by_hand_takes_nothing_away_that_its_page_did_not_show(office: Office, proof: Evidence) -> None:
    ticked_by_the_lurah(office, proof)
    name, operator = f"hapus:{proof.pk}", Device(office.operator[proof.entry.unit.code])
    asal = json.dumps({name: NOTHING})
    told = operator.post("keeping", proof.entry, version="0", asal=asal, whole="1", **{name: ""}).json()
    assert (told["code"], Evidence.objects.count()) == ("incomplete", 1)
    assert "ada centang hapus dari orang lain" in told["message"]
    seen = json.dumps({name: ["1", "", ""]})
    told = operator.post(
        "keeping", proof.entry, version=str(told["version"]), asal=seen, whole="1", **{name: "1"}
    ).json()
    assert (told["code"], Evidence.objects.count()) == ("stored", 0)


def test_handing_on_from_an_older_page_keeps_the_file(office: Office, proof: Evidence) -> None:
    operator = office.operator[proof.entry.unit.code]
    entry = filled(proof.entry, operator)
    other = SimpleUploadedFile("lain.pdf", a_pdf() + b"\n", "application/pdf")
    attach_evidence(entry=entry, code="PBB-01", upload=other, by=operator, now=OPENED)
    version = Entry.objects.get(pk=entry.pk).version
    ticked_by_the_lurah(office, proof)
    name = f"hapus:{proof.pk}"
    asal = json.dumps({name: NOTHING})
    told = Device(operator).post(
        "keeping", entry, version=str(version), asal=asal, whole="1", finish="pengajuan", **{name: ""}
    )
    assert (told.json()["code"], Evidence.objects.filter(pk=proof.pk).exists()) == ("incomplete", True)


def test_the_page_of_approval_says_which_file_goes(office: Office, proof: Evidence) -> None:
    operator, lurah = office.operator[proof.entry.unit.code], office.lurah[proof.entry.unit.code]
    entry = filled(proof.entry, operator)
    submit_sheet(entry=entry, version=entry.version, by=operator, now=OPENED)
    ticked_by_the_lurah(office, proof)
    page = sign_in(lurah).get(reverse("collection:approvals", args=[entry.cycle_id])).content.decode()
    assert "Dihapus saat isian dikirim" in page


def test_without_scripts_a_file_attached_again_stays(office: Office, proof: Evidence, client: Client) -> None:
    operator = office.operator[proof.entry.unit.code]
    held = mark_leaving(entry=proof.entry, files={proof.pk: True}, candidates={}, by=operator, now=OPENED)
    client.force_login(operator)
    again = SimpleUploadedFile("rekap.pdf", a_pdf(), "application/pdf")
    given = {"_key": str(uuid4()), "version": held.version, "note": "", "hapus": proof.pk, "bukti:PBB-01": again}
    asal = json.dumps({f"hapus:{proof.pk}": ["1", "", ""]})
    answer = client.post(reverse("collection:sheet", args=[held.pk]), given | {"asal": asal})
    assert answer.status_code == 302
    assert Evidence.objects.count() == 1


def test_a_note_of_two_lines_is_the_same_whoever_sends_it(office: Office, proof: Evidence, client: Client) -> None:
    operator = office.operator[proof.entry.unit.code]
    client.force_login(operator)
    given = {"_key": str(uuid4()), "version": proof.entry.version, "note": "satu\r\ndua", "asal": "{}"}
    client.post(reverse("collection:sheet", args=[proof.entry_id]), given)
    entry = Entry.objects.get(pk=proof.entry_id)
    told = Device(operator).post(
        "keeping", entry, version=str(entry.version), note="satu\ndua tiga", asal_note="satu\ndua", asal="{}"
    )
    assert (told.json()["differs"], Entry.objects.get(pk=entry.pk).note) == ([], "satu\ndua tiga")


def test_every_line_too_many_is_named_at_once(office: Office, kasi: Device, contest: Entry) -> None:
    given = {"version": "0", "asal": "{}"}
    for number in range(63):
        key = f"B{number:032x}"
        given |= {f"unit:{key}": str(office.kelurahan[0].pk), f"nama:{key}": f"RT {number}"}
    told = kasi.post("keeping", contest, **given).json()
    assert sum("Paling banyak 60" in str(sentence) for sentence in told["problems"].values()) == 3
    assert Candidate.objects.count() == 60
