"""No signal: the page opens from the device, the answer waits there and is stored exactly once."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from cermat.survey.formula.answering import receipt_digest
from cermat.survey.models import Answer, Counter, Receipt, Survey, SurveyState
from cermat.survey.views import public, public_store
from tests.conftest import QUIET, chromium_path
from tests.factories import Office
from tests.journeys.citizen import PHONE, answer_all, begin, finish, kept_on, nothing_waits, stored, until
from tests.journeys.stage import Clock, Desk

pytestmark = [pytest.mark.browser, pytest.mark.alike]  # scripts of pages: the same on every database
WAITS = "Menunggu sinyal."


def fully_opened(page: Page) -> None:
    """The page and its pieces are kept on the device."""
    page.goto("/s/loket-satu/")
    until(
        page,
        """async () => {
          const worker = await navigator.serviceWorker.ready;
          if (worker.active.state !== "activated") return false;
          const store = await caches.open("survei-1");
          const names = (await store.keys()).map((request) => new URL(request.url).pathname);
          return ["/s/loket-satu/", "survey.css", "start.js", "queue.js", "steps.js", "send.js"]
            .every((wanted) => names.some((name) => name.endsWith(wanted)));
        }""",
    )


def answered(page: Page) -> None:
    begin(page)
    answer_all(page)
    finish(page)


def test_without_a_signal_the_page_opens_and_the_answer_goes_out_once_when_it_returns(
    phone: Page, poster: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    fully_opened(phone)
    phone.context.set_offline(True)
    answered(phone)
    expect(phone.get_by_text(WAITS)).to_be_visible()
    expect(phone.get_by_text("Halaman ini boleh ditutup.")).to_be_visible()
    assert (stored(), kept_on(phone)) == ([], 1)
    phone.context.set_offline(False)
    expect(phone.get_by_text("Jawaban Anda sudah tersimpan.")).to_be_visible()
    assert (stored(), kept_on(phone)) == ([("333333333", "qr")], 0)
    phone.reload()
    phone.wait_for_timeout(500)
    assert len(stored()) == 1
    monkeypatch.setattr(public, "asked_in", lambda *_asked: 1 // 0)  # the server is there, and cannot
    phone.reload()
    expect(phone.get_by_role("heading", name="Bagaimana pelayanan kami?")).to_be_visible()


def test_the_page_is_kept_on_a_device_where_somebody_of_the_office_has_signed_in(
    phone: Page, poster: Counter, here: Office, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There the office's own worker is ready at once, and knows nothing of the survey."""
    render = public.loader.render_to_string

    def slowly(*asked: Any, **more: Any) -> str:
        time.sleep(1)  # over a slow line the survey's worker comes after the page is whole
        return render(*asked, **more)

    Desk(phone, Clock(timezone.now()), live_server).sign_in(here.sekcam)
    phone.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    monkeypatch.setattr(public.loader, "render_to_string", slowly)
    fully_opened(phone)
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.get_by_role("heading", name="Bagaimana pelayanan kami?")).to_be_visible()


def opened_again(page: Page) -> Page:
    """The tab is killed, another one opens."""
    context = page.context
    page.goto("about:blank")
    page.close()
    return context.new_page()


def test_an_answer_survives_its_tab_and_is_sent_at_the_next_opening(phone: Page, poster: Counter) -> None:
    fully_opened(phone)
    phone.context.set_offline(True)
    answered(phone)
    expect(phone.get_by_text(WAITS)).to_be_visible()
    again = opened_again(phone)
    again.goto("/s/loket-satu/")
    expect(again.get_by_text("Jawaban yang menunggu sinyal: 1")).to_be_visible()
    assert stored() == []
    again.context.set_offline(False)
    again.reload()
    nothing_waits(again)
    assert stored() == [("333333333", "qr")]


@pytest.fixture
def profile(tmp_path: Path, chromium: Browser) -> Path:
    return tmp_path / "profile"


def device(profile: Path, chromium: Browser, address: str) -> BrowserContext:
    """A browser whose memory outlives it."""
    return chromium.browser_type.launch_persistent_context(
        profile, executable_path=chromium_path(), args=[*QUIET, "--no-sandbox"], base_url=address, viewport=PHONE,
        locale="id-ID",
    )  # fmt: skip


def test_an_answer_survives_a_browser_that_was_killed(
    poster: Counter, profile: Path, chromium: Browser, live_server: object
) -> None:
    first = device(profile, chromium, str(live_server))
    page = first.pages[0]
    fully_opened(page)
    first.set_offline(True)
    answered(page)
    expect(page.get_by_text(WAITS)).to_be_visible()
    first.close()
    second = device(profile, chromium, str(live_server))
    page = second.pages[0]
    page.goto("/s/loket-satu/")
    nothing_waits(page)  # sent by the page, or by the service worker before it
    assert stored() == [("333333333", "qr")]
    second.close()


