"""Sheets: who sends and checks them, lateness, corrections, the end of the collecting."""

from datetime import datetime, time

import pytest

from cermat.collection.actions import (
    Reminded,
    close_collection,
    remind,
    reopen_sheet,
    save_sheet,
    send_back_sheet,
    send_sheet,
    validate_sheet,
)
from cermat.collection.actions.closing import named_words
from cermat.collection.models import Channel, Entry, EntryState, Form
from cermat.collection.presenters import matrix_view
from cermat.collection.queries import checkers_of, indicator_figures, indicator_rows, matrix, to_check
from cermat.collection.schema import SheetError, Source
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import WIB
from cermat.notifications.models import Message
from cermat.organisation.models import Assignment, Setting, SettingKey, User
from cermat.organisation.permissions import Role
from cermat.sop.models import Cycle, CycleState, StepState
from tests.collection.factories import (
    GOOD,
    OPENED,
    TOO_LATE,
    answers,
    entry_of,
    filled,
    save,
    sent,
    validated,
)
from tests.factories import START, Office

pytestmark = pytest.mark.django_db


def makers(office: Office, unit_code: str) -> tuple[User, User]:
    if unit_code in office.operator:
        return office.operator[unit_code], office.lurah[unit_code]
    head = office.kasi.get(unit_code.rpartition("/")[2], office.sekcam)
    return head, head


def monthly(office: Office, section: str = "pelayanan", cycle: Cycle | None = None) -> Entry:
    return entry_of(cycle or Cycle.objects.get(), office.kelurahan[0], office.sections[section])


def people(office: Office) -> tuple[User, User]:
    return makers(office, office.kelurahan[0].code)


# ---- Who sends, who checks


def test_an_operator_sends_only_where_the_office_has_chosen_so(office: Office):
    operator = people(office)[0]
    entry = filled(monthly(office), operator)
    with pytest.raises(NotAllowedError, match="pimpinan"):
        send_sheet(entry=entry, version=entry.version, by=operator, now=OPENED)
    key = SettingKey.ONE_PERSON_APPROVES
    Setting.objects.create(kecamatan=office.kecamatan, key=key, value=True, valid_from=OPENED.date())
    assert send_sheet(entry=entry, version=entry.version, by=operator, now=OPENED).sent_by == operator


def test_staf_name_the_channel_and_the_lurah_confirms(office: Office):
    entry = monthly(office, "pemerintahan")
    with pytest.raises(SheetError, match="belum tersimpan"):
        save(entry, office.staf, GOOD)
    letter = Source(Channel.LETTER, "")
    with pytest.raises(SheetError):
        save_sheet(entry=entry, answers=GOOD, version=0, channel=letter, by=office.staf, now=OPENED)
    letter = Source(Channel.LETTER, "005/12/2026, 20 November 2026")
    save_sheet(entry=entry, answers=GOOD, version=0, channel=letter, by=office.staf, now=OPENED)
    event = entry.events.get()
    assert event.by == office.staf
    assert event.on_behalf_of == f"{office.kasi['pemerintahan']}, Kepala Seksi Tata Pemerintahan"
    with pytest.raises(NotAllowedError):
        send_sheet(entry=entry, version=1, by=office.staf, now=OPENED)
    entry = sent(entry, *people(office))
    assert entry.channel == Channel.LETTER
    assert entry.cycle.recording_lines.get().channel == "surat"


def test_staf_of_another_section_do_not_touch_the_sheet(office: Office):
    letter = Source(Channel.LETTER, "005/12/2026")
    with pytest.raises(NotAllowedError):
        save_sheet(entry=monthly(office), answers={}, version=0, channel=letter, by=office.staf, now=OPENED)


def test_validation_climbs(office: Office, cycle: Cycle):
    kelurahan = sent(monthly(office, "pelayanan", cycle), *people(office))
    secretariat = sent(monthly(office, "sekretariat", cycle), *people(office))
    section = entry_of(cycle, office.sections["pelayanan"], office.sections["pelayanan"], Form.SINERGITAS)
    section = sent(section, office.kasi["pelayanan"], office.kasi["pelayanan"])
    own = entry_of(cycle, office.secretariat, office.secretariat, Form.SINERGITAS)
    own = sent(own, office.sekcam, office.sekcam)
    kasubbag = {office.kasubbag.pk, office.people["kasubbag_umum"].pk}
    day = OPENED.date()
    assert checkers_of(kelurahan, day) == {office.kasi["pelayanan"].pk}
    assert checkers_of(secretariat, day) == kasubbag | {office.sekcam.pk}
    assert checkers_of(section, day) == {office.sekcam.pk}
    assert checkers_of(own, day) == {office.camat.pk}
    with pytest.raises(NotAllowedError):
        validate_sheet(entry=own, by=office.sekcam, now=OPENED)
    assert validate_sheet(entry=own, by=office.camat, now=OPENED).state == EntryState.VALIDATED


