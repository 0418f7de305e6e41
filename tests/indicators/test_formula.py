"""Computing, bounds, targets and adding up: missing is never zero."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermat.indicators.formula import (
    NOT_APPLICABLE,
    Around,
    Field,
    Given,
    Rule,
    Spec,
    Status,
    UnitRow,
    aggregate,
    broken_rules,
    compute,
    known_around,
    prefill,
    target_of,
)
from cermat.lib.months import Month

F = Fraction
JANUARY, MARCH, APRIL = Month(2026, 1), Month(2026, 3), Month(2026, 4)

COUNT = Spec("TRB-01", "Gangguan", "jumlah", (Field("n", "Kejadian"),), aggregation="jumlah")
SHARE = Spec(
    "PDK-04",
    "Akta kematian",
    "persen",
    (Field("lapor", "Dilaporkan"), Field("mati", "Kematian", prefill="PDK_01.mati")),
    formula="lapor / mati * 100",
    aggregation="rasio",
    no_denominator="tidak ada kematian bulan ini: tidak berlaku, bukan 0 %",
)
TAX = Spec(
    "PBB-02",
    "SPPT",
    "kumulatif",
    (Field("sampai", "Disampaikan"), Field("terima", "Diterima", prefill="lalu.terima")),
    formula="sampai / terima * 100",
    aggregation="rasio",
    monthly_targets=((3, F(5)), (6, F(45)), (7, None)),
)
YES = Spec("ADM-02", "Mencukupi", "keadaan", (Field("cukup", "Cukup", kind="ya_tidak"),), aggregation="hitung_ya")
WORKS = Spec(
    "BNG-01",
    "Fisik",
    "kumulatif",
    (Field("fisik", "Kemajuan", decimals=2),),
    aggregation="hitung_sesuai_jadwal",
    direction="naik",
    monthly_targets=((3, F(10)), (6, F(40))),
)


@pytest.mark.parametrize(
    ("spec", "values", "value", "status", "reason"),
    [
        (SHARE, {"lapor": F(1), "mati": F(3)}, F(100, 3), Status.COUNTED, ""),
        (SHARE, {"lapor": F(0), "mati": F(0)}, None, Status.NOT_APPLICABLE, SHARE.no_denominator),
        (
            replace(SHARE, no_denominator=""),
            {"lapor": F(0), "mati": F(0)},
            None,
            Status.NOT_APPLICABLE,
            "penyebut nol: tidak berlaku, bukan 0 %",
        ),
        (SHARE, {"mati": F(3)}, None, Status.MISSING, "belum ada data: Dilaporkan"),
        (SHARE, {}, None, Status.MISSING, "belum ada data: Dilaporkan, Kematian"),
        (SHARE, {"lapor": NOT_APPLICABLE, "mati": None}, None, Status.NOT_APPLICABLE, "tidak berlaku"),
        (COUNT, {"n": F(0)}, F(0), Status.COUNTED, ""),
        (COUNT, {"n": None}, None, Status.MISSING, "belum ada data: Kejadian"),
    ],
)
def test_compute(spec: Spec, values: dict[str, Given], value: Fraction | None, status: Status, reason: str) -> None:
    outcome = compute(spec, values)
    assert (outcome.value, outcome.status, outcome.reason) == (value, status, reason)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (Field("n", "Banyak"), F(-1), "Banyak tidak boleh kurang dari 0."),
        (Field("n", "Banyak"), F(1, 2), "Banyak: isi bilangan bulat."),
        (Field("n", "Banyak", decimals=2), F(1, 8), "Banyak: paling banyak 2 desimal."),
        (Field("n", "Banyak", most=F(5, 2), decimals=1), F(26, 10), "Banyak paling tinggi 2,5."),
        (Field("n", "Banyak", least=F(25)), F(24), "Banyak tidak boleh kurang dari 25."),
        (Field("n", "Banyak", kind="ya_tidak"), F(2), "Banyak: pilih ya atau tidak."),
        (
            Field("n", "Banyak", kind="pilihan", choices=((F(1), "a"),)),
            F(2),
            "Banyak: pilih salah satu yang tersedia.",
        ),
    ],
)
def test_values_out_of_bounds_are_refused(field: Field, value: Fraction, message: str) -> None:
    problems = broken_rules(replace(COUNT, fields=(field,)), {"n": value}, Around(MARCH, reason="memang begitu"))
    assert [(p.field, p.kind, p.message, p.stops) for p in problems] == [("n", "hard", message, True)]


def test_a_cumulative_figure_must_not_fall_in_silence() -> None:
    values, last = {"sampai": F(8), "terima": F(10)}, {"sampai": F(9), "terima": F(10)}
    (problem,) = broken_rules(TAX, values, Around(MARCH, previous=last))
    assert (problem.field, problem.kind, problem.stops) == ("sampai", "soft", True)
    assert "turun dari bulan lalu" in problem.message
    (explained,) = broken_rules(TAX, values, Around(MARCH, previous=last, reason="salah buku"))
    assert not explained.stops


def test_a_cumulative_figure_begins_anew_in_january() -> None:
    last = {"sampai": F(9), "terima": F(10)}
    assert broken_rules(TAX, {"sampai": F(0), "terima": F(12)}, Around(JANUARY, previous=last)) == []
    assert prefill(TAX, "terima", Around(JANUARY, previous=last)) is None
    assert prefill(TAX, "terima", Around(MARCH, previous=last)) == 10


def test_a_field_is_prefilled_from_another_row() -> None:
    assert prefill(SHARE, "mati", Around(MARCH, others={"PDK_01.mati": F(4)})) == 4
    assert prefill(SHARE, "mati", Around(MARCH)) is None
    assert prefill(SHARE, "lapor", Around(MARCH)) is None
    assert prefill(SHARE, "lain", Around(MARCH)) is None


@pytest.mark.parametrize(
    ("spec", "month", "target"),
    [
        (TAX, Month(2026, 1), None),
        (TAX, Month(2026, 3), F(5)),
        (TAX, Month(2026, 5), F(5)),
        (TAX, Month(2026, 6), F(45)),
        (TAX, Month(2026, 7), None),
        (replace(COUNT, target=F(3)), Month(2026, 1), F(3)),
        (replace(COUNT, target=F(3), due_months=frozenset({2})), Month(2026, 1), None),
        (COUNT, Month(2026, 1), None),
    ],
)
def test_target_of_a_month(spec: Spec, month: Month, target: Fraction | None) -> None:
    assert target_of(spec, month) == target


def rows(key: str, *values: Given) -> list[UnitRow]:
    return [UnitRow(f"Unit {number}", {key: value}) for number, value in enumerate(values, 1)]


@pytest.mark.parametrize(
    ("aggregation", "condition", "value"),
    [
        ("rata_rata", "", F(70)),
        ("hitung_bila", "hasil >= 80", F(1)),
        ("hitung_bila", "n > 40 and hasil <= 90", F(2)),
        ("bagian_bila", "n >= 80", F(100, 2)),
        ("bagian_bila", "n > 100", F(0)),
    ],
)
def test_a_mean_and_what_meets_a_condition_cover_the_units_with_a_value(
    aggregation: str, condition: str, value: Fraction
) -> None:
    spec = replace(COUNT, aggregation=aggregation, condition=condition)
    total = aggregate(spec, rows("n", F(90), F(50), None, NOT_APPLICABLE), MARCH)
    assert (total.value, total.counted, total.of, total.missing) == (value, 2, 3, ("Unit 3",))


@pytest.mark.parametrize("aggregation", ["rata_rata", "hitung_bila", "bagian_bila"])
def test_over_units_without_any_value_nothing_is_said(aggregation: str) -> None:
    spec = replace(COUNT, aggregation=aggregation, condition="" if aggregation == "rata_rata" else "n > 1")
    assert aggregate(spec, rows("n", None, None), MARCH).value is None


def test_a_sum_names_the_missing_and_leaves_aside_what_does_not_apply() -> None:
    total = aggregate(COUNT, rows("n", F(2), None, F(0), NOT_APPLICABLE), MARCH)
    assert (total.value, total.counted, total.of) == (2, 2, 3)
    assert total.missing == ("Unit 2",)
    assert total.not_applicable == ("Unit 4",)
    assert not total.is_whole


def test_a_ratio_is_of_the_sums_not_the_mean_of_ratios() -> None:
    units = [
        UnitRow("Bogo", {"lapor": F(1), "mati": F(1)}),
        UnitRow("Ploso", {"lapor": F(0), "mati": F(3)}),
        UnitRow("Kauman", {"lapor": F(0), "mati": F(0)}),
        UnitRow("Kramat", {"lapor": F(5)}),
    ]
    total = aggregate(SHARE, units, MARCH)
    assert (total.value, total.counted, total.of) == (25, 2, 3)
    assert (total.missing, total.not_applicable) == (("Kramat",), ("Kauman",))
    assert total.sums == {"lapor": 1, "mati": 4}


def test_nothing_known_is_no_zero() -> None:
    nobody = aggregate(COUNT, rows("n", None, None), MARCH)
    assert (nobody.value, nobody.status, nobody.counted, nobody.of) == (None, Status.MISSING, 0, 2)
    aside = aggregate(COUNT, rows("n", NOT_APPLICABLE), MARCH)
    assert (aside.value, aside.status, aside.of) == (None, Status.NOT_APPLICABLE, 0)
    assert aggregate(COUNT, [], MARCH).value is None


def test_units_are_counted_that_say_yes_or_are_on_schedule() -> None:
    assert aggregate(YES, rows("cukup", F(1), F(0), None, F(1)), MARCH).value == 2
    assert aggregate(WORKS, rows("fisik", F(10), F(9), F(50)), APRIL).value == 2
    assert aggregate(replace(WORKS, direction="turun"), rows("fisik", F(10), F(9), F(50)), APRIL).value == 2
    early = aggregate(WORKS, rows("fisik", F(10)), JANUARY)
    assert (early.value, early.reason) == (None, "belum ada target pada bulan ini")


GIVEN = st.one_of(st.none(), st.just(NOT_APPLICABLE), st.integers(0, 500).map(Fraction))


@given(st.lists(st.tuples(GIVEN, GIVEN), max_size=15), st.randoms())
def test_adding_up_is_exact_and_does_not_mind_the_order(pairs: list[tuple[Given, Given]], random: object) -> None:
    units = [UnitRow(str(n), {"lapor": a, "mati": b}) for n, (a, b) in enumerate(pairs)]
    total = aggregate(SHARE, units, MARCH)
    mixed = list(units)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert aggregate(SHARE, mixed, MARCH).value == total.value
    assert total.counted + len(total.missing) + len(total.not_applicable) == len(units)
    good = [(a, b) for a, b in pairs if isinstance(a, Fraction) and isinstance(b, Fraction) and b]
    if good:
        assert total.value == sum(a for a, _ in good) / sum(b for _, b in good) * 100
        assert total.counted == len(good)
    else:
        assert total.value is None


@given(st.lists(GIVEN, min_size=1, max_size=15))
def test_a_missing_unit_never_changes_the_sum(values: list[Given]) -> None:
    whole = aggregate(COUNT, rows("n", *values), MARCH)
    more = aggregate(COUNT, rows("n", *values, None), MARCH)
    assert more.value == whole.value
    assert len(more.missing) == len(whole.missing) + 1


USUAL = Rule("tanya", "abs(hasil - median_12) > 3.5 * sebaran_12", "Biasanya sekitar {median_12}. Benar?")
BESIDE = Rule("tanya", "abs(hasil - median_tetangga) > 3.5 * sebaran_tetangga", "Yang lain {median_tetangga}.")
CALM = tuple(F(n) for n in (10, 12, 11, 10, 13, 12))


def test_an_unusual_figure_is_a_question_and_stops_nothing() -> None:
    spec = replace(COUNT, rules=(USUAL,))
    (asked,) = broken_rules(spec, {"n": F(40)}, Around(MARCH, history=CALM))
    assert (asked.message, asked.is_question, asked.stops) == ("Biasanya sekitar 11,5. Benar?", True, False)
    (answered,) = broken_rules(spec, {"n": F(40)}, Around(MARCH, history=CALM, reason="ada pendataan massal"))
    assert answered.is_explained
    assert broken_rules(spec, {"n": F(16)}, Around(MARCH, history=CALM)) == []


def test_without_six_months_there_is_no_habit_to_ask_about() -> None:
    assert broken_rules(replace(COUNT, rules=(USUAL,)), {"n": F(4000)}, Around(MARCH, history=CALM[:5])) == []


def test_neighbours_are_a_question_too() -> None:
    around = Around(MARCH, neighbours=CALM)
    (asked,) = broken_rules(replace(COUNT, rules=(USUAL, BESIDE)), {"n": F(0)}, around)
    assert asked.message == "Yang lain 11,5."


def test_what_a_rule_asks_for_is_told_without_what_is_typed() -> None:
    known = known_around(replace(COUNT, rules=(USUAL,)), Around(MARCH, history=CALM))
    assert known == {"median_12": F(23, 2), "sebaran_12": F(7413, 5000)}
    fallen = known_around(TAX, Around(MARCH, previous={"sampai": F(9), "terima": F(10)}))
    assert fallen == {"lalu.sampai": F(9)}
