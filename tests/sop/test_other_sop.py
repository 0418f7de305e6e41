"""Another office's SOP runs without a change of code: its konfirmasi and its keputusan, each way."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.organisation.permissions import Role
from cermat.sop.actions import (
    confirm_step,
    decide_step,
    finish_step,
    start_step,
)
from cermat.sop.models import ActorRun, Cycle, CycleState, StepState
from cermat.sop.queries import step_rows
from tests.factories import Office, office, person
from tests.sop.factories import OPENED, opened_cycle, other_text

pytestmark = pytest.mark.django_db
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def later(hours: float) -> datetime:
    return OPENED + timedelta(hours=hours)


def letter() -> SimpleUploadedFile:
    return SimpleUploadedFile("surat.pdf", PDF, "application/pdf")


def other_cycle(place: Office) -> Cycle:
    """The other SOP, taken to its decision."""
    cycle = opened_cycle(place, text=other_text())
    confirm_step(step=cycle.steps.get(key="surat"), upload=letter(), note="terkirim", by=place.sekcam, now=later(1))
    village = place.desa[0]
    start_step(
        cycle=cycle,
        work="pengumpulan",
        actor="desa_kelurahan",
        unit=village,
        by=place.lurah[village.code],
        now=later(2),
    )
    finish_step(cycle=cycle, work="pengumpulan", by=place.sekcam, now=later(9))
    return cycle


@pytest.mark.parametrize(
    ("is_yes", "work", "passed", "done"),
    [(True, "penghitungan", "kunjungan", "laporan"), (False, "monev", "laporan", "kunjungan")],
)
def test_another_sop_runs_from_open_to_close(is_yes: bool, work: str, passed: str, done: str) -> None:
    place = office()
    cycle = other_cycle(place)
    question = cycle.steps.get(key="lengkap")
    decide_step(step=question, is_yes=is_yes, reason="Data 15 dari 15", by=place.camat, now=later(10))
    assert cycle.steps.get(key=passed).state == StepState.PASSED
    finish_step(cycle=cycle, work=work, by=place.sekcam, now=later(11))
    confirm_step(step=cycle.steps.get(key="arsip"), upload=letter(), note="", by=place.camat, now=later(12))
    cycle.refresh_from_db()
    assert cycle.state == CycleState.CLOSED
    assert {run.key for run in cycle.steps.filter(state=StepState.FINISHED)} == {
        "surat", "kumpul", "lengkap", done, "arsip",
    }  # fmt: skip
    row = next(row for row in step_rows(cycle, later(13)) if row.key == "lengkap")
    assert (row.outcome, row.remark) == ("ya" if is_yes else "tidak", "Data 15 dari 15")


def test_a_confirmation_needs_its_actor_and_its_turn() -> None:
    place = office()
    cycle = opened_cycle(place, text=other_text())
    with pytest.raises(NotAllowedError):
        confirm_step(step=cycle.steps.get(key="surat"), upload=letter(), note="", by=place.camat, now=later(1))
    with pytest.raises(DomainError, match="belum gilirannya"):
        confirm_step(step=cycle.steps.get(key="arsip"), upload=letter(), note="", by=place.camat, now=later(1))
    assert not ActorRun.objects.filter(file__isnull=False).exists()


def test_a_decision_needs_a_reason_and_its_actor() -> None:
    place = office()
    cycle = other_cycle(place)
    question = cycle.steps.get(key="lengkap")
    with pytest.raises(DomainError, match="alasan"):
        decide_step(step=question, is_yes=True, reason="  ", by=place.camat, now=later(10))
    with pytest.raises(NotAllowedError):
        decide_step(step=question, is_yes=True, reason="cukup", by=place.sekcam, now=later(10))
    decide_step(step=question, is_yes=True, reason="cukup", by=place.camat, now=later(10))
    with pytest.raises(ConflictError, match="sudah selesai"):
        decide_step(step=question, is_yes=False, reason="berubah", by=place.camat, now=later(11))


def test_a_plt_camat_decides_like_a_camat() -> None:
    place = office()
    cycle = other_cycle(place)
    acting = person("plt", Role.CAMAT, place.kecamatan, acting="plt")
    decide_step(step=cycle.steps.get(key="lengkap"), is_yes=True, reason="cukup", by=acting, now=later(10))
    assert cycle.steps.get(key="lengkap").actors.get().finished_at == later(10)
