"""The pages of the register and the door to the files."""

import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from cermat.documents import actions
from cermat.documents.forms import FilingForm
from cermat.documents.models import Document, StoredFile
from cermat.documents.queries import place_of
from cermat.organisation.models import Unit
from tests import factories
from tests.documents import corpus
from tests.factories import Office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office() -> Office:
    return factories.office()


def stored(unit: Unit, content: bytes | None = None, name: str = "laporan.pdf") -> StoredFile:
    kind = "image/jpeg" if name.endswith("jpg") else "text/csv" if name.endswith("csv") else "application/pdf"
    given = {"name": name, "content_type": kind, "by": None, "now": factories.NOW}
    return actions.store_bytes(content=content or corpus.pdf(), unit=unit, **given)  # type: ignore[arg-type]


def asked(office: Office, period: str = "2026-11") -> Document:
    given = {"kind": "laporan", "title": "Laporan Kinerja", "params": {}, "by": office.sekcam, "now": factories.NOW}
    return actions.request_document(unit=office.kecamatan, period=period, **given)  # type: ignore[arg-type]


def ready(office: Office, period: str = "2026-11") -> Document:
    file = stored(office.kecamatan, f"%PDF-{period}".encode())
    return actions.finish_document(document=asked(office, period), file=file, now=factories.NOW)


def form(**fields: object) -> dict[str, object]:
    return {"_key": str(uuid.uuid4()), "_page": "/dokumen/"} | fields


def filing(office: Office, upload: SimpleUploadedFile, **change: object) -> dict[str, object]:
    return form(kind="renstra", unit=office.kecamatan.pk, period="2024", note="naskah", upload=upload) | change


def test_a_file_leaves_as_a_download_that_runs_nowhere(office: Office) -> None:
    file = stored(office.kecamatan, name="Laporan Kinerja “Nganjuk”.pdf")
    answer = factories.sign_in(office.camat).get(f"/dokumen/berkas/{file.pk}/")
    assert b"".join(answer.streaming_content) == corpus.pdf()  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Laporan%20Kinerja")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(("name", "shown"), [("a.jpg", True), ("a.pdf", True), ("a.csv", False)])
def test_only_pictures_and_pdf_are_shown_in_the_browser(office: Office, name: str, shown: bool) -> None:
    file = stored(office.kecamatan, corpus.photo(), name)
    answer = factories.sign_in(office.camat).get(f"/dokumen/berkas/{file.pk}/?lihat=1")
    assert answer["Content-Disposition"].startswith("inline" if shown else "attachment")
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_only_a_pdf_that_is_looked_at_may_stand_in_a_page_of_ours(office: Office) -> None:
    browser = factories.sign_in(office.camat)
    pdf, picture = (stored(office.kecamatan, content, name) for content, name in (
        (corpus.pdf(), "a.pdf"), (corpus.photo(), "a.jpg"),
    ))  # fmt: skip
    shown = browser.get(f"/dokumen/berkas/{pdf.pk}/?lihat=1")
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert shown["Content-Security-Policy"] == (
        "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'"
    )
    for path in (f"/dokumen/berkas/{pdf.pk}/", f"/dokumen/berkas/{picture.pk}/?lihat=1"):
        answer = browser.get(path)
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Content-Security-Policy"].endswith("frame-ancestors 'none'")


def test_a_file_of_another_unit_is_not_found(office: Office) -> None:
    own, neighbour = office.kelurahan[0], office.kelurahan[1]
    address = f"/dokumen/berkas/{stored(own).pk}/"
    assert factories.sign_in(office.lurah[own.code]).get(address).status_code == 200
    for user in (office.lurah[neighbour.code], factories.other_office().camat):
        assert factories.sign_in(user).get(address).status_code == 404


def test_a_document_is_filed_and_validated_through_the_pages(office: Office) -> None:
    browser = factories.sign_in(office.sekcam)
    assert browser.get("/dokumen/baru/").status_code == 200
    answer = browser.post("/dokumen/baru/", filing(office, corpus.upload("Renstra.pdf", corpus.pdf())))
    document = Document.objects.get()
    assert answer.headers["Location"] == f"/dokumen/{document.pk}/"
    assert (document.kind, document.period, document.note) == ("renstra", "2024", "naskah")
    camat = factories.sign_in(office.camat)
    assert "Validasi" in camat.get(f"/dokumen/{document.pk}/").content.decode()
    assert camat.post(f"/dokumen/{document.pk}/validasi/", form()).status_code == 302
    document.refresh_from_db()
    assert document.validated_by == office.camat


