"""A PDF beside its values: which pages may hold its frame, and that the frame opens no other door."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from cermat.collection.actions import attach_evidence, send_sheet, submit_sheet
from cermat.collection.models import Entry
from cermat.sop.models import Cycle
from tests.collection.factories import LATER, OPENED, a_pdf, entry_of, filled
from tests.documents import corpus
from tests.factories import Office, sign_in

pytestmark = [pytest.mark.alike, pytest.mark.django_db]
FRAMES, PDF = "frame-src 'self'", a_pdf()
FOLD = '<iframe name="berkas-{}" title="rekap.pdf"></iframe>'


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(timezone, "now", lambda: OPENED + 3 * LATER)


@pytest.fixture
def entry(office: Office, cycle: Cycle) -> Entry:
    """A filled sheet with a PDF and a picture."""
    made = entry_of(cycle, office.kelurahan[0], office.sections["pemerintahan"])
    operator = office.operator[made.unit.code]
    filled(made, operator)
    for name, content in (("rekap.pdf", PDF), ("foto.jpg", corpus.photo())):
        upload = SimpleUploadedFile(name, content)
        attach_evidence(entry=made, code="PBB-01", upload=upload, by=operator, now=OPENED)
    made.refresh_from_db()
    return made


def address_of(entry: Entry) -> str:
    """Of its PDF, as the frame asks for it."""
    return reverse("documents:file", args=[entry.evidence.get(file__name="rekap.pdf").file_id]) + "?lihat=1"


def holds_frame(client: Client, path: str, entry: Entry) -> bool:
    """Whether the page holds the frame of the PDF, nothing for the picture, and may be framed itself by nobody."""
    answer = client.get(path)
    page, policy = answer.content.decode(), answer["Content-Security-Policy"]
    assert answer.status_code == 200
    assert (FRAMES in policy, "frame-ancestors 'none'" in policy) == (True, True)
    assert answer["X-Frame-Options"] == "DENY"
    assert 'title="foto.jpg"' not in page
    return FOLD.format(entry.evidence.get(file__name="rekap.pdf").pk) in page and address_of(entry) in page


def test_every_page_that_shows_values_holds_the_frame_of_its_pdf(entry: Entry, office: Office) -> None:
    operator, lurah = office.operator[entry.unit.code], office.lurah[entry.unit.code]
    path = reverse("collection:sheet", args=[entry.pk])
    assert holds_frame(sign_in(operator), path, entry)
    assert holds_frame(sign_in(operator), f"{path}?baca=1", entry)
    held = submit_sheet(entry=entry, version=entry.version, by=operator, now=OPENED + LATER)
    assert holds_frame(sign_in(lurah), f"/isian/periode/{entry.cycle_id}/persetujuan/?isian={entry.pk}", entry)
    send_sheet(entry=held, version=held.version, by=lurah, now=OPENED + 2 * LATER)
    assert holds_frame(sign_in(office.kasi["pemerintahan"]), reverse("collection:review", args=[entry.pk]), entry)


def test_no_other_page_may_hold_a_frame(entry: Entry, office: Office) -> None:
    kasi = sign_in(office.kasi["pemerintahan"])
    for path in ("/", "/isian/meja/", "/dokumen/"):
        assert "frame-src" not in kasi.get(path)["Content-Security-Policy"]


def test_a_frame_opens_for_nobody_who_may_not_see_the_file(entry: Entry, office: Office) -> None:
    path, desa = address_of(entry), office.desa[0].code
    assert sign_in(office.kasi["pemerintahan"]).get(path).status_code == 200
    for person in (office.lurah[desa], office.operator[desa]):
        refused = sign_in(person).get(path)
        assert refused.status_code == 404
        assert refused["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in refused["Content-Security-Policy"]
    assert Client().get(path).headers["Location"].startswith("/accounts/login/")
