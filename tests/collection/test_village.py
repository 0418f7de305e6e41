"""The index of a desa: the ministry's file by two people, published beside computed, what lacks to the next class."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cermat.audit.models import AuditEvent
from cermat.collection.actions import confirm, hand_in, refuse
from cermat.collection.models import Publication
from cermat.collection.presenters import years_picture
from cermat.collection.queries import Trial, lacking_points, village_index
from cermat.instruments.actions import load_instrument, load_shipped, record_result
from cermat.instruments.imports.idm import read_rumusan
from cermat.instruments.models import Result
from cermat.instruments.schema import shipped
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import Month
from cermat.notifications.models import Message
from cermat.operations.actions.ministry import rumusan_text
from cermat.organisation.models import Unit, User
from cermat.requirements.models import RequirementPlan
from tests.collection.factories import small_office
from tests.factories import Office

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)
IDM = shipped("idm-2016")
FIVES = {item.code: 5 for item in IDM.items}
LOW = FIVES | {"IKS-02": 0, "IKE-01": 1, "IKE-02": 1, "IKE-03": 1, "IKL-01": 0, "IKL-02": 2}


@pytest.fixture
def office() -> Office:
    made = small_office()
    RequirementPlan.objects.create(
        kecamatan=made.kecamatan, key="idm", instrument="idm", section=made.sections["pmd"], frequency="tahunan",
        due_months=[6], subject_kind="desa",
    )  # fmt: skip
    return made


def handed_in(office: Office, by: User, year: int = 2023, points: dict[str, int] = LOW, unit: Unit | None = None):
    desa = unit or office.desa[0]
    text = rumusan_text(IDM, office.desa[0], year, points)
    return hand_in(unit=desa, rumusan=read_rumusan(text), text=text, file_name="idm.json", by=by, now=NOW)


def confirmed(office: Office, year: int = 2023, points: dict[str, int] = LOW) -> Publication:
    return confirm(publication=handed_in(office, kades(office), year, points), by=office.kasi["pmd"], now=NOW)


def kades(office: Office) -> User:
    return office.lurah[office.desa[0].code]


def page(client: Client, user: User, unit: Unit, query: str = "") -> str:
    client.force_login(user)
    return client.get(reverse("collection:village", args=[unit.code]) + query).content.decode()


def test_a_file_becomes_a_result_only_when_a_second_person_confirms_it(office):
    waiting = handed_in(office, kades(office))
    assert not Result.objects.exists()
    asked = Message.objects.filter(text__endswith="menunggu dikonfirmasi.", read_at=None)
    assert asked.exists()
    confirm(publication=waiting, by=office.kasi["pmd"], now=NOW)
    assert not asked.exists()
    result = Result.objects.get()
    assert (result.instrument, result.subject, result.period) == ("idm", office.desa[0], "2023-06")
    assert (result.definition, result.source, result.label) == ("idm-2016@1", "impor", "Maju")
    assert (result.maker, result.checker) == (kades(office), office.kasi["pmd"])
    assert result.published_value == result.value == Decimal("0.746032")


def test_nobody_confirms_what_they_handed_in_and_the_next_rung_does(office):
    waiting = handed_in(office, office.kasi["pmd"])
    with pytest.raises(NotAllowedError, match="orang lain"):
        confirm(publication=waiting, by=office.kasi["pmd"], now=NOW)
    confirm(publication=waiting, by=office.sekcam, now=NOW)
    with pytest.raises(ConflictError, match="sudah diperiksa"):
        refuse(publication=waiting, reason="x", by=office.sekcam, now=NOW)


def test_another_section_and_another_village_hand_in_nothing(office):
    for stranger in (office.kasi["pelayanan"], office.lurah[office.kelurahan[0].code], office.camat):
        with pytest.raises(NotAllowedError):
            handed_in(office, stranger)
    waiting = handed_in(office, kades(office))
    with pytest.raises(NotAllowedError):
        confirm(publication=waiting, by=office.kasi["pelayanan"], now=NOW)


def test_a_file_of_another_desa_or_for_a_kelurahan_is_refused_with_the_reason(office):
    with pytest.raises(DomainError, match="Kelurahan tidak didata"):
        handed_in(office, office.kasi["pmd"], unit=office.kelurahan[0])
    text = rumusan_text(IDM, office.desa[0], 2023, LOW)
    foreign = json.loads(text)
    foreign["mapData"]["IDENTITAS"][0] |= {"id_desa": "3518132099", "nama_desa": "LAIN"}
    told = read_rumusan(json.dumps(foreign))
    with pytest.raises(DomainError, match=r"tentang LAIN \(35\.18\.13\.2099\)"):
        hand_in(unit=office.desa[0], rumusan=told, text=text, file_name="x", by=kades(office), now=NOW)


def test_a_second_file_of_the_year_takes_the_place_of_one_that_waits(office):
    handed_in(office, kades(office))
    handed_in(office, kades(office), points=FIVES)
    asked = Message.objects.filter(text__endswith="menunggu dikonfirmasi.", read_at=None)
    assert asked.filter(user=office.sekcam).count() == 1
    assert [one.label for one in Publication.objects.filter(checked_at=None)] == ["MANDIRI"]
    refused = refuse(publication=Publication.objects.get(), reason="Tahun keliru", by=office.sekcam, now=NOW)
    assert (refused.reason, Result.objects.count()) == ("Tahun keliru", 0)
    returned = Message.objects.filter(text__endswith="Tahun keliru", read_at=None)
    assert returned.exists()
    handed_in(office, kades(office))
    assert not returned.exists()


def test_a_file_that_another_has_replaced_is_told_so_and_the_trace_names_both(office):
    gone = handed_in(office, kades(office))
    handed_in(office, office.kasi["pmd"], points=FIVES)
    with pytest.raises(ConflictError, match="baru saja diganti"):
        confirm(publication=gone, by=office.sekcam, now=NOW)
    told = AuditEvent.objects.filter(verb="publication.handed_in").latest("number")
    assert (told.before["status"], told.before["made_by"]) == ("MAJU", kades(office).pk)


def test_a_version_that_comes_between_changes_no_status_of_a_file_that_waits(office):
    load_shipped(kecamatan=office.kecamatan, by=office.admin, now=NOW)
    waiting = handed_in(office, kades(office))
    text = (settings.DEFINITIONS / "instruments" / "idm-2016.yaml").read_text(encoding="utf-8")
    other = text.replace("versi: 1", "versi: 2", 1).replace("nama: Maju", "nama: Madya", 1)
    load_instrument(kecamatan=office.kecamatan, text=other, by=office.admin, now=NOW)
    confirm(publication=waiting, by=office.kasi["pmd"], now=NOW)
    assert [(row.definition, row.label) for row in Result.objects.all()] == [("idm-2016@1", "Maju")]


def test_a_file_of_a_year_before_the_index_is_refused(office):
    with pytest.raises(DomainError, match="berlaku sejak 2016"):
        handed_in(office, kades(office), year=2012)


def test_a_file_sent_back_says_why_on_the_page_until_another_comes(office, client):
    refuse(publication=handed_in(office, kades(office)), reason="Tahun keliru", by=office.sekcam, now=NOW)
    assert "Tahun keliru" in page(client, kades(office), office.desa[0])
    confirmed(office)
    assert "Tahun keliru" not in page(client, kades(office), office.desa[0])


def test_refusing_needs_a_reason(office):
    with pytest.raises(DomainError, match="alasannya"):
        refuse(publication=handed_in(office, kades(office)), reason=" ", by=office.sekcam, now=NOW)


@pytest.mark.parametrize("wrong", [{"checked_by": "made_by"}, {"reason": "tanpa pemeriksa"}, {"twice": True}])
def test_the_database_refuses_one_person_twice_and_half_a_check(office, wrong):
    waiting = handed_in(office, kades(office))
    if wrong.get("twice"):
        waiting.pk = None
    if "checked_by" in wrong:
        waiting.checked_by, waiting.checked_at = waiting.made_by, NOW
    waiting.reason = wrong.get("reason", "")
    with pytest.raises(IntegrityError), transaction.atomic():
        waiting.save()


def test_the_years_of_the_two_indices_never_stand_on_one_line(office, client):
    confirmed(office, 2022)
    confirmed(office, 2023, FIVES)
    record_result(
        instrument="idm", subject=office.desa[0], period=Month(2025, 6), definition="indeks-desa-2025@1",
        value=Decimal("70.08"), label="Maju", source="isian", maker=None, checker=None, now=NOW,
    )  # fmt: skip
    found = village_index(office.desa[0])
    assert [year.year for year in found.idm] == [2023, 2022]
    assert [year.year for year in found.indeks_desa] == [2025]
    assert lacking_points(found.indeks_desa[0]) == 61  # 445 of 635 points are 70,08; 506 are 79,69
    shown = page(client, kades(office), office.desa[0])
    assert "sekitar <b>61 poin</b>" in shown
    assert "70,08" in shown


def test_a_kelurahan_is_not_surveyed_and_has_no_zero(office, client):
    shown = page(client, office.camat, office.kelurahan[0])
    assert "Tidak didata." in shown
    assert "0,0000" not in shown
    client.force_login(office.camat)
    listed = client.get(reverse("collection:villages")).content.decode()
    assert "Tidak didata" in listed


def test_other_points_are_computed_and_not_stored(office, client):
    confirmed(office)
    shown = page(client, kades(office), office.desa[0], "?IKS-02=5&IKL-01=5&biaya-IKE-01=12.000.000&tetap=IKE-02")
    trial = Trial(IDM, {code: Fraction(value) for code, value in LOW.items()}, FIVES | {"IKE-01": Fraction(1)})
    assert trial.scale == 6300
    assert "<strong data-trial-changed>2</strong>" in shown
    assert 'value="12.000.000"' in shown
    assert Result.objects.count() == 1


def test_the_cheapest_way_names_rows_activities_and_who_carries_them_out(office, client):
    confirmed(office)  # 0,7460, Maju; Mandiri begins at 0,8156
    shown = page(client, kades(office), office.desa[0])
    assert "Jalan termurah menuju Mandiri" in shown
    assert "1 baris dinaikkan: 0,7460 menjadi" in shown
    locked = page(client, kades(office), office.desa[0], "?tetap=IKL-01")
    assert "2 baris dinaikkan" in locked
    costly = page(client, kades(office), office.desa[0], "?biaya-IKL-01=5000000&biaya-IKE-01=900000&biaya-IKE-02=1")
    assert "biaya paling kecil" in costly
    assert "baris tanpa biaya tidak dipakai" in costly


def test_the_print_carries_the_way_and_what_is_tried(office, client):
    confirmed(office)
    client.force_login(kades(office))
    address = reverse("reports:village", args=[office.desa[0].code])
    shown = client.get(address + "?IKS-02=5").content.decode()
    assert "Jalan termurah menuju Mandiri" in shown
    assert "Pengadaan Min 1 org Dokter" in shown
    assert f'href="{address}pdf/?IKS-02=5"' in shown
    answer = client.get(address + "pdf/?IKS-02=5")
    assert (answer.headers["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    kelurahan = client.get(reverse("reports:village", args=[office.kelurahan[0].code])).content.decode()
    assert "Tidak didata" in kelurahan


def test_points_that_cannot_be_are_told_at_their_row(office, client):
    confirmed(office)
    shown = page(client, kades(office), office.desa[0], "?IKS-02=9&biaya-IKE-01=banyak")
    assert "“9” tidak dapat dipakai" in shown
    assert "“banyak” bukan angka" in shown


def test_the_file_is_uploaded_and_confirmed_on_the_page(office, client):
    client.force_login(kades(office))
    address = reverse("collection:publication", args=[office.desa[0].code])
    file = SimpleUploadedFile("idm.json", rumusan_text(IDM, office.desa[0], 2024, LOW).encode(), "application/json")
    client.post(address, {"_key": str(uuid4()), "upload": file})
    shown = page(client, office.kasi["pmd"], office.desa[0])
    assert "Rumusan IDM 2024 menunggu konfirmasi" in shown
    client.post(reverse("collection:confirmation", args=[Publication.objects.get().pk]), {"_key": str(uuid4())})
    assert "terbit: Maju" in page(client, kades(office), office.desa[0])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe", "bukan teks JSON"),
        (b"<html>", "halaman web"),
        (b'{"status":400,"error":true,"message":"ID Desa tidak ditemukan"}', "ID Desa tidak ditemukan"),
    ],
)
def test_what_is_no_rumusan_is_refused_with_a_sentence_and_nothing_is_kept(office, client, content, told):
    client.force_login(kades(office))
    address = reverse("collection:publication", args=[office.desa[0].code])
    reply = client.post(address, {"_key": str(uuid4()), "upload": SimpleUploadedFile("idm.json", content)})
    assert (reply.status_code, Publication.objects.count()) == (422, 0)
    assert told in reply.content.decode()


@pytest.mark.parametrize("years", [(2023,), (2021, 2022, 2023)])
def test_more_years_need_no_more_queries(office, client, years, django_assert_num_queries):
    for year in years:
        confirmed(office, year)
    page(client, kades(office), office.desa[0])
    with django_assert_num_queries(10):
        client.get(reverse("collection:village", args=[office.desa[0].code]))


def test_the_years_of_idm_are_a_picture_with_the_missing_ones_hatched(office):
    desa, reader = office.desa[0], Client()
    confirmed(office, 2021)
    assert "Dari tahun ke tahun" not in page(reader, office.camat, desa)
    confirmed(office, 2023)
    text = page(reader, office.camat, desa)
    assert "Dari tahun ke tahun" in text
    assert "Diarsir karena belum ada data: 2022." in text


def test_idm_and_indeks_desa_are_never_one_line(office):
    confirmed(office, 2023)
    desa = office.desa[0]
    found = village_index(desa)
    drawing = years_picture(replace(found, indeks_desa=found.idm))
    assert drawing is not None
    assert [plot["title"] for plot in drawing.spec["hconcat"]] == ["IDM", "Indeks Desa"]
