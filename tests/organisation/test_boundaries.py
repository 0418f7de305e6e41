"""Boundaries are found by the code of a kecamatan; elsewhere there are none, and nothing fails."""

import pytest

from cermat.organisation.queries.boundaries import boundaries
from cermat.organisation.queries.regions import regions

pytestmark = pytest.mark.alike


def test_every_village_of_the_first_office_has_its_shape() -> None:
    villages = {region.code for region in regions("35.18.13") if region.code.count(".") == 3}
    assert boundaries("35.18.13").keys() == villages
    assert all(shape["type"] in {"Polygon", "MultiPolygon"} for shape in boundaries("35.18.13").values())


@pytest.mark.parametrize("code", ["32.01.01", "35.18", "35", "", "35.18.99"])
def test_elsewhere_there_are_none(code: str) -> None:
    assert boundaries(code) == {}