def test_an_answer_whose_receipt_was_lost_on_the_way_is_not_stored_twice(phone: Page, poster: Counter) -> None:
    """The server stores, the signal dies before its word arrives, and the device sends the same again."""
    phone.goto("/s/loket-satu/")
    lost: list[str] = []

    def swallow(route: object) -> None:
        if not lost:
            lost.append(route.fetch().text())  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    phone.route("**/jawaban/", swallow)
    answered(phone)
    expect(phone.get_by_text(re.compile("Menunggu sinyal|sudah tersimpan"))).to_be_visible()
    phone.evaluate("dispatchEvent(new Event('online'))")  # unless the service worker was quicker
    expect(phone.get_by_text("sudah tersimpan sebelumnya")).to_be_visible()
    assert "stored" in lost[0]
    assert (len(stored()), kept_on(phone)) == (1, 0)


def test_an_answer_that_was_cleared_from_the_device_is_never_said_to_be_stored_before_it_is(
    phone: Page, poster: Counter
) -> None:
    fully_opened(phone)
    phone.context.set_offline(True)
    answered(phone)
    expect(phone.get_by_text(WAITS)).to_be_visible()
    phone.evaluate("Queue.all().then((kept) => Promise.all(kept.map((one) => Queue.forget(one.key))))")
    phone.evaluate("dispatchEvent(new Event('focus'))")
    expect(phone.get_by_text(WAITS)).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.get_by_text(re.compile("sudah tersimpan"))).to_be_visible()
    assert (stored(), kept_on(phone)) == ([("333333333", "qr")], 0)


def test_an_answer_that_comes_after_the_close_says_so_and_leaves_the_device(
    phone: Page, poster: Counter, survey: Survey
) -> None:
    fully_opened(phone)
    phone.context.set_offline(True)
    answered(phone)
    expect(phone.get_by_text(WAITS)).to_be_visible()
    Survey.objects.filter(pk=survey.pk).update(
        state=SurveyState.CLOSED, closed_by=survey.made_by, closed_at=survey.made_at
    )
    public_store.OPENINGS.forget()
    phone.context.set_offline(False)
    expect(phone.get_by_role("heading", name="Jawaban tidak dapat diterima.")).to_be_visible()
    expect(phone.get_by_text("Survei ini sudah ditutup")).to_be_visible()
    assert (Answer.objects.count(), kept_on(phone)) == (0, 0)


def test_an_answer_refused_while_its_tab_was_closed_leads_back_to_the_form_filled_in(
    phone: Page, poster: Counter, survey: Survey
) -> None:
    fully_opened(phone)
    phone.context.set_offline(True)
    answered(phone)
    expect(phone.get_by_text(WAITS)).to_be_visible()
    again = opened_again(phone)
    Survey.objects.filter(pk=survey.pk).update(needs_receipt=True)
    public_store.OPENINGS.forget()
    digest = receipt_digest(settings.SECRET_KEY, survey.pk, "7KQM2XWP")
    Receipt.objects.create(digest=digest, survey=survey)
    again.context.set_offline(False)
    again.goto("/s/loket-satu/")
    again.get_by_role("button", name="Perbaiki dan kirim lagi").click()
    assert kept_on(again) == 1
    again.locator("[name=receipt]").fill("7KQM-2XWP")
    again.get_by_role("button", name="Kirim jawaban").click()
    expect(again.get_by_text("Jawaban Anda sudah tersimpan.")).to_be_visible()
    assert (stored(), kept_on(again)) == ([("333333333", "qr")], 0)


@pytest.fixture
def without_worker(chromium: Browser, live_server: object) -> Iterator[Page]:
    """As on an address without HTTPS: there is no service worker."""
    context = chromium.new_context(base_url=str(live_server), viewport=PHONE, locale="id-ID")
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    yield context.new_page()
    context.close()


def test_without_https_the_answer_waits_until_the_page_is_opened_again(without_worker: Page, poster: Counter) -> None:
    page = without_worker
    begin(page)
    answer_all(page)
    page.context.set_offline(True)
    finish(page)
    expect(page.get_by_text("terkirim saat halaman ini dibuka lagi")).to_be_visible()
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto("/s/loket-satu/")
    expect(page.get_by_text("sudah terkirim")).to_be_visible()
    assert (stored(), kept_on(page)) == ([("333333333", "qr")], 0)
