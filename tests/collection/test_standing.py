"""How a cycle stands so far: sinergitas section beside section, documents unit by unit, the missing by name."""

from fractions import Fraction

import pytest
from django.urls import reverse

from cermat.collection.models import Form
from cermat.collection.queries import documents_standing, sheet_of, sinergitas_standing
from cermat.collection.schema import Answer, Given
from cermat.sop.models import Cycle
from tests.collection.factories import (
    OPENED,
    collecting,
    entry_of,
    filled,
    save,
    small_office,
    validated,
)
from tests.factories import Office, sign_in

pytestmark = pytest.mark.django_db
TODAY = OPENED.date()


@pytest.fixture
def office() -> Office:
    return small_office(("Payaman", "Werungotok"))


@pytest.fixture
def cycle(office: Office) -> Cycle:
    return collecting(office)


def checklist(office: Office, cycle: Cycle, at: int = 0):
    return entry_of(cycle, office.kelurahan[at], office.sections["pemerintahan"], Form.DOCUMENTS)


def test_sections_stand_beside_each_other_and_what_nobody_assessed_is_named(office, cycle):
    secretariat = office.sections["sekretariat"]
    filled(entry_of(cycle, secretariat, secretariat, Form.SINERGITAS), office.sekcam)
    standing = sinergitas_standing(cycle)
    assert standing is not None
    told = {one.name: (one.whole.points, one.whole.assessed, one.whole.of) for one in standing.sections}
    assert told["Sekretariat"] == (2, 1, 1)
    assert told["Seksi Pelayanan Umum"] == (0, 0, 1)
    assert standing.together.whole.missing == ("A-02",)
    assert standing.together.whole.most == Fraction(7, 2)


def test_a_cycle_without_such_sheets_says_so(office):
    cycle = collecting(office, due=())
    assert (sinergitas_standing(cycle), documents_standing(cycle, TODAY)) == (None, None)
    page = sign_in(office.sekcam).get(reverse("collection:standing", args=[cycle.pk])).content.decode()
    assert "Belum ada isian sinergitas atau dokumen" in page


def test_only_validated_checklists_of_kelurahan_count_and_desa_stand_apart(office, cycle):
    first = office.kelurahan[0].code
    validated(checklist(office, cycle), office.operator[first], office.lurah[first])
    desa = entry_of(cycle, office.desa[0], office.sections["pemerintahan"], Form.DOCUMENTS)
    filled(desa, office.operator[office.desa[0].code])
    filled(checklist(office, cycle, 1), office.operator[office.kelurahan[1].code])
    standing = documents_standing(cycle, TODAY)
    assert standing is not None
    assert (standing.count, standing.expected, standing.of) == (1, 2, 2)
    assert [one.entry.unit.name for one in standing.desa] == ["Kedungdowo"]


def test_a_checklist_names_what_is_not_there_and_takes_files_for_every_document(office, cycle):
    entry, operator = checklist(office, cycle), office.operator[office.kelurahan[0].code]
    save(entry, operator, {("KEL-A.1", "ada"): Given(Answer.YES), ("KEL-A.2", "ada"): Given(Answer.NO)})
    page = sign_in(operator).get(reverse("collection:sheet", args=[entry.pk])).content.decode()
    missing = next(row.indicator.name for row in sheet_of(entry).rows if row.spec.code == "KEL-A.2")
    assert "<b>1 dari 2</b> dokumen yang jatuh tempo ada (50 %)" in page
    assert f"<li>{missing}</li>" in page
    assert all(f'name="bukti:{row.spec.code}"' in page for row in sheet_of(entry).rows)


def test_the_page_is_for_those_who_see_the_whole_kecamatan(office, cycle):
    address = reverse("collection:standing", args=[cycle.pk])
    shown = sign_in(office.camat).get(address).content.decode()
    assert "0 dari 2" in shown
    assert "Sinergitas per seksi" in shown
    village = sign_in(office.lurah[office.kelurahan[0].code]).get(address)
    assert village.headers["Location"] == reverse("collection:mine", args=[cycle.pk])


@pytest.mark.parametrize("names", [("Payaman",), ("Payaman", "Werungotok", "Bogo")])
def test_more_kelurahan_need_no_more_queries(names, django_assert_num_queries):
    office = small_office(names)
    cycle = collecting(office)
    client, address = sign_in(office.sekcam), reverse("collection:standing", args=[cycle.pk])
    client.get(address)
    with django_assert_num_queries(24):
        client.get(address)
