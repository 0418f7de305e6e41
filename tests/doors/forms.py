"""The forms of a page as a browser sees them, to be filled in and sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.test import Client

BRIEF = {"Accept": "application/json"}  # refusals as one line instead of a page: there are thousands
TYPED = {"text", "search", "number", "date", "email", "tel", "time", "month", "url", ""}


@dataclass
class Form:
    action: str
    given: dict[str, list[str]] = field(default_factory=dict)  # what the page itself has put in
    typed: dict[str, str] = field(default_factory=dict)  # the fields a person writes into: text, number or date

    def filled(self, texts: Mapping[str, str]) -> dict[str, list[str]]:
        """With one text per kind of field."""
        return self.given | {name: [texts[kind]] for name, kind in self.typed.items()}


def kind_of(a: dict[str, Any]) -> str:
    if a.get("type") == "number" or a.get("inputmode") in {"numeric", "decimal"}:
        return "number"
    return "date" if a.get("type") in {"date", "month", "time"} else "text"


class Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms, self.inside, self.select = page, list[Form](), False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a: dict[str, Any] = dict(attrs)
        if tag == "form":
            self.inside = a.get("method", "get").lower() == "post"
            if self.inside:
                self.forms.append(Form(urljoin(self.page, a.get("action") or self.page)))
        if not self.inside:
            return
        name, form = a.get("name", ""), self.forms[-1]
        if tag == "textarea" or (tag == "input" and a.get("type", "") in TYPED):
            form.typed[name] = kind_of(a)
        elif tag == "input" and a.get("type") in {"hidden", "checkbox", "radio"}:
            form.given.setdefault(name, []).append(a.get("value", "on"))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and a.get("value"):
            form.given[self.select] = [a["value"]]  # the last one counts
        elif tag == "button" and name:
            form.given[name] = [a.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""


def forms_of(client: Client, path: str) -> list[Form]:
    answer = client.get(path, headers=BRIEF)
    if answer.status_code != 200 or "text/html" not in answer.headers.get("Content-Type", ""):
        return []
    reader = Reader(path)
    reader.feed(answer.content.decode())
    return [form for form in reader.forms if not form.action.startswith("/accounts/")]
