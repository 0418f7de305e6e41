"""An IKU over indicators that do not cover the same time is refused where it is defined."""

import pytest

from cermat.indicators.actions import load_plan
from cermat.indicators.models import Plan
from cermat.indicators.queries import mixed_formulas
from cermat.indicators.queries.drafts import obstacles
from cermat.indicators.schema import checked, read_plan
from cermat.lib.errors import DefinitionError
from tests.factories import NOW, office
from tests.indicators.factories import loaded, planned, text_of
from tests.indicators.test_drafting import begun

pytestmark = pytest.mark.django_db
MANUAL = "sumber_data: {manual: true}"


def text_with(formula: str) -> str:
    return text_of("rencana").replace(MANUAL, f"sumber_data: {{rumus: {formula}}}", 1)


def test_a_cumulative_and_a_monthly_indicator_in_one_expression_are_refused_with_their_line() -> None:
    made = office()
    loaded(made.kecamatan, "bulanan")
    text = text_with("PBB-01.realisasi / TRB-02.n")
    line = 1 + text[: text.index("sumber_data: {rumus: PBB")].count("\n")
    with pytest.raises(DefinitionError) as caught:
        load_plan(kecamatan=made.kecamatan, text=text, by=None, now=NOW)
    said = "Rumus IKU-2 mencampur PBB-01 (kumulatif sejak Januari) dengan TRB-02 (angka satu bulan)."
    assert f"Baris {line}: {said}" in caught.value.message
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    "formula", ["PBB-01.realisasi / PBB-02.n", "TRB-02.selesai / TRB-01.n", "PBB-01.realisasi / PDK-02.n"]
)
def test_indicators_of_one_span_and_a_state_at_the_end_of_it_go_together(formula: str) -> None:
    made = office()
    loaded(made.kecamatan, "bulanan")
    assert mixed_formulas(made.kecamatan, read_plan(text_with(formula))) == {}


def test_a_draft_says_it_before_it_is_put_in_force() -> None:
    made = office()
    loaded(made.kecamatan, "bulanan")
    planned(made.kecamatan)
    draft = begun(made)
    source = next(key for key in draft.rows["iku"][1] if key.endswith("manual"))
    del draft.rows["iku"][1][source]
    draft.rows["iku"][1][source.replace("manual", "rumus")] = "PBB-01.realisasi / TRB-02.n"
    found = checked(draft.rows)
    assert not found.faults
    assert any("Rumus IKU-2 mencampur PBB-01" in one for one in obstacles(draft, found))
