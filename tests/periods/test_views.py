"""The calendar page."""

from uuid import uuid4

import pytest

from cermat.periods.models import Holiday
from tests.factories import office, other_office, sign_in

pytestmark = pytest.mark.django_db


def form(**fields: object) -> dict[str, object]:
    return {"_key": str(uuid4()), **fields}


def test_the_administrator_keeps_local_days_on_the_page() -> None:
    place, neighbour = office(), other_office()
    client = sign_in(place.admin)
    assert "Belum ada hari libur 2026" in client.get("/kalender/?tahun=2026").content.decode()
    assert client.post("/kalender/pemuatan/", form()).status_code == 302
    assert "Hari Raya Natal" in client.get("/kalender/?tahun=2026").content.decode()
    added = client.post("/kalender/libur/", form(day="10/04/2026", name="Hari Jadi Nganjuk"))
    assert added.status_code == 302
    assert "Hari Jadi Nganjuk" in client.get("/kalender/?tahun=2026").content.decode()
    holiday = Holiday.objects.get(kecamatan=place.kecamatan)
    assert sign_in(neighbour.admin).post(f"/kalender/libur/{holiday.pk}/penghapusan/", form()).status_code == 404
    assert client.post(f"/kalender/libur/{holiday.pk}/penghapusan/", form()).status_code == 302
    assert not Holiday.objects.filter(kecamatan=place.kecamatan).exists()


def test_a_date_that_is_none_is_told_and_the_name_stays() -> None:
    answer = sign_in(office().admin).post("/kalender/libur/", form(day="31/02/2026", name="Hari Jadi"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tulis tanggal" in page
    assert 'value="Hari Jadi"' in page


def test_years_are_read_calmly() -> None:
    client = sign_in(office().admin)
    assert client.get("/kalender/?tahun=99999999999").status_code == 200
    assert "masih perkiraan" not in client.get("/kalender/?tahun=x").content.decode()


def test_others_have_no_calendar_to_keep() -> None:
    place = office()
    assert sign_in(place.sekcam).get("/kalender/").status_code == 403
    assert sign_in(place.camat).post("/kalender/pemuatan/", form()).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_queries_for_one_and_three_days(rows: int, django_assert_num_queries) -> None:
    place = office()
    for day in range(rows):
        Holiday.objects.create(kecamatan=place.kecamatan, day=f"2026-05-0{day + 4}", name=f"Libur {day}", kind="lokal")
    client = sign_in(place.admin)
    client.get("/kalender/?tahun=2026")
    with django_assert_num_queries(7):
        client.get("/kalender/?tahun=2026")
