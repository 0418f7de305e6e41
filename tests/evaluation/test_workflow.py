"""The life of a recommendation, move by move."""

from itertools import product
from pathlib import Path

import pytest

from cermat.evaluation.workflow import OPEN, STATE_NAMES, TABLE, RecommendationState, RecommendationVerb
from cermat.evaluation.workflow import START as BEGINNING
from cermat.lib.errors import ConflictError
from cermat.lib.workflow import as_mermaid, may, next_state

DRAWING = Path(__file__).parents[2] / "docs" / "generated" / "recommendation.mmd"
S, V = RecommendationState, RecommendationVerb
ALLOWED = {
    (S.ASSIGNED, V.FILL),
    (S.FILLED, V.HAND_IN),
    (S.RETURNED, V.HAND_IN),
    (S.PROOF, V.VERIFY),
    (S.PROOF, V.RETURN),
}


@pytest.mark.parametrize(("state", "verb"), list(product(S, V)))
def test_only_the_named_moves_exist(state: RecommendationState, verb: RecommendationVerb) -> None:
    if (state, verb) in ALLOWED:
        assert may(TABLE, state, verb)
        return
    with pytest.raises(ConflictError):
        next_state(TABLE, state, verb, refusal="tidak")


def test_only_a_verified_recommendation_is_no_longer_open() -> None:
    assert set(S) - set(OPEN) == {S.VERIFIED}
    assert set(STATE_NAMES) == set(S)


def test_the_drawing_in_the_docs_is_the_table() -> None:
    assert DRAWING.read_text(encoding="utf-8") == as_mermaid(TABLE, BEGINNING)
