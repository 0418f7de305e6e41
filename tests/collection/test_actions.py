"""Sheets: opened, saved, sent, checked, closed."""

from datetime import UTC, datetime, time
from decimal import Decimal

import pytest

from cermat.collection.actions import (
    close_collection,
    open_sheets,
    remind,
    reopen_sheet,
    save_sheet,
    send_back_sheet,
    send_sheet,
    validate_sheet,
)
from cermat.collection.models import Channel, Entry, EntryState, Form
from cermat.collection.queries import EXPLANATION, checkers_of, indicator_figures, indicator_rows, sheet_of
from cermat.collection.schema import Answer, Given, SheetError, Source
from cermat.indicators.formula import NOT_APPLICABLE
from cermat.instruments.models import Result
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import WIB, Month
from cermat.notifications.models import Message
from cermat.organisation.models import Assignment, Setting, SettingKey, User
from cermat.organisation.permissions import Role
from cermat.sop.models import Cycle, CycleState, StepState
from tests.collection.factories import (
    GOOD,
    OPENED,
    TOO_LATE,
    answers,
    collecting,
    entry_of,
    filled,
    save,
    sent,
    small_office,
    validated,
)
from tests.factories import START, Office

pytestmark = pytest.mark.django_db
ALL = ("sinergitas", "dokumen_kelurahan", "ikm", "idm", "rtrw_cantik")


def makers(office: Office, unit_code: str) -> tuple[User, User]:
    if unit_code in office.operator:
        return office.operator[unit_code], office.lurah[unit_code]
    head = office.kasi.get(unit_code.rpartition("/")[2], office.sekcam)
    return head, head


def test_a_month_runs_until_every_sheet_is_validated_and_the_step_ends_by_itself():
    office = small_office()
    cycle = collecting(office, due=ALL)
    for entry in cycle.entries.all():
        validated(entry, *makers(office, entry.unit.code))
    step = cycle.steps.get(work="pengumpulan")
    asked = {entry.unit_id for entry in cycle.entries.all()}
    assert step.state == StepState.FINISHED
    assert not step.actors.filter(finished_at=None, unit__in=asked).exists()
    results = {(row.instrument, row.subject.name): (row.value, row.label) for row in Result.objects.current()}
    assert results == {
        ("ikm", "Nganjuk"): (Decimal(90), "A (Sangat Baik)"),
        ("idm", "Kedungdowo"): (Decimal(70), "Mandiri"),
        ("rtrw_cantik", "Nganjuk"): (Decimal(2), ""),
        ("sinergitas", "Nganjuk"): (Decimal(2), ""),
        ("dokumen_kelurahan", "Payaman"): (Decimal(100), "Mencukupi"),
        ("dokumen_kelurahan", "Kedungdowo"): (Decimal(100), "Mencukupi"),
        ("dokumen_kelurahan", "Nganjuk"): (Decimal(1), "1 dari 1 kelurahan"),
    }


def monthly(office: Office, section: str = "pelayanan", cycle: Cycle | None = None) -> Entry:
    return entry_of(cycle or collecting(office), office.kelurahan[0], office.sections[section])


def people(office: Office) -> tuple[User, User]:
    return makers(office, office.kelurahan[0].code)


# ---- Opening


def test_sheets_are_opened_once_and_only_for_rows_that_are_due():
    office = small_office()
    cycle = collecting(office, due=ALL)
    kept = sorted((entry.form, entry.unit.name, entry.section.key) for entry in cycle.entries.all())
    assert open_sheets(cycle=cycle, now=OPENED) == 0
    assert kept == sorted([
        ("bulanan", "Kedungdowo", "pelayanan"), ("bulanan", "Kedungdowo", "pemerintahan"),
        ("bulanan", "Kedungdowo", "sekretariat"), ("bulanan", "Payaman", "pelayanan"),
        ("bulanan", "Payaman", "pemerintahan"), ("bulanan", "Payaman", "sekretariat"),
        ("dokumen", "Kedungdowo", "pemerintahan"), ("dokumen", "Payaman", "pemerintahan"),
        ("idm", "Kedungdowo", "pmd"), ("ikm", "Seksi Pelayanan Umum", "pelayanan"),
        ("rtrw_cantik", "Seksi Pemberdayaan Masyarakat dan Desa", "pmd"),
        ("sinergitas", "Sekretariat", "sekretariat"), ("sinergitas", "Seksi Pelayanan Umum", "pelayanan"),
    ])  # fmt: skip
    codes = [row.spec.code for row in sheet_of(monthly(office, "pemerintahan", cycle)).rows]
    assert codes == ["PDK-01", "PBB-01", "ADM-01", "ADM-02"]


