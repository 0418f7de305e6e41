"""The bench of the pictures draws each kind and finds it again; how fast that is, is for people to read."""

import pytest

from cermat.operations.commands.bench_charts import kinds, lines_of, measure

pytestmark = pytest.mark.alike


def test_every_kind_is_drawn_anew_and_then_found() -> None:
    found = measure(repeats=1, many=1)
    assert [kind.name for kind in found.kinds] == list(kinds(0))
    assert all(kind.kept < kind.warm for kind in found.kinds)
    assert any(line.startswith("paling lambat") for line in lines_of(found))


def test_the_values_are_the_same_in_every_run() -> None:
    assert kinds(5) == kinds(5)
    assert kinds(5)["tren"] != kinds(6)["tren"]
