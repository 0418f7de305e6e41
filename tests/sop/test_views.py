"""The pages: who may open them, what they say, and that nothing typed is lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cermat.lib.months import Month
from cermat.sop.actions import load_sop, open_cycle
from cermat.sop.models import Cycle, Sop, StepState
from tests.factories import Office, office, other_office, sign_in
from tests.sop.factories import OPENED, nganjuk_text, opened_cycle, other_text
from tests.sop.test_other_sop import letter, other_cycle

pytestmark = pytest.mark.django_db

TIMES_QUERIES = 9


def form(**fields: object) -> dict[str, object]:
    return {"_key": str(uuid4()), **fields}


def test_the_list_of_periods_asks_the_same_queries_for_one_and_three(django_assert_num_queries) -> None:
    place = office()
    opened_cycle(place)
    client = sign_in(place.sekcam)
    client.get("/periode/daftar/")
    with django_assert_num_queries(7):
        assert "Periode November 2026" in client.get("/periode/daftar/").content.decode()
    for month in (Month(2026, 12), Month(2027, 1)):
        open_cycle(kecamatan=place.kecamatan, month=month, by=place.sekcam, now=OPENED)
    with django_assert_num_queries(7):
        page = client.get("/periode/daftar/").content.decode()
    assert page.count("Sedang berjalan") == 3


def test_an_empty_list_of_periods_says_what_comes_first() -> None:
    page = sign_in(office().sekcam).get("/periode/daftar/").content.decode()
    assert "Belum ada periode" in page


def test_nobody_sees_the_periods_of_another_kecamatan() -> None:
    place, neighbour = office(), other_office()
    cycle = opened_cycle(place)
    stranger = sign_in(neighbour.sekcam)
    assert "November" not in stranger.get("/periode/daftar/").content.decode()
    assert stranger.get(f"/periode/{cycle.pk}/rencana/").status_code == 404
    assert stranger.get(f"/sop/{cycle.sop.pk}/").status_code == 404
    assert sign_in(place.observer).get(f"/periode/{cycle.pk}/rencana/").status_code == 200


def test_the_times_of_the_steps_are_a_picture_with_its_table(django_assert_num_queries) -> None:
    place = office()
    cycle = opened_cycle(place)
    client, path = sign_in(place.camat), f"/periode/{cycle.pk}/waktu/"
    client.get("/")
    with django_assert_num_queries(TIMES_QUERIES):
        page = client.get(path).content.decode()
    assert (page.count('class="chart named"'), page.count('class="chart numbered"')) == (1, 1)
    assert "Waktu baku" in page
    assert "belum dimulai" in page
    assert client.get(f"{path}waktu.csv").content.decode().startswith("\ufeffNo.;Tahapan;Waktu baku;Realisasi;Status")
    assert client.get(f"{path}waktu.png").status_code == 404
    assert sign_in(other_office().sekcam).get(path).status_code == 404


def test_sekcam_opens_a_period_after_seeing_its_plan() -> None:
    place = office()
    load_sop(kecamatan=place.kecamatan, text=nganjuk_text(), by=place.admin, now=OPENED)
    month = Month.of(timezone.localdate())
    client = sign_in(place.sekcam)
    preview = client.get(f"/periode/baru/?month={month}").content.decode()
    assert "Rencana tiap tahapan" in preview
    assert f"Buka periode {month.name}" in preview
    answer = client.post("/periode/baru/", form(month=str(month)))
    assert answer.status_code == 302
    assert Cycle.objects.get().month == month
    again = client.post("/periode/baru/", form(month=str(month)))
    assert again.status_code == 422
    assert "sudah ada" in again.content.decode()


def test_a_double_click_opens_one_period() -> None:
    place = office()
    load_sop(kecamatan=place.kecamatan, text=nganjuk_text(), by=place.admin, now=OPENED)
    client, sent = sign_in(place.sekcam), form(month=str(Month.of(timezone.localdate())))
    first, second = (client.post("/periode/baru/", sent) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Cycle.objects.count() == 1


def test_without_an_sop_the_page_says_who_loads_it() -> None:
    assert "Administrator memuat berkas SOP" in sign_in(office().sekcam).get("/periode/baru/").content.decode()


@pytest.mark.parametrize("who", ["camat", "staf", "admin", "observer"])
def test_only_sekcam_reaches_the_opening_page(who: str) -> None:
    client = sign_in(office().people[who])
    assert client.get("/periode/baru/").status_code == 403
    assert client.post("/periode/baru/", form(month="2026-11")).status_code == 403


def test_a_plan_warns_where_days_off_are_not_known() -> None:
    place = office()
    cycle = opened_cycle(place)
    page = sign_in(place.camat).get(f"/periode/{cycle.pk}/rencana/").content.decode()
    assert "Hari libur tahun 2026 belum dimuat" in page


def test_the_sop_is_a_page_with_its_versions() -> None:
    place = office()
    client = sign_in(place.kasi["pmd"])
    assert "Belum ada SOP" in client.get("/sop/").content.decode()
    load_sop(kecamatan=place.kecamatan, text=other_text(), by=place.admin, now=OPENED)
    load_sop(kecamatan=place.kecamatan, text=nganjuk_text(), by=place.admin, now=OPENED)
    page = client.get("/sop/").content.decode()
    assert "Prosedur Pengumpulan Data Kinerja" in page
    assert "Jumat minggu I" in page
    assert "Versi 1" in page
    older = client.get(f"/sop/{Sop.objects.get(version=1).pk}/").content.decode()
    assert "Ya: tahapan 4a. Tidak: tahapan 4b." in older


def upload(client: Client, text: str, name: str = "sop.yaml") -> str:
    file = SimpleUploadedFile(name, text.encode(), "application/yaml")
    answer = client.post("/sop/berkas/", form(file=file, text=""))
    assert answer.status_code == 422
    return answer.content.decode()


def test_a_faulty_file_is_refused_by_line_and_its_text_stays() -> None:
    place = office()
    client = sign_in(place.admin)
    page = upload(client, other_text().replace("pelaksana: [camat]", "pelaksana: [bupati]", 1))
    assert "Baris 25" in page or "Baris 24" in page
    assert "pelaksana: [bupati]" in page
    assert not Sop.objects.exists()


def test_what_is_no_text_is_refused_with_a_sentence() -> None:
    client = sign_in(office().admin)
    file = SimpleUploadedFile("sop.yaml", b"\xff\xfe\x00\x81", "application/yaml")
    answer = client.post("/sop/berkas/", form(file=file))
    assert "bukan teks UTF-8" in answer.content.decode()
    assert "Pilih berkas SOP" in client.post("/sop/berkas/", form(text=" ")).content.decode()


def test_a_good_file_becomes_the_version_in_force() -> None:
    place = office()
    client = sign_in(place.admin)
    file = SimpleUploadedFile("sop.yaml", other_text().encode(), "application/yaml")
    answer = client.post("/sop/berkas/", form(file=file), follow=True)
    assert "berlaku untuk periode yang dibuka berikutnya" in answer.content.decode()
    assert Sop.objects.get().loaded_by == place.admin
    assert sign_in(place.sekcam).get("/sop/berkas/").status_code == 403


def test_a_confirmation_is_made_on_its_page() -> None:
    place = office()
    cycle = opened_cycle(place, text=other_text(), now=timezone.now() - timedelta(hours=1))
    step = cycle.steps.get(key="surat")
    client = sign_in(place.sekcam)
    assert "Surat permintaan data" in client.get(f"/tahapan/{step.pk}/").content.decode()
    refused = client.post(f"/tahapan/{step.pk}/konfirmasi/", form(note="terkirim lewat surat"))
    assert refused.status_code == 422
    assert "terkirim lewat surat" in refused.content.decode()
    answer = client.post(f"/tahapan/{step.pk}/konfirmasi/", form(upload=letter(), note="terkirim"))
    assert answer.status_code == 302
    step.refresh_from_db()
    assert (step.state, step.note) == (StepState.FINISHED, "terkirim")
    assert step.actors.get(actor="sekcam").file is not None


def decision_page(place: Office) -> str:
    cycle = other_cycle(place)
    return f"/tahapan/{cycle.steps.get(key='lengkap').pk}/"


def test_a_decision_is_made_on_its_page() -> None:
    place = office()
    url = decision_page(place)
    client = sign_in(place.camat)
    assert "menuju 4b Kunjungan lapangan" in client.get(url).content.decode()
    refused = client.post(url + "keputusan/", form(answer="tidak", reason=""))
    assert refused.status_code == 422
    answer = client.post(url + "keputusan/", form(answer="tidak", reason="Tiga kelurahan belum lengkap"), follow=True)
    assert "Tiga kelurahan belum lengkap" in answer.content.decode()


def test_others_read_a_decision_and_cannot_take_it() -> None:
    place = office()
    url = decision_page(place)
    client = sign_in(place.sekcam)
    assert "Menunggu Camat" in client.get(url).content.decode()
    refused = client.post(url + "keputusan/", form(answer="ya", reason="cukup"))
    assert refused.status_code == 422
    assert "bukan bagian peran Anda" in refused.content.decode()
    assert sign_in(other_office().camat).get(url).status_code == 404


def test_steps_of_other_works_have_no_page_here() -> None:
    place = office()
    cycle = opened_cycle(place)
    assert sign_in(place.sekcam).get(f"/tahapan/{cycle.steps.get(key='monev').pk}/").status_code == 404
