"""What lists persons and what is a recap, in text, tables and whole files."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest

from cermat.documents.formula.inspection import Inspection, inspected, look_for_persons
from cermat.documents.formula.kinds import FileKind
from cermat.documents.formula.persons import Persons, is_nik
from cermat.operations.actions.sheets import small_pdf

NIK = "3518130101900001"  # built like one; nobody's
HEAD = ("No.", "Nama Lengkap", "NIK", "Alamat")
RECAP = [("No", "Nama Desa/Kelurahan", "Laki-laki", "Perempuan"), (1, "Payaman", 1021, 1044), (2, "Bogo", 998, 1001)]


def seen(rows: list[tuple[object, ...]]) -> str:
    persons = Persons()
    for row in rows:
        persons.row(row)
    return persons.said


def of(text: str) -> str:
    persons = Persons()
    persons.text(text)
    return persons.said


@pytest.mark.parametrize(
    ("digits", "is_one"),
    [
        (NIK, True),
        ("3518137112990002", True),  # a woman: the day plus 40
        ("3518133213900001", False),  # 32 of the 13th month
        ("0123456789012345", False),  # an office's NPWP
        ("9999999999999999", False),
    ],
)
def test_a_nik_is_known_by_how_it_is_built(digits: str, is_one: bool) -> None:
    assert is_nik(digits) is is_one


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"Nama: Contoh, NIK {NIK}.", "1 nomor NIK atau KK dan daftar nama orang"),
        ("351813 010190 0001 dan 3518-1301-0190-0002", "2 nomor NIK atau KK"),
        ("NIP 198001012005011001, NTPN 1234567890123456, Rp3.518.130.101.900.001", ""),
        (f"0,{NIK} dan 1{NIK}", ""),
        ("Rekapitulasi jumlah penduduk menurut nama desa: Payaman 2.065 jiwa", ""),
        ("Nomor   Nama\nNo. KK   Dusun", "daftar nama orang"),
        ("Daftar hadir: Nama, Jabatan, Tanda tangan", ""),
    ],
)
def test_texts(text: str, said: str) -> None:
    assert of(text) == said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (RECAP, ""),
        ([HEAD], ""),  # an empty form
        ([HEAD, (1, "Contoh Satu", None, "Dusun A"), (2, "Contoh Dua", None, "Dusun B")], "daftar nama orang"),
        ([("Nama", "L/P"), ("Contoh Satu", "L"), ("Contoh Dua", "P")], "daftar nama orang"),
        ([("Nama", "Jabatan"), ("Contoh Satu", "Lurah"), ("Contoh Dua", "Kasi")], ""),  # who came to a meeting
        ([(3518130101900001,), (3.518130101900002e15,), (NIK,)], "3 nomor NIK atau KK"),
        ([(1_250_000_000, "3518.13.2001")], ""),
    ],
)
def test_tables(rows: list[tuple[object, ...]], said: str) -> None:
    assert seen(rows) == said


def workbook(rows: list[tuple[object, ...]]) -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    book.active.title = "Rekap"  # type: ignore[union-attr]
    for row in rows:
        book.create_sheet("Data").append(row) if row is rows[0] else book["Data"].append(row)
    book.save(out)
    return out.getvalue()


def text_of(rows: list[tuple[object, ...]], mark: str) -> bytes:
    out = StringIO()
    csv.writer(out, delimiter=mark).writerows(rows)
    return out.getvalue().encode()


def looked(content: bytes, kind: FileKind) -> Inspection:
    found = inspected(content, kind)
    look_for_persons(found, kind)
    return found


LISTED = [HEAD, (1, "Contoh Satu", NIK, "Dusun A"), (2, "Contoh Dua", 3518134202910002, "Dusun B")]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_files_of_every_kind_say_what_they_are_and_whom_they_list(mark: str) -> None:
    listed = looked(text_of(LISTED, mark), FileKind.CSV)
    assert (listed.about, listed.persons.said) == ("3 baris", "2 nomor NIK atau KK dan daftar nama orang")
    assert looked(text_of(RECAP, mark), FileKind.CSV).persons.said == ""


def test_workbooks_name_their_sheets() -> None:
    listed = looked(workbook(LISTED), FileKind.XLSX)
    assert (listed.about, listed.persons.niks) == ("2 lembar: Rekap, Data", 2)
    assert looked(workbook(RECAP), FileKind.XLSX).persons.said == ""


def test_the_words_of_a_pdf_are_read() -> None:
    listed = looked(small_pdf(f"Penerima bantuan: {NIK}"), FileKind.PDF)
    assert (listed.about, listed.persons.said) == ("1 halaman", "1 nomor NIK atau KK")
    assert looked(small_pdf("Rekap: 12 orang"), FileKind.PDF).persons.said == ""
