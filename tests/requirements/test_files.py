"""The schedule of requirements as a file that an administrator brings: what is at fault is said, nothing is kept."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from cermat.requirements.models import RequirementPlan
from tests.factories import Office, office, sign_in

pytestmark = pytest.mark.django_db
ROW = (
    "  - {{persyaratan: {key}, instrumen: ikm, seksi: pelayanan, frekuensi: triwulanan, "
    'siklus_jatuh_tempo: {months}, subjek: kecamatan, catatan: "{note}"}}\n'
)


def file(*, version: str = "kantor-1", key: str = "ikm", months: str = "[3]", note: str = "", times: int = 1) -> str:
    row = ROW.format(key=key, months=months, note=note)
    return f"versi: {version}\nasal: Kantor\npersyaratan:\n{row * times}"


def bring(made: Office, text: str) -> HttpResponse:
    sent = {"_key": str(uuid4()), "file": SimpleUploadedFile("jadwal.yaml", text.encode())}
    return sign_in(made.admin).post(reverse("requirements:files"), sent)


def test_a_schedule_from_a_file_is_in_force() -> None:
    made = office()
    assert bring(made, file()).status_code == 302
    assert RequirementPlan.objects.get().due_months == [3]


@pytest.mark.parametrize(
    "text",
    [
        file(months="[13]"),
        file(months="[0]"),
        file(note="a" * 301),
        file(key="k" * 41),
        file(version="v" * 61),
        file(times=2),
    ],
    ids=["month 13", "month 0", "long note", "long key", "long version", "twice"],
)
def test_what_no_page_could_show_is_refused_and_said(text: str) -> None:
    made = office()
    answer = bring(made, text)
    assert (answer.status_code, "Baris " in answer.content.decode()) == (422, True)
    assert not RequirementPlan.objects.exists()


def test_a_section_that_is_closed_answers_for_nothing_new() -> None:
    made = office()
    section = made.sections["pelayanan"]
    section.is_active = False
    section.save(update_fields=["is_active"])
    answer = bring(made, file())
    assert (answer.status_code, "“pelayanan”" in answer.content.decode()) == (422, True)
