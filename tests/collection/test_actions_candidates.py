"""The contest RT/RW Cantik: who takes part, whose mark is missing, who comes first."""

import pytest
from django.db import IntegrityError, transaction

from cermat.audit.models import AuditEvent
from cermat.collection.actions import send_sheet, set_candidates, validate_sheet
from cermat.collection.models import Candidate, Entry, Form
from cermat.collection.presenters import places_text
from cermat.collection.queries import contest_of, sheet_of, what_stops
from cermat.collection.schema import Answer, Given, SheetError, Wanted
from cermat.instruments.models import Result
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.organisation.models import User
from cermat.sop.models import Cycle
from tests.collection.factories import (
    LATER,
    OPENED,
    checker_of,
    collecting,
    entered,
    entry_of,
    filled,
    save,
    small_office,
)
from tests.factories import Office

pytestmark = pytest.mark.django_db
ASSESSORS = ("polsek", "kesehatan", "pertanian", "pkk", "forpimcam")
CRITERIA = tuple(f"RTR-0{number}" for number in range(1, 6))


def lay() -> tuple[Office, Cycle]:
    office = small_office()
    return office, collecting(office, due=("rtrw_cantik",))


@pytest.fixture
def contest(office: Office, cycle: Cycle) -> Entry:
    return entry_of(cycle, office.sections["pmd"], office.sections["pmd"], Form.RTRW)


def kasi(office: Office) -> User:
    return office.kasi["pmd"]


def marked(entry: Entry, by: User, number: int, mark: int | str) -> Entry:
    """Every assessor gives the candidate the same mark on every criterion."""
    given = {(f"{code}-P{number}", key): Given.of_number(mark) for code in CRITERIA for key in ASSESSORS}
    return save(entry, by, given)


def test_what_goes_with_a_candidate_stays_in_the_trail(office, contest):
    by = kasi(office)
    held = marked(entered(contest, by, "RT 03/RW 02"), by, 1, 80)
    set_candidates(entry=held, wanted=[], removed=[1], version=held.version, by=by, now=OPENED)
    told = AuditEvent.objects.get(verb="entry.candidates", after={})
    assert told.before == {"1": "RT 03/RW 02, Kelurahan Payaman"} | {
        f"{code}-P1.{key}": "80" for code in CRITERIA for key in ASSESSORS
    }


def test_a_candidate_brings_a_row_for_each_criterion_and_a_field_for_each_assessor(office, contest):
    entered(contest, kasi(office), "RT 03/RW 02", "RT 01/RW 05")
    rows = [row for row in sheet_of(contest).rows if row.spec.code != "RTR-00"]
    assert [row.spec.code for row in rows] == [f"{code}-P{number}" for number in (1, 2) for code in CRITERIA]
    assert {tuple(cell.field.key for cell in row.fields) for row in rows} == {ASSESSORS}
    assert {row.indicator.group_name for row in rows} == {
        "RT 03/RW 02, Kelurahan Payaman",
        "RT 01/RW 05, Kelurahan Payaman",
    }


def test_without_candidates_and_without_the_minutes_nothing_is_sent(office, contest):
    assert "sekurang-kurangnya satu RT/RW" in str(what_stops(sheet_of(contest)))
    entered(contest, kasi(office), "RT 03/RW 02")
    marked(contest, kasi(office), 1, 80)
    assert what_stops(sheet_of(contest)) == {("RTR-00", "bukti"): "Lampirkan bukti dukung: Berita acara."}


def test_a_gap_is_allowed_in_a_draft_and_named_when_sending(office, contest):
    entered(contest, kasi(office), "RT 03/RW 02")
    marked(contest, kasi(office), 1, 80)
    entry = save(contest, kasi(office), {("RTR-04-P1", "pkk"): None})
    found = contest_of(sheet_of(entry)).contestants[0]
    assert (found.outcome.index, found.place) == (None, None)
    assert found.gaps == (("Kesehatan dan kebersihan lingkungan", "PKK"),)
    with pytest.raises(SheetError) as told:
        send_sheet(entry=entry, version=entry.version, by=kasi(office), now=OPENED)
    message = told.value.problems[("RTR-04-P1", "pkk")]
    assert message == "Nilai penilai PKK untuk RT 03/RW 02, Kelurahan Payaman belum ada."


def test_no_data_with_a_reason_is_no_mark_either(office, contest):
    entered(contest, kasi(office), "RT 03/RW 02")
    marked(contest, kasi(office), 1, 80)
    absent = Given(Answer.NO_DATA, reason="penilai sakit")
    entry = save(contest, kasi(office), {("RTR-01-P1", "polsek"): absent})
    assert ("RTR-01-P1", "polsek") in what_stops(sheet_of(entry))


def test_a_mark_stays_between_1_and_100(office, contest):
    entered(contest, kasi(office), "RT 03/RW 02")
    entry = save(contest, kasi(office), {("RTR-01-P1", "polsek"): Given.of_number(101)})
    assert "paling tinggi 100" in what_stops(sheet_of(entry))[("RTR-01-P1", "polsek")]


def test_equal_indices_share_a_place_and_the_next_place_is_left_out(office, contest):
    entered(contest, kasi(office), "RT 03/RW 02", "RT 01/RW 05", "RT 02/RW 01")
    for number, mark in ((1, 84), (2, 80), (3, 84)):
        marked(contest, kasi(office), number, mark)
    standing = contest_of(sheet_of(contest))
    assert [(one.candidate.number, one.place.number, one.place.shared) for one in standing.ranked if one.place] == [
        (1, 1, True),
        (3, 1, True),
        (2, 3, False),
    ]
    assert places_text(standing) == [
        "Peringkat 1 bersama: RT 03/RW 02, Kelurahan Payaman dan RT 02/RW 01, Kelurahan Payaman (84,00)",
        "Peringkat 3: RT 01/RW 05, Kelurahan Payaman (80,00)",
    ]


