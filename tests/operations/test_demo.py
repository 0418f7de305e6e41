"""The examples and the months that the demo plays."""

from datetime import datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

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

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(240)]
THIRD_DAY = datetime(2026, 11, 5, 10, 30, tzinfo=WIB)


def office() -> Unit:
    load_examples(THIRD_DAY, told=str)
    found = example_office()
    assert found is not None
    return found


def test_the_examples_have_a_person_for_every_role_and_tell_what_is_loaded() -> None:
    parts: list[str] = []
    load_examples(THIRD_DAY, told=parts.append)
    assert [part.split()[0] for part in parts] == ["wilayah", "orang", "SOP,", "kualifikasi"]
    assert len(example_sign_ins(THIRD_DAY.date())) == len(Role)
    assert User.objects.get(username="camat").check_password("contoh-cermat-2026")


def test_a_month_plays_from_its_opening_and_leaves_work_for_the_tour_and_is_not_played_twice() -> None:
    days: list[datetime] = []
    here = office()
    played = play(kecamatan=here, months=1, now=THIRD_DAY, work=run_due_jobs, told=days.append)
    assert played == len(days) > 10
    cycle = Cycle.objects.get()
    assert cycle.steps.get(work="penyerahan").state == "selesai"
    waiting = Entry.objects.get(submitted_at__isnull=False)
    assert (waiting.unit.name, waiting.state) == ("Payaman", EntryState.DRAFT)
    sent = Entry.objects.get(state=EntryState.SENT)
    assert sent.section.key == "pemerintahan"
    assert play(kecamatan=here, months=1, now=THIRD_DAY, work=run_due_jobs, told=str) == 0


def test_months_before_anybody_was_in_office_are_refused() -> None:
    here = office()
    assert months_playable(here, THIRD_DAY.date()) == 23  # January 2025 to November 2026
    with pytest.raises(CommandError, match="Banyaknya bulan antara 1 dan"):
        call_command("demo", months=99, stdout=StringIO())


def test_without_examples_the_demo_says_what_to_type() -> None:
    with pytest.raises(CommandError, match=r"\./cermat run"):
        call_command("demo", stdout=StringIO())


def test_the_demo_has_published_years_of_every_desa_and_one_that_waits_for_its_kasi() -> None:
    here = office()
    play(kecamatan=here, months=1, now=THIRD_DAY, work=run_due_jobs, told=str)
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
