"""Prints over sheets that people have filled in and checked."""

from fractions import Fraction

import pytest

from cermat.collection.actions import reopen_sheet, send_sheet, validate_sheet
from cermat.collection.models import Form
from cermat.collection.queries import FieldCell, corrections_of
from cermat.indicators.formula.spec import Field
from cermat.printing.blocks import Table
from cermat.reports.queries import KINDS, CycleUnit
from cermat.reports.queries.sheets import typed_text
from tests.collection.factories import answers as given
from tests.collection.factories import collecting, entry_of, save, small_office
from tests.collection.factories import validated as confirmed
from tests.factories import NOW
from tests.reports.factories import (
    rows_of,
    table_of,
    words,
)

pytestmark = pytest.mark.django_db


def test_a_percentage_over_few_cases_prints_what_it_is_made_of() -> None:
    made = small_office()
    cycle = collecting(made)
    unit = made.kelurahan[0]
    entry = entry_of(cycle, unit, made.sections["pelayanan"])
    full = entry_of(cycle, unit, made.sections["pemerintahan"])
    confirmed(full, made.operator[unit.code], made.lurah[unit.code])
    entry = confirmed(entry, made.operator[unit.code], made.lurah[unit.code])
    tables = KINDS["laporan-seksi"].build(CycleUnit(cycle, made.sections["pelayanan"]), NOW).blocks
    rows = rows_of(next(block for block in tables if isinstance(block, Table)))
    row = next(row for row in rows if row[1] == "PDK-04")
    assert row[5] == "100 (2 dari 2)"


def test_sinergitas_prints_its_aspects_and_how_many_items_were_assessed() -> None:
    made = small_office()
    cycle = collecting(made, due=("sinergitas",))
    for place, head in ((made.secretariat, made.sekcam), (made.sections["pelayanan"], made.kasi["pelayanan"])):
        confirmed(entry_of(cycle, place, place, Form.SINERGITAS), head, head)
    report = KINDS["laporan-sinergitas"].build(cycle, NOW)
    assert rows_of(table_of(report, "Poin per aspek")) == [["A. Pelayanan", "2", "3,5", "2 dari 2"]]
    assert "sinergitas-tes@1" in words(report)


def test_a_choice_is_printed_in_its_words_never_as_its_code() -> None:
    made = small_office()
    cycle = collecting(made, due=("ikm",))
    section, head = made.sections["pelayanan"], made.kasi["pelayanan"]
    entry = confirmed(entry_of(cycle, section, section, Form.IKM), head, head)
    report = table_of(KINDS["laporan-ikm"].build(cycle, NOW), "Rincian")
    assert dict(rows_of(report))["Mutu"] == "A (Sangat Baik)"
    entry = reopen_sheet(entry=entry, reason="salah pilih", by=made.sekcam, now=NOW)
    entry = save(entry, head, given(IKM_01__nilai=80, IKM_01__mutu=3), NOW)
    entry = send_sheet(entry=entry, version=entry.version, by=head, now=NOW)
    validate_sheet(entry=entry, by=made.sekcam, now=NOW)
    told = [(one.label, one.before, one.after) for one in corrections_of(cycle)]
    assert ("Mutu pelayanan", "A (Sangat Baik)", "B (Baik)") in told


@pytest.mark.parametrize(("value", "said"), [(1, "Ya"), (0, "Tidak"), (None, "–")])
def test_yes_and_no_are_words_also_where_cermat_computes_them(value: int | None, said: str) -> None:
    asked = Field("tepat", "Tepat waktu", unit="ya/tidak", kind="ya_tidak")
    given_ = None if value is None else Fraction(value)
    assert typed_text(FieldCell("ADM-03", asked, True, None, given_, "", None, None, None)) == said
