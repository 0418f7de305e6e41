"""Questions about figures that are unusual for the unit, or among its neighbours."""

import pytest

from cermat.collection.actions import send_sheet
from cermat.collection.models import Answer, Entry, EntryState, EntryValue
from cermat.collection.queries import EXPLANATION, sheet_of
from cermat.collection.schema import Given
from cermat.indicators.models import Indicator
from cermat.lib.months import Month
from cermat.organisation.models import Unit, User
from cermat.sop.models import Cycle
from tests.collection.factories import OPENED, answers, collecting, entry_of, filled, save, small_office
from tests.factories import Office

pytestmark = pytest.mark.django_db

HABIT = ("abs(hasil - median_12) > 3.5 * sebaran_12", "Biasanya {median_12} %.")
BESIDE = ("abs(hasil - median_tetangga) > 3.5 * sebaran_tetangga", "Yang lain {median_tetangga} %.")
OTHERS = ("Kauman", "Mangundikaran", "Werungotok", "Ringinanom", "Kramat", "Payaman")
TAKEN = ("sop", "due_on", "cutoff_on", "meeting_on", "opened_at")


def a_sheet(office: Office, when: str, message: str) -> Entry:
    """Of the first kelurahan, with a question beside the share of deaths that were reported."""
    cycle = collecting(office)
    rule = {"kind": "tanya", "when": when, "read": "", "message": message}
    Indicator.objects.filter(code="PDK-04").update(rules=[rule])
    return entry_of(cycle, office.kelurahan[0], office.sections["pelayanan"])


def remembered(entry: Entry, month: Month, reported: int, *, unit: Unit | None = None, is_sent: bool = True) -> None:
    """The same sheet of another month or unit, in which so many of ten deaths were reported."""
    cycle, _ = Cycle.objects.get_or_create(
        kecamatan=entry.cycle.kecamatan,
        year=month.year,
        month_number=month.number,
        defaults={
            name: getattr(entry.cycle, name) for name in ("sop", "due_on", "cutoff_on", "meeting_on", "opened_at")
        },
    )
    past = Entry.objects.create(
        cycle=cycle, unit=unit or entry.unit, section=entry.section, form=entry.form, due_on=entry.due_on,
        opened_at=OPENED, first_sent_at=OPENED if is_sent else None,
    )  # fmt: skip
    for key, number in (("lapor", reported), ("mati", 10)):
        EntryValue.objects.create(
            entry=past,
            code="PDK-04",
            field=key,
            answer=Answer.NUMBER,
            number=number,
            by=User.objects.earliest("pk"),
            at=OPENED,
        )


def questions(entry: Entry) -> list[str]:
    [row] = [row for row in sheet_of(entry).rows if row.spec.code == "PDK-04"]
    return [question.message for question in row.questions]


def test_a_figure_unlike_the_unit_s_own_year_is_asked_about_and_may_be_sent() -> None:
    office = small_office()
    entry = a_sheet(office, *HABIT)
    for before in range(1, 7):
        remembered(entry, entry.cycle.month.plus(-before), 9)
    lurah = office.lurah[entry.unit.code]
    entry = save(filled(entry, lurah), lurah, answers(PDK_04__lapor=2, PDK_04__mati=10))
    assert questions(entry) == ["Biasanya 90 %."]
    assert send_sheet(entry=entry, version=entry.version, by=lurah, now=OPENED).state == EntryState.SENT
    assert questions(entry) == ["Biasanya 90 %."]  # the checker sees it too


def test_an_explanation_answers_the_question() -> None:
    office = small_office()
    entry = a_sheet(office, *HABIT)
    for before in range(1, 7):
        remembered(entry, entry.cycle.month.plus(-before), 9)
    lurah = office.lurah[entry.unit.code]
    entry = save(filled(entry, lurah), lurah, answers(PDK_04__lapor=2, PDK_04__mati=10))
    entry = save(entry, lurah, {("PDK-04", EXPLANATION): Given.of_text("Register hilang, sedang disusun lagi")})
    assert questions(entry) == []


def test_drafts_and_older_years_are_no_habit() -> None:
    office = small_office()
    entry = a_sheet(office, *HABIT)
    for before in range(1, 6):
        remembered(entry, entry.cycle.month.plus(-before), 9)
    remembered(entry, entry.cycle.month.plus(-6), 9, is_sent=False)
    remembered(entry, entry.cycle.month.plus(-13), 9)
    lurah = office.lurah[entry.unit.code]
    entry = save(filled(entry, lurah), lurah, answers(PDK_04__lapor=2, PDK_04__mati=10))
    assert questions(entry) == []


def test_an_unfinished_correction_is_no_habit() -> None:
    office = small_office()
    entry = a_sheet(office, *HABIT)
    for before in range(1, 7):
        remembered(entry, entry.cycle.month.plus(-before), 9)
    Entry.objects.filter(pk=Entry.objects.latest("pk").pk).update(revision=2)
    lurah = office.lurah[entry.unit.code]
    entry = save(filled(entry, lurah), lurah, answers(PDK_04__lapor=2, PDK_04__mati=10))
    assert questions(entry) == []  # five months are too few for a median


def test_neighbours_are_the_other_units_of_last_month_and_never_oneself() -> None:
    office = small_office(OTHERS)
    entry = a_sheet(office, *BESIDE)
    others = [unit for unit in (*office.kelurahan, *office.desa) if unit != entry.unit]
    assert len(others) == 6
    for unit in others[:5]:
        remembered(entry, entry.cycle.month.plus(-1), 9, unit=unit)
    remembered(entry, entry.cycle.month.plus(-1), 9)  # its own does not make the sixth
    lurah = office.lurah[entry.unit.code]
    entry = save(filled(entry, lurah), lurah, answers(PDK_04__lapor=2, PDK_04__mati=10))
    assert questions(entry) == []
    remembered(entry, entry.cycle.month.plus(-1), 10, unit=others[5])
    assert questions(entry) == ["Yang lain 90 %."]