def test_an_indicator_left_out_of_the_sorting_is_not_asked():
    office = small_office()
    cycle = collecting(office)
    cycle.sorted_indicators.filter(indicator__code="YAN-04").update(is_included=False)
    assert [row.spec.code for row in sheet_of(monthly(office, cycle=cycle)).rows] == ["PDK-04"]


def test_people_hear_of_their_sheets_and_a_desa_is_asked():
    office = small_office()
    collecting(office)
    told = Message.objects.get(user=office.operator[office.desa[0].code]).text
    assert told.startswith("Mohon isian periode November 2026")
    assert "Senin, 30 November 2026" in Message.objects.get(user=people(office)[0]).text


# ---- Saving


def test_the_first_save_starts_the_step_for_the_unit():
    office = small_office()
    entry = monthly(office)
    save(entry, people(office)[0], answers(PDK_04__lapor=1))
    actor = entry.cycle.steps.get(work="pengumpulan").actors.get(unit=entry.unit)
    assert actor.started_at == OPENED


def test_nihil_no_data_with_reason_and_not_applicable_are_answers():
    office = small_office()
    entry = monthly(office)
    operator = people(office)[0]
    save(entry, operator, answers(PDK_04__lapor="nihil", PDK_04__mati="belum_ada_data", YAN_04__n="tidak_berlaku"))
    rows = {row.spec.code: row for row in sheet_of(entry).rows}
    assert rows["PDK-04"].values == {"lapor": 0, "mati": None}
    assert rows["PDK-04"].outcome.value is None
    assert rows["YAN-04"].values["n"] is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (Given(Answer.NO_DATA), "mengapa"),
        (Given(Answer.YES), "tidak dikenal"),
        (Given(Answer.NUMBER), "Isi angkanya"),
        (Given.of_number(10**15), "terlalu besar"),
        (Given.of_number("0.1234567"), "di belakang koma"),
        (Given.of_number(1, reason="x" * 301), "300 huruf"),
    ],
)
def test_an_answer_the_field_cannot_take_is_refused_and_nothing_is_half_stored(given: Given, sentence: str):
    office = small_office()
    entry = monthly(office)
    mixed = {("PDK-04", "lapor"): Given.of_number(1), ("PDK-04", "mati"): given}
    with pytest.raises(SheetError) as caught:
        save(entry, people(office)[0], mixed)
    assert sentence in caught.value.problems[("PDK-04", "mati")]
    assert not entry.values.exists()


def test_a_field_of_another_sheet_is_refused():
    office = small_office()
    with pytest.raises(DomainError, match="Muat ulang"):
        save(monthly(office), people(office)[0], answers(PBB_01__baku=1))


def test_an_old_version_overwrites_nobody():
    office = small_office()
    entry = monthly(office)
    operator, lurah = people(office)
    save_sheet(entry=entry, answers=answers(PDK_04__lapor=1), version=0, by=operator, now=OPENED)
    with pytest.raises(ConflictError) as caught:
        save_sheet(entry=entry, answers=answers(PDK_04__lapor=2), version=0, by=lurah, now=OPENED)
    assert caught.value.code == "stale"
    assert entry.values.get().number == 1


