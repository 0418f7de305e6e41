"""The pages of a plan: written part by part, uploaded, compared, put in force, signed, taken home."""

import io
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cermat.indicators.actions import (
    adopt_plan_draft,
    keep_draft_part,
    load_plan,
    sign_agreement,
    start_plan_draft,
)
from cermat.indicators.forms import PartForm, Shown
from cermat.indicators.models import AgreementSignature, Party, Plan, PlanDraft
from cermat.indicators.schema.plan_parts import PART
from cermat.indicators.schema.plan_table import MOST_ROWS
from cermat.organisation.models import Unit
from tests.factories import NOW, Office, office, sign_in
from tests.indicators.factories import planned, text_of

pytestmark = pytest.mark.django_db
QUERIES_OF_PLANS = 6


def begun(made: Office) -> PlanDraft:
    return start_plan_draft(kecamatan=made.kecamatan, year=2026, origin="berlaku", by=made.sekcam, now=NOW)


def posted(client: Client, name: str, *args: object, **data: Any) -> Any:
    return client.post(reverse(f"indicators:{name}", args=args), {"_key": str(uuid4())} | data)


def test_a_newcomer_begins_from_nothing_and_is_told_what_is_missing() -> None:
    made = office()
    client = sign_in(made.sekcam)
    assert "Susun rencana" in client.get(reverse("indicators:plans")).content.decode()
    posted(client, "plan_start", year=2027, origin="kosong")
    draft = PlanDraft.objects.get()
    page = client.get(reverse("indicators:plan_draft", args=[draft.pk])).content.decode()
    assert "Bagian IKU masih kosong. Isi sedikitnya satu baris." in page
    posted(client, "plan_start", year=2027, origin="kosong")
    assert PlanDraft.objects.count() == 1


def test_a_row_is_added_changed_and_taken_away() -> None:
    made = office()
    planned(made.kecamatan)
    draft = begun(made)
    client = sign_in(made.sekcam)
    rows = {
        f"{index}:{key}": text for index, row in enumerate(draft.rows["kalender"]) for key, text in row.items()
    }  # fmt: skip
    new = {"11:bulan": "12", "11:dokumen": "Laporan akhir", "11:penerima": "Bupati"}
    typed = rows | new | {"0:gone": "on", "1:bulan": "2"}
    posted(client, "plan_part", draft.pk, "kalender", digest=draft.digest, **typed)
    kept = PlanDraft.objects.get().rows["kalender"]
    assert (len(kept), kept[0]["bulan"], kept[-1]["dokumen"]) == (11, "2", "Laporan akhir")


