"""The collection's bench lays what it says and opens every page; how fast that is, is for people to read."""

from dataclasses import replace

import pytest

from cermat.operations.commands.bench_collection import Measured, Page, Scale, lines_of, measure

PAGE = Page("isian", (0.1, 0.12, 0.14), 59_000, 14_000)
LAID = tuple(
    {"units": units, "entries": units * 170, "values": units * 1900, "seconds": 9.0} for units in (15, 285, 8505)
)


def test_the_lines_name_sizes_ratio_and_what_is_over_its_limit() -> None:
    slow = replace(PAGE, took=(0.1, 0.12, 0.2), later=16_000)
    lines = lines_of(Measured("sqlite", LAID, (PAGE, slow)))
    assert lines[1] == "SQLite"
    assert "8505 unit" in lines[4]
    assert lines[6].split() == ["isian", "100.0", "ms", "120.0", "ms", "140.0", "ms", "1.40", "59.0", "14.0"]
    assert lines[7].endswith("LEWAT BATAS: lambat, halaman berikutnya besar")
    assert (PAGE.is_small, slow.is_small) == (True, False)


@pytest.mark.timeout(300)
def test_a_small_run_lays_other_kecamatan_and_months_and_opens_every_page() -> None:
    [measured] = measure(Scale(units=(30,), months=2, repeats=1), databases=("sqlite",))
    [laid] = measured.laid
    assert laid["units"] == 30
    assert laid["values"] > laid["entries"] > 2 * 30 * 6
    assert len(measured.pages) == len(laid["pages"]) >= 4
    assert all(page.is_small and page.ratio == 1 for page in measured.pages)
