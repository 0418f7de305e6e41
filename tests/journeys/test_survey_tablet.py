"""The tablet at the counter: it starts anew by itself, keeps nothing of the last person, and asks for its PIN."""

import pytest
from playwright.sync_api import Page, expect

from cermat.survey.models import Channel, Counter, Survey
from tests.factories import Office
from tests.journeys.citizen import answer_all, begin, finish, kept_on, nothing_waits, stored
from tests.survey.factories import PIN, a_counter

pytestmark = [pytest.mark.browser, pytest.mark.alike]  # scripts of pages: the same on every database
ADDRESS = "/s/loket-tablet/tablet/"


@pytest.fixture
def tablet(page: Page, here: Office, survey: Survey) -> Page:
    """768 × 1024, with a clock that the test moves."""
    a_counter(here.kecamatan, Channel.TABLET, code="loket-tablet")
    page.set_viewport_size({"width": 768, "height": 1024})
    page.clock.install()
    return page


def wait(page: Page, seconds: int) -> None:
    page.clock.run_for(seconds * 1000)


def begins_anew(page: Page) -> None:
    expect(page.get_by_role("button", name="Mulai")).to_be_visible()
    assert page.evaluate("document.querySelectorAll('input:checked').length") == 0
    assert page.evaluate("document.getElementById('i-suggestion').value") == ""
    assert page.get_by_label("Layanan yang Anda terima").input_value() == ""


def test_after_thanks_the_next_person_finds_an_empty_form(tablet: Page) -> None:
    begin(tablet, ADDRESS)
    expect(tablet.locator(":fullscreen")).to_have_count(1)
    answer_all(tablet)
    finish(tablet)
    expect(tablet.get_by_text("Jawaban Anda sudah tersimpan.")).to_be_visible()
    wait(tablet, 5)
    expect(tablet.get_by_text("Kembali ke awal dalam 25 detik")).to_be_visible()
    wait(tablet, 26)
    begins_anew(tablet)
    assert stored() == [("333333333", "tablet")]
    assert kept_on(tablet) == 0
    assert tablet.evaluate("history.length") <= 2  # nothing to go back to


def test_somebody_half_way_is_asked_first_and_a_deserted_form_is_emptied(tablet: Page) -> None:
    begin(tablet, ADDRESS)
    tablet.locator(".step.on .option").nth(1).click()
    wait(tablet, 31)
    asked = tablet.get_by_role("dialog", name="Masih mengisi?")
    expect(asked).to_be_visible()
    expect(asked).to_contain_text("detik")
    tablet.get_by_role("button", name="Ya, masih mengisi").click()
    expect(asked).to_be_hidden()
    expect(tablet.locator(".step.on input").nth(1)).to_be_checked()
    wait(tablet, 55)
    begins_anew(tablet)
    assert stored() == []


def test_back_brings_nothing_of_the_last_person(tablet: Page) -> None:
    tablet.goto("about:blank")
    begin(tablet, ADDRESS)
    tablet.locator(".step.on .option").nth(1).click()
    tablet.goto("about:blank")
    tablet.go_back()
    begins_anew(tablet)


def test_only_the_pin_of_the_counter_lets_go(tablet: Page) -> None:
    tablet.goto(ADDRESS)
    tablet.get_by_role("button", name="Petugas").click()
    tablet.get_by_label("PIN").fill("0000")
    tablet.get_by_role("button", name="Keluar").click()
    expect(tablet.get_by_text("PIN tidak cocok")).to_be_visible()
    expect(tablet.get_by_role("heading", name="Tablet sudah dilepas")).to_be_hidden()
    tablet.get_by_label("PIN").fill(PIN)
    tablet.get_by_role("button", name="Keluar").click()
    expect(tablet.get_by_role("heading", name="Tablet sudah dilepas")).to_be_visible()
    expect(tablet.locator(":fullscreen")).to_have_count(0)


def test_a_waiting_answer_of_the_last_person_is_only_a_number_to_the_next(tablet: Page) -> None:
    begin(tablet, ADDRESS)
    answer_all(tablet)
    tablet.context.set_offline(True)
    finish(tablet)
    expect(tablet.get_by_text("Menunggu sinyal.")).to_be_visible()
    tablet.get_by_role("button", name="Selesai").click()
    expect(tablet.get_by_text("Jawaban yang menunggu sinyal: 1")).to_be_visible()
    begins_anew(tablet)
    tablet.context.set_offline(False)
    tablet.evaluate("dispatchEvent(new Event('online'))")
    nothing_waits(tablet)
    assert stored() == [("333333333", "tablet")]


def test_a_counter_with_another_channel_has_no_tablet_page(page: Page, poster: Counter) -> None:
    page.goto("/s/loket-satu/tablet/")
    assert page.url.endswith("/s/loket-satu/")
