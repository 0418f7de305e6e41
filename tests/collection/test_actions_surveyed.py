"""The IKM sheet filled from a survey, with the survey's two people, and never over somebody's work."""

from decimal import Decimal

import pytest

from cermat.collection.actions import (
    Taken,
    open_sheets,
    reopen_sheet,
    send_sheet,
    take_survey_result,
    use_survey_result,
)
from cermat.collection.models import Entry, EntryState, Form
from cermat.collection.queries import sheet_of, survey_beside
from cermat.instruments.actions import record_result
from cermat.instruments.models import Result
from cermat.lib.errors import ConflictError, NotAllowedError
from cermat.notifications.models import Message
from cermat.requirements.queries import recording_book, register_of
from cermat.sop.models import Cycle
from tests.collection.factories import answers, collecting, entry_of, save, small_office
from tests.factories import NOW, Office, sign_in

pytestmark = pytest.mark.django_db
TYPED = answers(IKM_01__nilai=90, IKM_01__mutu=4, IKM_01__responden=30)


def lay() -> tuple[Office, Cycle]:
    office = small_office()
    return office, collecting(office, due=("ikm",))


def surveyed(office: Office, cycle: Cycle, value: str = "84.21") -> Result:
    return record_result(
        instrument="ikm", subject=office.kecamatan, period=cycle.month, definition="ikm-14-2017@1",
        value=Decimal(value), label="B (Baik)", respondents=48, details={"index": value}, source="survei",
        source_ref="survey:7", maker=office.kasi["pelayanan"], checker=office.sekcam, now=NOW,
    )  # fmt: skip


def sheet(office: Office, cycle: Cycle) -> Entry:
    section = office.sections["pelayanan"]
    return entry_of(cycle, section, section, Form.IKM)


def figures(entry: Entry) -> dict[str, object]:
    return sheet_of(entry).rows[0].values


def test_a_sheet_nobody_has_sent_is_validated_with_the_figures_and_the_people_of_the_survey(
    office: Office, cycle: Cycle
) -> None:
    result = surveyed(office, cycle)
    assert take_survey_result(result=result, now=NOW) is Taken.FILLED
    entry = sheet(office, cycle)
    assert (entry.state, entry.sent_by, entry.validated_by) == (
        EntryState.VALIDATED, office.kasi["pelayanan"], office.sekcam,
    )  # fmt: skip
    assert figures(entry) == {"nilai": Decimal("84.21"), "mutu": 3, "responden": 48}
    assert [(event.verb, event.note, event.result) for event in entry.events.all()] == [
        ("sent", "Dari hasil survei Kecamatan Nganjuk November 2026", result),
        ("validated", "Dari hasil survei Kecamatan Nganjuk November 2026", result),
    ]


def test_the_requirement_is_filled_without_a_second_result(office: Office, cycle: Cycle) -> None:
    take_survey_result(result=surveyed(office, cycle), now=NOW)
    assert Result.objects.filter(instrument="ikm").count() == 1
    line = next(row for row in register_of(cycle) if row.requirement.instrument == "ikm")
    assert line.is_filled
    book = recording_book(cycle, office.sections["pelayanan"])
    what = "Indeks Kepuasan Masyarakat November 2026, dari survei"  # as the sheet is called on its page
    assert [(row.what, row.result) for row in book] == [(what, "Tervalidasi")]
    step = cycle.steps.get(work="pengumpulan")
    assert step.actors.get(unit=office.sections["pelayanan"]).finished_at == NOW


def test_a_sheet_that_opens_after_the_survey_was_confirmed_is_filled_at_once(office: Office, cycle: Cycle) -> None:
    surveyed(office, cycle)
    sheet(office, cycle).delete()
    open_sheets(cycle=cycle, now=NOW)
    assert sheet(office, cycle).state == EntryState.VALIDATED


def test_a_survey_of_a_month_without_a_sheet_changes_nothing(office: Office, cycle: Cycle) -> None:
    result = surveyed(office, cycle)
    sheet(office, cycle).delete()
    assert take_survey_result(result=result, now=NOW) is Taken.NO_SHEET


