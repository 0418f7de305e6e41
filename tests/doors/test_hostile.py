"""Whatever people type into whichever form: no page breaks, no script runs, no print fails."""

import pytest
from django.test import Client
from django.utils import timezone

from cermat.organisation.models import User
from cermat.reports.queries import KINDS, CycleUnit, Scope
from cermat.printing.pdf import as_pdf
from cermat.sop.models import StepState
from tests.doors.forms import forms_of
from tests.doors.table import DOORS
from tests.doors.test_matrix import address
from tests.doors.world import Place, place
from tests.factories import NOW, sign_in

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"
HOSTILE = {
    "markup": SCRIPT + '"\'><img src=x onerror=alert(1)> {{ 1 }} {% now %} #panic("x") $x$ \\u @ini _ *a* `=1+1 😀',
    "nul": "a\x00b",
    "long": "Panjang" * 1500,
    "huge": "99999999999999999999999999999999",
    "negative": "-123456789012345678.5",
    "small": "0.0000000000000000000001",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "other digits": "٣٤",
    "not a number": "NaN",
}
LEFT_ALONE = {"organisation:password", "organisation:new_password", "organisation:deactivation", "reports:pdf"}


def opened() -> Place:
    """An office in which every step may be worked on at once."""
    made = place("35.18.13", "Nganjuk")
    made.cycle.steps.update(state=StepState.READY, ready_at=NOW)
    return made


def pages_of(made: Place) -> list[str]:
    names = [(name, words) for rows in DOORS.values() for name, words in rows.items()]
    kept = [
        name
        for name, words in names
        if "message" not in words and name not in LEFT_ALONE and "pdf" not in name and "xlsx" not in name
    ]
    return sorted({address(name, made.words) for name in kept})


def hands(made: Place) -> list[User]:
    office = made.office
    code = office.kelurahan[0].code
    return [
        office.operator[code],
        office.lurah[code],
        office.kasi["pemerintahan"],
        office.sekcam,
        office.camat,
        office.admin,
    ]


def sent(client: Client, path: str, text: str) -> list[str]:
    """What came back as a broken page."""
    broken = []
    for form in forms_of(client, path):
        try:
            answer = client.post(form.action, form.filled(text))
        except Exception as error:
            broken.append(f"{form.action}: {type(error).__name__} {error}"[:200])
            continue
        if SCRIPT in answer.content.decode(errors="replace"):
            broken.append(f"{form.action}: script")
    return broken


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_text_breaks_no_form(what: str) -> None:
    made = opened()
    broken = [
        fault
        for person in hands(made)
        for client in [sign_in(person)]
        for path in pages_of(made)
        for fault in sent(client, path, HOSTILE[what])
    ]
    assert "\n".join(broken) == ""
