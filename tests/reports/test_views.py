"""The pages of the prints, and who may open them."""

import uuid
from io import BytesIO

import docx
import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from cermat.collection.actions import open_sheets
from cermat.documents.models import Document
from cermat.lib.months import Month
from cermat.reports.queries import KINDS, Scope
from cermat.sop.models import Cycle
from tests.factories import NOW, Office, other_office, sign_in
from tests.reports.factories import a_meeting, a_run
from tests.requirements.factories import opened

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_INDEX = 8  # one of them for the years that have a plan


@pytest.fixture
def cycle(cycle: Cycle) -> Cycle:
    """Its sheets are open."""
    open_sheets(cycle=cycle, now=NOW)
    return cycle


@pytest.fixture
def sekcam(office: Office) -> Client:
    return sign_in(office.sekcam)


def test_every_print_of_a_cycle_has_its_page(office: Office, cycle: Cycle, sekcam: Client) -> None:
    a_run(office, cycle)
    a_meeting(office, cycle)
    for kind in KINDS.values():
        if kind.scope is Scope.CYCLE:
            page = sekcam.get(reverse("reports:print", args=[cycle.pk, kind.key]))
            assert page.status_code == 200, kind.key
            assert "DATA CONTOH" in page.content.decode()


def test_every_print_of_a_unit_has_its_page(office: Office, cycle: Cycle, sekcam: Client) -> None:
    for kind in KINDS.values():
        if kind.scope in {Scope.SECTION, Scope.UNIT}:
            page = sekcam.get(reverse("reports:unit_print", args=[cycle.pk, kind.key, office.sections["pmd"].pk]))
            assert page.status_code == 200, kind.key


def test_the_sop_and_its_flowchart_stand_on_pages_without_inline_style(cycle: Cycle, sekcam: Client) -> None:
    for kind in ("sop", "bagan-alir"):
        page = sekcam.get(reverse("reports:sop_print", args=[cycle.sop_id, kind])).content.decode()
        assert "style=" not in page
    assert "<svg" in page


def test_the_list_of_a_cycle_offers_all_prints(cycle: Cycle, sekcam: Client) -> None:
    page = sekcam.get(reverse("reports:cycle", args=[cycle.pk])).content.decode()
    assert "Rekapitulasi Kelengkapan" in page
    assert "Kelurahan Payaman" in page
    assert reverse("reports:cycle", args=[cycle.pk]) in sekcam.get(reverse("reports:index")).content.decode()


def test_a_print_that_cannot_be_made_yet_says_what_it_waits_for(office: Office, cycle: Cycle, sekcam: Client) -> None:
    listed, pdf = reverse("reports:cycle", args=[cycle.pk]), reverse("reports:pdf", args=[cycle.pk, "undangan"])
    page = sekcam.get(listed).text
    assert "Menunggu rapat direncanakan" in page
    assert "Menunggu penghitungan" in page
    assert pdf not in page
    a_run(office, cycle)
    a_meeting(office, cycle)
    page = sekcam.get(listed).text
    assert "Menunggu" not in page
    assert pdf in page


def test_a_pdf_and_a_workbook_come_out(cycle: Cycle, sekcam: Client) -> None:
    pdf = sekcam.get(reverse("reports:pdf", args=[cycle.pk, "rekapitulasi"]))
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert "Kelurahan Payaman" in pypdf.PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    book = sekcam.get(reverse("reports:xlsx", args=[cycle.pk, "rekapitulasi"]))
    assert load_workbook(BytesIO(book.content)).sheetnames == ["Rekapitulasi Kelengkapan"]


def test_every_print_comes_out_as_an_office_document(office: Office, cycle: Cycle, sekcam: Client) -> None:
    a_run(office, cycle)
    a_meeting(office, cycle)
    for kind in KINDS.values():
        if kind.scope is Scope.CYCLE:
            made = sekcam.get(reverse("reports:docx", args=[cycle.pk, kind.key]))
            first = docx.Document(BytesIO(made.content)).paragraphs[0].text
            assert first.startswith("PEMERINTAH") or kind.key in {"undangan"}, kind.key
    sop = sekcam.get(reverse("reports:sop_docx", args=[cycle.sop_id, "sop"]))
    assert "Identitas SOP" in docx.Document(BytesIO(sop.content)).element.xml
    unit = sekcam.get(reverse("reports:unit_docx", args=[cycle.pk, "data-kinerja", office.kelurahan[0].pk]))
    assert unit.headers["Content-Disposition"].endswith('.docx"')


def test_a_print_without_a_table_has_no_workbook(cycle: Cycle, sekcam: Client) -> None:
    assert sekcam.get(reverse("reports:xlsx", args=[cycle.pk, "register"])).status_code == 404
    assert sekcam.get(reverse("reports:print", args=[cycle.pk, "tidak-ada"])).status_code == 404
    assert sekcam.get(reverse("reports:print", args=[cycle.pk, "sop"])).status_code == 404


def test_nobody_sees_the_prints_of_another_kecamatan(cycle: Cycle) -> None:
    stranger = sign_in(other_office().sekcam)
    assert stranger.get(reverse("reports:print", args=[cycle.pk, "register"])).status_code == 404
    assert stranger.get(reverse("reports:sop_print", args=[cycle.sop_id, "sop"])).status_code == 404


def test_a_village_sees_its_own_sheets_and_nobody_elses(office: Office, cycle: Cycle) -> None:
    mine, other = office.kelurahan[0], office.desa[0]
    operator = sign_in(office.operator[mine.code])
    assert operator.get(reverse("reports:unit_print", args=[cycle.pk, "data-kinerja", mine.pk])).status_code == 200
    assert operator.get(reverse("reports:unit_print", args=[cycle.pk, "data-kinerja", other.pk])).status_code == 404


def test_a_print_that_cannot_be_made_yet_says_what_to_do(cycle: Cycle, sekcam: Client) -> None:
    page = sekcam.get(reverse("reports:print", args=[cycle.pk, "undangan"]))
    assert page.status_code == 422
    assert "Rencanakan rapat" in page.content.decode()


def test_a_print_is_put_into_the_register_once(cycle: Cycle, sekcam: Client) -> None:
    path, form = reverse("reports:making", args=[cycle.pk, "register"]), {"_key": str(uuid.uuid4())}
    first, again = sekcam.post(path, form), sekcam.post(path, form)
    assert first.status_code == again.status_code == 302
    assert Document.objects.filter(kind="register").count() == 1


def test_the_index_asks_the_same_number_of_queries_for_one_and_three_cycles(
    office: Office, cycle: Cycle, sekcam: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    path = reverse("reports:index")
    with CaptureQueriesContext(connection) as one:
        sekcam.get(path)
    for month in (Month(2026, 9), Month(2026, 10)):
        opened(office, month)
    with django_assert_num_queries(len(one)):
        sekcam.get(path)
    assert len(one) == QUERIES_OF_THE_INDEX
