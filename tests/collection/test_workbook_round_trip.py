"""Whatever stands in the sheets comes back through a workbook as it was; what nobody wrote into changes nothing."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from cermat.collection.models import Fate
from cermat.collection.queries import answer_in, as_cells, from_json, given_from
from cermat.collection.schema import Answer, Given
from cermat.indicators.formula import Field
from tests.collection.ledgers import CHOICES, FIELDS, compared, ledger_with, written

TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=40)
PLAIN = TEXTS.map(str.strip).filter(bool) | st.sampled_from(["=1+1", "#N/A", "-", "1.000", "'x", "_x0041_", "1/9"])
ODD = PLAIN | st.sampled_from(["a\x0bb", "a\r\nb", "a\ufffeb", " <&>"])  # no cell gives these back as they were
NUMBERS = st.decimals(0, 10**14, places=6) | st.integers(0, 10**14).map(Decimal)


def answers_in(words: st.SearchStrategy[str]) -> dict[str, st.SearchStrategy[Given]]:
    missing = st.builds(lambda why: Given(Answer.NO_DATA, reason=why), words) | st.just(Given(Answer.NOT_APPLICABLE))
    return {
        "n": NUMBERS.map(Given.of_number) | st.just(Given(Answer.NIL)) | missing,
        "ya": st.sampled_from([Given(Answer.YES), Given(Answer.NO)]) | missing,
        "pilih": st.sampled_from(["1", "2.5", "0"]).map(Given.of_number) | missing,
        "teks": words.map(Given.of_text),
        "penjelasan": words.map(Given.of_text),
    }


def sheets_in(words: st.SearchStrategy[str]) -> st.SearchStrategy[list[dict[str, Given | None]]]:
    row = {key: st.none() | answers for key, answers in answers_in(words).items()}
    return st.lists(st.fixed_dictionaries(row), max_size=3)


CELLS = st.sampled_from(["n", "ya", "pilih", "teks"]).flatmap(
    lambda kind: st.tuples(st.just(kind), answers_in(PLAIN)[kind])
)


@settings(max_examples=25)
@given(sheets_in(ODD))
def test_a_workbook_nobody_wrote_into_changes_nothing_whatever_was_saved_meanwhile(rows: list) -> None:
    ledger = ledger_with(rows)
    content = written(ledger)
    for standing in (ledger, ledger_with([])):
        lines, comparison = compared(content, standing)
        assert lines == []
        assert comparison.notes() == []


@settings(max_examples=25)
@given(sheets_in(PLAIN))
def test_any_answers_come_back_as_the_same_answers(rows: list) -> None:
    ledger = ledger_with(rows)
    lines, _comparison = compared(written(ledger), ledger_with([]), forget=True)
    stored = {
        (line.entry_id, line.code, line.field): from_json(line.mine) for line in lines if line.fate == Fate.CHANGE
    }
    assert [line.sentence for line in lines if line.fate != Fate.CHANGE] == []
    assert stored == {(1, code, key): given_from(value) for (code, key), value in ledger.now[10].items()}


@given(CELLS)
def test_a_cell_says_what_its_answer_says(pair: tuple[str, Given]) -> None:
    kind, answer = pair
    choices = tuple((Decimal(c["value"]), c["label"]) for c in CHOICES) if kind == "pilih" else ()
    field = Field(kind, "Isian", kind=str(FIELDS[kind]["kind"]), choices=choices)  # type: ignore[arg-type]
    assert answer_in(*as_cells(answer, field), field) == answer