def test_a_kasi_checks_what_a_sekcam_who_is_acting_camat_made(office: Office, cycle: Cycle):
    own = entry_of(cycle, office.secretariat, office.secretariat, Form.SINERGITAS)
    own = sent(own, office.sekcam, office.sekcam)
    office.camat.assignments.update(user=office.sekcam, acting="plt")
    kasi = office.kasi["pelayanan"]
    assert kasi.pk in checkers_of(own, OPENED.date())
    assert own in [task.entry for task in to_check(kasi, OPENED.date())]
    assert validate_sheet(entry=own, by=kasi, now=OPENED).state == EntryState.VALIDATED


def test_who_has_saved_a_value_never_checks_it_whatever_their_office(office: Office):
    kelurahan = office.kelurahan[0]
    Assignment.objects.create(user=office.kasi["pelayanan"], role=Role.LURAH, unit=kelurahan, start=START, acting="plt")
    entry = sent(monthly(office), people(office)[0], office.kasi["pelayanan"])
    assert checkers_of(entry, OPENED.date()) == {office.sekcam.pk}
    with pytest.raises(NotAllowedError, match="orang lain"):
        validate_sheet(entry=entry, by=office.kasi["pelayanan"], now=OPENED)


# ---- Late, corrections, the end


def test_the_inbox_asks_only_for_what_still_waits(office: Office):
    entry = sent(monthly(office), *people(office))
    asked = Message.objects.filter(text__endswith="menunggu pemeriksaan Anda.", read_at=None)
    checker = asked.get().user
    send_back_sheet(entry=entry, reason="Buktinya tertukar.", by=checker, now=OPENED)
    assert not asked.exists()
    mended = Message.objects.filter(text__endswith="Buktinya tertukar.", read_at=None)
    assert mended.exists()
    entry = sent(entry, *people(office))
    assert (asked.count(), mended.exists()) == (1, False)
    validate_sheet(entry=entry, by=checker, now=OPENED)
    assert not asked.exists()


def test_a_unit_that_has_sent_all_its_sheets_is_asked_for_none(office: Office):
    entry = monthly(office)
    remind(cycle=entry.cycle, units=[entry.unit], by=office.sekcam, now=OPENED)
    asked = Message.objects.filter(text__endswith="30 November 2026.", read_at=None)
    others, own = asked.exclude(user__in=people(office)), asked.filter(user__in=people(office))
    waiting = others.count()
    last = monthly(office, "pemerintahan", entry.cycle)
    entry.cycle.entries.filter(unit=entry.unit).exclude(pk__in=(entry.pk, last.pk)).delete()
    sent(entry, *people(office))
    assert own.count() == 4  # two people, each told at the opening and reminded
    sent(last, *people(office))
    assert (own.count(), others.count()) == (0, waiting)


def test_a_sheet_that_was_late_stays_late(office: Office):
    entry = sent(monthly(office), *people(office), now=TOO_LATE)
    assert entry.was_late
    entry = send_back_sheet(entry=entry, reason="periksa", by=office.kasi["pelayanan"], now=TOO_LATE)
    entry = sent(entry, *people(office), now=TOO_LATE)
    assert entry.was_late
    assert entry.first_sent_at == TOO_LATE


def test_a_late_correction_does_not_make_a_punctual_sheet_late(office: Office):
    entry = sent(monthly(office), *people(office))
    send_back_sheet(entry=entry, reason="periksa", by=office.kasi["pelayanan"], now=OPENED)
    assert not sent(entry, *people(office), now=TOO_LATE).was_late


def test_a_correction_keeps_both_figures(office: Office):
    entry = validated(monthly(office), *people(office))
    entry = reopen_sheet(entry=entry, reason="salah ketik", by=office.sekcam, now=OPENED)
    assert (entry.state, entry.revision) == (EntryState.DRAFT, 2)
    lurah = people(office)[1]
    entry = save(entry, lurah, answers(PDK_04__lapor=1))
    send_sheet(entry=entry, version=entry.version, by=lurah, now=OPENED)
    validate_sheet(entry=entry, by=office.kasi["pelayanan"], now=OPENED)
    kept = entry.events.filter(verb="validated").values_list("revision", "values")
    assert [(revision, values["PDK-04"]["lapor"]["number"]) for revision, values in kept] == [(1, "2"), (2, "1")]


