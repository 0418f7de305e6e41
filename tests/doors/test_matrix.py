"""Every address × every role × own, other unit's and other kecamatan's things."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from cermat.organisation.models import User
from cermat.organisation.permissions import GRANTS, Permission, Role
from tests.architecture.test_pages import PUBLIC, pages
from tests.doors.figures import FIGURE_WORDS
from tests.doors.forms import BRIEF
from tests.doors.table import DOORS, SIGNED_IN
from tests.doors.world import Place, messages_of
from tests.factories import person_without_post, sign_in

pytestmark = pytest.mark.django_db
ADDRESSES = {name: (guard, words) for guard, rows in DOORS.items() for name, words in rows.items()}
KINDS = {
    "cycle_kind", "plan_part", "book_kind", "unit_kind", "sop_kind", "setting", "line", "year", "delivery_key",
    "draft_part", "holder", "agreement", "party", "planned", "next_planned", "sets", "shipped_office",
    *FIGURE_WORDS,
}  # fmt: skip  # words, the same in every office
OF_A_UNIT = {
    "collection:sheet",
    "collection:unit",
    "instruments:result",
    "documents:file",
    "documents:small",
    "reports:unit_print",
    "reports:unit_pdf",
    "reports:unit_docx",
    "reports:unit_xlsx",
}
OWN = {
    "entry",
    "workbook",
    "survey",
    "closed_survey",
    "service",
    "counter",
}  # things a village has of its own
SLOW = ("_pdf", ":pdf", "docx", "xlsx")  # files: made once here, not once for each role
TRIED = (Role.CAMAT, Role.SEKCAM, Role.KASI, Role.OPERATOR, Role.ADMIN)  # whose views differ; the others see the same
OPEN = {200, 302, 405}
ELSEWHERE = {
    *("sop:step", "sop:confirmation", "sop:decision"),  # of a konfirmasi or keputusan; tests/sop has such an SOP
    *("measurement:places_file", "measurement:sections_file"),  # need figures: tests/measurement/test_pictures.py
}


def address(name: str, words: dict[str, int | str]) -> str:
    return reverse(name, args=[words[word] for word in ADDRESSES[name][1].split()])


def roles_of(place: Place) -> dict[Role, User]:
    """One person per role; of the villages the first kelurahan's, of the seksi that of the section in the addresses."""
    office = place.office
    kelurahan, desa = office.kelurahan[0].code, office.desa[0].code
    return {
        Role.CAMAT: office.camat, Role.SEKCAM: office.sekcam, Role.KASI: office.kasi["pemerintahan"],
        Role.KASUBBAG: office.kasubbag, Role.STAF: office.staf, Role.LURAH: office.lurah[kelurahan],
        Role.KADES: office.lurah[desa], Role.OPERATOR: office.operator[kelurahan],
        Role.OBSERVER: office.observer, Role.ADMIN: office.admin,
    }  # fmt: skip


def rows() -> dict[str, list[object]]:
    """Everything in the database but sessions."""
    return {
        model._meta.label: sorted(map(repr, model._default_manager.values_list()))
        for model in apps.get_models()
        if model._meta.app_label != "sessions"
    }


def through(guard: str, clients: dict[Role, Client]) -> dict[Role, Client]:
    """Those whose role opens the door."""
    open_to = {role: client for role, client in clients.items() if may(guard, role)}
    return {role: client for role, client in open_to.items() if role in TRIED} or open_to


def may(guard: str, role: Role) -> bool:
    return guard == SIGNED_IN or Permission(guard) in GRANTS[role]


def both(client: Client, path: str) -> Iterator[int]:
    """The answers to a page asked for and to a form sent there."""
    yield client.get(path, headers=BRIEF).status_code
    yield sent(client, path)


def sent(client: Client, path: str) -> int:
    return client.post(path, {"_key": str(uuid.uuid4())}, headers=BRIEF).status_code


def test_every_address_stands_in_the_table_with_its_guard() -> None:
    found = {name: pattern for name, pattern in pages(get_resolver()) if name not in PUBLIC}
    assert {name: str(pattern.callback.guard) for name, pattern in found.items()} == {
        name: guard for name, (guard, _words) in ADDRESSES.items()
    }
    assert {name: len(pattern.pattern.converters) for name, pattern in found.items()} == {
        name: len(words.split()) for name, (_guard, words) in ADDRESSES.items()
    }


