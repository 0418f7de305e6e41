"""Tugas Saya: everyone sees first what they owe, one click from the place where it is done."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cermat.collection.models import Entry
from cermat.dashboards.presenters import task_lines
from cermat.dashboards.queries import Desk, Task, TaskKind, tasks_of
from cermat.evaluation.models import Recommendation
from cermat.evaluation.workflow import RecommendationState
from cermat.organisation.models import User
from cermat.requirements.models import Handover
from cermat.sop.models import Cycle
from tests import factories
from tests.dashboards.factories import OPENED, collecting_cycle, handed_cycle, sorting_cycle

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY


def kinds(user: User) -> list[TaskKind]:
    return [task.kind for task in tasks_of(Desk(user, TODAY))]


def test_sekcam_sorts_first_and_others_owe_nothing(office: factories.Office) -> None:
    sorting_cycle(office)
    assert kinds(office.sekcam) == [TaskKind.SORT]
    assert kinds(office.camat) == []
    assert kinds(office.kasi["pmd"]) == []


def test_a_task_past_its_standard_is_late(office: factories.Office) -> None:
    sorting_cycle(office)
    [task] = tasks_of(Desk(office.sekcam, TODAY))
    assert task.is_late
    [line] = task_lines([task], TODAY)
    assert line.late == "Terlambat"
    assert line.url == f"/persyaratan/{task.cycle.pk if task.cycle else 0}/pemilahan/"


def test_a_kasi_acknowledges_only_their_own_section(office: factories.Office) -> None:
    handed_cycle(office)
    [task] = tasks_of(Desk(office.kasi["pmd"], TODAY))
    assert task.kind is TaskKind.ACKNOWLEDGE
    assert task.unit == office.sections["pmd"]


def test_the_camat_validates_what_is_acknowledged(office: factories.Office) -> None:
    handed_cycle(office)
    assert kinds(office.camat) == []
    Handover.objects.filter(section=office.sections["pmd"]).update(
        state="diterima", acknowledged_by=office.kasi["pmd"], acknowledged_at=OPENED
    )
    assert kinds(office.camat) == [TaskKind.VALIDATE_HANDOVER]


def test_an_operator_fills_in_the_sheets_of_their_village_only(office: factories.Office) -> None:
    cycle = collecting_cycle(office)
    code, operator = next(iter(office.operator.items()))
    tasks = tasks_of(Desk(operator, TODAY))
    assert {task.kind for task in tasks} == {TaskKind.FILL}
    assert len(tasks) == cycle.entries.filter(unit=office.villages[code]).count()
    assert all(task.due_on == cycle.due_on for task in tasks)


def test_many_sheets_to_check_become_one_line(office: factories.Office) -> None:
    cycle = collecting_cycle(office)
    section = office.sections["pmd"]
    some = cycle.entries.filter(section=section, unit__in=office.kelurahan, form="bulanan")
    for entry in some[:3]:
        entry.state, entry.sent_by, entry.sent_at = "terkirim", office.lurah[entry.unit.code], OPENED
        entry.save()
    assert kinds(office.kasi["pmd"]).count(TaskKind.CHECK) == 3
    for entry in some:
        entry.state, entry.sent_by, entry.sent_at = "terkirim", office.lurah[entry.unit.code], OPENED
        entry.save()
    [many] = [task for task in tasks_of(Desk(office.kasi["pmd"], TODAY)) if task.kind is TaskKind.CHECK_MANY]
    assert many.count == 13
    [line] = task_lines([many], TODAY)
    assert line.text == "Periksa 13 isian Seksi Pemberdayaan Masyarakat dan Desa"


def recommended(office: factories.Office, state: RecommendationState) -> Recommendation:
    filled = {} if state is RecommendationState.ASSIGNED else {"cause": "a", "action": "b", "filled_at": OPENED}
    owner = office.kelurahan[0]
    return Recommendation.objects.create(
        cycle=office.kecamatan.cycles.get(), number=1, text="Lengkapi", owner=owner, due_on=TODAY, state=state,
        made_by=office.sekcam, made_at=OPENED, filled_by=office.lurah[owner.code] if filled else None, **filled,
    )  # fmt: skip


def test_a_recommendation_asks_its_owner_for_form_then_proof(office: factories.Office) -> None:
    sorting_cycle(office)
    row = recommended(office, RecommendationState.ASSIGNED)
    lurah = office.lurah[row.owner.code]
    assert kinds(lurah) == [TaskKind.FILL_FORM]
    row.delete()
    recommended(office, RecommendationState.FILLED)
    assert kinds(lurah) == [TaskKind.HAND_IN_PROOF]
    assert TaskKind.HAND_IN_PROOF not in kinds(office.lurah[office.kelurahan[1].code])


@pytest.mark.parametrize("kind", TaskKind)
def test_every_kind_of_task_has_its_words_and_its_place(office: factories.Office, kind: TaskKind) -> None:
    cycle = Cycle(pk=7, kecamatan=office.kecamatan, year=2026, month_number=11, meeting_on=TODAY)
    [line] = task_lines([Task(kind, TODAY, 3, cycle, office.kelurahan[0], "Teks", 2, form="bulanan")], TODAY)
    assert line.text
    assert "{" not in line.text
    assert line.url.startswith("/")
    assert line.due == "Paling lambat Senin, 23 November 2026 · hari ini"


def test_nobody_sees_the_tasks_of_another_kecamatan(office: factories.Office) -> None:
    other = factories.other_office()
    collecting_cycle(office)
    assert kinds(other.sekcam) == []
    assert kinds(next(iter(other.lurah.values()))) == []


def test_nothing_to_do_says_so_and_what_comes_next(office: factories.Office) -> None:
    sorting_cycle(office)
    page = factories.sign_in(office.camat).get("/").content.decode()
    assert "Tidak ada yang perlu Anda kerjakan sekarang." in page
    assert "Berikutnya:" in page


def test_the_home_page_opens_before_there_is_any_period(office: factories.Office) -> None:
    for person in office.everyone():
        response = factories.sign_in(person).get("/")
        assert response.status_code == (302 if person == office.observer else 200)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_home_page_asks_the_database_the_same_number_of_times(
    office: factories.Office, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cycle = collecting_cycle(office)
    code, operator = next(iter(office.operator.items()))
    kept = cycle.entries.filter(unit=office.villages[code]).values_list("pk", flat=True)[:rows]
    Entry.objects.exclude(pk__in=list(kept)).delete()
    client: Client = factories.sign_in(operator)
    client.get("/")
    with django_assert_num_queries(QUERIES_HOME):
        assert client.get("/").content.decode().count("Lengkapi isian") == rows


QUERIES_HOME = 16
