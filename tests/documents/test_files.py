"""What may be stored and what may not, through the real checks in their own process."""

import hashlib
import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image
from pytest_django.fixtures import Settings

from cermat.audit.models import AuditEvent
from cermat.documents.actions import inspect_uploads, store_bytes, store_upload, sweep_orphans
from cermat.documents.formula import clean_name
from cermat.documents.models import StoredFile
from cermat.documents.queries import files_visible_to, place_of
from cermat.lib.errors import DomainError, NotAllowedError
from tests import factories
from tests.documents import corpus
from tests.factories import NOW, TODAY, Office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office() -> Office:
    return factories.office()


def kept(office: Office, name: str, content: bytes) -> StoredFile:
    village = office.kelurahan[0]
    by = office.operator[village.code]
    return store_upload(upload=corpus.upload(name, content), unit=village, by=by, now=NOW)


def on_disk(tmp_path: Path) -> list[Path]:
    return [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.alike
def test_every_good_file_is_kept(office: Office) -> None:
    for name, content in corpus.good().items():
        file = kept(office, name, content)
        stored = place_of(file).read_bytes()
        assert hashlib.sha256(stored).hexdigest() == file.sha256, name
        assert file.original_sha256 == hashlib.sha256(content).hexdigest(), name
        if not file.content_type.startswith("image/"):
            assert stored == content, name


@pytest.mark.alike
def test_every_hostile_file_is_refused_with_its_own_sentence(office: Office, tmp_path: Path) -> None:
    for name, (content, word) in corpus.hostile().items():
        with pytest.raises(DomainError) as refused:
            kept(office, name, content)
        assert word in refused.value.message, (name, refused.value.message)
        assert refused.value.field == "upload"
    assert on_disk(tmp_path) == []
    assert not StoredFile.objects.exists()


def test_a_photo_keeps_its_picture_and_loses_its_place(office: Office) -> None:
    stored = place_of(kept(office, "kamera.jpg", corpus.photo_with_place())).read_bytes()
    with Image.open(BytesIO(stored)) as picture:
        assert picture.size == (40, 80)  # upright
        assert not picture.getexif()
    assert b"Exif" not in stored
    assert b"Pemotret" not in stored


def test_a_file_over_the_limit_says_how_large_it_is(office: Office) -> None:
    with pytest.raises(DomainError, match="30 MB"):
        kept(office, "besar.pdf", b"%PDF-" + b"0" * 30 * 1024 * 1024)


def test_the_same_bytes_of_the_same_unit_are_kept_once(office: Office, tmp_path: Path) -> None:
    first, second = kept(office, "a.pdf", corpus.pdf()), kept(office, "b.pdf", corpus.pdf())
    assert first == second
    assert len(on_disk(tmp_path)) == 1
    assert AuditEvent.objects.filter(verb="file.stored").count() == 1


def test_another_unit_has_its_own_row_of_the_same_bytes(office: Office, tmp_path: Path) -> None:
    kept(office, "a.pdf", corpus.pdf())
    village = office.desa[0]
    by = office.operator[village.code]
    store_upload(upload=corpus.upload("a.pdf", corpus.pdf()), unit=village, by=by, now=NOW)
    assert StoredFile.objects.count() == 2
    assert len(on_disk(tmp_path)) == 1


def test_nobody_stores_for_another_kecamatan_and_observers_not_at_all(office: Office) -> None:
    stranger = factories.other_office().sekcam
    for by in (stranger, office.observer):
        with pytest.raises(NotAllowedError):
            store_upload(upload=corpus.upload("a.pdf", corpus.pdf()), unit=office.kelurahan[0], by=by, now=NOW)


def test_files_are_seen_by_their_own_and_the_office_alone(office: Office) -> None:
    other = factories.other_office()
    file = kept(office, "a.pdf", corpus.pdf())
    own, neighbour = office.kelurahan[0], office.kelurahan[1]
    seeing = [office.camat, office.staf, office.lurah[own.code], office.observer]
    blind = [office.lurah[neighbour.code], other.camat, other.staf, office.admin]
    assert [file in files_visible_to(user, TODAY) for user in seeing] == [True] * 4
    assert [file in files_visible_to(user, TODAY) for user in blind] == [False] * 4


def test_the_sweeper_takes_only_old_files_without_a_row(office: Office, tmp_path: Path) -> None:
    file = kept(office, "a.pdf", corpus.pdf())
    old = (NOW - timedelta(hours=2)).timestamp()
    with transaction.atomic():
        lost = store_bytes(content=b"lost", name="b", content_type="x", unit=office.kecamatan, by=None, now=NOW)
        path = place_of(lost)
        transaction.set_rollback(True)
    for stored in (path, place_of(file)):
        os.utime(stored, (old, old))
    assert sweep_orphans(now=NOW) == 1
    assert on_disk(tmp_path) == [place_of(file)]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Dokumen\\rekap.xlsx", "rekap.xlsx"),
        ("foto\u202egpj.exe.jpg", "fotogpj.exe.jpg"),
        ("nul\0.pdf", "nul.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ("  dua   kata .pdf", "dua kata.pdf"),
        ('a"b<c>.pdf', "a-b-c-.pdf"),
        ("", "berkas"),
        ("...", "berkas"),
    ],
)
def test_names_are_fit_to_be_shown(typed: str, shown: str) -> None:
    assert clean_name(typed) == shown


@pytest.mark.parametrize("broken", [{"size": 0}, {"sha256": "x" * 64}])
def test_the_database_refuses_an_empty_file_and_a_false_hash(office: Office, broken: dict[str, object]) -> None:
    fields = {"size": 1, "sha256": "0" * 64, "name": "a", "content_type": "x", "path": "a", "uploaded_at": NOW} | broken
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(kecamatan=office.kecamatan, unit=office.kecamatan, **fields)


def test_the_database_refuses_the_same_bytes_twice(office: Office) -> None:
    file = kept(office, "a.pdf", corpus.pdf())
    file.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        file.save(force_insert=True)


def test_what_was_inspected_before_the_transaction_is_not_read_again(office: Office) -> None:
    village = office.kelurahan[0]
    good, bad = corpus.upload("a.pdf", corpus.pdf()), corpus.upload("b.pdf", b"MZ" + b"\0" * 99)
    inspect_uploads([good, bad])
    assert not StoredFile.objects.exists()
    given = {"unit": village, "by": office.operator[village.code], "now": NOW}
    for upload in (good, bad):
        upload.close()  # reading it once more would fail
    assert place_of(store_upload(upload=good, **given)).read_bytes().startswith(b"%PDF-")  # type: ignore[arg-type]
    with pytest.raises(DomainError, match="program Windows") as refused:
        store_upload(upload=bad, **given)  # type: ignore[arg-type]
    assert refused.value.field == "upload"


def test_bytes_that_were_inspected_and_not_used_are_swept(office: Office, tmp_path: Path) -> None:
    inspect_uploads([corpus.upload("a.pdf", corpus.pdf())])
    assert len(on_disk(tmp_path)) == 1
    assert sweep_orphans(now=timezone.now() + timedelta(hours=2)) == 1
    assert not on_disk(tmp_path)


def test_files_that_take_too_long_together_are_refused_and_not_waited_for(office: Office, tmp_path: Path) -> None:
    late = corpus.upload("a.pdf", corpus.pdf())
    inspect_uploads([late], seconds=0)
    village = office.kelurahan[0]
    with pytest.raises(DomainError, match="Kirim sebagian") as refused:
        store_upload(upload=late, unit=village, by=office.operator[village.code], now=NOW)
    assert refused.value.field == "upload"
    assert not on_disk(tmp_path)