def test_the_validated_contest_leaves_one_result_with_all_marks_and_places(office, contest):
    entered(contest, kasi(office), "RT 01/RW 05")
    entry = filled(contest, kasi(office))  # one more candidate
    marked(entry, kasi(office), 1, 90)
    entry.refresh_from_db()
    entry = send_sheet(entry=entry, version=entry.version, by=kasi(office), now=OPENED)
    validate_sheet(entry=entry, by=checker_of(entry), now=OPENED + LATER)
    result = Result.objects.get(instrument="rtrw_cantik")
    assert (result.value, result.label) == (90, "RT 01/RW 05, Kelurahan Payaman")
    assert (result.definition, result.subject) == ("rtrw-cantik-contoh@1", office.kecamatan)
    first, second = result.details["candidates"]
    assert (first["place"], first["index"], first["marks"]["RTR-01"]["pkk"]) == (1, "90.00", "90")
    assert (second["place"], second["index"], second["name"]) == (2, "2.00", "RT 03/RW 02")


def test_a_candidate_taken_out_takes_their_marks_along_and_the_history_names_the_others(office, contest):
    entered(contest, kasi(office), "RT 03/RW 02", "RT 01/RW 05")
    entry = marked(contest, kasi(office), 2, 70)
    entry = set_candidates(entry=entry, wanted=[], removed=[2], version=entry.version, by=kasi(office), now=OPENED)
    assert not entry.values.filter(code__endswith="-P2").exists()
    note = entry.events.filter(note__startswith="Peserta").latest("pk").note
    assert note == "Peserta: RT 03/RW 02, Kelurahan Payaman"


def test_a_candidate_can_be_named_anew_and_keeps_their_marks(office, contest):
    entered(contest, kasi(office), "RT 03/RW 02")
    entry = marked(contest, kasi(office), 1, 70)
    wanted = [Wanted(1, office.desa[0].pk, "RT 09/RW 01")]
    entry = set_candidates(entry=entry, wanted=wanted, version=entry.version, by=kasi(office), now=OPENED)
    found = contest_of(sheet_of(entry)).contestants[0]
    assert (str(found.candidate), found.outcome.index) == ("RT 09/RW 01, Desa Kedungdowo", 70)


def test_wrong_names_are_told_at_their_field(office, contest):
    entry = entered(contest, kasi(office), "RT 03/RW 02")
    unit = office.kelurahan[0].pk
    for wanted, key in (
        (Wanted(None, unit, " "), ("baru", "nama")),
        (Wanted(None, None, "RT 01/RW 01"), ("baru", "unit")),
        (Wanted(None, office.sections["pmd"].pk, "RT 01/RW 01"), ("baru", "unit")),
        (Wanted(None, unit, "rt 03/rw 02"), ("baru", "nama")),
        (Wanted(1, unit, "x" * 41), ("P1", "nama")),
    ):
        with pytest.raises(SheetError) as told:
            set_candidates(entry=entry, wanted=[wanted], version=entry.version, by=kasi(office), now=OPENED)
        assert list(told.value.problems) == [key]


def test_candidates_are_entered_by_who_fills_in_on_a_contest_and_on_the_version_they_saw(office, contest):
    wanted = [Wanted(None, office.kelurahan[0].pk, "RT 03/RW 02")]
    with pytest.raises(NotAllowedError):
        set_candidates(entry=contest, wanted=wanted, version=0, by=office.kasi["pelayanan"], now=OPENED)
    with pytest.raises(ConflictError):
        set_candidates(entry=contest, wanted=wanted, version=7, by=kasi(office), now=OPENED)
    other = entry_of(contest.cycle, office.kelurahan[0], office.sections["pelayanan"])
    with pytest.raises(DomainError, match="tidak mempunyai peserta"):
        set_candidates(entry=other, wanted=wanted, version=0, by=office.operator[other.unit.code], now=OPENED)


@pytest.mark.parametrize("wrong", [{"number": 1}, {"name": "RT 03/RW 02"}, {"name": ""}, {"number": 0}])
def test_the_database_refuses_a_candidate_twice_or_without_a_name(office, contest, wrong):
    entered(contest, kasi(office), "RT 03/RW 02")
    kept = {"entry": contest, "unit": office.kelurahan[0], "number": 2, "name": "RT 05/RW 05"} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.create(**kept)


def test_blanks_and_letters_nobody_sees_do_not_make_a_second_candidate_of_the_same_name(office, contest):
    unit = office.kelurahan[0].pk
    first = set_candidates(
        entry=contest, wanted=[Wanted(None, unit, " RT  01/RW\n01 ")], version=0, by=kasi(office), now=OPENED
    )
    assert first.candidates.get().name == "RT 01/RW 01"
    for name in ("RT 01/RW  01", "RT \u200b 01/RW 01\u00ad", "\uff32\uff34 01/RW 01"):
        again = [Wanted(None, unit, name)]
        with pytest.raises(SheetError, match="belum tersimpan") as refused:
            set_candidates(entry=first, wanted=again, version=first.version, by=kasi(office), now=OPENED)
        assert refused.value.problems[("baru", "nama")] == "RT/RW ini sudah ada di antara peserta."
