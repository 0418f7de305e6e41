"""A result is replaced, never overwritten, and two people stand behind it."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cermat.audit.models import AuditEvent
from cermat.instruments.actions import record_result
from cermat.instruments.models import Result
from cermat.instruments.queries import history_of, last_results, last_valid, result_of, results_of
from cermat.lib.errors import DomainError
from cermat.lib.months import Month
from tests.factories import NOW, Office, office

pytestmark = pytest.mark.django_db
SEPTEMBER, NOVEMBER, DECEMBER = Month(2026, 9), Month(2026, 11), Month(2026, 12)


def recorded(made: Office, value: Any, **changed: Any) -> Result:
    told: dict[str, Any] = {
        "instrument": "ikm",
        "subject": made.kecamatan,
        "period": SEPTEMBER,
        "definition": "ikm-14-2017",
        "value": value,
        "source": "isian",
        "maker": made.kasi["pelayanan"],
        "checker": made.sekcam,
        "now": NOW,
    }
    return record_result(**(told | changed))


@pytest.mark.parametrize("changed", [{"respondents": 5_000_000_000}, {"published_value": Decimal(10) ** 15}])
def test_figures_that_no_column_holds_are_refused_with_a_sentence(changed: dict[str, object]) -> None:
    with pytest.raises(DomainError, match="terlalu besar"):
        recorded(office(), Decimal("81.62"), **changed)


def test_a_correction_replaces_and_the_old_one_stays() -> None:
    made = office()
    first = recorded(made, Decimal("81.62"), label="B (Baik)", respondents=120, details={"unsur": {"U1": "3.25"}})
    second = recorded(made, Decimal("83.10"))
    first.refresh_from_db()
    assert first.replaced_by == second
    assert result_of("ikm", made.kecamatan, SEPTEMBER) == second
    assert history_of(second) == [second, first]
    event = AuditEvent.objects.get(verb="result.replaced")
    assert (event.before["value"], event.after["value"]) == ("81.620000", "83.100000")


def test_a_result_may_be_corrected_again_and_again() -> None:
    made = office()
    rows = [recorded(made, Decimal(value)) for value in (81, 82, 83, 84)]
    assert history_of(rows[-1]) == rows[::-1]
    assert list(Result.objects.current()) == [rows[-1]]


def test_a_result_keeps_six_decimals_of_an_exact_value_and_none_stays_none() -> None:
    made = office()
    assert recorded(made, Fraction(100, 3)).value == Decimal("33.333333")
    assert recorded(made, None).value is None


def test_the_last_valid_result_is_found_across_periods() -> None:
    made = office()
    first = recorded(made, Decimal(80))
    recorded(made, None, period=NOVEMBER)
    assert last_valid("ikm", made.kecamatan, DECEMBER) == first
    assert last_valid("ikm", made.kecamatan, SEPTEMBER) is None
    assert last_valid("idm", made.kecamatan, DECEMBER) is None


def test_results_of_all_subjects_in_a_period() -> None:
    made = office()
    for village in made.desa:
        recorded(made, Decimal(70), instrument="idm", subject=village, period=SEPTEMBER)
    recorded(made, Decimal(75), instrument="idm", subject=made.desa[0], period=NOVEMBER)
    assert {row.subject for row in results_of("idm", made.kecamatan, SEPTEMBER)} == set(made.desa)
    assert [row.value for row in results_of("idm", made.kecamatan, NOVEMBER)] == [75]
    assert sorted(row.value or 0 for row in last_results("idm", made.kecamatan, DECEMBER)) == [70, 75]


def test_nobody_checks_their_own_result() -> None:
    made = office()
    with pytest.raises(DomainError, match="diperiksa oleh orang lain"):
        recorded(made, Decimal(80), checker=made.kasi["pelayanan"])
    result = recorded(made, Decimal(80))
    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.filter(pk=result.pk).update(checker=result.maker)


def test_the_database_keeps_one_current_result() -> None:
    made = office()
    result = recorded(made, Decimal(80))
    result.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        result.save(force_insert=True)


def test_a_published_figure_stands_beside_the_computed_one() -> None:
    made = office()
    result = recorded(made, Decimal("0.6921"), published_value=Decimal("0.6914"), published_label="MAJU")
    assert (result.value, result.published_value, result.published_label) == (
        Decimal("0.6921"), Decimal("0.6914"), "MAJU",
    )  # fmt: skip
    event = AuditEvent.objects.get(verb="result.recorded")
    assert event.after["published_value"] == "0.691400"
    assert recorded(made, Decimal("0.7")).published_value is None


def test_a_result_with_only_a_published_figure_is_a_result() -> None:
    made = office()
    only = recorded(made, None, published_value=Decimal("0.6914"), published_label="MAJU")
    assert last_valid("ikm", made.kecamatan, NOVEMBER) == only
    assert last_results("ikm", made.kecamatan, NOVEMBER) == [only]


def test_a_result_is_printed_with_the_decimals_of_its_instrument() -> None:
    made = office()
    assert recorded(made, Decimal("0.6914"), details={"index": "0.6914"}).decimals == 4
    assert recorded(made, Decimal("84.21")).decimals == 2
    assert recorded(made, Decimal("0.6190")).decimals == 3  # typed into a sheet: no index is kept, none is cut to 0,62
    assert recorded(made, Decimal("77.333333")).decimals == 4
