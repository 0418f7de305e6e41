import pytest

from cermat.lib.months import Month
from cermat.requirements.formula import is_due, next_due


@pytest.mark.parametrize(
    ("months", "month", "due", "following"),
    [
        ([3, 6, 9, 12], Month(2026, 11), False, Month(2026, 12)),
        ([3, 6, 9, 12], Month(2026, 12), True, Month(2026, 12)),
        ([6], Month(2026, 11), False, Month(2027, 6)),
        ([], Month(2026, 11), False, None),
    ],
)
def test_a_requirement_falls_due_in_its_months(
    months: list[int], month: Month, due: bool, following: Month | None
) -> None:
    assert is_due(months, month) is due
    assert next_due(months, month) == following
