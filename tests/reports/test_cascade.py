"""The print of the pohon kinerja: page, PDF on two sizes of paper, DOCX, workbook."""

import csv
import io

import openpyxl
import pytest

from cermat.measurement.queries.cascade import year_tree
from cermat.printing.blocks import Picture, Table
from cermat.reports.queries import TreeSubject
from cermat.reports.queries.cascade import tree_print
from tests.factories import Office, other_office, sign_in
from tests.measurement.factories import CALCULATING, office_with_plan
from tests.stages import made_once

pytestmark = pytest.mark.django_db
stage = made_once(office_with_plan)


@pytest.fixture
def office(stage: Office) -> Office:
    return stage


def path(office: Office, file: str = "") -> str:
    return f"/laporan/pohon-kinerja/{office.kecamatan.code}/2026/{file}"


def test_the_picture_goes_over_pages_and_the_table_holds_every_row(office: Office) -> None:
    found = year_tree(office.kecamatan, 2026)
    assert found is not None
    made = tree_print(TreeSubject(found), CALCULATING)
    pictures = [block for block in made.blocks if isinstance(block, Picture)]
    assert [one.caption for one in pictures] == [
        f"Bagian {at} dari {len(pictures)}" for at in range(1, len(pictures) + 1)
    ]
    [table] = [block for block in made.blocks if isinstance(block, Table)]
    assert len(table.rows) == 1 + 4 + 5 + 6 + 12 + 18
    assert tree_print(TreeSubject(found, "a3"), CALCULATING).paper == "a3"


def test_the_print_is_offered_and_opens_as_page_and_files(office: Office) -> None:
    browser = sign_in(office.camat)
    assert path(office) in browser.get("/laporan/").content.decode()
    page = browser.get(path(office)).content.decode()
    assert "POHON KINERJA" in page
    assert f'href="{path(office, "pdf/")}?kertas=a3"' in page
    assert f'href="{path(office, "xlsx/")}"' in page
    assert browser.get(path(office, "pdf/")).content.startswith(b"%PDF")
    assert browser.get(path(office, "docx/")).content.startswith(b"PK")


def test_the_workbook_holds_the_tree_and_its_gaps(office: Office) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sign_in(office.camat).get(path(office, "xlsx/")).content))
    assert book.sheetnames == ["Pohon kinerja", "Celah"]
    assert [row[1].value for row in book["Pohon kinerja"].iter_rows(min_row=5, max_row=7)] == ["T1", "S1", "IKU-1"]


def test_only_of_a_year_that_has_a_plan_and_of_an_office_one_sees(office: Office) -> None:
    assert sign_in(office.camat).get(path(office).replace("2026", "2025")).status_code == 404
    assert sign_in(other_office().camat).get(path(office)).status_code == 404


def test_the_table_goes_out_as_csv(office: Office) -> None:
    text = sign_in(office.camat).get(path(office, "csv/")).content.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text))
    assert head[:4] == ["Tingkat", "Kode", "Uraian", "Target"]
    assert rows[2][:4] == ["IKU", "IKU-1", "Indeks Kepuasan Masyarakat (IKM) Kecamatan", "83 nilai (25-100)"]
    assert len(rows) == 1 + 4 + 5 + 6 + 12 + 18
