"""The plan of a year on its pages: targets of months, every year that has a plan, and a year that is locked."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cermat.indicators.actions import keep_draft_part, load_plan, start_plan_draft
from cermat.indicators.models import Activity, Iku
from cermat.indicators.schema import checked
from cermat.periods.models import YearLock
from tests.factories import NOW, office, sign_in
from tests.indicators.factories import planned, text_of

pytestmark = pytest.mark.django_db


def test_targets_of_months_stand_on_their_page_and_are_saved_with_the_others() -> None:
    made = office()
    planned(made.kecamatan)
    iku = Iku.objects.get(code="IKU-5")
    client = sign_in(made.kasi["trantib"])
    address = reverse("indicators:iku_targets", args=[iku.pk])
    assert "Januari–Desember 94. Capaian dinilai terhadap target triwulan." in page_of(client, "indicators:ikus")
    typed = {"_key": str(uuid4()), "year_target": "94", "target_1": "94", "month_1": "92,5", "month_3": "93"}
    refused = client.post(address, typed)
    assert "Target Maret (93) harus sama dengan target triwulan I (94)" in refused.content.decode()
    assert client.post(address, typed | {"_key": str(uuid4()), "month_3": "94"}).status_code == 302
    iku.refresh_from_db()
    assert (iku.month_targets["1"], iku.month_targets["3"], iku.month_targets["12"]) == ("92.5", "94", None)


def test_a_month_that_contradicts_its_quarter_is_said_at_its_row_of_the_draft() -> None:
    made = office()
    planned(made.kecamatan)
    draft = start_plan_draft(kecamatan=made.kecamatan, year=2026, origin="berlaku", by=made.sekcam, now=NOW)
    rows = [dict(row) for row in draft.rows["rencana-aksi"]]
    rows[4]["target_bulanan.6"] = "93"
    kept = keep_draft_part(
        draft=draft, part="rencana-aksi", rows=rows, seen=draft.digest, by=made.sekcam, now=NOW
    )  # fmt: skip
    fault = checked(kept.rows).faults[0]
    assert (fault.place.part, fault.place.row, fault.place.column) == ("rencana-aksi", 4, "target_bulanan.6")
    address = reverse("indicators:plan_part", args=[draft.pk, "rencana-aksi"])
    page = sign_in(made.sekcam).get(address).content.decode()
    assert "Target Juni (93) harus sama dengan target triwulan II (94)." in page


def page_of(client: Client, name: str) -> str:
    return client.get(reverse(name)).content.decode()


def test_a_locked_year_says_so_above_its_targets_and_takes_nothing() -> None:
    made = office()
    planned(made.kecamatan)
    iku, activity = Iku.objects.get(code="IKU-5"), Activity.objects.get(code="7.01.04.2.01")
    lock = YearLock.objects.create(
        kecamatan=made.kecamatan, year=2026, report="LKjIP 2026", handed_in_on=date(2027, 2, 25), by=made.sekcam,
        at=NOW,
    )  # fmt: skip
    client = sign_in(made.kasi["trantib"])
    addresses = [
        reverse("indicators:ikus"),
        reverse("indicators:iku_targets", args=[iku.pk]),
        reverse("indicators:activity", args=[activity.pk]),
        reverse("indicators:planning", args=["rencana-aksi"]),
    ]
    for address in addresses:
        page = client.get(address).content.decode()
        assert "Tahun 2026 dikunci: LKjIP 2026 diserahkan 25 Februari 2027." in page
        assert not re.search("Ubah target|Simpan target|Simpan kegiatan", page)
    lock.openings.create(reason="Target keliru", opened_by=made.camat, opened_at=NOW)
    assert "dibuka Camat untuk koreksi: Target keliru" in client.get(addresses[1]).content.decode()
    assert "Simpan target" in client.get(addresses[1]).content.decode()


def test_every_year_with_a_plan_is_read_on_its_pages() -> None:
    made = office()
    planned(made.kecamatan)
    client, address = sign_in(made.camat), reverse("indicators:planning", args=["pk"])
    assert 'aria-label="Tahun"' not in client.get(address).content.decode()
    text = text_of("rencana").replace("tahun: 2026", "tahun: 2027").replace("versi: contoh-1", "versi: contoh-27")
    load_plan(kecamatan=made.kecamatan, text=text, by=None, now=NOW)
    assert "<h1>Perjanjian Kinerja 2027</h1>" in client.get(address).content.decode()
    page = client.get(address, {"tahun": "2026"}).content.decode()
    assert "<h1>Perjanjian Kinerja 2026</h1>" in page
    assert 'aria-label="Tahun"' in page
    assert "tahun=2026" in page.partition('aria-label="Perencanaan"')[2].partition("</nav>")[0]
