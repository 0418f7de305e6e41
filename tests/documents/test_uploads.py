"""Files that arrive in pieces: counted once, continued where they stopped, gone when nobody goes on."""

import random
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image, ImageDraw
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks, Settings

from cermat.documents.actions import (
    PIECE,
    Announced,
    arrived,
    begin_upload,
    drop_upload,
    finish_upload,
    hold_file,
    store_upload,
    sweep_orphans,
    sweep_uploads,
    take_piece,
)
from cermat.documents.models import StoredFile, Upload, UploadState
from cermat.documents.queries import place_of_upload, uploads_of
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from tests import factories
from tests.documents import corpus
from tests.documents.test_persons import LISTED, workbook
from tests.factories import NOW, Office, sign_in

pytestmark = pytest.mark.django_db
PDF = corpus.pdf(pages=40)


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.UPLOADS_ROOT = tmp_path / "files", tmp_path / "uploads"


@pytest.fixture
def office() -> Office:
    return factories.office()


def begun(office: Office, content: bytes = PDF, *, key: UUID | None = None, name: str = "a.pdf", **more: str) -> Upload:
    unit = office.kelurahan[0]
    return begin_upload(
        key=key or uuid4(), file=Announced(name, len(content), **more), unit=unit, purpose="isian/1/A", details={},
        by=office.operator[unit.code], now=NOW,
    )  # fmt: skip


def piece(upload: Upload, offset: int, content: bytes) -> Upload:
    return take_piece(upload=upload, offset=offset, content=content, by=upload.by, now=NOW)


def whole(upload: Upload, content: bytes = PDF, step: int = 700) -> Upload:
    for offset in range(0, len(content), step):
        upload = piece(upload, offset, content[offset : offset + step])
    return upload


def test_pieces_become_the_file_and_those_that_come_again_change_nothing(office: Office) -> None:
    upload = begun(office)
    upload = piece(upload, 0, PDF[:900])
    assert piece(upload, 0, PDF[:900]).received == 900  # its answer was lost
    assert piece(upload, 300, PDF[300:1000]).received == 1000  # half of it was there
    stale = Upload.objects.get(pk=upload.pk)
    upload = whole(Upload.objects.get(pk=upload.pk))
    assert (upload.received, place_of_upload(upload).read_bytes()) == (len(PDF), PDF)
    assert piece(stale, 1000, PDF[1000:1500]).received == len(PDF)  # a writer that was overtaken counts nothing twice
    assert place_of_upload(upload).read_bytes() == PDF


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_lost_doubled_or_late_the_file_is_whole_in_the_end(office: Office, seed: int) -> None:
    """Answers get lost, requests come again, an old one arrives long after: as a phone on the edge of its cell."""
    chance, upload, late = random.Random(seed), begun(office), list[tuple[int, bytes]]()
    known = 0  # what the device believes
    while known < len(PDF):
        length = chance.randint(1, 900)
        late.append((known, PDF[known : known + length]))
        for offset, content in chance.sample(late, k=min(len(late), chance.randint(0, 3))):
            upload = piece(Upload.objects.get(pk=upload.pk), offset, content)
        known = upload.received if chance.random() < 0.7 else known
    assert place_of_upload(upload).read_bytes() == PDF


def test_gaps_ends_and_strangers_are_refused(office: Office) -> None:
    upload = begun(office)
    with pytest.raises(ConflictError) as gap:
        piece(upload, 10, PDF[10:20])
    assert gap.value.code == "gap"
    for offset, content in ((-1, b"a"), (len(PDF) - 1, b"ab"), (0, b"a" * (PIECE + 1))):
        with pytest.raises(DomainError):
            piece(upload, offset, content)
    with pytest.raises(NotAllowedError):
        take_piece(upload=upload, offset=0, content=b"a", by=office.camat, now=NOW)
    with pytest.raises(ConflictError):
        arrived(upload=upload)
    assert not uploads_of(office.camat).exists()
    assert Upload.objects.get().received == 0


def test_the_same_key_is_the_same_file_and_each_person_has_their_own(office: Office) -> None:
    key = uuid4()
    first = begun(office, key=key)
    assert begun(office, key=key) == first
    with pytest.raises(ConflictError) as other:
        begun(office, PDF + b"\n", key=key)
    assert other.value.code == "other_file"
    unit = office.kelurahan[1]
    theirs = begin_upload(
        key=key, file=Announced("a.pdf", 9), unit=unit, purpose="isian/2/A", details={},
        by=office.operator[unit.code], now=NOW,
    )  # fmt: skip
    assert theirs.pk != first.pk


