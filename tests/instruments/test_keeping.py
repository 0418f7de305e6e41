"""What is kept beside a result gives the whole sheet of calculation back."""

import json
from fractions import Fraction

from cermat.instruments.formula import NOT_APPLICABLE, Given, Override, details_of, outcome_from, score
from tests.instruments.test_engine import CONTEST, GRADED, SURVEY, VILLAGE, sheet


def test_an_outcome_comes_back_as_it_was() -> None:
    cases = [
        (VILLAGE, [sheet(a1=3, a2=5, b1=4)], Given()),
        (VILLAGE, [sheet(a1=3, b1=None)], Given(kind="desa")),
        (VILLAGE, [{"a1": NOT_APPLICABLE, "a2": Fraction(1), "b1": Fraction(2)}], Given()),
        (SURVEY, [sheet(p1=3, p2=4, p3=2), sheet(p1=4, p2=None, p3=1)], Given(variant="0.49")),
        (CONTEST, [sheet(bersih=80, indah=70), sheet(bersih=90, indah=None)], Given(names=("Polsek", "Koramil"))),
        (GRADED, [sheet(k1=1, k2=0)], Given(overrides={"sub": Override("BB", "Bukti lengkap.")})),
    ]
    for definition, sheets, given in cases:
        outcome = score(definition, sheets, given)
        kept = json.loads(json.dumps(details_of(outcome)))
        assert outcome_from(definition, kept) == outcome


def test_details_kept_in_another_way_have_no_sheet() -> None:
    assert outcome_from(VILLAGE, {}) is None
    assert outcome_from(VILLAGE, {"unsur": {"U1": "3.25"}}) is None
