"""The office's pages: what stands on them, what they cost, what they answer."""

import uuid
from datetime import date
from io import BytesIO
from typing import Any

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cermat.lib.months import Month
from cermat.survey.models import Channel, Counter, Receipt, Service, Survey, SurveyState
from tests.factories import Office, sign_in
from tests.printing.test_posters import seen
from tests.survey.factories import a_counter, a_service, a_survey, ikm, some_answers

pytestmark = pytest.mark.django_db
LIST_QUERIES = 15
DRAFT = {
    "period": "2026-12", "starts_on": "2026-11-02", "ends_on": "2026-12-11", "variant": "", "needs_receipt": "on",
}  # fmt: skip


@pytest.fixture
def kasi(office: Office) -> Client:
    return sign_in(office.kasi["pelayanan"])


def post(client: Client, path: str, **fields: Any) -> Any:
    return client.post(path, {"_key": str(uuid.uuid4()), "_page": path, **fields})


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        client.get(path)
    return len(found)


def test_the_list_costs_the_same_for_one_and_for_three(office: Office, kasi: Client) -> None:
    some_answers(a_survey(office.kecamatan, month=Month(2026, 12)), "444444444", "333333333")
    one = queries(kasi, "/survei/")
    for at, month in enumerate((Month(2026, 9), Month(2026, 6))):
        some_answers(a_survey(office.kecamatan, SurveyState.CLOSED, month=month), *["444444444"] * (at + 1))
    assert (one, queries(kasi, "/survei/")) == (LIST_QUERIES, LIST_QUERIES)
    shown = text(kasi, "/survei/")
    for words in ("Survei Kecamatan Nganjuk Desember 2026", "2 jawaban · target 196", "Dibuka", "Menunggu pengesahan"):
        assert words in shown


def test_empty_lists_say_what_to_do_first(office: Office, kasi: Client) -> None:
    assert "Catat layanan kantor" in text(kasi, "/survei/")
    assert "disiapkan oleh seksi pelayanan" in text(sign_in(office.camat), "/survei/")
    assert "Belum ada layanan." in text(kasi, "/survei/layanan/")
    assert "Belum ada alamat." in text(kasi, "/survei/loket/")
    ikm(office.kecamatan)
    assert "Catat dahulu layanan" in text(kasi, "/survei/baru/")


def test_a_survey_is_set_up_from_its_form(office: Office, kasi: Client) -> None:
    ikm(office.kecamatan)
    first, second = a_service(office.kecamatan), a_service(office.kecamatan, "Legalisasi", sort=2)
    answer = post(
        kasi,
        "/survei/baru/",
        **DRAFT,
        **{f"use_{first.pk}": "on", f"served_{first.pk}": "400", f"use_{second.pk}": "on"},
    )
    survey = Survey.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/survei/{survey.pk}/")
    assert survey.needs_receipt
    assert [(row.service, row.population) for row in survey.offered.all()] == [(first, 400), (second, None)]


def test_a_refused_form_keeps_everything_typed(office: Office, kasi: Client) -> None:
    ikm(office.kecamatan)
    service = a_service(office.kecamatan)
    typed = DRAFT | {"ends_on": "2026-10-01", f"use_{service.pk}": "on", f"served_{service.pk}": "412"}
    answer = post(kasi, "/survei/baru/", **typed)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Tanggal sampai tidak boleh sebelum 2 November 2026." in shown
    assert 'value="412"' in shown
    assert not Survey.objects.exists()


def test_a_month_that_has_its_survey_is_told_at_the_month(office: Office, kasi: Client) -> None:
    made = a_survey(office.kecamatan, month=Month(2026, 12))
    use = f"use_{made.offered.all()[0].service_id}"
    answer = post(kasi, "/survei/baru/", **DRAFT, **{use: "on"})
    assert answer.status_code == 422
    assert "sudah ada. Pilih bulan lain." in answer.content.decode().partition('id="id_period_error"')[2]


def test_the_quarter_after_the_last_survey_is_proposed(office: Office, kasi: Client) -> None:
    a_survey(office.kecamatan, month=Month(2026, 12))
    shown = text(kasi, "/survei/baru/")
    assert 'value="2027-03"' in shown
    assert 'value="2027-01-01"' in shown


