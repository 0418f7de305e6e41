"""Documents are made once, kept, and say why when they cannot be made."""

from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from django.conf import LazySettings

from cermat.documents.models import Document, DocumentState
from cermat.documents.queries import place_of
from cermat.reports.actions import ask_for_outputs, make_document, request_print
from cermat.reports.queries import KINDS
from cermat.sop.models import Cycle
from tests.factories import NOW, Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(office: Office, settings: LazySettings, tmp_path: Path) -> Office:
    settings.MEDIA_ROOT = tmp_path
    return office


def asked(office: Office, cycle: Cycle, kind: str) -> Document:
    return request_print(kind=KINDS[kind], cycle=cycle, unit=None, by=office.sekcam, now=NOW)


def test_a_document_is_typeset_and_kept_in_the_register(office: Office, cycle: Cycle) -> None:
    document = asked(office, cycle, "register")
    make_document(document=document.pk, now=NOW)
    document.refresh_from_db()
    assert document.state == DocumentState.READY
    assert document.file is not None
    pages = pypdf.PdfReader(BytesIO(place_of(document.file).read_bytes())).pages
    assert "REGISTER PERSYARATAN" in pages[0].extract_text()


def test_making_it_again_changes_nothing(office: Office, cycle: Cycle) -> None:
    document = asked(office, cycle, "register")
    make_document(document=document.pk, now=NOW)
    before = Document.objects.get(pk=document.pk)
    make_document(document=document.pk, now=NOW)
    after = Document.objects.get(pk=document.pk)
    assert (before.file_id, before.ready_at, before.state) == (after.file_id, after.ready_at, after.state)


def test_what_cannot_be_made_says_why(office: Office, cycle: Cycle) -> None:
    document = asked(office, cycle, "undangan")
    make_document(document=document.pk, now=NOW)
    document.refresh_from_db()
    assert document.state == DocumentState.FAILED
    assert "Rencanakan rapat" in document.note


def test_a_finished_step_asks_for_its_output_once(cycle: Cycle) -> None:
    ask_for_outputs(cycle=cycle.pk, work="pemilahan", now=NOW)
    ask_for_outputs(cycle=cycle.pk, work="pemilahan", now=NOW)
    document = Document.objects.get(kind="register")
    assert document.title == "Register Persyaratan November 2026"
    assert document.params == {"cycle": cycle.pk}


def test_a_step_without_a_print_asks_for_nothing(cycle: Cycle) -> None:
    ask_for_outputs(cycle=cycle.pk, work="konfirmasi", now=NOW)
    assert not Document.objects.exists()