def test_last_month_stands_beside_each_field_and_fills_the_beginning():
    office = small_office()
    october = collecting(office, Month(2026, 10), now=datetime(2026, 10, 1, 1, 0, tzinfo=UTC))
    sent(monthly(office, "pemerintahan", october), *people(office))
    rows = {row.spec.code: row for row in sheet_of(monthly(office, "pemerintahan")).rows}
    opening = next(cell for cell in rows["PDK-01"].fields if cell.field.key == "awal")
    assert (opening.prefill, opening.last_value) == (1000, 1000)
    assert rows["PBB-01"].last_outcome.value == 90


def test_another_sheet_of_the_unit_fills_in_what_it_knows():
    office = small_office()
    cycle = collecting(office)
    save(monthly(office, "pemerintahan", cycle), people(office)[0], GOOD)
    cells = {cell.field.key: cell for cell in sheet_of(monthly(office, cycle=cycle)).rows[0].fields}
    assert cells["mati"].prefill == 2


# ---- Rules


def test_a_hard_rule_lets_the_draft_be_and_stops_the_sending():
    office = small_office()
    entry = monthly(office)
    lurah = people(office)[1]
    entry = save(entry, lurah, answers(PDK_04__lapor=3, PDK_04__mati=2, YAN_04__n=1))
    with pytest.raises(SheetError) as caught:
        send_sheet(entry=entry, version=entry.version, by=lurah, now=OPENED)
    assert caught.value.problems == {("PDK-04", "lapor"): "Yang dilaporkan tidak boleh melebihi jumlah kematian."}


def test_a_soft_rule_wants_an_explanation():
    office = small_office()
    lurah = people(office)[1]
    entry = filled(monthly(office, "pemerintahan"), lurah)
    entry = save(entry, lurah, answers(PDK_01__lahir=300))
    with pytest.raises(SheetError) as caught:
        send_sheet(entry=entry, version=entry.version, by=lurah, now=OPENED)
    assert list(caught.value.problems) == [("PDK-01", "awal")]
    entry = save(entry, lurah, {("PDK-01", EXPLANATION): Given.of_text("perumahan baru")})
    assert send_sheet(entry=entry, version=entry.version, by=lurah, now=OPENED).state == EntryState.SENT


def test_a_row_that_must_be_proved_is_not_sent_without_a_file():
    office = small_office()
    lurah = people(office)[1]
    entry = save(monthly(office, "pemerintahan"), lurah, GOOD)
    with pytest.raises(SheetError) as caught:
        send_sheet(entry=entry, version=entry.version, by=lurah, now=OPENED)
    assert list(caught.value.problems) == [("PBB-01", "bukti")]


# ---- Who sends, who checks


def test_an_operator_sends_only_where_the_office_has_chosen_so():
    office = small_office()
    operator = people(office)[0]
    entry = filled(monthly(office), operator)
    with pytest.raises(NotAllowedError, match="pimpinan"):
        send_sheet(entry=entry, version=entry.version, by=operator, now=OPENED)
    key = SettingKey.ONE_PERSON_APPROVES
    Setting.objects.create(kecamatan=office.kecamatan, key=key, value=True, valid_from=OPENED.date())
    assert send_sheet(entry=entry, version=entry.version, by=operator, now=OPENED).sent_by == operator


def test_staf_name_the_channel_and_the_lurah_confirms():
    office = small_office()
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


def test_staf_of_another_section_do_not_touch_the_sheet():
    office = small_office()
    letter = Source(Channel.LETTER, "005/12/2026")
    with pytest.raises(NotAllowedError):
        save_sheet(entry=monthly(office), answers={}, version=0, channel=letter, by=office.staf, now=OPENED)


def test_validation_climbs():
    office = small_office()
    cycle = collecting(office)
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


def test_who_has_saved_a_value_never_checks_it_whatever_their_office():
    office = small_office()
    kelurahan = office.kelurahan[0]
    Assignment.objects.create(user=office.kasi["pelayanan"], role=Role.LURAH, unit=kelurahan, start=START, acting="plt")
    entry = sent(monthly(office), people(office)[0], office.kasi["pelayanan"])
    assert checkers_of(entry, OPENED.date()) == {office.sekcam.pk}
    with pytest.raises(NotAllowedError, match="orang lain"):
        validate_sheet(entry=entry, by=office.kasi["pelayanan"], now=OPENED)


