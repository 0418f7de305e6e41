"""What the journeys stand on: a clock that can be moved, a small office, and people who work in a real browser."""

from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import pypdf
from django.conf import settings
from playwright.sync_api import Locator, Page, Response

from cermat.collection.models import Entry
from cermat.indicators.actions import load_indicators, load_plan
from cermat.indicators.models import SetKind
from cermat.jobs.worker import run_due_jobs
from cermat.lib.definitions import read_definition
from cermat.lib.months import WIB
from cermat.operations.actions.sheets import small_pdf
from cermat.organisation.models import User
from cermat.periods.actions import load_holidays
from cermat.requirements.actions import load_requirement_plan
from cermat.requirements.schema import RequirementPlanFile
from cermat.sop.actions import load_sop
from cermat.sop.models import Cycle
from tests.factories import PASSWORD, Office, build, sign_in

DEFINITIONS = Path(__file__).resolve().parents[2] / "definitions"
SMALL_SETS = Path(__file__).resolve().parents[1] / "collection" / "files"
EVIDENCE = {"name": "bukti.pdf", "mimeType": "application/pdf", "buffer": small_pdf("DATA CONTOH bukti dukung")}


@dataclass
class Clock:
    """The time everybody in the journey reads."""

    now: datetime

    def set(self, day: date, hour: int, minute: int = 0) -> None:
        moved = datetime.combine(day, time(hour, minute), tzinfo=WIB)
        assert moved >= self.now, "time runs forward"
        self.now = moved


def equipped_office(now: datetime) -> Office:
    """One kelurahan, one desa, six sections; the real SOP and plan, short indicator sets."""
    office = build("35.18.13", "Nganjuk", ("Payaman",), ("Kedungdowo",))
    load_holidays(by=office.admin, now=now)
    sop = (DEFINITIONS / "sop" / "kecamatan-nganjuk-01-2021.yaml").read_text()
    load_sop(kecamatan=office.kecamatan, text=sop, by=office.admin, now=now)
    for kind, name in (
        (SetKind.MONTHLY, "bulanan"),
        (SetKind.SINERGITAS, "sinergitas"),
        (SetKind.DOCUMENTS, "dokumen"),
        (SetKind.SHEETS, "lembar"),
    ):
        text = (SMALL_SETS / f"{name}.yaml").read_text()
        load_indicators(kecamatan=office.kecamatan, kind=kind, text=text, by=office.admin, now=now)
    plan = (DEFINITIONS / "plans" / "perencanaan-contoh-1.yaml").read_text()
    load_plan(kecamatan=office.kecamatan, text=plan, by=office.admin, now=now)
    requirements = (DEFINITIONS / "requirements" / "nganjuk-contoh-1.yaml").read_text()
    load_requirement_plan(
        kecamatan=office.kecamatan, plan=read_definition(requirements, RequirementPlanFile), by=office.admin, now=now
    )
    return office


class Desk:
    """A browser at which people of the office sit down one after the other."""

    def __init__(self, page: Page, clock: Clock, address: object) -> None:
        """`address`: of the live server."""
        self.page, self.clock, self.address = page, clock, str(address)

    def sit(self, person: User) -> "Desk":
        """The person comes back to pages they signed in to before; whoever sat here before is signed out."""
        cookie = sign_in(person).cookies[settings.SESSION_COOKIE_NAME]
        self.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        self.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])
        return self

    def sign_in(self, person: User) -> "Desk":
        """As `sit`, by name and password."""
        self.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        self.page.goto("/accounts/login/")
        self.page.locator("input[name=login]").fill(person.username)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.press("Masuk")
        assert "/accounts/login/" not in self.page.url, f"{person} could not sign in"
        return self

    def open(self, path: str) -> "Desk":
        response = self.page.goto(path)
        assert response is not None
        assert response.status == 200, f"{path}: {response.status} {self.page.locator('h1').all_inner_texts()}"
        return self

    def status_of(self, path: str) -> int:
        response: Response | None = self.page.goto(path)
        return response.status if response else 0

    def press(self, name: str, *, within: Locator | None = None) -> "Desk":
        """Press the first button of that name and wait for the answer."""
        button = (within or self.page).get_by_role("button", name=name, exact=True).first
        with self.page.expect_navigation():
            button.click()
        return self

    def follow(self, name: str) -> "Desk":
        """Follow the first link of that name to its page."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()
        return self

    def offers(self, name: str) -> bool:
        return self.page.get_by_role("button", name=name, exact=True).count() > 0

    def fill(self, label: str, text: str) -> "Desk":
        self.page.get_by_label(label).and_(self.page.locator("input, textarea")).first.fill(text)
        return self

    def sees(self, text: str) -> "Desk":
        shown = self.page.locator("body").inner_text()
        assert text in shown, f"{text!r} not on {self.page.url}:\n{shown[:3000]}"
        return self

    def does_not_see(self, text: str) -> "Desk":
        assert text not in self.page.locator("body").inner_text()
        return self

    def pdf(self, path: str) -> str:
        """Download a PDF and return its text, blanks folded."""
        answer = self.page.request.get(path)
        assert answer.status == 200, f"{path}: {answer.status}"
        assert answer.headers["content-type"] == "application/pdf"
        reader = pypdf.PdfReader(BytesIO(answer.body()))
        return " ".join(" ".join(page.extract_text() for page in reader.pages).split())

    # ---- sheets

    def answer(self, figures: dict[str, str]) -> "Desk":
        """Type into the open sheet: CODE:field → a number, or a word of the answer's list."""
        for key, text in figures.items():
            number = self.page.locator(f'input[name="v:{key}"]')
            if number.count():
                number.fill(text)
            else:
                self.page.locator(f'select[name="a:{key}"]').select_option(label=text)
        return self

    def attach(self, code: str) -> "Desk":
        """Choose a file for a row of the open sheet, and wait until it hangs there."""
        self.page.locator(f'input[type=file][name$=":{code}"]').set_input_files(EVIDENCE)  # type: ignore[arg-type]
        self.page.locator(f'[data-evidence="{code}"] li:not([data-sending]) a').first.wait_for()
        return self


def entries_of(cycle: Cycle, **where: object) -> list[Entry]:
    return list(cycle.entries.filter(**where).select_related("unit", "section").order_by("pk"))


def work(clock: Clock) -> int:
    """The worker does what is due."""
    return run_due_jobs(clock.now)