def test_the_form_takes_everything_from_the_last_period(office: Office, kasi: Client) -> None:
    last = a_survey(office.kecamatan, SurveyState.CLOSED, month=Month(2026, 9), population=731, double_entry=True)
    assert "Ambil dari periode lalu" in text(kasi, "/survei/baru/")
    shown = text(kasi, "/survei/baru/?dari=lalu")
    assert 'value="731"' in shown
    assert f"diambil dari {last}" in shown
    use = f"use_{last.offered.all()[0].service_id}"
    post(kasi, "/survei/baru/?dari=lalu", **DRAFT, **{use: "on"})
    assert Survey.objects.exclude(pk=last.pk).get().carried_from == last


def test_a_draft_is_changed_and_its_month_stays(office: Office, kasi: Client) -> None:
    survey = a_survey(office.kecamatan, SurveyState.DRAFT)
    path = f"/survei/{survey.pk}/pengaturan/"
    assert 'value="400"' in text(kasi, path)
    use = f"use_{survey.offered.all()[0].service_id}"
    answer = post(kasi, path, **DRAFT | {"ends_on": "2026-12-04", "period": "2031-01"}, **{use: "on"})
    assert answer.status_code == 302
    survey.refresh_from_db()
    assert (survey.period, str(survey.ends_on)) == ("2026-12", "2026-12-04")


def test_a_survey_shows_progress_and_the_next_steps_of_whoever_looks(office: Office, kasi: Client) -> None:
    survey = a_survey(office.kecamatan)
    some_answers(survey, *["444444444"] * 3)
    path = f"/survei/{survey.pk}/"
    shown = text(kasi, path)
    for words in ("dari 196 responden", "kurang 193", "Jeda survei", "Tutup survei", "Poster QR <b>3</b>", "data-live"):
        assert words in shown
    for reader in (office.observer, office.staf, office.camat):
        seen_by_reader = text(sign_in(reader), path)
        assert "Langkah berikutnya" not in seen_by_reader
        assert "dari 196 responden" in seen_by_reader


def test_the_growing_part_answers_alone(office: Office, kasi: Client) -> None:
    survey = a_survey(office.kecamatan)
    some_answers(survey, "444444444")
    shown = text(kasi, f"/survei/{survey.pk}/kemajuan/")
    assert shown.startswith('<section class="sheet" id="kemajuan"')
    assert "kurang 195" in shown


def test_each_move_has_its_form(office: Office, kasi: Client) -> None:
    survey = a_survey(office.kecamatan, SurveyState.DRAFT)
    some_answers(survey, *["444444444"] * 5)
    for word, state in (("pembukaan", "dibuka"), ("jeda", "dijeda"), ("lanjutan", "dibuka"), ("penutupan", "ditutup")):
        assert post(kasi, f"/survei/{survey.pk}/{word}/").status_code == 302
        survey.refresh_from_db()
        assert survey.state == state
    sekcam = sign_in(office.sekcam)
    assert post(sekcam, f"/survei/{survey.pk}/pengembalian/").status_code == 422
    assert post(sekcam, f"/survei/{survey.pk}/pengembalian/", reason="Kurang").status_code == 302
    post(kasi, f"/survei/{survey.pk}/penutupan/")
    assert post(sekcam, f"/survei/{survey.pk}/pengesahan/").status_code == 302
    survey.refresh_from_db()
    assert survey.state == SurveyState.CONFIRMED


def test_the_last_day_is_moved_on_the_page(office: Office, kasi: Client) -> None:
    survey = a_survey(office.kecamatan)
    answer = post(kasi, f"/survei/{survey.pk}/perpanjangan/", ends_on="2020-01-01")
    assert answer.status_code == 422
    assert "tidak boleh sebelum hari ini" in answer.content.decode()


def test_sekcam_excludes_a_group_with_a_reason(office: Office) -> None:
    survey, sekcam = a_survey(office.kecamatan), sign_in(office.sekcam)
    some_answers(survey, *["111111111"] * 3, is_suspicious=True)
    service = survey.offered.all()[0].service_id
    path = f"/survei/{survey.pk}/pengecualian/"
    group = f"lonjakan-{service}-{Channel.QR}"
    assert "Kesampingkan sekelompok jawaban" in text(sekcam, f"/survei/{survey.pk}/")
    assert post(sekcam, path, group=group).status_code == 422
    assert post(sekcam, path, group="lain", reason="Lonjakan").status_code == 422
    assert post(sekcam, path, group=group, reason="Lonjakan").status_code == 302
    shown = text(sekcam, f"/survei/{survey.pk}/")
    assert "3 jawaban dikesampingkan dan tidak dihitung." in shown
    assert "Lonjakan" in shown


