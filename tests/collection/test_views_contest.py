"""The contest on the page: one form for candidates and marks, nothing lost when a name is wrong."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cermat.collection.models import Entry, Form
from cermat.sop.models import Cycle
from tests.collection.factories import collecting, entered, entry_of, filled, small_office
from tests.factories import Office

pytestmark = pytest.mark.django_db


def lay() -> tuple[Office, Cycle]:
    office = small_office()
    return office, collecting(office, due=("rtrw_cantik",))


@pytest.fixture
def contest(office: Office, cycle: Cycle) -> Entry:
    return entry_of(cycle, office.sections["pmd"], office.sections["pmd"], Form.RTRW)


@pytest.fixture
def page(office: Office, client: Client) -> Client:
    client.force_login(office.kasi["pmd"])
    return client


def typed(entry: Entry, **more: object) -> dict[str, object]:
    entry.refresh_from_db()
    return {
        "_key": str(uuid4()),
        "version": entry.version,
        "note": "",
        "peserta": [one.number for one in entry.candidates.all()],
        **more,
    }


def test_the_first_candidate_is_added_with_the_draft(page, office, contest):
    data = typed(contest) | {"unit:baru": office.kelurahan[0].pk, "nama:baru": "RT 03/RW 02"}
    assert "0 peserta" in page.get(reverse("collection:sheet", args=[contest.pk])).content.decode()
    page.post(reverse("collection:sheet", args=[contest.pk]), data)
    shown = page.get(reverse("collection:sheet", args=[contest.pk])).content.decode()
    assert "RT 03/RW 02, Kelurahan Payaman" in shown
    assert "1 peserta" in shown
    assert 'name="v:RTR-05-P1:forpimcam"' in shown


def test_marks_and_a_candidate_taken_out_go_in_one_form(page, office, contest):
    entered(contest, office.kasi["pmd"], "RT 03/RW 02", "RT 01/RW 05")
    unit = office.kelurahan[0].pk
    names = {"unit:P1": unit, "nama:P1": "RT 03/RW 02", "unit:P2": unit, "nama:P2": "RT 01/RW 05"}
    marks = {"v:RTR-01-P1:polsek": "81,5", "v:RTR-01-P2:polsek": "70"}
    page.post(reverse("collection:sheet", args=[contest.pk]), typed(contest, keluar=2) | names | marks)
    assert [str(value) for value in contest.values.all()] == ["RTR-01-P1.polsek = 81.500000"]
    assert contest.candidates.count() == 1


def test_a_candidate_named_over_and_over_is_one(page, office, contest, django_assert_max_num_queries):
    entered(contest, office.kasi["pmd"], "RT 03/RW 02")
    data = typed(contest, keluar=[1, 1], peserta=[1] * 500 + list(range(2, 500)))
    with django_assert_max_num_queries(120):
        assert page.post(reverse("collection:sheet", args=[contest.pk]), data).status_code == 302
    assert not contest.candidates.exists()


def test_a_wrong_name_keeps_what_was_typed(page, office, contest):
    entered(contest, office.kasi["pmd"], "RT 03/RW 02")
    unit = office.kelurahan[0].pk
    names = {"unit:P1": unit, "nama:P1": "RT 03/RW 02", "unit:baru": unit, "nama:baru": "RT 03/RW 02"}
    reply = page.post(
        reverse("collection:sheet", args=[contest.pk]), typed(contest) | names | {"v:RTR-01-P1:pkk": "77"}
    )
    shown = reply.content.decode()
    assert reply.status_code == 422
    assert "RT/RW ini sudah ada di antara peserta." in shown
    assert 'value="77"' in shown
    assert not contest.values.exists()


def test_the_ranking_is_read_by_everybody_who_sees_the_sheet(page, office, contest):
    entered(contest, office.kasi["pmd"], "RT 03/RW 02")
    page.force_login(office.camat)
    shown = page.get(reverse("collection:sheet", args=[contest.pk])).content.decode()
    assert "Peringkat sementara" in shown
    assert "25 nilai belum ada" in shown
    assert "Tidak ada baris" not in shown


def test_the_minutes_print_every_mark_and_the_places(page, office, contest):
    entered(contest, office.kasi["pmd"], "RT 03/RW 02")
    shown = page.get(reverse("reports:print", args=[contest.cycle_id, "berita-acara-rtrw"])).content.decode()
    assert "25 nilai belum ada" in shown
    assert "Penilai Forpimcam" in shown


@pytest.mark.parametrize("names", [("RT 01/RW 01",), ("RT 01/RW 01", "RT 02/RW 01", "RT 03/RW 01")])
def test_more_candidates_need_no_more_queries(page, office, contest, names, django_assert_num_queries):
    entered(contest, office.kasi["pmd"], *names)
    address = reverse("collection:sheet", args=[contest.pk])
    page.get(address)
    with django_assert_num_queries(20):  # one of them for the names that the page saves by itself
        page.get(address)


@pytest.mark.parametrize("made_up", ["pilihan:80", "belum", "x" * 5000])
def test_an_answer_that_no_page_offers_does_not_empty_the_field(page, office, contest, made_up):
    filled(contest, office.kasi["pmd"])
    before = contest.values.count()
    reply = page.post(reverse("collection:sheet", args=[contest.pk]), typed(contest) | {"a:RTR-01-P1:polsek": made_up})
    assert (reply.status_code, contest.values.count()) == (422, before)
