"""Whatever people type into whichever form: no page breaks, no script runs, and the prints can still be made."""

from collections.abc import Mapping

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
MARKUP = SCRIPT + '"\'><img src=x onerror=alert(1)> {{ 1 }} #panic("x") $x$ \\u{0} @ini _b_ *a* `=1+1 // 😀'
EXTREMES = {"text": "Panjang" * 1500, "number": "99999999999999999999999999999999", "date": "9999-12-31"}
FILES = ("pdf", "docx", "xlsx")
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


def faults(client: Client, path: str, texts: Mapping[str, str]) -> list[str]:
    """What breaks when every form of the page is sent with these texts."""
    found = []
    for form in forms_of(client, path):
        try:
            answer = client.post(form.action, form.filled(texts))
        except (Error, ArithmeticError, TypeError, ValueError, LookupError) as error:
            found.append(f"{form.action}: {type(error).__name__}: {error}"[:300])
        else:
            found += [f"{form.action}: the script runs"] * (SCRIPT in answer.content.decode())
    return found


def all_faults(made: Place, texts: Mapping[str, str]) -> str:
    people = [sign_in(person) for person in hands(made)]
    return "\n".join(fault for client in people for path in pages_of(made) for fault in faults(client, path, texts))


def test_the_longest_text_the_highest_number_and_the_last_day_break_no_form() -> None:
    assert all_faults(opened(), EXTREMES) == ""


@pytest.mark.alike
def test_markup_stays_text_on_every_page_and_in_every_print() -> None:
    made = opened()
    assert all_faults(made, {"text": MARKUP, "number": MARKUP, "date": MARKUP}) == ""
    sekcam = sign_in(made.office.sekcam)
    assert [path for path in pages_of(made) if SCRIPT in sekcam.get(path).content.decode(errors="replace")] == []
    village = made.office.kelurahan[0]
    for kind in KINDS.values():
        if kind.scope is Scope.CYCLE:
            assert as_pdf(kind.build(made.cycle, NOW), NOW).startswith(b"%PDF")
        elif kind.scope is Scope.UNIT:
            assert as_pdf(kind.build(CycleUnit(made.cycle, village), NOW), NOW).startswith(b"%PDF")
