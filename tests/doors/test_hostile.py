"""Whatever people type into whichever form: no page breaks, no script runs, nothing sent too late is lost, and the
prints can still be made."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.db import Error, connection
from django.test import Client
from django.urls import resolve, reverse
from pytest_django import DjangoDbBlocker

from cermat.collection.models import Entry, EntryState
from cermat.evaluation.actions import hand_in_proof
from cermat.evaluation.models import Recommendation
from cermat.organisation.models import User
from cermat.organisation.permissions import Role
from cermat.printing.pdf import as_pdf
from cermat.reports.queries import KINDS, CycleUnit, Scope
from cermat.sop.models import ActorRun, StepState
from cermat.survey.models import Survey, SurveyState
from tests.collection.factories import entry_of
from tests.doors.forms import Form, forms_of
from tests.doors.table import DOORS
from tests.doors.test_matrix import address, may
from tests.doors.world import Place, place
from tests.factories import NOW, sign_in
from tests.stages import kept

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"
MARKUP = SCRIPT + '"\'><img src=x onerror=alert(1)> {{ 1 }} #panic("x") $x$ \\u{0} @ini _b_ *a* `=1+1 // 😀'
LATE = {"text": "ketikan yang terlambat", "number": "12321", "date": "2031-11-13"}
HOSTILE = {"text": MARKUP, "number": MARKUP, "date": MARKUP}
EXTREMES = {"text": "Panjang" * 1500, "number": "999999999999999", "date": "9999-12-31"}
FILES = ("pdf", "docx", "xlsx")
# Forms that stand on their page only in one state, or that were once forgotten: the office below must show them.
SHOWN = {
    "collection:correction",
    "collection:refusal",
    "collection:returning",
    "documents:filing",
    "evaluation:proof_returned",
    "instruments:assessing",
    "instruments:assessment_returned",
    "requirements:plan",
    "requirements:section_report",
    "requirements:sent_back",
    "sop:reopening",
    "survey:correction",
    "survey:counting_again",
    "survey:extension",
    "survey:reopening",
}
LEFT_ALONE = {"organisation:password", "organisation:new_password", "organisation:deactivation", "documents:file"}


@dataclass
class Typed:
    """An office in which five people have sent every form they reach, and what went wrong meanwhile."""

    made: Place
    faults: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)  # fields whose typing does not come back when the form is too late
    tried: set[str] = field(default_factory=set)  # the views whose form came too late once

    def send(self, client: Client, path: str) -> None:
        forms = forms_of(client, path)
        for form in forms:  # all of them before any is really sent, which may move the page on
            name = resolve(urlsplit(form.action).path).view_name
            if form.typed and name not in self.tried:
                self.tried.add(name)
                self.lost += [f"{name}: {field}" for field in lost(client, form)]
        for form in forms:
            self.faults += faults(client, form)


def opened() -> Place:
    """An office in which every step may be worked on at once."""
    made = place("35.18.13", "Nganjuk")
    made.cycle.steps.update(state=StepState.READY, ready_at=NOW)
    ActorRun.objects.filter(step__cycle=made.cycle).update(ready_at=NOW)
    return made


def further(made: Place) -> list[str]:
    """Pages of what is further on: a sheet that is sent and one that is validated, surveys, a proof."""
    people, cycle = made.office, made.cycle
    sheets = [entry_of(cycle, people.kelurahan[1], people.sections[key]) for key in ("pemerintahan", "pelayanan")]
    done = {"state": EntryState.VALIDATED, "validated_by": people.sekcam, "validated_at": NOW}
    for entry, state in zip(sheets, ({"state": EntryState.SENT}, done), strict=True):
        Entry.objects.filter(pk=entry.pk).update(**state, sent_by=people.staf, sent_at=NOW, first_sent_at=NOW)
    surveys = Survey.objects.filter(state__in=[SurveyState.CLOSED, SurveyState.CONFIRMED])
    proven = Recommendation.objects.get(pk=made.words["recommendation"])
    proven.pk, proven.number = None, 2
    proven.save()
    hand_in_proof(recommendation=proven, note="Contoh", upload=None, by=people.kasi["pemerintahan"], now=NOW)
    return [
        *(reverse("collection:sheet", args=[entry.pk]) for entry in sheets),
        *(reverse("survey:survey", args=[survey.pk]) for survey in surveys),
        reverse("evaluation:recommendation", args=[proven.pk]),
    ]


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


def lost(client: Client, form: Form) -> list[str]:
    """The fields that are empty again where the form came after its person had signed out, and in again."""
    client.handler.enforce_csrf_checks = True
    given = {name: texts for name, texts in form.filled(LATE).items() if name != "csrfmiddlewaretoken"}
    page = client.post(form.action, given, follow=True, headers={"Origin": "http://testserver"}).content.decode()
    client.handler.enforce_csrf_checks = False
    shown = {name for name, kind in form.typed.items() if LATE[kind] in page}
    return sorted(form.typed.keys() - shown)


def faults(client: Client, form: Form) -> Iterator[str]:
    """What breaks when the form is sent, with the longest of everything and with markup: to PostgreSQL any text."""
    for texts in (EXTREMES,) if connection.vendor == "postgresql" else (EXTREMES, HOSTILE):
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
def typed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Typed]:
    with kept(django_db_blocker):
        done = Typed(opened())
        on = further(done.made)
        for role, person in hands(done.made).items():
            client = sign_in(person)
            for path in [*pages_of(done.made, role), *on]:
                done.send(client, path)
        yield done


def test_neither_extremes_nor_markup_break_a_form(typed: Typed) -> None:
    assert "\n".join(typed.faults) == ""


def test_no_form_loses_what_was_typed_when_it_comes_after_signing_out(typed: Typed) -> None:
    assert "\n".join(typed.lost) == ""
    assert SHOWN - typed.tried == set()


@pytest.mark.alike
def test_markup_stays_text_on_every_page(typed: Typed) -> None:
    made = typed.made
    sekcam = sign_in(made.office.sekcam)
    assert [path for path in pages_of(made) if SCRIPT in sekcam.get(path).content.decode(errors="replace")] == []


@pytest.mark.alike
def test_markup_stays_text_in_every_print(typed: Typed) -> None:
    made = typed.made
    village = made.office.kelurahan[0]
    for kind in KINDS.values():
        if kind.scope is Scope.CYCLE:
            assert as_pdf(kind.build(made.cycle, NOW), NOW).startswith(b"%PDF")
        elif kind.scope is Scope.UNIT:
            assert as_pdf(kind.build(CycleUnit(made.cycle, village), NOW), NOW).startswith(b"%PDF")
