"""Evidence: sent in pieces through its door, or with the form; once; lists of persons only with a reason."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from cermat.audit.models import AuditEvent
from cermat.collection.actions import attach_evidence, forget_place, take_upload
from cermat.collection.models import Entry, EntryState, Evidence
from cermat.collection.schema import About, PersonsError
from cermat.documents.actions import PIECE
from cermat.documents.models import StoredFile, Upload
from cermat.lib.errors import NotAllowedError
from cermat.lib.months import WIB
from cermat.sop.models import Cycle
from tests.collection.factories import GOOD, OPENED, a_pdf, entry_of, save
from tests.documents import corpus
from tests.documents.test_persons import LISTED, workbook
from tests.factories import Office, sign_in

pytestmark = pytest.mark.django_db
PDF, LIST = a_pdf(), workbook(LISTED)
JSON = {"Accept": "application/json"}
PLACE = {"taken_at": "2026-11-02T01:00:00Z", "latitude": -7.60512, "longitude": 111.90311, "accuracy": 12.4}


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT, settings.UPLOADS_ROOT = tmp_path / "files", tmp_path / "uploads"
    monkeypatch.setattr(timezone, "now", lambda: OPENED)


@pytest.fixture
def entry(office: Office, cycle: Cycle) -> Entry:
    return entry_of(cycle, office.kelurahan[0], office.sections["pemerintahan"])


@pytest.fixture
def device(office: Office, entry: Entry) -> Client:
    return sign_in(office.operator[entry.unit.code])


def door(entry: Entry, key: UUID, name: str = "upload") -> str:
    return reverse(f"collection:{name}", args=[entry.pk, key])


def begin(client: Client, entry: Entry, key: UUID, content: bytes = PDF, **told: object) -> HttpResponse:
    body = {"code": "PBB-01", "name": "rekap.pdf", "size": len(content), **told}
    return client.put(door(entry, key), json.dumps(body), "application/json", headers=JSON)


def piece(client: Client, entry: Entry, key: UUID, offset: object, content: bytes) -> HttpResponse:
    headers = JSON | {"Upload-Offset": str(offset)}
    return client.patch(door(entry, key), content, "application/octet-stream", headers=headers)


def end(client: Client, entry: Entry, key: UUID, **told: object) -> HttpResponse:
    return client.put(door(entry, key, "upload_end"), json.dumps(told), "application/json", headers=JSON)


def delivered(client: Client, entry: Entry, content: bytes = PDF, **told: object) -> tuple[UUID, dict[str, Any]]:
    key = uuid4()
    begin(client, entry, key, content, **told)
    for offset in range(0, len(content), 4000):
        piece(client, entry, key, offset, content[offset : offset + 4000])
    return key, end(client, entry, key).json()


def posted(client: Client, name: str, entry: Entry, **data: object) -> HttpResponse:
    entry.refresh_from_db()
    key = str(uuid4())
    return client.post(reverse(f"collection:{name}", args=[entry.pk]), {"_key": key, "version": entry.version, **data})


def page(client: Client, entry: Entry) -> str:
    return client.get(reverse("collection:sheet", args=[entry.pk])).content.decode()


def test_a_file_in_pieces_becomes_evidence_once(device: Client, entry: Entry) -> None:
    key = uuid4()
    assert begin(device, entry, key).json() == {"state": "open", "received": 0, "size": len(PDF)}
    assert piece(device, entry, key, 0, PDF[:300]).json()["received"] == 300
    assert device.head(door(entry, key)).headers["Upload-Offset"] == "300"
    assert begin(device, entry, key).json()["received"] == 300  # the page was closed and opened again
    assert end(device, entry, key).json()["code"] == "incomplete"
    piece(device, entry, key, 300, PDF[300:])
    first, again = end(device, entry, key).json(), end(device, entry, key).json()
    assert (first["state"], first["evidence"]["about"], first["evidence"]["known"]) == (
        "done", "PDF · 1 halaman · 1 KB", False,
    )  # fmt: skip
    assert again["evidence"]["id"] == first["evidence"]["id"] == entry.evidence.get().pk
    assert "rekap.pdf" in page(device, entry)


def test_the_same_file_is_stored_once_and_the_operator_is_told(device: Client, entry: Entry) -> None:
    delivered(device, entry)
    _key, again = delivered(device, entry, name="nama lain.pdf")
    _key, elsewhere = delivered(device, entry, code="PDK-01")
    assert (again["evidence"]["known"], elsewhere["evidence"]["known"]) == (True, True)
    assert (StoredFile.objects.count(), entry.evidence.count()) == (1, 2)
    file = SimpleUploadedFile("rekap.pdf", PDF)
    answer = device.get(posted(device, "sheet", entry, **{"bukti:PBB-01": file}).headers["Location"])
    assert "dipakai yang sudah ada, tidak disimpan dua kali" in answer.content.decode()


def test_another_persons_upload_does_not_exist(device: Client, entry: Entry, office: Office) -> None:
    key = uuid4()
    begin(device, entry, key)
    for person, status in ((office.lurah[entry.unit.code], 404), (office.camat, 403), (office.observer, 403)):
        other = sign_in(person)
        assert {
            other.get(door(entry, key), headers=JSON).status_code,
            piece(other, entry, key, 0, b"a").status_code,
            other.delete(door(entry, key), headers=JSON).status_code,
            end(other, entry, key).status_code,
        } == {status}
    desa = entry_of(entry.cycle, office.desa[0], office.sections["pemerintahan"])
    assert begin(device, desa, key).status_code == 404
    assert Client().get(door(entry, key), headers=JSON).status_code == 401
    kasi = sign_in(office.kasi["pemerintahan"])  # sees the sheet and does not fill it in
    assert begin(kasi, entry, uuid4()).status_code == 403
    assert Upload.objects.get().received == 0


@pytest.mark.parametrize(
    ("told", "status", "code"),
    [
        ({"code": "TIDAK-ADA"}, 422, "no_field"),
        ({"size": "banyak"}, 400, "unreadable"),
        ({"size": 11 * 1024 * 1024}, 422, "file_too_large"),
        ({"size": -5}, 400, "unreadable"),
        ({"name": "a.docx"}, 422, "bad_file"),
        ({"digest": "x"}, 400, "unreadable"),
        ({"place": {"latitude": 91, "longitude": 0}}, 400, "unreadable"),
        ({"place": {"taken_at": "2026-11-02T01:00:00"}}, 400, "unreadable"),
        ({"lain": 1}, 400, "unreadable"),
    ],
)
def test_what_a_device_may_not_announce(
    device: Client, entry: Entry, told: Mapping[str, object], status: int, code: str
) -> None:
    answer = begin(device, entry, uuid4(), **told)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Upload.objects.exists()


def test_pieces_that_are_none_are_refused(device: Client, entry: Entry) -> None:
    key = uuid4()
    begin(device, entry, key)
    answers = [
        piece(device, entry, key, offset, content)
        for offset, content in (
            ("", b"a"),
            ("-1", b"a"),
            ("１", b"a"),
            ("9" * 30, b"a"),
            (0, b"a" * (PIECE + 1)),
            (5, b"a"),
        )
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 400, 400, 413, 409]
    assert device.put(door(entry, key), b"\xff{", "application/json", headers=JSON).status_code == 400
    assert piece(device, entry, uuid4(), 0, b"a").status_code == 404


def test_a_file_that_is_refused_leaves_nothing_and_says_why(device: Client, entry: Entry) -> None:
    key, answer = delivered(device, entry, b"MZ" + bytes(200), name="rekap.pdf")
    assert "program Windows" in answer["message"]
    assert device.get(door(entry, key), headers=JSON).status_code == 404
    assert not entry.evidence.exists()


def test_a_sheet_that_was_sent_meanwhile_takes_nothing_more(device: Client, entry: Entry, office: Office) -> None:
    key = uuid4()
    begin(device, entry, key)
    piece(device, entry, key, 0, PDF)
    Entry.objects.filter(pk=entry.pk).update(state=EntryState.SENT, sent_by=office.lurah[entry.unit.code])
    assert end(device, entry, key).status_code == 409
    assert not entry.evidence.exists()


def test_a_list_of_persons_waits_for_a_reason(device: Client, entry: Entry, office: Office) -> None:
    key, answer = delivered(device, entry, LIST, name="penerima.xlsx")
    assert (answer["state"], answer["persons"]) == ("held", "2 nomor NIK atau KK dan daftar nama orang")
    assert end(device, entry, key, reason="  ").json()["state"] == "held"
    assert not entry.evidence.exists()
    done = end(device, entry, key, reason="Diminta Dinsos, surat 400/12").json()
    assert (done["state"], done["evidence"]["persons_reason"]) == ("done", "Diminta Dinsos, surat 400/12")
    trail = AuditEvent.objects.get(verb="entry.evidence_attached").after
    assert trail["reason"] == "Diminta Dinsos, surat 400/12"
    kasi = sign_in(office.kasi["pemerintahan"])
    assert "dengan alasan: “Diminta Dinsos, surat 400/12”" in page(kasi, entry)


def test_a_list_of_persons_can_be_dropped_and_no_byte_stays(
    device: Client, entry: Entry, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    key, _answer = delivered(device, entry, LIST, name="penerima.xlsx")
    with django_capture_on_commit_callbacks(execute=True):
        assert device.delete(door(entry, key), headers=JSON).status_code == 200
    assert (Upload.objects.count(), list((tmp_path / "files").rglob("*/*"))) == (0, [])


def test_without_scripts_the_form_says_the_same_and_keeps_what_was_typed(device: Client, entry: Entry) -> None:
    file = SimpleUploadedFile("penerima.xlsx", LIST)
    typed = {"v:PDK-01:lahir": "7", "a:PDK-01:lahir": "angka", "bukti:PBB-01": file}
    answer = posted(device, "submission", entry, **typed)
    shown = device.get(answer.headers["Location"]).content.decode()
    entry.refresh_from_db()
    assert (entry.submitted_at, entry.values.get().number, entry.evidence.count()) == (None, 7, 0)
    assert "<b>penerima.xlsx</b> belum dilampirkan karena memuat 2 nomor NIK" in shown
    held = Upload.objects.get()
    posted(device, "sheet", entry, **{f"alasan:{held.pk}": "Diminta Dinsos"})
    assert entry.evidence.get().persons_reason == "Diminta Dinsos"
    assert "belum dilampirkan" not in page(device, entry)


def test_without_scripts_the_list_can_be_left_out(device: Client, entry: Entry, office: Office) -> None:
    posted(device, "sheet", entry, **{"bukti:PBB-01": SimpleUploadedFile("penerima.xlsx", LIST)})
    held = Upload.objects.get()
    posted(sign_in(office.lurah[entry.unit.code]), "sheet", entry, buang=held.pk)  # not theirs
    assert Upload.objects.exists()
    posted(device, "sheet", entry, buang=held.pk)
    assert (Upload.objects.count(), entry.evidence.count()) == (0, 0)


def test_place_and_time_are_kept_only_where_sent_and_gone_when_taken_back(
    device: Client, entry: Entry, office: Office
) -> None:
    photo = corpus.photo_with_place()  # its own mark of the place is not looked at
    _key, plain = delivered(device, entry, photo, name="a.jpg")
    assert (plain["evidence"]["place"], entry.evidence.get().has_place) == ("", False)
    posted(device, "sheet", entry, hapus=plain["evidence"]["id"])
    _key, placed = delivered(device, entry, photo, name="a.jpg", place=PLACE)
    said = "2 November 2026 08.00 WIB · −7,60512; 111,90311 (ketelitian 12 m)"
    assert placed["evidence"]["place"] == said
    assert f"Tempat dan waktu menurut perangkat: {said}" in page(sign_in(office.kasi["pemerintahan"]), entry)
    assert "7.605" not in json.dumps([event.after for event in AuditEvent.objects.all()], default=str)
    assert [one.details for one in Upload.objects.all()] == [{}, {}]
    posted(device, "sheet", entry, lepas=placed["evidence"]["id"])
    kept = entry.evidence.get()
    assert (kept.has_place, kept.latitude, kept.accuracy) == (False, None, None)
    assert (
        "geolocation=(self)" in device.get(reverse("collection:sheet", args=[entry.pk])).headers["Permissions-Policy"]
    )


def test_actions_ask_again_who_may(entry: Entry, office: Office) -> None:
    operator, stranger = office.operator[entry.unit.code], office.operator[office.desa[0].code]
    file = corpus.upload("penerima.xlsx", LIST)
    with pytest.raises(PersonsError):
        attach_evidence(entry=entry, code="PBB-01", upload=file, by=operator, now=OPENED)
    about = About(datetime(2026, 11, 2, tzinfo=WIB), persons_reason="Diminta Dinsos")
    made = attach_evidence(entry=entry, code="PBB-01", upload=file, about=about, by=operator, now=OPENED)
    for refused in (
        lambda: forget_place(evidence=made, by=stranger, now=OPENED),
        lambda: attach_evidence(entry=entry, code="PBB-01", upload=file, by=stranger, now=OPENED),
    ):
        with pytest.raises(NotAllowedError):
            refused()
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=made.pk).update(latitude=1)


def test_a_finish_that_comes_again_after_its_proof_was_removed_attaches_nothing(
    device: Client, entry: Entry, office: Office
) -> None:
    save(entry, office.operator[entry.unit.code], GOOD)
    key, answer = delivered(device, entry)
    posted(device, "sheet", entry, hapus=answer["evidence"]["id"])
    again = end(device, entry, key).json()
    assert (again["state"], "evidence" in again, entry.evidence.exists()) == ("done", False, False)
    upload = Upload.objects.get()
    file = SimpleUploadedFile("rekap.pdf", PDF)
    assert take_upload(entry=entry, upload=upload, file=file, by=upload.by, now=OPENED) is None