def test_what_cannot_be_taken_is_refused_before_its_first_byte(office: Office, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 2000
    for name, size, code in (
        ("a.exe", 9, "bad_file"),
        ("a.pdf", 2001, "file_too_large"),
        ("a.pdf", 0, "file_too_large"),
    ):
        with pytest.raises(DomainError) as refused:
            begun(office, b"a" * size, name=name)
        assert (refused.value.code, refused.value.field) == (code, "upload")
    for _file in range(20):
        begun(office, b"a")
    with pytest.raises(ConflictError) as many:
        begun(office, b"a")
    assert many.value.code == "too_many"
    Upload.objects.filter(pk__in=list(Upload.objects.values_list("pk", flat=True))[:5]).update(
        touched_at=NOW - timedelta(hours=2)
    )
    begun(office, b"a")  # those that stood still make room
    assert Upload.objects.count() == 16


def test_a_whole_upload_is_inspected_kept_and_remembered(
    office: Office, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    upload = whole(begun(office, digest=sha256(PDF).hexdigest()))
    file = store_upload(upload=arrived(upload=upload), unit=upload.unit, by=upload.by, now=NOW)
    assert (file.sha256, file.about) == (sha256(PDF).hexdigest(), "40 halaman")
    with django_capture_on_commit_callbacks(execute=True):
        finish_upload(upload=upload, file=file, by=upload.by, now=NOW)
    assert not place_of_upload(upload).exists()
    assert begun(office, key=upload.key).state == UploadState.DONE
    drop_upload(upload=upload, by=upload.by, now=NOW)
    assert Upload.objects.get().file == file


def test_a_file_that_changed_on_the_way_is_noticed(office: Office) -> None:
    upload = whole(begun(office, digest=sha256(b"another").hexdigest()))
    with pytest.raises(DomainError) as refused:
        store_upload(upload=arrived(upload=upload), unit=upload.unit, by=upload.by, now=NOW)
    assert refused.value.code == "damaged"


def test_what_nobody_goes_on_with_is_swept(office: Office, tmp_path: Path) -> None:
    piece(begun(office), 0, PDF[:100])
    unit = office.kelurahan[0]
    held = hold_file(
        key=uuid4(), file=corpus.upload("daftar.xlsx", workbook(LISTED)), unit=unit, purpose="isian/1/A",
        by=office.operator[unit.code], now=NOW,
    )  # fmt: skip
    assert "2 nomor NIK" in Upload.objects.get(pk=held.pk).found["persons"]

    def left(days: int) -> tuple[int, int, int]:
        now = NOW + timedelta(days=days)
        swept = sweep_uploads(now=now)
        sweep_orphans(now=now)
        return swept, len(list((tmp_path / "uploads").iterdir())), len(list((tmp_path / "files").rglob("*/*")))

    assert left(2) == (0, 1, 1)
    assert left(4) == (1, 0, 1)
    assert left(8) == (1, 0, 0)


def test_the_constraints_of_an_upload(office: Office) -> None:
    upload = begun(office)
    for wrong in ({"received": upload.size + 1}, {"state": UploadState.DONE}, {"state": UploadState.HELD}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Upload.objects.filter(pk=upload.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.create(
            by=upload.by, key=upload.key, unit=upload.unit, purpose="x", name="x.pdf", size=1, begun_at=NOW,
            touched_at=NOW,
        )  # fmt: skip


def store_of(upload: Upload, content: bytes) -> StoredFile:
    return store_upload(upload=corpus.upload("a.pdf", content), unit=upload.unit, by=upload.by, now=NOW)


def test_a_photo_that_was_shrunk_is_not_made_larger_again_and_has_a_small_one(office: Office) -> None:
    page = Image.new("RGB", (1200, 900), "white")
    pen = ImageDraw.Draw(page)
    for row in range(60):
        pen.text((10, row * 15), "Rekapitulasi jumlah penduduk menurut desa dan kelurahan " * 4, fill="black")
    sent = BytesIO()
    page.save(sent, "JPEG", quality=45)
    upload = whole(begun(office, sent.getvalue(), name="foto.jpg"), sent.getvalue(), PIECE)
    file = store_upload(upload=arrived(upload=upload), unit=upload.unit, by=upload.by, now=NOW)
    assert file.size <= len(sent.getvalue()) * 1.02
    client, address = sign_in(upload.by), reverse("documents:small", args=[file.pk])
    small = client.get(address)
    assert max(Image.open(BytesIO(small.content)).size) == 320
    again = client.get(address, headers={"If-None-Match": small.headers["ETag"]})
    assert (again.status_code, again.headers["Cache-Control"]) == (304, "private, no-cache")
    other = client.get(reverse("documents:small", args=[store_of(upload, corpus.pdf()).pk]))
    assert other.status_code == 404
    assert file.about == "1200 × 900 titik"