# ---- Late, corrections, the end


def test_a_sheet_that_was_late_stays_late():
    office = small_office()
    entry = sent(monthly(office), *people(office), now=TOO_LATE)
    assert entry.was_late
    entry = send_back_sheet(entry=entry, reason="periksa", by=office.kasi["pelayanan"], now=TOO_LATE)
    entry = sent(entry, *people(office), now=TOO_LATE)
    assert entry.was_late
    assert entry.first_sent_at == TOO_LATE


def test_a_late_correction_does_not_make_a_punctual_sheet_late():
    office = small_office()
    entry = sent(monthly(office), *people(office))
    send_back_sheet(entry=entry, reason="periksa", by=office.kasi["pelayanan"], now=OPENED)
    assert not sent(entry, *people(office), now=TOO_LATE).was_late


def test_a_correction_keeps_both_figures():
    office = small_office()
    entry = validated(monthly(office), *people(office))
    entry = reopen_sheet(entry=entry, reason="salah ketik", by=office.sekcam, now=OPENED)
    assert (entry.state, entry.revision) == (EntryState.DRAFT, 2)
    lurah = people(office)[1]
    entry = save(entry, lurah, answers(PDK_04__lapor=1))
    send_sheet(entry=entry, version=entry.version, by=lurah, now=OPENED)
    validate_sheet(entry=entry, by=office.kasi["pelayanan"], now=OPENED)
    kept = entry.events.filter(verb="validated").values_list("revision", "values")
    assert [(revision, values["PDK-04"]["lapor"]["number"]) for revision, values in kept] == [(1, "2"), (2, "1")]


def test_only_sekcam_reopens_and_says_why():
    office = small_office()
    entry = validated(monthly(office), *people(office))
    with pytest.raises(NotAllowedError):
        reopen_sheet(entry=entry, reason="x", by=office.kasi["pelayanan"], now=OPENED)
    with pytest.raises(DomainError, match="alasan"):
        reopen_sheet(entry=entry, reason=" ", by=office.sekcam, now=OPENED)


def test_the_collecting_closes_at_the_cutoff_naming_the_missing_and_late_ones_still_come():
    office = small_office()
    cycle = collecting(office)
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


def test_a_closed_period_refuses_every_act():
    office = small_office()
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


def test_a_reminder_reaches_those_who_owe_once_a_day():
    office = small_office()
    cycle = collecting(office)
    for _again in range(2):
        assert remind(cycle=cycle, units=office.desa, by=office.sekcam, now=OPENED) == 2
    told = Message.objects.filter(user=office.lurah[office.desa[0].code], key__startswith="remind")
    assert told.get().text == "Mohon 4 isian periode November 2026 dikirim paling lambat Senin, 30 November 2026."
    with pytest.raises(NotAllowedError):
        remind(cycle=cycle, units=office.desa, by=people(office)[1], now=OPENED)


# ---- What Cermat knows by itself


def test_documents_and_punctuality_are_computed():
    office = small_office()
    cycle = collecting(office)
    unit = office.kelurahan[0]
    figures = indicator_figures(cycle)
    assert figures["ADM-01"][0].outcome.value is None
    assert "daftar periksa" in figures["ADM-02"][0].reasons["cukup"]
    validated(entry_of(cycle, unit, office.sections["pemerintahan"], Form.DOCUMENTS), *people(office))
    for section in ("pemerintahan", "pelayanan", "sekretariat"):
        sent(monthly(office, section, cycle), *people(office))
    figures = {code: rows[0].outcome.value for code, rows in indicator_figures(cycle).items()}
    assert (figures["ADM-01"], figures["ADM-02"], figures["ADM-03"]) == (100, 1, 1)


def test_one_late_sheet_makes_the_month_late():
    office = small_office()
    entry = sent(monthly(office), *people(office), now=TOO_LATE)
    assert indicator_rows(entry.cycle, "ADM-03")[0].values == {"tepat": 0}
