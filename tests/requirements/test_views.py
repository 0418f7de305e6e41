"""The pages of steps 1, 2 and 3., through the client."""

import uuid

import pytest
from pytest_django import DjangoAssertNumQueries

from cermat.indicators.models import Indicator
from cermat.requirements.actions import acknowledge_handover, send_back_handover
from cermat.requirements.models import Handover, RequirementPlan, SortedIndicator
from cermat.requirements.queries import indicators_to_sort
from cermat.sop.models import Cycle, StepState
from tests.factories import NOW, Office, other_office, sign_in
from tests.requirements.factories import opened, sorted_and_handed, validated

pytestmark = pytest.mark.django_db


def form(**fields: str) -> dict[str, str]:
    return {"_key": str(uuid.uuid4())} | fields


def choices(cycle: Cycle, office: Office) -> dict[str, str]:
    """Every indicator goes to the Seksi PMD."""
    return {f"s{item.pk}": str(office.sections["pmd"].pk) for item in indicators_to_sort(cycle)}


def test_the_sekcam_sorts_and_hands_over_in_one_form(equipped: Office) -> None:
    cycle = opened(equipped)
    address = f"/persyaratan/{cycle.pk}/pemilahan/penyelesaian/"
    answer = sign_in(equipped.sekcam).post(address, form(**choices(cycle, equipped)))
    assert answer.status_code == 302
    assert cycle.steps.get(work="pemilahan").state == StepState.FINISHED
    assert {row.section for row in SortedIndicator.objects.filter(cycle=cycle)} == {equipped.sections["pmd"]}


def test_a_sekcam_who_is_acting_camat_reads_the_way_out_and_a_kasi_finds_the_task(equipped: Office) -> None:
    cycle = opened(equipped)
    sorted_and_handed(equipped, cycle)
    handover = cycle.handovers.get(section=equipped.sections["pmd"])
    acknowledge_handover(handover=handover, by=equipped.kasi["pmd"], now=NOW)
    equipped.camat.assignments.update(user=equipped.sekcam, acting="plt")
    for address in (f"/persyaratan/{cycle.pk}/penyerahan/", f"/persyaratan/penyerahan/{handover.pk}/"):
        assert "kasi dari seksi lain memvalidasi" in sign_in(equipped.sekcam).get(address).text
        assert "kasi dari seksi lain" not in sign_in(equipped.kasi["pmd"]).get(address).text
    other = sign_in(equipped.kasi["kesra"])
    assert f"/persyaratan/penyerahan/{handover.pk}/" in other.get("/").text
    other.post(f"/persyaratan/penyerahan/{handover.pk}/validasi/", form())
    handover.refresh_from_db()
    assert handover.validated_by == equipped.kasi["kesra"]


def test_an_unfinished_sorting_is_shown_again_with_what_was_chosen(equipped: Office) -> None:
    cycle = opened(equipped)
    first = indicators_to_sort(cycle)[0]
    chosen = form(**{f"s{first.pk}": str(equipped.sections["kesra"].pk)})
    answer = sign_in(equipped.sekcam).post(f"/persyaratan/{cycle.pk}/pemilahan/penyelesaian/", chosen)
    assert answer.status_code == 422
    assert "149 indikator belum dipilah" in answer.text
    assert f'<option value="{equipped.sections["kesra"].pk}" selected>' in answer.text
    assert not SortedIndicator.objects.exists()  # nothing half is stored


def test_an_unknown_choice_is_named_at_its_row(equipped: Office) -> None:
    cycle = opened(equipped)
    first = indicators_to_sort(cycle)[0]
    answer = sign_in(equipped.sekcam).post(f"/persyaratan/{cycle.pk}/pemilahan/", form(**{f"s{first.pk}": "99999"}))
    assert answer.status_code == 422
    assert f'id="s{first.pk}-error"' in answer.text


