"""Every page has a door, and every form stores once."""

import ast
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.source import Function, decorators, in_drawers, nothing

PUBLIC = {
    "account_login",
    "account_logout",  # signs out whoever is signed in; nothing to guard
    "account_change_password",  # allauth asks for the sign-in itself
    "choose_language",  # of the session, before sign-in too
    "operations:health",  # answers this machine only
    "web:manifest",  # of the installed app; the same for everybody
    "web:worker",
    "web:offline",
    "public:form",  # the survey: whoever stands at a counter or holds its link
    "public:tablet",
    "public:leaving",
    "public:thanks",
    "public:worker",
    "public:offline",
    "public:results",  # what an office has confirmed and published
    "public:results_of",
    "public:results_csv",
    "public:results_json",
    "public:answer",
    "public:token",
}
# Views that take a POST without `once`, and why.
STORES_NOTHING = {
    "presence": "who has a sheet open is known for a minute; a key for every look would outlive it by a month",
    "trial": "an instrument is tried with sample answers and nothing is kept",
    "validations": "one transaction for each sheet; its state and version make it take effect once",
    "receipts": "keeping the answer would keep the codes; the action makes one set for one form key",
}


def pages(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from pages(pattern, inner)
        else:
            yield f"{space}{pattern.name}", pattern


def test_every_page_has_a_guard_or_is_on_the_short_public_list() -> None:
    open_doors = [
        name
        for name, pattern in pages(get_resolver())
        if getattr(pattern.callback, "guard", "public") == "public" and name not in PUBLIC
    ]
    nothing(open_doors)


def test_every_page_has_a_name_of_its_own() -> None:
    names = [name for name, _pattern in pages(get_resolver())]
    nothing([name for name in names if name.endswith("None")])
    nothing([name for name in names if names.count(name) > 1])


def takes_post(function: Function) -> bool:
    text = ast.unparse(function)
    return "request.POST" in text or "'POST'" in text or "require_POST" in text


def test_every_view_that_takes_a_form_stores_it_once() -> None:
    found = [
        f"{module.name}: {function.name}"
        for module in in_drawers("views")
        for function in module.public_functions()
        if {"requires", "signed_in"} & set(decorators(function)) and takes_post(function)
        if "once" not in decorators(function) and function.name not in STORES_NOTHING
    ]
    nothing(found)


def test_the_door_stands_outside_of_the_form_key() -> None:
    found = [
        f"{module.name}: {function.name}"
        for module in in_drawers("views")
        for function in module.public_functions()
        if "once" in (names := decorators(function))
        if not {"requires", "signed_in"} & set(names[: names.index("once")])
    ]
    nothing(found)


def test_files_are_inspected_before_the_transaction_of_the_form() -> None:
    """Definition files are read as text and the form key only counts bytes; all else goes through the inspection."""
    found = [
        module.name
        for module in in_drawers("views")
        if module.room != "audit" and "request.FILES" in module.text
        if "takes_files" not in module.text and "LOAD_DEFINITIONS" not in module.text
    ]
    nothing(found)
