"""Whatever people type into whichever form: no page breaks, no script runs, and the prints can still be made."""

import uuid
from collections.abc import Iterator, Mapping

import pytest
from django.db import Error
from django.test import Client
from pytest_django import DjangoDbBlocker

from cermat.organisation.models import User
from cermat.organisation.permissions import Role
from cermat.printing.pdf import as_pdf
from cermat.reports.queries import KINDS, CycleUnit, Scope
from cermat.sop.models import ActorRun, StepState
from tests.doors.forms import Form, forms_of
from tests.doors.table import DOORS
from tests.doors.test_matrix import address, may
from tests.doors.world import Place, place
from tests.factories import NOW, sign_in
from tests.stages import kept

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"
MARKUP = SCRIPT + '"\'><img src=x onerror=alert(1)> {{ 1 }} #panic("x") $x$ \\u{0} @ini _b_ *a* `=1+1 // 😀'
HOSTILE = {"text": MARKUP, "number": MARKUP, "date": MARKUP}
EXTREMES = {"text": "Panjang" * 1500, "number": "99999999999999999999999999999999", "date": "9999-12-31"}
FILES = ("pdf", "docx", "xlsx")
LEFT_ALONE = {"organisation:password", "organisation:new_password", "organisation:deactivation", "documents:file"}


def opened() -> Place:
    """An office in which every step may be worked on at once."""
    made = place("35.18.13", "Nganjuk")
    made.cycle.steps.update(state=StepState.READY, ready_at=NOW)
    ActorRun.objects.filter(step__cycle=made.cycle).update(ready_at=NOW)
    return made


def pages_of(made: Place, *roles: Role) -> list[str]:
    """Every page that may carry a form of this office, or those that open to one of the roles."""
    found = set()
    for guard, names in DOORS.items():
        if not roles or any(may(guard, role) for role in roles):
            kept = [name for name, words in names.items() if "message" not in words and name not in LEFT_ALONE]
            found.update(address(name, made.words) for name in kept if not name.endswith(FILES))
    return sorted(found)


def hands(made: Place) -> dict[Role, User]:
    office = made.office
    return {
        Role.OPERATOR: office.operator[office.kelurahan[0].code],
        Role.KASI: office.kasi["pemerintahan"],
        Role.SEKCAM: office.sekcam,
        Role.CAMAT: office.camat,
        Role.ADMIN: office.admin,
    }


def faults(client: Client, path: str) -> Iterator[str]:
    """What breaks when every form of the page is sent, with the longest of everything and with markup."""
    for form in forms_of(client, path):
        for texts in (EXTREMES, HOSTILE):
            yield from faults_of(client, form, texts)


def faults_of(client: Client, form: Form, texts: Mapping[str, str]) -> Iterator[str]:
    fresh = {"_key": [str(uuid.uuid4())]} if "_key" in form.given else {}
    try:
        answer = client.post(form.action, form.filled(texts) | fresh)
    except (Error, ArithmeticError, TypeError, ValueError, LookupError) as error:
        yield f"{form.action}: {type(error).__name__}: {error}"[:300]
    else:
        if SCRIPT in answer.content.decode():
            yield f"{form.action}: the script runs"


@pytest.fixture(scope="module")
def typed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Place, list[str]]]:
    """An office in which five people have sent every form they reach, and what broke meanwhile."""
    with kept(django_db_blocker):
        made = opened()
        people = {role: sign_in(person) for role, person in hands(made).items()}
        yield (
            made,
            [
                fault
                for role, client in people.items()
                for path in pages_of(made, role)
                for fault in faults(client, path)
            ],
        )


def test_neither_extremes_nor_markup_break_a_form(typed: tuple[Place, list[str]]) -> None:
    _made, found = typed
    assert "\n".join(found) == ""


@pytest.mark.alike
def test_markup_stays_text_on_every_page(typed: tuple[Place, list[str]]) -> None:
    made, _found = typed
    sekcam = sign_in(made.office.sekcam)
    assert [path for path in pages_of(made) if SCRIPT in sekcam.get(path).content.decode(errors="replace")] == []


@pytest.mark.alike
def test_markup_stays_text_in_every_print(typed: tuple[Place, list[str]]) -> None:
    made, _found = typed
    village = made.office.kelurahan[0]
    for kind in KINDS.values():
        if kind.scope is Scope.CYCLE:
            assert as_pdf(kind.build(made.cycle, NOW), NOW).startswith(b"%PDF")
        elif kind.scope is Scope.UNIT:
            assert as_pdf(kind.build(CycleUnit(made.cycle, village), NOW), NOW).startswith(b"%PDF")
