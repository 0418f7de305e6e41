"""One field as it comes from the page: an answer, nothing, or a sentence."""

from decimal import Decimal
from fractions import Fraction

import pytest

from cermat.collection.forms import read_answer
from cermat.collection.queries import FieldSpec
from cermat.collection.schema import Answer, Given
from cermat.indicators.formula import Field
from cermat.lib.errors import DomainError

LIST = FieldSpec("A-01", Field("poin", "Poin", kind="pilihan", choices=((Fraction(2), "2 poin"),)))
NUMBER = FieldSpec("PDK-01", Field("lahir", "Lahir"))


@pytest.mark.parametrize(
    ("spec", "typed", "given"),
    [
        (LIST, ("angka:2", "", ""), Given.of_number(2)),
        (LIST, ("", "", ""), None),
        (LIST, ("belum_ada_data", "", "Belum direkap"), Given(Answer.NO_DATA, reason="Belum direkap")),
        (NUMBER, ("angka", "1.250", ""), Given.of_number(Decimal(1250))),
        (NUMBER, ("angka", "", ""), None),
        (NUMBER, ("nihil", "", ""), Given(Answer.NIL)),
    ],
)
def test_what_the_page_offers_is_read(spec, typed, given) -> None:
    assert read_answer(spec, typed) == given


@pytest.mark.parametrize("made_up", ["pilihan:2", "belum", "x" * 5000])
def test_what_no_page_offers_is_refused(made_up) -> None:
    for spec in (LIST, NUMBER):
        with pytest.raises(DomainError, match="tidak dikenal"):
            read_answer(spec, (made_up, "", ""))
