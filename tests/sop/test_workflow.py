"""The states of a step and the ways through a procedure."""

from django.conf import settings

from cermat.lib.workflow import as_mermaid
from cermat.sop.workflow import END, STEP_TABLE, StepState, Way, after, reachable, steps_before

FORKED = [Way("a"), Way("b", on_yes="c", on_no="d"), Way("c", then="e"), Way("d"), Way("e")]


def test_the_drawing_in_the_docs_shows_the_table() -> None:
    drawing = (settings.ROOT / "docs" / "generated" / "sop-step.mmd").read_text(encoding="utf-8")
    assert drawing == as_mermaid(STEP_TABLE, StepState.WAITING), "write the table's drawing into that file"


def test_a_step_leads_to_the_next_row_or_where_it_says() -> None:
    assert after(FORKED, "a") == "b"
    assert after(FORKED, "b", "ya") == "c"
    assert after(FORKED, "b", "tidak") == "d"
    assert after(FORKED, "c") == "e"
    assert after(FORKED, "e") == END


def test_what_the_other_way_alone_leads_to_cannot_be_reached() -> None:
    assert reachable(FORKED, "c") == {"c", "e"}
    assert reachable(FORKED, "d") == {"d", "e"}
    assert reachable(FORKED, "a") == {"a", "b", "c", "d", "e"}
    assert reachable(FORKED, END) == frozenset()


def test_a_step_knows_what_leads_to_it() -> None:
    assert steps_before(FORKED, "a") == ()
    assert steps_before(FORKED, "d") == ("b",)
    assert steps_before(FORKED, "e") == ("c", "d")