def test_services_are_kept_on_their_page(office: Office, kasi: Client) -> None:
    assert post(kasi, "/survei/layanan/baru/", name="").status_code == 422
    assert post(kasi, "/survei/layanan/baru/", name="KTP-el").status_code == 302
    assert post(kasi, "/survei/layanan/baru/", name="ktp-EL").status_code == 422
    service = Service.objects.get()
    assert post(kasi, f"/survei/layanan/{service.pk}/nama/", name="Rekam KTP-el").status_code == 302
    assert post(kasi, f"/survei/layanan/{service.pk}/penghentian/").status_code == 302
    shown = text(kasi, "/survei/layanan/")
    assert "Rekam KTP-el" in shown
    assert "Dihentikan" in shown


def test_addresses_are_kept_on_their_page_and_a_pin_never_comes_back(office: Office, kasi: Client) -> None:
    tablet = {"name": "Tablet", "channel": "tablet", "service": ""}
    assert post(kasi, "/survei/loket/baru/", **tablet, pin="12").status_code == 422
    refused = post(kasi, "/survei/loket/baru/", **tablet, pin="97531x")
    assert "97531" not in refused.content.decode()
    assert post(kasi, "/survei/loket/baru/", **tablet, pin="97531").status_code == 302
    counter = Counter.objects.get()
    shown = text(kasi, "/survei/loket/")
    assert f"testserver/s/{counter.code}/tablet" in shown
    assert f'href="http://testserver/s/{counter.code}/tablet/"' in shown
    assert "poster-a4" not in shown
    assert post(kasi, f"/survei/loket/{counter.pk}/", name="Tablet 1", service="").status_code == 302
    assert post(kasi, f"/survei/loket/{counter.pk}/penghentian/").status_code == 302


def test_the_poster_leads_to_the_address_of_the_counter(office: Office, kasi: Client) -> None:
    counter = a_counter(office.kecamatan, service=a_service(office.kecamatan))
    answer = kasi.get(f"/survei/loket/{counter.pk}/poster-a5.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert seen(answer.content) == [f"http://testserver/s/{counter.code}/"]
    link = a_counter(office.kecamatan, Channel.LINK)
    assert kasi.get(f"/survei/loket/{link.pk}/poster-a5.pdf").status_code == 404


def test_codes_come_as_a_print_and_twice_the_same_for_one_form(office: Office, kasi: Client) -> None:
    survey = a_survey(office.kecamatan, needs_receipt=True)
    a_counter(office.kecamatan, Channel.QR)
    link = a_counter(office.kecamatan, Channel.LINK)
    path, form = f"/survei/{survey.pk}/kode/", {"_key": str(uuid.uuid4()), "count": "4"}
    first, again = kasi.post(path, form), kasi.post(path, form)
    assert first.headers["Content-Type"] == again.headers["Content-Type"] == "application/pdf"
    assert Receipt.objects.count() == 4
    said = pypdf.PdfReader(BytesIO(first.content)).pages[0].extract_text()
    assert f"testserver/s/{link.code}" in said
    assert survey.month.name in said
    assert post(kasi, path, count="0").status_code == 422
    assert kasi.post(path, {"count": "4"}).status_code == 422
    open_to_all = a_survey(office.kelurahan[0])
    lurah = sign_in(office.lurah[office.kelurahan[0].code])
    assert post(lurah, f"/survei/{open_to_all.pk}/kode/", count="4").status_code == 422


def test_a_paused_survey_that_is_late_does_not_say_that_answers_come_in(office: Office, kasi: Client) -> None:
    survey = a_survey(office.kecamatan, days=(date(2026, 9, 1), date(2026, 9, 20)))
    running = text(kasi, f"/survei/{survey.pk}/")
    Survey.objects.update(state=SurveyState.PAUSED)
    paused = text(kasi, f"/survei/{survey.pk}/")
    assert "jawaban masih diterima" in running
    assert "jawaban masih diterima" not in paused
    assert "survei sedang dijeda" in paused
    assert [page.count('class="button">Ya, ') for page in (running, paused)] == [1, 1]  # one act is put forward
