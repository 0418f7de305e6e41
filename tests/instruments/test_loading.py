"""A file comes in, its differences are shown, and only then is it a new version."""

import io
import uuid
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cermat.audit.models import AuditEvent
from cermat.instruments.models import InstrumentDraft, InstrumentVersion
from tests.factories import office, other_office, sign_in
from tests.instruments.factories import CONTEST, contest, loaded

pytestmark = pytest.mark.django_db


def send(client: Client, content: bytes | str, name: str = "lomba.yaml") -> HttpResponse:
    data = content.encode() if isinstance(content, str) else content
    form = {"_key": str(uuid.uuid4()), "file": SimpleUploadedFile(name, data)}
    answer: HttpResponse = client.post(reverse("instruments:upload"), form, follow=True)
    return answer


def post(client: Client, name: str, pk: int, **fields: Any) -> HttpResponse:
    form = {"_key": str(uuid.uuid4()), **fields}
    answer: HttpResponse = client.post(reverse(f"instruments:{name}", args=[pk]), form, follow=True)
    return answer


def test_a_file_waits_with_its_differences_until_it_is_confirmed() -> None:
    made = office()
    loaded(made)
    client = sign_in(made.admin)
    text = contest(2, clean="0.70").replace("bobot: 0.25", "bobot: 0.30").replace("nama: Kurang", "nama: Cukup")
    shown = send(client, text).content.decode()
    for words in (
        "lomba-contoh@1",
        "<del>0,75</del> → <ins>0,7</ins>",
        "<ins>Cukup</ins>",
        "3 berubah",
        "Muat versi 2",
    ):
        assert words in shown, words
    assert InstrumentVersion.objects.count() == 1
    draft = InstrumentDraft.objects.get()
    done = post(client, "loading", draft.pk, digest=draft.digest).content.decode()
    assert "versi 2 termuat" in done
    assert not InstrumentDraft.objects.exists()
    assert [version.version for version in InstrumentVersion.objects.all()] == [2, 1]
    assert AuditEvent.objects.filter(verb="instrument.loaded", actor=made.admin.pk).count() == 2


def test_added_and_removed_rows_are_told() -> None:
    made = office()
    loaded(made)
    text = contest(2).replace("kode: indah", "kode: asri")
    shown = send(sign_in(made.admin), text).content.decode()
    assert "1 ditambah, 1 dihapus" in shown


def test_a_new_instrument_is_all_new() -> None:
    made = office()
    shown = send(sign_in(made.admin), contest()).content.decode()
    assert "Instrumen baru" in shown
    assert "Ditambah" in shown


def test_a_draft_may_be_thrown_away() -> None:
    made = office()
    client = sign_in(made.admin)
    send(client, contest())
    assert "tidak ada yang berubah" in post(client, "discarding", InstrumentDraft.objects.get().pk).content.decode()
    assert not InstrumentDraft.objects.exists()
    assert not InstrumentVersion.objects.exists()


def test_only_what_was_seen_is_loaded() -> None:
    made = office()
    client = sign_in(made.admin)
    send(client, contest())
    seen = InstrumentDraft.objects.get()
    send(client, contest(3))
    assert InstrumentDraft.objects.get().pk == seen.pk  # a person has one draft
    assert post(client, "loading", seen.pk, digest=seen.digest).status_code == 409
    assert not InstrumentVersion.objects.exists()


def test_a_draft_is_its_makers_alone() -> None:
    made, others = office(), other_office()
    send(sign_in(made.admin), contest())
    draft = InstrumentDraft.objects.get()
    assert post(sign_in(others.admin), "loading", draft.pk, digest=draft.digest).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (CONTEST.replace("versi: 1", "versi: satu"), "lomba.yaml", "Baris 3: "),
        (CONTEST, "lomba.yaml", "Tulis versi 2"),
        (b"\xff\xfe\x00", "lomba.yaml", "bukan teks UTF-8"),
        (b"MZ\x90\x00" + b"\x00" * 300, "lomba.xlsx", "bukan"),
        (b"PK\x03\x04" + b"\x00" * 300, "lomba.xlsx", "rusak"),
        (CONTEST, "lomba.docx", "Pilih berkas .yaml atau .xlsx"),
        (b" " * 1_000_001, "lomba.yaml", "lebih dari 1 MB"),
        (b"", "lomba.yaml", "kosong (0 bita)"),
    ],
)
def test_a_faulty_file_is_refused_with_a_sentence(content: bytes | str, name: str, sentence: str) -> None:
    made = office()
    loaded(made)
    answer = send(sign_in(made.admin), content, name)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not InstrumentDraft.objects.exists()


def test_the_template_comes_back_filled_in() -> None:
    made = office()
    version = loaded(made)
    client = sign_in(made.admin)
    answer = client.get(reverse("instruments:xlsx", args=[version.pk]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="lomba-contoh-1.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    book["Instrumen"]["B3"] = 2
    book["Butir"]["J2"] = "0,7"
    wrong = io.BytesIO()
    book.save(wrong)
    assert "0,95" in send(client, wrong.getvalue(), "lomba.xlsx").content.decode()
    book["Butir"]["J3"] = "0,3"
    right = io.BytesIO()
    book.save(right)
    assert "<ins>0,3</ins>" in send(client, right.getvalue(), "lomba.xlsx").content.decode()
