"""Notes, the meeting, recommendations, proof and verification, through the real actions."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from cermat.evaluation.actions import (
    fill_form,
    finish_evaluation,
    finish_recommending,
    hand_in_proof,
    recommend,
    record_finding,
    return_proof,
    verify_proof,
    withdraw_finding,
    withdraw_recommendation,
)
from cermat.evaluation.models import Recommendation, RecommendationState
from cermat.evaluation.queries import is_nil, open_from_earlier, to_follow_up, to_verify
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.measurement.actions import calculate, finish_measurement, sign
from cermat.measurement.queries import sections_to_sign
from cermat.notifications.models import Message
from cermat.organisation.models import Assignment, Unit
from cermat.organisation.permissions import Role
from cermat.sop.models import Cycle, StepState
from tests.collection.factories import a_pdf
from tests.factories import Office, other_office
from tests.measurement.factories import (
    CALCULATING,
    EVALUATING,
    MEETING,
    collected,
    evaluated,
    fresh,
    met,
)

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 18)


def step(cycle: Cycle, work: str) -> str:
    return str(cycle.steps.get(work=work).state)


def recommended(office: Office, cycle: Cycle, owner: Unit) -> Recommendation:
    return recommend(
        cycle=cycle, text="Lengkapi buku administrasi.", owner=owner, due_on=DUE, by=office.sekcam, now=MEETING
    )


def filled(office: Office, recommendation: Recommendation) -> Recommendation:
    owner = recommendation.owner
    head = office.lurah[owner.code] if owner.is_village else office.kasi[owner.key]
    return fill_form(recommendation=recommendation, cause="Kurang orang", action="Dibagi", by=head, now=MEETING)


def test_a_note_names_what_it_is_about_and_starts_the_step(office: Office) -> None:
    cycle = collected(office)
    unit = office.kelurahan[0]
    finding = record_finding(
        cycle=cycle, text="Turun.", unit=unit, indicator_code="PBB-01", by=office.camat, now=EVALUATING
    )
    assert finding.about == "PBB-01 Realisasi PBB-P2 · Kelurahan Payaman"
    assert finding.by_title.startswith("Camat")
    assert step(cycle, "monev") == StepState.STARTED


@pytest.mark.parametrize("subject", [{}, {"indicator_code": "XXX-99"}, {"requirement_key": "tidak_ada"}])
def test_a_note_about_nothing_known_is_refused(office: Office, subject: dict[str, str]) -> None:
    with pytest.raises(DomainError):
        record_finding(cycle=collected(office), text="?", by=office.camat, now=EVALUATING, **subject)


def test_only_the_author_withdraws_a_note_and_only_once(office: Office) -> None:
    unit = office.kelurahan[0]
    finding = record_finding(cycle=collected(office), text="Turun.", unit=unit, by=office.camat, now=EVALUATING)
    with pytest.raises(NotAllowedError):
        withdraw_finding(finding=finding, by=office.sekcam, now=EVALUATING)
    withdraw_finding(finding=finding, by=office.camat, now=EVALUATING)
    with pytest.raises(ConflictError):
        withdraw_finding(finding=finding, by=office.camat, now=EVALUATING)


def test_a_kasi_records_no_note_and_nobody_before_the_step(office: Office) -> None:
    cycle = collected(office)
    unit = office.kelurahan[0]
    with pytest.raises(NotAllowedError):
        record_finding(cycle=cycle, text="?", unit=unit, by=office.kasi["pmd"], now=EVALUATING)
    for person in (office.camat, office.sekcam):
        finish_evaluation(cycle=cycle, by=person, now=EVALUATING)
    with pytest.raises(ConflictError):
        record_finding(cycle=cycle, text="?", unit=unit, by=office.camat, now=EVALUATING)


def test_the_evaluation_ends_when_camat_and_sekcam_are_both_done(office: Office) -> None:
    cycle = collected(office)
    assert finish_evaluation(cycle=cycle, by=office.sekcam, now=EVALUATING) is False
    assert step(cycle, "monev") == StepState.STARTED
    assert finish_evaluation(cycle=cycle, by=office.camat, now=EVALUATING) is True
    assert step(cycle, "tindak_lanjut") == StepState.READY


def test_a_sekcam_who_stands_in_for_the_camat_finishes_both_parts(office: Office) -> None:
    cycle = collected(office)
    office.camat.assignments.update(end=EVALUATING.date() - timedelta(days=1))
    Assignment.objects.create(
        user=office.sekcam, role=Role.CAMAT, unit=office.kecamatan, start=EVALUATING.date(), acting="plt"
    )
    assert finish_evaluation(cycle=cycle, by=office.sekcam, now=EVALUATING) is True
    assert step(cycle, "monev") == StepState.FINISHED


def test_without_any_recommendation_the_follow_up_is_nil_and_done(office: Office) -> None:
    cycle = met(office)
    assert finish_recommending(cycle=cycle, by=office.sekcam, now=MEETING) is True
    assert is_nil(cycle)
    done = cycle.steps.get(work="tindak_lanjut")
    assert (done.state, done.outcome) == (StepState.FINISHED, "nihil")
    assert not done.actors.filter(finished_at=None).exists()


def test_the_list_waits_for_the_meeting(office: Office) -> None:
    with pytest.raises(ConflictError) as refused:
        finish_recommending(cycle=evaluated(office), by=office.sekcam, now=MEETING)
    assert refused.value.code == "meeting_not_held"


def test_the_follow_up_is_done_when_every_holder_has_signed_the_form(office: Office) -> None:
    cycle = met(office)
    section = recommended(office, cycle, office.sections["pmd"])
    village = recommended(office, cycle, office.kelurahan[0])
    assert finish_recommending(cycle=cycle, by=office.sekcam, now=MEETING) is False
    waiting = cycle.steps.get(work="tindak_lanjut").actors.filter(finished_at=None)
    assert {part.unit_id for part in waiting} == {section.owner_id, village.owner_id}
    assert to_follow_up(office.kasi["pmd"], MEETING.date()) == [section]
    asked = Message.objects.filter(key__startswith="recommendation:", read_at=None)
    assert asked.count() == 2
    filled(office, section)
    assert asked.get().user == office.lurah[village.owner.code]
    assert step(cycle, "tindak_lanjut") == StepState.STARTED
    filled(office, village)
    assert step(cycle, "tindak_lanjut") == StepState.FINISHED
    assert step(cycle, "penghitungan") == StepState.READY


def test_the_operator_does_not_sign_for_the_lurah_and_nobody_for_another_unit(office: Office) -> None:
    village = recommended(office, met(office), office.kelurahan[0])
    for person in (office.operator[village.owner.code], office.lurah[office.desa[0].code], office.kasi["pmd"]):
        with pytest.raises(NotAllowedError):
            fill_form(recommendation=village, cause="x", action="y", by=person, now=MEETING)


@pytest.mark.parametrize("wrong", ["owner", "due_on", "text"])
def test_a_recommendation_needs_an_owner_of_the_office_a_day_to_come_and_words(office: Office, wrong: str) -> None:
    cycle = met(office)
    given = {"text": "Lengkapi.", "owner": office.sections["pmd"], "due_on": DUE}
    given[wrong] = {"owner": other_office().sections["pmd"], "due_on": date(2026, 12, 1), "text": " "}[wrong]
    with pytest.raises(DomainError) as refused:
        recommend(cycle=cycle, **given, by=office.sekcam, now=MEETING)  # type: ignore[arg-type]
    assert refused.value.field == wrong


def test_a_recommendation_is_withdrawn_only_while_the_list_is_open(office: Office) -> None:
    cycle = met(office)
    withdraw_recommendation(
        recommendation=recommended(office, cycle, office.sections["pmd"]), by=office.sekcam, now=MEETING
    )
    kept = recommended(office, cycle, office.sections["pmd"])
    finish_recommending(cycle=cycle, by=office.sekcam, now=MEETING)
    with pytest.raises(ConflictError):
        withdraw_recommendation(recommendation=kept, by=office.sekcam, now=MEETING)


def closed_with(office: Office, owner: Unit) -> Recommendation:
    """A recommendation whose form is signed and whose cycle is closed."""
    cycle = met(office)
    recommendation = recommended(office, cycle, owner)
    finish_recommending(cycle=cycle, by=office.sekcam, now=MEETING)
    recommendation = filled(office, recommendation)
    run = calculate(cycle=cycle, by=office.sekcam, now=CALCULATING)
    for section in sections_to_sign(run):
        sign(run=run, section=section, by=office.kasi.get(section.key, office.sekcam), now=CALCULATING)
    finish_measurement(cycle=cycle, by=office.sekcam, now=CALCULATING)
    assert not fresh(cycle).is_running
    return recommendation


def test_proof_and_verification_go_on_after_the_cycle_is_closed(office: Office) -> None:
    found = closed_with(office, office.sections["pmd"])
    later = CALCULATING + timedelta(days=20)
    upload = SimpleUploadedFile("bukti.pdf", a_pdf(), "application/pdf")
    hand_in_proof(recommendation=found, note="Sudah.", upload=upload, by=office.kasi["pmd"], now=later)
    assert to_verify(office.sekcam, later.date()) == [found]
    with pytest.raises(NotAllowedError):
        verify_proof(recommendation=found, by=office.kasi["pmd"], now=later)
    returned = return_proof(recommendation=found, reason="Kurang foto", by=office.sekcam, now=later)
    assert returned.state == RecommendationState.RETURNED
    hand_in_proof(recommendation=found, note="Foto menyusul.", upload=None, by=office.kasi["pmd"], now=later)
    assert verify_proof(recommendation=found, by=office.sekcam, now=later).state == RecommendationState.VERIFIED
    assert found.follow_ups.count() == 5
    with pytest.raises(ConflictError):
        verify_proof(recommendation=found, by=office.camat, now=later)


def test_what_the_sekcam_handed_in_is_verified_by_the_camat(office: Office) -> None:
    cycle = met(office)
    found = recommended(office, cycle, office.secretariat)
    fill_form(recommendation=found, cause="x", action="y", by=office.sekcam, now=MEETING)
    hand_in_proof(recommendation=found, note="Sudah.", upload=None, by=office.sekcam, now=MEETING)
    with pytest.raises(NotAllowedError):
        verify_proof(recommendation=found, by=office.sekcam, now=MEETING)
    assert verify_proof(recommendation=found, by=office.camat, now=MEETING).verified_by == office.camat


def test_a_village_is_verified_by_the_section_that_answers_for_the_note(office: Office) -> None:
    cycle = collected(office)
    finding = record_finding(cycle=cycle, text="Turun.", indicator_code="PBB-01", by=office.camat, now=EVALUATING)
    for person in (office.camat, office.sekcam):
        finish_evaluation(cycle=cycle, by=person, now=EVALUATING)
    found = recommend(
        cycle=cycle,
        text="Tagih.",
        owner=office.kelurahan[0],
        due_on=DUE,
        finding=finding,
        by=office.sekcam,
        now=MEETING,
    )
    filled(office, found)
    hand_in_proof(recommendation=found, note="Sudah.", upload=None, by=office.operator[found.owner.code], now=MEETING)
    with pytest.raises(NotAllowedError):
        verify_proof(recommendation=found, by=office.kasi["pmd"], now=MEETING)
    verified = verify_proof(recommendation=found, by=office.kasi["pemerintahan"], now=MEETING)
    assert verified.state == RecommendationState.VERIFIED


def test_proof_needs_a_signed_form_and_something_to_show(office: Office) -> None:
    found = recommended(office, met(office), office.sections["pmd"])
    with pytest.raises(ConflictError):
        hand_in_proof(recommendation=found, note="x", upload=None, by=office.kasi["pmd"], now=MEETING)
    filled(office, found)
    with pytest.raises(DomainError):
        hand_in_proof(recommendation=found, note=" ", upload=None, by=office.kasi["pmd"], now=MEETING)


def test_open_recommendations_of_earlier_periods_are_listed(office: Office) -> None:
    found = closed_with(office, office.sections["pmd"])
    later = Cycle(kecamatan=office.kecamatan, year=2026, month_number=12)
    assert open_from_earlier(later) == [found]
    assert open_from_earlier(found.cycle) == []


@pytest.mark.parametrize(
    "broken", [{"state": "diisi"}, {"state": "terverifikasi"}, {"number": 1}], ids=["unfilled", "unverified", "twice"]
)
def test_the_database_refuses_a_recommendation_that_makes_no_sense(office: Office, broken: dict[str, object]) -> None:
    found = recommended(office, met(office), office.sections["pmd"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.create(
            **{
                "cycle": found.cycle,
                "number": 2,
                "text": "x",
                "owner": found.owner,
                "due_on": DUE,
                "state": "ditetapkan",
                "made_by": office.sekcam,
                "made_at": MEETING,
            }
            | broken
        )