@pytest.mark.parametrize(
    ("typed", "kept"), [("2026", "2026"), ("2026-11", "2026-11"), (" november  2026", "2026-11"), ("Nopember 2026", "")]
)
def test_the_month_of_a_document_is_typed_as_people_write_it(office: Office, typed: str, kept: str) -> None:
    filled = FilingForm({"kind": "renstra", "unit": 0, "period": typed}, units=Unit.objects.none())
    filled.is_valid()
    assert filled.cleaned_data.get("period", "") == kept


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("program.pdf", b"MZ" + b"\0" * 99, "program Windows (.exe), bukan PDF"),
        ("besar.pdf", b"%PDF-" + b"0" * 30 * 1024 * 1024, "Berkas ini 30 MB, paling besar 10 MB"),
        ("kosong.pdf", b"", "0 bita"),
    ],
)
def test_a_bad_file_is_told_at_the_field_and_the_rest_is_kept(
    office: Office, name: str, content: bytes, sentence: str
) -> None:
    answer = factories.sign_in(office.sekcam).post("/dokumen/baru/", filing(office, corpus.upload(name, content)))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="naskah"' in page
    assert not StoredFile.objects.exists()


def test_the_same_form_twice_files_once(office: Office) -> None:
    browser = factories.sign_in(office.sekcam)
    sent = filing(office, corpus.upload("a.pdf", corpus.pdf()))
    first = browser.post("/dokumen/baru/", sent)
    second = browser.post("/dokumen/baru/", sent | {"upload": corpus.upload("a.pdf", corpus.pdf())})
    assert first.headers["Location"] == second.headers["Location"]
    assert Document.objects.count() == 1


def test_a_document_being_made_looks_again_by_itself_and_a_failed_one_offers_another_try(office: Office) -> None:
    browser = factories.sign_in(office.sekcam)
    document = asked(office)
    answer = browser.get(f"/dokumen/{document.pk}/")
    assert answer["Refresh"]
    assert "sedang dibuat" in answer.content.decode()
    actions.fail_document(document=document, reason="Data belum lengkap.", now=factories.NOW)
    answer = browser.get(f"/dokumen/{document.pk}/")
    assert "Refresh" not in answer
    assert "Data belum lengkap." in answer.content.decode()
    assert browser.post(f"/dokumen/{document.pk}/pembuatan/", form()).status_code == 302


def test_the_register_costs_the_same_for_one_row_and_three(office: Office) -> None:
    browser = factories.sign_in(office.camat)
    counts = []
    for periods in (["2026-11"], ["2026-10", "2026-09"]):
        for period in periods:
            ready(office, period)
        with CaptureQueriesContext(connection) as queries:
            page = browser.get("/dokumen/").content.decode()
        counts.append(len(queries))
    assert page.count("Siap, belum divalidasi") == 3
    assert counts == [10, 10]


def test_the_register_is_narrowed_by_period_and_kind(office: Office) -> None:
    ready(office, "2026-11")
    ready(office, "2026-10")
    browser = factories.sign_in(office.camat)
    page = browser.get("/dokumen/?period=2026-10").content.decode()
    assert "Oktober 2026" in page
    assert "November 2026</td>" not in page
    assert "Belum ada dokumen" in browser.get("/dokumen/?kind=laporan&state=failed").content.decode()


def test_other_kecamatan_find_neither_page_nor_act(office: Office) -> None:
    document = ready(office)
    stranger = factories.sign_in(factories.other_office().camat)
    assert stranger.get(f"/dokumen/{document.pk}/").status_code == 404
    assert stranger.post(f"/dokumen/{document.pk}/validasi/", form()).status_code == 404
    assert "Laporan Kinerja" not in stranger.get("/dokumen/").content.decode()
    lurah = factories.sign_in(office.lurah[office.kelurahan[0].code])
    assert lurah.get("/dokumen/baru/").status_code == 403
    assert lurah.post(f"/dokumen/{document.pk}/validasi/", form()).status_code == 403


def test_the_register_shows_the_nine_documents_and_what_is_missing(office: Office) -> None:
    page = factories.sign_in(office.camat).get("/dokumen/").content.decode()
    assert page.count("Belum ada; dibuat Cermat") == 6
    assert page.count("Belum ada; dimasukkan oleh kantor") == 3
    browser = factories.sign_in(office.sekcam)
    browser.post("/dokumen/baru/", filing(office, SimpleUploadedFile("r.pdf", corpus.pdf(), "application/pdf")))
    page = browser.get("/dokumen/").content.decode()
    assert page.count("Belum ada; dimasukkan oleh kantor") == 2


def test_a_file_whose_bytes_are_lost_is_told_in_a_sentence(office: Office) -> None:
    file = stored(office.kecamatan)
    place_of(file).unlink()
    answer = factories.sign_in(office.camat).get(f"/dokumen/berkas/{file.pk}/")
    assert answer.status_code == 422
    assert "memulihkannya dari cadangan" in answer.content.decode()
