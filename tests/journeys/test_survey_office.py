"""The office runs a survey: kasi sets it up, opens, pauses and closes it; Sekcam sets a burst aside and confirms."""

from decimal import Decimal
from io import BytesIO

import pypdf
import pytest
from playwright.sync_api import Page, expect

from cermat.instruments.queries import result_of
from cermat.lib.months import Month
from cermat.survey.models import Counter, Receipt, Survey, SurveyState
from tests.factories import Office, sign_in
from tests.journeys.rules import broken
from tests.journeys.stage import Clock, Desk
from tests.printing.test_posters import seen
from tests.survey.factories import a_counter, a_survey, ikm, some_answers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
JUNE = Month(2026, 6)


@pytest.fixture
def survey_office(office: Office, clock: Clock) -> Office:
    ikm(office.kecamatan, clock.now)
    return office


def step(page: Page, label: str, yes: str) -> None:
    """One step by keyboard alone: open its question, go to the answer, press it."""
    summary = page.locator("summary", has_text=label)
    if summary.locator("xpath=..").get_attribute("open") is None:
        summary.focus()
        page.keyboard.press("Enter")
    else:
        summary.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=yes)).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def set_up(desk: Desk) -> Survey:
    """From an empty office to a survey that waits to be opened."""
    desk.open("/survei/").sees("Belum ada survei.")
    desk.follow("Mulai dari layanan")
    desk.fill("Nama layanan", "Perekaman KTP-el").press("Tambahkan").sees("Layanan ditambahkan.")
    desk.open("/survei/loket/").fill("Nama loket", "Loket 1").press("Buat alamat").sees("Alamat loket dibuat.")
    desk.open("/survei/baru/")
    desk.page.get_by_label("Perekaman KTP-el", exact=True).check()
    desk.page.get_by_label("Jumlah yang dilayani: Perekaman KTP-el").fill("400")
    desk.press("Siapkan survei").sees("Survei Juni 2026").sees("Belum dibuka").sees("dari 196 responden")
    return Survey.objects.get()


def test_from_set_up_to_the_confirmed_result(desk: Desk, survey_office: Office) -> None:
    office = survey_office
    desk.sit(office.kasi["pelayanan"])
    survey = set_up(desk)
    # The poster of the counter leads to its address
    counter = Counter.objects.get()
    poster = desk.page.request.get(f"/survei/loket/{counter.pk}/poster-a4.pdf")
    assert seen(poster.body()) == [desk.page.url.partition("/survei")[0] + f"/s/{counter.code}/"]
    # Opened, paused, resumed by keyboard
    step(desk.page, "Buka survei", "Ya, buka")
    desk.sees("Survei dibuka.")
    some_answers(survey, *["344434344"] * 5)
    some_answers(survey, *["111111111"] * 5, is_suspicious=True)
    step(desk.page, "Jeda survei", "Ya, jeda")
    desk.sees("Survei dijeda.").sees("5 jawaban datang beruntun")
    step(desk.page, "Lanjutkan survei", "Ya, lanjutkan")
    step(desk.page, "Tutup survei", "Ya, tutup")
    desk.sees("Menunggu pengesahan")
    assert not desk.offers("Ya, sahkan")
    # Sekcam sets the burst aside with a reason
    desk.sit(office.sekcam).open(f"/survei/{survey.pk}/")
    desk.page.locator("summary", has_text="Kesampingkan sekelompok jawaban").click()
    desk.page.get_by_label("Lonjakan Perekaman KTP-el, Poster QR (5 jawaban)").check()
    desk.page.locator("#exclude_reason").fill("Satu perangkat mengirim berulang")
    desk.press("Kesampingkan").sees("5 jawaban dikesampingkan dan tidak dihitung.")
    # and somebody else confirms what is left
    desk.sees("Anda mengesampingkan jawaban survei ini")
    assert not desk.offers("Ya, sahkan")
    desk.sit(office.camat).open(f"/survei/{survey.pk}/")
    step(desk.page, "Sahkan hasil", "Ya, sahkan")
    desk.sees("Disahkan").sees("Satu perangkat mengirim berulang")
    result = result_of("ikm", office.kecamatan, JUNE)
    assert result is not None
    assert (result.value, result.respondents, result.details["excluded"]) == (Decimal("91.666667"), 5, 5)


def test_the_progress_grows_while_one_looks(desk: Desk, survey_office: Office) -> None:
    survey = a_survey(survey_office.kecamatan, now=desk.clock.now)
    desk.page.clock.install()
    desk.sit(survey_office.staf).open(f"/survei/{survey.pk}/").sees("kurang 196")
    some_answers(survey, "444444444")
    desk.page.clock.run_for(16_000)
    expect(desk.page.get_by_text("kurang 195")).to_be_visible()


def test_codes_are_printed_to_cut_out(desk: Desk, survey_office: Office) -> None:
    survey = a_survey(survey_office.kecamatan, now=desk.clock.now, needs_receipt=True)
    desk.sit(survey_office.kasi["pelayanan"]).open(f"/survei/{survey.pk}/").fill("Berapa kode", "7")
    form = desk.page.locator(f'form[action="/survei/{survey.pk}/kode/"]')
    fields = form.evaluate("form => Object.fromEntries(new FormData(form))")
    answer = desk.page.request.post(f"/survei/{survey.pk}/kode/", form=fields, headers={"Referer": desk.page.url})
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(answer.body())).pages)
    assert text.count("Berlaku sekali") == 7
    assert Receipt.objects.count() == 7


@pytest.mark.alike
def test_the_pages_keep_the_simple_rules(desk: Desk, survey_office: Office) -> None:
    """As tests/web/test_pages_everywhere holds of the others: nothing sticks out, everything has a name."""
    office = survey_office
    running = a_survey(office.kecamatan, now=desk.clock.now, needs_receipt=True)
    some_answers(running, *["344434344"] * 5, is_suspicious=True)
    closed = a_survey(office.kelurahan[0], SurveyState.CLOSED, now=desk.clock.now)
    counter = a_counter(office.kecamatan)
    service = running.offered.all()[0].service
    paths = [
        "/survei/", "/survei/baru/?dari=lalu", "/survei/layanan/", f"/survei/layanan/{service.pk}/nama/",
        "/survei/loket/", f"/survei/loket/{counter.pk}/", f"/survei/{running.pk}/",
    ]  # fmt: skip
    desk.sit(office.kasi["pelayanan"])
    faults: dict[str, list[str]] = {}
    for path in paths:
        faults |= broken(desk.open(path).page, path)
    desk.sit(office.sekcam)
    for one in (running, closed):
        faults |= broken(desk.open(f"/survei/{one.pk}/").page, f"sekcam {one.pk}")
    assert faults == {}
    assert sign_in(office.admin).get("/survei/").status_code == 403
