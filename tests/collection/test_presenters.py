"""What a sheet says about itself."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cermat.collection.actions import attach_evidence
from cermat.collection.models import Form
from cermat.collection.presenters import history, sheet_view
from cermat.collection.presenters.sheets import typed_text
from cermat.collection.queries import sheet_of
from cermat.collection.schema import Answer, Given
from tests.collection.factories import GOOD, LATER, OPENED, a_pdf, collecting, entry_of, save, small_office

pytestmark = pytest.mark.django_db


def test_files_of_one_hand_are_one_row_of_the_history() -> None:
    office = small_office()
    kelurahan = office.kelurahan[0]
    entry = entry_of(collecting(office), kelurahan, office.sections["pemerintahan"])
    operator = office.operator[kelurahan.code]
    save(entry, operator, GOOD)
    for number in range(1, 6):
        content = a_pdf() + b"%%%d" % number  # the same bytes would be the same file
        upload = SimpleUploadedFile(f"bukti-{number}.pdf", content, "application/pdf")
        attach_evidence(entry=entry, code="PBB-01", upload=upload, by=operator, now=OPENED + number * LATER)
    save(entry, operator, GOOD, OPENED + 9 * LATER)

    told = [(row["what"], row["note"]) for row in history(entry)]

    files = "PBB-01: bukti-5.pdf; PBB-01: bukti-4.pdf; PBB-01: bukti-3.pdf; dan 2 lainnya"
    assert told == [("Draf disimpan", ""), ("Bukti dukung: 5 kali", files), ("Draf disimpan", "")]


def test_what_cermat_computes_waits_and_asks_for_no_proof() -> None:
    office = small_office()
    entry = entry_of(collecting(office), office.kelurahan[0], office.sections["pemerintahan"])
    card = next(card for group in sheet_view(sheet_of(entry)) for card in group["cards"] if card["code"] == "ADM-02")
    assert card["fields"][0]["read"] == card["fields"][0]["auto"]
    assert card["fields"][0]["read"].startswith("Menunggu: ")
    assert (card["target"], card["evidence_asked"]) == ("", "")  # 13 kelurahan are no target of one


def test_only_a_figure_is_read_with_its_unit() -> None:
    office = small_office()
    kelurahan = office.kelurahan[0]
    entry = entry_of(collecting(office), kelurahan, office.sections["pemerintahan"])
    missing = Given(Answer.NO_DATA, reason="menunggu laporan RT")
    save(
        entry,
        office.operator[kelurahan.code],
        GOOD | {("PDK-01", "lahir"): missing, ("PDK-01", "mati"): Given(Answer.NIL)},
    )
    card = next(card for group in sheet_view(sheet_of(entry)) for card in group["cards"] if card["code"] == "PDK-01")
    told = {field["read"]: field["has_unit"] for field in card["fields"]}
    assert told["1.000"]
    assert not told["Nihil"]
    assert not told["Belum ada data (menunggu laporan RT)"]


def test_what_one_typed_is_read_in_words_beside_what_another_saved() -> None:
    office = small_office()
    pelayanan = office.sections["pelayanan"]
    entry = entry_of(collecting(office, due=("ikm",)), pelayanan, pelayanan, Form.IKM)
    cell = next(cell for row in sheet_of(entry).rows for cell in row.fields if cell.field.key == "mutu")
    typed = [("angka:4", "", ""), ("angka", "1.050", ""), ("belum_ada_data", "", "menunggu Puskesmas"), ("", "", "")]
    assert [typed_text(one, cell) for one in typed] == [
        "A (Sangat Baik)", "1.050", "Belum ada data (menunggu Puskesmas)", "",
    ]  # fmt: skip
