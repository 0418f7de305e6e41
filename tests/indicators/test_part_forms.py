"""A part of a plan as a newcomer meets it: choices in words, one question for the source, names from lists."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cermat.indicators.actions import keep_draft_part, start_plan_draft
from cermat.indicators.models import PlanDraft
from cermat.indicators.schema.plan_parts import PARTS
from cermat.indicators.schema.plan_source import taking, way_of
from cermat.indicators.schema.plan_words import MEANINGS, choices_of, label_of
from tests.factories import NOW, Office, office, sign_in
from tests.indicators.factories import loaded, planned
from tests.indicators.test_views_plans import begun, posted

pytestmark = pytest.mark.django_db
IKU = {"0:kode": "IKU-1", "0:nama": "Nilai IKM", "0:satuan": "nilai"}


def empty(made: Office) -> PlanDraft:
    return start_plan_draft(kecamatan=made.kecamatan, year=2027, origin="kosong", by=made.sekcam, now=NOW)


def page_of(client: Client, draft: PlanDraft, part: str) -> str:
    return client.get(reverse("indicators:plan_part", args=[draft.pk, part])).content.decode()


def saved(made: Office, draft: PlanDraft, part: str, **typed: str) -> Any:
    draft.refresh_from_db()
    return posted(sign_in(made.sekcam), "plan_part", draft.pk, part, digest=draft.digest, **typed)


def test_every_word_a_file_knows_has_a_label_and_no_page_shows_a_bare_one() -> None:
    for part in PARTS:
        for column in part.columns:
            if column.words:
                assert set(column.words) <= set(MEANINGS[column.key]), column.key
            for word, label in choices_of(column):
                assert "_" not in label, (column.key, word)


def test_the_choices_of_an_iku_stand_in_words_with_an_example() -> None:
    made = office()
    page = page_of(sign_in(made.sekcam), empty(made), "iku")
    assert ">Makin rendah makin baik</option>" in page
    assert ">negative_v1<" not in page
    assert "Target 10, realisasi 8: capaian 125 %; realisasi 12: 83,33 %." in page
    assert 'id="arti-rumus_capaian"' in page
    assert 'href="#arti-rumus_capaian"' in page


def test_the_source_of_an_iku_is_one_question_and_only_its_answer_is_kept() -> None:
    made = office()
    draft = empty(made)
    assert page_of(sign_in(made.sekcam), draft, "iku").count('name="0:sumber_data"') == 5
    typed = IKU | {"0:sumber_data.instrumen": "ikm", "0:sumber_data.dokumen": "laporan_ikm"}
    saved(made, draft, "iku", **typed, **{"0:sumber_data": "instrumen"})
    row = PlanDraft.objects.get().rows["iku"][0]
    assert (row["sumber_data.instrumen"], "sumber_data.dokumen" in row) == ("ikm", False)
    saved(made, draft, "iku", **typed, **{"0:sumber_data": "manual"})
    row = PlanDraft.objects.get().rows["iku"][0]
    assert [key for key in row if key.startswith("sumber_data")] == ["sumber_data.manual"]


def test_a_way_that_is_chosen_and_not_yet_filled_in_stays_chosen_and_is_asked_for() -> None:
    made = office()
    draft = empty(made)
    saved(made, draft, "iku", **IKU, **{"0:sumber_data": "indikator"})
    page = page_of(sign_in(made.sekcam), draft, "iku")
    assert re.search(r'value="indikator"[^>]*checked', page)


def test_the_way_of_a_row_is_what_is_filled_in() -> None:
    assert way_of({"sumber_data.rumus": "TRB-02.n"}) == "rumus"
    assert way_of({}) == ""
    both = {"kode": "IKU-1", "sumber_data.instrumen": "ikm", "sumber_data.indikator": "TRB-02"}
    assert taking("", both) == both, "nobody chose: a workbook's fault is kept until somebody does"
    assert taking("indikator", both) == {"kode": "IKU-1", "sumber_data.indikator": "TRB-02"}


def test_names_come_from_the_lists_that_there_are() -> None:
    made = office()
    loaded(made.kecamatan, "bulanan")
    client, draft = sign_in(made.sekcam), empty(made)
    page = page_of(client, draft, "iku")
    assert '<option value="TRB-02">TRB-02 Persentase gangguan yang selesai ditangani</option>' in page
    assert '<option value="ikm">ikm Indeks Kepuasan Masyarakat</option>' in page
    assert '<option value="laporan_ikm">laporan_ikm Laporan IKM</option>' in page
    assert 'list="usul-official"' in page
    assert '<option value="Kepala Seksi Pelayanan Umum">' in page
    assert '<option value="pmd">' in page_of(client, draft, "seksi")


def test_a_sasaran_names_the_codes_that_there_are() -> None:
    made = office()
    planned(made.kecamatan)
    page = page_of(sign_in(made.sekcam), begun(made), "renstra")
    assert "Yang ada: IKU-1; IKU-2; IKU-3; IKU-4; IKU-5." in page


def test_a_part_that_chooses_from_an_empty_one_leads_there() -> None:
    made = office()
    client, draft = sign_in(made.sekcam), empty(made)
    page = page_of(client, draft, "target")
    assert "Belum ada kolom tahun" in page
    assert reverse("indicators:plan_part", args=[draft.pk, "umum"]) in page.partition("Belum ada kolom tahun")[2][:400]
    saved(made, draft, "umum", **{"0:nama": "Rencana", "0:renstra.mulai": "2025", "0:renstra.sampai": "2029"})
    assert "Belum ada kolom tahun" not in page_of(client, draft, "target")
    assert "Bagian ini memilih dari bagian yang masih kosong" in page_of(client, draft, "rencana-aksi")


def test_after_a_part_is_saved_the_next_is_one_click_away() -> None:
    made = office()
    draft = empty(made)
    answer = saved(made, draft, "umum", **{"0:nama": "Rencana"})
    page = sign_in(made.sekcam).get(answer["Location"]).content.decode()
    assert f'Berikutnya: <a href="{reverse("indicators:plan_part", args=[draft.pk, "seksi"])}"' in page


@pytest.mark.parametrize("typed", ["15 Januari 2026", "15 jan 2026", "15/01/2026", "2026-01-15"])
def test_a_date_is_typed_and_read_as_offices_write_it(typed: str) -> None:
    made = office()
    planned(made.kecamatan)
    draft = begun(made)
    row = {f"0:{key}": text for key, text in draft.rows["pk"][0].items()} | {"0:versi.tanggal": typed}
    saved(made, draft, "pk", **row)
    assert PlanDraft.objects.get().rows["pk"][0]["versi.tanggal"] == "2026-01-15"
    assert 'value="15 Januari 2026"' in page_of(sign_in(made.sekcam), draft, "pk")


def test_what_is_new_is_told_in_words_before_it_is_in_force() -> None:
    made = office()
    draft = start_plan_draft(kecamatan=made.kecamatan, year=2026, origin="contoh", by=made.sekcam, now=NOW)
    page = sign_in(made.camat).get(reverse("indicators:plan_adoption", args=[draft.pk])).content.decode()
    assert "Rumus capaian Realisasi ÷ target × 100" in page
    assert "Rumus capaian positive" not in page


def test_the_camat_reads_the_draft_and_writes_nothing_in_it() -> None:
    made = office()
    draft = start_plan_draft(kecamatan=made.kecamatan, year=2026, origin="contoh", by=made.sekcam, now=NOW)
    camat = sign_in(made.camat)
    listed = camat.get(reverse("indicators:plans")).content.decode()
    address = reverse("indicators:plan_adoption", args=[draft.pk])
    assert address in listed
    page = camat.get(address).content.decode()
    for written in ("Baca draf", "Rencana Aksi", draft.rows["iki"][0]["tugas"], draft.rows["kalender"][0]["dokumen"]):
        assert written in page
    before = draft.digest
    assert posted(camat, "plan_part", draft.pk, "umum", digest=before, **{"0:nama": "Lain"}).status_code == 403
    assert PlanDraft.objects.get().digest == before


def test_a_difference_names_its_words_and_a_date_as_people_read_them() -> None:
    made = office()
    planned(made.kecamatan)
    draft = begun(made)
    rows = [dict(row) for row in draft.rows["iku"]]
    rows[0]["rumus_capaian"] = "negative_v1"
    keep_draft_part(draft=draft, part="iku", rows=rows, seen=draft.digest, by=made.sekcam, now=NOW)
    page = sign_in(made.sekcam).get(reverse("indicators:plan_draft", args=[draft.pk])).content.decode()
    assert "<del>Realisasi ÷ target × 100</del>" in page
    column = next(one for part in PARTS if part.key == "iku" for one in part.columns if one.key == "rumus_capaian")
    assert label_of(column, "lain") == "lain"
