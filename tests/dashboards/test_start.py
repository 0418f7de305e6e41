"""Mulai dari sini: an office without a period is led step by step, and the list goes once it is done."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from cermat.dashboards.presenters import start_view
from cermat.dashboards.queries import Desk, StartKey, TaskKind, start_of, tasks_of
from cermat.indicators.actions import load_plan, start_plan_draft
from cermat.indicators.models import IndicatorSet, PlanDraft, SetKind
from cermat.organisation.models import Assignment, User
from cermat.organisation.permissions import Role
from cermat.periods.models import YearLock
from cermat.sop.models import Cycle
from tests import factories
from tests.dashboards.factories import OPENED, sorting_cycle
from tests.requirements.factories import equip

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY


PLAN = (Path(__file__).resolve().parents[2] / "definitions/plans/perencanaan-contoh-1.yaml").read_text()


def lay() -> factories.Office:
    """Sections and people, nothing loaded."""
    return factories.office()


def planned(office: factories.Office) -> factories.Office:
    equip(office, OPENED)
    load_plan(kecamatan=office.kecamatan, text=PLAN, by=office.admin, now=OPENED)
    return office


def left(user: User) -> dict[StartKey, bool]:
    """What is not done, and whether it is the person's."""
    found = start_of(Desk(user, TODAY))
    return {step.key: step.is_mine for step in found.steps if not step.is_done} if found else {}


def test_the_administrator_of_an_empty_office_sees_what_is_theirs_first(office: factories.Office) -> None:
    found = left(office.admin)
    assert [key for key, is_mine in found.items() if is_mine] == [
        StartKey.SOP, StartKey.INSTRUMENTS, StartKey.INDICATORS, StartKey.REQUIREMENTS, StartKey.PLAN,
    ]  # fmt: skip
    assert found[StartKey.PERIOD] is False


def test_an_operator_sees_no_such_list(office: factories.Office) -> None:
    assert start_of(Desk(next(iter(office.operator.values())), TODAY)) is None


def test_nobody_is_asked_to_open_a_period_without_a_procedure(office: factories.Office) -> None:
    assert TaskKind.OPEN_CYCLE not in [task.kind for task in tasks_of(Desk(office.sekcam, TODAY))]


def test_a_vacant_post_is_named_and_leads_to_its_own_form(office: factories.Office) -> None:
    Assignment.objects.filter(role=Role.CAMAT).delete()
    shown = start_view(start_of(Desk(office.admin, TODAY)))
    assert shown is not None
    [people] = [line for line in shown.lines if line.links]
    assert [(link.text) for link in people.links] == ["Tambah Camat"]
    form = factories.sign_in(office.admin).get(people.links[0].url).content.decode()
    assert '<option value="camat" selected' in form
    assert f'<option value="{office.kecamatan.pk}" selected' in form


def test_everything_there_leaves_the_period_and_the_signatures(office: factories.Office) -> None:
    planned(office)
    assert set(left(office.sekcam)) == {StartKey.AGREEMENTS, StartKey.BALANCES, StartKey.PERIOD}


def test_the_period_is_offered_once_what_it_needs_is_there(office: factories.Office) -> None:
    waiting = start_view(start_of(Desk(office.sekcam, TODAY)))
    assert waiting is not None
    assert waiting.lines[-1].state == "Sesudah langkah di atas"
    assert waiting.lines[-1].url == ""
    ready = start_view(start_of(Desk(planned(office).sekcam, TODAY)))
    assert ready is not None
    assert ready.lines[-1].url == reverse("sop:opening")


def test_lists_of_indicators_still_to_load_are_named_and_do_not_hold_the_period_up(office: factories.Office) -> None:
    IndicatorSet.objects.filter(kecamatan=planned(office).kecamatan, kind=SetKind.SHEETS).delete()
    found = start_of(Desk(office.admin, TODAY))
    shown = start_view(found)
    assert found is not None
    assert shown is not None
    assert found.may_open
    assert "Belum dimuat: lembar persyaratan." in [line.missing for line in shown.lines]


def test_the_list_goes_with_the_first_period_but_for_what_waits_for_the_person(office: factories.Office) -> None:
    sorting_cycle(planned(office))
    assert start_of(Desk(office.admin, TODAY)) is None
    assert left(office.sekcam) == {StartKey.AGREEMENTS: True}
    assert left(office.camat) == {StartKey.AGREEMENTS: True}


def test_a_year_without_a_plan_is_told_to_who_prepares_it(office: factories.Office) -> None:
    equip(office, OPENED)
    sorting_cycle(office)
    shown = start_view(start_of(Desk(office.sekcam, TODAY)))
    assert shown is not None
    assert shown.title == f"Urusan tahun {TODAY.year}"
    assert [(line.title, line.state) for line in shown.lines] == [
        (f"Rencana {TODAY.year}: Renstra, IKU, PK, Rencana Aksi, kegiatan", "Giliran Anda")
    ]


def test_a_draft_called_ready_waits_for_the_camat(office: factories.Office) -> None:
    started = start_plan_draft(
        kecamatan=office.kecamatan, year=TODAY.year, origin="kosong", by=office.sekcam, now=OPENED
    )
    assert StartKey.ADOPTION not in left(office.camat)
    PlanDraft.objects.update(ready_by=office.sekcam, ready_at=OPENED)
    assert left(office.camat)[StartKey.ADOPTION] is True
    assert left(office.sekcam)[StartKey.ADOPTION] is False
    shown = start_view(start_of(Desk(office.camat, TODAY)))
    assert shown is not None
    assert reverse("indicators:plan_adoption", args=[started.pk]) in [line.url for line in shown.lines]


def test_a_year_that_is_over_waits_for_its_lock(office: factories.Office) -> None:
    cycle = sorting_cycle(planned(office))
    Cycle.objects.filter(pk=cycle.pk).update(year=TODAY.year - 1)
    assert left(office.sekcam)[StartKey.LOCK] is True
    YearLock.objects.create(
        kecamatan=office.kecamatan, year=TODAY.year - 1, report="LKjIP", handed_in_on=TODAY, by=office.camat, at=OPENED
    )
    assert StartKey.LOCK not in left(office.sekcam)


def test_the_first_page_shows_the_list_with_links(office: factories.Office) -> None:
    page = factories.sign_in(office.admin).get(reverse("dashboards:home")).content.decode()
    assert "Mulai dari sini" in page
    assert f'href="{reverse("sop:file")}"' in page
    assert "Tidak ada yang perlu Anda kerjakan" not in page


def test_who_is_not_signed_in_sees_nothing_of_it() -> None:
    assert Client().get(reverse("dashboards:home")).status_code == 302
