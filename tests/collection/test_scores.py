"""What sheets are worth by their instrument: points with evidence, gaps that stay gaps, every line kept."""

from decimal import Decimal

import pytest
from django.urls import reverse

from cermat.collection.actions import send_sheet, validate_sheet
from cermat.collection.models import Entry, Form
from cermat.collection.queries import points_so_far, sinergitas_outcome, sinergitas_sheets
from cermat.collection.schema import Answer, Given, SheetError
from cermat.instruments.formula import outcome_from
from cermat.instruments.models import Result
from cermat.instruments.queries import definition_named, result_of
from cermat.organisation.models import Unit, User
from cermat.sop.models import Cycle
from tests.collection.factories import NOVEMBER, OPENED, checker_of, collecting, entry_of, filled, save, small_office
from tests.factories import Office, sign_in

pytestmark = pytest.mark.django_db


def sheets(office: Office) -> tuple[Cycle, Entry, Entry]:
    """The sinergitas sheets of the Sekretariat (A-01, all or nothing) and of Pelayanan (A-02, two pieces)."""
    cycle = collecting(office)
    places = office.secretariat, office.sections["pelayanan"]
    secretariat, service = (entry_of(cycle, place, place, Form.SINERGITAS) for place in places)
    return cycle, secretariat, service


def closed(entry: Entry, head: User) -> None:
    entry.refresh_from_db()
    entry = send_sheet(entry=entry, version=entry.version, by=head, now=OPENED)
    validate_sheet(entry=entry, by=checker_of(entry), now=OPENED)


def result(kecamatan: Unit) -> Result:
    found = result_of("sinergitas", kecamatan, NOVEMBER)
    assert found is not None
    return found


def test_points_count_with_evidence_and_every_line_is_kept():
    office = small_office()
    _cycle, secretariat, service = sheets(office)
    for entry, head in ((secretariat, office.sekcam), (service, office.kasi["pelayanan"])):
        filled(entry, head)
        closed(entry, head)
    kept = result(office.kecamatan)
    definition = definition_named(office.kecamatan, kept.definition)
    assert definition is not None
    outcome = outcome_from(definition, kept.details)
    assert outcome is not None
    assert (kept.value, kept.definition) == (2, "sinergitas-tes@1")
    assert [(line.code, line.value) for line in outcome.items] == [("A-01", 2), ("A-02", 0)]  # no evidence
    assert outcome.line("A").value == 2


def test_what_nobody_could_assess_is_missing_never_zero():
    office = small_office()
    _cycle, secretariat, service = sheets(office)
    no_data = Given(Answer.NO_DATA, reason="menunggu monografi")
    save(secretariat, office.sekcam, {("A-01", "poin"): no_data})
    filled(service, office.kasi["pelayanan"])
    closed(secretariat, office.sekcam)
    closed(service, office.kasi["pelayanan"])
    kept = result(office.kecamatan)
    assert (kept.value, kept.details["missing"]) == (None, ["A-01"])


@pytest.mark.parametrize(("points", "is_allowed"), [("0", True), ("2", True), ("1", False), ("2.5", False)])
def test_a_person_can_only_give_points_that_the_item_allows(points: str, is_allowed: bool):
    office = small_office()
    _cycle, secretariat, _service = sheets(office)
    given = {("A-01", "poin"): Given.of_number(points)}
    if is_allowed:
        assert save(secretariat, office.sekcam, given).values.get().number == Decimal(points)
        return
    with pytest.raises(SheetError) as refused:
        save(secretariat, office.sekcam, given)
    assert refused.value.problems == {("A-01", "poin"): "Pilih salah satu jawaban yang tersedia."}


def test_an_item_left_out_of_the_sorting_is_not_asked():
    office = small_office()
    cycle, secretariat, _service = sheets(office)
    cycle.sorted_indicators.filter(indicator__code="A-02").update(is_included=False)
    filled(secretariat, office.sekcam)
    outcome = sinergitas_outcome(sinergitas_sheets(cycle))
    assert outcome is not None
    assert (outcome.value, outcome.missing) == (2, ())


def test_the_same_score_stands_before_anybody_has_validated():
    office = small_office()
    cycle, secretariat, service = sheets(office)
    assert sinergitas_outcome([]) is None
    filled(secretariat, office.sekcam)
    outcome = sinergitas_outcome(sinergitas_sheets(cycle))
    assert outcome is not None
    assert (outcome.value, outcome.missing) == (None, ("A-02",))
    filled(service, office.kasi["pelayanan"])
    outcome = sinergitas_outcome(sinergitas_sheets(cycle))
    assert outcome is not None
    assert outcome.value == 2


def test_the_sheet_shows_the_points_of_the_section_and_of_the_kecamatan_as_they_stand():
    office = small_office()
    cycle, secretariat, service = sheets(office)
    head = office.kasi["pelayanan"]
    page = reverse("collection:sheet", args=[service.pk])
    assert "0 dari 1,5 poin · 0 dari 1 indikator dinilai" in " ".join(seen(head, page).split())
    filled(secretariat, office.sekcam)
    filled(service, head)
    text = " ".join(seen(head, page).split())
    assert "0 dari 1,5 poin · 1 dari 1 indikator dinilai" in text
    assert "2 dari 3,5 poin · 2 dari 2 indikator dinilai" in text
    assert "Bernilai 0 sampai bukti dukungnya dilampirkan: A-02." in text
    assert "Poin sementara" in seen(head, f"{page}?baca=1")
    monthly = entry_of(cycle, office.kelurahan[0], office.sections["pelayanan"])
    assert points_so_far(monthly) is None


def seen(user: User, page: str) -> str:
    return sign_in(user).get(page).content.decode()


def test_documents_keep_their_lines_and_the_threshold_says_who_suffices():
    office = small_office()
    cycle = collecting(office)
    unit = office.kelurahan[0]
    entry = entry_of(cycle, unit, office.sections["pemerintahan"], Form.DOCUMENTS)
    answers = {("KEL-A.1", "ada"): Given(Answer.YES), ("KEL-A.2", "ada"): Given(Answer.NO)}
    save(entry, office.operator[unit.code], answers)
    closed(entry, office.lurah[unit.code])
    kept = result_of("dokumen_kelurahan", unit, NOVEMBER)
    assert kept is not None
    assert (kept.value, kept.label, kept.definition) == (50, "Belum mencukupi", "dokumen-tes@1")
    assert list(kept.details["items"]) == ["KEL-A.1", "KEL-A.2"]  # the yearly one is not due in November
    count = result_of("dokumen_kelurahan", office.kecamatan, NOVEMBER)
    assert count is not None
    assert (count.value, count.label, count.details["threshold"]) == (0, "0 dari 1 kelurahan", "100")
