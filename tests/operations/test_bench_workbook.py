"""The workbook's bench measures what it says; how fast that is, is for people to read."""

from cermat.operations.commands.bench_workbook import (
    Built,
    Held,
    lines_of,
    lines_of_memory,
    measure_build,
    measure_memory,
)


def test_a_small_build_has_its_cells_and_both_times() -> None:
    made = measure_build(units=2, indicators=3, repeats=1)
    assert made.lines == 12
    assert made.cells > 12 * 10
    assert min(made.plain, made.ours) > 0


def test_a_small_workbook_is_read_and_compared_in_a_process_of_its_own() -> None:
    held = measure_memory(cells=1200)
    assert (held.cells, held.lines, held.changes) == (1200, 120, 60)
    assert 20 < held.megabytes < 300


def test_the_lines_name_the_ratio_and_the_memory_with_their_limits() -> None:
    lines = (*lines_of(Built(1.0, 1.2, 22_400, 1800)), *lines_of_memory(Held(99_600, 9960, 4980, 136.4, 9.9)))
    assert "1.20   (batas: paling besar 1.5)" in lines[3]
    assert "136 MB   (batas: paling besar 300)" in lines[5]
