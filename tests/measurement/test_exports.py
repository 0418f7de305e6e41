"""Figures taken home: numbers as numbers, what is missing as an empty cell, the kabupaten's columns in its order."""

import csv
import io

import pytest
from openpyxl import load_workbook

from cermat.lib.definitions import read_definition
from cermat.lib.errors import DefinitionError
from cermat.measurement.actions import calculate
from cermat.measurement.models import Run
from cermat.measurement.queries import esakip_columns, year_rows
from cermat.measurement.schema import EsakipFile
from cermat.printing.blocks import Cell, Column, Table, body
from cermat.printing.csv_table import as_csv
from tests.factories import Office, build, sign_in
from tests.measurement.factories import EVALUATING, begun, collected, office_with_plan

pytestmark = pytest.mark.django_db


def lay() -> Office:
    """A month collected from the kelurahan alone, and calculated."""
    office = office_with_plan()
    begun(office)
    calculate(cycle=collected(office, *office.kelurahan), by=office.sekcam, now=EVALUATING, provisional=True)
    return office


@pytest.fixture
def run(office: Office) -> Run:
    return Run.objects.get()


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_table_of_a_run_as_csv_has_numbers_that_programs_read(office: Office, run: Run) -> None:
    page = sign_in(office.camat).get(f"/pengukuran/penghitungan/{run.pk}/indikator.csv")
    rows = {row["Kode"]: row for row in lines(page.content)}
    figure = run.figures.get(code="PBB-01")
    assert rows["PBB-01"]["Nomor angka"] == str(figure.pk)
    assert float(rows["PBB-01"]["Realisasi"]) == float(figure.actual or 0)
    assert rows["PBB-01"]["Seksi"] == str(figure.section)


def test_what_is_missing_is_an_empty_cell(office: Office, run: Run) -> None:
    rows = lines(sign_in(office.camat).get(f"/pengukuran/penghitungan/{run.pk}/iku.csv").content)
    missing = next(row for row in rows if row["Kode"] == "IKU-1")
    assert missing["Status"] == "Tidak tercapai – data tidak tersedia"
    assert (missing["Realisasi"], missing["Capaian (%)"]) == ("", "")


def test_a_workbook_of_a_run_has_a_sheet_for_each_table(office: Office, run: Run) -> None:
    page = sign_in(office.camat).get(f"/pengukuran/penghitungan/{run.pk}/tabel.xlsx")
    book = load_workbook(io.BytesIO(page.content))
    assert [name[:18] for name in book.sheetnames] == ["Indikator Kinerja ", "Indikator bulanan", "Program, kegiatan,"]
    assert book.worksheets[0]["A5"].value == "IKU-1"
    assert book.worksheets[0]["D5"].value == 83


def test_the_year_stands_in_the_columns_of_the_kabupaten(office: Office, run: Run) -> None:
    page = sign_in(office.camat).get(f"/pengukuran/e-sakip/{office.kecamatan.code}/2026.csv")
    rows = lines(page.content)
    assert list(rows[0]) == [column.judul for column in esakip_columns().kolom]
    assert [row["No"] for row in rows] == ["1", "2", "3", "4", "5"]
    first = rows[0]
    assert first["Tujuan"].startswith("Meningkatnya kualitas penyelenggaraan pemerintahan")
    assert (first["Target TW IV"], first["Realisasi TW IV"], first["Realisasi TW I"]) == ("83", "", "")
    assert first["Penanggung Jawab"] == "Kepala Seksi Pelayanan Umum"
    book = sign_in(office.camat).get(f"/pengukuran/e-sakip/{office.kecamatan.code}/2026.xlsx")
    assert load_workbook(io.BytesIO(book.content)).active["A3"].value == "No"


@pytest.mark.parametrize("ending", ["e-sakip/{code}/2026.pdf", "penghitungan/{run}/rahasia.csv"])
def test_what_is_not_offered_is_not_there(office: Office, run: Run, ending: str) -> None:
    address = ending.format(code=office.kecamatan.code, run=run.pk)
    assert sign_in(office.camat).get(f"/pengukuran/{address}").status_code == 404


def test_another_office_sees_nothing_of_it(office: Office, run: Run) -> None:
    other = build("35.18.12", "Loceret", ("Loceret",), ())
    for address in (
        f"penghitungan/{run.pk}/tabel.xlsx",
        f"penghitungan/{run.pk}/iku.csv",
        f"e-sakip/{office.kecamatan.code}/2026.xlsx",
    ):
        assert sign_in(other.camat).get(f"/pengukuran/{address}").status_code == 404


def test_a_year_is_read_in_a_few_queries(office: Office, run: Run, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(5):  # type: ignore[operator]  # of the plan: its year, its IKUs; figures
        assert len(year_rows(office.kecamatan, 2026)) == 5


def test_an_unknown_column_of_the_kabupaten_is_refused() -> None:
    with pytest.raises(DefinitionError, match="Baris 2"):
        read_definition("nama: X\nkolom: [{judul: A, isi: warna}]\n", EsakipFile)


def test_a_text_never_becomes_a_formula_in_a_csv() -> None:
    table = Table("t", (Column("A", group="G"), Column("B")), (body("=1+1", Cell("x", span=1)),))
    assert as_csv(table).decode("utf-8-sig").splitlines() == ["G A,B", "'=1+1,x"]
