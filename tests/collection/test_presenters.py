"""What a sheet says about itself."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cermat.collection.actions import attach_evidence
from cermat.collection.presenters import history
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
