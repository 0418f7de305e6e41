"""Asking those who owe: by a click, by the schedule, by mail; nobody twice for the same thing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from cermat.collection.actions import Reminded, extend, plan_reminders, remind, remind_by_schedule, submit_sheet
from cermat.collection.models import Entry
from cermat.jobs.worker import run_due_jobs
from cermat.notifications.models import Job, Message
from cermat.organisation.actions import choose
from cermat.organisation.models import SettingKey
from cermat.sop.models import Cycle, CycleState
from tests.collection.factories import OPENED, TOO_LATE, filled, sent
from tests.factories import Office

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)  # 3 working days before Monday, 30 November
MONDAY = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def told(office: Office, code: str = "") -> list[str]:
    """The reminders in the inbox of the kelurahan's operator, the oldest first."""
    code = code or office.kelurahan[0].code
    rows = Message.objects.filter(user=office.operator[code], key__startswith="remind:").order_by("pk")
    return list(rows.values_list("text", flat=True))


def own(office: Office, cycle: Cycle) -> list[Entry]:
    return list(cycle.entries.filter(unit=office.kelurahan[0]))


def test_the_schedule_asks_ahead_and_on_the_day_each_once(office: Office, cycle: Cycle):
    for late in range(-2, 8):
        for _again in range(2):
            remind_by_schedule(cycle=cycle, now=WEDNESDAY + late * DAY)
    count = len(own(office, cycle))
    text = f"{count} isian periode November 2026 dikirim paling lambat Senin, 30 November 2026."
    assert told(office) == [text, text]
    days = Message.objects.filter(key__startswith="remind:").values_list("created", flat=True).distinct()
    assert set(days) == {WEDNESDAY, MONDAY}


def test_a_day_on_which_nothing_ran_is_made_up_for_but_not_on_a_weekend(office: Office, cycle: Cycle):
    assert remind_by_schedule(cycle=cycle, now=datetime(2026, 11, 28, 1, tzinfo=UTC)) == Reminded()
    remind_by_schedule(cycle=cycle, now=datetime(2026, 11, 27, 1, tzinfo=UTC))
    assert len(told(office)) == 1


def test_what_is_sent_is_not_asked_for_and_what_waits_for_the_head_is_asked_of_the_head(office: Office, cycle: Cycle):
    code = office.kelurahan[0].code
    operator, lurah = office.operator[code], office.lurah[code]
    first, *rest = own(office, cycle)
    sent(first, operator, lurah)
    for entry in rest:
        held = filled(entry, operator)
        submit_sheet(entry=held, version=held.version, by=operator, now=OPENED)
    remind_by_schedule(cycle=cycle, now=WEDNESDAY)
    assert told(office) == []
    text = Message.objects.get(user=lurah, key__startswith="remind:").text
    assert text.startswith(f"{len(rest)} isian")
    for entry in rest:
        entry.refresh_from_db()
        sent(entry, operator, lurah)
    assert not Message.objects.filter(user=lurah, key__startswith="remind:", read_at=None).exists()
    remind_by_schedule(cycle=cycle, now=MONDAY)
    assert Message.objects.filter(user=lurah, key__startswith="remind:").count() == 1


def test_a_reminder_leaves_the_inbox_of_who_handed_everything_to_the_head(office: Office, cycle: Cycle):
    operator = office.operator[office.kelurahan[0].code]
    remind_by_schedule(cycle=cycle, now=WEDNESDAY)
    unread = Message.objects.filter(key__startswith="remind:", read_at=None)
    for left, entry in zip((True, True, True, False), own(office, cycle), strict=True):
        held = filled(entry, operator)
        submit_sheet(entry=held, version=held.version, by=operator, now=WEDNESDAY)
        assert unread.filter(user=operator).exists() == left
    assert unread.filter(user=office.lurah[office.kelurahan[0].code]).exists()


