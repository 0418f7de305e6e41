"""Steps 1, 2 and 3. of the SOP as actions."""

from datetime import timedelta

import pytest

from cermat.audit.models import AuditEvent
from cermat.indicators.models import SetKind
from cermat.lib.errors import ConflictError, DefinitionError, DomainError, NotAllowedError
from cermat.lib.months import Month
from cermat.notifications.models import Message
from cermat.organisation.models import Assignment, User
from cermat.organisation.permissions import Role
from cermat.requirements import actions
from cermat.requirements.models import Handover, RecordingLine, SectionReport
from cermat.requirements.queries import indicators_to_sort, section_works_on, sections_of
from cermat.requirements.schema import RequirementPlanFile
from cermat.sop.models import StepState
from tests.factories import NOW, Office, other_office
from tests.requirements.factories import NOVEMBER, opened, sorted_and_handed, validated

pytestmark = pytest.mark.django_db


def state_of(cycle: object, work: str) -> str:
    return cycle.steps.get(work=work).state  # type: ignore[attr-defined]


def asked(user: User) -> list[str]:
    return list(Message.objects.filter(user=user, read_at=None).order_by("pk").values_list("text", flat=True))


def test_every_indicator_gets_the_section_that_is_chosen_for_it(equipped: Office) -> None:
    cycle = opened(equipped)
    indicator = indicators_to_sort(cycle)[0]
    section = equipped.sections["kesra"]
    actions.sort_indicators(cycle=cycle, sorting={indicator.pk: section.pk}, by=equipped.sekcam, now=NOW)
    assert [row.indicator for row in section_works_on(cycle, section)] == [indicator]
    assert state_of(cycle, "pemilahan") == StepState.STARTED


def test_an_indicator_can_be_left_out(equipped: Office) -> None:
    cycle = opened(equipped)
    indicator = indicators_to_sort(cycle)[0]
    actions.sort_indicators(cycle=cycle, sorting={indicator.pk: None}, by=equipped.sekcam, now=NOW)
    assert not cycle.sorted_indicators.get(indicator=indicator).is_included


def test_only_the_sekcam_sorts(equipped: Office) -> None:
    cycle = opened(equipped)
    for person in (equipped.camat, equipped.kasi["pmd"], equipped.admin, *equipped.operator.values()):
        with pytest.raises(NotAllowedError):
            actions.sort_indicators(cycle=cycle, sorting={}, by=person, now=NOW)


def test_a_section_of_another_office_is_refused(equipped: Office) -> None:
    stranger = other_office().sections["pmd"]
    cycle = opened(equipped)
    indicator = indicators_to_sort(cycle)[0]
    with pytest.raises(DomainError, match="seksi yang tidak dikenal"):
        actions.sort_indicators(cycle=cycle, sorting={indicator.pk: stranger.pk}, by=equipped.sekcam, now=NOW)
    assert not cycle.sorted_indicators.exists()


def test_sorting_is_not_finished_while_an_indicator_has_no_section(equipped: Office) -> None:
    cycle = opened(equipped)
    indicator = indicators_to_sort(cycle)[0]
    sorting = {indicator.pk: equipped.sections["pmd"].pk}
    actions.sort_indicators(cycle=cycle, sorting=sorting, by=equipped.sekcam, now=NOW)
    with pytest.raises(ConflictError, match="149 indikator belum dipilah"):
        actions.finish_sorting(cycle=cycle, by=equipped.sekcam, now=NOW)


def test_finishing_the_sorting_makes_the_register_and_hands_over(equipped: Office) -> None:
    cycle = opened(equipped)
    sorted_and_handed(equipped, cycle)
    due = {line.key: line.is_due for line in cycle.requirements.all()}
    assert due == {
        "ikm": False,
        "sinergitas": True,
        "idm": False,
        "dokumen_kelurahan": True,
        "rtrw_cantik": False,
    }
    assert cycle.requirements.get(key="ikm").next_due == "2026-12"
    assert cycle.handovers.count() == len(sections_of(cycle)) == 6
    assert state_of(cycle, "pemilahan") == StepState.FINISHED
    assert state_of(cycle, "penyerahan") == StepState.READY


