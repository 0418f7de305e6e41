"""The examples and the months that the demo plays."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoDbBlocker

from cermat.collection.models import Entry, EntryState, Publication
from cermat.indicators.models import Activity
from cermat.instruments.models import Result
from cermat.jobs.worker import run_due_jobs
from cermat.lib.months import WIB, Month
from cermat.operations.actions import load_examples, play
from cermat.operations.actions.evaluating import output_of
from cermat.operations.queries import example_office, example_sign_ins, months_playable
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Role
from cermat.sop.models import Cycle
from tests.stages import kept

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(240)]
THIRD_DAY = datetime(2026, 11, 5, 10, 30, tzinfo=WIB)


@dataclass(frozen=True)
class Played:
    office: Unit
    parts: list[str]  # what loading the examples told
    days: list[datetime]  # what playing the month told
    acts: int


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Played]:
    """The examples, and one month of theirs."""
    parts: list[str] = []
    days: list[datetime] = []
    with kept(django_db_blocker):
        load_examples(THIRD_DAY, told=parts.append)
        here = example_office()
        assert here is not None
        acts = play(kecamatan=here, months=1, now=THIRD_DAY, work=run_due_jobs, told=days.append)
        yield Played(here, parts, days, acts)


def test_the_examples_have_a_person_for_every_role_and_tell_what_is_loaded(played: Played) -> None:
    assert [part.split()[0] for part in played.parts] == ["wilayah", "orang", "SOP,", "kualifikasi"]
    assert len(example_sign_ins(THIRD_DAY.date())) == len(Role)
    assert User.objects.get(username="camat").check_password("contoh-cermat-2026")


def test_a_month_plays_from_its_opening_and_leaves_work_for_the_tour_and_is_not_played_twice(played: Played) -> None:
    assert played.acts == len(played.days) > 10
    cycle = Cycle.objects.get()
    assert cycle.steps.get(work="penyerahan").state == "selesai"
    waiting = Entry.objects.get(submitted_at__isnull=False)
    assert (waiting.unit.name, waiting.state) == ("Payaman", EntryState.DRAFT)
    sent = Entry.objects.get(state=EntryState.SENT)
    assert sent.section.key == "pemerintahan"
    assert play(kecamatan=played.office, months=1, now=THIRD_DAY, work=run_due_jobs, told=str) == 0


def test_months_before_anybody_was_in_office_are_refused(played: Played) -> None:
    assert months_playable(played.office, THIRD_DAY.date()) == 23  # January 2025 to November 2026
    with pytest.raises(CommandError, match="Banyaknya bulan antara 1 dan"):
        call_command("demo", months=99, stdout=StringIO())


def test_the_demo_has_published_years_of_every_desa_and_one_that_waits_for_its_kasi(played: Played) -> None:
    known = Publication.objects.order_by("unit__code", "year")
    assert [(one.unit.name, one.year) for one in known.filter(checked_at=None)] == [("Balongpacul", 2024)]
    results = Result.objects.filter(instrument="idm", source="impor")
    assert results.count() == known.count() - 1 == 7
    assert {str(one.definition) for one in results} == {"idm-2016@1"}


@pytest.mark.parametrize(
    ("targets", "done"), [((3, 4, 6, 8), (3, 5, 7)), ((13, 13, 13, 13), (13, 13, 13)), ((), (None, None, None))]
)
def test_an_activity_of_the_examples_nears_its_own_target(
    targets: tuple[int, ...], done: tuple[Decimal | None, ...]
) -> None:
    activity = Activity(output_targets={str(at): str(target) for at, target in enumerate(targets, 1)})
    assert tuple(output_of(activity, Month(2026, number)) for number in (3, 8, 10)) == done
