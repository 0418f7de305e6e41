"""Pages of the measurement, as each role sees them."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from cermat.indicators.queries import activities_of
from cermat.measurement.actions import calculate
from cermat.measurement.models import ActivityReport, OpeningBalance, Run
from tests.factories import Office, other_office, sign_in
from tests.measurement.factories import CALCULATING, EVALUATING, collected, followed_up

pytestmark = pytest.mark.django_db


def send(client: Client, path: str, **data: Any) -> Any:
    return client.post(path, {"_key": str(uuid.uuid4()), "_page": path} | data)


def test_an_empty_page_says_what_will_come(office: Office) -> None:
    neighbour, browser = sign_in(other_office().sekcam), sign_in(office.sekcam)
    assert "Belum ada periode." in neighbour.get("/pengukuran/").content.decode()
    cycle = collected(office)
    page = browser.get(f"/pengukuran/{cycle.pk}/").content.decode()
    assert "Belum ada penghitungan" in page
    assert "Hitung angka sementara" in page


def test_the_sekcam_calculates_and_everybody_sees_the_missing_words(office: Office) -> None:
    cycle = collected(office)
    answer = send(sign_in(office.sekcam), f"/pengukuran/{cycle.pk}/penghitungan/", kind="sementara")
    assert answer.status_code == 302
    page = sign_in(office.operator[office.kelurahan[0].code]).get(f"/pengukuran/{cycle.pk}/").content.decode()
    assert "Sementara." in page
    assert "Tidak tercapai – data tidak tersedia" in page
    assert "Permendagri 86/2017" in page
    assert "Hitung angka sementara" not in page


def test_the_origin_of_a_figure_goes_down_to_sheets_evidence_and_rule(office: Office) -> None:
    cycle = collected(office, *office.kelurahan)
    run = calculate(cycle=cycle, by=office.sekcam, now=EVALUATING, provisional=True)
    row = run.figures.get(code="PBB-01")
    page = sign_in(office.camat).get(f"/pengukuran/angka/{row.pk}/").content.decode()
    for words in ("Asal Angka", "Kelurahan Payaman · November 2026", "rekap.pdf", "divalidasi", "capaian-2"):
        assert words in page
    assert sign_in(other_office().camat).get(f"/pengukuran/angka/{row.pk}/").status_code == 404


def test_the_origin_of_a_figure_leads_only_where_the_reader_may_go(office: Office) -> None:
    cycle = collected(office, *office.kelurahan)
    run = calculate(cycle=cycle, by=office.sekcam, now=EVALUATING, provisional=True)
    row = run.figures.get(code="PBB-01")
    reader = sign_in(office.operator[office.desa[0].code])
    page = reader.get(f"/pengukuran/angka/{row.pk}/").content.decode()
    assert "Kelurahan Payaman · November 2026" in page
    assert "rekap.pdf" in page
    own = [f"/isian/{pk}/" for pk in cycle.entries.filter(unit=office.desa[0]).values_list("pk", flat=True)]
    ways = re.findall(r'href="(/(?:isian|dokumen/berkas|instrumen/hasil)/[0-9]+/)"', page)
    assert len(ways) == 1
    assert ways[0] in own


def test_a_section_signs_in_the_browser(office: Office) -> None:
    run = calculate(cycle=followed_up(office), by=office.sekcam, now=CALCULATING)
    section = office.sections["pemerintahan"]
    kasi = sign_in(office.kasi["pemerintahan"])
    path = f"/pengukuran/penghitungan/{run.pk}/tanda-tangan/{section.pk}/"
    assert path in kasi.get(f"/pengukuran/penghitungan/{run.pk}/").content.decode()
    assert send(kasi, path).status_code == 302
    assert run.signatures.get().by == office.kasi["pemerintahan"]
    assert send(sign_in(office.lurah[office.kelurahan[0].code]), path).status_code == 403


def test_an_activity_form_keeps_what_was_typed_when_a_rule_refuses(office: Office) -> None:
    cycle = collected(office)
    activity = next(row for row in activities_of(office.kecamatan, 2026) if row.code == "7.01.02.2.01")
    path = f"/pengukuran/{cycle.pk}/kegiatan/{activity.pk}/"
    kasi = sign_in(office.kasi["pemerintahan"])
    answer = send(kasi, path, output="10", physical="80", spent="999.000.000.000", note="")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "tidak boleh melebihi pagu" in page
    assert 'value="999.000.000.000"' in page
    assert send(kasi, path, output="sepuluh").status_code == 422
    assert send(kasi, path, output="10", physical="80,5", spent="90.000.000", note="").status_code == 302
    assert ActivityReport.objects.get().spent == 90_000_000
    assert "80,5" in kasi.get(path).content.decode()
    assert send(kasi, path, output="999.999.999.999.999").status_code == 302
    assert "999.999.999.999.999" in kasi.get(path).content.decode()
    assert sign_in(office.kasi["pmd"]).get(path).status_code == 404


def test_an_opening_balance_is_entered_and_listed(office: Office) -> None:
    sekcam = sign_in(office.sekcam)
    assert "Belum ada saldo awal." in sekcam.get("/pengukuran/saldo-awal/").content.decode()
    given = {
        "subject": "iku", "code": "IKU-2", "measure": "nilai", "month": "6", "year": "2026", "value": "71,2",
        "source": "Laporan Triwulan II", "source_date": "2026-07-05",
    }  # fmt: skip
    assert send(sekcam, "/pengukuran/saldo-awal/baru/", **given | {"code": "IKU-99"}).status_code == 422
    assert "belum tiba" in send(sekcam, "/pengukuran/saldo-awal/baru/", **given | {"year": "2099"}).content.decode()
    assert send(sekcam, "/pengukuran/saldo-awal/baru/", **given).status_code == 302
    assert OpeningBalance.objects.get().until == "2026-06"
    assert "Laporan Triwulan II" in sekcam.get("/pengukuran/saldo-awal/").content.decode()
    assert "Laporan Triwulan II" in sekcam.get("/pengukuran/saldo-awal.csv").content.decode()
    assert sekcam.get("/pengukuran/saldo-awal.ods").status_code == 404


def test_a_stranger_finds_no_run(office: Office) -> None:
    run = calculate(cycle=collected(office), by=office.sekcam, now=EVALUATING, provisional=True)
    stranger = sign_in(other_office().sekcam)
    assert stranger.get(f"/pengukuran/penghitungan/{run.pk}/").status_code == 404
    assert send(stranger, f"/pengukuran/{run.cycle_id}/penghitungan/", kind="sementara").status_code == 404
    assert Run.objects.count() == 1


def test_only_who_records_for_the_whole_kecamatan_is_offered_to_take_over(office: Office) -> None:
    assert "Ambil alih angka" in sign_in(office.sekcam).get("/pengukuran/saldo-awal/").text
    assert "Ambil alih angka" not in sign_in(office.kasi["pmd"]).get("/pengukuran/saldo-awal/").text
