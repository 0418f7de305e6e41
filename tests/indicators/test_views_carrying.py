"""The pages of next year's plan: its preview, its one press, its proposals, and when it is ready."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cermat.indicators.actions import carry_over, keep_draft_part, keep_proposals, start_plan_draft
from cermat.indicators.models import Plan, PlanDraft
from cermat.indicators.queries import preparation
from cermat.indicators.schema.plan_proposals import proposed
from tests.factories import NOW, Office, office, sign_in
from tests.indicators.factories import loaded, planned

pytestmark = [pytest.mark.django_db, pytest.mark.alike]
PAGE = "/indikator/rencana/siapkan/2027/"
QUERIES_OF_PREVIEW = 14


def posted(client: Client, path: str, **data: Any) -> Any:
    return client.post(path, {"_key": str(uuid4())} | data)


def digest_on(page: str) -> str:
    return re.findall(r'name="digest" value="(\w+)"', page)[0]


def carried(made: Office) -> PlanDraft:
    found = preparation(made.kecamatan, 2027)
    assert found is not None
    return carry_over(kecamatan=made.kecamatan, year=2027, seen=found.digest, by=made.sekcam, now=NOW)


def complete(made: Office, draft: PlanDraft) -> PlanDraft:
    for part in ("kegiatan", "pk-anggaran"):
        rows = [row | {"pagu": "1000000"} for row in draft.rows[part]]
        draft = keep_draft_part(draft=draft, part=part, rows=rows, seen=draft.digest, by=made.sekcam, now=NOW)
    every = {(one.part.key, one.key) for one in proposed(draft.rows, draft.proposals)}
    keep_proposals(draft=draft, rows=every, seen=draft.digest, by=made.sekcam, now=NOW)
    return PlanDraft.objects.get()


def test_the_preview_says_what_will_be_made_and_makes_nothing() -> None:
    made = office()
    planned(made.kecamatan)
    loaded(made.kecamatan, "bulanan")
    page = sign_in(made.sekcam).get(PAGE).content.decode()
    assert "Buat draf 2027" in page
    assert "target Renstra 2027" in page
    assert "bagian yang sama dari target setahun: 83 pada 2026, 83,5 pada 2027" in page
    assert "pagu 2027 kosong: 6 kegiatan, 6 program" in page
    assert "versi contoh-1, berlaku mulai 1 Januari 2025" in page
    assert "Belum ada set yang berlaku pada awal 2027." in page
    assert "Rekomendasi yang belum selesai" in page
    assert not PlanDraft.objects.exists()


def test_one_press_makes_the_draft_and_the_second_leads_to_it() -> None:
    made = office()
    planned(made.kecamatan)
    client = sign_in(made.sekcam)
    assert "Siapkan tahun 2027" in client.get(reverse("indicators:plans")).content.decode()
    digest = digest_on(client.get(PAGE).content.decode())
    answer = posted(client, PAGE, digest=digest)
    draft = PlanDraft.objects.get()
    assert answer.headers["Location"] == reverse("indicators:plan_draft", args=[draft.pk])
    again = posted(client, PAGE, digest=digest)
    assert (again.status_code, "Draf 2027 sudah ada." in again.content.decode()) == (422, True)
    assert "Lanjutkan draf 2027" in again.content.decode()
    assert "Siapkan tahun 2027" not in client.get(reverse("indicators:plans")).content.decode()
    assert PlanDraft.objects.count() == 1


def test_the_year_leads_to_the_next_one() -> None:
    made = office()
    planned(made.kecamatan)
    for path in ("/tahun/2026/", "/tahun/2026/kunci/"):
        assert PAGE in sign_in(made.sekcam).get(path).content.decode()
        assert PAGE not in sign_in(made.camat).get(path).content.decode()


def test_beginning_from_last_year_goes_through_the_preview() -> None:
    made = office()
    planned(made.kecamatan)
    answer = posted(sign_in(made.sekcam), reverse("indicators:plan_start"), year=2027, origin="tahun-lalu")
    assert answer.headers["Location"] == PAGE


def test_an_office_without_a_plan_is_told_how_to_begin() -> None:
    made = office()
    page = sign_in(made.sekcam).get(PAGE).content.decode()
    assert "Belum ada rencana sebelum 2027." in page
    assert "Buat draf" not in page
    assert sign_in(made.sekcam).get("/indikator/rencana/siapkan/1999/").status_code == 404


def test_proposals_are_kept_by_row_or_all_of_a_part() -> None:
    made = office()
    planned(made.kecamatan)
    draft = carried(made)
    client, path = sign_in(made.sekcam), reverse("indicators:plan_keeping", args=[draft.pk])
    page = client.get(reverse("indicators:plan_draft", args=[draft.pk])).content.decode()
    assert "Pakai semua 5 baris" in page
    posted(client, path, digest=draft.digest, row="rencana-aksi/IKU-1")
    assert set(PlanDraft.objects.get().proposals["rencana-aksi"]) == {"IKU-2", "IKU-3", "IKU-4", "IKU-5"}
    posted(client, path, digest=draft.digest, all="rencana-aksi")
    assert "rencana-aksi" not in PlanDraft.objects.get().proposals


def test_in_its_part_a_proposal_is_marked_and_ticked_or_written_over() -> None:
    made = office()
    planned(made.kecamatan)
    draft = carried(made)
    client, path = sign_in(made.sekcam), reverse("indicators:plan_part", args=[draft.pk, "rencana-aksi"])
    page = client.get(path).content.decode()
    assert page.count("Pakai usulan pada baris ini") == 5
    rows = {f"{at}:{key}": text for at, row in enumerate(draft.rows["rencana-aksi"]) for key, text in row.items()}
    posted(client, path, digest=draft.digest, **rows | {"0:target_triwulan.1": "82", "4:keep": "on"})
    marks = PlanDraft.objects.get().proposals["rencana-aksi"]
    assert set(marks) == {"IKU-1", "IKU-2", "IKU-3", "IKU-4"}
    assert "target_triwulan.1" not in marks["IKU-1"]["cells"]


def test_ready_is_said_by_its_writer_and_seen_by_who_checks() -> None:
    made = office()
    planned(made.kecamatan)
    draft = complete(made, carried(made))
    sekcam, path = sign_in(made.sekcam), reverse("indicators:plan_draft", args=[draft.pk])
    page = sekcam.get(path).content.decode()
    assert "Nyatakan siap diperiksa" in page
    assert f"Yang memeriksa dan memberlakukan: {made.camat.full_name}." in page
    posted(sekcam, reverse("indicators:plan_ready", args=[draft.pk]), digest=draft.digest)
    assert "Siap diperiksa" in sekcam.get(path).content.decode()
    camat = sign_in(made.camat)
    assert "Draf rencana 2027 siap diperiksa." in camat.get("/notifikasi/").content.decode()
    page = camat.get(reverse("indicators:plan_adoption", args=[draft.pk])).content.decode()
    assert "Dibandingkan dengan rencana 2026" in page
    posted(camat, reverse("indicators:plan_adoption", args=[draft.pk]), digest=digest_on(page))
    assert Plan.objects.filter(year=2027, version="2027-1").exists()


def test_whoever_wrote_a_draft_finds_no_way_to_put_it_in_force_but_who_can() -> None:
    made = office()
    planned(made.kecamatan)
    draft = start_plan_draft(kecamatan=made.kecamatan, year=2026, origin="berlaku", by=made.sekcam, now=NOW)
    PlanDraft.objects.update(changed_by=made.camat)
    page = sign_in(made.camat).get(reverse("indicators:plan_adoption", args=[draft.pk])).content.decode()
    assert "Anda ikut menyusun draf ini." in page
    assert f"Yang memeriksa dan memberlakukan: {made.admin.full_name}." in page
    assert "Berlakukan</button>" not in page
    assert ">Periksa</a>" not in sign_in(made.camat).get(reverse("indicators:plans")).content.decode()
    assert ">Periksa</a>" in sign_in(made.admin).get(reverse("indicators:plans")).content.decode()


def test_the_preview_costs_a_literal_number_of_queries(django_assert_num_queries: Any) -> None:
    made = office()
    planned(made.kecamatan)
    client = sign_in(made.sekcam)
    client.get(PAGE)
    with django_assert_num_queries(QUERIES_OF_PREVIEW):
        client.get(PAGE)


def test_many_iku_of_one_instrument_ask_as_little_as_one() -> None:
    made = office()
    planned(made.kecamatan)
    asked = []
    for source in ("{instrumen: ikm, ukuran: nilai}", "{instrumen: idm, ukuran: bagian_status}"):
        plan = Plan.objects.get()
        plan.source = plan.source.replace("sumber_data: {instrumen: ikm, ukuran: nilai}", f"sumber_data: {source}")
        plan.save(update_fields=["source"])
        with CaptureQueriesContext(connection) as queries:
            preparation(made.kecamatan, 2027)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def wide(draft: PlanDraft, count: int) -> PlanDraft:
    """With `count` activities."""
    row = draft.rows["kegiatan"][0]
    draft.rows = draft.rows | {"kegiatan": [row | {"kode": f"7.01.02.2.{at:03d}"} for at in range(count)]}
    draft.save(update_fields=["rows"])
    return draft


def test_a_part_of_five_hundred_rows_is_written_a_page_at_a_time_and_no_row_is_lost() -> None:
    made = office()
    planned(made.kecamatan)
    draft = start_plan_draft(kecamatan=made.kecamatan, year=2026, origin="berlaku", by=made.sekcam, now=NOW)
    draft = wide(draft, 500)
    client, path = sign_in(made.sekcam), reverse("indicators:plan_part", args=[draft.pk, "kegiatan"])
    page = client.get(f"{path}?page=3").content.decode()
    assert "Halaman 3 dari 20 · 500 baris" in page
    names = re.findall(r'name="(\d+:[\w.]+)"', page)
    assert {int(name.partition(":")[0]) for name in names} == set(range(50, 75))
    typed = {f"{at}:{key}": text for at in range(50, 75) for key, text in draft.rows["kegiatan"][at].items()}
    answer = posted(client, path, digest=digest_on(page), page=3, next=1, **typed | {"51:pagu": "77", "52:gone": "on"})
    assert answer.headers["Location"] == f"{path}?page=4"
    kept = PlanDraft.objects.get().rows["kegiatan"]
    assert (len(kept), kept[51]["pagu"], kept[52]["kode"]) == (499, "77", "7.01.02.2.053")
    assert (kept[0], kept[-1]["kode"]) == (draft.rows["kegiatan"][0], "7.01.02.2.499")


def test_a_new_row_is_asked_for_on_the_last_page_and_a_fault_leads_to_its_page() -> None:
    made = office()
    planned(made.kecamatan)
    draft = start_plan_draft(kecamatan=made.kecamatan, year=2026, origin="berlaku", by=made.sekcam, now=NOW)
    draft = wide(draft, 60)
    draft.rows["kegiatan"][59]["pagu"] = "banyak"
    draft.save(update_fields=["rows"])
    client, path = sign_in(made.sekcam), reverse("indicators:plan_part", args=[draft.pk, "kegiatan"])
    page = client.get(f"{path}?baru=1").content.decode()
    assert "Halaman 3 dari 3" in page
    assert "60:kode" in page
    assert f"{path}?page=3" in client.get(reverse("indicators:plan_draft", args=[draft.pk])).content.decode()


def test_of_two_who_write_one_page_the_second_keeps_what_they_typed_and_overwrites_nothing() -> None:
    made = office()
    planned(made.kecamatan)
    draft = start_plan_draft(kecamatan=made.kecamatan, year=2026, origin="berlaku", by=made.sekcam, now=NOW)
    client, path = sign_in(made.sekcam), reverse("indicators:plan_part", args=[draft.pk, "kalender"])
    for _again in range(2):
        answer = posted(client, path, digest="lama", **{"0:dokumen": "Naskah saya"})
        page = answer.content.decode()
        assert (answer.status_code, "Naskah saya" in page, digest_on(page)) == (422, True, "lama")
    assert PlanDraft.objects.get().rows == draft.rows
