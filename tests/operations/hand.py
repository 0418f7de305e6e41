"""A person at the pages, without a browser: opens an address, follows a link, presses a button on the page."""

import re
from typing import Any

from django.test import Client
from lxml import html

OWN_PASSWORD = "hujan-sawah-kerbau"


class Hand:
    def __init__(self, username: str, one_time: str) -> None:
        """Signs in for the first time and chooses an own password, as everybody does."""
        self.client = Client()
        self.username, self.path, self.page = username, "", html.fromstring("<main></main>")
        self.is_known = False
        self.open("/accounts/login/").press("Masuk", login=username, password=one_time)
        self.press("Ganti kata sandi", oldpassword=one_time, password1=OWN_PASSWORD, password2=OWN_PASSWORD)
        self.is_known = True

    def home(self) -> "Hand":
        return self.open("/")

    def open(self, path: str) -> "Hand":
        self._shown(self.client.get(path, follow=True), path)
        if self.is_known and self.path.startswith("/accounts/login/"):  # weeks have gone by
            self.press("Masuk", login=self.username, password=OWN_PASSWORD)
            self._shown(self.client.get(path, follow=True), path)
        return self

    def follow(self, text: str) -> "Hand":
        """The first link of the page with these words."""
        found = self.links(text)
        assert found, f"{self.username} finds no link “{text}” on {self.path}:\n{self.text}"
        return self.open(found[0])

    def links(self, text: str) -> list[str]:
        links = self.page.xpath("//main//a[@href]")
        return [self._absolute(link.get("href")) for link in links if text in _words(link)]

    def has_link(self, text: str) -> bool:
        return bool(self.links(text))

    def press(self, text: str, *, last: bool = False, **typed: Any) -> "Hand":
        """What the form of this button holds, with what was typed; `last`: of several such buttons."""
        found = [one for one in self.page.xpath("//main//form//button") if text in _words(one)]
        assert found, f"{self.username} finds no button “{text}” on {self.path}:\n{self.text}"
        button = found[-1 if last else 0]
        form = next(button.iterancestors("form"))
        unknown = set(typed) - set(form.fields) - {one.get("name") for one in form.iter("input", "select")}
        assert not unknown, f"{self.path} has no field {unknown}"
        data = {name: value for name, value in form.form_values() if name}
        if button.get("name"):
            data[button.get("name")] = button.get("value", "")
        address = self._absolute(button.get("formaction") or form.get("action") or "")
        return self._shown(self.client.post(address, data | typed, follow=True), address)

    def sees(self, text: str) -> "Hand":
        assert text in self.text, f"{self.username} does not see “{text}” on {self.path}:\n{self.text}"
        return self

    @property
    def text(self) -> str:
        return " ".join(_words(one) for one in self.page.xpath("//main"))

    def _absolute(self, address: str) -> str:
        address = address.partition("#")[0]
        if not address:
            return self.path
        return self.path.partition("?")[0] + address if address.startswith("?") else address

    def _shown(self, answer: Any, path: str) -> "Hand":
        self.path = answer.redirect_chain[-1][0] if answer.redirect_chain else path
        self.page = html.fromstring(answer.content.decode())
        assert answer.status_code == 200, f"{self.username} at {self.path}: {answer.status_code}\n{self.text}"
        return self


def _words(element: Any) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()
