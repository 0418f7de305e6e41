"""Whatever people type into whichever form: no page breaks, no script runs, and the prints can still be made."""

import pytest
from django.db import Error
from django.test import Client

from cermat.organisation.models import User
from cermat.printing.pdf import as_pdf
from cermat.reports.queries import KINDS, CycleUnit, Scope
from cermat.sop.models import ActorRun, StepState
from tests.doors.forms import forms_of
from tests.doors.table import DOORS
from tests.doors.test_matrix import address
from tests.doors.world import Place, place
from tests.factories import NOW, sign_in

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"
HOSTILE = {
    "markup": SCRIPT + '"\'><img src=x onerror=alert(1)> {{ 1 }} #panic("x") $x$ \\u{0} @ini _b_ *a* `=1+1 // 😀',
    "long": "Panjang" * 1500,
    "huge": "99999999999999999999999999999999",
    "last day": "9999-12-31",
}
FILES = ("pdf", "xlsx")
LEFT_ALONE = {"organisation:password", "organisation:new_password", "organisation:deactivation", "documents:file"}


def opened() -> Place:
    """An office in which every step may be worked on at once."""
    made = place("35.18.13", "Nganjuk")
    made.cycle.steps.update(state=StepState.READY, ready_at=NOW)
    ActorRun.objects.filter(step__cycle=made.cycle).update(ready_at=NOW)
    return made


def pages_of(made: Place) -> list[str]:
    """Every page that may carry a form of this office."""
    names = {name: words for rows in DOORS.values() for name, words in rows.items()}
    kept = [name for name, words in names.items() if "message" not in words and name not in LEFT_ALONE]
    return sorted({address(name, made.words) for name in kept if not name.endswith(FILES)})


def hands(made: Place) -> list[User]:
    office = made.office
    return [
        office.operator[office.kelurahan[0].code],
        office.kasi["pemerintahan"],
        office.sekcam,
        office.camat,
        office.admin,
    ]


def faults(client: Client, path: str, text: str) -> list[str]:
    """What breaks when every form of the page is sent with this text."""
    found = []
    for form in forms_of(client, path):
        try:
            answer = client.post(form.action, form.filled(text))
        except (Error, ArithmeticError, TypeError, ValueError, LookupError) as error:
            found.append(f"{form.action}: {type(error).__name__}: {error}"[:300])
        else:
            found += [f"{form.action}: the script runs"] * (SCRIPT in answer.content.decode())
    return found


@pytest.mark.parametrize("what", HOSTILE)
def test_no_text_breaks_a_form_or_the_page_that_shows_it(what: str) -> None:
    made = opened()
    pages = pages_of(made)
    people = [sign_in(person) for person in hands(made)]
    found = [fault for client in people for path in pages for fault in faults(client, path, HOSTILE[what])]
    found += [path for path in pages if SCRIPT in people[2].get(path).content.decode(errors="replace")]
    assert "\n".join(found) == ""


def test_a_print_bears_every_character() -> None:
    made = opened()
    for person in hands(made):
        for path in pages_of(made):
            faults(sign_in(person), path, HOSTILE["markup"])
    village = made.office.kelurahan[0]
    for kind in KINDS.values():
        if kind.scope is Scope.CYCLE:
            assert as_pdf(kind.build(made.cycle, NOW), NOW).startswith(b"%PDF")
        elif kind.scope is Scope.UNIT:
            assert as_pdf(kind.build(CycleUnit(made.cycle, village), NOW), NOW).startswith(b"%PDF")
