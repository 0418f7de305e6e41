"""Calendar, Belum terkirim, Perpanjangan, Kelengkapan, Ketepatan waktu, Riwayat: what they say, in how many queries."""

import re
from datetime import datetime
from io import BytesIO
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cermat.collection.actions import submit_sheet
from cermat.collection.models import Extension
from cermat.collection.presenters import wa_number
from cermat.instruments.models import Result
from cermat.sop.models import Cycle, StepState
from tests.collection.factories import OPENED, TOO_LATE, collecting, entry_of, filled, sent, small_office, validated
from tests.factories import Office, sign_in

pytestmark = pytest.mark.django_db
THREE = ("Payaman", "Ploso", "Bogo")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The moment everybody reads; a test may put another one in."""
    at = [OPENED]
    monkeypatch.setattr(timezone, "now", lambda: at[0])
    return at


@pytest.fixture
def office(clock: list[datetime]) -> Office:
    return small_office()


@pytest.fixture
def cycle(office: Office) -> Cycle:
    return collecting(office)


def page(person: object, name: str, *args: object, query: str = "") -> str:
    answer = sign_in(person).get(reverse(f"collection:{name}", args=args) + query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def queries(person: object, name: str, *args: object) -> int:
    client, path = sign_in(person), reverse(f"collection:{name}", args=args)
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


@pytest.mark.parametrize("kelurahan", [("Payaman",), THREE])
def test_no_page_asks_more_where_there_are_more_units(clock: list[datetime], kelurahan: tuple[str, ...]):
    office = small_office(kelurahan)
    cycle = collecting(office)
    for unit in office.kelurahan:
        entry = entry_of(cycle, unit, office.sections["pelayanan"])
        sent(entry, office.operator[unit.code], office.lurah[unit.code])
    names = ("mine", "calendar", "owed", "extension", "punctuality", "timeline", "completeness_xlsx")
    found = {name: queries(office.sekcam, name, cycle.pk) for name in names}
    found["unit"] = queries(office.sekcam, "unit", cycle.pk, office.kelurahan[0].pk)
    assert found == {
        "mine": 18, "calendar": 14, "owed": 9, "extension": 7, "punctuality": 8, "timeline": 8,
        "completeness_xlsx": 11, "unit": 18,
    }  # fmt: skip


def test_who_has_not_sent_with_every_way_to_ask(office: Office, cycle: Cycle):
    unit = office.kelurahan[0]
    operator = office.operator[unit.code]
    operator.phone = "+62 812-3456-7890"
    operator.save()
    shown = page(office.kasi["pelayanan"], "owed", cycle.pk)
    assert "Server surel belum disetel" in shown
    links = [unquote(link) for link in re.findall(r'href="(https://wa\.me/[^"]*)"', shown)]
    assert [link.partition("?")[0] for link in links][:2] == ["https://wa.me/6281234567890", "https://wa.me/"]
    assert "+62 812" not in shown
    address = f"http://testserver/isian/periode/{cycle.pk}/"
    assert f"*{unit}* · Data Kinerja November 2026" in links[0]
    assert "Batas waktu: Senin, 30 November 2026." in links[0]
    assert address in links[0]
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", shown, re.S)
    assert text
    assert f"- {unit}, 1 isian: bulanan Pelayanan Umum" in text[1]
    assert "Mohon bantuan pengisian:" in text[1]
    assert f"Isi dan kirim di {address}" in text[1]


def test_what_waits_for_the_head_is_asked_of_the_head(office: Office, cycle: Cycle):
    unit = office.kelurahan[0]
    for number, one in enumerate((office.operator[unit.code], office.lurah[unit.code])):
        one.phone = f"08123456789{number}"
        one.save()
    entry = filled(entry_of(cycle, unit, office.sections["pelayanan"]), office.operator[unit.code])
    submit_sheet(entry=entry, version=entry.version, by=office.operator[unit.code], now=OPENED)
    shown = unquote(page(office.kasi["pelayanan"], "owed", cycle.pk))
    assert "wa.me/6281234567891" in shown
    assert "wa.me/6281234567890" not in shown
    assert "tinggal disetujui dan dikirim oleh pimpinan" in shown


def test_the_reminder_says_what_happened_and_nothing_else(office: Office, cycle: Cycle, settings):
    client, path = sign_in(office.sekcam), reverse("collection:reminder", args=[cycle.pk])
    unit = office.kelurahan[0].pk

    def said(**data: object) -> str:
        return client.post(path, {"_key": str(uuid4()), **data}, follow=True).content.decode()

    assert "Pengingat dikirim kepada 2 orang ke kotak masuk." in said(unit=unit)
    assert "2 orang sudah diingatkan hari ini dan tidak diingatkan lagi." in said(unit=unit)
    assert "Pilih sedikitnya satu unit" in said()


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("081234567890", "6281234567890"), ("+62 812-3456-7890", "6281234567890"), ("6281234567890", "6281234567890"),
        ("", ""), ("0812", ""), ("+1 202 555 0100", ""), ("0812345678901234567", ""), ("javascript:1", ""),
    ],
)  # fmt: skip
def test_a_number_as_whatsapp_writes_it_or_none(phone: str, number: str):
    assert wa_number(phone) == number


def test_an_extension_by_the_form_and_its_faults_at_the_fields(office: Office, cycle: Cycle):
    unit = office.kelurahan[0]
    kasi, path = sign_in(office.kasi["pelayanan"]), reverse("collection:extension", args=[cycle.pk])
    entry = entry_of(cycle, unit, office.sections["pelayanan"])
    chosen = kasi.get(f"{path}?unit={unit.pk}").content.decode()
    assert f'value="{entry.pk}" checked' in chosen
    assert f"Unit lain ({len(office.kelurahan) + len(office.desa) - 1})" in chosen
    assert "Unit lain" not in kasi.get(path).content.decode()
    typed = {"entries": entry.pk, "to": "2026-12-05", "reason": "Banjir di kelurahan."}
    for wrong, told in (
        ({"to": ""}, "Pilih tanggalnya."), ({"entries": []}, "Pilih sedikitnya satu isian."),
        ({"reason": " "}, "Tulis alasannya."), ({}, "Paling jauh Jumat, 4 Desember 2026"),
        ({"to": "2026-11-30"}, "Pilih hari sesudah batas waktu sekarang"), ({"entries": "999999"}, "Pilih isian dari"),
    ):  # fmt: skip
        answer = kasi.post(path, {"_key": str(uuid4()), **typed, **wrong})
        assert (answer.status_code, told in answer.content.decode()) == (422, True), wrong
    assert not Extension.objects.exists()
    assert kasi.post(path, {"_key": str(uuid4()), **typed, "to": "2026-12-02"}).status_code == 302
    for who, name, args in (
        (office.operator[unit.code], "sheet", [entry.pk]), (office.sekcam, "sheet", [entry.pk]),
        (office.sekcam, "extension", [cycle.pk]), (office.lurah[unit.code], "mine", [cycle.pk]),
    ):  # fmt: skip
        shown = page(who, name, *args)
        assert "30 November 2026" in shown
        assert "2 Desember 2026" in shown
    assert "Banjir di kelurahan." in page(office.operator[unit.code], "sheet", entry.pk)


def test_from_a_cell_to_the_rows_that_are_missing(office: Office, cycle: Cycle):
    unit = office.kelurahan[0]
    entry = entry_of(cycle, unit, office.sections["pelayanan"])
    target = f"{reverse('collection:unit', args=[cycle.pk, unit.pk])}?isian={entry.pk}#isian-{entry.pk}"
    assert target in page(office.sekcam, "mine", cycle.pk)
    shown = page(office.sekcam, "unit", cycle.pk, unit.pk)
    assert f'id="isian-{entry.pk}"' in shown
    assert "2 baris belum lengkap" in shown
    assert f"/isian/{entry.pk}/#judul-PDK-04" in shown
    validated(entry, office.operator[unit.code], office.lurah[unit.code])
    assert "Lengkap dan tervalidasi." in page(office.lurah[unit.code], "unit", cycle.pk, unit.pk)
    stranger = sign_in(office.lurah[office.desa[0].code])
    assert stranger.get(reverse("collection:unit", args=[cycle.pk, unit.pk])).status_code == 404


def test_not_due_is_not_missing_and_missing_is_not_zero(office: Office, cycle: Cycle, clock: list[datetime]):
    shown = page(office.camat, "punctuality", cycle.pk)
    assert "belum ada yang jatuh tempo" in shown
    assert "0 %" not in shown
    unit = office.kelurahan[0]
    code = unit.code
    sent(entry_of(cycle, unit, office.sections["pelayanan"]), office.operator[code], office.lurah[code])
    clock[0] = TOO_LATE
    sent(
        entry_of(cycle, unit, office.sections["pemerintahan"]), office.operator[code], office.lurah[code], now=TOO_LATE
    )
    shown = page(office.camat, "punctuality", cycle.pk)
    of = cycle.entries.filter(unit=unit).count()
    assert f"1 dari {of}" in shown
    assert f"2 dari {of}" in shown
    timeline = page(office.camat, "timeline", cycle.pk, query="?bulan=24")
    assert timeline.count("tidak diminta</span>") >= 23
    assert "Unit asing" not in timeline
    lurah = sign_in(office.lurah[code])
    for name in ("punctuality", "timeline", "completeness_xlsx"):
        assert lurah.get(reverse(f"collection:{name}", args=[cycle.pk])).status_code == 302


def test_what_is_not_due_is_named_with_its_last_valid_figure(office: Office, cycle: Cycle):
    found = {"kecamatan": office.kecamatan, "subject": office.kecamatan, "recorded_at": TOO_LATE}
    Result.objects.create(instrument="ikm", period="2026-09", definition="ikm@1", value=84, label="B (Baik)", **found)
    cycle.requirements.filter(instrument="ikm").update(is_due=False, next_due="2026-12")
    shown = page(office.sekcam, "mine", cycle.pk)
    assert "Jatuh tempo Desember 2026. Data terakhir 84,00 B (Baik) (September 2026)." in shown


def test_the_workbook_opens_with_numbers_and_dashes(office: Office, cycle: Cycle, clock: list[datetime]):
    clock[0] = TOO_LATE
    unit = office.kelurahan[0]
    entry = entry_of(cycle, unit, office.sections["pelayanan"])
    sent(entry, office.operator[unit.code], office.lurah[unit.code])
    answer = sign_in(office.sekcam).get(reverse("collection:completeness_xlsx", args=[cycle.pk]))
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["Kelengkapan", "Ketepatan waktu", "Riwayat tepat waktu", "Riwayat lengkap"]
    row = next(row for row in book["Ketepatan waktu"].iter_rows(values_only=True) if row[1] == str(unit))
    of = cycle.entries.filter(unit=unit).count()
    assert (row[0], row[2], row[3], row[5], row[8]) == (1, of, 1, 1, of - 1)
    history = next(row for row in book["Riwayat tepat waktu"].iter_rows(values_only=True) if row[0] == str(unit))
    assert history[1:24] == ("–",) * 23
    assert float(history[24]) == pytest.approx(100 / of, abs=0.1)


def test_the_calendar_says_every_day_twice_and_as_a_file(office: Office, cycle: Cycle):
    shown = page(office.lurah[office.kelurahan[0].code], "calendar", cycle.pk)
    for words in ("Batas kirim isian", "Penutupan pengumpulan", "Rapat Koordinasi Rutin", "20 hari kerja lagi"):
        assert words in shown
    file = sign_in(office.sekcam).get(reverse("collection:calendar_file", args=[cycle.pk]))
    assert file.headers["Content-Type"] == "text/calendar; charset=utf-8"
    text = file.content.decode()
    assert "DTSTART;VALUE=DATE:20261130" in text
    assert f"UID:{cycle.pk}-meeting@testserver" in text


def test_the_collecting_is_closed_only_after_its_page_has_told_what_follows_and_who_is_missing(office, cycle) -> None:
    client, path = sign_in(office.sekcam), reverse("collection:closing", args=[cycle.pk])
    early = client.get(path)
    assert early.headers["Location"] == reverse("collection:mine", args=[cycle.pk])
    Cycle.objects.filter(pk=cycle.pk).update(cutoff_on=timezone.localdate())
    assert f'href="{path}"' in client.get(reverse("collection:mine", args=[cycle.pk])).content.decode()
    asked = client.get(path).content.decode()
    assert "Tahapan pengumpulan selesai" in asked
    assert str(office.kelurahan[0]) in asked
    assert cycle.steps.get(work="pengumpulan").state != StepState.FINISHED
    refused = client.post(path, {"note": "x" * 201, "_key": str(uuid4())})
    assert refused.status_code == 422
    assert client.post(path, {"note": "", "_key": str(uuid4())}).status_code == 302
    assert cycle.steps.get(work="pengumpulan").state == StepState.FINISHED
