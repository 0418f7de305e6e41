"""A change of officials on a day: what was open belongs to the new one, and the printed list says what."""

from datetime import date, timedelta

import pytest

from cermat.collection.actions import validate_sheet
from cermat.collection.queries import to_check, to_fill
from cermat.evaluation.actions import recommend
from cermat.evaluation.queries import to_follow_up
from cermat.lib.errors import NotAllowedError
from cermat.measurement.actions import calculate
from cermat.measurement.queries import to_sign
from cermat.organisation.actions import succeed
from cermat.organisation.models import Assignment, Unit, User
from cermat.organisation.permissions import Role
from cermat.reports.queries import KINDS
from tests.collection.factories import OPENED, collecting, entry_of, sent, small_office
from tests.factories import Office, person
from tests.measurement.factories import CALCULATING, MEETING, followed_up, met, office_with_plan
from tests.reports.factories import words

pytestmark = pytest.mark.django_db


def follow(office: Office, old: User, unit: Unit, role: Role, on: date) -> tuple[User, Assignment]:
    """Somebody new, from the staf of another section, holds the office from `on`."""
    new = person("penerus", Role.STAF, office.sections["trantib"])
    post = Assignment.objects.get(user=old, role=role)
    made = succeed(unit=unit, role=role, old=post, new=new, on=on, decree="821/7", by=office.admin, now=OPENED)
    return new, made.started


def test_validations_pass_on_the_day_and_not_before() -> None:
    office = small_office()
    cycle = collecting(office)
    kelurahan, section = office.kelurahan[0], office.sections["pemerintahan"]
    entry = sent(entry_of(cycle, kelurahan, section), office.operator[kelurahan.code], office.lurah[kelurahan.code])
    old, on = office.kasi["pemerintahan"], OPENED.date() + timedelta(days=3)
    new, started = follow(office, old, section, Role.KASI, on)
    before = on - timedelta(days=1)
    assert [task.entry for task in to_check(old, before)] == [entry]
    assert to_check(new, before) == []
    assert [task.entry for task in to_check(new, on)] == [entry]
    assert to_check(old, on) == []
    assert f"Memvalidasi: bulanan {kelurahan}" in words(KINDS["serah-terima"].build(started, OPENED))
    with pytest.raises(NotAllowedError):
        validate_sheet(entry=entry, by=old, now=OPENED + timedelta(days=3))
    assert validate_sheet(entry=entry, by=new, now=OPENED + timedelta(days=3)).validated_by == new


def test_sheets_and_recommendations_of_a_kelurahan_pass_to_the_new_lurah() -> None:
    office = office_with_plan()
    cycle = met(office)
    kelurahan = office.kelurahan[0]
    old, on = office.lurah[kelurahan.code], MEETING.date() + timedelta(days=1)
    told = recommend(cycle=cycle, text="Lengkapi.", owner=kelurahan, due_on=on, by=office.sekcam, now=MEETING)
    new, started = follow(office, old, kelurahan, Role.LURAH, on)
    owed = {task.entry.pk for task in to_fill(old, MEETING.date())}
    assert owed
    assert to_follow_up(old, MEETING.date()) == [told]
    assert to_follow_up(new, on) == [told]
    assert to_follow_up(old, on) == []
    assert owed <= {task.entry.pk for task in to_fill(new, on)}
    assert "1. Lengkapi." in words(KINDS["serah-terima"].build(started, MEETING))


def test_a_signature_that_is_waiting_passes_to_the_new_kasi() -> None:
    office = office_with_plan()
    run = calculate(cycle=followed_up(office), by=office.sekcam, now=CALCULATING)
    section, old = office.sections["pemerintahan"], office.kasi["pemerintahan"]
    on = CALCULATING.date() + timedelta(days=1)
    new, started = follow(office, old, section, Role.KASI, on)
    assert to_sign(old, CALCULATING.date()) == [(run, section)]
    assert to_sign(new, on) == [(run, section)]
    assert to_sign(old, on) == []
    assert "Menandatangani angka" in words(KINDS["serah-terima"].build(started, CALCULATING))