def test_a_double_click_finishes_the_sorting_once(equipped: Office) -> None:
    cycle = opened(equipped)
    client, sent = sign_in(equipped.sekcam), form(**choices(cycle, equipped))
    address = f"/persyaratan/{cycle.pk}/pemilahan/penyelesaian/"
    first, second = client.post(address, sent), client.post(address, sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert second.headers["Idempotent-Replayed"] == "true"
    assert Handover.objects.filter(cycle=cycle).count() == 6


def test_what_is_closed_is_read_without_buttons(equipped: Office) -> None:
    cycle = opened(equipped)
    sekcam = sign_in(equipped.sekcam)
    pages = [f"/persyaratan/{cycle.pk}/pemilahan/", f"/persyaratan/{cycle.pk}/laporan-kinerja/"]
    assert "Selesaikan pemilahan" in sekcam.get(pages[0]).text
    sorted_and_handed(equipped, cycle)
    closed = sekcam.get(pages[0]).text
    assert "sudah selesai. Lanjutkan dengan tahapan 2. Penyerahan" in closed
    assert "Halaman ini hanya untuk dibaca." in closed
    assert "Selesaikan pemilahan" not in closed
    assert "<select" not in closed
    assert "Gabungkan laporan" not in sekcam.get(pages[1]).text
    section = equipped.sections["pmd"]
    assert "Lengkapi Laporan Kinerja" not in sign_in(equipped.kasi["pmd"]).get(f"{pages[1]}{section.pk}/").text


def test_a_mended_sorting_is_saved_and_handed_over_again(equipped: Office) -> None:
    cycle = opened(equipped)
    sorted_and_handed(equipped, cycle)
    handover = cycle.handovers.get(section=equipped.sections["pmd"])
    send_back_handover(handover=handover, reason="Satu indikator milik Kesos", by=equipped.camat, now=NOW)
    sekcam, address = sign_in(equipped.sekcam), f"/persyaratan/{cycle.pk}/pemilahan/"
    page = sekcam.get(address).text
    assert "Satu indikator milik Kesos" in page
    assert f'href="/persyaratan/{cycle.pk}/penyerahan/"' in page
    assert "Selesaikan pemilahan" not in page
    assert '<button type="submit" class="button">Simpan</button>' in page
    saved = sekcam.post(address, form(**choices(cycle, equipped)), follow=True)
    assert "Serahkan lagi persyaratan yang dikembalikan." in saved.text


def test_what_was_typed_when_the_step_closed_stays_in_sight(equipped: Office) -> None:
    cycle = opened(equipped)
    address = f"/persyaratan/{cycle.pk}/laporan-kinerja/{equipped.sections['pmd'].pk}/"
    typed = form(narrative="", obstacles="Hambatan yang sudah diketik", plan="Rencana")
    answer = sign_in(equipped.kasi["pmd"]).post(address, typed)
    assert answer.status_code == 422
    assert "Hambatan yang sudah diketik</textarea>" in answer.text
    assert 'id="id_narrative_error"' in answer.text


def test_others_find_no_door_to_the_sorting(equipped: Office) -> None:
    cycle = opened(equipped)
    for person in (equipped.camat, equipped.kasi["pmd"], equipped.staf, *equipped.lurah.values()):
        assert sign_in(person).get(f"/persyaratan/{cycle.pk}/pemilahan/").status_code == 403


def test_another_kecamatan_sees_nothing(equipped: Office) -> None:
    cycle = opened(equipped)
    sorted_and_handed(equipped, cycle)
    handover = cycle.handovers.get(section=equipped.sections["pmd"])
    stranger = sign_in(other_office().sekcam)
    for address in (
        f"/persyaratan/{cycle.pk}/",
        f"/persyaratan/{cycle.pk}/pemilahan/",
        f"/persyaratan/{cycle.pk}/penyerahan/",
        f"/persyaratan/penyerahan/{handover.pk}/",
        f"/persyaratan/{cycle.pk}/pencatatan/{handover.section_id}/",
        f"/persyaratan/{cycle.pk}/laporan-kinerja/",
    ):
        assert stranger.get(address).status_code == 404, address


def test_the_camat_sends_back_with_a_reason_or_not_at_all(equipped: Office) -> None:
    cycle = opened(equipped)
    sorted_and_handed(equipped, cycle)
    handover = cycle.handovers.get(section=equipped.sections["pmd"])
    camat = sign_in(equipped.camat)
    refused = camat.post(f"/persyaratan/penyerahan/{handover.pk}/pengembalian/", form(reason=""))
    assert (refused.status_code, "Tulis alasan pengembalian" in refused.text) == (422, True)
    camat.post(f"/persyaratan/penyerahan/{handover.pk}/pengembalian/", form(reason="Satu indikator milik Kesos"))
    again = camat.post(f"/persyaratan/penyerahan/{handover.pk}/pengembalian/", form(reason=""))
    assert (again.status_code, "tidak dapat Anda kembalikan" in again.text) == (409, True)
    handover.refresh_from_db()
    assert (handover.state, handover.reason) == ("dikembalikan", "Satu indikator milik Kesos")


def test_a_section_report_before_its_step_says_what_it_waits_for(equipped: Office) -> None:
    cycle = opened(equipped)
    sorted_and_handed(equipped, cycle)
    validated(equipped, cycle)
    address = f"/persyaratan/{cycle.pk}/laporan-kinerja/{equipped.sections['pmd'].pk}/"
    answer = sign_in(equipped.kasi["pmd"]).post(address, form(narrative="Baik."))
    assert (answer.status_code, "belum dapat dikerjakan" in answer.text) == (409, True)


def test_the_plan_of_a_requirement_is_changed_by_the_sekcam(equipped: Office) -> None:
    plan = RequirementPlan.objects.get(kecamatan=equipped.kecamatan, key="rtrw_cantik")
    sent = form(section=str(equipped.sections["kesra"].pk), note="Lomba dimajukan")
    answer = sign_in(equipped.sekcam).post(f"/persyaratan/jadwal/{plan.pk}/", sent | {"due_months": ["7", "8"]})
    plan.refresh_from_db()
    assert answer.status_code == 302
    assert (plan.section, plan.due_months) == (equipped.sections["kesra"], [7, 8])


def test_a_plan_without_months_is_refused_at_its_field(equipped: Office) -> None:
    plan = RequirementPlan.objects.get(kecamatan=equipped.kecamatan, key="rtrw_cantik")
    sent = form(section=str(equipped.sections["kesra"].pk), note="")
    answer = sign_in(equipped.sekcam).post(f"/persyaratan/jadwal/{plan.pk}/", sent)
    assert (answer.status_code, "Pilih paling sedikit satu bulan" in answer.text) == (422, True)


@pytest.mark.parametrize("handed", [False, True])
def test_the_sorting_page_asks_the_same_whatever_stands_in_it(
    equipped: Office, django_assert_max_num_queries: DjangoAssertNumQueries, *, handed: bool
) -> None:
    cycle = opened(equipped)
    if handed:
        sorted_and_handed(equipped, cycle)
    assert Indicator.objects.count() > 150
    client = sign_in(equipped.sekcam)
    with django_assert_max_num_queries(30):
        client.get(f"/persyaratan/{cycle.pk}/pemilahan/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_handovers_ask_the_same_queries_for_one_and_three(
    equipped: Office, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    cycle = opened(equipped)
    sorted_and_handed(equipped, cycle)
    kept = cycle.handovers.values_list("pk", flat=True)[:rows]
    cycle.handovers.exclude(pk__in=list(kept)).delete()
    client = sign_in(equipped.sekcam)
    with django_assert_num_queries(9):
        assert client.get(f"/persyaratan/{cycle.pk}/penyerahan/").text.count('data-label="Status"') == rows


def test_the_schedule_names_a_requirement_and_its_months_in_words(equipped: Office) -> None:
    sorted_and_handed(equipped, opened(equipped))
    page = sign_in(equipped.sekcam).get("/persyaratan/jadwal/").text
    assert "Indikator penilaian RT/RW Cantik" in page
    assert "rtrw_cantik" not in page
    assert "bulanan · setiap bulan" in page
