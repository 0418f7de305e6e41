"""The pages: what they show, to whom, and how many questions they ask the database."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from cermat.indicators.actions import load_indicators
from cermat.indicators.models import Activity, Iku, Indicator, IndicatorSet
from cermat.instruments.queries import definition_named
from tests.factories import NOW, office, other_office, sign_in
from tests.indicators.factories import DEFINITIONS, FILES, loaded, planned, small_set, text_of

pytestmark = pytest.mark.django_db
LIBRARY = "/indikator/"


def test_the_library_shows_the_origin_in_plain_words() -> None:
    made = office()
    loaded(made.kecamatan, "bulanan")
    loaded(made.kecamatan, "sinergitas")
    client = sign_in(made.sekcam)
    page = client.get(LIBRARY).content.decode()
    assert "Contoh, bukan daftar resmi" in page
    assert "PBB-01" in page
    assert "95 persen" in page
    page = client.get(LIBRARY, {"set": "sinergitas"}).content.decode()
    assert "Templat daerah lain: Kabupaten Sumedang" in page
    assert "paling tinggi 2,5" in page


def test_the_library_filters_and_says_when_nothing_matches() -> None:
    made = office()
    loaded(made.kecamatan, "bulanan")
    client = sign_in(made.kasi["trantib"])
    page = client.get(LIBRARY, {"seksi": "trantib", "cari": "poskamling"}).content.decode()
    assert "TRB-03" in page
    assert "TRB-01" not in page
    assert "Tidak ada indikator yang cocok" in client.get(LIBRARY, {"cari": "kereta"}).content.decode()
    assert "KES-01" in client.get(LIBRARY, {"bidang": "kesehatan"}).content.decode()


def test_the_list_goes_home_as_it_is_searched() -> None:
    made = office()
    loaded(made.kecamatan, "bulanan")
    client = sign_in(made.sekcam)
    whole = client.get("/indikator/pustaka.csv").content.decode("utf-8-sig").splitlines()
    found = client.get("/indikator/pustaka.csv?cari=PBB").content.decode("utf-8-sig").splitlines()
    assert whole[0].startswith("Kode")
    assert 1 < len(found) < len(whole)
    assert client.get("/indikator/pustaka.xlsx")["Content-Disposition"].endswith('.xlsx"')
    assert client.get("/indikator/pustaka.pdf").status_code == 404


def test_an_empty_library_says_what_to_do() -> None:
    assert "Belum ada indikator" in sign_in(office().camat).get(LIBRARY).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_library_asks_the_same_questions_for_one_row_and_for_three(
    rows: int, django_assert_num_queries: "object"
) -> None:
    made = office()
    load_indicators(kecamatan=made.kecamatan, kind="bulanan", text=small_set(rows), by=None, now=NOW)
    client = sign_in(made.sekcam)
    client.get(LIBRARY)
    with django_assert_num_queries(QUERIES_OF_LIBRARY):  # type: ignore[operator]
        client.get(LIBRARY)


QUERIES_OF_LIBRARY = 9  # one counts the units that a target may count


def test_one_indicator_tells_definition_rules_and_targets() -> None:
    made = office()
    loaded(made.kecamatan, "bulanan")
    row = Indicator.objects.get(code="PBB-01")
    page = sign_in(made.camat).get(reverse("indicators:indicator", args=[row.pk])).content.decode()
    for words in (
        "realisasi / baku × 100",
        "Jumlah pembilang dibagi jumlah penyebut",
        "Boleh dengan penjelasan",
        "Tidak dapat dikirim",
        "realisasi &lt; realisasi bulan lalu",
        "Terisi awal dari bulan lalu",
        "Maret",
        "Kumulatif sejak 1 Januari",
    ):
        assert words in page, words


def test_another_kecamatan_is_not_seen() -> None:
    made, others = office(), other_office()
    loaded(made.kecamatan, "bulanan")
    row = Indicator.objects.first()
    assert row is not None
    client = sign_in(others.sekcam)
    assert client.get(reverse("indicators:indicator", args=[row.pk])).status_code == 404
    assert client.get(LIBRARY, {"kecamatan": made.kecamatan.code}).status_code == 404
    planned(made.kecamatan)
    iku = Iku.objects.get(code="IKU-1")
    assert client.get(reverse("indicators:iku_targets", args=[iku.pk])).status_code == 404
    seen = sign_in(made.observer).get(LIBRARY, {"kecamatan": made.kecamatan.code})
    assert "PBB-01" in seen.content.decode()


def test_ikus_show_targets_and_activities_and_edit_only_for_the_section() -> None:
    made = office()
    planned(made.kecamatan)
    url = reverse("indicators:ikus")
    page = sign_in(made.kasi["trantib"]).get(url).content.decode()
    assert "belum jatuh tempo" in page
    assert "Rp145.000.000" in page
    assert 'Ubah target<span class="visually-hidden"> IKU-5' in page
    assert '<span class="visually-hidden"> IKU-1' not in page
    assert "Ubah target" not in sign_in(made.camat).get(url).content.decode()


@pytest.mark.parametrize("ikus", [1, 3])
def test_the_iku_page_asks_the_same_questions_for_one_iku_and_for_three(
    ikus: int, django_assert_num_queries: "object"
) -> None:
    made = office()
    planned(made.kecamatan)
    keep = list(Iku.objects.order_by("position")[:ikus])
    Activity.objects.exclude(iku__in=keep).delete()
    Iku.objects.exclude(pk__in=[iku.pk for iku in keep]).delete()
    client = sign_in(made.sekcam)
    url = reverse("indicators:ikus")
    client.get(url)
    with django_assert_num_queries(QUERIES_OF_IKUS):  # type: ignore[operator]
        client.get(url)


QUERIES_OF_IKUS = 15  # one for the lock of the year


def test_targets_are_saved_and_refused_typing_is_kept() -> None:
    made = office()
    planned(made.kecamatan)
    iku = Iku.objects.get(code="IKU-1")
    client = sign_in(made.sekcam)
    url = reverse("indicators:iku_targets", args=[iku.pk])
    assert 'value="83"' in client.get(url).content.decode()
    form = {"_key": str(uuid4()), "year_target": "84,5", "target_1": "delapan", "target_2": "", "target_4": "84,5"}
    refused = client.post(url, form)
    assert refused.status_code == 422
    assert 'value="delapan"' in refused.content.decode()
    assert "bukan angka" in refused.content.decode()
    assert client.post(url, form | {"target_1": ""}).status_code == 302
    iku.refresh_from_db()
    assert iku.quarter_targets == {"1": None, "2": None, "3": None, "4": "84.5"}


def test_the_largest_figure_that_may_be_typed_can_be_read_again() -> None:
    made = office()
    planned(made.kecamatan)
    iku = Iku.objects.get(code="IKU-1")
    client = sign_in(made.sekcam)
    url = reverse("indicators:iku_targets", args=[iku.pk])
    assert client.post(url, {"_key": str(uuid4()), "year_target": "-999999999999999"}).status_code == 302
    assert "−999.999.999.999.999" in client.get(url).content.decode()


def test_an_activity_is_saved_and_its_faults_stand_at_the_field() -> None:
    made = office()
    planned(made.kecamatan)
    row = Activity.objects.get(code="7.01.04.2.01")
    client = sign_in(made.kasi["trantib"])
    url = reverse("indicators:activity", args=[row.pk])
    assert client.get(url).status_code == 200
    form = {"_key": str(uuid4()), "budget": "150.000.000", "output_1": "3", "output_2": "2", "budget_4": "150.000.000"}
    assert "tidak boleh turun" in client.post(url, form).content.decode()
    assert client.post(url, form | {"output_2": "6"}).status_code == 302
    row.refresh_from_db()
    assert (row.budget, row.output_targets["2"]) == (150_000_000, "6")


def upload(text: str, kind: str = "bulanan") -> dict[str, object]:
    file = SimpleUploadedFile("set.yaml", text.encode(), content_type="application/yaml")
    return {"_key": str(uuid4()), "kind": kind, "file": file}


def test_a_file_is_loaded_or_refused_by_line() -> None:
    made = office()
    client = sign_in(made.admin)
    url = reverse("indicators:files")
    assert client.get(url).status_code == 200
    refused = client.post(url, upload(small_set().replace("agregasi: jumlah", "agregasi: rasio")))
    assert refused.status_code == 422
    assert "Baris 8: Agregasi rasio" in refused.content.decode()
    assert client.post(url, upload(small_set())).status_code == 302
    assert client.post(url, upload(text_of("rencana"), "rencana")).status_code == 302
    page = client.get(url).content.decode()
    assert "Set kecil, versi kecil-1" in page
    assert "Perencanaan kinerja kecamatan (contoh) 2026" in page


def test_an_instrument_file_is_loaded_as_the_set_it_is() -> None:
    made = office()
    client = sign_in(made.admin)
    url = reverse("indicators:files")
    refused = client.post(url, upload(text_of("sinergitas"), "dokumen"))
    assert "Berkas ini berisi set &quot;sinergitas&quot;" in refused.content.decode()
    assert client.post(url, upload(text_of("sinergitas"), "sinergitas")).status_code == 302
    loaded_set = IndicatorSet.objects.get()
    assert (loaded_set.kind, loaded_set.version) == ("sinergitas", "sinergitas-sumedang-2026@1")
    assert definition_named(made.kecamatan, loaded_set.version) is not None
    changed = text_of("sinergitas").replace("paling_besar: 2\n", "paling_besar: 3\n", 1)
    again = client.post(url, upload(changed, "sinergitas"))
    assert "sudah dimuat dengan isi lain" in again.content.decode()


def test_a_file_that_is_no_text_is_refused_with_a_sentence() -> None:
    client = sign_in(office().admin)
    broken = {"_key": str(uuid4()), "kind": "bulanan", "file": SimpleUploadedFile("a.yaml", b"\xff\xfe\x00")}
    assert "bukan teks UTF-8" in client.post(reverse("indicators:files"), broken).content.decode()
    assert sign_in(other_office().sekcam).get(reverse("indicators:files")).status_code == 403


def test_the_command_loads_every_shipped_file(capsys: pytest.CaptureFixture[str]) -> None:
    made = office()
    files = [DEFINITIONS / place for place in FILES.values()]
    for file in files:
        call_command("indicators", "load", str(file), kecamatan=made.kecamatan.code)
    assert capsys.readouterr().out.count("Termuat: ") == len(files)
    assert IndicatorSet.objects.count() == 4
    assert Iku.objects.count() == 5
    with pytest.raises(CommandError, match=r"Kecamatan 99\.99\.99 belum ada"):
        call_command("indicators", "load", str(files[0]), kecamatan="99.99.99")
    with pytest.raises(CommandError, match="tidak dapat dibaca"):
        call_command("indicators", "load", "tiada.yaml", kecamatan=made.kecamatan.code)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("renstra", "Meningkatnya kualitas pelayanan publik"),
        ("pk", "IKU-1 Indeks Kepuasan Masyarakat (IKM) Kecamatan"),
        ("rencana-aksi", "Survei kepuasan masyarakat triwulanan"),
        ("iki", "(2 × target − realisasi) ÷ target × 100"),
        ("kalender", "Status Indeks Desa"),
    ],
)
def test_each_part_of_the_plan_is_a_page(part: str, said: str) -> None:
    made = office()
    client = sign_in(made.camat)
    address = reverse("indicators:planning", args=[part])
    assert "Belum ada isinya" in client.get(address).content.decode()
    planned(made.kecamatan)
    page = client.get(address).content.decode()
    assert said in page
    assert "Contoh" in page
    assert client.get(reverse("indicators:planning", args=["lain"])).status_code == 404


def test_a_rule_names_in_words_what_a_sheet_will_show_as_a_figure() -> None:
    made = office()
    row = loaded(made.kecamatan, "bulanan").indicators.get(code="TRB-02")
    page = sign_in(made.sekcam).get(reverse("indicators:indicator", args=[row.pk])).content.decode()
    assert "dua belas bulan ini sekitar (median 12 bulan)" in page
    assert "{median" not in page


def test_the_calendar_of_the_plan_leads_to_where_a_delivery_is_recorded() -> None:
    made = office()
    planned(made.kecamatan)
    page = sign_in(made.sekcam).get(reverse("indicators:planning", args=["kalender"])).content.decode()
    assert reverse("years:calendar", args=[2026]) in page


def test_a_target_that_counts_more_units_than_the_office_has_is_said() -> None:
    here, there = office(), other_office()
    for made in (here, there):
        loaded(made.kecamatan, "bulanan")
    address = reverse("indicators:library")
    assert "ADM-02 (target 13, ada 1)" in sign_in(there.sekcam).get(address).content.decode()
    assert "lebih besar dari banyaknya unit" not in sign_in(here.sekcam).get(address).content.decode()
