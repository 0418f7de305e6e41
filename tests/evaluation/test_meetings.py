"""The coordination meeting, through the real actions."""

from datetime import timedelta

import pytest

from cermat.evaluation.actions import (
    hold_meeting,
    plan_meeting,
    record_attendance,
)
from cermat.evaluation.queries import bring_rows
from cermat.lib.errors import ConflictError, DomainError
from cermat.notifications.models import Message
from tests.factories import Office
from tests.measurement.factories import (
    EVALUATING,
    MEETING,
    collected,
    met,
)

pytestmark = pytest.mark.django_db


def test_a_meeting_takes_its_day_from_the_cycle_and_invites_every_head(office: Office) -> None:
    cycle = collected(office)
    meeting = plan_meeting(cycle=cycle, by=office.sekcam, now=EVALUATING, letter_number="005/12")
    assert (meeting.held_on, meeting.place) == (cycle.meeting_on, "Ruang Rapat Kantor Kecamatan")
    invited = {row.user_id for row in meeting.attendances.all()}
    wanted = [office.camat, office.sekcam, office.kasubbag, *office.kasi.values(), *office.lurah.values()]
    assert {person.pk for person in wanted} <= invited
    assert office.staf.pk not in invited


def test_a_meeting_is_not_held_before_its_day_nor_without_minutes(office: Office) -> None:
    meeting = plan_meeting(cycle=collected(office), by=office.sekcam, now=EVALUATING)
    with pytest.raises(ConflictError):
        hold_meeting(meeting=meeting, minutes="Sudah.", by=office.sekcam, now=EVALUATING)
    with pytest.raises(DomainError):
        hold_meeting(meeting=meeting, minutes=" ", by=office.sekcam, now=MEETING)
    there = meeting.attendances.first()
    assert there is not None
    assert record_attendance(meeting=meeting, present=[there.pk], by=office.sekcam, now=MEETING) == 1
    assert meeting.attendances.filter(is_present=False).count() == meeting.attendances.count() - 1


def test_the_inbox_invites_to_the_meeting_as_it_is_planned_last_until_it_was_held(office: Office) -> None:
    cycle = collected(office)
    asked = Message.objects.filter(user=office.camat, text__startswith="Undangan", read_at=None)
    for hour, time in enumerate(("09.00", "13.00", "13.00", "09.00")):
        later = EVALUATING + timedelta(minutes=hour)
        meeting = plan_meeting(cycle=cycle, time=time, by=office.sekcam, now=later)
        assert f"pukul {time}" in asked.get().text
    hold_meeting(meeting=meeting, minutes="Sudah.", by=office.sekcam, now=MEETING)
    assert not asked.exists()


def test_a_held_meeting_is_not_planned_again(office: Office) -> None:
    cycle = met(office)
    with pytest.raises(ConflictError):
        plan_meeting(cycle=cycle, by=office.sekcam, now=MEETING)


def test_the_bring_list_names_each_section_and_who_carries_it(office: Office) -> None:
    rows = {row.section.key: row for row in bring_rows(collected(office))}
    assert rows["pmd"].carrier is not None
    assert rows["pmd"].carrier.user == office.kasi["pmd"]
    assert {line.requirement.key for line in rows["pmd"].lines} == {"idm", "rtrw_cantik"}