def test_last_months_choice_is_carried_over(equipped: Office) -> None:
    october = opened(equipped, Month(2026, 10))
    chosen = next(i for i in indicators_to_sort(october) if i.section_key != "kesra")
    actions.suggest_sorting(cycle=october, by=equipped.sekcam, now=NOW)
    kesra = equipped.sections["kesra"]
    actions.sort_indicators(cycle=october, sorting={chosen.pk: kesra.pk}, by=equipped.sekcam, now=NOW)
    actions.finish_sorting(cycle=october, by=equipped.sekcam, now=NOW)
    november = opened(equipped, NOVEMBER)
    assert actions.carry_over_sorting(cycle=november, by=equipped.sekcam, now=NOW) == 150
    assert november.sorted_indicators.get(indicator=chosen).section == kesra


def test_there_is_nothing_to_carry_over_in_the_first_month(equipped: Office) -> None:
    with pytest.raises(DomainError, match="Belum ada pemilahan bulan lalu"):
        actions.carry_over_sorting(cycle=opened(equipped), by=equipped.sekcam, now=NOW)


def test_the_camat_validates_after_the_receipt(equipped: Office) -> None:
    cycle = opened(equipped)
    sorted_and_handed(equipped, cycle)
    handover = cycle.handovers.get(section=equipped.sections["pmd"])
    with pytest.raises(ConflictError, match="belum mengisi tanda terima"):
        actions.validate_handover(handover=handover, by=equipped.camat, now=NOW)
    actions.acknowledge_handover(handover=handover, by=equipped.kasi["pmd"], now=NOW)
    assert actions.validate_handover(handover=handover, by=equipped.camat, now=NOW).state == "tervalidasi"


def acting_camat(made: Office) -> None:
    """The Sekcam is the only one who holds the post of Camat."""
    made.camat.assignments.all().delete()
    Assignment.objects.create(
        user=made.sekcam, role=Role.CAMAT, unit=made.kecamatan, start=NOW.date().replace(month=1), acting="plt"
    )


def test_where_the_camat_has_handed_over_another_kasi_validates_and_the_step_ends(equipped: Office) -> None:
    acting_camat(equipped)
    cycle = opened(equipped)
    sorted_and_handed(equipped, cycle)
    kasi = equipped.kasi
    for handover in cycle.handovers.select_related("section"):
        receiver = kasi.get(handover.section.key, equipped.sekcam)
        other = kasi["pmd" if handover.section.key != "pmd" else "kesra"]
        actions.acknowledge_handover(handover=handover, by=receiver, now=NOW)
        with pytest.raises(ConflictError, match="seorang kasi lain"):
            actions.validate_handover(handover=handover, by=equipped.sekcam, now=NOW)
        if receiver != equipped.sekcam:
            with pytest.raises(ConflictError):
                actions.validate_handover(handover=handover, by=receiver, now=NOW)
        assert actions.validate_handover(handover=handover, by=other, now=NOW).validated_by == other
    assert state_of(cycle, "penyerahan") == StepState.FINISHED


def test_nobody_stands_in_for_a_camat_who_can_validate_or_is_not_named(equipped: Office) -> None:
    cycle = opened(equipped)
    sorted_and_handed(equipped, cycle)
    handover = cycle.handovers.get(section=equipped.sections["pmd"])
    handover = actions.acknowledge_handover(handover=handover, by=equipped.kasi["pmd"], now=NOW)
    for _turn in ("the Camat is there", "the post is vacant"):
        with pytest.raises(NotAllowedError):
            actions.validate_handover(handover=handover, by=equipped.kasi["kesra"], now=NOW)
        with pytest.raises(NotAllowedError):
            actions.send_back_handover(handover=handover, reason="x", by=equipped.kasi["kesra"], now=NOW)
        equipped.camat.assignments.all().delete()


def test_a_kasi_acknowledges_only_their_own_set(equipped: Office) -> None:
    cycle = opened(equipped)
    sorted_and_handed(equipped, cycle)
    handover = cycle.handovers.get(section=equipped.sections["pmd"])
    with pytest.raises(NotAllowedError):
        actions.acknowledge_handover(handover=handover, by=equipped.kasi["kesra"], now=NOW)


def test_the_last_validation_ends_step_two(equipped: Office) -> None:
    cycle = opened(equipped)
    sorted_and_handed(equipped, cycle)
    validated(equipped, cycle)
    assert state_of(cycle, "penyerahan") == StepState.FINISHED
    assert state_of(cycle, "pengumpulan") == StepState.READY


