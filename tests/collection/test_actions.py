"""Sheets: opened, saved, sent, checked, closed."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from cermat.audit.models import AuditEvent
from cermat.collection.actions import (
    open_sheets,
    reopen_sheet,
    save_sheet,
    send_sheet,
    validate_sheet,
)
from cermat.collection.models import Entry, EntryState
from cermat.collection.presenters.sheets import last_text
from cermat.collection.queries import EXPLANATION, sheet_of
from cermat.collection.schema import Answer, Given, SheetError
from cermat.indicators.formula import NOT_APPLICABLE
from cermat.instruments.models import Result
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import Month
from cermat.notifications.models import Message
from cermat.organisation.models import User
from cermat.sop.models import Cycle, StepState
from tests.collection.factories import (
    GOOD,
    OPENED,
    answers,
    collecting,
    entry_of,
    filled,
    save,
    sent,
    validated,
)
from tests.factories import Office, build

pytestmark = pytest.mark.django_db
ALL = ("sinergitas", "dokumen_kelurahan", "ikm", "idm", "rtrw_cantik")


def makers(office: Office, unit_code: str) -> tuple[User, User]:
    if unit_code in office.operator:
        return office.operator[unit_code], office.lurah[unit_code]
    head = office.kasi.get(unit_code.rpartition("/")[2], office.sekcam)
    return head, head


def test_a_month_runs_until_every_sheet_is_validated_and_the_step_ends_by_itself():
    office = build("35.18.14", "Bagor", ("Payaman",), ("Kedungdowo",))
    cycle = collecting(office, due=ALL)
    for entry in cycle.entries.all():
        validated(entry, *makers(office, entry.unit.code))
    step = cycle.steps.get(work="pengumpulan")
    asked = {entry.unit_id for entry in cycle.entries.all()}
    assert step.state == StepState.FINISHED
    assert not step.actors.filter(finished_at=None, unit__in=asked).exists()
    results = {(row.instrument, row.subject.name): (row.value, row.label) for row in Result.objects.current()}
    assert results == {
        ("ikm", "Bagor"): (Decimal(90), "A (Sangat Baik)"),
        ("idm", "Kedungdowo"): (Decimal(70), "Mandiri"),
        ("rtrw_cantik", "Bagor"): (Decimal(2), "RT 03/RW 02, Kelurahan Payaman"),
        ("sinergitas", "Bagor"): (Decimal(2), ""),
        ("dokumen_kelurahan", "Payaman"): (Decimal(100), "Mencukupi"),
        ("dokumen_kelurahan", "Kedungdowo"): (Decimal(100), "Mencukupi"),
        ("dokumen_kelurahan", "Bagor"): (Decimal(1), "1 dari 1 kelurahan"),
    }


def monthly(office: Office, section: str = "pelayanan", cycle: Cycle | None = None) -> Entry:
    return entry_of(cycle or Cycle.objects.get(), office.kelurahan[0], office.sections[section])


def people(office: Office) -> tuple[User, User]:
    return makers(office, office.kelurahan[0].code)


# ---- Opening


def test_sheets_are_opened_once_and_only_for_rows_that_are_due():
    office = build("35.18.14", "Bagor", ("Payaman",), ("Kedungdowo",))
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


def test_an_indicator_left_out_of_the_sorting_is_not_asked(office: Office, cycle: Cycle):
    cycle.sorted_indicators.filter(indicator__code="YAN-04").update(is_included=False)
    assert [row.spec.code for row in sheet_of(monthly(office, cycle=cycle)).rows] == ["PDK-04"]


def test_people_hear_of_their_sheets_and_a_desa_is_asked(office: Office, cycle: Cycle):
    told = Message.objects.get(user=office.operator[office.desa[0].code]).text
    assert told.startswith("Mohon isian periode November 2026")
    assert "Senin, 30 November 2026" in Message.objects.get(user=people(office)[0]).text


# ---- Saving


def test_the_first_save_starts_the_step_for_the_unit(office: Office):
    entry = monthly(office)
    save(entry, people(office)[0], answers(PDK_04__lapor=1))
    actor = entry.cycle.steps.get(work="pengumpulan").actors.get(unit=entry.unit)
    assert actor.started_at == OPENED


def test_nihil_no_data_with_reason_and_not_applicable_are_answers(office: Office):
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
def test_an_answer_the_field_cannot_take_is_refused_and_nothing_is_half_stored(
    office: Office, given: Given, sentence: str
):
    entry = monthly(office)
    mixed = {("PDK-04", "lapor"): Given.of_number(1), ("PDK-04", "mati"): given}
    with pytest.raises(SheetError) as caught:
        save(entry, people(office)[0], mixed)
    assert sentence in caught.value.problems[("PDK-04", "mati")]
    assert not entry.values.exists()


def test_a_note_is_kept_in_the_trail_and_is_no_book(office: Office):
    entry, lurah = monthly(office), people(office)[1]
    for note in ("Angka sementara", "Angka akhir"):
        entry = save_sheet(entry=entry, answers={}, version=entry.version, note=note, by=lurah, now=OPENED)
    told = AuditEvent.objects.filter(verb="entry.saved").order_by("number").last()
    assert (told.before, told.after) == ({"catatan": "Angka sementara"}, {"catatan": "Angka akhir"})
    with pytest.raises(DomainError, match=r"paling panjang 2\.000 huruf"):
        save_sheet(entry=entry, answers={}, version=entry.version, note="x" * 2001, by=lurah, now=OPENED)


def test_a_field_of_another_sheet_is_refused(office: Office):
    with pytest.raises(DomainError, match="Muat ulang"):
        save(monthly(office), people(office)[0], answers(PBB_01__baku=1))


def test_an_old_version_overwrites_nobody(office: Office):
    entry = monthly(office)
    operator, lurah = people(office)
    save_sheet(entry=entry, answers=answers(PDK_04__lapor=1), version=0, by=operator, now=OPENED)
    with pytest.raises(ConflictError) as caught:
        save_sheet(entry=entry, answers=answers(PDK_04__lapor=2), version=0, by=lurah, now=OPENED)
    assert caught.value.code == "stale"
    assert entry.values.get().number == 1


def test_last_month_stands_beside_each_field_and_fills_the_beginning(office: Office, cycle: Cycle):
    october = collecting(office, Month(2026, 10), now=datetime(2026, 10, 1, 1, 0, tzinfo=UTC))
    sent(monthly(office, "pemerintahan", october), *people(office))
    rows = {row.spec.code: row for row in sheet_of(monthly(office, "pemerintahan", cycle)).rows}
    opening = next(cell for cell in rows["PDK-01"].fields if cell.field.key == "awal")
    assert (opening.prefill, opening.last_value) == (1000, 1000)
    assert rows["PBB-01"].last_outcome.value == 90


def test_half_of_a_correction_is_not_last_months_figure(office: Office, cycle: Cycle):
    operator, lurah = people(office)
    before = collecting(office, Month(2026, 10), now=datetime(2026, 10, 1, 1, 0, tzinfo=UTC))
    october = validated(monthly(office, "pemerintahan", before), operator, lurah)
    november = monthly(office, "pemerintahan", cycle)

    def last() -> list[str]:
        return [last_text(cell) for cell in sheet_of(november).rows[0].fields]

    reopen_sheet(entry=october, reason="salah ketik", by=office.sekcam, now=OPENED)
    held = save(october, operator, answers(PDK_01__lahir=7) | {("PDK-01", "mati"): None})
    assert last() == ["1.000", "2", "2"]
    held = save(held, operator, answers(PDK_01__mati=3))
    held = send_sheet(entry=held, version=held.version, by=lurah, now=OPENED)
    validate_sheet(entry=held, by=office.kasi["pemerintahan"], now=OPENED)
    assert last() == ["1.000", "7", "3"]


def test_another_sheet_of_the_unit_fills_in_what_it_knows(office: Office, cycle: Cycle):
    save(monthly(office, "pemerintahan", cycle), people(office)[0], GOOD)
    cells = {cell.field.key: cell for cell in sheet_of(monthly(office, cycle=cycle)).rows[0].fields}
    assert cells["mati"].prefill == 2


# ---- Rules


def test_a_hard_rule_lets_the_draft_be_and_stops_the_sending(office: Office):
    entry = monthly(office)
    lurah = people(office)[1]
    entry = save(entry, lurah, answers(PDK_04__lapor=3, PDK_04__mati=2, YAN_04__n=1))
    with pytest.raises(SheetError) as caught:
        send_sheet(entry=entry, version=entry.version, by=lurah, now=OPENED)
    assert caught.value.problems == {("PDK-04", "lapor"): "Yang dilaporkan tidak boleh melebihi jumlah kematian."}


def test_a_soft_rule_wants_an_explanation(office: Office):
    lurah = people(office)[1]
    entry = filled(monthly(office, "pemerintahan"), lurah)
    entry = save(entry, lurah, answers(PDK_01__lahir=300))
    with pytest.raises(SheetError) as caught:
        send_sheet(entry=entry, version=entry.version, by=lurah, now=OPENED)
    assert list(caught.value.problems) == [("PDK-01", "awal")]
    entry = save(entry, lurah, {("PDK-01", EXPLANATION): Given.of_text("perumahan baru")})
    assert send_sheet(entry=entry, version=entry.version, by=lurah, now=OPENED).state == EntryState.SENT


def test_a_row_that_must_be_proved_is_not_sent_without_a_file(office: Office):
    lurah = people(office)[1]
    entry = save(monthly(office, "pemerintahan"), lurah, GOOD)
    with pytest.raises(SheetError) as caught:
        send_sheet(entry=entry, version=entry.version, by=lurah, now=OPENED)
    assert list(caught.value.problems) == [("PBB-01", "bukti")]
