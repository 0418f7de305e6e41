"""The public's pages for every eye and every phone: weight, width, barriers, light and dark."""

import gzip
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Browser, Page, Response, expect

from cermat.survey.models import Channel, Counter, Survey, SurveyState
from tests.factories import Office
from tests.journeys.citizen import DAYS, answer_all, begin, finish
from tests.survey.factories import a_counter, a_survey

pytestmark = [pytest.mark.browser, pytest.mark.alike]
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
HEAVIEST = 25 * 1024


def barriers(page: Page) -> list[str]:
    """Every violation of axe-core's rules (WCAG 2.0 to 2.2, A and AA, and good practice) on the page as it stands."""
    page.evaluate(AXE.read_text())  # past the Content-Security-Policy, which allows no foreign script
    found: dict[str, Any] = page.evaluate("axe.run()")
    return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


@pytest.fixture
def everything(here: Office, survey: Survey, poster: Counter) -> list[str]:
    """The address of every page that the public can meet."""
    a_counter(here.kecamatan, Channel.TABLET, code="tablet-satu")
    retired = a_counter(here.kecamatan, name="Loket lama", code="loket-lama")
    retired.is_active = False
    retired.save()
    kelurahan, desa = here.kelurahan[0], here.desa[0]
    a_survey(kelurahan, SurveyState.CLOSED, days=DAYS)
    a_counter(kelurahan, code="sudah-tutup")
    a_survey(desa, SurveyState.PAUSED, days=DAYS)
    a_counter(desa, code="dijeda")
    tails = [
        "loket-satu/", "loket-satu/?bahasa=en", "loket-satu/?bahasa=jv", "loket-satu/terima-kasih/",
        "tablet-satu/tablet/", "tablet-satu/tablet/keluar/", "sudah-tutup/", "dijeda/", "loket-lama/", "tidak-ada/",
        "tanpa-sinyal/",
    ]  # fmt: skip
    return [f"/s/{tail}" for tail in tails]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier_and_none_scrolls_sideways_at_320_pixels(
    page: Page, everything: list[str], scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.set_viewport_size({"width": 320, "height": 640})
    for address in everything:
        page.goto(address)
        assert (address, barriers(page)) == (address, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_step_of_the_form_has_a_barrier(page: Page, poster: Counter, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.set_viewport_size({"width": 320, "height": 640})
    begin(page)
    page.get_by_role("button", name="Lanjut").click()
    assert barriers(page) == []  # with its mistake said
    answer_all(page)
    assert barriers(page) == []
    page.get_by_role("button", name="Lewati").click()
    assert barriers(page) == []
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_text("Jawaban Anda sudah tersimpan.")).to_be_visible()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_form_without_scripts_has_no_barrier(chromium: Browser, live_server: object, poster: Counter) -> None:
    """Scripts are blocked, not switched off: axe is one."""
    context = chromium.new_context(base_url=str(live_server), viewport={"width": 320, "height": 640})
    context.route("**/*.js", lambda route: route.abort())
    page = context.new_page()
    page.goto("/s/loket-satu/")
    assert page.locator("fieldset:visible").count() == 9
    assert barriers(page) == []
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("alert")).to_contain_text("Belum dapat dikirim")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_the_dialogs_of_the_tablet_have_no_barrier(page: Page, everything: list[str]) -> None:
    page.goto("/s/tablet-satu/tablet/")
    page.get_by_role("button", name="Petugas").click()
    expect(page.get_by_role("dialog", name="Keluar dari layar penuh")).to_be_visible()
    page.wait_for_timeout(300)
    assert barriers(page) == []


def over_the_wire(response: HttpResponse | Response, body: bytes) -> int:
    """As compressed as it is sent (`gzip`, no better), with its headers."""
    return len(gzip.compress(body, 6)) + sum(len(name) + len(value) + 4 for name, value in response.headers.items())


@pytest.mark.parametrize("address", ["/s/loket-satu/", "/s/tablet-satu/tablet/"])
def test_the_first_view_weighs_at_most_25_kilobytes_over_the_wire(
    page: Page, everything: list[str], address: str
) -> None:
    """All that the browser asks for, and what the service worker then fetches for the time without signal."""
    arrived: list[Response] = []
    page.on("response", lambda response: arrived.append(response))  # noqa: PLW0108 - Playwright refuses a built-in
    page.goto(address)
    page.wait_for_load_state("networkidle")
    names = {response.url.rpartition("/")[2] for response in arrived}
    assert names >= {"", "survey.css", "start.js", "queue.js", "steps.js", "send.js"}
    weights = {response.url: over_the_wire(response, response.body()) for response in arrived if response.ok}
    for later in ("/s/pekerja.js", "/s/tanpa-sinyal/", address):
        kept = Client().get(later)
        weights[f"later {later}"] = over_the_wire(kept, kept.content)
    assert sum(weights.values()) <= HEAVIEST, weights


def too_small(page: Page) -> list[str]:
    """What a thumb would miss: less than 44 pixels either way."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("a, button, select, .option")].filter((thing) => {
          const box = thing.getBoundingClientRect();
          return box.height > 0 && (box.height < 44 || box.width < 44);
        }).map((thing) => thing.outerHTML)"""
    )
    return found


def test_every_target_is_large_enough_for_a_thumb(page: Page, poster: Counter) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/s/loket-satu/")
    assert too_small(page) == []
    begin(page)
    assert too_small(page) == []


def test_the_questions_fit_at_twice_the_size(page: Page, poster: Counter) -> None:
    """200 % zoom of a 640 pixel window is a window of 320; twice the letters alone must fit as well."""
    page.set_viewport_size({"width": 360, "height": 740})
    begin(page)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.get_by_role("button", name="Lanjut")).to_be_visible()


def test_a_finished_answer_can_be_heard(page: Page, poster: Counter) -> None:
    begin(page)
    expect(page.get_by_role("group", name="Pertanyaan 1 dari 9")).to_be_visible()
    expect(page.get_by_role("radio", name="Sangat sesuai")).to_be_visible()
    answer_all(page)
    finish(page)
    expect(page.get_by_role("status").filter(has_text="sudah tersimpan")).to_be_visible()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_focused()