def test_a_set_sent_back_is_sorted_again_and_handed_over_anew(equipped: Office) -> None:
    cycle = opened(equipped)
    sorted_and_handed(equipped, cycle)
    pmd, kesra = equipped.sections["pmd"], equipped.sections["kesra"]
    handover = cycle.handovers.get(section=pmd)
    other = cycle.handovers.get(section=kesra)
    actions.acknowledge_handover(handover=other, by=equipped.kasi["kesra"], now=NOW)
    with pytest.raises(DomainError, match="alasan pengembalian"):
        actions.send_back_handover(handover=handover, reason=" ", by=equipped.camat, now=NOW)
    assert not asked(equipped.kasi["kesra"])
    actions.send_back_handover(handover=handover, reason="Satu indikator milik Kesos", by=equipped.camat, now=NOW)
    assert asked(equipped.sekcam)[-1].startswith("Camat mengembalikan")
    assert not asked(equipped.kasi["pmd"])
    moved = section_works_on(cycle, pmd)[0].indicator
    actions.sort_indicators(cycle=cycle, sorting={moved.pk: kesra.pk}, by=equipped.sekcam, now=NOW)
    other.refresh_from_db()
    assert (other.state, other.acknowledged_at) == ("diserahkan", None)  # its set has changed
    actions.hand_over_again(handover=handover, by=equipped.sekcam, now=NOW + timedelta(hours=1))
    handover.refresh_from_db()
    assert handover.state == "diserahkan"
    assert "Camat mengembalikan" not in " ".join(asked(equipped.sekcam))
    assert asked(equipped.kasi["pmd"])


def test_step_two_cannot_be_done_before_step_one(equipped: Office) -> None:
    cycle = opened(equipped)
    handover = Handover.objects.create(
        cycle=cycle, section=equipped.sections["pmd"], state="diserahkan", handed_by=equipped.sekcam, handed_at=NOW
    )
    with pytest.raises(ConflictError):
        actions.acknowledge_handover(handover=handover, by=equipped.kasi["pmd"], now=NOW)


def test_a_section_report_needs_its_step(equipped: Office) -> None:
    cycle = opened(equipped)
    with pytest.raises(ConflictError):
        actions.complete_section_report(
            cycle=cycle, section=equipped.sections["pmd"], narrative="x", obstacles="", plan="",
            by=equipped.kasi["pmd"], now=NOW,
        )  # fmt: skip
    assert not SectionReport.objects.exists()


def test_a_plan_with_an_unknown_section_loads_nothing(equipped: Office) -> None:
    row = {"persyaratan": "ikm", "instrumen": "ikm", "seksi": "humas", "frekuensi": "bulanan"}
    row |= {"siklus_jatuh_tempo": [1], "subjek": "kecamatan"}
    plan = RequirementPlanFile.model_validate({"versi": "x", "asal": "uji", "persyaratan": [row]})
    with pytest.raises(DefinitionError, match="humas"):
        actions.load_requirement_plan(kecamatan=equipped.kecamatan, plan=plan, by=equipped.admin, now=NOW)
    assert equipped.kecamatan.requirement_plans.get(key="ikm").due_months == [3, 6, 9, 12]


def test_a_recording_line_is_checked_once(equipped: Office) -> None:
    cycle = opened(equipped)
    village = equipped.kelurahan[0]
    actions.add_recording_line(
        cycle=cycle, section=equipped.sections["pmd"], what="Isian", sender=village, received_from="Lurah",
        channel="daring", ref="entry:1", now=NOW,
    )  # fmt: skip
    actions.check_recording_line(ref="entry:1", checked_by="Kasi PMD", result="Tervalidasi", now=NOW)
    actions.check_recording_line(ref="entry:1", checked_by="Orang lain", result="Ubah", now=NOW)
    assert RecordingLine.objects.get().checked_by == "Kasi PMD"


def test_every_act_leaves_an_audit_row(equipped: Office) -> None:
    cycle = opened(equipped)
    sorted_and_handed(equipped, cycle)
    verbs = set(AuditEvent.objects.filter(chain=equipped.kecamatan.code).values_list("verb", flat=True))
    assert {"indicators.sorted", "register.made"} <= verbs


def test_the_sets_are_the_ones_of_the_month(equipped: Office) -> None:
    kinds = {indicator.set.kind for indicator in indicators_to_sort(opened(equipped))}
    assert kinds == {SetKind.SINERGITAS, SetKind.MONTHLY}
