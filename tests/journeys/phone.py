"""A phone on which operators fill in sheets, with and without signal."""

from dataclasses import dataclass

from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect

from cermat.collection.models import Entry
from cermat.organisation.models import User
from tests.factories import sign_in
from tests.journeys.citizen import until

KEPT = """async ([person, path]) => {
  await navigator.serviceWorker.ready;
  const store = await caches.open("cermat-halaman-" + person);
  const pieces = await (await caches.open("cermat-berkas")).keys();
  const pages = await Promise.all([path, "/isian/di-hp-ini/"].map((one) => store.match(one)));
  return pages.every(Boolean) && pieces.some((one) => one.url.includes("on_device"));
}"""


@dataclass
class Phone:
    """One browser profile; whoever holds it sees what the page shows."""

    page: Page
    address: str
    person: User | None = None

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def held_by(self, person: User) -> "Phone":
        """The person has signed in; whoever did before has not signed out."""
        cookie = sign_in(person).cookies[settings.SESSION_COOKIE_NAME]
        self.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        self.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])
        self.person = person
        return self

    def open(self, entry: Entry) -> "Phone":
        self.page.goto(f"/isian/{entry.pk}/")
        expect(self.page.locator("form[data-ready]")).to_be_visible()
        return self

    def keep(self, entry: Entry) -> "Phone":
        """Open the sheet until it and its pieces are kept on the device."""
        return self.open(entry).kept(entry)

    def kept(self, entry: Entry) -> "Phone":
        """The sheet and the list of this device can be opened without signal."""
        assert self.person is not None
        for _try in range(100):
            if self.page.evaluate(KEPT, [str(self.person.pk), f"/isian/{entry.pk}/"]):
                return self
            self.page.wait_for_timeout(100)
        raise AssertionError("the page was not kept")

    def offline(self) -> "Phone":
        self.context.set_offline(True)
        return self

    def online(self) -> "Phone":
        self.context.set_offline(False)
        return self

    def type(self, field: str, text: str) -> "Phone":
        self.page.locator(f'input[name="v:{field}"]').fill(text)
        return self

    def shows(self, field: str) -> str:
        return self.page.locator(f'input[name="v:{field}"]').input_value()

    def says(self, text: str) -> "Phone":
        expect(self.page.locator("#simpanan")).to_contain_text(text)
        return self

    def sees(self, text: str) -> "Phone":
        expect(self.page.get_by_text(text).first).to_be_visible()
        return self

    def press(self, name: str) -> "Phone":
        self.page.get_by_role("button", name=name, exact=True).first.click()
        return self

    def shelf(self) -> "Phone":
        """The page "Di HP ini"."""
        self.page.goto("/isian/di-hp-ini/")
        return self

    def states(self, person: User | None = None) -> list[str]:
        """What became of this person's sendings, as the device has it."""
        pk = str((person or self.person).pk)  # type: ignore[union-attr]
        found: list[str] = self.page.evaluate("(pk) => Outbox.all(pk).then((all) => all.map((one) => one.state))", pk)
        return found

    def nothing_waits(self) -> "Phone":
        assert self.person is not None
        until(self.page, f"Outbox.waiting('{self.person.pk}').then((all) => all.length === 0)")
        return self

    def drafted(self, entry: Entry, field: str, text: str) -> "Phone":
        """The typing of a field has reached the device."""
        assert self.person is not None
        read = f"Device.read('{self.person.pk}', (stores) => stores.draf.get('{entry.pk}'))"
        until(self.page, f"{read}.then((one) => Boolean(one) && one.typed['{field}'][1] === '{text}')")
        return self

    def again(self) -> "Phone":
        """The tab is killed, another one opens."""
        context = self.context
        self.page.close(run_before_unload=False)
        self.page = context.new_page()
        return self
