"""The dashboards' bench lays what it says and opens every role's page; how fast that is, is for people to read."""

from dataclasses import replace

import pytest

from cermat.operations.commands import bench_dashboards
from cermat.operations.commands.bench_collection import lines_of, measure


def test_it_compares_one_month_of_one_kecamatan_with_two_years_of_twenty() -> None:
    assert bench_dashboards.WHOLE.sizes == ((15, 1), (15, 24), (300, 24))


@pytest.mark.timeout(300)
def test_a_small_run_opens_every_page_of_every_role() -> None:
    scale = replace(bench_dashboards.WHOLE, units=(30,), months=2, repeats=1, alone=False)
    [measured] = measure(scale, databases=("sqlite",))
    assert "2 kec x 2 bln" in lines_of(measured)[2]
    assert len(measured.pages) == 6
    assert all(page.is_small for page in measured.pages)
