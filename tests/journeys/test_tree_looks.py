"""The pohon kinerja on a phone and on a wide screen."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import Office
from tests.journeys.stage import Desk
from tests.journeys.test_survey_looks import barriers

pytestmark = [pytest.mark.browser, pytest.mark.alike]
PAGE = "/pengukuran/pohon-kinerja/"
OUTSIDE = """() => [...document.querySelectorAll('svg.tree a')].flatMap(box => {
    const frame = box.querySelector('rect').getBoundingClientRect()
    return [...box.querySelectorAll('text')].filter(
        text => text.getBoundingClientRect().right > frame.right).map(text => text.textContent)
})"""


def width_of(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_table_comes_first_and_the_picture_is_one_tap_away(
    desk: Desk, office: Office, scheme: str
) -> None:
    page = desk.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.set_viewport_size({"width": 360, "height": 740})
    desk.sit(office.camat).open(PAGE)
    picture, table = page.locator("svg.tree"), page.get_by_role("table")
    expect(picture).to_be_hidden()
    expect(table).to_be_visible()
    assert width_of(page) <= 360
    page.get_by_role("link", name="Lihat bagan").click()
    expect(picture).to_be_visible()
    assert width_of(page) <= 360
    assert barriers(page) == []


def test_on_a_wide_screen_every_word_stands_in_its_box_and_the_picture_grows(desk: Desk, office: Office) -> None:
    page = desk.page
    page.set_viewport_size({"width": 1366, "height": 768})
    desk.sit(office.camat).open(PAGE)
    page.evaluate("document.fonts.ready")
    assert page.evaluate(OUTSIDE) == []
    picture = page.locator("svg.tree")
    wide = picture.bounding_box()
    page.get_by_label("200 %").check()
    large = picture.bounding_box()
    assert wide is not None
    assert large is not None
    assert large["width"] > 1.9 * wide["width"]
    assert width_of(page) <= 1366
    assert barriers(page) == []


def test_a_box_leads_to_its_page_by_keyboard(desk: Desk, office: Office) -> None:
    desk.page.set_viewport_size({"width": 1366, "height": 768})
    desk.sit(office.camat).open(PAGE)
    desk.page.locator("svg.tree a").filter(has_text="IKU-5").first.focus()
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("heading", name="IKU dan kegiatan 2026")).to_be_visible()
