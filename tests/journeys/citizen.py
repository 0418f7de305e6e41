"""What a citizen does on the survey's pages."""

from datetime import date

from playwright.sync_api import Page, ViewportSize, expect

from cermat.survey.models import Answer

QUESTIONS = 9
PHONE = ViewportSize(width=360, height=740)
DAYS = (date(2026, 5, 4), date(2026, 6, 26))


def begin(page: Page, address: str = "/s/loket-satu/") -> None:
    page.goto(address)
    page.get_by_label("Layanan yang Anda terima").select_option(label="Perekaman KTP-el")
    page.get_by_role("button", name="Mulai").click()


def answer_all(page: Page, option: int = 3) -> None:
    """Every question by touch, up to "about you"."""
    for number in range(1, QUESTIONS + 1):
        expect(page.get_by_text(f"Pertanyaan {number} dari {QUESTIONS}")).to_be_visible()
        page.locator(".step.on .option").nth(option - 1).click()
        page.get_by_role("button", name="Lanjut").click()


def finish(page: Page) -> None:
    page.get_by_role("button", name="Lewati").click()
    page.get_by_role("button", name="Kirim jawaban").click()


def stored() -> list[tuple[str, str]]:
    return list(Answer.objects.values_list("scores", "channel"))


def kept_on(page: Page) -> int:
    """How many answers the device still has."""
    count: int = page.evaluate("Queue.all().then((answers) => answers.length)")
    return count


def until(page: Page, promise: str) -> None:
    """Wait until the promise that the page makes comes true (`wait_for_function` takes any promise for true)."""
    for _try in range(100):
        if page.evaluate(promise):
            return
        page.wait_for_timeout(100)
    raise AssertionError(promise)


def nothing_waits(page: Page) -> None:
    until(page, "Queue.all().then((answers) => answers.length === 0)")
