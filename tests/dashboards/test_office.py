"""Ringkasan: five numbers, each beside the period before, what will not be reached; no other office's figure."""

import pytest
from pytest_django import DjangoAssertNumQueries

from cermat.dashboards.presenters import office_view
from cermat.dashboards.presenters.numbers import Number, numbers_of
from cermat.dashboards.queries import Desk, office_of
from cermat.evaluation.models import Recommendation
from cermat.organisation.models import User
from tests import factories
from tests.dashboards.factories import (
    OPENED,
    calculated,
    collecting_cycle,
    month_before,
    satisfied,
    sorting_cycle,
    spending,
)

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY
REACHED, MISSED, NOTHING = "tercapai", "tidak_tercapai", "tanpa_data"
QUERIES_OFFICE = 25


def numbers(user: User) -> dict[str, Number]:
    return {one.title: one for one in numbers_of(office_of(Desk(user, TODAY)), TODAY)}


def test_iku_come_from_the_newest_definite_calculation_with_the_one_of_the_period_before_beside_it(
    office: factories.Office,
) -> None:
    cycle = sorting_cycle(office)
    october, september = month_before(cycle, 1), month_before(cycle, 2)
    calculated(september, office.sekcam, REACHED, REACHED, MISSED)
    run = calculated(october, office.sekcam, REACHED, MISSED, NOTHING)
    calculated(cycle, office.sekcam, REACHED, provisional=True)
    iku = numbers(office.camat)["IKU tercapai"]
    assert (iku.value, iku.note, iku.before) == ("1 dari 3", "Oktober 2026 · 1 tanpa data", "September 2026: 2 dari 3")
    assert iku.url == f"/pengukuran/penghitungan/{run.pk}/#iku"
    assert not iku.is_provisional


def test_the_later_of_two_definite_calculations_of_a_period_counts(office: factories.Office) -> None:
    october = month_before(sorting_cycle(office), 1)
    calculated(october, office.sekcam, MISSED)
    calculated(october, office.sekcam, REACHED)
    iku = numbers(office.camat)["IKU tercapai"]
    assert (iku.value, iku.before) == ("1 dari 1", "")


def test_where_there_is_only_a_provisional_one_it_says_so(office: factories.Office) -> None:
    calculated(sorting_cycle(office), office.sekcam, REACHED, provisional=True)
    assert numbers(office.camat)["IKU tercapai"].is_provisional
    assert "sementara" in factories.sign_in(office.camat).get("/ringkasan/").content.decode()


def test_what_nobody_knows_is_said_and_is_no_zero(office: factories.Office) -> None:
    sorting_cycle(office)
    found = numbers(office.camat)
    assert {one.value for one in found.values()} == {"belum ada data", "belum ada rekomendasi"}
    assert "Belum ada penghitungan." in factories.sign_in(office.camat).get("/ringkasan/").content.decode()


def test_money_is_counted_over_what_was_reported_and_says_how_much_was_not(office: factories.Office) -> None:
    october = month_before(sorting_cycle(office), 1)
    run = calculated(october, office.sekcam, REACHED)
    spending(run, office.sections["pmd"], "40000000", None)
    money = numbers(office.camat)["Serapan anggaran"]
    assert (money.value, money.note) == ("20 %", "Oktober 2026 · 1 dari 2 kegiatan dilaporkan")


def test_money_that_nobody_reported_is_missing(office: factories.Office) -> None:
    spending(calculated(month_before(sorting_cycle(office), 1), office.sekcam, REACHED), office.sections["pmd"], None)
    assert numbers(office.camat)["Serapan anggaran"].is_missing


def test_the_last_ikm_has_its_own_month_and_the_one_before(office: factories.Office) -> None:
    sorting_cycle(office)
    satisfied(office.kecamatan, "2026-06", "83.1")
    last = satisfied(office.kecamatan, "2026-09", "84.43")
    ikm = numbers(office.camat)["IKM terakhir"]
    assert (ikm.value, ikm.note, ikm.before) == ("84,43", "September 2026 · B (Baik)", "Juni 2026: 83,1")
    assert ikm.url == f"/instrumen/hasil/{last.pk}/"