@pytest.mark.parametrize("key", sorted(key for key, part in PART.items() if not part.is_one))
def test_a_page_of_a_part_with_the_most_rows_is_a_form_that_can_be_sent(key: str) -> None:
    row = {column.key: "1" for column in PART[key].columns_for(range(2021, 2031))}
    rows = {"umum": [{"renstra.mulai": "2021", "renstra.sampai": "2030"}], key: [row] * MOST_ROWS}
    pages = [PartForm(part=PART[key], rows=rows, shown=Shown(number)) for number in range(1, MOST_ROWS // 25 + 1)]
    assert pages[-1].page.paginator.num_pages == len(pages)
    assert max(len(form.fields) for form in pages) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS / 4


def test_the_year_of_a_draft_stays() -> None:
    made = office()
    planned(made.kecamatan)
    draft = begun(made)
    typed = {f"0:{key}": text for key, text in draft.rows["umum"][0].items()} | {"0:tahun": "2031", "0:nama": "Lain"}
    posted(sign_in(made.sekcam), "plan_part", draft.pk, "umum", digest=draft.digest, **typed)
    head = PlanDraft.objects.get().rows["umum"][0]
    assert (head["tahun"], head["nama"]) == ("2026", "Lain")


def test_what_is_at_fault_is_kept_and_said_at_its_row() -> None:
    made = office()
    planned(made.kecamatan)
    draft = begun(made)
    client = sign_in(made.sekcam)
    rows = [dict(row) for row in draft.rows["kegiatan"]]
    rows[0]["pagu"] = "banyak"
    keep_draft_part(draft=draft, part="kegiatan", rows=rows, seen=draft.digest, by=made.sekcam, now=NOW)
    page = client.get(reverse("indicators:plan_part", args=[draft.pk, "kegiatan"])).content.decode()
    assert "Pagu (Rp): “banyak” bukan angka." in page
    answer = sign_in(made.camat).get(reverse("indicators:plan_adoption", args=[draft.pk]))
    assert "Belum dapat berlaku: masih ada 1 kesalahan." in answer.content.decode()


def test_nothing_typed_is_lost_where_somebody_was_faster() -> None:
    made = office()
    planned(made.kecamatan)
    draft = begun(made)
    client = sign_in(made.sekcam)
    answer = posted(client, "plan_part", draft.pk, "kalender", digest="lama", **{"0:dokumen": "Naskah saya"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Orang lain sudah mengubah draf ini." in page
    assert "Naskah saya" in page


def test_a_workbook_becomes_a_draft_with_its_changes_and_only_berlakukan_changes_the_plan() -> None:
    made = office()
    plan = planned(made.kecamatan)
    sekcam, camat = sign_in(made.sekcam), sign_in(made.camat)
    content = sekcam.get(reverse("indicators:plan_xlsx", args=[plan.pk])).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["Umum"]["B4"] = "contoh-2"
    book["Target Renstra"]["D2"] = 84.5
    raw = io.BytesIO()
    book.save(raw)
    posted(sekcam, "plan_upload", file=SimpleUploadedFile("rencana.xlsx", raw.getvalue()))
    draft = PlanDraft.objects.get()
    page = sekcam.get(reverse("indicators:plan_draft", args=[draft.pk])).content.decode()
    assert "Target 2026: <del>83</del> → <ins>84,5</ins>" in page
    assert Plan.objects.count() == 1
    posted(camat, "plan_adoption", draft.pk, digest=draft.digest)
    assert Plan.objects.count() == 2
    listed = camat.get(reverse("indicators:plans")).content.decode()
    assert listed.index("contoh-2") < listed.index("contoh-1")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("rencana.xlsx", b"bukan zip", ""),
        ("rencana.yaml", b"a: 1", "Berkas bukan .xlsx."),
        ("rencana.xlsx", b"", ""),
    ],
)
def test_a_file_that_is_no_workbook_is_refused(name: str, content: bytes, sentence: str) -> None:
    made = office()
    answer = posted(sign_in(made.sekcam), "plan_upload", file=SimpleUploadedFile(name, content))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not PlanDraft.objects.exists()


def test_every_fault_of_a_workbook_is_listed_and_nothing_is_kept() -> None:
    made = office()
    client = sign_in(made.sekcam)
    content = client.get(reverse("indicators:plan_template")).content
    answer = posted(client, "plan_upload", file=SimpleUploadedFile("kosong.xlsx", content))
    page = answer.content.decode()
    assert "Lembar Umum, baris 2, sel B2: “Nama” belum diisi." in page
    assert "Lembar IKU: Bagian IKU masih kosong." in page
    assert not PlanDraft.objects.exists()


def test_whoever_puts_a_first_plan_in_force_sees_its_targets_and_budgets() -> None:
    made = office()
    draft = start_plan_draft(kecamatan=made.kecamatan, year=2026, origin="contoh", by=made.sekcam, now=NOW)
    page = sign_in(made.camat).get(f"/indikator/rencana/draf/{draft.pk}/berlaku/").content.decode()
    assert "Target 2026 83" in page
    assert "Pagu (Rp) 85.000.000; Keluaran triwulan I 3" in page


def test_a_workbook_with_a_fault_leaves_the_draft_that_is_there_as_it_was() -> None:
    made = office()
    planned(made.kecamatan)
    draft = begun(made)
    client = sign_in(made.sekcam)
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("indicators:plan_draft_workbook", args=[draft.pk])).content)
    )
    book["Umum"]["B2"] = "Yang lain"
    book["Target Renstra"]["D2"] = "delapan"
    raw = io.BytesIO()
    book.save(raw)
    upload = SimpleUploadedFile("rencana.xlsx", raw.getvalue())
    answer = posted(client, "plan_upload", file=upload, replaces="on")
    assert "Lembar Target Renstra, baris 2, sel D2: “delapan” bukan angka." in answer.content.decode()
    assert PlanDraft.objects.get().rows == draft.rows


