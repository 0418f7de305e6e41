"""Opening, moving and closing a cycle through its actions."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cermat.audit.models import AuditEvent
from cermat.lib.errors import ConflictError, DefinitionError, NotAllowedError
from cermat.lib.months import Month
from cermat.notifications.models import Job
from cermat.periods.actions import load_holidays
from cermat.sop.actions import (
    CLOSED_EARLY,
    close_cycle,
    finish_actor,
    finish_step,
    load_sop,
    open_cycle,
    start_step,
)
from cermat.sop.models import ActorRun, Cycle, CycleState, Sop, StepEvent, StepState
from cermat.sop.queries import open_step, step_rows
from tests.factories import office, other_office
from tests.sop.factories import NOVEMBER, OPENED, nganjuk_text, opened_cycle, other_text

pytestmark = pytest.mark.django_db


def later(hours: float) -> datetime:
    return OPENED + timedelta(hours=hours)


def states(cycle: Cycle) -> list[str]:
    return [run.state for run in cycle.steps.all()]


def test_an_opened_cycle_has_its_dates_and_everybodys_part() -> None:
    load_holidays(by=None, now=OPENED)
    cycle = opened_cycle(office())
    assert (cycle.due_on, cycle.cutoff_on, cycle.meeting_on) == (
        date(2026, 11, 30),
        date(2026, 12, 2),
        date(2026, 12, 4),
    )
    assert states(cycle) == [StepState.READY] + [StepState.WAITING] * 6
    parts = {run.key: sorted(row.actor for row in run.actors.all()) for run in cycle.steps.all()}
    assert parts["pemilahan"] == ["sekcam"]
    assert parts["penyerahan"] == ["camat"]
    assert parts["pengumpulan"] == ["desa_kelurahan"] * 15 + ["kasi"] * 6
    assert Job.objects.filter(topic="step_ready", payload__work="pemilahan").count() == 1
    assert AuditEvent.objects.filter(verb="cycle.opened", chain="35.18.13").count() == 1


def test_a_month_is_opened_once_and_cycles_overlap() -> None:
    place = office()
    opened_cycle(place)
    with pytest.raises(ConflictError, match="sudah ada"):
        open_cycle(kecamatan=place.kecamatan, month=NOVEMBER, by=place.sekcam, now=OPENED)
    open_cycle(kecamatan=place.kecamatan, month=Month(2026, 12), by=place.sekcam, now=OPENED)
    assert Cycle.objects.filter(state=CycleState.RUNNING).count() == 2


def test_nobody_but_sekcam_opens_a_cycle() -> None:
    place, neighbour = office(), other_office()
    load_sop(kecamatan=place.kecamatan, text=nganjuk_text(), by=place.admin, now=OPENED)
    for somebody in (place.camat, place.staf, place.admin, place.observer, neighbour.sekcam):
        with pytest.raises(NotAllowedError):
            open_cycle(kecamatan=place.kecamatan, month=NOVEMBER, by=somebody, now=OPENED)


def test_without_an_sop_no_cycle_opens() -> None:
    place = office()
    with pytest.raises(ConflictError, match="Belum ada SOP"):
        open_cycle(kecamatan=place.kecamatan, month=NOVEMBER, by=place.sekcam, now=OPENED)


def test_a_revision_is_a_new_version_and_cycles_keep_theirs() -> None:
    place = office()
    cycle = opened_cycle(place)
    revised = load_sop(kecamatan=place.kecamatan, text=other_text(), by=place.admin, now=later(1))
    assert (revised.version, cycle.sop.version) == (2, 1)
    december = open_cycle(kecamatan=place.kecamatan, month=Month(2026, 12), by=place.sekcam, now=later(2))
    assert december.steps.all()[0].key == "surat"
    assert cycle.steps.all()[0].key == "pemilahan"


def test_the_same_text_again_loads_nothing() -> None:
    place = office()
    first = load_sop(kecamatan=place.kecamatan, text=nganjuk_text(), by=place.admin, now=OPENED)
    assert load_sop(kecamatan=place.kecamatan, text=nganjuk_text(), by=None, now=OPENED) == first
    assert Sop.objects.count() == 1


def test_a_faulty_file_loads_nothing() -> None:
    place = office()
    with pytest.raises(DefinitionError):
        load_sop(kecamatan=place.kecamatan, text="nomor: 1", by=place.admin, now=OPENED)
    with pytest.raises(NotAllowedError):
        load_sop(kecamatan=place.kecamatan, text=nganjuk_text(), by=place.sekcam, now=OPENED)
    assert not Sop.objects.exists()


def test_starting_again_changes_nothing() -> None:
    place = office()
    cycle = opened_cycle(place)
    for hours in (1, 5):
        start_step(
            cycle=cycle, work="pemilahan", actor="sekcam", unit=place.secretariat, by=place.sekcam, now=later(hours)
        )
    run = cycle.steps.get(key="pemilahan")
    assert (run.state, run.started_at) == (StepState.STARTED, later(1))
    assert StepEvent.objects.filter(step=run, verb="started").count() == 1


def test_finishing_makes_the_next_ready_and_tells_it() -> None:
    place = office()
    cycle = opened_cycle(place)
    finish_step(cycle=cycle, work="pemilahan", by=place.sekcam, now=later(3))
    assert states(cycle)[:3] == [StepState.FINISHED, StepState.READY, StepState.WAITING]
    assert cycle.steps.get(key="penyerahan").ready_at == later(3)
    assert cycle.steps.get(key="pemilahan").actors.get().finished_at == later(3)
    assert Job.objects.get(topic="step_finished").payload == {
        "cycle": cycle.pk,
        "step": "pemilahan",
        "work": "pemilahan",
        "at": later(3).isoformat(),
    }
    assert AuditEvent.objects.filter(verb="step.finished").count() == 1


def test_a_step_out_of_order_says_what_it_waits_for() -> None:
    place = office()
    cycle = opened_cycle(place)
    with pytest.raises(ConflictError, match=r"belum dapat dikerjakan: menunggu tahapan 1\. Pemilahan"):
        finish_step(cycle=cycle, work="monev", by=place.sekcam, now=later(1))
    finish_step(cycle=cycle, work="pemilahan", by=place.sekcam, now=later(3))
    with pytest.raises(ConflictError, match=r"sudah selesai\. Lanjutkan dengan tahapan 2\. "):
        finish_step(cycle=cycle, work="pemilahan", by=place.sekcam, now=later(4))
    with pytest.raises(ConflictError, match="tidak memuat pekerjaan"):
        open_step(cycle, "konfirmasi")


def test_nobody_starts_a_step_of_another_role() -> None:
    place, neighbour = office(), other_office()
    cycle = opened_cycle(place)
    people = (place.camat, place.kasi["pmd"], place.staf, place.observer, place.admin, neighbour.sekcam)
    for somebody in people:
        with pytest.raises(NotAllowedError):
            start_step(cycle=cycle, work="pemilahan", actor="sekcam", unit=place.secretariat, by=somebody, now=later(1))
    with pytest.raises(NotAllowedError, match="bukan pelaksana"):
        start_step(cycle=cycle, work="pemilahan", actor="camat", unit=place.kecamatan, by=place.camat, now=later(1))
    with pytest.raises(NotAllowedError):
        finish_step(cycle=cycle, work="pemilahan", by=place.observer, now=later(1))


def test_staf_start_for_their_section_on_behalf_of_its_head() -> None:
    place = office()
    cycle = opened_cycle(place)
    for work, somebody in (("pemilahan", place.sekcam), ("penyerahan", place.camat)):
        finish_step(cycle=cycle, work=work, by=somebody, now=later(1))
    section, village = place.sections["pemerintahan"], place.kelurahan[0]
    start_step(cycle=cycle, work="pengumpulan", actor="kasi", unit=section, by=place.staf, now=later(2))
    start_step(cycle=cycle, work="pengumpulan", actor="desa_kelurahan", unit=village, by=place.staf, now=later(3))
    with pytest.raises(NotAllowedError):
        start_step(
            cycle=cycle, work="pengumpulan", actor="kasi", unit=place.sections["pmd"], by=place.staf, now=later(3)
        )
    event = AuditEvent.objects.get(verb="step.started", target_id=str(cycle.steps.get(key="pengumpulan").pk))
    assert event.on_behalf_of == place.kasi["pemerintahan"].pk


def test_a_step_closed_early_leaves_the_missing_unfinished() -> None:
    place = office()
    cycle = opened_cycle(place)
    for work, somebody in (("pemilahan", place.sekcam), ("penyerahan", place.camat)):
        finish_step(cycle=cycle, work=work, by=somebody, now=later(1))
    first, second = place.kelurahan[:2]
    for village in (first, second):
        start_step(
            cycle=cycle, work="pengumpulan", actor="desa_kelurahan", unit=village,
            by=place.lurah[village.code], now=later(2),
        )  # fmt: skip
    finish_actor(
        cycle=cycle, work="pengumpulan", actor="desa_kelurahan", unit=first, by=place.kasi["pmd"], now=later(3)
    )
    finish_step(
        cycle=cycle, work="pengumpulan", by=place.sekcam, now=later(4), outcome=CLOSED_EARLY, note="14 belum lengkap"
    )
    done = ActorRun.objects.filter(step__key="pengumpulan", finished_at__isnull=False)
    assert [row.unit for row in done] == [first]
    row = next(row for row in step_rows(cycle, later(5)) if row.key == "pengumpulan")
    assert row.remark == "14 belum lengkap"
    assert [(dot.actor, dot.text) for dot in row.dots if dot.state == "now"] == [("desa_kelurahan", "1/15")]


def test_the_last_step_closes_the_cycle_and_nothing_moves_any_more() -> None:
    place = office()
    cycle = opened_cycle(place)
    with pytest.raises(ConflictError, match="belum selesai"):
        close_cycle(cycle=cycle, by=place.sekcam, now=later(1))
    for hours, run in enumerate(cycle.steps.all(), start=1):
        finish_step(cycle=cycle, work=run.work, by=place.sekcam, now=later(hours))
    cycle.refresh_from_db()
    assert (cycle.state, cycle.closed_by) == (CycleState.CLOSED, place.sekcam)
    assert close_cycle(cycle=cycle, by=place.sekcam, now=later(20)).closed_at == later(7)
    with pytest.raises(ConflictError, match="sudah ditutup"):
        open_step(cycle, "penghitungan")
    with pytest.raises(ConflictError, match="sudah ditutup"):
        start_step(
            cycle=cycle, work="penghitungan", actor="sekcam", unit=place.secretariat, by=place.sekcam, now=later(9)
        )


def test_a_clock_a_hair_behind_does_not_break_a_step() -> None:
    place = office()
    cycle = opened_cycle(place)
    early = OPENED - timedelta(milliseconds=5)
    start_step(cycle=cycle, work="pemilahan", actor="sekcam", unit=place.secretariat, by=place.sekcam, now=early)
    finish_step(cycle=cycle, work="pemilahan", by=place.sekcam, now=early)
    run = cycle.steps.get(key="pemilahan")
    assert run.ready_at == run.started_at == run.finished_at == OPENED.astimezone(UTC)