def test_a_click_and_the_schedule_do_not_ask_twice_on_one_day(office: Office, cycle: Cycle):
    remind_by_schedule(cycle=cycle, now=WEDNESDAY)
    again = remind(cycle=cycle, units=office.kelurahan, by=office.sekcam, now=WEDNESDAY + timedelta(hours=3))
    assert again == Reminded(asked=0, already=2)
    assert remind(cycle=cycle, units=office.kelurahan, by=office.sekcam, now=WEDNESDAY + DAY) == Reminded(2, 0)
    assert len(told(office)) == 2


def test_after_an_extension_the_new_day_is_told_anew(office: Office, cycle: Cycle):
    remind_by_schedule(cycle=cycle, now=WEDNESDAY)
    friday = datetime(2026, 12, 4, 1, tzinfo=UTC)
    mine = own(office, cycle)
    extend(cycle=cycle, entries=mine, to=friday.date(), reason="Banjir.", by=office.camat, now=WEDNESDAY)
    assert not Message.objects.filter(key__startswith=f"remind:{cycle.pk}:{mine[0].unit_id}:", read_at=None).exists()
    for late in (5, 6, 9):  # the old due day, three working days before the new one, the new one
        remind_by_schedule(cycle=cycle, now=WEDNESDAY + late * DAY)
    assert ["4 Desember" in text for text in told(office)] == [False, True, True]


def test_the_office_chooses_the_days_and_a_closed_period_is_quiet(office: Office, cycle: Cycle):
    for key, value in ((SettingKey.REMIND_BEFORE, 1), (SettingKey.REMIND_ON_THE_DAY, False)):
        day = OPENED.date()
        choose(kecamatan=office.kecamatan, key=key, value=value, valid_from=day, by=office.admin, now=OPENED)
    for late in range(7):
        remind_by_schedule(cycle=cycle, now=WEDNESDAY + late * DAY)
    assert Message.objects.filter(key__startswith="remind:").first().created == WEDNESDAY + 2 * DAY
    assert len(told(office)) == 1
    Cycle.objects.update(state=CycleState.CLOSED, closed_at=OPENED, closed_by=office.sekcam)
    assert remind_by_schedule(cycle=cycle, now=MONDAY) == Reminded()
    assert plan_reminders(now=MONDAY) == 0


def test_the_day_is_planned_once_for_the_morning(office: Office, cycle: Cycle):
    midnight = datetime(2026, 11, 24, 17, 1, tzinfo=UTC)  # 00.01 WIB of the Wednesday
    for _worker in range(2):
        assert plan_reminders(now=midnight) == 1
    job = Job.objects.get(topic="remind_collection")
    assert job.not_before == datetime(2026, 11, 25, 0, 30, tzinfo=UTC)
    run_due_jobs(midnight)
    assert told(office) == []
    run_due_jobs(WEDNESDAY)
    assert len(told(office)) == 1


def test_a_late_sheet_is_called_late(office: Office, cycle: Cycle):
    remind(cycle=cycle, units=[*office.kelurahan, *office.desa], by=office.sekcam, now=TOO_LATE)
    assert "belum terkirim dan sudah terlambat (batas waktu Senin, 30 November 2026)." in told(office)[0]
    assert told(office, office.desa[0].code)[0].startswith("Mohon segera dikirim:")


def test_by_mail_only_where_a_server_is_set_and_with_the_address(office: Office, cycle: Cycle, settings):
    settings.EMAIL_HOST, settings.ADDRESS = "mail.contoh.id", "https://cermat.contoh.id"
    operator = office.operator[office.kelurahan[0].code]
    operator.email = "operator@contoh.id"
    operator.save()
    remind(cycle=cycle, units=office.kelurahan, by=office.sekcam, now=OPENED)
    run_due_jobs(OPENED)
    assert [one.to for one in mail.outbox] == [["operator@contoh.id"]]
    assert f"https://cermat.contoh.id/isian/periode/{cycle.pk}/" in mail.outbox[0].body