@pytest.mark.alike
def test_strangers_are_asked_to_sign_in_everywhere(two: tuple[Place, Place]) -> None:
    nganjuk, _bagor = two
    words = nganjuk.words | {"message": 1}
    before = rows()
    for name in ADDRESSES:
        path = address(name, words)
        for answer in (Client().get(path), Client().post(path, {"_key": str(uuid.uuid4())})):
            assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/accounts/login/"), name
    assert rows() == before


@pytest.mark.alike
def test_whoever_lacks_the_permission_is_refused_and_changes_nothing(two: tuple[Place, Place]) -> None:
    nganjuk, _bagor = two
    clients = {role: sign_in(person) for role, person in roles_of(nganjuk).items()}
    nobody = sign_in(person_without_post())
    words = nganjuk.words | {"message": 1}
    before, wrong = rows(), []
    for name, (guard, _words) in ADDRESSES.items():
        if guard == SIGNED_IN:
            continue
        shut = [nobody, *(client for role, client in clients.items() if not may(guard, role))]
        answers = {sent(client, address(name, words)) for client in shut}  # the guard asks before the method counts
        if answers - {403, 405}:
            wrong.append(f"{name}: {answers}")
    assert "\n".join(wrong) == ""
    assert rows() == before


@pytest.mark.alike
def test_what_belongs_to_another_kecamatan_does_not_exist(two: tuple[Place, Place]) -> None:
    nganjuk, bagor = two
    clients = {role: sign_in(person) for role, person in roles_of(nganjuk).items()}
    message = min(messages_of(bagor).values())
    before, wrong = rows(), []
    for name, (guard, listed) in ADDRESSES.items():
        numbers = [word for word in listed.split() if word not in KINDS]
        for foreign in numbers:  # each number alone, so that an own cycle never opens another office's section
            words = {**nganjuk.words, "message": message, foreign: {**bagor.words, "message": message}[foreign]}
            for role, client in through(guard, clients).items():
                asked, posted = both(client, address(name, words))
                if asked not in {302, 404, 405} or posted not in {404, 405}:  # 302: a form's address, to its page
                    wrong.append(f"{name} with another {foreign}, {role}: {asked}, {posted}")
    assert "\n".join(wrong) == ""
    assert rows() == before


@pytest.mark.alike
def test_what_belongs_to_another_unit_does_not_exist_for_a_village(two: tuple[Place, Place]) -> None:
    nganjuk, _bagor = two
    people = roles_of(nganjuk)
    clients = {role: sign_in(people[role]) for role in (Role.LURAH, Role.OPERATOR)}
    before, wrong = rows(), []
    for name, (guard, words) in ADDRESSES.items():
        if name not in OF_A_UNIT and not OWN & set(words.split()):
            continue
        for role, client in clients.items():
            answers = set(both(client, address(name, nganjuk.hidden))) if may(guard, role) else set()
            wrong += [f"{name} for {role}: {answers}"] * bool(answers - {404, 405})
    assert "\n".join(wrong) == ""
    assert rows() == before


class Writes:
    """What is written between two looks: statements of whoever asks for a page only, but for the session's."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql:
            self.seen.append(sql[:120])
        return execute(sql, *rest)

    def taken(self) -> list[str]:
        seen, self.seen = self.seen, []
        return seen


@pytest.mark.alike  # on PostgreSQL test_hostile.py opens them, to find the forms
def test_every_door_opens_for_somebody_breaks_for_nobody_and_writes_nothing_by_being_opened(
    two: tuple[Place, Place],
) -> None:
    """ADR 0018 lets a page that is looked at remember what its person may do, so it must decide nothing."""
    nganjuk, _bagor = two
    people = roles_of(nganjuk)
    messages = messages_of(nganjuk)
    clients = {role: sign_in(person) for role, person in people.items()}
    shut, broken, writes = [], [], Writes()
    for name, (guard, _words) in ADDRESSES.items():
        answers: dict[Role, int] = {}
        for role, client in through(guard, clients).items():
            if not answers or not name.endswith(SLOW):
                path = address(name, nganjuk.words | {"message": messages[people[role].pk]})
                with connection.execute_wrapper(writes):
                    answers[role] = client.get(path, headers=BRIEF).status_code
        shut += [f"{name}: {answers}"] * (not OPEN & set(answers.values()) and name not in ELSEWHERE)
        broken += [f"{name}: {answers}"] * bool(set(answers.values()) - OPEN - {403, 404, 409, 422})
        broken += [f"{name} writes: {statement}" for statement in writes.taken()]
    assert "\n".join(shut + broken) == ""