def test_only_sekcam_reopens_and_says_why(office: Office):
    entry = validated(monthly(office), *people(office))
    with pytest.raises(NotAllowedError):
        reopen_sheet(entry=entry, reason="x", by=office.kasi["pelayanan"], now=OPENED)
    with pytest.raises(DomainError, match="alasan"):
        reopen_sheet(entry=entry, reason=" ", by=office.sekcam, now=OPENED)


def test_the_collecting_closes_at_the_cutoff_naming_the_missing_and_late_ones_still_come(office: Office, cycle: Cycle):
    with pytest.raises(ConflictError, match="baru dapat ditutup mulai"):
        close_collection(cycle=cycle, by=office.sekcam, now=OPENED)
    after = datetime.combine(cycle.cutoff_on, time(9), tzinfo=WIB)
    with pytest.raises(NotAllowedError):
        close_collection(cycle=cycle, by=office.kasi["pelayanan"], now=after)
    close_collection(cycle=cycle, note="Sesuai jadwal.", by=office.sekcam, now=after)
    step = cycle.steps.get(work="pengumpulan")
    assert step.state == StepState.FINISHED
    assert "Kelurahan Payaman (4)" in step.note
    late = validated(monthly(office, cycle=cycle), *people(office), now=after)
    assert late.was_late


def test_the_note_of_an_early_end_breaks_no_name_and_the_page_names_all(office: Office, cycle: Cycle):
    names = [f"Kelurahan {number} (7)" for number in range(1, 20)]
    text = named_words(names, 60)
    assert text == "Belum tervalidasi: Kelurahan 1 (7), dan 18 unit lain."
    assert named_words(names, 10) == "19 unit belum tervalidasi."
    assert (named_words(names[:1], 60), named_words([], 60)) == ("Belum tervalidasi: Kelurahan 1 (7).", "")
    assert matrix_view(matrix(cycle, OPENED.date()))["waiting_names"].startswith("Kelurahan Payaman (")


def test_a_closed_period_refuses_every_act(office: Office):
    entry = sent(monthly(office), *people(office))
    cycle = Cycle.objects.filter(pk=entry.cycle_id)
    cycle.update(state=CycleState.CLOSED, closed_at=OPENED, closed_by=office.sekcam)
    by = office.kasi["pelayanan"]
    for act in (
        lambda: validate_sheet(entry=entry, by=by, now=OPENED),
        lambda: send_back_sheet(entry=entry, reason="x", by=by, now=OPENED),
        lambda: save(entry, people(office)[0], {}),
        lambda: reopen_sheet(entry=entry, reason="x", by=office.sekcam, now=OPENED),
        lambda: remind(cycle=entry.cycle, units=[entry.unit], by=by, now=OPENED),
    ):
        with pytest.raises(ConflictError, match="sudah ditutup"):
            act()


def test_a_reminder_reaches_those_who_owe_once_a_day(office: Office, cycle: Cycle):
    assert remind(cycle=cycle, units=office.desa, by=office.sekcam, now=OPENED) == Reminded(asked=2, already=0)
    assert remind(cycle=cycle, units=office.desa, by=office.sekcam, now=OPENED) == Reminded(asked=0, already=2)
    told = Message.objects.filter(user=office.lurah[office.desa[0].code], key__startswith="remind")
    assert told.get().text == "Mohon 4 isian periode November 2026 dikirim paling lambat Senin, 30 November 2026."
    with pytest.raises(NotAllowedError):
        remind(cycle=cycle, units=office.desa, by=people(office)[1], now=OPENED)


# ---- What Cermat knows by itself


def test_documents_and_punctuality_are_computed(office: Office, cycle: Cycle):
    unit = office.kelurahan[0]
    figures = indicator_figures(cycle)
    assert figures["ADM-01"][0].outcome.value is None
    assert "daftar periksa" in figures["ADM-02"][0].reasons["cukup"]
    validated(entry_of(cycle, unit, office.sections["pemerintahan"], Form.DOCUMENTS), *people(office))
    for section in ("pemerintahan", "pelayanan", "sekretariat"):
        sent(monthly(office, section, cycle), *people(office))
    figures = {code: rows[0].outcome.value for code, rows in indicator_figures(cycle).items()}
    assert (figures["ADM-01"], figures["ADM-02"], figures["ADM-03"]) == (100, 1, 1)


def test_one_late_sheet_makes_the_month_late(office: Office):
    entry = sent(monthly(office), *people(office), now=TOO_LATE)
    assert indicator_rows(entry.cycle, "ADM-03")[0].values == {"tepat": 0}
