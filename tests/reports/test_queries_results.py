"""Prints of what the instruments said: indices, classes, aspects, and who stands behind them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from cermat.instruments.actions import load_shipped, record_result
from cermat.instruments.formula import details_of, score
from cermat.instruments.models import Result
from cermat.instruments.schema import shipped
from cermat.lib.months import day_of
from cermat.organisation.actions import choose
from cermat.organisation.models import SettingKey, Unit
from cermat.reports.queries import KINDS
from cermat.reports.queries.register import last_valid
from cermat.sop.models import Cycle
from tests.factories import NOW, Office
from tests.reports.factories import rows_of, said, table_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["laporan-ikm", "laporan-sinergitas", "status-idm", "dokumen-kelurahan"])
def test_what_instruments_said_has_a_print_that_names_what_is_missing(kind: str, cycle: Cycle) -> None:
    text = said(kind, cycle)
    assert "elum ada" in text
    assert "0" not in text.partition("Nilai")[2].partition("Periode")[0]


def test_an_index_prints_its_class_definition_and_the_people_behind_it(office: Office, cycle: Cycle) -> None:
    record_result(
        instrument="ikm", subject=office.kecamatan, period=cycle.month, definition="ikm-14-2017",
        value=Decimal("84.21"), label="B (Baik)", respondents=120, details={"u1": "3.36", "u2": None}, source="isian",
        maker=office.kasi["pelayanan"], checker=office.sekcam, now=NOW,
    )  # fmt: skip
    text = said("laporan-ikm", cycle)
    for words_ in ("84,21 B (Baik)", "120 orang", "ikm-14-2017", office.sekcam.full_name, "belum ada data"):
        assert words_ in text


@pytest.mark.parametrize(("habit", "last"), [("naskah", "Sarana dan Prasarana"), ("kuesioner", "Penanganan Pengaduan")])
def test_the_unsur_are_printed_in_the_order_the_office_has_chosen(
    office: Office, cycle: Cycle, habit: str, last: str
) -> None:
    load_shipped(kecamatan=office.kecamatan, by=office.admin, now=NOW)
    definition = shipped("ikm-14-2017")
    answers = {item.code: Fraction(3) for item in definition.items} | {"sarana": Fraction(4)}
    outcome = score(definition, [answers])
    record_result(
        instrument="ikm", subject=office.kecamatan, period=cycle.month, definition=outcome.definition,
        value=outcome.value, label="B (Baik)", respondents=1, details=details_of(outcome), source="survei",
        maker=office.kasi["pelayanan"], checker=office.sekcam, now=NOW,
    )  # fmt: skip
    key, today = SettingKey.UNSUR_ORDER, day_of(NOW)
    choose(kecamatan=office.kecamatan, key=key, value=habit, valid_from=today, by=office.admin, now=NOW)
    rows = rows_of(table_of(KINDS["laporan-ikm"].build(cycle, NOW), "Nilai per unsur"))
    assert [row[0] for row in rows] == [f"U{number}" for number in range(1, 10)]
    assert rows[-1][1].startswith(last)
    assert {row[1]: row[2] for row in rows}["Sarana dan Prasarana"] == "4"


def test_a_figure_has_the_same_decimals_in_a_column(office: Office, cycle: Cycle) -> None:
    desa = office.desa[0]
    other = Unit.objects.get(pk=desa.pk)
    other.pk, other.code, other.name = None, "35.18.13.2099", "Balongpacul"
    other.save(force_insert=True)
    for unit, value in ((desa, "0.7306"), (other, "0.823")):
        record_result(
            instrument="idm", subject=unit, period=cycle.month, definition="idm-2016@1", value=Decimal(value),
            label="Maju", source="isian", maker=office.operator[desa.code], checker=office.kasi["pmd"], now=NOW,
        )  # fmt: skip
    rows = rows_of(table_of(KINDS["status-idm"].build(cycle, NOW), "Hasil per unit"))
    assert [row[2] for row in rows] == ["0,7306", "0,8230"]


@pytest.mark.parametrize(
    ("value", "label", "told"),
    [
        ("84.43", "B (Baik)", "84,43, B (Baik), November 2026, dicatat 23 November 2026"),
        ("8", "8 dari 13 kelurahan", "8 dari 13 kelurahan, November 2026, dicatat 23 November 2026"),
        ("0.7306", "", "0,7306, November 2026, dicatat 23 November 2026"),
    ],
)
def test_the_register_tells_a_result_without_brackets_in_brackets(value: str, label: str, told: str) -> None:
    result = Result(value=Decimal(value), label=label, period="2026-11", recorded_at=NOW)
    assert last_valid(result) == told
