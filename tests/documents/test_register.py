"""The register: asked for, made, failed, tried again, filed, validated."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings

from cermat.documents import actions
from cermat.documents.forms import RegisterFilter
from cermat.documents.models import Document, StoredFile
from cermat.documents.queries import documents_visible_to, latest, validated
from cermat.documents.workflow import MOVES, DocumentState, Verb
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import Month
from cermat.lib.workflow import may
from cermat.notifications.models import Job, Message
from cermat.organisation.models import Unit, User
from tests import factories
from tests.documents import corpus
from tests.factories import NOW, TODAY, Office

pytestmark = pytest.mark.django_db
NOVEMBER = Month(2026, 11)


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office() -> Office:
    return factories.office()


def asked(office: Office, by: User | None = None, **change: object) -> Document:
    given = {
        "kind": "laporan_kinerja", "title": "Laporan Kinerja", "unit": office.kecamatan, "period": NOVEMBER,
        "params": {"cycle": 1}, "by": by or office.sekcam, "now": NOW,
    } | change  # fmt: skip
    return actions.request_document(**given)  # type: ignore[arg-type]


def bytes_of(unit: Unit, content: bytes = b"%PDF-1.7 a") -> StoredFile:
    given = {"name": "laporan.pdf", "content_type": "application/pdf", "by": None, "now": NOW}
    return actions.store_bytes(content=content, unit=unit, **given)  # type: ignore[arg-type]


def finished(office: Office, **change: object) -> Document:
    return actions.finish_document(document=asked(office, **change), file=bytes_of(office.kecamatan), now=NOW)


def test_a_request_is_queued_once_while_it_is_being_made(office: Office) -> None:
    first = asked(office)
    assert asked(office) == first
    job = Job.objects.get(topic="make_document")
    assert job.payload == {"document": first.pk}
    assert asked(office, params={"cycle": 2}).version == 2


def test_a_finished_document_tells_whoever_asked(office: Office) -> None:
    document = finished(office)
    assert document.state == DocumentState.READY
    assert Message.objects.get(user=office.sekcam).url == f"/dokumen/{document.pk}/"
    with pytest.raises(ConflictError):
        actions.finish_document(document=document, file=bytes_of(office.kecamatan), now=NOW)


def test_a_new_request_is_the_next_version_and_the_old_one_stays(office: Office) -> None:
    old = finished(office)
    new = finished(office)
    assert (old.version, new.version) == (1, 2)
    assert latest(office.kecamatan, "laporan_kinerja", "2026-11") == new


def test_a_failed_document_says_why_and_is_tried_again(office: Office) -> None:
    document = actions.fail_document(document=asked(office), reason="Data belum lengkap.", now=NOW)
    assert document.note == "Data belum lengkap."
    again = actions.retry_document(document=document, by=office.camat, now=NOW.replace(hour=3))
    assert again.state == DocumentState.QUEUED
    assert Job.objects.filter(topic="make_document").count() == 2
    with pytest.raises(ConflictError):
        actions.retry_document(document=document, by=office.camat, now=NOW)


def test_a_document_is_validated_by_somebody_else_who_may(office: Office) -> None:
    document = finished(office)
    with pytest.raises(DomainError) as own:
        actions.validate_document(document=document, by=office.sekcam, now=NOW)
    assert own.value.code == "own_document"
    for by in (office.kasi["pmd"], office.staf, factories.other_office().camat):
        with pytest.raises(NotAllowedError):
            actions.validate_document(document=document, by=by, now=NOW)
    done = actions.validate_document(document=document, by=office.camat, now=NOW)
    assert done.validated_by == office.camat
    assert validated(office.kecamatan, "laporan_kinerja", "2026-11") == done


def test_what_is_not_ready_is_not_validated(office: Office) -> None:
    with pytest.raises(ConflictError):
        actions.validate_document(document=asked(office), by=office.camat, now=NOW)


def test_a_filed_document_counts_versions_and_refuses_the_same_file(office: Office) -> None:
    given = {"kind": "renstra", "unit": office.kecamatan, "period": "2024", "by": office.sekcam, "now": NOW}
    first = actions.file_document(file=bytes_of(office.kecamatan), **given)  # type: ignore[arg-type]
    assert (first.title, first.version, first.state) == ("Dokumen Renstra", 1, DocumentState.READY)
    with pytest.raises(DomainError, match="versi 1"):
        actions.file_document(file=bytes_of(office.kecamatan), **given)  # type: ignore[arg-type]
    second = actions.file_document(file=bytes_of(office.kecamatan, corpus.pdf()), **given)  # type: ignore[arg-type]
    assert second.version == 2


def test_filing_asks_for_the_right_role_kind_and_unit(office: Office) -> None:
    given = {"kind": "renstra", "unit": office.kecamatan, "period": "2024", "by": office.sekcam, "now": NOW}
    file = bytes_of(office.kecamatan)
    for change in ({"by": office.lurah[office.kelurahan[0].code]}, {"by": factories.other_office().sekcam}):
        with pytest.raises(NotAllowedError):
            actions.file_document(file=file, **given | change)  # type: ignore[arg-type]
    with pytest.raises(DomainError, match="jenis"):
        actions.file_document(file=file, **given | {"kind": "surat_cinta"})  # type: ignore[arg-type]
    with pytest.raises(DomainError, match="unit lain"):
        actions.file_document(file=bytes_of(office.desa[0]), **given)  # type: ignore[arg-type]


def test_a_file_of_another_kecamatan_never_becomes_the_document(office: Office) -> None:
    stranger = factories.other_office()
    with pytest.raises(DomainError):
        actions.finish_document(document=asked(office), file=bytes_of(stranger.kecamatan), now=NOW)


def test_a_register_is_seen_in_its_own_kecamatan(office: Office) -> None:
    other = factories.other_office()
    document = finished(office)
    assert document in documents_visible_to(office.observer, TODAY)
    assert document in documents_visible_to(office.operator[office.desa[0].code], TODAY)
    for user in other.everyone():
        if user != other.observer:
            assert document not in documents_visible_to(user, TODAY)
    with pytest.raises(NotAllowedError):
        asked(office, by=other.sekcam)


def test_whoever_looks_on_adds_nothing_to_the_register(office: Office) -> None:
    with pytest.raises(NotAllowedError):
        asked(office, by=office.observer)
    failed = actions.fail_document(document=asked(office), reason="rusak", now=NOW)
    with pytest.raises(NotAllowedError):
        actions.retry_document(document=failed, by=office.observer, now=NOW)


def test_the_states_allow_these_moves_and_no_others() -> None:
    allowed = [(state, verb) for state in DocumentState for verb in Verb if may(MOVES, state, verb)]
    assert allowed == [
        (DocumentState.QUEUED, Verb.FINISH),
        (DocumentState.QUEUED, Verb.FAIL),
        (DocumentState.READY, Verb.VALIDATE),
        (DocumentState.FAILED, Verb.RETRY),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "ready"},
        {"state": "lost"},
        {"version": 1},
        {"validated_at": NOW},
        {"state": "validated"},
    ],
)
def test_the_database_refuses_documents_that_make_no_sense(office: Office, broken: dict[str, object]) -> None:
    first = asked(office)
    fields = {"kind": first.kind, "period": first.period, "version": 2, "state": "queued", "title": "x"} | broken
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(kecamatan=office.kecamatan, unit=office.kecamatan, requested_at=NOW, **fields)


def test_the_database_refuses_a_maker_who_validates(office: Office) -> None:
    document = finished(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(state="validated", validated_by=office.sekcam, validated_at=NOW)


def test_the_register_is_narrowed_by_period_kind_unit_and_state(office: Office) -> None:
    made = finished(office)
    asked(office, period=Month(2026, 10))
    asked(office, kind="berita_acara", unit=office.kelurahan[0])
    visible = documents_visible_to(office.camat, TODAY)

    def narrowed(**chosen: object) -> list[Document]:
        return list(RegisterFilter(chosen, documents=visible).narrowed(visible))

    given = {"period": "2026-11", "kind": "laporan_kinerja", "unit": office.kecamatan.pk, "state": "ready"}
    assert narrowed(**given) == narrowed(state="ready") == [made]
    assert len(narrowed(period="2026-11")) == len(narrowed(kind="laporan_kinerja")) == 2
    assert len(narrowed(unit=office.kelurahan[0].pk)) == 1
    assert len(narrowed(unit="x", period="2020-01")) == 3  # what is not on offer narrows nothing
