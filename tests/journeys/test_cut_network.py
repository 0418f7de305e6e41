"""The line is cut a hundred times while an operator fills in sheets: before a request arrives, or before its answer."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Route

from cermat.audit.models import AuditEvent, IdempotencyKey
from cermat.audit.queries import first_broken_link
from cermat.collection.models import Entry, EntryValue, Evidence
from tests.collection.factories import collecting, small_office
from tests.conftest import ALIKE
from tests.factories import Office
from tests.journeys.citizen import PHONE, until
from tests.journeys.phone import Phone
from tests.journeys.stage import Clock, small_pdf

pytestmark = [pytest.mark.browser, pytest.mark.alike]
CUTS, SEED = 100, 5
# the device has the file, or it is attached already
TAKEN = """Outbox.all("PERSON").then((all) => all.some((one) => one.what === "NAME")
  || [...document.querySelectorAll(".files a")].some((link) => link.textContent === "NAME"))"""
TYPED = 'input[name^="v:"][data-number]'


class Line:
    """A line that breaks at random, until it has broken a hundred times."""

    def __init__(self) -> None:
        self.chance, self.cut = random.Random(SEED), Counter[str]()

    def carry(self, route: Route) -> None:
        kind = self.chance.choice(("before", "after", "whole")) if self.cut.total() < CUTS else "whole"
        if kind == "whole":
            return route.continue_()
        self.cut[kind] += 1
        if kind == "after":
            route.fetch()  # it arrived and was done; nobody hears of it
        return route.abort("connectionreset")


@pytest.fixture
def office(transactional_db: None, clock: Clock) -> Office:
    clock.set(date(2026, 11, 5), 9)
    return small_office()


@pytest.fixture
def hp(office: Office, chromium: Browser, live_server: object) -> Iterator[Phone]:
    """Without a service worker, whose own sendings no test can cut."""
    context = chromium.new_context(base_url=str(live_server), viewport=PHONE, service_workers="block", **ALIKE)
    context.set_default_timeout(15_000)
    yield Phone(context.new_page(), str(live_server)).held_by(office.operator[office.kelurahan[0].code])
    context.close()


def fill_in(hp: Phone, entry: Entry, number: Iterator[int]) -> dict[str, int]:
    """Every number of the sheet, each one's typing ended by leaving the field."""
    hp.open(entry)
    names = hp.page.locator(TYPED).evaluate_all("all => all.map((one) => one.name.slice(2))")
    typed = {name: next(number) for name in names}
    for name, figure in typed.items():
        hp.type(name, str(figure))
        hp.page.locator(f'input[name="v:{name}"]').blur()
        hp.page.evaluate("Shell.send()")
    return typed


def attach(hp: Phone, round_of: int) -> int:
    """A new file for every row that takes one; → how many."""
    fields = hp.page.locator("input[type=file][name]")
    for place in range(fields.count()):
        name = f"bukti-{round_of}-{place}.pdf"
        one = {"name": name, "mimeType": "application/pdf", "buffer": small_pdf(name)}
        fields.nth(place).set_input_files(one)  # type: ignore[arg-type]
        until(hp.page, TAKEN.replace("PERSON", str(hp.person.pk)).replace("NAME", name))  # type: ignore[union-attr]
    return fields.count()


def drain(hp: Phone) -> None:
    """The line is whole again, and the page is looked at now and then."""
    assert hp.person is not None
    until(hp.page, f"Shell.send().then(() => Outbox.waiting('{hp.person.pk}')).then((all) => all.length === 0)")


def test_a_hundred_cuts_lose_nothing_and_double_nothing(hp: Phone, office: Office) -> None:
    mine = collecting(office).entries.filter(unit=office.kelurahan[0])
    entries = [entry for entry in mine.order_by("pk") if entry.section.key in {"pemerintahan", "pelayanan"}]
    line, number, files, rounds = Line(), iter(range(1, 10_000)), 0, 0
    for address in ("**/tanda/", "**/penyimpanan/", "**/unggahan/**"):
        hp.context.route(address, line.carry)
    typed: dict[int, dict[str, int]] = {}
    while line.cut.total() < CUTS:
        for entry in entries:
            typed[entry.pk] = fill_in(hp, entry, number)
            files += attach(hp, rounds)
        rounds += 1
    drain(hp)
    kept = {pk: answers for pk, answers in typed.items() if answers}
    saved = [(link.target_id, *pair) for link in links() for pair in link.after.items()]
    lost = sum(stored().get(pk, {}).get(name) != figure for pk, row in kept.items() for name, figure in row.items())
    doubled = len(saved) - len(set(saved))
    print(  # noqa: T201 - the figures are the point
        f"{line.cut.total()} cuts ({line.cut['before']} before the server, {line.cut['after']} before its answer) in "
        f"{rounds} rounds: {len(saved)} answers stored, {lost} lost, {doubled} doubled; "
        f"{files} files sent, {Evidence.objects.count()} stored; {IdempotencyKey.objects.count()} keys"
    )
    assert (line.cut.total(), lost, doubled) == (CUTS, 0, 0)
    assert (stored(), Evidence.objects.count()) == (kept, files)
    assert first_broken_link(office.kecamatan.code) is None
    assert set(hp.states()) == {"terkirim"}


def stored() -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for one in EntryValue.objects.all():
        found.setdefault(one.entry_id, {})[f"{one.code}:{one.field}"] = int(one.number or 0)
    return found


def links() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(verb="entry.saved").order_by("number"))
