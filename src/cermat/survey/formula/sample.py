"""How many respondents a survey needs. Pure."""

from fractions import Fraction

from cermat.lib.rounding import rounded

CHI_SQUARE = Fraction("3.841")  # one degree of freedom, 95 %
SHARE = Fraction(1, 2)  # the population share that asks for most respondents
ACCURACY = Fraction("0.05")
RECOMMENDED_MINIMUM = 30


def krejcie_morgan(population: int) -> int:
    """The sample that a population of so many served people needs, to the nearest whole respondent.

    Rule: Krejcie & Morgan 1970, table annexed to PermenPANRB 14/2017: S = X² N P(1-P) / (d² (N-1) + X² P(1-P)) with
    X² = 3.841, P = 0.5, d = 0.05. Nearest, not up: the table has 44 for 50 people. ("100000: 384" in many copies is
    a misprint; the formula gives 383.) Raises ValueError below 0.
    """
    if population < 0:
        raise ValueError("a population is not below zero")
    if population == 0:
        return 0
    spread = CHI_SQUARE * SHARE * (1 - SHARE)
    return int(rounded(spread * population / (ACCURACY**2 * (population - 1) + spread), 0))


def minimum_note(answers: int) -> str:
    """What a reader must know of a small sample; "" where nothing is to be said."""
    if answers == 0:
        return "Belum ada jawaban yang dihitung."
    if answers < RECOMMENDED_MINIMUM:
        return (
            f"Jawaban kurang dari {RECOMMENDED_MINIMUM}. Bacalah angka ini bersama rentangnya; "
            f"jumlah {RECOMMENDED_MINIMUM} lazim dipakai sebagai batas paling sedikit."
        )
    return ""