def test_a_draft_gives_way_and_its_values_stay_in_the_trace(office: Office, cycle: Cycle) -> None:
    save(sheet(office, cycle), office.kasi["pelayanan"], TYPED)
    assert take_survey_result(result=surveyed(office, cycle), now=NOW) is Taken.FILLED
    assert figures(sheet(office, cycle))["nilai"] == Decimal("84.21")


def test_a_sheet_sent_by_hand_is_kept_and_sekcam_hears_of_it(office: Office, cycle: Cycle) -> None:
    head = office.kasi["pelayanan"]
    entry = sheet(office, cycle)
    save(entry, head, TYPED)
    entry.refresh_from_db()
    handed_in_by_hand(entry, office)
    assert take_survey_result(result=surveyed(office, cycle), now=NOW) is Taken.KEPT
    assert figures(sheet(office, cycle))["nilai"] == 90
    told = Message.objects.filter(user=office.sekcam, text__contains="tidak diubah")
    assert told.count() == 1
    page = sign_in(office.sekcam).get(f"/isian/{entry.pk}/").text
    assert "berbeda dari isian ini. Laporan dan IKU memakai hasil survei." in page
    assert "Pakai hasil survei pada isian ini" in page


def handed_in_by_hand(entry: Entry, office: Office) -> None:
    send_sheet(entry=entry, version=entry.version, by=office.kasi["pelayanan"], now=NOW)


def test_sekcam_takes_the_survey_over_a_sheet_by_hand(office: Office, cycle: Cycle) -> None:
    entry = sheet(office, cycle)
    save(entry, office.kasi["pelayanan"], TYPED)
    entry.refresh_from_db()
    handed_in_by_hand(entry, office)
    take_survey_result(result=surveyed(office, cycle), now=NOW)
    with pytest.raises(NotAllowedError):
        use_survey_result(entry=entry, by=office.kasi["pelayanan"], now=NOW)
    used = use_survey_result(entry=entry, by=office.sekcam, now=NOW)
    assert (used.state, figures(used)["nilai"]) == (EntryState.VALIDATED, Decimal("84.21"))
    with pytest.raises(ConflictError, match="sudah memakai hasil survei"):
        use_survey_result(entry=entry, by=office.sekcam, now=NOW)


def test_a_corrected_survey_corrects_the_sheet_that_came_from_it(office: Office, cycle: Cycle) -> None:
    take_survey_result(result=surveyed(office, cycle), now=NOW)
    newer = surveyed(office, cycle, "83.00")
    assert take_survey_result(result=newer, now=NOW) is Taken.FILLED
    entry = sheet(office, cycle)
    assert (entry.revision, figures(entry)["nilai"]) == (2, 83)
    opened = entry.events.get(verb="reopened")
    assert opened.values["IKM-01"]["nilai"]["number"] == "84.21"
    beside = survey_beside(entry)
    assert beside is not None
    assert (beside.fills, beside.same, beside.counts) == (True, True, True)


def test_a_sheet_opened_for_correction_by_hand_is_kept(office: Office, cycle: Cycle) -> None:
    take_survey_result(result=surveyed(office, cycle), now=NOW)
    reopen_sheet(entry=sheet(office, cycle), reason="Salah ketik", by=office.sekcam, now=NOW)
    assert take_survey_result(result=surveyed(office, cycle, "83.00"), now=NOW) is Taken.KEPT


def test_the_page_of_a_sheet_says_where_its_figures_come_from(office: Office, cycle: Cycle) -> None:
    take_survey_result(result=surveyed(office, cycle), now=NOW)
    page = sign_in(office.kasi["pelayanan"]).get(f"/isian/{sheet(office, cycle).pk}/").text
    assert "Terisi dari hasil survei 84,21 B (Baik), 48 responden." in page
    assert page.count('href="/survei/7/hasil/"') == 3  # the notice, and two lines of the history


def test_a_closed_period_keeps_its_sheet_and_says_how_it_is_corrected(office: Office, cycle: Cycle) -> None:
    result = surveyed(office, cycle)
    Cycle.objects.filter(pk=cycle.pk).update(state="ditutup", closed_by=office.sekcam, closed_at=NOW)
    assert take_survey_result(result=result, now=NOW) is Taken.KEPT
    assert sheet(office, cycle).state == EntryState.DRAFT
    assert "membukanya untuk koreksi" in sign_in(office.sekcam).get(f"/isian/{sheet(office, cycle).pk}/").text
