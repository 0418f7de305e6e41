"""Questions with what somebody typed in them: asked of both databases."""

import pytest

from cermat.indicators.actions import load_indicators
from cermat.indicators.queries import Search, found_in
from tests.factories import office
from tests.indicators.factories import LOADED_AT, small_set

pytestmark = pytest.mark.django_db


def test_indicators_are_found_by_name_or_code_group_and_section() -> None:
    made = load_indicators(kecamatan=office().kecamatan, kind="bulanan", text=small_set(12), by=None, now=LOADED_AT)

    def codes(**search: str) -> list[str]:
        return [one.code for one in found_in(made, Search(**search))]

    assert codes(text="BARIS 1") == ["SAT-01", "SAT-10", "SAT-11", "SAT-12"]
    assert codes(text="sat-1") == ["SAT-10", "SAT-11", "SAT-12"]
    assert len(codes(group="satu", section="pmd")) == 12
    assert codes(text="sat-1", section="umum") == codes(group="dua") == codes(text="%") == []