def test_two_versions_stand_side_by_side() -> None:
    made = office()
    old = planned(made.kecamatan)
    draft = begun(made)
    rows = [*draft.rows["pk"], {
        "pemegang": "camat", "nomor": "2", "versi.jenis": "perubahan", "versi.keputusan": "SK 7",
        "versi.alasan_perubahan": "Perubahan APBD", "pihak_pertama": "Camat", "pihak_kedua": "Bupati",
    }]  # fmt: skip
    draft = keep_draft_part(draft=draft, part="pk", rows=rows, seen=draft.digest, by=made.sekcam, now=NOW)
    new = adopt_plan_draft(draft=draft, seen=draft.digest, by=made.camat, now=NOW)
    client = sign_in(made.kasi["pmd"])
    page = client.get(reverse("indicators:plan_comparison"), {"dari": old.pk, "ke": new.pk}).content.decode()
    assert "camat · 2" in page
    assert "Keputusan (SK): <ins>SK 7</ins>" in page
    assert "Alasan perubahan: <ins>Perubahan APBD</ins>" in page
    assert client.get(reverse("indicators:plan_comparison"), {"dari": "x"}).status_code == 200


def test_each_signs_with_one_press_and_the_bupati_is_recorded() -> None:
    made = office()
    plan = planned(made.kecamatan)
    page = reverse("indicators:agreements", args=[plan.pk])
    assert sign_in(made.kasi["pmd"]).get(page).content.decode().count("Tandatangani<") == 1
    assert "Tandatangani<" not in sign_in(made.staf).get(page).content.decode()
    posted(sign_in(made.camat), "agreement_signing", plan.pk, "camat", 1, "pertama")
    sekcam = sign_in(made.sekcam)
    assert "Catat tanda tangan Bupati" in sekcam.get(page).content.decode()
    posted(sekcam, "agreement_paper", plan.pk, 1, signed_on="2026-01-20", document="PK/1/2026")
    assert AgreementSignature.objects.count() == 2
    assert "20 Januari 2026, PK/1/2026" in sekcam.get(page).content.decode()


def test_what_the_office_still_lacks_is_said_before_berlakukan() -> None:
    made = office()
    plan = planned(made.kecamatan)
    draft = begun(made)
    sign_agreement(plan=plan, holder="camat", number=1, party=Party.FIRST, by=made.camat, now=NOW)
    for part, key, text in (("umum", "versi", "contoh-1"), ("pk-sasaran", "target", "99")):
        rows = [dict(row) for row in draft.rows[part]]
        rows[0][key] = text
        draft = keep_draft_part(draft=draft, part=part, rows=rows, seen=draft.digest, by=made.sekcam, now=NOW)
    Unit.objects.filter(pk=made.sections["pmd"].pk).update(code="35.18.13/dapur")
    page = sign_in(made.camat).get(reverse("indicators:plan_adoption", args=[draft.pk])).content.decode()
    assert "Seksi belum ada sebagai unit kerja: Seksi Pemberdayaan Masyarakat dan Desa." in page
    assert "Versi “contoh-1” sudah pernah berlaku." in page
    assert "PK Camat nomor 1 sudah ditandatangani dan tidak dapat diubah." in page
    assert "Berlakukan</button>" not in page


@pytest.mark.parametrize("versions", [1, 3])
def test_the_list_of_versions_costs_the_same_for_all_of_them(versions: int, django_assert_num_queries: Any) -> None:
    made = office()
    for number in range(versions):
        text = text_of("rencana").replace("versi: contoh-1", f"versi: contoh-{number + 1}")
        load_plan(kecamatan=made.kecamatan, text=text, by=None, now=NOW)
    client = sign_in(made.sekcam)
    client.get(reverse("indicators:plans"))
    with django_assert_num_queries(QUERIES_OF_PLANS):
        client.get(reverse("indicators:plans"))


@pytest.mark.parametrize("part", list(PART))
def test_every_table_goes_home_as_csv(part: str) -> None:
    made = office()
    plan = planned(made.kecamatan)
    answer = sign_in(made.kasi["pmd"]).get(reverse("indicators:plan_table", args=[plan.pk, part]))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].split(",")[0] == PART[part].columns[0].title
    assert len(lines) > 1


def test_all_tables_go_home_as_one_workbook_with_figures_as_figures() -> None:
    made = office()
    plan = planned(made.kecamatan)
    client = sign_in(made.kasi["pmd"])
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("indicators:plan_tables_xlsx", args=[plan.pk])).content)
    )
    assert book.sheetnames == [part.title for part in PART.values()]
    assert 85_000_000 in [cell.value for row in book["Kegiatan"].iter_rows() for cell in row]
    assert client.get(reverse("indicators:plan_text", args=[plan.pk])).content.decode() == plan.source
