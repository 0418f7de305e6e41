"""Which sources of a figure may be opened."""

from datetime import date
from typing import Any

import pytest

from cermat.measurement.models import Figure
from cermat.measurement.queries import Sources, sources_visible_to
from tests.factories import office

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("computed", ["200/3", "7", None])
def test_what_a_sheet_computed_is_no_result_of_an_instrument(computed: str | None) -> None:
    """A sheet calls its computed figure "result"; the leaf of an instrument, which names its source, a row by that."""
    leaves: list[dict[str, Any]] = [{"entry": 7, "result": computed}, {"result": 8, "source_ref": "entry:9"}]
    figure = Figure(inputs={"leaves": leaves})
    nothing: frozenset[int] = frozenset()
    assert sources_visible_to(office().camat, figure, date(2026, 11, 23)) == Sources(nothing, nothing, nothing)