def test_follow_ups_are_counted_over_the_year_and_as_they_stood_when_the_month_began(office: factories.Office) -> None:
    cycle = sorting_cycle(office)
    october = month_before(cycle, 1)
    owner = office.kelurahan[0]
    for number, done in ((1, True), (2, False)):
        Recommendation.objects.create(
            cycle=october, number=number, text="Lengkapi", owner=owner, due_on=TODAY, made_by=office.sekcam,
            made_at=OPENED.replace(month=10), state="terverifikasi" if done else "ditetapkan",
            **({"filled_by": office.lurah[owner.code], "filled_at": OPENED, "cause": "a", "action": "b",
                "proof_by": office.lurah[owner.code], "proof_at": OPENED, "verified_by": office.sekcam,
                "verified_at": OPENED} if done else {}),
        )  # fmt: skip
    found = numbers(office.camat)["Tindak lanjut selesai"]
    assert (found.value, found.before) == ("1 dari 2", "s.d. 31 Oktober 2026: 0 dari 2")


def test_a_due_requirement_that_is_empty_is_named_as_a_threat(office: factories.Office) -> None:
    collecting_cycle(office)
    page = factories.sign_in(office.camat).get("/ringkasan/").content.decode()
    assert "Data jumlah kelurahan yang telah mencukupi dokumen" in page
    assert "0 dari 13 ada" in page


def test_no_figure_of_another_kecamatan_appears(office: factories.Office) -> None:
    other = factories.other_office()
    run = calculated(month_before(sorting_cycle(office), 1), office.sekcam, REACHED, section=office.sections["pmd"])
    spending(run, office.sections["pmd"], "1")
    satisfied(office.kecamatan, "2026-09", "84.43")
    assert {one.value for one in numbers(other.camat).values()} == {"belum ada data", "belum ada rekomendasi"}
    for path in ("/ringkasan/", "/ringkasan/seksi/"):
        assert "84,43" not in factories.sign_in(other.kasi["pmd"]).get(path).content.decode()
        assert "IKU 1 Nganjuk" not in factories.sign_in(other.kasi["pmd"]).get(path).content.decode()


@pytest.mark.parametrize("months", [1, 4])
def test_the_page_asks_the_same_number_of_times_whatever_lies_behind_it(
    office: factories.Office, months: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cycle = collecting_cycle(office)
    for back in range(1, 1 + months):
        calculated(month_before(cycle, back), office.sekcam, REACHED, MISSED)
    calculated(month_before(cycle, 9), office.sekcam, REACHED)
    client = factories.sign_in(office.camat)
    client.get("/ringkasan/")
    with django_assert_num_queries(QUERIES_OFFICE):
        assert client.get("/ringkasan/").status_code == 200


def test_what_will_probably_miss_its_target_comes_first_with_what_is_still_needed(office: factories.Office) -> None:
    run = calculated(month_before(sorting_cycle(office), 1), office.sekcam, REACHED, MISSED, MISSED)
    verdicts = ("diperkirakan_tercapai", "belum_pasti", "diperkirakan_tidak_tercapai")
    for figure, verdict in zip(run.figures.order_by("position"), verdicts, strict=True):
        figure.outlook = {
            "shape": "mengalir", "expected": "80.5", "low": "78", "high": "83", "method": "laju", "points": 10,
            "left": 2, "needed": "6", "verdict": verdict,
        }  # fmt: skip
        figure.save()
    found = office_view(office_of(Desk(office.camat, TODAY)), [], TODAY).threats
    assert [one.name for one in found] == ["IKU-3 IKU 3 Nganjuk", "IKU-2 IKU 2 Nganjuk"]
    assert [one.word for one in found] == ["Diperkirakan tidak tercapai", "Belum pasti tercapai"]
    assert found[0].detail == (
        "target 92 · perkiraan akhir tahun 80,5 (78 sampai 83) · Perlu 6 per bulan selama 2 bulan agar target tercapai."
    )
    assert found[0].url == f"/pengukuran/angka/{run.figures.get(code='IKU-3').pk}/"
