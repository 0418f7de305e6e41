"""What the public goes through with a signal: a phone, no scripts, an expired form, a keyboard."""

from collections.abc import Iterator

import pytest
from django.db.models import F
from playwright.sync_api import Browser, Page, expect

from cermat.survey.models import Answer, Counter, Suggestion, Survey, SurveyState
from tests.journeys.citizen import PHONE, QUESTIONS, answer_all, begin, kept_on, stored

pytestmark = [pytest.mark.browser, pytest.mark.alike]  # scripts of pages: the same on every database


def test_from_the_qr_code_on_a_phone_to_thanks(phone: Page, poster: Counter) -> None:
    begin(phone)
    answer_all(phone)
    phone.get_by_label("Umur").select_option("35")
    phone.get_by_role("button", name="Lanjut").click()
    phone.get_by_label("Boleh dikosongkan").fill("Kursi tunggu kurang.")
    phone.get_by_role("button", name="Kirim jawaban").click()
    expect(phone.get_by_text("Jawaban Anda sudah tersimpan.")).to_be_visible()
    made = Answer.objects.get()
    assert (made.scores, made.age, made.sex, made.channel) == ("333333333", "35", "", "qr")
    assert Suggestion.objects.get().text == "Kursi tunggu kurang."
    assert kept_on(phone) == 0
    assert phone.context.cookies() == []
    assert phone.evaluate("sessionStorage.length + localStorage.length") == 0


def test_the_phones_back_goes_one_question_back_and_keeps_the_answer(phone: Page, poster: Counter) -> None:
    begin(phone)
    phone.locator(".step.on .option").nth(1).click()
    phone.get_by_role("button", name="Lanjut").click()
    phone.go_back()
    expect(phone.get_by_text("Pertanyaan 1 dari 9")).to_be_visible()
    expect(phone.locator(".step.on input").nth(1)).to_be_checked()
    phone.reload()
    phone.get_by_role("button", name="Mulai").click()
    expect(phone.locator(".step.on input").nth(1)).to_be_checked()


def test_a_question_left_out_is_said_at_its_place(phone: Page, poster: Counter) -> None:
    phone.goto("/s/loket-satu/")
    phone.get_by_role("button", name="Mulai").click()
    expect(phone.get_by_text("Pilih layanan yang Anda terima.")).to_be_visible()
    expect(phone.get_by_label("Layanan yang Anda terima")).to_be_focused()
    begin(phone)
    phone.get_by_role("button", name="Lanjut").click()
    expect(phone.locator(".step.on").get_by_text("Pilih satu jawaban.")).to_be_visible()
    phone.keyboard.press("2")
    expect(phone.locator(".step.on").get_by_text("Pilih satu jawaban.")).to_be_hidden()


def test_the_qr_code_of_a_survey_that_is_over_leads_to_a_kind_page(phone: Page, poster: Counter) -> None:
    Survey.objects.update(state=SurveyState.CLOSED, closed_at=F("made_at"), closed_by=F("made_by"))
    phone.goto("/s/loket-satu/")
    expect(phone.get_by_role("heading", name="Survei sudah selesai")).to_be_visible()
    expect(phone.get_by_text("dipakai lagi pada survei berikutnya")).to_be_visible()
    expect(phone.get_by_role("button", name="Mulai")).to_have_count(0)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.fixture
def plain(chromium: Browser, live_server: object) -> Iterator[Page]:
    """A browser without JavaScript."""
    context = chromium.new_context(base_url=str(live_server), java_script_enabled=False, viewport=PHONE)
    yield context.new_page()
    context.close()


def test_without_scripts_it_is_one_page_that_keeps_everything_typed(plain: Page, poster: Counter) -> None:
    plain.goto("/s/loket-satu/?bahasa=en")
    plain.get_by_label("The service you received").select_option(label="Legalisasi surat")
    for question in plain.locator("fieldset").all()[1:]:
        question.locator(".option").nth(3).click()
    plain.get_by_label("You may leave this empty").fill("More chairs")
    plain.get_by_role("button", name="Send answers").click()
    expect(plain.get_by_role("alert")).to_contain_text("Not sent yet")
    expect(plain.get_by_text("Choose one answer.")).to_have_count(1)
    plain.get_by_role("alert").get_by_role("link", name="Question 1 of 9").click()
    expect(plain.locator("fieldset").first).to_be_in_viewport()
    expect(plain.locator("input:checked")).to_have_count(QUESTIONS - 1)
    expect(plain.get_by_label("You may leave this empty")).to_have_value("More chairs")
    plain.locator("fieldset").first.locator(".option").nth(0).click()
    plain.get_by_role("button", name="Send answers").click()
    expect(plain.get_by_role("heading", name="Thank you")).to_be_visible()
    assert stored() == [("144444444", "qr")]


def test_an_expired_form_keeps_the_answers_and_one_click_sends_them(
    plain: Page, poster: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:  # the stage's clock stays as it is
        patched.setattr("cermat.survey.views.public.LIFETIME", -1)
        plain.goto("/s/loket-satu/")
        plain.get_by_label("Layanan yang Anda terima").select_option(label="Legalisasi surat")
        for question in plain.locator("fieldset").all():
            question.locator(".option").nth(2).click()
    plain.get_by_role("button", name="Kirim jawaban").click()
    expect(plain.get_by_role("alert")).to_contain_text("terbuka terlalu lama")
    expect(plain.locator("input:checked")).to_have_count(QUESTIONS)
    plain.get_by_role("button", name="Kirim jawaban").click()
    expect(plain.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert stored() == [("333333333", "qr")]


def test_the_keyboard_alone_is_enough(phone: Page, poster: Counter) -> None:
    phone.goto("/s/loket-satu/")
    for _language_and_then_the_form in range(phone.locator(".languages a").count() + 1):
        phone.keyboard.press("Tab")
    expect(phone.get_by_label("Layanan yang Anda terima")).to_be_focused()
    phone.keyboard.type("Leg")
    while not phone.get_by_role("button", name="Mulai").evaluate("(button) => button === document.activeElement"):
        phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    for number in range(1, QUESTIONS + 1):
        expect(phone.locator(".step.on h2")).to_be_focused() if number == 1 else None
        phone.keyboard.press("4")
        if number == 2:
            phone.keyboard.press("ArrowUp")
        phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="Tentang Anda")).to_be_focused()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="Ada saran untuk kami?")).to_be_focused()
    phone.get_by_role("button", name="Kirim jawaban").focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("Jawaban Anda sudah tersimpan.")).to_be_visible()
    assert stored() == [("434444444", "qr")]
    assert Answer.objects.get().service.name == "Legalisasi surat"
